"""Hashes conversation ids so that turns join and people can't be found.

By default each day has a key of its own, made at random and forgotten two days later: then not even
this machine can tell whether a hash belongs to an id. Servers that share one ledger share one key
instead (setting `ledger_key`), and the day is part of what is hashed.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import logging
import secrets
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Protocol

from bot.private_file import made_once

logger = logging.getLogger(__name__)

#: After midnight UTC the day turns for conversations, when fewest are cut in two by it.
DAY_TURNS = timedelta(hours=4)
#: Days for which a key is kept after its own: a verdict may come after the day has turned.
KEPT = 2


class Hashes(Protocol):
    """How the ledger names a conversation."""

    def hashed(self, conversation: str, at: datetime) -> str:
        """32 hexadecimal digits: the same for a conversation all through one day, and no other.

        at (datetime): when its turn was, UTC without a zone.
        """


class SharedKey:
    """One key for as long as the installation likes."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def hashed(self, conversation: str, at: datetime) -> str:
        """See Hashes."""
        return _hash(self._key, _day(at), conversation)


class DailyKeys:
    """A key a day, each in a private file of `folder` until it is forgotten."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[date, bytes] = {}

    def hashed(self, conversation: str, at: datetime) -> str:
        """See Hashes."""
        day = _day(at)
        key = self._known.get(day)
        if key is None:
            key = self._key_of(day)
        return _hash(key, day, conversation)

    def _key_of(self, day: date) -> bytes:
        try:
            key = made_once(self._folder / day.isoformat(), lambda: secrets.token_bytes(32))
            self._known[day] = key
            self.forget(max(self._known) - timedelta(days=KEPT))
        except OSError as fault:
            # Turns of other processes won't join these; a turn must not fail for that.
            logger.error("The ledger's key could not be kept: %s.", type(fault).__name__)
            key = self._known.setdefault(day, secrets.token_bytes(32))
        return key

    def forget(self, before: date) -> None:
        """Removes the keys of days before that one."""
        self._known = {day: key for day, key in self._known.items() if day >= before}
        for path in self._folder.iterdir():
            with contextlib.suppress(ValueError, OSError):
                if date.fromisoformat(path.name) < before:
                    path.unlink()


def _day(at: datetime) -> date:
    return (at - DAY_TURNS).date()


def _hash(key: bytes, day: date, conversation: str) -> str:
    text = f"{day.isoformat()} {conversation}"
    return hmac.new(key, text.encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:32]
