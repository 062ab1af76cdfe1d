"""A figure as the templates show it: chart, table of texts, links and addresses of downloads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Optional
from urllib.parse import quote

from markupsafe import Markup

from bot.channel.review.asked import Asked
from bot.figures.drawn import drawn
from bot.figures.figure import HIDDEN, Cell, Figure
from bot.figures.written import written

PATH = "/review"
#: Rows of a table before the rest is folded away.
MOST_ROWS = 15
#: Rows that say nothing, from which on they are told of in one.
MOST_SILENT = 5
#: Columns that people don't read: their ids are in the downloads.
UNSEEN = ("id", "area_id")
#: What is said of figures that may be empty for a reason of their own.
EMPTY = {"growing": "review_no_growth", "no-provider": "review_no_nowhere"}


@dataclass(frozen=True)
class Text:
    """A cell: its text, whether it is a number, hidden, and where it leads."""

    text: str
    number: bool = False
    hidden: bool = False
    link: str = ""


@dataclass(frozen=True)
class View:
    """A figure for a template. csv, json (str): addresses of its downloads. told (bool): its
    definition stands on the page already.
    """

    figure: Figure
    heads: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]
    total: tuple[Text, ...]
    chart: Markup
    csv: str
    json: str
    told: bool = False

    @property
    def why_empty(self) -> str:
        """Key of the words that stand where there are no rows."""
        if self.figure.veiled:
            return "review_veiled"
        return EMPTY.get(self.figure.id, "review_nothing")

    @property
    def first(self) -> tuple[tuple[Text, ...], ...]:
        """The rows shown at once."""
        return self.rows if len(self.rows) <= MOST_ROWS + 5 else self.rows[:MOST_ROWS]

    @property
    def rest(self) -> tuple[tuple[Text, ...], ...]:
        """The rows folded away."""
        return self.rows[len(self.first) :]


def view(figure: Figure, asked: Optional[Asked] = None, data: str = "") -> View:
    """The figure's view. asked: None for paper, where nothing can be pressed.

    data (str): path of the download without its ending, when it is not the figure's own.
    """
    places = [p for p, column in enumerate(figure.columns) if column.key not in UNSEEN]
    heads = tuple(_head(figure, place) for place in places)
    rows = []
    for number, row in enumerate(figure.rows):
        about = figure.links[number] if asked and number < len(figure.links) else None
        kind = figure.kinds[number] if figure.kinds else ""
        cells = [_text(figure, place, row[place], kind) for place in places]
        if about and asked:
            cells[0] = Text(cells[0].text, link=_link(about, asked))
        rows.append(tuple(cells))
    total = tuple(_text(figure, place, figure.total[place]) for place in places if figure.total)
    path = data or f"{PATH}/data/{quote(figure.id)}"
    query = asked.query() if asked else ""
    return View(
        figure,
        heads,
        _gathered(figure, rows),
        total,
        drawn(figure),
        f"{path}.csv{query}",
        f"{path}.json{query}",
    )


def _gathered(figure: Figure, rows: Sequence[tuple[Text, ...]]) -> tuple[tuple[Text, ...], ...]:
    """The rows, those whose every number is hidden or nought in one at the end; weeks stay."""
    silent = [row for row in rows if _silent(row)]
    if len(silent) < MOST_SILENT or figure.columns[0].kind == "week":
        return tuple(rows)
    last = [Text(f"{len(silent)} more" if len(silent) < len(rows) else f"Each of {len(silent)}")]
    for some in list(zip(*silent))[1:]:
        last.append(some[0] if len(set(some)) == 1 else next(one for one in some if one.hidden))
    return (*(row for row in rows if not _silent(row)), tuple(last))


def _silent(row: Sequence[Text]) -> bool:
    numbers = [one for one in row[1:] if one.number]
    return (
        any(one.hidden for one in numbers)
        and len(numbers) == len(row) - 1
        and all(one.hidden or one.text == "0" for one in numbers)
    )


def told_once(views: Sequence[View]) -> list[View]:
    """The same views, each definition only with the first that has it."""
    found: list[View] = []
    for one in views:
        told = any(one.figure.definition == other.figure.definition for other in found)
        found.append(replace(one, told=told))
    return found


def _head(figure: Figure, place: int) -> Text:
    column = figure.columns[place]
    return Text(column.label, column.kind not in ("text", "week", "mixed"))


def _text(figure: Figure, place: int, cell: Cell, kind: str = "") -> Text:
    own = figure.columns[place].kind
    number = own not in ("text", "week", "mixed") and place > 0
    return Text(written(cell, kind if own == "mixed" else own), number, cell is HIDDEN)


def _link(about: tuple[str, Any], asked: Asked) -> str:
    """Where a row leads: a need's own page, else the unmet needs narrowed to it."""
    column, key = about
    if column == "need":
        return f"{PATH}/need/{quote(str(key))}{asked.query(need=None)}"
    return f"{PATH}/unmet{asked.query(**{column: str(key)})}"
