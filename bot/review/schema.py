"""The review's tables as they are today; how they came about stands in migrations.py.

They live in the ledger's database, beside `turn`, so that figures can join them. `cluster` is one
group of like words; `cluster_member` says which unmet needs (by `turn.entry`) are in it;
`cluster_event` is its history; `cluster_judgement` what the served model makes of its words;
`lesson` is what a reviewer taught from it.
"""

from __future__ import annotations

from sqlalchemy import (
    Column,
    DateTime,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

from bot.review.migrations import MIGRATIONS

__all__ = [
    "EVENTS",
    "MIGRATIONS",
    "STATUSES",
    "UNDONE",
    "clusters",
    "events",
    "judgements",
    "lessons",
    "members",
]

#: What a cluster can be. `new` until a reviewer touches it; `done` once it is taught or dealt with.
STATUSES = ("new", "open", "assigned", "done", "ignored")
#: Those of what is not dealt with.
UNDONE = ("new", "open", "assigned")
#: Kinds of events in a cluster's history. The first five happen at night, the others by a person.
EVENTS = (
    "made",
    "grown",
    "merged",
    "split",
    "gone",
    "status",
    "assigned",
    "note",
    "taught",
    "undone",
)

metadata = MetaData()

#: entries, conversations: members in all. recent: conversations of the last 28 days; before: of a
#: usual 28 days before them. centre: sum of members' vectors, 384 float32. name: a citizen's phrase
#: without personal data. successor: the cluster that took it over. ended: when it was last without
#: members.
clusters = Table(
    "cluster",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("terms", Text, nullable=False),
    Column("status", String(16), nullable=False),
    Column("assignee", String(120)),
    Column("note", Text),
    Column("first_seen", DateTime, nullable=False),
    Column("last_seen", DateTime, nullable=False),
    Column("entries", Integer, nullable=False),
    Column("conversations", Integer, nullable=False),
    Column("recent", Integer, nullable=False),
    Column("before", Float, nullable=False),
    Column("centre", LargeBinary),
    Column("successor", Integer),
    Column("ended", DateTime),
)

#: closeness: to the centre, 1 at most: the words nearest to it say best what the cluster is about.
members = Table(
    "cluster_member",
    metadata,
    Column("entry", String(32), primary_key=True),
    Column("cluster", Integer, nullable=False),
    Column("closeness", Float, nullable=False),
    Index("cluster_member_cluster", "cluster", "closeness"),
)

events = Table(
    "cluster_event",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", DateTime, nullable=False),
    Column("cluster", Integer, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("by", String(120)),
    Column("detail", Text, nullable=False),
    Index("cluster_event_cluster", "cluster", "id"),
)

#: model: which one read the words; entries: how many there were then. need: what they look like,
#: with its mean probability, likeness. answered: part of what was said that it would answer
#: today. months: conversations by calendar month, January first, with commas between.
judgements = Table(
    "cluster_judgement",
    metadata,
    Column("cluster", Integer, primary_key=True, autoincrement=False),
    Column("model", String(120), nullable=False),
    Column("at", DateTime, nullable=False),
    Column("entries", Integer, nullable=False),
    Column("need", String(64)),
    Column("likeness", Float, nullable=False),
    Column("answered", Float, nullable=False),
    Column("months", String(160), nullable=False),
)

#: meaning: need (an existing one), new_need, outside or ignore. phrases: JSON list. need: id, for
#: the first two. undone: when it was taken back.
lessons = Table(
    "lesson",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", DateTime, nullable=False),
    Column("by", String(120), nullable=False),
    Column("cluster", Integer),
    Column("meaning", String(16), nullable=False),
    Column("need", String(64)),
    Column("phrases", Text, nullable=False),
    Column("undone", DateTime),
    Column("undone_by", String(120)),
    Index("lesson_cluster", "cluster"),
)
