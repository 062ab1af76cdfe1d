"""Demand by area, and of all areas together, as tables that may both be published.

Each is needs by outcomes, with small numbers hidden. The number of all areas is the sum of theirs,
so where all of these but one are shown it would give that one away: then it is hidden, too. By
month or by quarter: quarters hide less, but are a choice instead of months, not beside them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Optional

from bot.figures.counts import World
from bot.ledger import figures_counts
from bot.ledger.figures import Filters
from bot.ledger.figures_counts import ENDINGS
from bot.ledger.suppress import LEAST, hide

#: Stands in place of an area for all of them together.
ALL = "all"
#: (period, area): "2026-10" or "2026-Q4", and a GSS code, None for not known, or ALL.
Place = tuple[str, Optional[str]]
#: (need, outcome).
What = tuple[Optional[str], str]
#: Requests, and conversations behind them.
Counts = dict[What, tuple[int, int]]
#: What may be shown: None for what is hidden. What there is none of is left out.
Seen = dict[What, Optional[int]]


def levels(world: World, filters: Filters, quarters: bool, by_area: bool) -> dict[Place, Seen]:
    """The tables of one level: by quarter or month, by area or all areas together.

    Only quarters that lie within the filters are made.
    """
    fine = _counted(world, filters)
    if quarters:
        whole = {place: one for place, one in fine.items() if _whole(place[0], filters)}
        fine = _added(whole, lambda place: (quarter(place[0]), place[1]))
    seen = _level(fine, set())
    if by_area:
        return seen
    return _level(_added(fine, _everywhere), _given_away(fine, seen, _everywhere))


def _everywhere(place: Place) -> Place:
    return place[0], ALL


def quarter(month: str) -> str:
    """2026-10 as 2026-Q4."""
    return f"{month[:4]}-Q{(int(month[5:]) + 2) // 3}"


def _whole(month: str, filters: Filters) -> bool:
    """Whether the quarter of a month lies within the filters."""
    first = (int(month[5:]) - 1) // 3 * 3 + 1
    since, until = f"{filters.since:%Y-%m}", f"{filters.until:%Y-%m}"
    return since <= f"{month[:4]}-{first:02}" and f"{month[:4]}-{first + 2:02}" < until


def _counted(world: World, filters: Filters) -> dict[Place, Counts]:
    found: dict[Place, Counts] = defaultdict(dict)
    counted = figures_counts.endings(world.source, filters, ("month", "area", "need"))
    for (month, area, need), counts in counted.items():
        for outcome, count in counts.items():
            if count[0]:
                found[month, area][need, outcome] = count
    return found


def _added(fine: Mapping[Place, Counts], into: Callable[[Place], Place]) -> dict[Place, Counts]:
    found: dict[Place, Counts] = defaultdict(dict)
    for place, counts in fine.items():
        there = found[into(place)]
        for what, (count, people) in counts.items():
            before = there.get(what, (0, 0))
            there[what] = (before[0] + count, before[1] + people)
    return found


def _given_away(
    fine: Mapping[Place, Counts], seen: Mapping[Place, Seen], into: Callable[[Place], Place]
) -> set[tuple[Place, What]]:
    """Coarse numbers that tell hidden finer ones: one alone, or several that come to fewer than
    LEAST conversations.
    """
    hidden: dict[tuple[Place, What], list[int]] = defaultdict(list)
    for place, shown in seen.items():
        for what, number in shown.items():
            if number is None:
                hidden[into(place), what].append(fine[place][what][1])
    return {where for where, few in hidden.items() if len(few) < 2 or sum(few) < LEAST}


def _level(
    counts: Mapping[Place, Counts], given_away: set[tuple[Place, What]]
) -> dict[Place, Seen]:
    return {place: _table(place, some, given_away) for place, some in counts.items()}


def _table(place: Place, counts: Counts, also: set[tuple[Place, What]]) -> Seen:
    """Needs by outcomes of one place, as a table whose totals everybody knows."""
    needs = sorted({need for need, _ in counts}, key=lambda need: need or "")
    cells = [[counts.get((need, outcome), (0, 0)) for outcome in ENDINGS] for need in needs]
    hidden = {
        (row, column)
        for row, need in enumerate(needs)
        for column, outcome in enumerate(ENDINGS)
        if (place, (need, outcome)) in also
    }
    shown = hide([[c for c, _ in row] for row in cells], [[p for _, p in row] for row in cells],
                 hidden).cells  # fmt: skip
    return {
        (need, outcome): number
        for need, line in zip(needs, shown)
        for outcome, number in zip(ENDINGS, line)
        if (need, outcome) in counts
    }
