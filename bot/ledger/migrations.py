"""How the ledger's tables came about: numbered steps, appended and never edited.

Each step spells out the columns of its day and takes nothing from schema.py, which may change. A
test holds the tables that all steps make together to those of schema.py.
"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    bindparam,
    column,
    select,
    table,
    text,
    update,
)
from sqlalchemy.engine import Connection

from bot.database import Migration


def _m001_begin(connection: Connection) -> None:
    Table(
        "turn",
        MetaData(),
        Column("id", Integer, primary_key=True),
        Column("at", DateTime, nullable=False),
        Column("conversation", String(32), nullable=False),
        Column("channel", String(32), nullable=False),
        Column("outcome", String(32), nullable=False),
        Column("gap", String(32)),
        Column("need", String(64)),
        Column("owner", String(64)),
        Column("area", Text),
        Column("outcode", String(4)),
        Column("words", Text, nullable=False),
        Column("language", String(8), nullable=False),
        Column("seconds", Float, nullable=False),
        Index("turn_at", "at"),
        Index("turn_outcome_need", "outcome", "need"),
    ).create(connection)


def _m002_verdicts(connection: Connection) -> None:
    Table(
        "verdict",
        MetaData(),
        Column("id", Integer, primary_key=True),
        Column("at", DateTime, nullable=False),
        Column("conversation", String(32), nullable=False),
        Column("turn", Integer, nullable=False),
        Column("helped", Boolean, nullable=False),
    ).create(connection)


def _m003_entries(connection: Connection) -> None:
    for name in ("turn", "verdict"):
        _add(connection, name, "entry varchar(32)")
        _name_old_rows(connection, name)
        _index(connection, f"create unique index {name}_entry on {name} (entry)")


def _m004_where_a_turn_stands(connection: Connection) -> None:
    for definition in ("number integer", "told text", "model varchar(64)", "catalogue varchar(16)"):
        _add(connection, "turn", definition)
    _index(connection, "create index turn_conversation on turn (conversation, number)")
    _index(connection, "create index verdict_conversation on verdict (conversation, turn)")


def _m005_calls(connection: Connection) -> None:
    Table(
        "call",
        MetaData(),
        Column("id", Integer, primary_key=True),
        Column("entry", String(32), nullable=False),
        Column("at", DateTime, nullable=False),
        Column("conversation", String(32), nullable=False),
        Column("mark", String(16), nullable=False),
        Column("need", String(64)),
        Column("owner", String(64)),
        Column("called", String(64)),
        Column("area", Text),
        Column("seconds", Float),
        Index("call_entry", "entry", unique=True),
        Index("call_at", "at"),
    ).create(connection)


def _add(connection: Connection, name: str, definition: str) -> None:
    """A new column, in the words that SQLite and PostgreSQL share."""
    connection.execute(text(f"alter table {name} add column {definition}"))


def _index(connection: Connection, statement: str) -> None:
    connection.execute(text(statement))


def _name_old_rows(connection: Connection, name: str) -> None:
    """Gives rows from before there were entry ids one each."""
    old: Any = table(name, column("id"), column("entry"))
    rows = connection.execute(select(old.c.id).where(old.c.entry.is_(None))).scalars().all()
    if rows:
        connection.execute(
            update(old).where(old.c.id == bindparam("row")).values(entry=bindparam("made")),
            [{"row": row, "made": uuid4().hex} for row in rows],
        )


MIGRATIONS: tuple[Migration, ...] = (
    _m001_begin,
    _m002_verdicts,
    _m003_entries,
    _m004_where_a_turn_stands,
    _m005_calls,
)
