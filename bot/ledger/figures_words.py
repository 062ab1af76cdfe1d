"""The words citizens used, for examples and for comparing them with a service's own words.

Words are shown only of groups of at least five conversations: `examples` sees to that itself.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, func, or_, select

from bot.ledger.figures import Filters, Source, where
from bot.ledger.requests_store import table as requests
from bot.ledger.schema import turns
from bot.ledger.suppress import small

#: Phrases read to compare vocabularies: enough for every word that many people use.
MOST_PHRASES = 5_000
#: The same, each message for itself.
MOST_TOLD = 20_000
#: Longer messages are stories, which may tell who wrote them even without a name.
LONGEST = 160


def phrases(source: Source, filters: Filters, most: int = MOST_PHRASES) -> list[tuple[str, int]]:
    """(phrase, conversations) of the requests that the filters take in, most used first, then
    newest. Only words that told a need: buttons, places and long stories are left out.
    """
    words = func.coalesce(turns.c.told, turns.c.words)
    size = func.count(turns.c.conversation.distinct())
    told = and_(turns.c.words.not_like("[chose %"), words != "", func.length(words) <= LONGEST)
    query = (
        select(words, size)
        .select_from(requests.join(turns, _same()))
        .where(where(filters), told)
        .group_by(words)
        .order_by(size.desc(), func.max(turns.c.id).desc())
        .limit(most)
    )
    return [(row[0], row[1]) for row in source.rows(query)]


def told(source: Source, filters: Filters, most: int = MOST_TOLD) -> list[tuple[str, str, str]]:
    """(need, words, conversation) of the requests of known needs, newest first."""
    words = func.coalesce(turns.c.told, turns.c.words)
    query = (
        select(requests.c.need, words, turns.c.conversation)
        .select_from(requests.join(turns, _same()))
        .where(where(filters), requests.c.need.is_not(None), turns.c.words.not_like("[chose %"))
        .order_by(requests.c.at.desc())
        .limit(most)
    )
    return [(row[0], row[1], row[2]) for row in source.rows(query)]


def examples(source: Source, filters: Filters, conversations: int, most: int = 8) -> list[str]:
    """Phrases that the most people used, then the newest.

    conversations (int): how many the filters take in; small numbers give no examples.
    """
    if small(conversations) or not conversations:
        return []
    return [phrase for phrase, _ in phrases(source, filters, most)]


def _same() -> Any:
    """A turn belongs to a request of its conversation that lasted while it was said."""
    return and_(
        turns.c.conversation == requests.c.conversation,
        or_(turns.c.need == requests.c.need, turns.c.need.is_(None)),
        turns.c.at >= requests.c.at,
        turns.c.at <= requests.c.last_at,
    )
