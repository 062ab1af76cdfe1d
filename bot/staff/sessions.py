"""Who is signed in: random tokens of which only a hash is kept, ended by rest or by age."""

from __future__ import annotations

import hashlib
import re
import secrets
import time
from collections.abc import Callable
from typing import Any, Optional

from sqlalchemy import delete, insert, select, update
from sqlalchemy.engine import Engine

from bot.staff.schema import sessions

#: What secrets.token_urlsafe(32) gives: 256 bits.
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
#: Seconds between writing down that a session is in use.
_NOTED_EVERY = 60


def new_token() -> str:
    """A token that nobody can guess."""
    return secrets.token_urlsafe(32)


class Sessions:
    """Sessions in the database. idle, longest (seconds): without use, and in all."""

    def __init__(
        self, engine: Engine, idle: float, longest: float, clock: Callable[[], float] = time.time
    ) -> None:
        self._engine = engine
        self._idle = idle
        self._longest = longest
        self._clock = clock

    def begin(self, name: str) -> str:
        """A new session. RETURNS its token, which is shown nowhere else."""
        token, now = new_token(), self._clock()
        row = {"token": _hash(token), "name": name, "started": now, "seen": now}
        with self._engine.begin() as connection:
            connection.execute(delete(sessions).where(self._over(now)))
            connection.execute(insert(sessions).values(**row))
        return token

    def name(self, token: str) -> Optional[str]:
        """Whose session it is; None when there is none, or it is over. Counts as use."""
        if not TOKEN.fullmatch(token):
            return None
        now, mine = self._clock(), sessions.c.token == _hash(token)
        with self._engine.connect() as connection:
            row = connection.execute(select(sessions).where(mine & ~self._over(now))).first()
        if row is None:
            return None
        if now - row.seen > _NOTED_EVERY:
            with self._engine.begin() as connection:
                connection.execute(update(sessions).where(mine).values(seen=now))
        return str(row.name)

    def end(self, token: str) -> None:
        """Ends one session."""
        with self._engine.begin() as connection:
            connection.execute(delete(sessions).where(sessions.c.token == _hash(token)))

    def end_all(self, name: str, but: str = "") -> None:
        """Ends every session of an account, except that of the token `but`."""
        others = (sessions.c.name == name) & (sessions.c.token != _hash(but))
        with self._engine.begin() as connection:
            connection.execute(delete(sessions).where(others))

    def _over(self, now: float) -> Any:
        return (sessions.c.seen <= now - self._idle) | (sessions.c.started <= now - self._longest)


def _hash(token: str) -> str:
    return hashlib.sha256(b"signpost staff " + token.encode("utf-8", "replace")).hexdigest()
