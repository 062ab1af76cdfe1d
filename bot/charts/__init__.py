"""Charts as SVG text, drawn on the server: a name and a description for who can't see them, shapes
and patterns beside colours, no inline style (the pages' policy forbids it) and no script.
"""

from bot.charts.bars import bars
from bot.charts.line import lines
from bot.charts.model import Part, Row, Series

__all__ = ["Part", "Row", "Series", "bars", "lines"]
