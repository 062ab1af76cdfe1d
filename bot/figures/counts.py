"""Figures that count requests: by week, reason, need, area, channel, and how they ended."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.charts import Part, Row, Series
from bot.figures.figure import HIDDEN, Bars, Cell, Column, Figure, Lines, cell
from bot.figures.names import ENDINGS, Names
from bot.ledger import figures_counts
from bot.ledger.figures import Filters, Source, weeks
from bot.ledger.figures_counts import Count
from bot.ledger.schema import GAP_REASONS
from bot.ledger.suppress import Shown, hide, parts, shown

#: Bars drawn of a long table.
MOST_BARS = 12
#: Endings put together for the chart of outcomes by need.
TOGETHER = (
    ("Answered", ("answered",)),
    ("Did not help", ("did_not_help",)),
    ("No provider or way in", ("no_provider", "no_route")),
    ("Not understood or no one’s task", ("not_understood", "out_of_remit")),
    ("Given up or still open", ("abandoned", "open")),
    ("Asked for a person", ("person",)),
)
REQUESTS = (
    "A request is one need in one conversation. It is unmet when it was not understood, is no "
    "public body’s task, has no provider here or no working way to reach one, did not help, or "
    "was given up before an answer."
)


def _made(_key: Any, make: Callable[[], Any]) -> Any:
    return make()


@dataclass(frozen=True)
class World:
    """What figures are made from. kept: gives what a maker gives, from memory where the key was
    asked for of late; by itself it remembers nothing.
    """

    source: Source
    names: Names
    kept: Callable[[Any, Callable[[], Any]], Any] = _made


def trend(world: World, filters: Filters) -> Figure:
    """Requests and unmet requests by week."""
    counts = {row.key: row for row in figures_counts.by(world.source, filters, "week")}
    all_weeks = weeks(filters)
    rows = [counts.get(week, Count(week, 0, 0, 0, 0)) for week in all_weeks]
    seen = hidden(rows)
    unmet = tuple(row[1] for row in seen.cells)
    lines = Lines(
        tuple(f"{week.day} {week:%b}" for week in all_weeks),
        (Series("All requests", seen.rows), Series("Unmet requests", unmet)),
    )
    if filters.reason:
        lines = replace(lines, series=lines.series[1:])
    columns = (Column("week", "Week from", "week"), *_COUNTED)
    return _unmet_alone(Figure(
        "trend", "Requests by week", REQUESTS, columns, _rows(list(all_weeks), seen),
        _total(seen), (lines,),
    ), filters)  # fmt: skip


def by(world: World, filters: Filters, column: str, title: str, most: int = 400) -> Figure:
    """Requests and unmet requests by a column, those with the most unmet first."""
    counts = figures_counts.by(world.source, filters, column)
    seen = hidden(counts)
    names = [world.names(column, row.key) for row in counts]
    rows = _rows(names, seen)
    ids = [str(row.key or "") for row in counts]
    columns = (Column(column, _HEADS[column], "text"), Column("id", "Id", "text"), *_COUNTED)
    keyed = [(row[0], key, *row[1:]) for row, key in zip(rows, ids)]
    keyed.sort(key=lambda row: (*_place(row[3]), *_place(row[2]), str(row[0])))
    bars = drawable([str(row[0]) for row in keyed], [row[3] for row in keyed])
    total = _total(seen)
    links = tuple((column, row[1]) if row[1] else None for row in keyed)
    return _unmet_alone(Figure(
        f"by-{column}", title, REQUESTS, columns, tuple(keyed[:most]), (total[0], "", *total[1:]),
        bars, links[:most], "unmet requests",
    ), filters)  # fmt: skip


def reasons(world: World, filters: Filters) -> Figure:
    """Unmet requests by reason."""
    counts = figures_counts.by(world.source, filters.but(reason=filters.reason or "any"), "reason")
    counts.sort(key=lambda row: GAP_REASONS.index(row.key))
    numbers = parts([row.unmet for row in counts], [row.unmet_people for row in counts])
    names = [world.names("reason", row.key) for row in counts]
    rows = tuple((name, cell(number)) for name, number in zip(names, numbers))
    bars = drawable(names, numbers)
    whole = sum(row.unmet for row in counts)
    people = sum(row.unmet_people for row in counts)
    return Figure(
        "by-reason", "Why requests were not met", REQUESTS,
        (Column("reason", "Reason", "text"), Column("unmet", "Unmet requests")),
        rows, ("All", cell(shown(whole, people))), bars,
        tuple(("reason", str(row.key)) for row in counts), "unmet requests",
    )  # fmt: skip


def endings(world: World, filters: Filters, column: str = "need", most: int = 10) -> Figure:
    """How requests ended, by need: the largest few."""
    pairs = figures_counts.endings(world.source, filters, (column,)).items()
    found = {key: counts for (key,), counts in pairs if key is not None}
    keys = sorted(found, key=lambda key: -sum(c for c, _ in found[key].values()))[:most]
    counts = [[_sum(found[key], names, 0) for _, names in TOGETHER] for key in keys]
    people = [[_sum(found[key], names, 1) for _, names in TOGETHER] for key in keys]
    seen = hide(counts, people) if keys else hide([[0] * len(TOGETHER)])
    names = [world.names(column, key) for key in keys]
    shown_rows = list(zip(names, keys, seen.cells, seen.rows)) if keys else []
    shown_rows.sort(key=lambda row: (*_place(row[3]), row[0]))
    rows = tuple((n, *map(cell, cells), cell(whole)) for n, _, cells, whole in shown_rows)
    bars = Bars(
        tuple(Row(n, cells, _written(whole)) for n, _, cells, whole in shown_rows),
        tuple(Part(name) for name, _ in TOGETHER),
    )
    columns = (
        Column(column, _HEADS[column], "text"),
        *(Column(names[0], label) for label, names in TOGETHER),
        Column("all", "All"),
    )
    return Figure(
        f"outcome-by-{column}", "How requests ended, by need", REQUESTS, columns, rows,
        charts=(bars,) if rows else (), links=tuple((column, row[1]) for row in shown_rows),
        summary="requests",
    )  # fmt: skip


def outcomes(world: World, filters: Filters) -> Figure:
    """How all requests ended."""
    found = figures_counts.endings(world.source, filters).get((), {})
    named = [(ENDINGS[key], *pair) for key, pair in found.items() if pair[0]]
    numbers = parts([count for _, count, _ in named], [behind for _, _, behind in named])
    rows = tuple((name, cell(number)) for (name, _, _), number in zip(named, numbers))
    bars = drawable([name for name, _, _ in named], numbers)
    whole, people = sum(count for _, count, _ in named), sum(behind for _, _, behind in named)
    return Figure(
        "outcomes", "How requests ended", REQUESTS,
        (Column("ending", "How it ended", "text"), Column("requests", "Requests")),
        rows, ("All", cell(shown(whole, people))), bars, summary="requests",
    )  # fmt: skip


_COUNTED = (
    Column("requests", "All requests"),
    Column("unmet", "Unmet requests"),
    Column("share", "Share unmet", "share"),
)
_HEADS = {
    "need": "Need", "area": "Area", "owner": "Organisation", "channel": "Channel",
    "language": "Language", "reason": "Reason", "month": "Month",
}  # fmt: skip


def _unmet_alone(figure: Figure, filters: Filters) -> Figure:
    """The figure without all requests and share unmet, where only unmet ones are counted: they
    would say the same twice, and a hundred per cent.
    """
    if not filters.reason:
        return figure
    kept = [n for n, one in enumerate(figure.columns) if one.key not in ("requests", "share")]
    return replace(
        figure,
        columns=tuple(figure.columns[n] for n in kept),
        rows=tuple(tuple(row[n] for n in kept) for row in figure.rows),
        total=tuple(figure.total[n] for n in kept),
    )


def hidden(counts: Sequence[Count]) -> Shown:
    """Met and unmet requests of each, with what must be hidden out."""
    if not counts:
        return hide([[0, 0]])
    people = [[row.met_people, row.unmet_people] for row in counts]
    return hide([[row.met, row.unmet] for row in counts], people)


def _rows(names: Sequence[Any], seen: Shown) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        (name, cell(whole), cell(cells[1]), _share(cells[1], whole))
        for name, cells, whole in zip(names, seen.cells, seen.rows)
    )


def _total(seen: Shown) -> tuple[Cell, ...]:
    unmet = seen.columns[1]
    return ("All", cell(seen.total), cell(unmet), _share(unmet, seen.total))


def _share(part: Any, whole: Any) -> Cell:
    if part is None or whole is None:
        return HIDDEN
    return round(part / whole, 4) if whole else 0.0


def _sum(counts: dict[str, tuple[int, int]], names: Sequence[str], place: int) -> int:
    return sum(counts[name][place] for name in names)


def _place(number: Any) -> tuple[bool, int]:
    """Where a number stands in a list, the largest first. Hidden ones stand together at the end:
    between two that are shown, their place would tell them.
    """
    return (False, -number) if isinstance(number, int) else (True, 0)


def _written(number: Any) -> str:
    return "hidden" if number is None else f"{number:,}"


def drawable(names: Sequence[str], numbers: Sequence[Any]) -> tuple[Bars, ...]:
    """The chart of a list: the first bars that are not hidden. One bar alone is no chart."""
    rows = [Row(n, (v,), f"{v:,}") for n, v in zip(names, numbers) if isinstance(v, int) and v]
    return (Bars(tuple(rows[:MOST_BARS])),) if len(rows) > 1 else ()


def week_names(all_weeks: Sequence[date]) -> tuple[str, ...]:
    """Short names of weeks for an axis."""
    return tuple(f"{week.day} {week:%b}" for week in all_weeks)
