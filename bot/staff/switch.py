"""The switch of the whole assistant: off with a reason, or on. Every change is kept."""

from __future__ import annotations

from datetime import datetime, timezone

from sqlalchemy import insert, select
from sqlalchemy.engine import Engine

from bot.errors import BadInput
from bot.staff.audit import Audit
from bot.staff.schema import switches

#: Characters a reason may have: it is shown as a paragraph.
LONGEST = 500


class Switch:
    """The switch in the database, which every worker and every machine reads."""

    def __init__(self, engine: Engine, audit: Audit) -> None:
        self._engine = engine
        self._audit = audit

    def reason(self) -> str:
        """Why the assistant is off, as citizens read it; "" when it is on."""
        query = select(switches.c.reason).order_by(switches.c.id.desc()).limit(1)
        with self._engine.connect() as connection:
            return str(connection.execute(query).scalar() or "")

    def off(self, who: str, reason: str, address: str = "") -> None:
        """Turns it off. RAISES BadInput for a reason that nobody could read."""
        reason = " ".join(reason.split())
        if not reason or not reason.isprintable():
            raise BadInput("There is no reason: say in a sentence why it is off, for citizens.")
        if len(reason) > LONGEST:
            raise BadInput(f"The reason is too long: use at most {LONGEST} characters.")
        self._turn(who, "assistant off", reason, address)

    def on(self, who: str, address: str = "") -> None:
        """Turns it on."""
        self._turn(who, "assistant on", "", address)

    def _turn(self, who: str, what: str, reason: str, address: str) -> None:
        at = datetime.now(timezone.utc).replace(microsecond=0, tzinfo=None)
        self._audit.write(who, what, reason, address)
        with self._engine.begin() as connection:
            connection.execute(insert(switches).values(at=at, who=who[:64], reason=reason))
