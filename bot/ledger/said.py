"""Reads what was said about each need: for reports on the words people use."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Optional

from sqlalchemy import select
from sqlalchemy.engine import Engine

from bot.ledger.schema import turns

#: Rows fetched at a time.
BATCH = 5000


def said_about_needs(
    engine: Engine, since: Optional[datetime] = None, need: Optional[str] = None
) -> Iterator[tuple[str, str, str]]:
    """(need, redacted words, key of the conversation) of every turn whose need is known, oldest
    first; pressed buttons left out.

    since (datetime | None): UTC, without a zone; None: all. need: only this one.
    """
    query = select(turns.c.need, turns.c.words, turns.c.conversation).where(
        turns.c.need.is_not(None), turns.c.words.not_like("[chose %")
    )
    if since:
        query = query.where(turns.c.at >= since)
    if need:
        query = query.where(turns.c.need == need)
    with engine.connect() as connection:
        found = connection.execution_options(yield_per=BATCH).execute(query.order_by(turns.c.id))
        for row in found:
            yield row[0], row[1], row[2]
