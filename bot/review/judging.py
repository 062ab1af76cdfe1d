"""What the served model makes of each cluster's words today: the need they look like, and whether
they would be answered by now. Read at night and kept, since reading takes longer than a page may.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import delete, func, insert, select
from sqlalchemy.engine import Connection

from bot.ledger.entry import now
from bot.ledger.schema import turns
from bot.ledger.suppress import LEAST
from bot.redact import redact
from bot.review.schema import clusters, judgements, members
from bot.review.store import Review
from bot.understanding.pipeline import Found

#: Different words of a cluster that are read at most, spread evenly from its centre to its edge.
SAMPLE = 24
#: What must change about a cluster's size before it is read again: this part of it.
STALE = 0.1


class Reads(Protocol):
    """Reads words, as bot.review.reader.Reader does."""

    def read(self, texts: Sequence[str]) -> list[Found]:
        """What each text means, in order."""


def judge(review: Review, reader: Reads, model: str) -> int:
    """Reads the clusters that the model has not read yet, or that are another size since.

    model (str): its name. RETURNS how many were read.
    """
    with review.engine.connect() as connection:
        stale = _stale(connection, model)
        said = _said(connection, stale)
        months = _months(connection)
    texts = sorted({text for some in said.values() for text, _ in some})
    found = dict(zip(texts, reader.read(texts)))
    at = now()
    rows = [
        {
            "cluster": number, "model": model, "at": at, "entries": entries,
            **_summed([(found[text], times) for text, times in said.get(number, ())]),
        }
        for number, entries in stale.items()
    ]  # fmt: skip
    with review.engine.begin() as connection:
        _write(connection, rows, months)
    return len(rows)


def _stale(connection: Connection, model: str) -> dict[int, int]:
    """Entries by cluster of those to read."""
    query = (
        select(clusters.c.id, clusters.c.entries, judgements.c.entries, judgements.c.model)
        .join_from(clusters, judgements, clusters.c.id == judgements.c.cluster, isouter=True)
        .where(clusters.c.ended.is_(None), clusters.c.conversations >= LEAST)
    )
    return {
        number: size
        for number, size, read, by in connection.execute(query)
        if by != model or abs(size - read) > STALE * size
    }


def _said(connection: Connection, wanted: Mapping[int, int]) -> dict[int, list[tuple[str, int]]]:
    """A sample of each cluster's words, personal data out, with how often they were said."""
    words = func.coalesce(turns.c.told, turns.c.words)
    query = (
        select(members.c.cluster, words, func.count())
        .join_from(members, turns, members.c.entry == turns.c.entry)
        .group_by(members.c.cluster, words)
        .order_by(members.c.cluster, func.max(members.c.closeness).desc(), words)
    )
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for number, text, times in connection.execute(query):
        if number in wanted and text:
            found[number].append((text, times))
    return {
        number: [(redact(text).text, times) for text, times in _spread(some)]
        for number, some in found.items()
    }


def _spread(some: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    if len(some) <= SAMPLE:
        return list(some)
    return [some[n * len(some) // SAMPLE] for n in range(SAMPLE)]


def _months(connection: Connection) -> dict[int, list[int]]:
    """Conversations of each cluster by calendar month, January first."""
    query = select(members.c.cluster, turns.c.at, turns.c.conversation).join_from(
        members, turns, members.c.entry == turns.c.entry
    )
    seen: set[tuple[int, datetime, str]] = set()
    found: dict[int, list[int]] = defaultdict(lambda: [0] * 12)
    for number, at, conversation in connection.execute(query):
        key = (number, at.replace(day=1, hour=0, minute=0, second=0, microsecond=0), conversation)
        if key not in seen:
            seen.add(key)
            found[number][at.month - 1] += 1
    return found


def _summed(found: Sequence[tuple[Found, int]]) -> dict[str, Any]:
    """The need that has the most probability over all, its mean probability, and the part of what
    was said that would be answered outright.
    """
    whole = sum(times for _, times in found)
    sums: dict[str, float] = defaultdict(float)
    for one, times in found:
        if one.intent.startswith("need"):
            for name, chance in one.needs:
                sums[name] += chance * times
    need = max(sorted(sums), key=lambda name: sums[name], default=None)
    answered = sum(
        times for one, times in found if one.decision == "answer" and one.intent.startswith("need")
    )
    return {
        "need": need,
        "likeness": round(sums[need] / whole, 3) if need else 0.0,
        "answered": round(answered / whole, 3) if whole else 0.0,
    }


def _write(
    connection: Connection, rows: Sequence[Mapping[str, Any]], months: Mapping[int, list[int]]
) -> None:
    """Stores what was read; months of all clusters are brought up to date, those gone leave."""
    query = select(judgements).join_from(
        judgements, clusters, clusters.c.id == judgements.c.cluster
    )
    kept = {row["cluster"]: dict(row) for row in connection.execute(query).mappings()}
    kept.update({row["cluster"]: dict(row) for row in rows})
    connection.execute(delete(judgements))
    written = [
        {**row, "months": ",".join(map(str, months[number]))}
        for number, row in kept.items()
        if number in months
    ]
    if written:
        connection.execute(insert(judgements), written)
