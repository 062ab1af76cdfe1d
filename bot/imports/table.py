"""Reads CSV as councils save it: UTF-8 or Windows, with any case and spacing in the header."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from bot.errors import BadInput
from bot.imports.fetch import read_bytes

#: A cell longer than this means that a quote was not closed.
LONGEST_CELL = 100_000


def read_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Rows with their line numbers, empty ones left out, the header first.

    RAISES BadInput when the file is no CSV; the line is named.
    """
    content = read_bytes(path)
    if b"\x00" in content[:1000]:
        raise BadInput(f"{path.name} is not text: save it as CSV in UTF-8")
    try:
        plain = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        plain = content.decode("cp1252", errors="replace")
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(plain, newline=""))
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, [cell.strip() for cell in cells]
    except csv.Error as error:
        raise BadInput(f"{path.name} row {reader.line_num}: not readable CSV ({error})") from None


def header_key(name: str) -> str:
    """A column's name in one plain form: "Authority Name" -> "authority_name"."""
    return "_".join(name.lower().replace("-", " ").replace("_", " ").split())
