"""The charts of a figure, drawn for a wide and for a narrow window; style sheets show one."""

from __future__ import annotations

from typing import Union

from markupsafe import Markup

from bot.charts import bars, lines
from bot.figures.figure import Bars, Figure, Lines

#: Units that a chart is wide; a unit is a pixel where there is room.
WIDE, NARROW = 680.0, 320.0


def drawn(figure: Figure) -> Markup:
    """Every chart of the figure, "" when it has none."""
    found = Markup("")
    for number, chart in enumerate(figure.charts):
        for name, width in (("wide-chart", WIDE), ("narrow-chart", NARROW)):
            picture = _picture(figure, chart, f"{figure.id}-{number}-{name}", width)
            found += Markup('<div class="{}">{}</div>').format(name, picture)
    return found


def _picture(figure: Figure, chart: Union[Lines, Bars], identity: str, width: float) -> Markup:
    if isinstance(chart, Lines):
        names = ", ".join(one.name for one in chart.series)
        text = f"Line chart by week: {names}. The table has every number."
        return lines(identity, figure.title, text, chart.labels, chart.series, width, chart.unit)
    parts = ", ".join(part.name for part in chart.parts)
    told = f"each in parts: {parts}" if parts else figure.summary or "largest first"
    shown = "; ".join(f"{row.label} {row.text}" for row in chart.rows[:3])
    text = f"Bar chart, {told}. First bars: {shown}. The table has every number."
    return bars(identity, figure.title, text, chart.rows, chart.parts, width)
