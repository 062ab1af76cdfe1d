"""Reads the data files into rows of text, finding every cell that breaks its own rule."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.catalogue.tables import Column, Table
from bot.errors import Fault


@dataclass(frozen=True)
class Line:
    """One row of a data file: its line number (the header is 1) and its cells by column."""

    row: int
    cells: dict[str, str]


def read_table(data_dir: Path, table: Table, faults: list[Fault]) -> list[Line]:
    """Read one data file, adding to `faults` whatever is wrong with it by itself.

    RETURNS (list[Line]): the rows of the right width, in the file's order, even faulty ones, so
    that later checks find further faults in the same run.
    """
    path = data_dir / table.filename
    if not path.is_file():
        faults.append(Fault(table.filename, 1, None, f"the file is missing from {data_dir}"))
        return []
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        faults.append(Fault(table.filename, 1, None, f"not UTF-8 text ({error.reason})"))
        return []
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    names = [column.name for column in table.columns]
    lines: list[Line] = []
    try:
        header = next(reader, [])
        if header != names:
            message = f"the columns are {','.join(header)}; they should be {','.join(names)}"
            faults.append(Fault(table.filename, 1, None, message))
            return []
        for cells in reader:
            row = reader.line_num
            if len(cells) != len(names):
                message = f"{len(cells)} cells; there should be {len(names)}"
                faults.append(Fault(table.filename, row, None, message))
                continue
            line = Line(row, dict(zip(names, cells, strict=True)))
            faults.extend(_cell_faults(table, line))
            lines.append(line)
    except csv.Error as error:
        faults.append(Fault(table.filename, reader.line_num, None, f"not readable CSV: {error}"))
    faults.extend(_repeated(table, lines))
    return lines


def values(column: Column, cell: str) -> list[str]:
    """The values in a cell: several where the column separates them, none when it is empty."""
    if not cell:
        return []
    return cell.split(column.many) if column.many else [cell]


def _cell_faults(table: Table, line: Line) -> Iterator[Fault]:
    for column in table.columns:
        cell = line.cells[column.name]
        if not cell:
            if not column.optional:
                message = f"empty; it should be {column.what}"
                yield Fault(table.filename, line.row, column.name, message)
            continue
        found = values(column, cell)
        for value in found:
            if not re.fullmatch(column.pattern, value):
                message = f'"{value}" should be {column.what}'
                yield Fault(table.filename, line.row, column.name, message)
        if len(set(found)) < len(found):
            yield Fault(table.filename, line.row, column.name, f'"{cell}" says a value twice')


def _repeated(table: Table, lines: list[Line]) -> Iterator[Fault]:
    seen: dict[tuple[str, ...], int] = {}
    for line in lines:
        key = tuple(line.cells[name] for name in table.key)
        first = seen.setdefault(key, line.row)
        if first != line.row:
            message = f'{" + ".join(table.key)} "{" ".join(key)}" is already in row {first}'
            yield Fault(table.filename, line.row, table.key[0], message)
