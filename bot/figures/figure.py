"""A figure: a table with its definition and what may be drawn of it; small numbers already out.

Page, download and report are all made from the same figure, so none shows more than another.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any, Union

from bot.charts import Part, Row, Series


class Mark(Enum):
    """What stands where a number can't be given."""

    HIDDEN = "[c]"  # the shorthand of the Government Statistical Service: confidential
    NONE = ""


HIDDEN, NONE = Mark.HIDDEN, Mark.NONE
Cell = Union[str, int, float, date, Mark]
#: Kinds of column: how a value is written on the page.
KINDS = ("text", "count", "share", "seconds", "ratio", "money", "week", "change", "mixed")


@dataclass(frozen=True)
class Column:
    """key (str): its name in downloads. label (str): on the page. kind: one of KINDS."""

    key: str
    label: str
    kind: str = "count"


@dataclass(frozen=True)
class Lines:
    """A chart over time: what each place on the axis is called, and the lines."""

    labels: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""


@dataclass(frozen=True)
class Bars:
    """A chart of bars, with names of the parts when they are stacked."""

    rows: tuple[Row, ...]
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Figure:
    """id (str): names it in addresses and files. title, definition (str): for people.

    rows: one cell for each column. total: a last row that sums them up, or empty. links: what
    each row is about, e.g. ("need", "missed-bin"), or None. summary (str): what bars count.
    kinds: kind of each row, for columns whose kind is "mixed". veiled (bool): its numbers are left
    out, see bot.figures.veil.
    """

    id: str
    title: str
    definition: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] = ()
    charts: tuple[Union[Lines, Bars], ...] = ()
    links: tuple[Any, ...] = ()
    summary: str = ""
    kinds: tuple[str, ...] = ()
    veiled: bool = False

    @property
    def hides(self) -> bool:
        """Whether a number of it is hidden."""
        return self.veiled or any(
            cell is HIDDEN for row in (*self.rows, self.total) for cell in row
        )


def cell(value: Any) -> Cell:
    """A count or share, or the mark for a hidden one."""
    return HIDDEN if value is None else value
