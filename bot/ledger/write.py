"""Puts rows into the ledger's tables, each entry once: what is there already is passed over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

Row = Mapping[str, Any]

_INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def insert_once(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Inserts rows that all have the same keys, `entry` among them."""
    if rows:
        statement = _INSERT[connection.dialect.name](table)
        connection.execute(
            statement.on_conflict_do_nothing(index_elements=["entry"]), [dict(row) for row in rows]
        )
