"""Yesterday's clusters go on: new words find their place, and members stay where they are.

Linking starts from the clusters as they are. Words that are in none are linked with them and with
each other by the measure of bot.review.grouping, so that words of a new need meet before they reach
an old cluster. Clusters become one up to THRESHOLD, but one becomes two only from SPLIT on: between
the two things stay as they are, so that nothing goes to and fro. It ends when nothing moves, so
that the same words once more change nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

import numpy as np
from numpy.typing import NDArray

from bot.review.grouping import MOST, THRESHOLD, group, mean_vectors, parted
from bot.review.linkage import linked

Array = NDArray[np.float32]
Labels = NDArray[np.int64]
#: Tells whether the texts in these rows are asked often enough to be a cluster.
Enough = Callable[[Labels], bool]

#: Label of a text that belongs to no group.
LOOSE = -1
#: Mean distance from which parts of a cluster are two: clearly more than THRESHOLD.
SPLIT = 0.93
#: Part of a cluster's texts that comes out of it, at least, and how many at least.
SHARE, FEWEST = 0.03, 3
#: Texts of a cluster that are looked at to find its parts: the others follow the nearest.
SAMPLE = 1_500
#: Rounds until nothing moves, at most.
ROUNDS = 10


def grow(
    vectors: Array,
    was: Labels,
    enough: Enough,
    decided: Collection[int] = (),
    most: int = MOST,
) -> Labels:
    """Labels (n,) of unit vectors (n, d), LOOSE for texts in no cluster.

    was (n,): the cluster each text is in so far, 0 or more, or LOOSE. Clusters keep their label as
    long as they live; new ones get numbers beyond. decided: clusters that a reviewer has touched.
    They take over smaller ones and are never taken over, and stay however few they become.
    """
    labels = was.copy()
    _drop_few(labels, enough, decided)
    if (labels == LOOSE).all():
        _settle(labels, np.arange(len(labels)), group(vectors, THRESHOLD, most), enough)
    whole: set[bytes] = set()
    for _ in range(ROUNDS):
        before = labels.copy()
        _split(vectors, labels, enough, whole)
        _place(vectors, labels, enough, most)
        _merge(vectors, labels, was, decided)
        if (labels == before).all():
            break
    return labels


def rows_by_label(labels: Labels) -> dict[int, Labels]:
    """label -> its rows, in order; without LOOSE."""
    order = np.argsort(labels, kind="stable")
    parts = np.split(order, np.flatnonzero(np.diff(labels[order])) + 1)
    return {int(labels[p[0]]): p for p in parts if len(p) and labels[p[0]] != LOOSE}


def _drop_few(labels: Labels, enough: Enough, decided: Collection[int]) -> None:
    """What is asked too seldom now is no cluster any more."""
    for label, rows in rows_by_label(labels).items():
        if label not in decided and not enough(rows):
            labels[rows] = LOOSE


def _settle(labels: Labels, rows: Labels, found: Labels, enough: Enough) -> None:
    """`rows` that were found together are new clusters, where they are enough."""
    number = int(labels.max(initial=LOOSE)) + 1
    for part in rows_by_label(found).values():
        if enough(rows[part]):
            labels[rows[part]] = number
            number += 1


def _state(vectors: Array, labels: Labels) -> tuple[Labels, Array, Labels]:
    """RETURNS the labels in use, and the mean and size of each."""
    inside = np.flatnonzero(labels != LOOSE)
    numbers, places = np.unique(labels[inside], return_inverse=True)
    means, sizes = mean_vectors(vectors[inside], places, len(numbers))
    return numbers, means, sizes


def _place(vectors: Array, labels: Labels, enough: Enough, most: int) -> None:
    """Loose texts join a cluster, or become new ones together; clusters stay apart meanwhile."""
    loose = np.flatnonzero(labels == LOOSE)
    for part in parted(vectors[loose], most // 2) if len(loose) else ():
        rows = loose[part]
        numbers, means, sizes = _state(vectors, labels)
        known = len(numbers)
        found = linked(
            np.concatenate([means, vectors[rows]]),
            np.concatenate([sizes, np.ones(len(rows), np.int64)]),
            THRESHOLD,
            apart=np.arange(known),
        )
        cluster = np.full(int(found.max()) + 1, LOOSE)
        cluster[found[:known]] = numbers
        labels[rows] = cluster[found[known:]]
        left = labels[rows] == LOOSE
        _settle(labels, rows[left], found[known:][left], enough)


def _merge(vectors: Array, labels: Labels, was: Labels, decided: Collection[int]) -> None:
    """Clusters that have become one in meaning go on as the one decided on, or that had most texts
    before. What was decided on takes over nothing larger: a large need must not hide in it.
    """
    numbers, means, sizes = _state(vectors, labels)
    touched = np.isin(numbers, list(decided))
    old = np.array([np.count_nonzero(was == number) for number in numbers], np.int64)
    found = linked(means, sizes, THRESHOLD, apart=np.flatnonzero(touched))
    for places in rows_by_label(found).values():
        into = max(places, key=lambda i: (touched[i], old[i], sizes[i], -numbers[i]))
        for place in places:
            if place != into and (not touched[into] or sizes[place] <= sizes[into]):
                labels[labels == numbers[place]] = numbers[into]


def _split(vectors: Array, labels: Labels, enough: Enough, whole: set[bytes]) -> None:
    """What has clearly become two is two; the largest part keeps the label. whole: rows of clusters
    that were found to be one, which are not looked at again.
    """
    number = int(labels.max(initial=LOOSE)) + 1
    for rows in rows_by_label(labels).values():
        least = max(SHARE * len(rows), FEWEST)
        if len(rows) < 2 * least or rows.tobytes() in whole:
            continue
        parts = _parts(vectors[rows], least)
        parts = [rows[part] for part in parts]
        if len(parts) > 1 and all(enough(part) for part in parts):
            for part in sorted(parts, key=len, reverse=True)[1:]:
                labels[part] = number
                number += 1
        else:
            whole.add(rows.tobytes())


def _parts(vectors: Array, least: float) -> list[Labels]:
    """Rows in parts that are SPLIT from each other and at least `least`; else all in one."""
    whole = [np.arange(len(vectors))]
    step = -(-len(vectors) // SAMPLE)
    sample = vectors[::step]
    found = linked(sample, np.ones(len(sample), np.int64), SPLIT)
    sizes = np.bincount(found)
    large = np.flatnonzero(sizes * step >= least)
    if len(large) < 2:
        return whole
    means, _ = mean_vectors(sample, found, len(sizes))
    near = (vectors @ means[large].T).argmax(axis=1)
    means, sizes = mean_vectors(vectors, near, len(large))
    if linked(means, sizes, THRESHOLD).max() + 1 < len(large) or sizes.min() < least:
        return whole  # Once all have followed the nearest, the parts would be one again.
    return [np.flatnonzero(near == part) for part in range(len(large))]
