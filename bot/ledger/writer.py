"""Carries rows from the spool to the database, from a thread of its own, each once.

While the database is away it tries again after one second, two, four, up to fifteen; what waits is
put on the disk before each pause.
"""

from __future__ import annotations

import logging
import os
import threading
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any, Optional

from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.ledger.deliver import Delivery, Written, kind
from bot.ledger.spool import Line, Spool, SpoolFull

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
    written: see deliver.Written.
    """

    def __init__(
        self,
        engine: Engine,
        folder: Path,
        prepare: Callable[[], None],
        written: Written,
    ) -> None:
        self._engine = engine
        self._folder = folder
        self._prepare = prepare
        self._delivery = Delivery(engine, folder, written)
        self._lost = 0
        self._begin()

    def _begin(self) -> None:
        """Everything that belongs to one process; again in the child after a fork."""
        self._process = os.getpid()
        self._spool = _opened(self._folder)
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
        spool = self._spool
        try:
            if spool is None:
                raise OSError("there is no spool")
            spool.append(table, row)
        except (OSError, SpoolFull, ValueError) as fault:
            if len(self._memory) >= IN_MEMORY or self._stopping.is_set():
                self._lost += 1
                logger.error("The ledger lost a row, %s so far: %s.", self._lost, kind(fault))
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
                logger.warning("The ledger's database is away, rows wait: %s.", kind(fault))
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
            logger.error("Writing the ledger failed: %s.", kind(fault))
            return False

    def _empty(self, spool: Spool) -> None:
        while spool.waiting:
            lines, position = spool.fetch(BATCH)
            self._delivery.write(lines)
            spool.done(position)

    def _empty_memory(self) -> None:
        while self._memory:
            self._delivery.write([self._memory[0]])
            self._memory.popleft()

    def _take_over(self) -> None:
        ours = self._spool.path if self._spool else self._folder
        for left in Spool.left_behind(self._folder, ours):
            try:
                self._empty(left)
            finally:
                left.close()


def _opened(folder: Path) -> Optional[Spool]:
    try:
        return Spool(folder)
    except OSError as fault:
        logger.error(
            "There is no place for the ledger's spool at %s (%s): rows wait in memory.",
            folder,
            kind(fault),
        )
        return None
