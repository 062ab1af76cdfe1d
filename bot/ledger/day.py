"""One day of calls, for the adviser's desk: how many, and how they ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.engine import Engine

from bot.ledger.schema import calls

#: Owners listed at most: the desk has little room.
MOST_OWNERS = 5


@dataclass(frozen=True)
class Day:
    """Calls of a day. total: those with any mark. deflected: answered on the line and not
    transferred. transferred, misdirected: as marked, so one call may count in both. owners:
    (id of the owner who is right, misdirected calls), most first.
    """

    total: int
    deflected: int
    transferred: int
    misdirected: int
    owners: tuple[tuple[str, int], ...]


def day(engine: Engine, since: datetime, until: datetime) -> Day:
    """The calls marked from `since` (UTC, no zone) to before `until`. A call is a conversation."""
    marked = (calls.c.at >= since) & (calls.c.at < until)
    of = {
        mark: select(calls.c.conversation).where(marked & (calls.c.mark == mark)).distinct()
        for mark in ("answered", "transferred", "misdirected")
    }
    count = select(func.count(calls.c.conversation.distinct()))
    passed_on = calls.c.conversation.in_(of["transferred"])
    queries = (
        count.where(marked),
        count.where(marked & (calls.c.mark == "answered") & ~passed_on),
        count.where(marked & (calls.c.mark == "transferred")),
        count.where(marked & (calls.c.mark == "misdirected")),
    )
    size = func.count(calls.c.conversation.distinct())
    owned = marked & (calls.c.mark == "misdirected") & calls.c.owner.is_not(None)
    by_owner = (
        select(calls.c.owner, size)
        .where(owned)
        .group_by(calls.c.owner)
        .order_by(size.desc(), calls.c.owner)
        .limit(MOST_OWNERS)
    )
    with engine.connect() as connection:
        total, deflected, transferred, misdirected = (
            int(connection.execute(query).scalar() or 0) for query in queries
        )
        owners = tuple((row[0], row[1]) for row in connection.execute(by_owner))
    return Day(total, deflected, transferred, misdirected, owners)
