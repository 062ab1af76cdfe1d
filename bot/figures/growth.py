"""What grew: needs asked for in vain more often than in the period before."""

from __future__ import annotations

from typing import Optional

from bot.charts import Part, Row
from bot.figures.counts import World
from bot.figures.figure import Bars, Cell, Column, Figure, cell
from bot.ledger import figures_counts
from bot.ledger.figures import Filters
from bot.ledger.figures_counts import Count
from bot.ledger.suppress import LEAST, shown

DEFINITION = (
    "Needs with more unmet requests than in the period of the same length before. Needs with few "
    "requests in either period are left out."
)


#: Said where the ledger reaches back that far: to the same weeks of last year for four weeks.
SEASON = (
    " Where the same weeks of last year had about as many, it is the time of year and nothing new."
)


def compared(filters: Filters) -> tuple[Filters, ...]:
    """The choices that `growing` reads besides the one it is given."""
    return filters.before(), filters.year_ago()


def growing(world: World, filters: Filters, most: int = 10) -> Figure:
    """The needs whose unmet requests grew the most. Changes of less than five are not shown: the
    number before could be worked out from them.
    """
    now = {row.key: row for row in figures_counts.by(world.source, filters, "need")}
    before = {row.key: row for row in figures_counts.by(world.source, filters.before(), "need")}
    found = []
    for key, row in now.items():
        earlier = before[key].unmet if key in before else 0
        if key is None or not (_told(row) and _told(before.get(key))):
            continue
        if row.unmet - earlier >= LEAST:
            found.append((row.unmet - earlier, earlier, row.unmet, key))
    found.sort(key=lambda one: (-one[0], one[3]))
    found = found[:most]
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (world.names("need", key), key, earlier, unmet, change)
        for change, earlier, unmet, key in found
    )
    bars = Bars(
        tuple(
            Row(world.names("need", key), (earlier, change), f"+{change:,}")
            for change, earlier, _, key in found
        ),
        (Part("Period before"), Part("More in this period")),
    )
    columns: tuple[Column, ...] = (
        Column("need", "Need", "text"), Column("id", "Id", "text"),
        Column("before", "Period before"), Column("now", "This period"),
        Column("change", "Change", "change"),
    )  # fmt: skip
    definition = DEFINITION
    if rows and _reaches(world, filters.year_ago()):
        counts = figures_counts.by(world.source, filters.year_ago(), "need")
        year_ago = {row.key: cell(shown(row.unmet, row.unmet_people)) for row in counts}
        rows = tuple((*row, year_ago.get(row[1], 0)) for row in rows)
        columns = (*columns, Column("year_ago", "Same weeks last year"))
        definition += SEASON
    return Figure(
        "growing", "Unmet needs that are growing", definition, columns, rows,
        charts=(bars,) if rows else (), links=tuple(("need", row[1]) for row in rows),
        summary="unmet requests",
    )  # fmt: skip


def _reaches(world: World, filters: Filters) -> bool:
    """Whether the ledger holds the whole of the period."""
    first = figures_counts.first_day(world.source)
    return first is not None and first <= filters.since


def _told(row: Optional[Count]) -> bool:
    """Whether a need's unmet requests may be shown."""
    return row is None or shown(row.unmet, row.unmet_people) is not None
