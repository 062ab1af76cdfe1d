"""Calls: those that reached the wrong organisation, and those that an answer spared. With the
formula, its assumptions and the money it stands for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, Optional

from sqlalchemy import and_, func, select

from bot.ledger.figures import Filters, Source
from bot.ledger.schema import calls

#: What the figures mean, in the words the console shows.
DEFINITIONS = {
    "misdirected": (
        "Misdirected calls. Calls that an adviser marked as having reached the wrong "
        "organisation, by the organisation that is responsible. Each is one that a clear answer "
        "beforehand would have spared."
    ),
    "avoided": (
        "Calls avoided. Requests answered without a person, less those where the citizen said it "
        "didn’t help, times the share of people who would otherwise have phoned. Money: calls "
        "avoided times the cost of a call. The share and the cost are assumptions: put your own."
    ),
}


@dataclass(frozen=True)
class Misdirected:
    """Conversations with a misdirected call. owner (str | None): who is right. called
    (str | None): who was rung.
    """

    owner: Optional[str]
    called: Optional[str]
    need: Optional[str]
    conversations: int


@dataclass(frozen=True)
class Assumptions:
    """What the formula of calls avoided assumes. share (float): of 1. cost (float): pounds."""

    share: float
    cost: float


def misdirected(
    source: Source, filters: Filters, *columns: str, right_only: bool = False
) -> list[Misdirected]:
    """Misdirected calls by some of owner, called and need, most first.

    right_only (bool): the organisation filtered for is the right one; else it was rung, too.
    """
    groups = [calls.c[name] for name in columns]
    size = func.count(calls.c.conversation.distinct())
    query = select(size, *groups).where(_where(filters, right_only))
    rows = source.rows(query.group_by(*groups).order_by(size.desc(), *groups))
    found = []
    for row in rows:
        one = dict(zip(columns, row[1:]))
        found.append(Misdirected(one.get("owner"), one.get("called"), one.get("need"), row[0]))
    return found


def marked(source: Source, filters: Filters) -> int:
    """How many calls were marked at all: what misdirected ones are a share of."""
    query = select(func.count(calls.c.conversation.distinct())).where(_where(filters, False, ""))
    return int(source.rows(query)[0][0])


def avoided(answered_alone: int, did_not_help: int, assumed: Assumptions) -> tuple[int, float]:
    """The formula. RETURNS calls avoided, and pounds."""
    avoided_calls = round(max(0, answered_alone - did_not_help) * assumed.share)
    return avoided_calls, round(avoided_calls * assumed.cost, 2)


def _where(filters: Filters, right_only: bool, mark: str = "misdirected") -> Any:
    conditions = [
        calls.c.at >= datetime.combine(filters.since, time()),
        calls.c.at < datetime.combine(filters.until, time()),
    ]
    if mark:
        conditions.append(calls.c.mark == mark)
    if filters.need:
        conditions.append(calls.c.need == filters.need)
    if filters.areas:
        conditions.append(calls.c.area.in_(filters.areas))
    if filters.owner:
        right = calls.c.owner == filters.owner
        rung = calls.c.called == filters.owner
        conditions.append(right if right_only else right | rung)
    return and_(*conditions)
