"""Keeps the table `request`, from which figures are counted, up to date with the ledger's turns.

The table holds nothing that the turns don't, and no words: it can be thrown away and is made again.
Bringing it up to date reads only conversations with something new, so a page can do it first.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.engine import Connection, Engine

from bot.database import Migration, migrate
from bot.ledger.requests import ASKED, Verdicts, requests
from bot.ledger.schema import MIGRATIONS as LEDGER
from bot.ledger.schema import turns, verdicts
from bot.ledger.unmet import IDLE

#: Turns read in one go; the ledger is locked for less than a second each time.
BATCH = 5_000
#: Rows before the last one seen that are looked at again: two processes may write out of order.
MARGIN = 200

metadata = MetaData()

#: One row a request, see bot.ledger.requests.Request.
table = Table(
    "request",
    metadata,
    Column("conversation", String(32), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("at", DateTime, nullable=False),
    Column("last_at", DateTime, nullable=False),
    Column("week", Date, nullable=False),
    Column("month", String(7), nullable=False),
    Column("channel", String(32), nullable=False),
    Column("language", String(8), nullable=False),
    Column("need", String(64)),
    Column("owner", String(64)),
    Column("area", String(16)),
    Column("outcome", String(32), nullable=False),
    Column("reason", String(32)),
    Column("person", Boolean, nullable=False),
    Column("helped", Boolean),
    Column("asked", Integer, nullable=False),
    Column("turns", Integer, nullable=False),
    Column("seconds", Float),
    # Holds all that is counted, so that the rows themselves are not read.
    Index(
        "request_counted",
        "at",
        "need",
        "area",
        "owner",
        "week",
        "month",
        "channel",
        "language",
        "outcome",
        "reason",
        "person",
        "helped",
        "number",
        "asked",
        "seconds",
    ),
    Index("request_need", "need", "at"),
)

#: How far the turns and verdicts have been read: one row.
progress = Table(
    "request_progress",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("turn", Integer, nullable=False),
    Column("verdict", Integer, nullable=False),
)


def _m001_begin(connection: Connection) -> None:
    table.create(connection)
    progress.create(connection)
    connection.execute(insert(progress).values(id=1, turn=0, verdict=0))


MIGRATIONS: tuple[Migration, ...] = (_m001_begin,)


def prepare(engine: Engine) -> None:
    """Makes the tables when there are none yet, the ledger's own among them."""
    with engine.begin() as connection:
        migrate(connection, "ledger", LEDGER)
        migrate(connection, "request", MIGRATIONS)


def refresh(engine: Engine, asof: datetime) -> int:
    """Brings the table up to date. RETURNS how many conversations were read.

    asof (datetime): now, UTC: a question unanswered for longer than unmet.IDLE is abandoned.
    """
    read = 0
    while True:
        with engine.begin() as connection:
            conversations, more = _news(connection)
            _renew(connection, conversations)
            read += len(conversations)
            if not more:
                _forget_purged(connection)
                _give_up(connection, asof)
                return read


def _news(connection: Connection) -> tuple[list[str], bool]:
    """Conversations with rows not seen yet; progress moves on. RETURNS them and whether there
    are more.
    """
    # Locks the row where the database has such locks, so that two processes take turns.
    seen = connection.execute(select(progress).with_for_update()).mappings().one()
    found: dict[str, None] = {}
    moved: dict[str, int] = {}
    more, first = False, not seen["turn"]
    for source in (turns, verdicts):
        since = seen[source.name]
        newest = connection.execute(select(func.max(source.c.id))).scalar() or 0
        # At first every turn is read, and what was said of it with it.
        until = newest if first and source is verdicts else min(newest, since + BATCH)
        if newest > since and not (first and source is verdicts):
            rows = connection.execute(
                select(source.c.conversation)
                .where(source.c.id > since - MARGIN, source.c.id <= until)
                .distinct()
            )
            found.update(dict.fromkeys(rows.scalars()))
        more = more or until < newest
        moved[source.name] = min(since, newest) if newest <= since else until
    if moved != {"turn": seen["turn"], "verdict": seen["verdict"]}:
        connection.execute(update(progress).values(moved))
    return list(found), more


def _renew(connection: Connection, conversations: Sequence[str]) -> None:
    """Writes the requests of these conversations anew."""
    for start in range(0, len(conversations), 500):
        some = conversations[start : start + 500]
        rows: Any = connection.execute(
            select(turns)
            .where(turns.c.conversation.in_(some))
            .order_by(turns.c.conversation, turns.c.number, turns.c.at, turns.c.id)
        ).mappings()
        made = [vars(request) for request in requests(rows, _verdicts(connection, some))]
        connection.execute(delete(table).where(table.c.conversation.in_(some)))
        if made:
            connection.execute(insert(table), made)


def _verdicts(connection: Connection, conversations: Sequence[str]) -> Verdicts:
    rows = connection.execute(
        select(verdicts.c.conversation, verdicts.c.turn, verdicts.c.helped)
        .where(verdicts.c.conversation.in_(conversations))
        .order_by(verdicts.c.id)
    )
    return {(row[0], row[1]): row[2] for row in rows}


def _forget_purged(connection: Connection) -> None:
    """Drops requests older than the oldest turn: what was purged there must not live on here."""
    oldest = connection.execute(select(func.min(turns.c.at))).scalar()
    old = table.c.last_at < oldest if oldest is not None else table.c.number > 0
    connection.execute(delete(table).where(old))


def _give_up(connection: Connection, asof: datetime) -> None:
    connection.execute(
        update(table)
        .where(
            table.c.reason.is_(None),
            table.c.person.is_(False),
            table.c.outcome.in_(ASKED),
            table.c.last_at < asof - IDLE,
        )
        .values(reason="abandoned")
    )
