"""Tells what became of clusters overnight, from the cluster of each text before and after."""

from __future__ import annotations

from collections import Counter

import numpy as np
from numpy.typing import NDArray

from bot.review.growing import LOOSE, rows_by_label

Labels = NDArray[np.int64]

#: Part of a new cluster's texts that were in one old cluster, from which it came out of that.
MOSTLY = 0.5


def changes(was: Labels, now: Labels) -> tuple[dict[int, int], dict[int, int]]:
    """was, now (n,): the cluster of each text, or LOOSE.

    RETURNS merged: cluster that is no more -> the one that has most of its texts; and split: new
    cluster -> the one that goes on and most of its texts came out of.
    """
    before, after = rows_by_label(was), rows_by_label(now)
    merged: dict[int, int] = {}
    for label, rows in before.items():
        into, _ = _commonest(now[rows])
        if label not in after and into != LOOSE:
            merged[label] = into
    split: dict[int, int] = {}
    for label, rows in after.items():
        source, count = _commonest(was[rows])
        if label not in before and source in after and count > MOSTLY * len(rows):
            split[label] = source
    return merged, split


def _commonest(labels: Labels) -> tuple[int, int]:
    """The label that most have and how many; LOOSE when all are loose."""
    counts = Counter(labels[labels != LOOSE].tolist())
    return counts.most_common(1)[0] if counts else (LOOSE, 0)
