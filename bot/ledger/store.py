"""Writes turns to the ledger's database: never delays an answer for long and never breaks one."""

from __future__ import annotations

import hashlib
import hmac
import logging
import os
import secrets
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event, func, insert, select
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from bot.ledger.entry import Entry
from bot.ledger.schema import migrate, turns
from bot.settings import ROOT

logger = logging.getLogger(__name__)

#: Seconds to wait for another writer before a turn goes unrecorded (and is logged as such).
PATIENCE = 2


class Ledger:
    """Appends entries. A failed write is logged without the words and never raised."""

    def __init__(self, engine: Engine, key: bytes) -> None:
        self._engine = engine
        self._key = key
        with engine.begin() as connection:
            migrate(connection)

    @classmethod
    def open(cls, address: str) -> Ledger:
        """The ledger at an SQLAlchemy address; a relative SQLite path starts at the project."""
        url = make_url(address)
        arguments: dict[str, Any] = {}
        sqlite = url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:")
        if sqlite:
            path = ROOT / str(url.database)
            path.parent.mkdir(parents=True, exist_ok=True)
            url = url.set(database=str(path))
            arguments = {"poolclass": NullPool, "connect_args": {"timeout": PATIENCE}}
        engine = create_engine(url, **arguments)
        if sqlite:
            event.listen(engine, "connect", _write_ahead)
        return cls(engine, _key())

    def record(self, entry: Entry) -> bool:
        """Append one turn. RETURNS whether it was written."""
        row = asdict(entry)
        row["conversation"] = self._hashed(entry)
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(turns).values(**row))
        except SQLAlchemyError as error:
            logger.error("A turn was not entered in the ledger: %s", type(error).__name__)
            return False
        return True

    def outcomes(self) -> Mapping[str, int]:
        """Turns by outcome."""
        query = select(turns.c.outcome, func.count()).group_by(turns.c.outcome)
        with self._engine.connect() as connection:
            return {outcome: count for outcome, count in connection.execute(query)}

    def rows(self) -> list[dict[str, Any]]:
        """Every entry, oldest first."""
        with self._engine.connect() as connection:
            return [dict(row) for row in connection.execute(select(turns)).mappings()]

    def _hashed(self, entry: Entry) -> str:
        """Joins the turns of one conversation on one day, and nothing else: the key never leaves
        this machine and the day is part of what is hashed.
        """
        text = f"{entry.at:%Y-%m-%d} {entry.conversation}"
        return hmac.new(self._key, text.encode(), hashlib.sha256).hexdigest()[:32]


def _write_ahead(connection: Any, _record: Any) -> None:
    connection.execute("pragma journal_mode=wal")


def _key() -> bytes:
    """The key of the conversation hash, made once, readable by this user alone."""
    path = ROOT / "var" / "ledger.key"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with open(path, "xb", opener=_private) as file:
            file.write(secrets.token_bytes(32))
    except FileExistsError:
        pass
    return Path(path).read_bytes()


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
