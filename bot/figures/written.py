"""Cells of figures as people read them."""

from __future__ import annotations

from datetime import date

from bot.figures.figure import HIDDEN, NONE, Cell

#: What stands for a hidden number; the page says why.
HIDDEN_TEXT = "hidden"


def written(cell: Cell, kind: str) -> str:
    """A cell of a column of that kind, e.g. "1,204", "82.5%", "1 minute 5 seconds", "£2,310"."""
    if cell is HIDDEN:
        return HIDDEN_TEXT
    if cell is NONE:
        return "–"
    if isinstance(cell, date):
        return f"{cell.day} {cell:%b %Y}"
    return _number(cell, kind) if isinstance(cell, (int, float)) else str(cell)


def _number(value: float, kind: str) -> str:
    if kind == "share":
        return f"{value * 100:.1f}%"
    if kind == "seconds":
        return duration(value)
    if kind == "ratio":
        return f"{value:.2f}"
    if kind == "money":
        return f"£{value:,.0f}"
    return f"{value:+,}" if kind == "change" else f"{value:,}"


def duration(seconds: float) -> str:
    """A time in words: "under 1 second", "21 seconds", "2 minutes 5 seconds"."""
    whole = round(seconds)
    if whole < 1:
        return "under 1 second"
    minutes, rest = divmod(whole, 60)
    parts = [_several(minutes, "minute")] * bool(minutes) + [_several(rest, "second")] * bool(rest)
    return " ".join(parts)


def _several(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"
