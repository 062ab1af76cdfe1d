"""The measures a manager needs, by week, each with its definition beside the sums it is made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import date
from typing import Any, Optional

from sqlalchemy import and_, func, not_, or_, select

from bot.ledger.figures import Filters, Source, people, total, where
from bot.ledger.requests_store import table as requests

#: What each measure means, in the words the console shows.
DEFINITIONS = {
    "containment": (
        "Answered without a person. Of all requests, the share that ended with the name of a "
        "service (or with what to do in danger) and in which nobody asked for a person. Requests "
        "are counted, not messages: one need in one conversation is one request."
    ),
    "helped": (
        "Helped. Of the answers about which the citizen said yes or no to “Did this help?”, the "
        "share of yes. The last word on an answer counts. Most people say neither."
    ),
    "seconds": (
        "Time to answer. Half of the answers came within this time, counted from the first "
        "message of the request to the answer. The time people take to reply to our questions is "
        "part of it."
    ),
    "asked": (
        "Questions per answer. How many questions we put (where do you live, which of these do "
        "you mean) before an answer, on average."
    ),
    "unmet": (
        "Unmet. Of all requests, the share that was not understood, is nobody’s task, has no "
        "provider here, has no way to reach one, did not help or was abandoned. Abandoned: a "
        "question of ours stayed without an answer for an hour."
    ),
}


@dataclass(frozen=True)
class Sums:
    """What the measures of one week, or of the whole period, are made of; all count requests
    except `asked`, which counts questions, and those that end in `_people`, which count
    conversations. median (float | None): seconds.
    """

    requests: int = 0
    contained: int = 0
    answered: int = 0
    asked: int = 0
    helped: int = 0
    not_helped: int = 0
    unmet: int = 0
    people: int = 0
    contained_people: int = 0
    others_people: int = 0
    answered_people: int = 0
    helped_people: int = 0
    not_helped_people: int = 0
    unmet_people: int = 0
    median: Optional[float] = None


def by_week(source: Source, filters: Filters) -> dict[date, Sums]:
    """The sums by the Monday of the week, without medians; weeks without requests are left out."""
    query = select(requests.c.week, *_columns()).where(where(filters)).group_by(requests.c.week)
    rows = source.rows(query.order_by(requests.c.week))
    return {row[0]: Sums(*(int(value) for value in row[1:])) for row in rows}


def together(some: Iterable[Sums]) -> Sums:
    """The sums of several weeks, without a median."""
    numbers = [astuple(one)[:-1] for one in some]
    return Sums(*(sum(column) for column in zip(*numbers)))


def _columns() -> list[Any]:
    answered = requests.c.outcome == "answered"
    named = requests.c.outcome.in_(("answered", "emergency"))
    contained = and_(named, requests.c.person.is_(False))
    helped, not_helped = requests.c.helped.is_(True), requests.c.helped.is_(False)
    unmet = requests.c.reason.is_not(None)
    return [
        func.count(),
        total(contained),
        total(answered),
        func.coalesce(func.sum(requests.c.asked).filter(answered), 0),
        total(helped),
        total(not_helped),
        total(unmet),
        people(),
        *map(people, (contained, not_(contained), answered, helped, not_helped, unmet)),
    ]


def _timed(filters: Filters) -> Any:
    return and_(where(filters), requests.c.seconds.is_not(None))


def medians(source: Source, filters: Filters) -> dict[date, float]:
    """Seconds to an answer by the Monday of the week.

    The lower median of each week: the databases share no function for it, but they can rank.
    """
    seconds, week = requests.c.seconds, requests.c.week
    ranked = (
        select(
            week,
            seconds,
            func.row_number().over(partition_by=week, order_by=seconds).label("place"),
            func.count().over(partition_by=week).label("size"),
        )
        .where(_timed(filters))
        .subquery()
    )
    twice = ranked.c.place * 2
    middle = or_(twice == ranked.c.size, twice == ranked.c.size + 1)
    rows = source.rows(select(ranked.c.week, ranked.c.seconds).where(middle))
    return {row[0]: float(row[1]) for row in rows}


def median(source: Source, filters: Filters) -> Optional[float]:
    """Seconds to an answer over the whole period."""
    size = int(source.rows(select(func.count()).where(_timed(filters)))[0][0])
    if not size:
        return None
    ordered = select(requests.c.seconds).where(_timed(filters)).order_by(requests.c.seconds)
    return float(source.rows(ordered.offset((size - 1) // 2).limit(1))[0][0])
