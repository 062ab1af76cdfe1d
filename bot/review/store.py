"""Clusters as reviewers see and change them: lists, examples, history, status, assignee, note."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, Optional

from sqlalchemy import Text, and_, cast, func, insert, or_, select, update
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.database import migrate, open_engine
from bot.errors import BadInput, SignpostError
from bot.ledger.entry import now
from bot.ledger.figures import Filters
from bot.ledger.schema import MIGRATIONS as LEDGER
from bot.ledger.schema import turns
from bot.redact import redact
from bot.review.model import Cluster, Event, Example, NoSuchCluster
from bot.review.schema import MIGRATIONS, STATUSES, UNDONE, clusters, events, judgements, members

#: How a list of clusters can be ordered, each with its key, the largest first. What is new comes
#: with as many more than usual as there are at all.
ORDERS: Mapping[str, Callable[[Cluster], Any]] = {
    "rise": lambda one: (one.recent if one.fresh else one.more, one.conversations),
    "size": lambda one: one.conversations,
    "newest": lambda one: one.first_seen,
    "latest": lambda one: one.last_seen,
}
#: Longest note and name of a person, in characters.
LONGEST_NOTE, LONGEST_NAME = 2_000, 120
_COLUMNS = [
    *(column for column in clusters.c if column.name != "centre"),
    *(judgements.c[name] for name in ("need", "likeness", "answered", "months")),
]
_JUDGED = clusters.outerjoin(judgements, judgements.c.cluster == clusters.c.id)


class Review:
    """The review's tables in the ledger's database."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        with engine.begin() as connection:
            migrate(connection, "review", MIGRATIONS)

    @classmethod
    def open(cls, address: str) -> Review:
        """The review at an SQLAlchemy address, with the ledger's tables beside it.

        RAISES SignpostError when the database can't be reached.
        """
        engine = open_engine(address)
        try:
            with engine.begin() as connection:
                migrate(connection, "ledger", LEDGER)
            return cls(engine)
        except SQLAlchemyError as error:
            kind = type(error).__name__
            raise SignpostError(f"The ledger's database can't be used ({kind}).") from None

    def clusters(
        self,
        statuses: Collection[str] = (),
        order: str = "rise",
        search: str = "",
        assignee: Optional[str] = None,
        at_least: int = 0,
        ended: bool = False,
        missing: Optional[bool] = None,
        within: Optional[Collection[int]] = None,
        limit: int = 50,
        offset: int = 0,
    ) -> list[Cluster]:
        """Clusters in one of ORDERS.

        statuses: of schema.STATUSES, empty for all. search: part of the name or terms. at_least:
        conversations, e.g. bot.ledger.suppress.LEAST for what service owners may see. ended: also
        those without members. missing: only those that the assistant has no answer to (True), or
        has one by now (False). within: only those of these numbers. RAISES BadInput for an
        unknown order.
        """
        if order not in ORDERS:
            raise BadInput(f"{order!r} is no order: use one of {', '.join(ORDERS)}.")
        query = select(*_COLUMNS).select_from(_JUDGED)
        query = query.where(clusters.c.conversations >= at_least)
        if statuses:
            query = query.where(clusters.c.status.in_(list(statuses)))
        if assignee is not None:
            query = query.where(clusters.c.assignee == assignee)
        if not ended:
            query = query.where(clusters.c.ended.is_(None))
        if search.strip():
            part = search.strip().lower()
            query = query.where(
                or_(
                    func.lower(cast(clusters.c.name, Text)).contains(part, autoescape=True),
                    func.lower(cast(clusters.c.terms, Text)).contains(part, autoescape=True),
                )
            )
        with self.engine.connect() as connection:
            rows = connection.execute(query.order_by(clusters.c.id)).mappings()
            found = [_cluster(row) for row in rows]
        if missing is not None:
            found = [one for one in found if one.answered is not None and one.missing == missing]
        if within is not None:
            found = [one for one in found if one.id in within]
        found.sort(key=ORDERS[order], reverse=True)
        return found[offset : offset + limit]

    def rising(self, most: int, least: int) -> list[Cluster]:
        """Clusters not dealt with that are new or grow by more than chance, the largest growth
        first; of at least so many conversations, all told and in the recent days.
        """
        found = self.clusters(UNDONE, "rise", at_least=least, limit=most)
        return [one for one in found if one.recent >= least and (one.fresh or one.more > 0)]

    def untouched(self, missing: bool, most: int, least: int) -> list[Cluster]:
        """Clusters of at least so many conversations that nobody has looked at, the largest first:
        those that the assistant has no answer to, or (missing=False) has one by now.
        """
        return self.clusters(("new",), "size", at_least=least, missing=missing, limit=most)

    def within(self, filters: Filters, least: int) -> set[int]:
        """Numbers of clusters of which so many conversations meet the filters; a need is met by
        words that were taken for it, and by clusters that look like it.
        """
        conversations = func.count(turns.c.conversation.distinct())
        query = (
            select(members.c.cluster)
            .join_from(members, turns, members.c.entry == turns.c.entry)
            .outerjoin(judgements, judgements.c.cluster == members.c.cluster)
            .where(*_meeting(filters))
            .group_by(members.c.cluster)
            .having(conversations >= least)
        )
        with self.engine.connect() as connection:
            return set(connection.execute(query).scalars())

    def cluster(self, number: int) -> Cluster:
        """One cluster. RAISES NoSuchCluster."""
        with self.engine.connect() as connection:
            query = select(*_COLUMNS).select_from(_JUDGED).where(clusters.c.id == number)
            row = connection.execute(query).mappings().first()
        if row is None:
            raise NoSuchCluster(f"There is no cluster {number}: `review clusters` lists them.")
        return _cluster(row)

    def examples(self, number: int, limit: int = 20, offset: int = 0) -> list[Example]:
        """A cluster's words, each once, the most central first; redacted again."""
        words = func.coalesce(turns.c.told, turns.c.words)
        query = (
            select(words, func.count(), func.max(members.c.closeness))
            .join_from(members, turns, members.c.entry == turns.c.entry)
            .where(members.c.cluster == number)
            .group_by(words)
            .order_by(func.max(members.c.closeness).desc(), words)
            .limit(limit)
            .offset(offset)
        )
        with self.engine.connect() as connection:
            return [Example(redact(w).text, n, c) for w, n, c in connection.execute(query)]

    def weeks(self, number: int) -> dict[date, int]:
        """Conversations by week, told by its Monday, oldest first; weeks with none are left out."""
        query = (
            select(turns.c.at, turns.c.conversation)
            .join_from(members, turns, members.c.entry == turns.c.entry)
            .where(members.c.cluster == number)
        )
        with self.engine.connect() as connection:
            pairs = {
                (at.date() - timedelta(days=at.weekday()), conversation)
                for at, conversation in connection.execute(query)
            }
        return dict(sorted(Counter(week for week, _ in pairs).items()))

    def spread(self, number: int, column: str) -> dict[Optional[str], int]:
        """Conversations of a cluster by a column of `turn`: gap, need, area, outcode, channel,
        language or outcome; the most frequent first.
        """
        by = turns.c[column]
        query = (
            select(by, func.count(turns.c.conversation.distinct()))
            .join_from(members, turns, members.c.entry == turns.c.entry)
            .where(members.c.cluster == number)
            .group_by(by)
        )
        with self.engine.connect() as connection:
            found = [(row[0], row[1]) for row in connection.execute(query)]
        return dict(sorted(found, key=lambda pair: (-pair[1], pair[0] or "")))

    def history(self, number: int) -> list[Event]:
        """What happened to a cluster, oldest first."""
        query = select(events).where(events.c.cluster == number).order_by(events.c.id)
        with self.engine.connect() as connection:
            return [
                Event(row["at"], row["kind"], row["by"], row["detail"])
                for row in connection.execute(query).mappings()
            ]

    def set_status(self, number: int, status: str, by: str) -> Cluster:
        """Change the status. RAISES BadInput for one that is none, NoSuchCluster."""
        if status not in STATUSES:
            raise BadInput(f"{status!r} is no status: use one of {', '.join(STATUSES)}.")
        return self._change(number, {"status": status}, "status", by, status)

    def assign(self, number: int, assignee: str, by: str) -> Cluster:
        """Give a cluster to somebody; empty: to nobody. The status follows. RAISES as above."""
        person = _bounded(assignee, LONGEST_NAME, "name") or None
        values = {"assignee": person, "status": "assigned" if person else "open"}
        return self._change(number, values, "assigned", by, person or "nobody")

    def set_note(self, number: int, note: str, by: str) -> Cluster:
        """Write the note, personal data out; a new cluster becomes open. RAISES as above."""
        text = redact(_bounded(note, LONGEST_NOTE, "note")).text
        values: dict[str, Any] = {"note": text or None}
        if self.cluster(number).status == "new":
            values["status"] = "open"
        return self._change(number, values, "note", by, text)

    def _change(
        self, number: int, values: Mapping[str, Any], kind: str, by: str, detail: str
    ) -> Cluster:
        self.cluster(number)
        with self.engine.begin() as connection:
            connection.execute(update(clusters).where(clusters.c.id == number).values(**values))
            tell(connection, number, kind, detail, by)
        return self.cluster(number)


def tell(
    connection: Connection,
    number: int,
    kind: str,
    detail: str,
    by: Optional[str] = None,
    at: Optional[datetime] = None,
) -> None:
    """Add a line to a cluster's history. kind: of schema.EVENTS."""
    row = {"at": at or now(), "cluster": number, "kind": kind, "by": by, "detail": detail}
    connection.execute(insert(events).values(**row))


def _meeting(filters: Filters) -> list[Any]:
    """Conditions on the turns of members. Those are unmet, so what ended without a gap was
    answered and did not help, or was abandoned.
    """
    found = [turns.c.at >= datetime.combine(filters.since, time())]
    if filters.until < date.max:
        found.append(turns.c.at < datetime.combine(filters.until, time()))
    answered = turns.c.outcome == "answered"
    if filters.reason in ("did_not_help", "abandoned"):
        ended = answered if filters.reason == "did_not_help" else ~answered
        found += [turns.c.gap.is_(None), ended]
    elif filters.reason:
        found.append(turns.c.gap == filters.reason)
    if filters.need:
        found.append(or_(turns.c.need == filters.need, judgements.c.need == filters.need))
    if filters.areas:
        found.append(turns.c.area.in_(filters.areas))
    if filters.owner:
        nobodys = and_(turns.c.owner.is_(None), turns.c.area.in_(filters.owner_areas))
        found.append(or_(turns.c.owner == filters.owner, nobodys))
    return found


def _bounded(text: str, most: int, what: str) -> str:
    text = text.strip()
    if len(text) > most:
        raise BadInput(f"The {what} has {len(text)} characters; {most} are the most.")
    return text


def _cluster(row: Mapping[str, Any]) -> Cluster:
    values = {
        **row,
        "terms": tuple(filter(None, row["terms"].split(", "))),
        "likeness": row["likeness"] or 0.0,
        "months": tuple(map(int, row["months"].split(","))) if row["months"] else (),
    }
    return Cluster(**values)
