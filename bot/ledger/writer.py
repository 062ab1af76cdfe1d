"""Carries rows from the spool to the database, from a thread of its own, each once.

While the database is away it tries again after one second, two, four, up to fifteen; what waits is
put on the disk before each pause. A row that the database refuses by itself is set aside in a file
beside the spool, so that it holds up no other.
"""

from __future__ import annotations

import json
import logging
import os
import threading
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy.engine import Engine
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, SQLAlchemyError, StatementError

from bot.ledger.rows import from_json
from bot.ledger.schema import TABLES
from bot.ledger.spool import Line, Spool, SpoolFull
from bot.ledger.write import insert_once

logger = logging.getLogger(__name__)

#: Seconds in which rows gather before they are written together.
GATHER = 0.05
#: Seconds until the second try, and at most.
FIRST_WAIT, LONGEST_WAIT = 1.0, 15.0
#: Rows written in one transaction, and rows kept in memory when the disk won't take them.
BATCH, IN_MEMORY = 1000, 10_000
#: Seconds after which it looks for what other processes left behind.
LOOK_AROUND = 60.0


class Writer:
    """Takes rows at once and writes them soon.

    prepare: brings the tables up to date; called before the first row and after each failure.
    written: told of the rows of a table once they are in the database; after a crash, again.
    """

    def __init__(
        self,
        engine: Engine,
        folder: Path,
        prepare: Callable[[], None],
        written: Callable[[str, Sequence[dict[str, Any]]], None] = lambda _table, _rows: None,
        spool: Callable[[Path], Spool] = Spool,
    ) -> None:
        self._engine = engine
        self._folder = folder
        self._prepare = prepare
        self._written = written
        self._open_spool = spool
        self._lost = 0
        self._begin()

    def _begin(self) -> None:
        """Everything that belongs to one process; again in the child after a fork."""
        self._process = os.getpid()
        self._spool = _opened(self._open_spool, self._folder)
        self._memory: deque[Line] = deque()
        self._ready = False
        self._wake, self._stopping = threading.Event(), threading.Event()
        self._writing = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="ledger", daemon=True)
        self._thread.start()

    def put(self, table: str, row: dict[str, Any]) -> bool:
        """Take a row, with values as JSON has them. RETURNS False when it is lost, which is logged:
        when the disk won't take it and memory is full of such rows too.
        """
        if self._process != os.getpid():
            self._engine.dispose(close=False)  # the parent's connections are the parent's
            self._begin()
        try:
            if self._spool is None:
                raise OSError("there is no spool")
            self._spool.append(table, row)
        except (OSError, SpoolFull, ValueError) as fault:
            if len(self._memory) >= IN_MEMORY or self._stopping.is_set():
                self._lost += 1
                logger.error("The ledger lost a row, %s so far: %s.", self._lost, _name(fault))
                return False
            self._memory.append((table, row))
        if not self._wake.is_set():
            self._wake.set()
        return True

    @property
    def waiting(self) -> bool:
        """Whether any row that was put is not in the database yet."""
        return bool(self._memory or (self._spool and self._spool.waiting))

    def flush(self) -> bool:
        """Write what waits, now. RETURNS whether the database has all of it."""
        with self._writing:
            try:
                if not self._ready:
                    self._prepare()
                    self._ready = True
                self._empty_memory()
                if self._spool:
                    self._empty(self._spool)
                self._take_over()
            except (SQLAlchemyError, OSError) as fault:
                self._ready = False
                logger.warning("The ledger's database is away, rows wait: %s.", _name(fault))
                if self._spool:
                    self._spool.sync()
                return False
        return True

    def close(self, seconds: float = 5.0) -> None:
        """Write what waits and end the thread; what can't be written in time waits in the spool
        for the next start.
        """
        self._stopping.set()
        self._wake.set()
        self._thread.join(seconds)
        if not self._thread.is_alive() and self._spool:
            self._spool.sync()
            self._spool.close()
            self._spool = None

    def _run(self) -> None:
        wait = FIRST_WAIT
        while not self._stopping.is_set():
            if self._attempt():
                wait = FIRST_WAIT
                self._wake.wait(LOOK_AROUND)
                self._stopping.wait(GATHER)
            else:
                self._stopping.wait(wait)
                wait = min(wait * 2, LONGEST_WAIT)
            self._wake.clear()
        self._attempt()

    def _attempt(self) -> bool:
        try:
            return self.flush()
        except Exception as fault:  # the thread must outlive whatever a driver does
            logger.error("Writing the ledger failed: %s.", _name(fault))
            return False

    def _empty(self, spool: Spool) -> None:
        while spool.waiting:
            lines, position = spool.fetch(BATCH)
            self._write(lines)
            spool.done(position)

    def _empty_memory(self) -> None:
        while self._memory:
            self._write([self._memory[0]])
            self._memory.popleft()

    def _take_over(self) -> None:
        ours = self._spool.path if self._spool else self._folder
        for left in Spool.left_behind(self._folder, ours):
            try:
                self._empty(left)
            finally:
                left.close()

    def _write(self, lines: Sequence[Line]) -> None:
        by_table: dict[str, list[dict[str, Any]]] = {}
        for name, row in lines:
            try:
                made = from_json(TABLES[name], row)
            except (KeyError, ValueError, TypeError) as fault:
                logger.error("A row of the ledger's spool made no sense: %s.", _name(fault))
                self._set_aside(name, row)
            else:
                by_table.setdefault(name, []).append(made)
        for name, rows in by_table.items():
            table = TABLES[name]
            try:
                with self._engine.begin() as connection:
                    insert_once(connection, table, rows)
            except StatementError as fault:
                if not _of_a_row(fault):
                    raise
                rows = [row for row in rows if self._write_alone(name, row)]
            self._tell(name, rows)

    def _tell(self, name: str, rows: Sequence[dict[str, Any]]) -> None:
        try:
            if rows:
                self._written(name, rows)
        except Exception as fault:  # what listens must not hold up the ledger
            logger.error("Rows of %s could not be told of: %s.", name, _name(fault))

    def _write_alone(self, name: str, row: dict[str, Any]) -> bool:
        """Writes one row of a batch that was refused. RETURNS whether it could be."""
        try:
            with self._engine.begin() as connection:
                insert_once(connection, TABLES[name], [row])
        except StatementError as fault:
            if not _of_a_row(fault):
                raise
            logger.error("The database refused a row of %s: %s.", name, _name(fault))
            self._set_aside(name, row)
            return False
        return True

    def _set_aside(self, name: str, row: dict[str, Any]) -> None:
        path = self._folder / "refused.json-lines"
        file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with open(file, "w", encoding="utf-8") as out:  # noqa: PTH123  (by descriptor)
            out.write(json.dumps([name, row], default=str, ensure_ascii=False) + "\n")


def _opened(spool: Callable[[Path], Spool], folder: Path) -> Any:
    try:
        return spool(folder)
    except OSError as fault:
        logger.error(
            "There is no place for the ledger's spool at %s (%s): rows wait in memory.",
            folder,
            _name(fault),
        )
        return None


def _of_a_row(fault: StatementError) -> bool:
    """Whether a fault is of one row, rather than of the database: its value does not fit."""
    return isinstance(fault, (DataError, IntegrityError)) or not isinstance(fault, DBAPIError)


def _name(fault: BaseException) -> str:
    """The kind of a fault; its words may hold a row's."""
    if isinstance(fault, StatementError) and fault.orig is not None:
        fault = fault.orig
    return type(fault).__name__
