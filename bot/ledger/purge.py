"""Deletes what the ledger has kept for long enough; what is deleted can't be read from the disk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.engine import Engine

from bot.ledger.deliver import SET_ASIDE
from bot.ledger.schema import TABLES

#: Rows deleted in one transaction: a turn that is being written must not wait for long.
BATCH = 5000


def purge(engine: Engine, before: datetime, dry_run: bool = False) -> Mapping[str, int]:
    """Deletes rows from before that moment (UTC). RETURNS how many, by table.

    dry_run (bool): only counts them.
    """
    counts = {}
    for name, table in TABLES.items():
        old = table.c.at < before
        with engine.connect() as connection:
            query = select(func.count()).select_from(table).where(old)
            counts[name] = int(connection.execute(query).scalar_one())
        if counts[name] and not dry_run:
            _delete(engine, table, old)
    return counts


def set_aside(spool: Path, before: datetime, dry_run: bool = False) -> int:
    """Removes the file of rows that the database refused, once nothing was added to it since that
    moment. RETURNS how many rows it had.
    """
    path = spool / SET_ASIDE
    if not path.exists() or datetime.utcfromtimestamp(path.stat().st_mtime) >= before:
        return 0
    rows = len(path.read_bytes().splitlines())
    if not dry_run:
        path.unlink()
    return rows


def _delete(engine: Engine, table: Any, old: Any) -> None:
    some = select(table.c.id).where(old).limit(BATCH)
    deleted = BATCH
    while deleted == BATCH:
        with engine.begin() as connection:
            if engine.dialect.name == "sqlite":
                connection.exec_driver_sql("pragma secure_delete = on")
            deleted = connection.execute(delete(table).where(table.c.id.in_(some))).rowcount
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            # Empties the log of writes, which still holds what was deleted.
            connection.exec_driver_sql("pragma wal_checkpoint(truncate)")
