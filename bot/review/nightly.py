"""The nightly run: unmet needs -> groups of like words -> clusters that keep who they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Optional

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.engine import Connection

from bot.catalogue import Catalogue
from bot.redact import redact
from bot.review.entries import Unmet, read
from bot.review.grouping import group
from bot.review.matching import Matched, match
from bot.review.metric import Metric
from bot.review.model import RECENT_DAYS, Summary
from bot.review.naming import central, terms
from bot.review.schema import clusters, members
from bot.review.store import Review, tell
from bot.review.vectors import Vectors

Array = NDArray[np.float32]

#: Conversations from which like words are a cluster, and not chance.
LEAST = 3
#: Spans of RECENT_DAYS before the recent one that tell what is usual.
USUAL_SPANS = 3


@dataclass(frozen=True)
class Group:
    """Today's group. closeness: entry -> to the centre; the other fields as in model.Cluster."""

    closeness: Mapping[str, float]
    values: Mapping[str, Any]


def run(
    review: Review, catalogue: Catalogue, vectors: Vectors, metric: Metric, asof: datetime
) -> Summary:
    """Cluster the unmet needs of the year before `asof` (UTC) anew and store the result.

    What reviewers decided stays. Running again on the same entries changes nothing.
    """
    with review.engine.connect() as connection:
        unmet = read(connection, asof, catalogue)
        old = {e: (c, n) for e, c, n in connection.execute(select(members))}
        touched = select(clusters.c.id).where(
            (clusters.c.status != "new") | clusters.c.note.is_not(None)
        )
        decided = set(connection.execute(touched).scalars())
    groups = grouped(unmet, vectors, metric, asof)
    present = {one.entry for one in unmet}
    before = {entry: cluster for entry, (cluster, _) in old.items() if entry in present}
    matched = match([one.closeness.keys() for one in groups], before, decided)
    with review.engine.begin() as connection:
        numbers = _write_clusters(connection, groups, matched, asof)
        _write_members(connection, groups, numbers, old)
        _close(connection, matched, numbers, asof)
    inside = sum(len(one.closeness) for one in groups)
    return Summary(
        entries=len(unmet),
        unique=len({one.text for one in unmet}),
        loose=len(unmet) - inside,
        clusters=len(groups),
        made=len(groups) - len(matched.kept),
        merged=len(matched.merged),
        split=len(matched.split),
        gone=len(matched.gone),
    )


def grouped(
    unmet: Sequence[Unmet], vectors: Vectors, metric: Metric, asof: datetime
) -> list[Group]:
    """Groups of at least LEAST conversations, in the order of their first entries."""
    by_text: dict[str, list[Unmet]] = defaultdict(list)
    for one in unmet:
        by_text[one.text].append(one)
    texts = list(by_text)
    if not texts:
        return []
    seen = metric.apply(vectors.of(texts))
    labels = group(seen)
    rows: dict[int, list[int]] = defaultdict(list)
    for row, label in enumerate(labels):
        rows[int(label)].append(row)
    chosen = [
        part
        for part in rows.values()
        if len({one.conversation for row in part for one in by_text[texts[row]]}) >= LEAST
    ]
    documents = ["\n".join(texts[row] for row in part) for part in chosen]
    return [
        _group([texts[row] for row in part], seen[part], by_text, key_terms, asof)
        for part, key_terms in zip(chosen, terms(documents))
    ]


def _group(
    texts: Sequence[str],
    seen: Array,
    by_text: Mapping[str, Sequence[Unmet]],
    key_terms: Sequence[str],
    asof: datetime,
) -> Group:
    weights = [len(by_text[text]) for text in texts]
    centre = (seen * np.array(weights, np.float32)[:, None]).sum(axis=0)
    near = seen @ (centre / max(float(np.linalg.norm(centre)), 1e-9))
    entries = [one for text in texts for one in by_text[text]]
    recent, before = _pace(entries, asof)
    values = {
        "name": redact(central(texts, near.tolist(), weights)).text,
        "terms": ", ".join(key_terms),
        "first_seen": min(one.at for one in entries),
        "last_seen": max(one.at for one in entries),
        "entries": len(entries),
        "conversations": len({one.conversation for one in entries}),
        "recent": recent,
        "before": round(before, 2),
        "rise": round((recent - before) / float(np.sqrt(before + 1)), 3),
        "centre": centre.astype(np.float32).tobytes(),
        "successor": None,
        "ended": None,
    }
    closeness = {
        one.entry: round(float(close), 3)
        for text, close in zip(texts, near)
        for one in by_text[text]
    }
    return Group(closeness, values)


def _pace(entries: Sequence[Unmet], asof: datetime) -> tuple[int, float]:
    """Conversations in the last RECENT_DAYS, and in a usual span of that length before."""
    recent = asof - timedelta(days=RECENT_DAYS)
    usual = recent - USUAL_SPANS * timedelta(days=RECENT_DAYS)
    late = {one.conversation for one in entries if one.at > recent}
    early = {one.conversation for one in entries if usual < one.at <= recent}
    return len(late), len(early) / USUAL_SPANS


def _write_clusters(
    connection: Connection, groups: Sequence[Group], matched: Matched, asof: datetime
) -> list[int]:
    """Insert or update a row for each group. RETURNS the cluster of each."""
    query = select(clusters.c.id, clusters.c.first_seen, clusters.c.name)
    stored = {row[0]: row for row in connection.execute(query)}
    numbers: list[int] = []
    for place, one in enumerate(groups):
        number = matched.kept.get(place)
        if number is None:
            row = {**one.values, "status": "new"}
            number = int(connection.execute(insert(clusters).values(**row)).inserted_primary_key[0])
            source = matched.split.get(place)
            detail = f"out of cluster {source}" if source else str(one.values["name"])
            tell(connection, number, "split" if source else "made", detail, at=asof)
            if source:
                tell(connection, source, "split", f"cluster {number} came out of it", at=asof)
        else:
            first = min(stored[number][1], one.values["first_seen"])
            values = {**one.values, "first_seen": first}
            connection.execute(update(clusters).where(clusters.c.id == number).values(**values))
        numbers.append(number)
    return numbers


def _write_members(
    connection: Connection,
    groups: Sequence[Group],
    numbers: Sequence[int],
    old: Mapping[str, tuple[int, float]],
) -> None:
    """Bring the members up to date; rows that say the same are left alone."""
    new = {
        entry: (number, close)
        for one, number in zip(groups, numbers)
        for entry, close in one.closeness.items()
    }
    left = [{"was": entry} for entry in old if entry not in new]
    changed = [
        {"was": entry, "to": number, "close": close}
        for entry, (number, close) in new.items()
        if entry in old and old[entry] != (number, close)
    ]
    added = [
        {"entry": entry, "cluster": number, "closeness": close}
        for entry, (number, close) in new.items()
        if entry not in old
    ]
    if left:
        connection.execute(delete(members).where(members.c.entry == bindparam("was")), left)
    if changed:
        move = update(members).where(members.c.entry == bindparam("was"))
        move = move.values(cluster=bindparam("to"), closeness=bindparam("close"))
        connection.execute(move, changed)
    if added:
        connection.execute(insert(members), added)


def _close(
    connection: Connection, matched: Matched, numbers: Sequence[int], asof: datetime
) -> None:
    """Say of clusters without members what became of them. The name is a citizen's phrase, so it
    goes with the words; a cluster that nobody decided on goes altogether once it is empty.
    """
    living = set(numbers)
    query = select(clusters.c.id, clusters.c.terms).where(clusters.c.ended.is_(None))
    for number, key_terms in list(connection.execute(query)):
        if number in living:
            continue
        place: Optional[int] = matched.merged.get(number)
        successor = numbers[place] if place is not None else None
        values = {
            "name": key_terms or "no longer asked", "successor": successor, "ended": asof,
            "entries": 0, "conversations": 0, "recent": 0, "before": 0.0, "rise": 0.0,
            "centre": None,
        }  # fmt: skip
        connection.execute(update(clusters).where(clusters.c.id == number).values(**values))
        if successor is None:
            tell(connection, number, "gone", "its words are asked no longer", at=asof)
        else:
            tell(connection, number, "merged", f"into cluster {successor}", at=asof)
            tell(connection, successor, "merged", f"took over cluster {number}", at=asof)
