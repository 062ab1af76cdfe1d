"""The ledger's tables and their history: numbered migrations, appended and never edited."""

from __future__ import annotations

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
)
from sqlalchemy.engine import Connection

from bot.database import Migration

metadata = MetaData()

#: One row a turn. `conversation` is a keyed hash that can't be tied to a person.
turns = Table(
    "turn",
    metadata,
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
)


#: Whether an answer helped, as the citizen said. `turn` counts within the conversation.
verdicts = Table(
    "verdict",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", DateTime, nullable=False),
    Column("conversation", String(32), nullable=False),
    Column("turn", Integer, nullable=False),
    Column("helped", Boolean, nullable=False),
)


def _m001_begin(connection: Connection) -> None:
    turns.create(connection)


def _m002_verdicts(connection: Connection) -> None:
    verdicts.create(connection)


MIGRATIONS: tuple[Migration, ...] = (_m001_begin, _m002_verdicts)
