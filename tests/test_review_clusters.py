"""Facts about clusters from night to night, and what reviewers do with them."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import delete, insert, inspect, select, update
from sqlalchemy.schema import MetaData

from bot.database import open_engine
from bot.errors import BadInput
from bot.ledger.schema import turns, verdicts
from bot.review import nightly
from bot.review.grouping import group
from bot.review.metric import Metric
from bot.review.model import NoSuchCluster
from bot.review.schema import clusters, members, metadata
from bot.review.store import Review
from bot.review.workshop import Busy, only_one
from bot.understanding.encoder import DIMENSIONS
from tests.clusters_world import ASOF, NOWHERE, World, of_old

#: Words of one thing to ask for, and of another, with a word that both have.
SAWS = ("borrow saw red", "borrow saw blue", "borrow saw green")
DRILLS = ("borrow drill big", "borrow drill old", "borrow drill loud")


@pytest.fixture
def world(tmp_path: Path) -> World:
    """An empty review."""
    return World(tmp_path)


def drones(world: World, times: int = 4, **more: int) -> None:
    """Asks of one thing in two wordings."""
    world.ask("fly a drone in the park", times, **more)
    world.ask("where to fly a drone", 1, **more)


def test_like_words_become_one_cluster(world: World) -> None:
    """Named by a phrase, with terms, counts and a line of history; a stray remark is in none."""
    drones(world)
    world.ask("borrow tools", 3)
    world.ask("asdf", 2)
    done = world.night()
    assert (done.entries, done.unique, done.clusters, done.made, done.loose) == (10, 4, 2, 2, 2)
    first, second = world.review.clusters(order="size")
    assert first.name == "fly a drone in the park"
    assert "drone" in first.terms[0]
    assert (first.entries, first.conversations, first.status) == (5, 5, "new")
    assert second.name == "borrow tools"
    assert [event.kind for event in world.review.history(first.id)] == ["made"]


def test_a_second_run_changes_nothing(world: World) -> None:
    """Nor is anything added to the history."""
    drones(world)
    world.night()
    before = world.review.clusters(), world.review.history(1)
    assert world.night().made == 0
    assert (world.review.clusters(), world.review.history(1)) == before


def test_a_cluster_keeps_its_number_and_its_decisions_as_it_grows(world: World) -> None:
    """Status, assignee and note survive; counts follow."""
    drones(world)
    world.night()
    (cluster,) = world.review.clusters()
    world.review.assign(cluster.id, "Parks team", "ann")
    world.review.set_note(cluster.id, "ask the park wardens", "ann")
    world.ask("fly a drone over the lake", 30)
    world.ask("borrow tools", 40)
    world.night()
    found = world.review.cluster(cluster.id)
    assert (found.status, found.assignee, found.note) == (
        "assigned", "Parks team", "ask the park wardens",
    )  # fmt: skip
    assert found.conversations == 35


def test_what_did_not_help_counts_and_what_has_a_known_gap_does_not(world: World) -> None:
    """No provider: the need is known already."""
    world.ask("fly a drone", 3, gap="no_provider", outcome="gap_no_provider")
    entries = world.ask("fly a drone", 3, gap=None, outcome="answered")
    rows = [
        {"at": ASOF, "conversation": entry, "turn": 1, "helped": False, "entry": entry}
        for entry in entries
    ]
    with world.engine.begin() as connection:
        connection.execute(insert(verdicts), rows)
    assert world.night().entries == 3
    assert world.review.spread(1, "outcome") == {"answered": 3}


def test_new_and_growing_come_first(world: World) -> None:
    """By how surprising the last 28 days are after the months before."""
    for days in (40, 60, 80, 100):
        world.ask("blue badge form", 10, days=days)
    world.ask("blue badge form", 14)
    world.ask("fly a drone", 9)
    world.ask("lost cat", 4, days=50)
    world.night()
    fresh, steady, fading = world.review.clusters()
    assert [fresh.name, steady.name, fading.name] == ["fly a drone", "blue badge form", "lost cat"]
    assert (fresh.fresh, fresh.recent, fresh.before) == (True, 9, 0)
    assert (steady.recent, steady.before) == (14, 13.33)
    assert fresh.growth > steady.growth > 1 > fading.growth


def test_one_person_who_repeats_himself_is_no_cluster(world: World) -> None:
    """Conversations count, not turns."""
    world.ask("fly a drone", 9, conversation="one")
    assert world.night().clusters == 0


def test_small_clusters_are_marked(world: World) -> None:
    """Fewer than five conversations are not for service owners."""
    drones(world, 3)
    world.ask("borrow tools", 5)
    world.night()
    assert {c.name: c.small for c in world.review.clusters()} == {
        "fly a drone in the park": True,
        "borrow tools": False,
    }
    assert [c.name for c in world.review.clusters(at_least=5)] == ["borrow tools"]


def test_names_terms_and_examples_hold_no_personal_data(world: World) -> None:
    """Even when a channel wrote words past the door."""
    world.ask("fly a drone my name is John Smith ring 07700 900123", 5)
    world.night()
    (cluster,) = world.review.clusters()
    (example,) = world.review.examples(cluster.id)
    shown = " ".join((cluster.name, *cluster.terms, example.words)).lower()
    assert "drone" in shown
    assert "smith" not in shown
    assert "07700" not in shown
    noted = world.review.set_note(cluster.id, "ring her on 07700 900123", "ann")
    assert "07700" not in (noted.note or "")


def test_examples_are_the_most_central_words_each_once(world: World) -> None:
    """With how often they were said; pages by offset."""
    drones(world)
    world.night()
    first, second = world.review.examples(1)
    assert (first.words, first.times) == ("fly a drone in the park", 4)
    assert second.closeness < first.closeness
    assert world.review.examples(1, limit=1, offset=1) == [second]


def test_weeks_count_conversations_from_mondays(world: World) -> None:
    """For a chart of the trend."""
    world.ask("fly a drone", 3, days=1)
    world.ask("fly a drone", 2, days=15)
    world.night()
    assert world.review.weeks(1) == {date(2026, 10, 12): 2, date(2026, 10, 26): 3}


def test_a_cluster_whose_words_were_purged_loses_its_name(world: World) -> None:
    """Only terms and decisions stay; it is listed no more unless asked for."""
    drones(world)
    world.night()
    world.review.set_status(1, "ignored", "ann")
    with world.engine.begin() as connection:
        connection.execute(delete(turns))
    assert world.night().clusters == 0
    assert world.review.clusters() == []
    (old,) = world.review.clusters(ended=True)
    assert old.status == "ignored"
    assert old.name == ", ".join(old.terms)
    assert world.review.history(1)[-1].kind == "gone"


def test_a_merger_is_told_on_both_sides(world: World) -> None:
    """And the one that was taken over says by which."""
    world.ask("drone permit", 6)
    world.ask("drone permit office", 6)
    world.ask("lake boats", 3)
    world.night()
    world.ask("drone permit lake boats", 30)
    world.ask("permit lake drone boats", 30)
    large, small = (world.review.clusters(search=word)[0].id for word in ("permit", "boats"))
    done = world.night()
    assert done.merged == 1
    over = world.review.cluster(small)
    assert over.successor == large
    assert over.ended is not None
    assert world.review.history(small)[-1].detail == f"into cluster {large}"
    assert world.review.history(large)[-1].detail == f"took over cluster {small}"


def test_a_touched_cluster_that_splits_keeps_its_status_and_tells(world: World) -> None:
    """What came out of it is new, and both histories say so."""
    for words in ("fly drone park", "fly drone beach", "drone fly common", "fly small drone"):
        world.ask(words, 2)
    for words in ("borrow saw tools", "borrow drill tools", "lend borrow tools"):
        world.ask(words, 1)
    world.night()
    large, small = (c.id for c in world.review.clusters(order="size"))
    world.review.set_status(large, "ignored", "ann")
    with world.engine.begin() as connection:  # As if all had been one until today.
        connection.execute(update(members).values(cluster=large))
    done = world.night()
    assert (done.split, done.merged, done.gone) == (1, 0, 1)
    new = world.review.clusters(order="newest", statuses=["new"])[0]
    assert new.id not in (large, small)
    assert new.entries == 3
    assert world.review.cluster(large).status == "ignored"
    assert world.review.cluster(large).entries == 8
    assert world.review.history(large)[-1].detail == f"cluster {new.id} came out of it"
    assert world.review.history(new.id)[0].detail == f"out of cluster {large}"


def test_a_touched_cluster_stays_while_anybody_is_in_it(world: World) -> None:
    """One nobody touched goes once its words are too few; entries that were purged leave both."""
    drones(world)
    tools = world.ask("borrow tools", 4)
    world.night()
    (kept,) = world.review.clusters(search="drone")
    (left,) = world.review.clusters(search="tools")
    world.review.set_status(kept.id, "open", "ann")
    entries = world.entries(kept.id)
    with world.engine.begin() as connection:
        connection.execute(delete(turns).where(turns.c.entry.in_([*entries[1:], *tools[1:]])))
    done = world.night()
    assert (done.entries, done.clusters, done.gone, done.loose) == (2, 1, 1, 1)
    assert world.entries(kept.id) == entries[:1]
    assert world.review.cluster(kept.id).status == "open"
    assert world.review.cluster(left.id).ended is not None


def without(world: World, word: str, part: float) -> Metric:
    """A metric in which a word counts for only this part of what it did."""
    (direction,) = world.encoder.encode([word])
    fading = np.eye(DIMENSIONS, dtype=np.float32)
    fading -= np.float32(1 - part) * np.outer(direction, direction)
    return Metric(np.zeros(DIMENSIONS, np.float32), fading)


def test_another_metric_moves_nobody(world: World) -> None:
    """New training phrases change where words lie. What would be two clusters now, grouped afresh,
    stays the one it was, until its parts are far from each other.
    """
    for text in SAWS + DRILLS:
        world.ask(text, 2)
    world.night()
    (one,) = world.review.clusters()
    inside = world.entries(one.id)
    assert len(inside) == 12

    metric = without(world, "borrow", 0.28)
    afresh = group(metric.apply(world.encoder.encode(SAWS + DRILLS)))
    assert list(afresh) == [0, 0, 0, 1, 1, 1]
    done = nightly.run(world.review, NOWHERE, world.vectors, metric, ASOF)
    assert (done.made, done.merged, done.split, done.gone) == (0, 0, 0, 0)
    assert world.entries(one.id) == inside

    done = nightly.run(world.review, NOWHERE, world.vectors, without(world, "borrow", 0.0), ASOF)
    assert (done.made, done.merged, done.split, done.gone) == (1, 0, 1, 0)


def test_lists_filter_and_search(world: World) -> None:
    """By status, assignee and part of a name; wildcards are plain characters."""
    drones(world)
    world.ask("borrow tools", 3)
    world.night()
    one = world.review.clusters(search="DRONE")[0]
    world.review.assign(one.id, "Parks", "ann")
    assert world.review.clusters(statuses=["assigned"]) == world.review.clusters(assignee="Parks")
    assert world.review.clusters(search="%") == []
    assert len(world.review.clusters(limit=1, offset=1)) == 1


def test_bad_input_is_refused_in_a_sentence(world: World) -> None:
    """Unknown cluster, status or order; too long a note."""
    drones(world)
    world.night()
    with pytest.raises(NoSuchCluster, match="no cluster 99"):
        world.review.set_status(99, "open", "ann")
    with pytest.raises(BadInput, match="'shut' is no status"):
        world.review.set_status(1, "shut", "ann")
    with pytest.raises(BadInput, match="'x' is no order"):
        world.review.clusters(order="x")
    with pytest.raises(BadInput, match="2000"):
        world.review.set_note(1, "x" * 2001, "ann")
    assert world.review.history(1)[1:] == []


def test_giving_a_cluster_back_opens_it(world: World) -> None:
    """Each step is in the history with who took it."""
    drones(world)
    world.night()
    world.review.assign(1, "Parks", "ann")
    assert world.review.assign(1, " ", "bob").status == "open"
    assert [(e.kind, e.by, e.detail) for e in world.review.history(1)[1:]] == [
        ("assigned", "ann", "Parks"),
        ("assigned", "bob", "nobody"),
    ]


def test_words_older_than_a_year_are_not_looked_at(world: World) -> None:
    """Nor those after the day asked about."""
    world.ask("fly a drone", 3, days=366)
    world.ask("fly a drone", 3, days=-1)
    assert world.night().entries == 0
    assert world.night(ASOF + timedelta(days=2)).entries == 3


def test_migrations_make_what_the_schema_says(world: World) -> None:
    """Table by table, column by column."""
    made = MetaData()
    made.reflect(world.engine, only=list(metadata.tables))
    for name, table in metadata.tables.items():
        assert {c.name: c.nullable for c in made.tables[name].c} == {
            c.name: c.nullable for c in table.c
        }
        indexes = {index["name"] for index in inspect(world.engine).get_indexes(name)}
        assert indexes == {index.name for index in table.indexes}
    assert clusters.name == "cluster"


def test_clusters_of_before_lose_their_rise_and_nothing_else(tmp_path: Path) -> None:
    """The table is made anew: rows, numbers and what is next stay."""
    engine = open_engine(f"sqlite:///{tmp_path / 'old.db'}")
    values = of_old(engine)
    review = Review(engine)
    with engine.begin() as connection:
        assert dict(connection.execute(select(clusters)).mappings().one()) == values
        more = {name: value for name, value in values.items() if name != "id"}
        assert connection.execute(insert(clusters).values(**more)).inserted_primary_key == (8,)
    assert Review(engine).cluster(7) == review.cluster(7)
    found = inspect(engine)
    assert {one["name"] for one in found.get_columns("cluster")} == set(values)
    assert "cluster_without_rise" not in found.get_table_names()


def test_two_runs_at_once_are_refused(tmp_path: Path) -> None:
    """The second says so."""
    path = tmp_path / "x" / "lock"
    with only_one(path, "At it."), pytest.raises(Busy, match="At it"), only_one(path, "At it."):
        raise AssertionError("Two held it.")
