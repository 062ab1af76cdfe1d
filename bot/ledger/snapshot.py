"""A copy of the ledger as one SQLite file, for reading: whatever database it is kept in.

A file in use must not be opened as unchanging, and Datasette can't open PostgreSQL at all; a copy
can be taken away, too. It has the ledger's tables and `unmet`, the unmet needs as rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Column, DateTime, Index, MetaData, String, Table, Text, insert, select
from sqlalchemy.engine import Connection, Engine

from bot.database import open_engine
from bot.ledger.schema import TABLES, metadata
from bot.ledger.unmet import COLUMNS, unmet

#: Rows copied at once.
BATCH = 5000

unmet_needs = Table(
    "unmet",
    MetaData(),
    *(
        Column(name, DateTime if name == "at" else Text if name in ("words", "area") else String)
        for name in COLUMNS
    ),
    Index("unmet_at", "at"),
    Index("unmet_reason", "reason", "need"),
)


def snapshot(engine: Engine, path: Path, asof: datetime) -> Mapping[str, int]:
    """Writes the copy to `path`, readable by this user alone; one that is there is replaced once
    the new one is whole. RETURNS rows by table.

    asof (datetime): now, UTC, by which questions count as abandoned.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(path.name + ".half")
    half.unlink(missing_ok=True)
    half.touch(mode=0o600)
    target = open_engine(f"sqlite:///{half.absolute()}")
    counts = {}
    with engine.connect() as source, target.begin() as copy:
        metadata.create_all(copy)
        unmet_needs.create(copy)
        for name, table in TABLES.items():
            counts[name] = _copy(source, select(table).order_by(table.c.id), copy, table)
        counts["unmet"] = _copy(source, select(unmet(asof)), copy, unmet_needs)
    with target.connect() as connection:
        # A file that is opened as unchanging can have no log of writes beside it.
        connection.exec_driver_sql("pragma journal_mode = delete")
    target.dispose()
    half.replace(path)
    return counts


def _copy(source: Connection, query: Any, copy: Connection, table: Table) -> int:
    count = 0
    for rows in source.execution_options(stream_results=True).execute(query).partitions(BATCH):
        copy.execute(insert(table), [dict(row._mapping) for row in rows])
        count += len(rows)
    return count
