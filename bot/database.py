"""Opens a database of ours and brings its tables up to date, for the ledger, staff and review.

SQLite by default, PostgreSQL by an SQLAlchemy address. Each store keeps its own list of numbered
migrations, appended and never edited, and its own table of those that have run.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import (
    Column,
    Integer,
    MetaData,
    Table,
    create_engine,
    event,
    func,
    insert,
    inspect,
    select,
)
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import NullPool

from bot.errors import SettingError
from bot.settings import ROOT

#: Seconds to wait for another writer of SQLite, or for PostgreSQL to answer, before giving up.
PATIENCE = 2

#: How long PostgreSQL may take: to connect (seconds), and, once connected, to acknowledge what was
#: sent (milliseconds): a server that vanished without a word must not hold a thread for an hour.
_POSTGRES = {"connect_timeout": PATIENCE, "tcp_user_timeout": 20_000}
#: Names the lock under which PostgreSQL migrates; any number that nobody else uses.
_LOCK = 7_446_376

Migration = Callable[[Connection], None]


def open_engine(address: str) -> Engine:
    """The engine at an SQLAlchemy address; a relative SQLite path starts at the project.

    RAISES SettingError for text that is no such address.
    """
    try:
        url = make_url(address)
    except ArgumentError:
        raise SettingError(
            "A database address could not be read: use one such as sqlite:///var/ledger.db or "
            "postgresql://user@host/name."
        ) from None
    if url.get_backend_name() != "sqlite" or url.database in (None, "", ":memory:"):
        known = _POSTGRES if url.get_backend_name() == "postgresql" else {}
        return create_engine(url, pool_pre_ping=True, connect_args=known)
    path = ROOT / str(url.database)
    path.parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url.set(database=str(path)), poolclass=NullPool, connect_args={"timeout": PATIENCE}
    )
    event.listen(engine, "connect", _write_ahead)
    return engine


def migrate(connection: Connection, store: str, migrations: Sequence[Migration]) -> None:
    """Runs those of `migrations` that have not run; safe at every start.

    store (str): names the table of what has run, e.g. "ledger" -> ledger_version.
    """
    versions = Table(f"{store}_version", MetaData(), Column("version", Integer, primary_key=True))
    _one_at_a_time(connection)
    if not inspect(connection).has_table(versions.name):
        versions.create(connection)
    done = set(connection.execute(select(versions.c.version)).scalars())
    for number, migration in enumerate(migrations, start=1):
        if number not in done:
            migration(connection)
            connection.execute(insert(versions).values(version=number))


def _one_at_a_time(connection: Connection) -> None:
    """Lets no other process migrate until this transaction ends, and makes it all or nothing: by
    itself SQLite's driver begins no transaction before a change of tables.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    elif not connection.connection.in_transaction:
        connection.exec_driver_sql("begin immediate")


def _write_ahead(connection: Any, _record: Any) -> None:
    connection.execute("pragma journal_mode=wal")
