"""The ledger's tables as they are today; how they came about stands in migrations.py.

Three tables, each row written once and never changed: `turn` (one row a turn), `verdict` (what a
citizen said of an answer) and `call` (what an adviser marked at the end of a call). None holds
personal data. Every row has an `entry`: an id made where the row is made, so that writing it again
after a failure changes nothing.
"""

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

from bot.ledger.migrations import MIGRATIONS

__all__ = ["CALL_MARKS", "GAP_REASONS", "MIGRATIONS", "TABLES", "calls", "turns", "verdicts"]

#: Why a need was not met. The first four are decided in a turn and stand in `turn.gap`; the last
#: two are seen afterwards, see bot.ledger.unmet.
GAP_REASONS = (
    "not_understood",
    "out_of_remit",
    "no_provider",
    "no_route",
    "did_not_help",
    "abandoned",
)

#: What an adviser can say of a call.
CALL_MARKS = ("misdirected", "answered", "transferred")

metadata = MetaData()

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
    Column("entry", String(32)),
    Column("number", Integer),
    Column("told", Text),
    Column("model", String(64)),
    Column("catalogue", String(16)),
    Index("turn_at", "at"),
    Index("turn_outcome_need", "outcome", "need"),
    Index("turn_entry", "entry", unique=True),
    Index("turn_conversation", "conversation", "number"),
)

verdicts = Table(
    "verdict",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", DateTime, nullable=False),
    Column("conversation", String(32), nullable=False),
    Column("turn", Integer, nullable=False),
    Column("helped", Boolean, nullable=False),
    Column("entry", String(32)),
    Index("verdict_entry", "entry", unique=True),
    Index("verdict_conversation", "conversation", "turn"),
)

calls = Table(
    "call",
    metadata,
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
)

#: Every table of the ledger by its name.
TABLES = {table.name: table for table in (turns, verdicts, calls)}
