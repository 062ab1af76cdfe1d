"""Groups vectors by meaning: average-linkage clustering, made to work on a hundred thousand texts.

Two groups are joined while the mean cosine distance between their members is below THRESHOLD.
That takes all pairs, so many texts are first parted coarsely (k-means), grouped part by part, and
the groups of all parts joined in the same way: the mean distance between two groups is one less
the product of their mean vectors, so nothing needs to be looked at twice. What else was tried and
measured is in docs/decisions.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from bot.review.linkage import linked

Array = NDArray[np.float32]
Labels = NDArray[np.int64]

#: Mean cosine distance up to which groups are one, in the metric of bot.review.metric.
THRESHOLD = 0.90
#: Texts (or groups) whose pairs are all looked at together: 4,000 need 64 MB.
MOST = 4_000


def group(vectors: Array, threshold: float = THRESHOLD, most: int = MOST) -> Labels:
    """Labels (n,) of unit vectors (n, d), numbered from 0. The same input gives the same labels."""
    count = len(vectors)
    if count <= most:
        return linked(vectors, np.ones(count, np.int64), threshold)
    parts = parted(vectors, most)

    def of_part(rows: Labels) -> Labels:
        return linked(vectors[rows], np.ones(len(rows), np.int64), threshold)

    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(of_part, parts))
    labels = np.zeros(count, np.int64)
    number = 0
    for part, own in zip(parts, found):
        labels[part] = own + number
        number += int(own.max()) + 1
    means, sizes = mean_vectors(vectors, labels, number)
    whole: Labels = _rejoined(means, sizes, threshold, most)[labels]
    return whole


def mean_vectors(vectors: Array, labels: Labels, count: int) -> tuple[Array, Labels]:
    """Mean vector of each label 0 … count-1, and how many have it."""
    from scipy.sparse import csr_matrix

    ones = np.ones(len(labels), np.float32)
    chosen = csr_matrix((ones, (labels, np.arange(len(labels)))), (count, len(labels)))
    sizes = np.bincount(labels, minlength=count)
    means: Array = (chosen @ vectors) / np.maximum(sizes, 1)[:, None].astype(np.float32)
    return means, sizes


def parted(vectors: Array, most: int = MOST) -> list[Labels]:
    """The rows in parts of at most `most`, like with like."""
    from sklearn.cluster import MiniBatchKMeans

    parts, left = [], [np.arange(len(vectors))]
    while left:
        rows = left.pop()
        if len(rows) <= most:
            parts.append(rows)
            continue
        wanted = -(-2 * len(rows) // most)
        model = MiniBatchKMeans(wanted, batch_size=2048, n_init=1, random_state=0, max_iter=20)
        near = model.fit_predict(vectors[rows])
        split = [rows[near == label] for label in range(wanted) if (near == label).any()]
        if len(split) == 1:  # All alike: any cut will do.
            split = np.array_split(rows, wanted)
        left += split
    return parts


def _rejoined(means: Array, sizes: Labels, threshold: float, most: int) -> Labels:
    """New label of each group, once groups that the parting cut are joined again. The largest are
    linked with each other; each of the rest goes to the one it is near, if there is one.
    """
    order = np.argsort(-sizes, kind="stable")
    large, small = order[:most], order[most:]
    labels = np.zeros(len(means), np.int64)
    labels[large] = linked(means[large], sizes[large], threshold)
    count = int(labels[large].max()) + 1
    joined = np.zeros((count, means.shape[1]), np.float32)
    np.add.at(joined, labels[large], means[large] * sizes[large][:, None])
    joined /= np.bincount(labels[large], sizes[large], count).astype(np.float32)[:, None]
    for start in range(0, len(small), most):
        rows = small[start : start + most]
        near = means[rows] @ joined.T
        best = near.argmax(axis=1)
        close = 1.0 - near[np.arange(len(rows)), best] <= threshold
        labels[rows[close]] = best[close]
        alone = rows[~close]
        labels[alone] = count + np.arange(len(alone))
        count += len(alone)
    return labels
