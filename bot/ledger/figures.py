"""What figures are counted over: the filters of the console as conditions on requests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Optional

from sqlalchemy import and_, case, func, or_
from sqlalchemy.engine import Engine

from bot.ledger.requests_store import table as requests

YEAR = timedelta(weeks=52)
#: Requests that ask for nothing, or whose turn broke, are counted nowhere.
NOT_ASKED = ("smalltalk", "error")


@dataclass(frozen=True)
class Filters:
    """Which requests are counted.

    since, until (date): first day, and the day after the last. reason (str | None): one of
    schema.GAP_REASONS, or "any" for all unmet. areas (tuple[str, ...]): GSS codes, any of them.
    owner (str | None): an organisation's id: requests it answers for, and in `owner_areas` (GSS
    codes) those that found no owner for one of `owner_needs`.
    """

    since: date
    until: date
    reason: Optional[str] = None
    need: Optional[str] = None
    areas: tuple[str, ...] = ()
    owner: Optional[str] = None
    owner_areas: tuple[str, ...] = ()
    owner_needs: tuple[str, ...] = ()
    channel: Optional[str] = None
    language: Optional[str] = None

    def but(self, **changes: Any) -> Filters:
        """The same filters with some changed."""
        return replace(self, **changes)

    def before(self) -> Filters:
        """The same filters over the period of the same length just before."""
        return self.but(since=self.since - (self.until - self.since), until=self.since)

    def year_ago(self) -> Filters:
        """The same filters over the same weeks of last year: 52 weeks before, so that the days of
        the week are the same.
        """
        return self.but(since=self.since - YEAR, until=self.until - YEAR)


@dataclass(frozen=True)
class Source:
    """Where figures are read from. now (datetime): UTC, to tell what is abandoned."""

    engine: Engine
    now: datetime

    def rows(self, query: Any) -> list[Any]:
        """What a query gives, read in one go."""
        with self.engine.connect() as connection:
            return list(connection.execute(query))


def where(filters: Filters) -> Any:
    """The filters as one condition on the table `request`."""
    conditions = [
        requests.c.at >= datetime.combine(filters.since, time()),
        requests.c.at < datetime.combine(filters.until, time()),
        requests.c.outcome.not_in(NOT_ASKED),
    ]
    if filters.reason == "any":
        conditions.append(requests.c.reason.is_not(None))
    elif filters.reason:
        conditions.append(requests.c.reason == filters.reason)
    for name in ("need", "channel", "language"):
        value = getattr(filters, name)
        if value:
            conditions.append(requests.c[name] == value)
    if filters.areas:
        conditions.append(requests.c.area.in_(filters.areas))
    if filters.owner:
        conditions.append(_concerns(filters))
    return and_(*conditions)


def _concerns(filters: Filters) -> Any:
    own = requests.c.owner == filters.owner
    if not filters.owner_areas or not filters.owner_needs:
        return own
    nobody = and_(
        requests.c.owner.is_(None),
        requests.c.area.in_(filters.owner_areas),
        requests.c.need.in_(filters.owner_needs),
    )
    return or_(own, nobody)


def total(condition: Any) -> Any:
    """How many rows of a group meet a condition, as a column."""
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def people(condition: Any = True) -> Any:
    """How many conversations are in a group, or meet a condition: what is compared with the least
    that is shown. Counted by their first request, so never too many; counting each conversation
    once takes five times as long.
    """
    return total(and_(requests.c.number == 1, condition))


def weeks(filters: Filters) -> Sequence[date]:
    """The Mondays of every week that the period touches."""
    first = filters.since - timedelta(days=filters.since.weekday())
    count = max(0, -(-(filters.until - first).days // 7))
    return [first + timedelta(days=7 * number) for number in range(count)]
