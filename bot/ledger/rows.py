"""Rows between Python, JSON and the tables: only what a column can hold."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import DateTime, String, Table, Text


def fitted(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    """The row with texts cut to their columns and without what no database takes: a NUL, half a
    surrogate. PostgreSQL refuses rows that SQLite would accept.
    """
    return {name: _fitted(table.c[name].type, value) for name, value in row.items()}


def to_json(row: dict[str, Any]) -> dict[str, Any]:
    """The row with times as text."""
    return {k: v.isoformat() if isinstance(v, datetime) else v for k, v in row.items()}


def from_json(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    """The row of `to_json`, with a value for every column but `id` so that rows of a batch are
    alike; columns that the table does not have are left out.
    """
    return {
        column.name: _read(column.type, row.get(column.name))
        for column in table.columns
        if column.name != "id"
    }


def _fitted(kind: Any, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    value = value.replace("\x00", "").encode("utf-8", "replace").decode()
    if isinstance(kind, String) and not isinstance(kind, Text) and kind.length:
        return value[: kind.length]
    return value


def _read(kind: Any, value: Any) -> Any:
    return datetime.fromisoformat(value) if value and isinstance(kind, DateTime) else value
