"""Writes turns to the ledger's database: never delays an answer for long and never breaks one."""

from __future__ import annotations

import hashlib
import hmac
import logging
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, Optional

from sqlalchemy import Table, func, select
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.database import migrate, open_engine
from bot.ledger.entry import Call, Entry, new_id, now
from bot.ledger.schema import CALL_MARKS, MIGRATIONS, calls, turns, verdicts
from bot.ledger.write import Row, insert_once
from bot.private_file import made_once
from bot.settings import ROOT

logger = logging.getLogger(__name__)

#: After midnight UTC the day turns for conversations, when fewest are cut in two by it.
DAY_TURNS = timedelta(hours=4)
#: Rows sent to the database at once.
BATCH = 5000


class Ledger:
    """Appends entries. A failed write is logged without the words and never raised."""

    def __init__(self, engine: Engine, key: bytes) -> None:
        self._engine = engine
        self._key = key
        with engine.begin() as connection:
            migrate(connection, "ledger", MIGRATIONS)

    @classmethod
    def open(cls, address: str) -> Ledger:
        """The ledger at an SQLAlchemy address; a relative SQLite path starts at the project."""
        engine = open_engine(address)
        return cls(engine, _key(ROOT / "var" / "ledger.key"))

    def record(self, entry: Entry) -> bool:
        """Append one turn. RETURNS whether it was written."""
        row = asdict(entry)
        row["conversation"] = self._hashed(entry.conversation, entry.at)
        return self._append(turns, row)

    def verdict(
        self, conversation: str, turn: int, helped: bool, given: Optional[datetime] = None
    ) -> bool:
        """Append what the citizen said of the answer given at `given` (UTC; default: now).

        RETURNS whether it was written.
        """
        at = now()
        row = {"entry": new_id(), "at": at, "turn": turn, "helped": helped}
        return self._append(
            verdicts, {**row, "conversation": self._hashed(conversation, given or at)}
        )

    def call(self, call: Call) -> bool:
        """Append an adviser's mark. RETURNS whether it was written.

        RAISES ValueError for a mark that is none of CALL_MARKS.
        """
        if call.mark not in CALL_MARKS:
            raise ValueError(f"{call.mark!r} is no mark: use one of {', '.join(CALL_MARKS)}")
        row = {**asdict(call), "conversation": self._hashed(call.conversation, call.at)}
        return self._append(calls, row)

    def _append(self, table: Table, row: Row) -> bool:
        try:
            with self._engine.begin() as connection:
                insert_once(connection, table, [row])
        except SQLAlchemyError as error:
            logger.error("Nothing was entered in the ledger: %s", type(error).__name__)
            return False
        return True

    def fill(self, table: Table, rows: Iterable[Row]) -> None:
        """Appends many rows at once, as an import does. RAISES what the database raises.

        rows: with the table's columns but `id`, all the same; entries that are there already are
            passed over. `conversation` must have been hashed or made up.
        """
        rows = iter(rows)
        with self._engine.begin() as connection:
            while batch := list(islice(rows, BATCH)):
                insert_once(connection, table, batch)

    def outcomes(self) -> Mapping[str, int]:
        """Turns by outcome."""
        query = select(turns.c.outcome, func.count()).group_by(turns.c.outcome)
        with self._engine.connect() as connection:
            return {row[0]: row[1] for row in connection.execute(query)}

    def rows(self, table: Table = turns) -> list[dict[str, Any]]:
        """Every entry of a table, oldest first."""
        query = select(table).order_by(table.c.id)
        with self._engine.connect() as connection:
            return [dict(row) for row in connection.execute(query).mappings()]

    def _hashed(self, conversation: str, at: datetime) -> str:
        """Joins the turns of one conversation on one day, and nothing else: the key never leaves
        this machine and the day is part of what is hashed.
        """
        text = f"{at - DAY_TURNS:%Y-%m-%d} {conversation}"
        return hmac.new(self._key, text.encode(), hashlib.sha256).hexdigest()[:32]


def _key(path: Path) -> bytes:
    """The key of the conversation hash."""
    return made_once(path, lambda: secrets.token_bytes(32))
