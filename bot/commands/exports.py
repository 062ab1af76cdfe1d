"""`python -m bot export FORMAT`: the services we know, for others to read."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Optional

import click

from bot.catalogue import Catalogue
from bot.catalogue.services_store import read
from bot.commands.write import write
from bot.exports import csv_, jsonld
from bot.exports.directory import directory
from bot.exports.oruk import OpenData
from bot.settings import load

_output = click.option(
    "--output", type=click.Path(path_type=Path), default=None, help="File (default: stdout)."
)


@click.group()
def command() -> None:
    """Export services as Open Referral UK 3.0, CSV or JSON-LD, and demand as open data."""


@command.command("oruk")
@_output
def oruk(output: Optional[Path]) -> None:
    """One page of Open Referral UK 3.0 with every service in full."""
    services = _services()
    page = OpenData(services).list_services({"full": "true", "per_page": "1"})
    page.update(
        total_pages=1, size=len(services), last_page=True, empty=not services, contents=services
    )
    write(output, _json(page))


@command.command("csv")
@_output
@click.option("--template", is_flag=True, help="The columns and an example row only.")
def council_csv(output: Optional[Path], template: bool) -> None:
    """The columns that `import csv` reads, one service a row."""
    write(output, csv_.template() if template else csv_.to_csv(_services()))


@command.command("jsonld")
@_output
def json_ld(output: Optional[Path]) -> None:
    """A schema.org GovernmentService for every service."""
    write(output, _json(jsonld.graph(_services())))


@command.command("demand")
@_output
@click.option(
    "--months",
    type=click.IntRange(1, 120),
    default=12,
    show_default=True,
    help="How many months that are over.",
)
@click.option("--all-areas", is_flag=True, help="Areas together: fewer numbers are hidden.")
@click.option(
    "--quarters", is_flag=True, help="By quarter instead of month: fewer numbers are hidden."
)
@click.option("--metadata", is_flag=True, help="The file's description (CSV on the Web) instead.")
def demand(
    output: Optional[Path], months: int, all_areas: bool, quarters: bool, metadata: bool
) -> None:
    """What people ask for, by month, area, need and outcome; small numbers hidden.

    The files by area and of all areas can both be published. Decide once for months or quarters:
    both together could tell what each hides.
    """
    from bot.figures import open_demand
    from bot.figures.opened import opened
    from bot.ledger.figures import Filters

    settings = load()
    if metadata:
        write(output, open_demand.metadata("demand.csv", settings.council_name, quarters))
        return
    world = opened(settings)
    until = world.source.now.date().replace(day=1)
    since = until
    for _ in range(months):
        since = (since - timedelta(days=1)).replace(day=1)
    write(output, open_demand.to_csv(world, Filters(since, until), not all_areas, quarters))


def _services() -> list[dict[str, Any]]:
    settings = load()
    catalogue = Catalogue.open(settings.catalogue, settings.services)
    return directory(catalogue, read(settings.services), date.today(), settings.home)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
