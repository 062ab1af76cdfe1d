"""The tables of staff and their history: numbered migrations, appended and never edited."""

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

#: Who may sign in. password: an argon2id hash, which holds its own salt and costs.
accounts = Table(
    "account",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("role", String(16), nullable=False),
    Column("password", String(255), nullable=False),
    Column("disabled", Boolean, nullable=False),
    Column("added", DateTime, nullable=False),
)

#: Who is signed in. token: the SHA-256 of the cookie's token. Times in seconds since 1970.
sessions = Table(
    "session",
    metadata,
    Column("token", String(64), primary_key=True),
    Column("name", String(64), nullable=False),
    Column("started", Float, nullable=False),
    Column("seen", Float, nullable=False),
    Index("session_name", "name"),
)

#: Failed sign-ins, by account and by address. Times in seconds since 1970.
attempts = Table(
    "attempt",
    metadata,
    Column("key", String(128), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("last", Float, nullable=False),
)

#: What staff did, appended only: the database itself refuses to change or remove a row.
audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", DateTime, nullable=False),
    Column("who", String(64), nullable=False),
    Column("what", String(64), nullable=False),
    Column("about", Text, nullable=False),
    Column("address", String(64), nullable=False),
    Index("audit_at", "at"),
)

#: The switch of the whole assistant: its newest row holds. reason: "" when it is on.
switches = Table(
    "switch",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", DateTime, nullable=False),
    Column("who", String(64), nullable=False),
    Column("reason", Text, nullable=False),
)

_APPEND_ONLY = {
    "sqlite": (
        "CREATE TRIGGER audit_kept_{lower} BEFORE {verb} ON audit "
        "BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END",
    ),
    "postgresql": (
        "CREATE OR REPLACE FUNCTION audit_kept() RETURNS trigger AS "
        "$$BEGIN RAISE EXCEPTION 'the audit log is append-only'; END$$ LANGUAGE plpgsql",
        "CREATE TRIGGER audit_kept_{lower} BEFORE {verb} ON audit "
        "FOR EACH ROW EXECUTE PROCEDURE audit_kept()",
    ),
}


def _m001_begin(connection: Connection) -> None:
    metadata.create_all(connection, [accounts, sessions, attempts, audit, switches])


def _m002_audit_is_kept(connection: Connection) -> None:
    for verb in ("UPDATE", "DELETE"):
        for statement in _APPEND_ONLY.get(connection.dialect.name, ()):
            connection.exec_driver_sql(statement.format(verb=verb, lower=verb.lower()))


MIGRATIONS: tuple[Migration, ...] = (_m001_begin, _m002_audit_is_kept)
