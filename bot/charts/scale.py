"""Round numbers for an axis."""

from __future__ import annotations

import math


def ticks(most: float, about: int = 4) -> list[float]:
    """Round values from 0 to at or above `most`, in steps of 1, 2 or 5 times a power of ten."""
    if most <= 0:
        return [0.0, 1.0]
    rough = most / about
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)
    count = math.ceil(round(most / step, 9))
    return [round(step * number, 10) for number in range(count + 1)]


def written(value: float, unit: str = "") -> str:
    """A number as people write it: 12,500; 0.4; 85%."""
    text = f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"
    return f"£{text}" if unit == "£" else f"{text}{unit}"
