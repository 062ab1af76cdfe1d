"""What charts are drawn from: plain values, in which None stands for a hidden number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

#: Kinds of marker and pattern there are; a chart with more series could not be told apart.
MOST_SERIES = 6


@dataclass(frozen=True)
class Series:
    """One line: a name and a value for each place on the axis; None leaves a gap."""

    name: str
    values: tuple[Optional[float], ...]


@dataclass(frozen=True)
class Part:
    """One part of a stacked bar, as the legend names it."""

    name: str


@dataclass(frozen=True)
class Row:
    """One bar: a label and a value for each part; None is a hidden number and draws nothing.

    text (str): what stands behind the bar, e.g. "1,204" or "hidden".
    """

    label: str
    values: tuple[Optional[float], ...]
    text: str
