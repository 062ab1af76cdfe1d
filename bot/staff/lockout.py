"""Slows down who guesses: after some failures an account, or an address, must wait ever longer."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Optional

from sqlalchemy import delete, insert, select, update
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import IntegrityError

from bot.staff.schema import attempts

#: Failures without a wait. Whole offices share an address, so it has more.
FREE = {"account": 5, "address": 20, "code": 20}
FIRST_WAIT = 60.0
LONGEST_WAIT = 3600.0
#: Seconds after the last failure when all is forgotten.
FORGOTTEN = 24 * 3600.0


class Lockout:
    """Counts failures by kind ("account", "address", "code") and key."""

    def __init__(self, engine: Engine, clock: Callable[[], float] = time.time) -> None:
        self._engine = engine
        self._clock = clock

    def attempt(self, kind: str, key: str) -> float:
        """Before an attempt: the seconds to wait; 0.0 lets it go on, counted as failed until
        `forgive`. Counted first, so that a hundred at once are not all the first one.
        """
        key, now = f"{kind} {key}"[:128], self._clock()
        with self._engine.begin() as connection:
            connection.execute(delete(attempts).where(attempts.c.last <= now - FORGOTTEN))
            while True:
                row = connection.execute(select(attempts).where(attempts.c.key == key)).first()
                if row is not None:
                    wait: float = row.last + _wait(row.failures, FREE[kind]) - now
                    if wait > 0:
                        return wait
                if _count(connection, key, row.failures if row else None, now):
                    return 0.0

    def forgive(self, kind: str, key: str) -> None:
        """After a success: all failures are forgotten."""
        with self._engine.begin() as connection:
            connection.execute(delete(attempts).where(attempts.c.key == f"{kind} {key}"[:128]))

    def undo(self, kind: str, key: str) -> None:
        """After a success that forgives no one else's failures: takes back one's own count."""
        mine = attempts.c.key == f"{kind} {key}"[:128]
        with self._engine.begin() as connection:
            connection.execute(
                update(attempts)
                .where(mine & (attempts.c.failures > 0))
                .values(failures=attempts.c.failures - 1)
            )


def _wait(failures: int, free: int) -> float:
    """Seconds: 60 after the last free failure, doubled by each further one, up to an hour."""
    if failures < free:
        return 0.0
    doublings = min(failures - free, 10)
    return float(min(FIRST_WAIT * 2**doublings, LONGEST_WAIT))


def _count(connection: Connection, key: str, seen: Optional[int], now: float) -> bool:
    """Counts one more than was seen. RETURNS False when another was counted in between."""
    if seen is None:
        try:
            with connection.begin_nested():
                connection.execute(insert(attempts).values(key=key, failures=1, last=now))
        except IntegrityError:
            return False
        return True
    mine = (attempts.c.key == key) & (attempts.c.failures == seen)
    done = connection.execute(update(attempts).where(mine).values(failures=seen + 1, last=now))
    return bool(done.rowcount)
