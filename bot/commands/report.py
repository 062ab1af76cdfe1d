"""`python -m bot report KIND`: what the catalogue tells service owners."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta, timezone
from functools import wraps
from pathlib import Path
from typing import Any, Optional

import click

from bot.catalogue import Catalogue
from bot.catalogue.services_store import read
from bot.commands.write import write
from bot.database import open_engine
from bot.errors import BadInput
from bot.ledger.said import said_about_needs
from bot.ledger.store import Ledger
from bot.reports import duplication, gaps, records, vocabulary
from bot.reports.table import Report
from bot.settings import load

_LEDGER_DAYS = 90


def _shown(make: Callable[..., Report]) -> Callable[..., None]:
    """Options that every report has, and its output."""

    @click.option("--format", "form", type=click.Choice(["text", "csv", "json"]), default="text")
    @click.option("--output", type=click.Path(path_type=Path), help="File (default: stdout).")
    @wraps(make)
    def shown(form: str, output: Optional[Path], **options: Any) -> None:
        report = make(**options)
        write(output, {"text": report.text, "csv": report.csv, "json": report.json}[form]())

    return shown


@click.group()
def command() -> None:
    """Reports for the people who own services."""


@command.command("gaps")
@click.option("--need", "needs", multiple=True, help="Only this need (may be given again).")
@click.option("--area", "areas", multiple=True, help="Only this GSS code (may be given again).")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="As on this day.")
@click.option(
    "--front-pages", is_flag=True, help="Also where only the owner's front page is known."
)
@_shown
def gaps_(
    needs: tuple[str, ...], areas: tuple[str, ...], today: Optional[datetime], front_pages: bool
) -> Report:
    """Needs that nobody meets, by area."""
    catalogue = _catalogue()
    _known(needs, catalogue)
    day = today.date() if today else date.today()
    # A code of an abolished council stands for those that took over.
    live = tuple(gss for area in areas for gss in _live(catalogue, area))
    return gaps.gaps(catalogue, day, needs or None, live or None, front_pages)


@command.command("duplication")
@_shown
def duplication_() -> Report:
    """Needs that several organisations meet in one area."""
    return duplication.duplication(_catalogue())


@command.command("records")
@_shown
def records_() -> Report:
    """Imported records that can't be shown as an answer, or only as a weak one, and why."""
    return records.records(read(load().services), date.today())


@command.command("vocabulary")
@click.option("--need", help="Only this need.")
@click.option("--days", type=click.IntRange(1, 3660), default=_LEDGER_DAYS, show_default=True)
@_shown
def vocabulary_(need: Optional[str], days: int) -> Report:
    """Citizens' words, from the ledger, that occur in no description of the service."""
    catalogue, settings = _catalogue(), load()
    _known((need,) if need else (), catalogue)
    Ledger.open(settings.ledger)  # brings its tables up to date
    today = datetime.now(timezone.utc).date()
    since = datetime.combine(today - timedelta(days=days), time())
    said = said_about_needs(open_engine(settings.ledger), since, need)
    return vocabulary.vocabulary(catalogue, read(settings.services), said)


def _catalogue() -> Catalogue:
    settings = load()
    return Catalogue.open(settings.catalogue, settings.services)


def _live(catalogue: Catalogue, area: str) -> tuple[str, ...]:
    live = catalogue.current(area.upper())
    if not live:
        raise BadInput(f"There is no area {area!r}: see bot/data/authorities.csv.")
    return live


def _known(needs: tuple[str, ...], catalogue: Catalogue) -> None:
    for need in needs:
        if need not in catalogue.needs:
            raise BadInput(f"There is no need {need!r}: see bot/data/needs.csv.")
