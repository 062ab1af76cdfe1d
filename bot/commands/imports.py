"""`python -m bot import KIND PATH_OR_URL`: what councils and directories hold, checked."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any, Optional, Protocol

import click

from bot.catalogue import Catalogue
from bot.catalogue.import_codepoint import import_codepoint
from bot.catalogue.import_onspd import import_onspd
from bot.catalogue.import_source import Progress
from bot.errors import BadInput, DataFaults
from bot.imports.council_csv import import_csv
from bot.imports.fetch import is_url
from bot.imports.lgsl import check_lgsl
from bot.imports.local_links import import_local_links
from bot.imports.merge import save
from bot.imports.oruk import import_oruk
from bot.settings import load

#: Faults shown on the terminal; --report lists all.
SHOWN = 20


class _Report(Protocol):
    def lines(self) -> list[str]: ...


_report = click.option(
    "--report", type=click.Path(path_type=Path), default=None, help="Write the report as JSON."
)
_file = click.argument("source", metavar="PATH", type=click.Path(path_type=Path))


@click.group()
def command() -> None:
    """Import services, links and postcodes. A failed import changes nothing."""


@command.command("oruk")
@click.argument("source", metavar="PATH_OR_URL")
@_report
def oruk(source: str, report: Optional[Path]) -> None:
    """Import a directory in Open Referral (UK 3.0, HSDS 3, UK 1.0): a file or an API."""
    settings = load()
    with _listing(report):
        batch = import_oruk(source, Catalogue.open(settings.catalogue), _say)
        _finish(save(settings.services, batch, datetime.now()), report)


@command.command("local-links")
@_file
@_report
def local_links(source: Path, report: Optional[Path]) -> None:
    """Import GOV.UK's local links (CSV): councils' own pages by service."""
    settings = load()
    with _listing(report):
        batch = import_local_links(_local(source), Catalogue.open(settings.catalogue))
        _finish(save(settings.services, batch, datetime.now()), report)


@command.command("csv")
@_file
@_report
def council_csv(source: Path, report: Optional[Path]) -> None:
    """Import a council's list of services (CSV; template: python -m bot export csv --template)."""
    settings = load()
    with _listing(report):
        batch = import_csv(_local(source), Catalogue.open(settings.catalogue))
        _finish(save(settings.services, batch, datetime.now()), report)


@command.command("lgsl")
@_file
@_report
def lgsl(source: Path, report: Optional[Path]) -> None:
    """Check our LGSL numbers against the official list (CSV). Changes nothing."""
    _finish(check_lgsl(_local(source), Catalogue.open(load().catalogue)), report)


@command.command("onspd")
@_file
@_report
@click.option("--no-northern-ireland", is_flag=True, help="Leave out postcodes that begin with BT.")
@click.option("--allow-smaller", is_flag=True, help="Let a part of a release replace a whole one.")
def onspd(
    source: Path, report: Optional[Path], no_northern_ireland: bool, allow_smaller: bool
) -> None:
    """Import the ONS Postcode Directory (CSV or zip)."""
    settings = load()
    with _listing(report):
        found = import_onspd(
            _local(source),
            settings.postcodes,
            Catalogue.open(settings.catalogue),
            _progress(),
            not no_northern_ireland,
            allow_smaller,
        )
        _finish(found, report)


@command.command("codepoint")
@_file
@_report
@click.option("--allow-smaller", is_flag=True, help="Let a part of a release replace a whole one.")
def codepoint(source: Path, report: Optional[Path], allow_smaller: bool) -> None:
    """Import OS Code-Point Open (CSV or zip)."""
    settings = load()
    with _listing(report):
        found = import_codepoint(
            _local(source),
            settings.postcodes,
            Catalogue.open(settings.catalogue),
            _progress(),
            allow_smaller=allow_smaller,
        )
        _finish(found, report)


class _listing:
    """Turns a list of faults into one line, the list being in the report and on the terminal."""

    def __init__(self, report: Optional[Path]) -> None:
        self._report = report

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        if not isinstance(error, DataFaults):
            return
        faults = [
            {"file": f.file, "row": f.row, "column": f.column, "reason": f.message}
            for f in error.faults
        ]
        for fault in error.faults[:SHOWN]:
            click.echo(f"Rejected: {fault}", err=True)
        _write(self._report, {"failed": True, "rejected": faults})
        number = len(error.faults)
        raise BadInput(
            f"{faults[0]['file'] if faults else 'The source'} has {number:,} "
            f"fault{'' if number == 1 else 's'}, too many to go on; nothing was changed"
        ) from None


def _local(source: Path) -> Path:
    if is_url(str(source).replace(":/", "://", 1)):
        raise BadInput(f"{source}: save the file first and give its path")
    if not source.is_file():
        raise BadInput(f"There is no file {source}")
    return source


def _finish(found: _Report, report: Optional[Path]) -> None:
    for line in found.lines():
        click.echo(line)
    as_dict = getattr(found, "to_dict", None)
    _write(report, as_dict() if as_dict else {"lines": found.lines()})


def _write(report: Optional[Path], value: Any) -> None:
    if report is None:
        return
    try:
        report.write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    except OSError as error:
        raise BadInput(f"Cannot write the report to {report}: {error.strerror}") from None


def _say(sentence: str) -> None:
    click.echo(sentence, err=True)


def _progress() -> Progress:
    """Tells in steps of a tenth: a terminal is no place for thousands of lines."""
    told = 0

    def tell(rows: int, share: float) -> None:
        nonlocal told
        if int(share * 10) != told:
            told = int(share * 10)
            click.echo(f"{rows:,} rows, {share:.0%}", err=True)

    return tell
