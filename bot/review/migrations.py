"""How the review's tables came about: numbered steps, appended and never edited.

Each step spells out the columns of its day and takes nothing from schema.py, which may change.
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
    column,
    select,
    table,
)
from sqlalchemy.engine import Connection

from bot.database import Migration


def _m001_clusters(connection: Connection) -> None:
    metadata = MetaData()
    Table(
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
        Column("rise", Float, nullable=False),
        Column("centre", LargeBinary),
        Column("successor", Integer),
        Column("ended", DateTime),
        Index("cluster_rise", "rise"),
    )
    Table(
        "cluster_member",
        metadata,
        Column("entry", String(32), primary_key=True),
        Column("cluster", Integer, nullable=False),
        Column("closeness", Float, nullable=False),
        Index("cluster_member_cluster", "cluster", "closeness"),
    )
    Table(
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
    metadata.create_all(connection)


def _m002_lessons(connection: Connection) -> None:
    Table(
        "lesson",
        MetaData(),
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
    ).create(connection)


def _m003_judgements(connection: Connection) -> None:
    Table(
        "cluster_judgement",
        MetaData(),
        Column("cluster", Integer, primary_key=True, autoincrement=False),
        Column("model", String(120), nullable=False),
        Column("at", DateTime, nullable=False),
        Column("entries", Integer, nullable=False),
        Column("need", String(64)),
        Column("likeness", Float, nullable=False),
        Column("answered", Float, nullable=False),
        Column("months", String(160), nullable=False),
    ).create(connection)


def _m004_without_rise(connection: Connection) -> None:
    """What grows is told by bot.review.outlook; the column was written and never read."""
    connection.exec_driver_sql("drop index cluster_rise")
    if connection.dialect.name != "sqlite":
        connection.exec_driver_sql("alter table cluster drop column rise")
        return
    # SQLite drops columns from 3.35 on only, so the table is made anew.
    made = Table(
        "cluster_without_rise",
        MetaData(),
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
    made.create(connection)
    names = list(made.columns.keys())
    old = table("cluster", *map(column, names))
    connection.execute(made.insert().from_select(names, select(old)))
    connection.exec_driver_sql("drop table cluster")
    connection.exec_driver_sql("alter table cluster_without_rise rename to cluster")


MIGRATIONS: tuple[Migration, ...] = (
    _m001_clusters,
    _m002_lessons,
    _m003_judgements,
    _m004_without_rise,
)
