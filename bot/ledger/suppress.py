"""Hides small numbers, and as many more as it takes that none can be worked out from the rest.

A count from fewer than five conversations might point at a person. Hiding it alone is not enough
where totals stand beside it: the total minus the rest is the hidden number. So in every table

- along a row or column whose total is shown, what is hidden comes to five or more, and
- no hidden number follows from the shown ones by adding and taking away. Seen as a graph with an
  edge from its row to its column for each hidden number, that is so when no edge is a bridge.

Nothing can be hidden in the number nought: that nobody asked is nobody's secret.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Optional

import networkx

#: Conversations below which a count is not shown.
LEAST = 5

Cell = tuple[int, int]
Matrix = Sequence[Sequence[int]]


@dataclass(frozen=True)
class Shown:
    """A table with None for what is hidden. cells: as given. rows, columns: their totals."""

    cells: tuple[tuple[Optional[int], ...], ...]
    rows: tuple[Optional[int], ...]
    columns: tuple[Optional[int], ...]
    total: Optional[int]


def small(count: int) -> bool:
    """Whether a count must not be shown."""
    return 0 < count < LEAST


def shown(count: int, people: Optional[int] = None) -> Optional[int]:
    """A count that stands alone, None when it must be hidden.

    people (int | None): conversations it comes from, when they are not what is counted.
    """
    return None if small(_behind(count, people)) else count


def rate(part: int, base: int, people: Optional[Sequence[int]] = None) -> Optional[float]:
    """A share of 1, None when there is no base or the share would give a small number away.

    people: conversations behind the part, and behind the rest, when they are not what is counted.
    """
    pairs = zip((part, base - part), people or (None, None))
    return None if base < LEAST or any(small(_behind(*pair)) for pair in pairs) else part / base


def hide(counts: Matrix, people: Optional[Matrix] = None, also: Collection[Cell] = ()) -> Shown:
    """What may be shown of a table whose rows and columns have totals.

    counts: rows of counts, all of one length. people: conversations behind each, when they are not
        what is counted. also: (row, column) of what another table would give away.
    """
    whole = _with_totals(counts)
    behind = _with_totals([_all_behind(*rows) for rows in zip(counts, people or counts)])
    last_row, last_column = len(whole) - 1, len(whole[0]) - 1
    hidden = {
        (r, c) for r, row in enumerate(behind) for c, one in enumerate(row) if small(one)
    }  # fmt: skip
    hidden |= {(r, c) for r, c in also if whole[r][c]}
    lines = list(_lines(last_row, last_column))
    while _widen(whole, behind, hidden, lines) or _cover_bridges(whole, hidden):
        pass
    seen = [
        tuple(None if (r, c) in hidden else count for c, count in enumerate(row))
        for r, row in enumerate(whole)
    ]
    return Shown(
        cells=tuple(row[:-1] for row in seen[:-1]),
        rows=tuple(row[-1] for row in seen[:-1]),
        columns=seen[-1][:-1],
        total=seen[-1][-1],
    )


def parts(counts: Sequence[int], people: Optional[Sequence[int]] = None) -> list[Optional[int]]:
    """The same for a single list of counts with one total: what may be shown of each.

    Whether the total may be shown, `shown(sum(counts))` says.
    """
    behind = _all_behind(counts, people or counts)
    hidden = {(0, c) for c, count in enumerate(behind) if small(count)}
    line = [(0, c) for c in range(len(counts))]
    _hide_more([counts], [behind], hidden, line)
    return [None if (0, c) in hidden else count for c, count in enumerate(counts)]


def _behind(count: int, people: Optional[int]) -> int:
    """Conversations behind a count, as it is judged. They are counted by their first request, so
    where people went on to ask for something else they may come to none: somebody asked all the
    same.
    """
    return count if people is None else max(people, min(count, 1))


def _all_behind(counts: Sequence[int], people: Sequence[int]) -> list[int]:
    return [_behind(*pair) for pair in zip(counts, people)]


def _with_totals(counts: Matrix) -> list[list[int]]:
    rows = [[*row, sum(row)] for row in counts]
    return [*rows, [sum(column) for column in zip(*rows)] if rows else [0]]


def _lines(last_row: int, last_column: int) -> Iterator[list[Cell]]:
    """Every row and column, each with its total last."""
    for r in range(last_row + 1):
        yield [(r, c) for c in range(last_column + 1)]
    for c in range(last_column + 1):
        yield [(r, c) for r in range(last_row + 1)]


def _widen(
    counts: Matrix, people: Matrix, hidden: set[Cell], lines: Sequence[Sequence[Cell]]
) -> bool:
    """Hides more along lines whose total is shown, at last the total. RETURNS whether it did."""
    before = len(hidden)
    for line in lines:
        if line[-1] in hidden:
            continue
        enough = _hide_more(counts, people, hidden, line[:-1])
        if not enough:
            hidden.add(line[-1])
    return len(hidden) > before


def _hide_more(counts: Matrix, people: Matrix, hidden: set[Cell], line: Sequence[Cell]) -> bool:
    """Hides the smallest of a line until at least two are hidden that come to LEAST or more.
    RETURNS whether there were enough, or nothing to hide.
    """
    ours = [cell for cell in line if cell in hidden]
    others = sorted(
        (cell for cell in line if cell not in hidden and _at(counts, cell)),
        key=lambda cell: _at(counts, cell),
        reverse=True,
    )
    while ours and (len(ours) < 2 or sum(_at(people, cell) for cell in ours) < LEAST):
        if not others:
            return False
        ours.append(others.pop())
        hidden.add(ours[-1])
    return True


def _cover_bridges(counts: Matrix, hidden: set[Cell]) -> bool:
    """Hides one more number beside one that follows from the rest. RETURNS whether it did."""
    graph = networkx.Graph((("row", r), ("column", c)) for r, c in hidden)
    bridges = sorted(networkx.bridges(graph))
    shown_cells = [
        (r, c)
        for r, row in enumerate(counts)
        for c, count in enumerate(row)
        if count and (r, c) not in hidden
    ]
    for ends in bridges:
        kinds = dict(ends)
        beside = [
            cell for cell in shown_cells if kinds["row"] == cell[0] or kinds["column"] == cell[1]
        ]
        if beside:
            hidden.add(min(beside, key=lambda cell: (_at(counts, cell), cell)))
            return True
    if bridges and shown_cells:
        # Nothing beside it is left to hide: a number elsewhere must go.
        hidden.add(min(shown_cells, key=lambda cell: (_at(counts, cell), cell)))
        return True
    return False


def _at(counts: Matrix, cell: Cell) -> int:
    return counts[cell[0]][cell[1]]
