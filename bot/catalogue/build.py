"""Builds catalogue.db from the data files: checks everything, then writes it in one step."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from bot.catalogue.checks import Data, check_across
from bot.catalogue.load import read_table
from bot.catalogue.tables import FORMAT, TABLES, Table
from bot.errors import BadInput, DataFaults, Fault


def build(data_dir: Path, out_path: Path, partial: bool = False) -> dict[str, int]:
    """Check the data files and write the catalogue to `out_path`, replacing any old one at once.

    partial (bool): files that are absent count as empty tables (small catalogues in tests).
    RETURNS (dict[str, int]): number of rows by table name.
    RAISES DataFaults with every fault found (nothing is written then); BadInput when there is no
    such folder.
    """
    data = check(data_dir, partial)
    out_path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=".catalogue-", suffix=".db", dir=out_path.parent)
    os.close(handle)
    try:
        counts = _write(Path(temporary), data, digest(data_dir))
        Path(temporary).chmod(0o644)
        Path(temporary).replace(out_path)
    finally:
        Path(temporary).unlink(missing_ok=True)
    return counts


def check(data_dir: Path, partial: bool = False) -> Data:
    """Read and check all data files. RETURNS the rows by file; RAISES as `build` does."""
    if not data_dir.is_dir():
        raise BadInput(f"{data_dir} is not a folder of data files")
    faults: list[Fault] = []
    data: Data = {}
    for table in TABLES:
        if partial and not (data_dir / table.filename).exists():
            continue
        data[table.file] = read_table(data_dir, table, faults)
    faults.extend(check_across(data, data_dir))
    if faults:
        order = {table.filename: number for number, table in enumerate(TABLES)}
        raise DataFaults(sorted(faults, key=lambda fault: (order[fault.file], fault.row)))
    return data


def digest(data_dir: Path) -> str:
    """What the data files say, as a SHA-256: the same files give the same catalogue."""
    total = hashlib.sha256(f"format {FORMAT}".encode())
    for table in TABLES:
        path = data_dir / table.filename
        if path.is_file():
            total.update(f"\n{table.filename}\n".encode())
            total.update(path.read_bytes())
    return total.hexdigest()


def _write(path: Path, data: Data, content_digest: str) -> dict[str, int]:
    database = Database(path)
    counts: dict[str, int] = {}
    try:
        for table in TABLES:
            rows = [_stored(table, line.cells) for line in data.get(table.file, [])]
            columns = dict.fromkeys(_stored_columns(table), str)
            key = table.key[0] if len(table.key) == 1 else table.key
            database.table(table.name).create(columns, pk=key).insert_all(rows)
            counts[table.name] = len(rows)
        phones = _phones(data)
        database.table("phone").create(
            {"id": str, "organization_id": str, "number": str},
            pk="id",
            foreign_keys=[("organization_id", "organization", "id")],
        ).insert_all(phones)
        counts["phone"] = len(phones)
        database.table("meta").create({"key": str, "value": str}, pk="key").insert_all(
            [{"key": "format", "value": str(FORMAT)}, {"key": "digest", "value": content_digest}]
        )
    finally:
        database.close()
    return counts


def _stored_columns(table: Table) -> list[str]:
    names = [column.name for column in table.columns]
    # As in Open Referral UK, an organization's numbers are in a table of their own.
    return [name for name in names if not (table.name == "organization" and name == "phone")]


def _stored(table: Table, cells: dict[str, str]) -> dict[str, Any]:
    return {name: cells[name] for name in _stored_columns(table)}


def _phones(data: Data) -> list[dict[str, str]]:
    return [
        {
            "id": f"{line.cells['id']}-phone",
            "organization_id": line.cells["id"],
            "number": line.cells["phone"],
        }
        for line in data.get("organizations", [])
        if line.cells["phone"]
    ]
