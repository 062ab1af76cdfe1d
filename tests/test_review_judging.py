"""What the served model makes of clusters: the need they look like, and which may be missing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from bot.ledger.figures import Filters
from bot.review.judging import SAMPLE, judge
from bot.review.model import Cluster
from bot.understanding.pipeline import Found
from tests import clusters_world

YEAR = Filters(date(2025, 1, 1), date(2027, 1, 1))


class Model:
    """Knows tanks; is unsure of everything else. `seen` is all it has read."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def read(self, texts: Sequence[str]) -> list[Found]:
        """Answers what has a tank in it."""
        self.seen += texts
        return [
            Found("need/septic-tank", 0.9, "answer", (("septic-tank", 0.8),), (), (), None)
            if "tank" in text
            else Found("need/parks", 0.1, "abstain", (("parks", 0.1),), (), (), None)
            for text in texts
        ]


@pytest.fixture
def world(tmp_path: Path) -> clusters_world.World:
    """Words of a need that there is, and of one that is not."""
    made = clusters_world.World(tmp_path)
    made.ask("empty my ceptic tank", 9, area="E07000008", days=60)
    made.ask("fly a drone", 70, area="E07000008", days=100)
    made.ask("fly a drone 07700900123", 9, gap=None, outcome="asked_place", need="parks", days=10)
    made.ask("old well", 4)
    made.night()
    return made


def named(world: clusters_world.World, part: str) -> Cluster:
    """The cluster whose name has this in it."""
    return next(one for one in world.review.clusters() if part in one.name)


def test_words_of_a_need_that_there_is_are_told_from_a_missing_one(world: clusters_world.World):
    """With the need they look like, when one is likely; unread ones are neither."""
    assert not named(world, "drone").missing
    assert judge(world.review, Model(), "m1") == 2
    tank, drone, well = (named(world, part) for part in ("tank", "drone", "well"))
    assert (tank.suggested, tank.likeness, tank.missing) == ("septic-tank", 0.8, False)
    assert (drone.suggested, drone.answered, drone.missing) == (None, 0.0, True)
    assert well.answered is None
    assert [one.id for one in world.review.clusters(missing=True)] == [drone.id]
    assert [one.id for one in world.review.clusters(missing=False)] == [tank.id]


def test_months_are_kept_and_a_season_is_seen(world: clusters_world.World):
    """By calendar month; all in one month is a season."""
    judge(world.review, Model(), "m1")
    drone = named(world, "drone")
    assert drone.months[6] == 70
    assert sum(drone.months) == drone.conversations
    assert drone.season is not None


def test_only_what_changed_is_read_again(world: clusters_world.World):
    """By another model everything; by the same one what grew."""
    judge(world.review, Model(), "m1")
    assert judge(world.review, Model(), "m1") == 0
    world.ask("empty my ceptic tank", 5)
    world.night()
    assert judge(world.review, Model(), "m1") == 1
    assert judge(world.review, Model(), "m2") == 2


def test_a_sample_is_read_without_personal_data(world: clusters_world.World):
    """However many words a cluster has, and whatever stands in them."""
    model = Model()
    judge(world.review, model, "m0")
    assert "fly a drone [phone]" in model.seen
    assert not any("07700900123" in text for text in model.seen)
    for number in range(60):
        world.ask(f"fly a drone {'very ' * (number + 1)}", 1)
    world.night()
    model = Model()
    judge(world.review, model, "m1")
    assert len(model.seen) <= SAMPLE + 1
    assert not any("07700900123" in text for text in model.seen)


def test_clusters_that_are_gone_are_forgotten(world: clusters_world.World):
    """No judgement stays of a cluster without members."""
    judge(world.review, Model(), "m1")
    world.night(clusters_world.ASOF.replace(year=2030))
    judge(world.review, Model(), "m1")
    ended = world.review.clusters(ended=True)
    assert len(ended) == 3
    assert all(one.answered is None for one in ended)


def test_clusters_are_found_by_what_their_conversations_were(world: clusters_world.World):
    """Reason, need, area, organisation and period, each with so many conversations at least."""
    judge(world.review, Model(), "m1")
    tank, drone = named(world, "tank").id, named(world, "drone").id

    def within(least: int = 5, **more: object) -> set[int]:
        return world.review.within(YEAR.but(**more), least) & {tank, drone}

    assert within(areas=("E07000008",)) == {tank, drone}
    assert within(areas=("E07000008",), least=10) == {drone}
    assert within(areas=("E06000052",)) == set()
    assert within(reason="did_not_help") == set()
    assert within(reason="abandoned") == {drone}
    assert within(reason="not_understood", least=9) == {tank, drone}
    assert within(need="septic-tank") == {tank}
    assert within(need="parks") == {drone}
    assert within(owner="E07000008", owner_areas=("E07000008",)) == {tank, drone}
    assert within(since=date(2026, 10, 15)) == {drone}
