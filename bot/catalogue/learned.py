"""Needs that reviewers added to the table of needs: a CSV beside what they taught.

The ids of needs.csv are fixed; a learned need may not take one of them. The file is small and
read whole; it is written aside and renamed, so readers never see half of it.
"""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Mapping
from pathlib import Path

from bot.catalogue.tables import HTTPS, OWNER, SLUG, TEXT
from bot.errors import DataFaults, Fault

#: Columns of the file: those of needs.csv, who added the need and when, and its label in Welsh.
COLUMNS = ("need", "label", "group", "lgsl", "owner", "govuk", "service", "by", "at", "welsh")
#: Columns that files of earlier days lack.
LATER = ("welsh",)
_PATTERNS = {"need": SLUG, "label": TEXT, "owner": OWNER, "service": TEXT}
_OPTIONAL = {"govuk": HTTPS, "welsh": TEXT}
#: Characters of a label at most: it stands on a button.
LONGEST = 120
LENGTHS = {"govuk": 2_000, "welsh": LONGEST}

Row = Mapping[str, str]


def read(path: Path | None) -> list[dict[str, str]]:
    """The rows of the file, none when there is no file. RAISES DataFaults with every fault."""
    if path is None or not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows = [{name: row.get(name) or "" for name in COLUMNS} for row in reader]
        given = (*LATER, *(reader.fieldnames or ()))
        missing = [name for name in COLUMNS if name not in given]
    if missing:
        raise DataFaults([Fault(path.name, 1, missing[0], "this column is missing")])
    faults = [fault for line, row in enumerate(rows, start=2) for fault in check(row, path, line)]
    if faults:
        raise DataFaults(faults)
    return rows


def check(row: Row, path: Path, line: int) -> list[Fault]:
    """What is wrong with one row by itself."""
    faults = [
        Fault(path.name, line, name, f'"{row[name]}" cannot be used')
        for name, pattern in _PATTERNS.items()
        if not re.fullmatch(pattern, row[name]) or len(row[name]) > LONGEST
    ]
    faults += [
        Fault(path.name, line, name, f'"{row[name]}" cannot be used')
        for name, pattern in _OPTIONAL.items()
        if row[name] and (not re.fullmatch(pattern, row[name]) or len(row[name]) > LENGTHS[name])
    ]
    return faults


def write(path: Path, rows: list[dict[str, str]]) -> None:
    """Replace the file."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}")
    part.write_text(text.getvalue(), encoding="utf-8")
    part.replace(path)
