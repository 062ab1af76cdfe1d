"""Average linkage that starts from groups of any size, some of which must never become one.

SciPy and scikit-learn offer it for single points only. Here a point may stand for a group (its
mean vector and how many it has), so that linking goes on from yesterday's clusters. The way is that
of nearest-neighbour chains, which ends with the same groups as joining the nearest two each time.
"""

from __future__ import annotations

from typing import Optional

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
Labels = NDArray[np.int64]


def linked(means: Array, sizes: Labels, threshold: float, apart: Optional[Labels] = None) -> Labels:
    """Labels (n,), numbered from 0: points whose mean cosine distance is `threshold` at most are
    joined, the nearest first. means (n, d): of unit vectors, so no longer than 1; sizes (n,): how
    many vectors each is the mean of; apart: rows of which no two may come together.
    """
    count = len(means)
    distances = _distances(means, apart)
    weights = sizes.astype(np.float32)
    into = np.arange(count)
    open_ = np.ones(count, bool)
    chain: list[int] = []
    for start in range(count):
        if open_[start]:
            chain.append(start)
        while chain:
            last = chain[-1]
            row = distances[last]
            near = int(row.argmin())
            before = chain[-2] if len(chain) > 1 else -1
            if before >= 0 and row[before] <= row[near]:
                _join(distances, weights, before, last)
                into[last] = before
                open_[last] = False
                del chain[-2:]
                if not chain and open_[start]:
                    chain.append(start)
            elif row[near] <= threshold:
                chain.append(near)
            else:  # Only ever the first: along a chain the distances fall.
                open_[last] = False
                chain.pop()
    while (into[into] != into).any():
        into = into[into]
    labels: Labels = np.unique(into, return_inverse=True)[1]
    return labels


def _distances(means: Array, apart: Optional[Labels]) -> Array:
    distances: Array = np.float32(1.0) - means @ means.T
    np.fill_diagonal(distances, np.inf)
    if apart is not None:
        distances[np.ix_(apart, apart)] = np.inf
    return distances


def _join(distances: Array, weights: NDArray[np.float32], kept: int, gone: int) -> None:
    """`gone` becomes part of `kept`: its row and column are the weighted mean of both."""
    whole = weights[kept] + weights[gone]
    mixed = (weights[kept] * distances[kept] + weights[gone] * distances[gone]) / whole
    mixed[[kept, gone]] = np.inf
    distances[kept] = mixed
    distances[:, kept] = mixed
    distances[gone] = np.inf
    distances[:, gone] = np.inf
    weights[kept] = whole
