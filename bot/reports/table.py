"""A report as a table, and its forms: text for a terminal, CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

#: Rows that a terminal is shown; files hold all.
SHOWN = 40
#: Characters that make a spreadsheet take a cell for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Row = Mapping[str, object]


@dataclass(frozen=True)
class Report:
    """title (str): what it shows. columns: names in order. rows: dicts with those keys."""

    title: str
    columns: tuple[str, ...]
    rows: Sequence[Row]

    def text(self, most: int = SHOWN) -> str:
        """For a terminal: the first `most` rows, tabs between the cells."""
        lines = [f"{self.title}: {len(self.rows):,}", "\t".join(self.columns)]
        lines += ["\t".join(_cell(row[c]) for c in self.columns) for row in self.rows[:most]]
        if len(self.rows) > most:
            lines.append(f"… and {len(self.rows) - most:,} more (--format csv or json has all)")
        return "\n".join(lines) + "\n"

    def csv(self) -> str:
        """Every row; a cell that a spreadsheet would take for a formula gets a quote in front."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(self.columns)
        for row in self.rows:
            cells = [_cell(row[column]) for column in self.columns]
            writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells])
        return out.getvalue()

    def json(self) -> str:
        """An object with title and rows."""
        rows = [{column: row[column] for column in self.columns} for row in self.rows]
        return json.dumps({"title": self.title, "rows": rows}, ensure_ascii=False, indent=1) + "\n"


def _cell(value: object) -> str:
    return "" if value is None else str(value)
