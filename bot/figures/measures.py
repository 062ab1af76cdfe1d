"""The manager's measures: containment, helped, time, questions, calls; whole and by week."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, Optional

from bot.charts import Series
from bot.figures.counts import World, drawable, week_names
from bot.figures.figure import HIDDEN, NONE, Cell, Column, Figure, Lines, cell
from bot.ledger import figures_calls, figures_measures
from bot.ledger.figures import Filters, weeks
from bot.ledger.figures_calls import Assumptions
from bot.ledger.figures_measures import Sums
from bot.ledger.suppress import hide, parts, rate, shown

#: Measures in the order of the page: key, heading, kind of column.
MEASURES = (
    ("containment", "Answered without a person", "share"),
    ("helped", "Said it helped", "share"),
    ("unmet", "Unmet", "share"),
    ("seconds", "Time to answer", "seconds"),
    ("asked", "Questions per answer", "ratio"),
)
_COLUMNS = tuple(Column(key, label, kind) for key, label, kind in MEASURES)


def summary(world: World, filters: Filters) -> Figure:
    """Each measure over the whole period and the period before, with what it means."""
    now, before = _whole(world, filters), _whole(world, filters.before())
    rows = tuple(
        (label, now[key], before[key], figures_measures.DEFINITIONS[key])
        for key, label, _ in MEASURES
    )
    columns = (
        Column("measure", "Measure", "text"),
        Column("now", "This period", "mixed"),
        Column("before", "Period before", "mixed"),
        Column("definition", "What it means", "text"),
    )
    return Figure(
        "measures", "Measures", "Over the period chosen, and the one of the same length before.",
        columns, rows, kinds=tuple(kind for _, _, kind in MEASURES),
    )  # fmt: skip


def weekly(world: World, filters: Filters) -> Figure:
    """Each measure by week."""
    sums = _by_week(world, filters)
    medians = figures_measures.medians(world.source, filters)
    all_weeks = weeks(filters)
    found = [
        values(replace(sums.get(week, Sums()), median=medians.get(week))) for week in all_weeks
    ]
    requests = _requests([sums.get(week, Sums()) for week in all_weeks])
    rows = tuple(
        (week, count, *(one[key] for key, _, _ in MEASURES))
        for week, count, one in zip(all_weeks, requests, found)
    )
    labels = week_names(all_weeks)
    shares = Lines(labels, tuple(
        Series(label, tuple(_percent(one[key]) for one in found))
        for key, label, kind in MEASURES if kind == "share"
    ), "%")  # fmt: skip
    text = "\n".join(figures_measures.DEFINITIONS.values())
    columns = (Column("week", "Week from", "week"), Column("requests", "Requests"), *_COLUMNS)
    return Figure(
        "measures-weekly", "Measures by week", text, columns, rows, charts=(shares,)
    )  # fmt: skip


def calls_avoided(world: World, filters: Filters, assumed: Assumptions) -> Figure:
    """Calls avoided by week, and what they would have cost, by the stated formula."""
    sums = _by_week(world, filters)
    all_weeks = weeks(filters)
    rows: list[tuple[Cell, ...]] = []
    calls, pounds = 0, 0.0
    for week in all_weeks:
        one = sums.get(week, Sums())
        helped_not = shown(one.not_helped, one.not_helped_people)
        if helped_not is None or shown(one.contained, one.contained_people) is None:
            rows.append((week, HIDDEN, HIDDEN, HIDDEN))
            continue
        avoided, money = figures_calls.avoided(one.contained, one.not_helped, assumed)
        calls, pounds = calls + avoided, pounds + money
        rows.append((week, one.contained, avoided, money))
    line = Lines(
        week_names(all_weeks),
        (Series("Calls avoided", tuple(_number(row[2]) for row in rows)),),
    )
    formula = (
        f"{figures_calls.DEFINITIONS['avoided']} Here: (answered without a person − did not help) "
        f"× {assumed.share:.0%} × £{assumed.cost:.2f}. "
        "Weeks that are hidden are left out of the sum."
    )
    columns = (
        Column("week", "Week from", "week"),
        Column("answered_alone", "Answered without a person"),
        Column("calls_avoided", "Calls avoided"),
        Column("pounds", "Cost avoided", "money"),
    )
    total = ("All", NONE, calls, round(pounds, 2))
    return Figure("calls-avoided", "Calls avoided", formula, columns, tuple(rows), total, (line,))


def misdirected(
    world: World, filters: Filters, column: str = "owner", right_only: bool = False
) -> Figure:
    """Misdirected calls by the organisation that is right, the one that was rung, or the need."""
    counts = figures_calls.misdirected(world.source, filters, column, right_only=right_only)
    numbers = parts([row.conversations for row in counts])
    ids = [getattr(row, column) for row in counts]
    names = [world.names(column, key) for key in ids]
    rows = [(name, str(key or ""), cell(n)) for name, key, n in zip(names, ids, numbers)]
    rows.sort(key=lambda row: (row[2] is HIDDEN, -row[2] if isinstance(row[2], int) else 0, row[0]))
    whole = sum(row.conversations for row in counts)
    bars = drawable([row[0] for row in rows], [row[2] for row in rows])
    heads = {"owner": "Responsible organisation", "called": "Organisation rung", "need": "Need"}
    titles = {
        "owner": "Misdirected calls, by who is responsible",
        "called": "Misdirected calls, by who was rung",
        "need": "Misdirected calls, by need",
    }
    columns = (
        Column(column, heads[column], "text"), Column("id", "Id", "text"), Column("calls", "Calls"),
    )  # fmt: skip
    return Figure(
        f"misdirected-by-{column}", titles[column], figures_calls.DEFINITIONS["misdirected"],
        columns, tuple(rows), ("All", "", cell(shown(whole))), bars,
        summary="calls",
    )  # fmt: skip


def _by_week(world: World, filters: Filters) -> dict[date, Sums]:
    """The sums that several figures of one page are made of, read once."""
    found: dict[date, Sums] = world.kept(
        ("sums by week", filters), lambda: figures_measures.by_week(world.source, filters)
    )
    return found


def _whole(world: World, filters: Filters) -> dict[str, Cell]:
    sums = figures_measures.together(_by_week(world, filters).values())
    return values(replace(sums, median=figures_measures.median(world.source, filters)))


def values(sums: Sums) -> dict[str, Cell]:
    """Each measure from its sums; hidden where it would give a small number away."""
    few = shown(sums.requests, sums.people) is None
    judged = sums.helped + sums.not_helped
    others = sums.people - sums.contained_people
    unmet = (sums.unmet_people, sums.people - sums.unmet_people)
    answers = few or shown(sums.answered, sums.answered_people) is None
    return {
        "containment": _share(
            sums.contained, sums.requests, (sums.contained_people, max(0, others))
        ),
        "helped": _share(sums.helped, judged, (sums.helped_people, sums.not_helped_people)),
        "unmet": _share(sums.unmet, sums.requests, unmet),
        "seconds": _of_answers(answers, sums.median),
        "asked": _of_answers(answers, sums.asked / sums.answered if sums.answered else None),
    }


def _share(part: int, base: int, people: tuple[int, int]) -> Cell:
    if not base:
        return NONE
    found = rate(part, base, people)
    return HIDDEN if found is None else round(found, 4)


def _of_answers(few: bool, value: Optional[float]) -> Cell:
    if few:
        return HIDDEN
    return NONE if value is None else round(value, 2)


def _requests(sums: list[Sums]) -> list[Cell]:
    """Requests of each week; met and unmet ones stand elsewhere beside each other."""
    if not sums:
        return []
    counts = [[one.requests - one.unmet, one.unmet] for one in sums]
    people = [[one.people - one.unmet_people, one.unmet_people] for one in sums]
    return [cell(row) for row in hide(counts, people).rows]


def _percent(value: Any) -> Optional[float]:
    return value * 100 if isinstance(value, float) else None


def _number(value: Any) -> Optional[float]:
    return float(value) if isinstance(value, (int, float)) else None
