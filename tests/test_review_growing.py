"""Facts about clusters that go on from one night to the next."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from sklearn.cluster import AgglomerativeClustering
from sklearn.metrics import adjusted_rand_score

from bot.review.grouping import THRESHOLD
from bot.review.growing import LOOSE, SPLIT, grow
from bot.review.linkage import linked
from bot.review.matching import changes

Array = np.ndarray


def _at(distance: float, times: int, axis: int = 1) -> Array:
    """`times` unit vectors at a cosine distance from the first axis, leaning towards another."""
    one = np.zeros(12, np.float32)
    one[0] = 1 - distance
    one[axis] += np.sqrt(1 - one[0] ** 2)
    return np.tile(one, (times, 1))


def _many(rows: Sequence[int] | Array) -> bool:
    return len(rows) >= 3


def _random(count: int, seed: int = 0) -> Array:
    """Unit vectors around 30 directions, so widely that clusters touch each other."""
    random = np.random.default_rng(seed)
    centres = random.standard_normal((30, 24))
    made = centres[random.integers(30, size=count)] + 1.2 * random.standard_normal((count, 24))
    return (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32)


def _nothing(count: int) -> Array:
    return np.full(count, LOOSE)


def test_linking_is_that_of_scikit_learn() -> None:
    """Average linkage, whatever the threshold."""
    vectors = _random(400)
    for threshold in (0.4, 0.7, 0.9):
        model = AgglomerativeClustering(
            n_clusters=None, affinity="precomputed", linkage="average", distance_threshold=threshold
        )
        theirs = model.fit_predict(np.clip(1 - vectors @ vectors.T, 0, None))
        ours = linked(vectors, np.ones(400, np.int64), threshold)
        assert adjusted_rand_score(theirs, ours) == 1
        assert 1 < len(set(ours)) < 400


def test_linking_goes_on_from_groups() -> None:
    """Groups with their means and sizes give what their members would have given."""
    vectors = _random(400)
    first = linked(vectors, np.ones(400, np.int64), 0.5)
    sizes = np.bincount(first)
    means = np.stack([vectors[first == k].mean(axis=0) for k in range(len(sizes))])
    whole = linked(vectors, np.ones(400, np.int64), 0.8)
    assert adjusted_rand_score(whole, linked(means, sizes, 0.8)[first]) == 1
    assert adjusted_rand_score(whole, linked(means, np.ones_like(sizes), 0.8)[first]) < 1


def test_what_must_stay_apart_does() -> None:
    """Also by way of a third that is near to both."""
    vectors = np.concatenate([_at(0, 1), _at(0.1, 1), _at(0.2, 1)])
    ones = np.ones(3, np.int64)
    assert set(linked(vectors, ones, 0.9)) == {0}
    labels = linked(vectors, ones, 0.9, apart=np.array([0, 2]))
    assert labels[0] != labels[2]


@pytest.mark.parametrize("most", [60, 4000])
def test_the_same_again_changes_nothing(most: int) -> None:
    """From nothing, and from clusters that others have made; in parts as well."""
    vectors = _random(500)
    for was in (_nothing(500), np.random.default_rng(1).integers(-1, 9, 500)):
        once = grow(vectors, was, _many, most=most)
        assert (once != was).any()
        assert (grow(vectors, once, _many, most=most) == once).all()


def test_old_texts_stay_when_new_ones_come() -> None:
    """Nearly all, while grouping anew would move many."""
    vectors = _random(1200)
    old = grow(vectors[:900], _nothing(900), _many)
    was = np.concatenate([old, _nothing(300)])
    new = grow(vectors, was, _many)
    inside = old != LOOSE
    assert (new[:900][inside] == old[inside]).mean() > 0.97
    anew = grow(vectors, _nothing(1200), _many)
    assert adjusted_rand_score(anew[:900][inside], old[inside]) < 0.97
    assert (new[900:] != LOOSE).mean() > 0.9


def test_between_the_thresholds_things_stay_as_they_are() -> None:
    """What is one stays one, what is two stays two."""
    between = (THRESHOLD + SPLIT) / 2
    vectors = np.concatenate([_at(0, 9), _at(between, 8)])
    one, two = np.zeros(17, int), np.repeat([0, 5], [9, 8])
    assert grow(vectors, one, _many).tolist() == one.tolist()
    assert grow(vectors, two, _many).tolist() == two.tolist()
    near = np.concatenate([_at(0, 9), _at(THRESHOLD - 0.01, 8)])
    assert grow(near, two, _many).tolist() == one.tolist()


def test_what_has_become_two_is_two() -> None:
    """The larger part keeps the number; a few strays are no part."""
    vectors = np.concatenate([_at(0, 9), _at(SPLIT + 0.01, 8)])
    labels = grow(vectors, np.full(17, 4), _many)
    assert labels.tolist() == [4] * 9 + [5] * 8
    assert changes(np.full(17, 4), labels) == ({}, {5: 4})
    vectors = np.concatenate([_at(0, 9), _at(1, 2)])
    assert set(grow(vectors, np.full(11, 4), _many)) == {4}


def test_a_cluster_of_many_texts_is_split_by_a_sample() -> None:
    """All its texts follow."""
    vectors = np.concatenate([_at(0, 2500), _at(1, 900)])
    labels = grow(vectors, np.zeros(3400, int), _many)
    assert labels.tolist() == [0] * 2500 + [1] * 900


def test_members_stay_even_where_another_cluster_is_nearer() -> None:
    """Only new words choose."""
    vectors = np.concatenate([_at(0, 29), _at(1, 9), _at(1, 1), _at(1, 1)])
    was = np.array([0] * 29 + [1] * 9 + [0] + [LOOSE])
    assert grow(vectors, was, _many)[-2:].tolist() == [0, 1]


def test_words_of_a_new_need_meet_before_they_reach_an_old_cluster() -> None:
    """One of them alone would have gone there."""
    lure, far = _at(THRESHOLD - 0.01, 1), _at(THRESHOLD + 0.06, 3)
    was = np.array([0] * 9 + [LOOSE] * 4)
    assert grow(np.concatenate([_at(0, 9), lure]), was[:10], _many)[-1] == 0
    assert grow(np.concatenate([_at(0, 9), lure, far]), was, _many)[9:].tolist() == [1] * 4


def test_what_a_reviewer_decided_on_takes_over_only_smaller_ones() -> None:
    """It is never taken over, and two of them never become one."""
    vectors = np.concatenate([_at(0, 4), _at(0.3, 9)])
    was = np.repeat([2, 3], [4, 9])
    assert set(grow(vectors, was, _many)) == {3}
    assert grow(vectors, was, _many, decided={3}).tolist() == [3] * 13
    assert grow(vectors, was, _many, decided={2}).tolist() == was.tolist()
    assert grow(vectors, was, _many, decided={2, 3}).tolist() == was.tolist()


def test_what_is_asked_too_seldom_is_no_cluster_unless_decided_on() -> None:
    """Its words are loose again."""
    vectors, was = _at(0, 2), np.zeros(2, int)
    assert grow(vectors, was, _many).tolist() == [LOOSE] * 2
    assert grow(vectors, was, _many, decided={0}).tolist() == [0, 0]


def test_merging_and_splitting_are_told() -> None:
    """Not what only lost its texts, nor what is new altogether."""
    was = np.array([1, 1, 1, 2, 2, 2, 3, 3, 4, LOOSE, LOOSE])
    now = np.array([1, 1, 1, 1, 1, 9, 8, 3, LOOSE, 7, 7])
    assert changes(was, now) == ({2: 1}, {8: 3})
