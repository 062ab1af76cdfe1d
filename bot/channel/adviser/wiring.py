"""What the desk is told and tells, from this process's assistant: its ledger and its directory."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from typing import Optional
from zoneinfo import ZoneInfo

from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.channel.adviser.desk import Books
from bot.channel.adviser.marks import Directory
from bot.channel.transcripts import Turn
from bot.database import open_engine
from bot.ledger.day import Day, day
from bot.ledger.entry import Call
from bot.settings import Settings

logger = logging.getLogger(__name__)

LONDON = ZoneInfo("Europe/London")


def books(settings: Settings) -> Books:
    """The desk's books, opened at the first use."""

    def today() -> Optional[Day]:
        from bot.assistant import assistant

        ledger = assistant().ledger
        try:
            if ledger:
                ledger.flush()
            return day(_engine(settings.ledger), *bounds(datetime.now(LONDON)))
        except SQLAlchemyError as error:
            logger.error("Today's calls could not be counted: %s", type(error).__name__)
            return None

    def enter(mark: Call) -> None:
        from bot.assistant import assistant

        assistant().call(mark)

    return Books(enter, today, lambda: _directory(settings.council_name, settings.home or ""))


def failed(conversation: str, turn: Turn) -> None:
    """Enters in the ledger that a turn at the desk broke; the action had no chance to."""
    from bot.assistant import assistant

    assistant().failed(conversation, "adviser", turn.number)


def bounds(now: datetime) -> tuple[datetime, datetime]:
    """The local day of a moment, as UTC without a zone, as the ledger writes times."""
    start = now.replace(hour=0, minute=0, second=0, microsecond=0)
    end = (start + timedelta(days=1)).replace(hour=0)
    return _utc(start), _utc(end)


def _utc(time: datetime) -> datetime:
    return time.astimezone(timezone.utc).replace(tzinfo=None)


@lru_cache(maxsize=1)
def _engine(address: str) -> Engine:
    return open_engine(address)


@lru_cache(maxsize=1)
def _directory(council: str, home: str) -> Directory:
    from bot.assistant import assistant

    catalogue = assistant().catalogue
    known = {body.name: body.id for body in catalogue.organizations.values()}
    known |= {authority.name: authority.gss for authority in catalogue.authorities.values()}
    return Directory(council, {**known, council: home} if home else known)
