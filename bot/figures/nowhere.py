"""What nobody provides, and where: the needs asked for in vain in an area, place by place."""

from __future__ import annotations

from bot.figures.counts import World
from bot.figures.figure import Cell, Column, Figure
from bot.ledger import figures_counts
from bot.ledger.figures import Filters
from bot.ledger.suppress import hide

REASON = "no_provider"
DEFINITION = (
    "Needs that were asked for in an area where nobody provides them: a service that has closed, "
    "or never was. Those of fewer than five conversations are left out."
)


def narrowed(filters: Filters) -> Filters:
    """The choice that `no_provider` reads."""
    return filters.but(reason=REASON)


def no_provider(world: World, filters: Filters, most: int = 20) -> Figure:
    """Unmet requests by need and area, the most first; only what may be shown."""
    chosen = filters.reason in (None, "any", REASON)
    ended = figures_counts.endings(world.source, narrowed(filters), ("need", "area"))
    counts = {key: found[REASON] for key, found in ended.items() if chosen}
    needs = sorted({need for need, _ in counts}, key=str)
    areas = sorted({area for _, area in counts}, key=str)
    pairs = [[counts.get((need, area), (0, 0)) for area in areas] for need in needs]
    cells = hide(
        [[n for n, _ in row] for row in pairs], [[p for _, p in row] for row in pairs]
    ).cells
    found = [
        (number, need, area)
        for need, row in zip(needs, cells)
        for area, number in zip(areas, row)
        if number and need is not None and area is not None
    ]
    found.sort(key=lambda one: (-one[0], str(one[1]), str(one[2])))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (world.names("need", need), need, world.names("area", area), area, number)
        for number, need, area in found[:most]
    )
    columns = (
        Column("need", "Need", "text"), Column("id", "Id", "text"), Column("area", "Area", "text"),
        Column("area_id", "Area’s id", "text"), Column("unmet", "Unmet requests"),
    )  # fmt: skip
    return Figure(
        "no-provider", "What nobody provides, and where", DEFINITION, columns, rows,
        links=tuple(("need", row[1]) for row in rows), summary="unmet requests",
    )  # fmt: skip
