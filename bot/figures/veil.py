"""Whether a choice of filters would tell a number that a table beside it hides.

A small number is covered by hiding a second one of its table. Whoever chose that second one as a
filter would read it on a page of its own, and could take it from the total. So a choice is hidden
whole when its row is hidden in the table by any of the filters chosen, under all of the others.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.figures.counts import World, hidden
from bot.figures.figure import Figure
from bot.ledger import figures_counts
from bot.ledger.figures import Filters
from bot.ledger.suppress import parts, shown

#: Filters by the column of requests that they choose a value of, with how each is taken away.
_FREE: dict[str, dict[str, Any]] = {
    "need": {"need": None},
    "area": {"areas": ()},
    "owner": {"owner": None, "owner_areas": (), "owner_needs": ()},
    "channel": {"channel": None},
    "language": {"language": None},
}


def veiled(world: World, filters: Filters) -> bool:
    """Whether what the filters take in must not be shown, although it is not small itself."""
    chosen = {
        "need": filters.need, "area": filters.areas[0] if len(filters.areas) == 1 else None,
        "owner": filters.owner, "channel": filters.channel, "language": filters.language,
    }  # fmt: skip
    if filters.reason not in (None, "any") and _reason_covers(world, filters):
        return True
    return any(
        value is not None and _row_covers(world, filters.but(**_FREE[column]), column, value)
        for column, value in chosen.items()
    )


def veil(figure: Figure) -> Figure:
    """The figure without its numbers."""
    return replace(figure, rows=(), total=(), charts=(), links=(), kinds=(), veiled=True)


def _reason_covers(world: World, filters: Filters) -> bool:
    rows = figures_counts.by(world.source, filters.but(reason="any"), "reason")
    numbers = parts([row.unmet for row in rows], [row.unmet_people for row in rows])
    return any(
        row.key == filters.reason and number is None and _large(row.unmet, row.unmet_people)
        for row, number in zip(rows, numbers)
    )


def _row_covers(world: World, rest: Filters, column: str, value: str) -> bool:
    """Whether the row of `value` hides what is not small, for the sake of another row."""
    rows = figures_counts.by(world.source, rest, column)
    seen = hidden(rows)
    for row, cells, whole in zip(rows, seen.cells, seen.rows):
        if row.key == value:
            people = row.met_people + row.unmet_people
            return (whole is None and _large(row.all, people)) or (
                cells[1] is None and _large(row.unmet, row.unmet_people)
            )
    return False


def _large(count: int, people: int) -> bool:
    return count > 0 and shown(count, people) is not None
