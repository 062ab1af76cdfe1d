"""Lines over time: each with a marker of its own shape and a dash of its own, named in a legend."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Optional

from markupsafe import Markup

from bot.charts.model import MOST_SERIES, Series
from bot.charts.scale import ticks, written
from bot.charts.svg import element, picture, words

#: Units around the drawing: left for the numbers, right, top, and below for the dates.
LEFT, RIGHT, TOP, BOTTOM = 52.0, 14.0, 12.0, 30.0
ROW = 24.0
#: More points than this, and markers run into one another: only every few are drawn.
MOST_MARKERS = 16

Point = tuple[float, float]


def lines(
    identity: str,
    title: str,
    description: str,
    labels: Sequence[str],
    series: Sequence[Series],
    width: float = 680,
    unit: str = "",
) -> Markup:
    """The chart of at most six series with one value a label. Hidden values leave gaps.

    unit (str): written after numbers ("%") or before them ("£").
    """
    series = series[:MOST_SERIES]
    legend = ROW * _legend_rows(series, width) if len(series) > 1 else 0.0
    height = min(width * 0.5, 260.0) + legend
    bottom = height - BOTTOM - legend
    marks = ticks(max((v for one in series for v in one.values if v is not None), default=0))
    right = width - RIGHT

    def y(value: float) -> float:
        return bottom - (bottom - TOP) * value / marks[-1]

    def x(place: int) -> float:
        return LEFT + (right - LEFT) * (place + 0.5) / max(1, len(labels))

    parts: list[Markup] = []
    for mark in marks:
        parts.append(element("path", d=f"M{LEFT:g} {y(mark):.1f}H{right:g}", class_="grid"))
        parts.append(words(written(mark, unit), LEFT - 8, y(mark) + 4, "amount", "end"))
    for place in _named(len(labels), width):
        parts.append(words(labels[place], x(place), bottom + 20, "", "middle"))
    for number, one in enumerate(series):
        points = [None if v is None else (x(i), y(v)) for i, v in enumerate(one.values)]
        parts.extend(_drawn(points, number))
    if len(series) > 1:
        parts.extend(_legend(series, width, height - legend + ROW / 2))
    return picture(identity, title, description, (width, height), *parts)


def _drawn(points: Sequence[Optional[Point]], number: int) -> list[Markup]:
    path, pen = "", "M"
    for point in points:
        if point is None:
            pen = "M"
            continue
        path += f"{pen}{point[0]:.1f} {point[1]:.1f}"
        pen = "L"
    every = 1 + len(points) // MOST_MARKERS
    lonely = [
        i for i, p in enumerate(points)
        if p and (i == 0 or not points[i - 1]) and (i + 1 == len(points) or not points[i + 1])
    ]  # fmt: skip
    shown = [p for i, p in enumerate(points) if p and (i % every == 0 or i in lonely)]
    drawn = [element("path", d=path, class_=f"line line{number}")] if path else []
    return drawn + [marker(number, *point) for point in shown]


def marker(number: int, x: float, y: float) -> Markup:
    """The mark of a series: circle, square, triangle, diamond, cross or ring."""
    kind = f"mark mark{number}"
    if number in (0, 5):
        return element("circle", cx=x, cy=y, r=4.0, class_=kind)
    shape = {
        1: f"M{x - 4:.1f} {y - 4:.1f}h8v8h-8z",
        2: f"M{x:.1f} {y - 5:.1f}l5 9h-10z",
        3: f"M{x:.1f} {y - 5.5:.1f}l5.5 5.5l-5.5 5.5l-5.5 -5.5z",
        4: f"M{x - 4:.1f} {y - 4:.1f}l8 8m-8 0l8 -8",
    }[number]
    return element("path", d=shape, class_=kind)


def _named(count: int, width: float) -> list[int]:
    """Which places have room for their label: evenly spaced, the first among them."""
    room = max(1, int((width - LEFT - RIGHT) // 64))
    step = max(1, -(-count // room))
    return list(range(0, count, step))


def _across(series: Sequence[Series], width: float) -> int:
    longest = max(len(one.name) for one in series)
    return max(1, int((width - 16) // (longest * 7.2 + 52)))


def _legend_rows(series: Sequence[Series], width: float) -> int:
    return -(-len(series) // _across(series, width))


def _legend(series: Sequence[Series], width: float, top: float) -> list[Markup]:
    across = _across(series, width)
    found: list[Markup] = []
    for number, one in enumerate(series):
        x = 8 + (number % across) * (width - 16) / across
        y = top + (number // across) * ROW
        found.append(element("path", d=f"M{x:.1f} {y:.1f}h28", class_=f"line line{number}"))
        found.append(marker(number, x + 14, y))
        found.append(words(one.name, x + 36, y + 4.5))
    return found
