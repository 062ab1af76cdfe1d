"""The monthly report of one organisation: the same figures for the console and for paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Optional

from bot.channel.review.asked import Asked, asked, month_name
from bot.channel.review.reading import Reading
from bot.channel.review.view import View, told_once, view
from bot.channel.staff.pages import CHANNEL, staff_words
from bot.channel.templates import templates
from bot.errors import BadInput
from bot.figures import vocabulary
from bot.figures.figure import Figure
from bot.ledger import figures_counts, figures_words

_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
#: Figures of the report, in order; vocabulary and examples follow them.
FIGURES = ("measures", "outcomes", "by-need", "by-reason", "misdirected-by-called",
           "misdirected-by-need", "by-area", "growing")  # fmt: skip
#: Phrases that a report shows of a need.
MOST_EXAMPLES = 5


@dataclass(frozen=True)
class Said:
    """A need and the words in which it was asked for in vain."""

    label: str
    phrases: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """month (str): as 2026-10. figures: by id. said: example phrases by need."""

    owner: str
    name: str
    month: str
    asked: Asked
    figures: dict[str, Figure]
    said: tuple[Said, ...]

    @property
    def title(self) -> str:
        """The report's heading."""
        return f"{self.name}: {month_name(self.month)}"


def report(reading: Reading, owner: str, month: str, services: Path) -> Report:
    """The report. RAISES BadInput for an organisation that is not known, or for a month that is
    none or not over.
    """
    world = reading.world
    name = world.names.organisation(owner)
    chosen = asked({"period": month}, world.names, reading.today(), reading.assumed, owner=owner)
    if chosen.values["period"] != month or len(month) != len("2026-10"):
        raise BadInput(f"{month!r} is no month that is over: use one such as 2026-10.")
    made = {
        name: reading.figure(name, chosen.filters, chosen.assumed) for name in FIGURES
    }  # fmt: skip
    made["vocabulary"] = reading.kept(
        ("vocabulary", chosen.filters), lambda: vocabulary.gap(world, chosen.filters, services)
    )
    said = reading.kept(("said", chosen.filters), lambda: _said(reading, chosen))
    return Report(owner, name, month, chosen, made, said)


def views(made: Report, paper: bool = False) -> dict[str, View]:
    """The report's figures for a template; on paper nothing can be pressed."""
    found = [view(figure, None if paper else made.asked) for figure in made.figures.values()]
    return {one.figure.id: one for one in told_once(found)}


def standalone(made: Report) -> str:
    """The report as one HTML file with its style in it, to be printed or sent."""
    static = CHANNEL / "static"
    css = "\n".join(
        (static / name).read_text(encoding="utf-8")
        for name in ("ask.css", "staff.css", "review.css")
    )
    values: dict[str, Any] = {"t": staff_words(), "report": made, "css": css, "path": ""}
    return (
        templates(CHANNEL / "review" / "pages")
        .get_template("review_paper.html")
        .render(views=views(made, paper=True), **values)
    )


def latest(reading: Reading) -> Optional[str]:
    """The newest month that is over and has requests; None when there is none."""
    day = figures_counts.last_day(reading.world.source)
    if day is None:
        return None
    first = min(day, reading.today()).replace(day=1)
    over = reading.today() >= (first.replace(day=28) + _WEEK).replace(day=1)
    return f"{first:%Y-%m}" if over else f"{first - _DAY:%Y-%m}"


def _said(reading: Reading, chosen: Asked) -> tuple[Said, ...]:
    """Words of the needs asked for in vain the most, each with at least five conversations."""
    world = reading.world
    unmet = chosen.filters.but(reason="any")
    found = []
    for count in sorted(
        figures_counts.by(world.source, unmet, "need"), key=lambda row: -row.unmet
    )[:MOST_EXAMPLES]:  # fmt: skip
        if count.key is None:
            continue
        phrases = figures_words.examples(
            world.source, unmet.but(need=count.key), count.unmet_people, MOST_EXAMPLES
        )
        if phrases:
            found.append(Said(world.names("need", count.key), tuple(phrases)))
    return tuple(found)
