"""Counts of requests by one or two of their columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Optional

from sqlalchemy import func, select

from bot.ledger.figures import Filters, Source, people, total, where
from bot.ledger.requests_store import table as requests

#: How a request ended, as the console names it, in the order it shows them.
ENDINGS = ("answered", "did_not_help", "no_route", "no_provider", "out_of_remit",
           "not_understood", "abandoned", "person", "open")  # fmt: skip


@dataclass(frozen=True)
class Count:
    """A group of requests. key: its value of the column counted by, None for no value.

    met, unmet (int): requests. met_people, unmet_people (int): the conversations they are from.
    """

    key: Any
    met: int
    unmet: int
    met_people: int
    unmet_people: int

    @property
    def all(self) -> int:
        """Met and unmet."""
        return self.met + self.unmet


def by(source: Source, filters: Filters, column: str, most: Optional[int] = None) -> list[Count]:
    """Requests by a column of requests (need, area, owner, reason, channel, language, week,
    month), largest first. most (int | None): how many groups at most.
    """
    key = requests.c[column]
    met, unmet = requests.c.reason.is_(None), requests.c.reason.is_not(None)
    size = func.count()
    columns = (key, total(met), total(unmet), people(met), people(unmet))
    query = select(*columns).where(where(filters)).group_by(key).order_by(size.desc(), key)
    rows = source.rows(query.limit(most) if most else query)
    return [Count(row[0], *(int(value) for value in row[1:])) for row in rows]


def whole(source: Source, filters: Filters) -> tuple[int, int]:
    """(requests, conversations) that the filters take in."""
    row = source.rows(select(func.count(), people()).where(where(filters)))[0]
    return int(row[0]), int(row[1])


def endings(
    source: Source, filters: Filters, columns: Sequence[str] = ()
) -> dict[tuple[Any, ...], dict[str, tuple[int, int]]]:
    """Requests by some columns and by how they ended. RETURNS {values: {one of ENDINGS:
    (requests, conversations)}}, with one value for each column.
    """
    groups = [requests.c[name] for name in (*columns, "reason", "outcome", "person")]
    query = select(*groups, func.count(), people()).where(where(filters)).group_by(*groups)
    found: dict[tuple[Any, ...], dict[str, tuple[int, int]]] = {}
    for row in source.rows(query):
        reason, outcome, person, count, behind = row[-5:]
        ending = _ending(reason, outcome, bool(person))
        counts = found.setdefault(tuple(row[:-5]), dict.fromkeys(ENDINGS, (0, 0)))
        before = counts[ending]
        counts[ending] = (before[0] + count, before[1] + behind)
    return found


def values(source: Source, column: str) -> list[str]:
    """The values of a column that there are at all, for a list to choose from."""
    key = requests.c[column]
    query = select(key).where(key.is_not(None)).group_by(key).order_by(key)
    return [str(row[0]) for row in source.rows(query)]


def first_day(source: Source) -> Optional[date]:
    """The day of the oldest request."""
    rows = source.rows(select(requests.c.at).order_by(requests.c.at).limit(1))
    return rows[0][0].date() if rows else None


def last_day(source: Source) -> Optional[date]:
    """The day of the newest request."""
    rows = source.rows(select(requests.c.at).order_by(requests.c.at.desc()).limit(1))
    return rows[0][0].date() if rows else None


def _ending(reason: Optional[str], outcome: str, person: bool) -> str:
    if reason:
        return reason
    if outcome in ("answered", "emergency"):
        return "person" if person else "answered"
    return "person" if person else "open"
