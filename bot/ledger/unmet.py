"""What counts as an unmet need: the one query that clusters, console and exports share.

An unmet need is a turn, told by its `entry`, for one of six reasons (schema.GAP_REASONS):
- a gap decided in the turn: not_understood, out_of_remit, no_provider, no_route;
- did_not_help: it was answered, and the last verdict on it was that it didn't help;
- abandoned: it asked something, nothing followed in the conversation, and `idle` has passed.
A turn counts once, for the first of these reasons that holds.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, exists, func, literal, or_, select, union_all

from bot.ledger.schema import turns, verdicts

#: After which a question that nobody answered counts as abandoned.
IDLE = timedelta(minutes=60)

#: Columns of `unmet`, in order.
COLUMNS = (
    "entry", "at", "reason", "conversation", "channel", "words", "need", "owner", "area",
    "outcode", "language", "model", "catalogue",
)  # fmt: skip


def unmet(asof: datetime, idle: timedelta = IDLE) -> Any:
    """Every unmet need as a subquery named `unmet`, to select from and join.

    asof (datetime): now, UTC without a zone: questions asked in the `idle` before it may still be
        answered, so are not abandoned.
    RETURNS (Subquery): columns entry (str), at (datetime), reason (str), conversation (str),
        channel (str), words (str: those that told the need, personal data out), need, owner, area,
        outcode, language, model, catalogue; the last seven but language may be null. Filter by
        `at`, which is indexed. Example:

            needs = unmet(now())
            select(needs.c.reason, func.count()).where(needs.c.at >= since).group_by(needs.c.reason)
    """
    gaps = _select(turns.c.gap).where(turns.c.gap.is_not(None))
    unhelped = (
        _select(literal("did_not_help"))
        .join_from(turns, verdicts, _on())
        .where(turns.c.gap.is_(None), turns.c.outcome != "error", _last_word_no())
    )
    abandoned = _select(literal("abandoned")).where(
        turns.c.outcome.in_(("asked_place", "asked_fact", "asked_need")),
        turns.c.at < asof - idle,
        ~_went_on(),
        ~exists().where(_on(), _last_word_no()),
    )
    return union_all(gaps, unhelped, abandoned).subquery("unmet")


def _select(reason: Any) -> Any:
    chosen = {"reason": reason, "words": func.coalesce(turns.c.told, turns.c.words)}
    return select(*(chosen.get(name, turns.c.get(name)).label(name) for name in COLUMNS))


def _went_on() -> Any:
    """Whether another turn came after this one in its conversation: by number, which the index
    answers alone; by time where one of the two has no number.
    """
    later, other = turns.alias("later"), turns.alias("other")
    after = or_(other.c.at > turns.c.at, and_(other.c.at == turns.c.at, other.c.id > turns.c.id))
    return or_(
        exists().where(
            later.c.conversation == turns.c.conversation, later.c.number > turns.c.number
        ),
        exists().where(
            other.c.conversation == turns.c.conversation,
            or_(other.c.number.is_(None), turns.c.number.is_(None)),
            after,
        ),
    )


def _on() -> Any:
    """Joins a verdict to its turn."""
    return and_(verdicts.c.conversation == turns.c.conversation, verdicts.c.turn == turns.c.number)


def _last_word_no() -> Any:
    """Whether this verdict is that the answer didn't help, and no later one says otherwise."""
    newer = verdicts.alias("newer")
    same = and_(newer.c.conversation == verdicts.c.conversation, newer.c.turn == verdicts.c.turn)
    return and_(verdicts.c.helped.is_(False), ~exists().where(same, newer.c.id > verdicts.c.id))
