"""The ledger as the rest of the assistant sees it: takes turns, verdicts and marks, and keeps them.

With a spool, taking never waits for the database: see writer.py. Without one, as in tests and for
imports, rows go straight to it. Neither ever breaks an answer.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, Optional

from sqlalchemy import Table, func, select
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.database import migrate, open_engine
from bot.ledger.deliver import Written
from bot.ledger.entry import Call, Entry, new_id, now
from bot.ledger.keys import DailyKeys, Hashes, SharedKey
from bot.ledger.rows import fitted, to_json
from bot.ledger.schema import CALL_MARKS, MIGRATIONS, calls, turns, verdicts
from bot.ledger.write import Row, insert_once
from bot.ledger.writer import Writer
from bot.settings import ROOT

logger = logging.getLogger(__name__)

#: Rows that `fill` sends to the database at once.
BATCH = 5000


def _nobody(_table: str, _rows: Sequence[dict[str, Any]]) -> None:
    """Is told, and does nothing."""


class Ledger:
    """Appends entries. A failed write is logged without the words and never raised."""

    def __init__(
        self,
        engine: Engine,
        key: bytes | Hashes,
        spool: Optional[Path] = None,
        written: Optional[Written] = None,
    ) -> None:
        """key: hashes conversations. spool (Path | None): folder for rows on their way, so that the
        database may be away even now; None: straight to the database, which must be there.
        written: told of rows that came through the spool, once they are in the database.
        """
        self._engine = engine
        self._hashes = SharedKey(key) if isinstance(key, bytes) else key
        self._writer = Writer(engine, spool, self._migrate, written or _nobody) if spool else None
        if not self._writer:
            self._migrate()

    @classmethod
    def open(
        cls,
        address: str,
        spool: Optional[Path] = None,
        key: bytes = b"",
        written: Optional[Written] = None,
    ) -> Ledger:
        """The ledger at an SQLAlchemy address; a relative SQLite path starts at the project.

        key (bytes): the same for all servers that share the ledger; empty: a new one each day.
        """
        hashes = SharedKey(key) if key else DailyKeys(ROOT / "var" / "ledger-keys")
        return cls(open_engine(address), hashes, spool, written)

    def record(self, entry: Entry) -> bool:
        """Append one turn. RETURNS whether it was taken."""
        row = dict(vars(entry))
        row["conversation"] = self._hashes.hashed(entry.conversation, entry.at)
        return self._append(turns, row)

    def verdict(
        self, conversation: str, turn: int, helped: bool, given: Optional[datetime] = None
    ) -> bool:
        """Append what the citizen said of the answer given at `given` (UTC; default: now).

        RETURNS whether it was taken.
        """
        at = now()
        hashed = self._hashes.hashed(conversation, given or at)
        row = {"entry": new_id(), "at": at, "conversation": hashed, "turn": turn, "helped": helped}
        return self._append(verdicts, row)

    def call(self, call: Call) -> bool:
        """Append an adviser's mark. RETURNS whether it was taken.

        RAISES ValueError for a mark that is none of CALL_MARKS.
        """
        if call.mark not in CALL_MARKS:
            raise ValueError(f"{call.mark!r} is no mark: use one of {', '.join(CALL_MARKS)}")
        row = {**vars(call), "conversation": self._hashes.hashed(call.conversation, call.at)}
        return self._append(calls, row)

    def flush(self) -> bool:
        """Write what waits in the spool now. RETURNS whether the database has all of it."""
        return self._writer is None or self._writer.flush()

    def close(self) -> None:
        """Write what waits, as far as the database is there, and end the thread."""
        if self._writer:
            self._writer.close()

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

    def _append(self, table: Table, row: dict[str, Any]) -> bool:
        row = fitted(table, row)
        if self._writer:
            return self._writer.put(table.name, to_json(row))
        try:
            with self._engine.begin() as connection:
                insert_once(connection, table, [row])
        except SQLAlchemyError as error:
            logger.error("Nothing was entered in the ledger: %s", type(error).__name__)
            return False
        return True

    def _migrate(self) -> None:
        with self._engine.begin() as connection:
            migrate(connection, "ledger", MIGRATIONS)
