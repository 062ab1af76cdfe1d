"""What can be said for sure of small numbers: growth beyond chance, and seasons."""

from __future__ import annotations

import random

import pytest

from bot.review.outlook import CHANCE, season, surely_more


@pytest.mark.parametrize(("recent", "before"), [(0, 0), (2, 0), (3, 0.3), (9, 4.7), (46, 40)])
def test_little_more_may_be_chance(recent: int, before: float):
    """Nothing grows by a handful, nor by an eighth of forty."""
    assert surely_more(recent, before) == 0


def test_growth_is_sorted_by_what_is_sure():
    """Of the same growth the larger group comes first, and never with more than there was."""
    small, large = surely_more(20, 5), surely_more(200, 50)
    assert 0 < small < 15
    assert 10 * small < large < 150


def test_growth_is_told_by_chance_as_seldom_as_it_says():
    """Of groups that are asked for as ever, hardly one in a hundred passes for growing."""
    chance = random.Random(4)

    def count(days: int) -> int:
        return sum(chance.random() < 10 / 2800 for _ in range(100 * days))

    found = [surely_more(count(28), count(84) / 3) > 0 for _ in range(600)]
    assert sum(found) / len(found) < 3 * CHANCE


def test_a_season_is_a_quarter_with_half_of_the_year():
    """Also over the turn of the year; not of an even year, nor of few."""
    assert season([1, 1, 0, 2, 20, 77, 177, 233, 101, 60, 31, 78]) == (7, 9)
    assert season([90, 20, 0, 0, 0, 0, 0, 0, 0, 0, 10, 60]) == (12, 2)
    assert season([30] * 12) is None
    assert season([0, 0, 0, 20, 20, 10, 0, 0, 0, 0, 0, 0]) is None
