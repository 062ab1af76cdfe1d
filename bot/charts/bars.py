"""Horizontal bars, plain or stacked: the label over the bar, the number behind it, and a pattern
of its own for each part, named in a legend.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from bot.charts.model import MOST_SERIES, Part, Row
from bot.charts.svg import element, picture, shortened, words

#: Units: height of a label with its bar, of the bar alone, and room for the number behind it.
ROW, BAR, ROOM = 44.0, 16.0, 76.0
LEGEND = 24.0
#: Width of a character, about.
LETTER = 7.4


def bars(
    identity: str,
    title: str,
    description: str,
    rows: Sequence[Row],
    parts: Sequence[Part] = (),
    width: float = 680,
) -> Markup:
    """The chart. parts: names of the values of each row; none are needed when each has one."""
    parts = parts[:MOST_SERIES]
    longest = max((sum(v or 0 for v in row.values) for row in rows), default=0) or 1
    across = _across(parts, width)
    legend = LEGEND * -(-len(parts) // across) + 6 if len(parts) > 1 else 0.0
    drawn: list[Markup] = [_patterns(identity, len(parts))] if len(parts) > 1 else []
    if len(parts) > 1:
        for number, part in enumerate(parts):
            x = (number % across) * width / across
            y = (number // across) * LEGEND
            drawn.append(_box(identity, number, x, y + 2, BAR))
            drawn.append(words(part.name, x + BAR + 8, y + 15))
    for place, row in enumerate(rows):
        top = legend + place * ROW
        drawn.append(words(shortened(row.label, int(width / LETTER)), 0, top + 15))
        x, full = 0.0, width - ROOM
        for number, value in enumerate(row.values[: max(1, len(parts))]):
            length = full * (value or 0) / longest
            if length:
                drawn.append(_box(identity, number, x, top + 21, length, len(parts) > 1))
                x += length
        drawn.append(words(row.text, x + 6, top + 21 + BAR - 3, "amount"))
    size = (width, legend + max(1, len(rows)) * ROW)
    return picture(identity, title, description, size, *drawn)


def _box(
    identity: str, number: int, x: float, y: float, length: float, patterned: bool = True
) -> Markup:
    box = element("rect", x=x, y=y, width=length, height=BAR, class_=f"part part{number}")
    if not patterned or number == 0:
        return box
    over = element(
        "rect", x=x, y=y, width=length, height=BAR, fill=f"url(#{identity}-p{number})"
    )  # fmt: skip
    return box + over


def _across(parts: Sequence[Part], width: float) -> int:
    longest = max((len(part.name) for part in parts), default=1)
    return max(1, int(width // (longest * LETTER + BAR + 26)))


def _patterns(identity: str, count: int) -> Markup:
    """White lines and dots laid over the colours; the first part is plain."""
    shapes = {
        1: "M-2 2l4 -4M0 8l8 -8M6 10l4 -4",
        2: "M0 4h8",
        3: "M4 0v8",
        4: "M0 0l8 8M8 0l-8 8",
        5: "M3 4a1 1 0 1 0 2 0a1 1 0 1 0 -2 0",
    }
    made = [
        element(
            "pattern",
            element("path", d=shapes[number], class_="over"),
            id=f"{identity}-p{number}",
            width=8,
            height=8,
            patternUnits="userSpaceOnUse",
        )
        for number in range(1, count)
    ]
    return element("defs", *made)
