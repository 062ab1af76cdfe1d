"""Every figure by its id: what pages show and what can be downloaded is looked up here."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.figures import counts, growth, measures, nowhere
from bot.figures.counts import World
from bot.figures.figure import Figure
from bot.ledger.figures import Filters
from bot.ledger.figures_calls import Assumptions

Maker = Callable[[World, Filters, Assumptions], Figure]


def _by(column: str, title: str) -> Maker:
    return lambda world, filters, _: counts.by(world, filters, column, title)


def _calls(column: str) -> Maker:
    return lambda world, filters, _: measures.misdirected(world, filters, column)


FIGURES: Mapping[str, Maker] = {
    "trend": lambda world, filters, _: counts.trend(world, filters),
    "outcomes": lambda world, filters, _: counts.outcomes(world, filters),
    "by-reason": lambda world, filters, _: counts.reasons(world, filters),
    "by-need": _by("need", "Requests by need"),
    "by-area": _by("area", "Requests by area"),
    "by-owner": _by("owner", "Requests by organisation"),
    "by-channel": _by("channel", "Requests by way in"),
    "by-language": _by("language", "Requests by language"),
    "by-month": _by("month", "Requests by month"),
    "outcome-by-need": lambda world, filters, _: counts.endings(world, filters),
    "growing": lambda world, filters, _: growth.growing(world, filters),
    "no-provider": lambda world, filters, _: nowhere.no_provider(world, filters),
    "measures": lambda world, filters, _: measures.summary(world, filters),
    "measures-weekly": lambda world, filters, _: measures.weekly(world, filters),
    "calls-avoided": measures.calls_avoided,
    "misdirected-by-owner": _calls("owner"),
    "misdirected-by-called": _calls("called"),
    "misdirected-by-need": _calls("need"),
}

#: What a figure reads besides the choice it is given, for those that do: what must be hidden by
#: such a choice (bot.figures.veil) must be hidden in the figure.
FURTHER: Mapping[str, Callable[[Filters], tuple[Filters, ...]]] = {
    "growing": growth.compared,
    "no-provider": lambda filters: (nowhere.narrowed(filters),),
}
