"""The review on a real PostgreSQL: groups from night to night, judging, teaching, its pages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from channel_visitor import Server
from console_world import PASSWORD, make_review_app
from postgres import Postgres, emptied, postgres
from sqlalchemy import inspect, select
from sqlalchemy.engine import Engine
from staff_world import Colleague
from test_review_judging import Model
from test_review_teaching import DRONE, Bench

from bot.database import open_engine
from bot.ledger import Ledger
from bot.ledger.purge import purge
from bot.ledger.requests_store import prepare
from bot.review import learned
from bot.review.judging import judge
from bot.review.schema import clusters, metadata
from bot.review.store import Review
from tests.clusters_world import ASOF, World, of_old

pytestmark = pytest.mark.slow
#: Of the morning after the last night.
MORNING = ASOF + timedelta(hours=9)


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    """A server for all tests of this module."""
    with postgres() as running:
        yield running


@pytest.fixture
def engine(server: Postgres) -> Iterator[Engine]:
    """An empty ledger on it."""
    found = open_engine(server.address)
    Ledger(found, b"key")
    prepare(found)
    yield found
    emptied(found)


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> World:
    """Two things asked for in vain, each in two wordings."""
    made = World(tmp_path, engine)
    for words, times, days in (("fly a drone", 9, 9), ("empty my septic tank", 7, 70)):
        made.ask(words, times, days=days, area="E07000008")
        made.ask(f"{words} please", 3, days=days + 1, area="E07000008")
    made.night()
    return made


def test_groups_stay_what_they_are(world: World):
    """A second night changes nothing; a third lets one grow, and what a reviewer decided stays."""
    before = world.review.clusters(order="size")
    assert [(one.conversations, one.fresh) for one in before] == [(12, True), (10, False)]
    world.review.assign(before[0].id, "Parks", "rob")
    world.night()
    world.ask("fly a drone here", 8)
    world.night()
    drones, tanks = world.review.clusters(order="size")
    assert (drones.id, drones.conversations, drones.assignee) == (before[0].id, 20, "Parks")
    assert tanks == before[1]
    assert len(world.entries(drones.id)) == 20
    kinds = [event.kind for event in world.review.history(drones.id)]
    assert (kinds[0], kinds.count("assigned")) == ("made", 1)
    assert world.review.spread(drones.id, "area") == {"E07000008": 12, None: 8}
    assert sum(world.review.weeks(drones.id).values()) == 20
    assert world.review.examples(drones.id)[0].times == 9
    assert [one.id for one in world.review.rising(9, 5)] == [drones.id]
    assert [one.id for one in world.review.clusters(search="SEPTIC")] == [tanks.id]


def test_a_group_is_judged_and_taught(engine: Engine, tmp_path: Path):
    """What it looks like is kept; a lesson is saved, shown and taken back."""
    bench = Bench(tmp_path, World(tmp_path, engine))
    bench.world.ask("fly a drone", 6)
    bench.world.night()
    assert judge(bench.world.review, Model(), "m1") == 1
    assert judge(bench.world.review, Model(), "m1") == 0
    assert bench.world.review.cluster(1).missing
    number = bench.taught(DRONE)
    assert [one.id for one in bench.teaching.lessons()] == [number]
    assert bench.world.review.cluster(1).status == "done"
    bench.teaching.undo(number, "ann")
    assert learned.read(bench.settings.learned) == []


def test_every_page_of_groups_opens(world: World, engine: Engine):
    """The list by every choice, a group, teaching it, its files."""
    judge(world.review, Model(), "m1")
    server = Server(make_review_app(engine, MORNING))
    try:
        rob = Colleague(server)
        rob.sign_in("rob", PASSWORD)
        number = world.review.clusters(order="size")[0].id
        chosen = "area=E07000008&reason=not_understood&order=size&q=drone"
        for path in (
            *("", "/clusters", f"/clusters?{chosen}", "/clusters?owner=E07000008&period=12m"),
            *(f"/clusters.csv?{chosen}", "/clusters.json?need=septic-tank"),
            *(f"/clusters/{number}", f"/clusters/{number}/teach", "/training"),
        ):
            assert rob.get(f"/review{path}").status == 200, path
        assert "fly a drone" in rob.get("/review/clusters").words
    finally:
        server.stop()


def test_purged_words_leave_the_groups(world: World, engine: Engine):
    """The next night closes what nobody is in any more; its name, a citizen's words, goes."""
    assert purge(engine, datetime(2026, 10, 1))["turn"] == 10
    world.night()
    (left,) = world.review.clusters()
    assert left.conversations == 12
    (gone,) = [one for one in world.review.clusters(ended=True) if one.id != left.id]
    assert gone.ended == ASOF
    assert gone.name == ", ".join(gone.terms)


def test_the_migrations_make_the_same_tables(engine: Engine):
    """Columns and indexes of the schema, made once, however many servers start."""
    Review(engine)
    Review(engine)
    found = inspect(engine)
    for name, table in metadata.tables.items():
        assert {c["name"] for c in found.get_columns(name)} == set(table.columns.keys())
        assert {i["name"] for i in found.get_indexes(name)} == {i.name for i in table.indexes}


def test_clusters_of_before_lose_their_rise_and_nothing_else(engine: Engine):
    """A column is dropped; the rows stay."""
    values = of_old(engine)
    review = Review(engine)
    with engine.connect() as connection:
        assert dict(connection.execute(select(clusters)).mappings().one()) == values
    assert review.cluster(7).assignee == "Parks"
    assert {one["name"] for one in inspect(engine).get_columns("cluster")} == set(values)
