"""The nightly run: unmet needs -> groups of like words -> clusters that keep who they are."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.engine import Connection

from bot.catalogue import Catalogue
from bot.review.entries import read
from bot.review.groups import Grouped, grouped
from bot.review.metric import Metric
from bot.review.model import Summary
from bot.review.schema import clusters, members
from bot.review.store import Review, tell
from bot.review.vectors import Vectors


def run(
    review: Review, catalogue: Catalogue, vectors: Vectors, metric: Metric, asof: datetime
) -> Summary:
    """Go on from the stored clusters with the unmet needs of the year before `asof` (UTC).

    What reviewers decided stays. Running again on the same entries changes nothing.
    """
    with review.engine.connect() as connection:
        unmet = read(connection, asof, catalogue)
        old = {e: (c, n) for e, c, n in connection.execute(select(members))}
        touched = select(clusters.c.id).where(
            (clusters.c.status != "new") | clusters.c.note.is_not(None)
        )
        decided = set(connection.execute(touched).scalars())
        open_now = select(clusters.c.id).where(clusters.c.ended.is_(None))
        living = set(connection.execute(open_now).scalars())
    before = {entry: cluster for entry, (cluster, _) in old.items()}
    today = grouped(unmet, vectors, metric, asof, before, decided)
    with review.engine.begin() as connection:
        numbers = _write_clusters(connection, today, living, asof)
        _write_members(connection, today, numbers, old)
        gone = _close(connection, today, numbers, asof)
    inside = sum(len(one.closeness) for one in today.groups.values())
    return Summary(
        entries=len(unmet),
        unique=len({one.text for one in unmet}),
        loose=len(unmet) - inside,
        clusters=len(today.groups),
        made=sum(label not in living for label in today.groups),
        merged=len(today.merged),
        split=len(today.split),
        gone=gone,
    )


def _write_clusters(
    connection: Connection, today: Grouped, living: Collection[int], asof: datetime
) -> dict[int, int]:
    """Insert or update a row for each group. RETURNS the cluster's number for each group's."""
    numbers: dict[int, int] = {}
    query = select(clusters.c.id, clusters.c.first_seen)
    first_seen = {row[0]: row[1] for row in connection.execute(query)}
    for label, one in today.groups.items():
        if label in living:
            first = min(first_seen[label], one.values["first_seen"])
            values = {**one.values, "first_seen": first}
            connection.execute(update(clusters).where(clusters.c.id == label).values(**values))
            numbers[label] = label
            continue
        row = {**one.values, "status": "new"}
        number = int(connection.execute(insert(clusters).values(**row)).inserted_primary_key[0])
        source = today.split.get(label)
        detail = f"out of cluster {source}" if source is not None else str(one.values["name"])
        tell(connection, number, "made" if source is None else "split", detail, at=asof)
        if source is not None:
            tell(connection, source, "split", f"cluster {number} came out of it", at=asof)
        numbers[label] = number
    return numbers


def _write_members(
    connection: Connection,
    today: Grouped,
    numbers: Mapping[int, int],
    old: Mapping[str, tuple[int, float]],
) -> None:
    """Bring the members up to date; rows that say the same are left alone."""
    new = {
        entry: (numbers[label], close)
        for label, one in today.groups.items()
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
    connection: Connection,
    today: Grouped,
    numbers: Mapping[int, int],
    asof: datetime,
) -> int:
    """Say of clusters without members what became of them. The name is a citizen's phrase, so it
    goes with the words. RETURNS how many have no successor.
    """
    gone = 0
    named = set(numbers.values())
    query = select(clusters.c.id, clusters.c.terms).where(clusters.c.ended.is_(None))
    for number, key_terms in list(connection.execute(query)):
        if number in named:
            continue
        into = today.merged.get(number)
        successor = None if into is None else numbers[into]
        values = {
            "name": key_terms or "no longer asked", "successor": successor, "ended": asof,
            "entries": 0, "conversations": 0, "recent": 0, "before": 0.0,
            "centre": None,
        }  # fmt: skip
        connection.execute(update(clusters).where(clusters.c.id == number).values(**values))
        if successor is None:
            gone += 1
            tell(connection, number, "gone", "its words are asked no longer", at=asof)
        else:
            tell(connection, number, "merged", f"into cluster {successor}", at=asof)
            tell(connection, successor, "merged", f"took over cluster {number}", at=asof)
    return gone
