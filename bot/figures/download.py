"""A figure as CSV, safe to open in a spreadsheet, and as JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Optional

from bot.figures.figure import HIDDEN, NONE, Cell, Figure

#: What makes a spreadsheet run a cell; a tab or return before them is stripped by some.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def to_csv(figure: Figure) -> str:
    """The rows under their column keys, the total left out. Hidden numbers are "[c]"."""
    return table([column.key for column in figure.columns], figure.rows)


def table(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Rows as CSV. Text that a spreadsheet would run as a formula gets an apostrophe before it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_csv(cell) for cell in row] for row in rows)
    return out.getvalue()


def to_json(figure: Figure) -> str:
    """An object with title, definition, columns and rows. A hidden number is null, and its column
    is named in the row's `hidden`; what there is none of is left out. `veiled`: all are hidden.
    """
    keys = [column.key for column in figure.columns]
    found = {
        "id": figure.id,
        "title": figure.title,
        "definition": figure.definition,
        "columns": [vars(column) for column in figure.columns],
        "rows": [_object(keys, row) for row in figure.rows],
        **({"veiled": True} if figure.veiled else {}),
    }
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def safe(text: str) -> str:
    """Text that no spreadsheet runs."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _csv(cell: Cell) -> str:
    if cell is HIDDEN or cell is NONE:
        return str(cell.value)
    if isinstance(cell, str):
        return safe(cell)
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _object(keys: Sequence[str], row: Sequence[Cell]) -> dict[str, Any]:
    hidden = [key for key, cell in zip(keys, row) if cell is HIDDEN]
    found: dict[str, Any] = {key: _value(cell) for key, cell in zip(keys, row) if cell is not NONE}
    return {**found, "hidden": hidden} if hidden else found


def _value(cell: Cell) -> Optional[object]:
    if cell is HIDDEN:
        return None
    return cell.isoformat() if isinstance(cell, date) else cell
