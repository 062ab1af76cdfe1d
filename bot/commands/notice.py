"""`python -m bot notice`: puts service notices up and takes them down, without a restart."""

from __future__ import annotations

from datetime import date, datetime
from typing import Optional

import click

from bot.catalogue import Catalogue
from bot.catalogue.names import normalise
from bot.errors import BadInput
from bot.notices import LONGEST, Notice, Notices
from bot.settings import load

_DAY = click.DateTime(["%Y-%m-%d"])


@click.group(name="notice")
def command() -> None:
    """Service notices, shown on top of the page and in the answers they concern."""


@command.command()
@click.argument("text")
@click.option("--welsh", default="", help="The same in Welsh.")
@click.option("--from", "starts", type=_DAY, default=None, help="First day; default: at once.")
@click.option("--until", "ends", type=_DAY, default=None, help="Last day; default: no end.")
@click.option("--need", "needs", multiple=True, help="Only in answers about this need. Repeatable.")
@click.option("--area", "areas", multiple=True, help="A council it is limited to. Repeatable.")
def add(
    text: str,
    welsh: str,
    starts: Optional[datetime],
    ends: Optional[datetime],
    needs: tuple[str, ...],
    areas: tuple[str, ...],
) -> None:
    """Put up a notice that says TEXT, e.g. "No bin collections on Monday 28 December"."""
    settings = load()
    first, last = (day.date() if day else None for day in (starts, ends))
    if first and last and first > last:
        raise BadInput(f"The first day, {first}, is after the last, {last}.")
    for said in (text, welsh):
        if len(said) > LONGEST or not said.isprintable():
            raise BadInput(f"A notice is one line of at most {LONGEST} characters.")
    if not text.strip():
        raise BadInput("A notice needs a text.")
    catalogue = Catalogue.open(settings.catalogue)
    for need in needs:
        if need not in catalogue.needs:
            raise BadInput(f"There is no need {need!r}: see bot/data/needs.csv.")
    codes = tuple(code for area in areas for code in _codes(catalogue, area))
    notice = Notice("", text.strip(), welsh.strip(), first, last, needs, codes)
    made = Notices(settings.notices).add(notice)
    click.echo(f"Notice {made.id} is up {_when(made)}.")


@command.command(name="list")
def list_() -> None:
    """List every notice, those of other days too."""
    today = date.today()
    for one in Notices(load().notices).read():
        limits = " ".join((*one.needs, *one.areas))
        state = "up" if one.holds(today) else "not today"
        click.echo(f"{one.id}  {state}, {_when(one)}{f'; only {limits}' if limits else ''}")
        click.echo(f"    {one.text}")


@command.command()
@click.argument("number")
def remove(number: str) -> None:
    """Take down the notice with this NUMBER (of `notice list`)."""
    gone = Notices(load().notices).remove(number)
    click.echo(f"Notice {gone.id} is down: {gone.text}")


def _codes(catalogue: Catalogue, area: str) -> tuple[str, ...]:
    """The GSS codes of a council given by code or name."""
    found = catalogue.current(area.upper()) or catalogue.names.get(normalise(area), ())
    if not found:
        raise BadInput(f"There is no council {area!r}: give its name or its GSS code.")
    return found


def _when(notice: Notice) -> str:
    first = f"from {notice.starts}" if notice.starts else "at once"
    return f"{first}, until {notice.ends}" if notice.ends else f"{first}, without an end"
