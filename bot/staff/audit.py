"""The audit log of what staff do: appended, never changed, without what citizens said."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.engine import Engine

from bot.staff.schema import audit

LONGEST = 300


class Audit:
    """The log in the database. A failed write is raised: what can't be logged isn't done."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def write(self, who: str, what: str, about: str = "", address: str = "") -> None:
        """Appends one line.

        who (str): an account, or "command line (USER)". what (str): a few fixed words such as
        "signed in". about (str): what it was done to. address (str): of the client, "" for none.
        """
        row = {
            "at": datetime.now(timezone.utc).replace(microsecond=0, tzinfo=None),
            "who": _plain(who, 64),
            "what": _plain(what, 64),
            "about": _plain(about, LONGEST),
            "address": _plain(address, 64),
        }
        with self._engine.begin() as connection:
            connection.execute(insert(audit).values(**row))

    def rows(self, most: int = 100, who: str = "") -> list[Mapping[str, Any]]:
        """The newest lines, newest first: at (UTC), who, what, about, address."""
        query = select(audit).order_by(audit.c.id.desc()).limit(most)
        if who:
            query = query.where(audit.c.who == who)
        with self._engine.connect() as connection:
            return [dict(row) for row in connection.execute(query).mappings()]


def _plain(text: str, most: int) -> str:
    """One printable line: a name that was tried must not forge another line."""
    clean = "".join(character if character.isprintable() else "?" for character in text)
    return clean[:most]
