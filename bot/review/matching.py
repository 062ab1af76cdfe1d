"""Keeps a cluster's identity from day to day: which of today's groups is which of yesterday's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

#: Agreement from which a group is the same cluster: shared members of both, as twice the shared
#: over the sum (F1). Members that are new today don't count, so a cluster may grow at will.
SAME = 0.4
#: Part of a cluster's members in one group from which it has merged into it, or come out of it.
MOSTLY = 0.5
#: What a reviewer has decided on weighs this much more when two clusters claim one group.
DECIDED = 0.5


@dataclass(frozen=True)
class Matched:
    """kept: group -> old cluster; merged: old cluster -> group that took it over; split: group ->
    old cluster most of it came from; gone: old clusters that fell apart.
    """

    kept: Mapping[int, int]
    merged: Mapping[int, int]
    split: Mapping[int, int]
    gone: tuple[int, ...]


def match(
    groups: Sequence[Collection[str]], old: Mapping[str, int], decided: Collection[int]
) -> Matched:
    """groups: entries of each of today's groups; old: entry -> its cluster yesterday, of entries
    that are still in the ledger; decided: clusters that a reviewer has touched.
    """
    shared = [Counter(old[entry] for entry in group if entry in old) for group in groups]
    sizes = Counter(old.values())
    known = [sum(counts.values()) for counts in shared]
    olds = sorted(sizes)
    column = {cluster: i for i, cluster in enumerate(olds)}
    scores = np.zeros((len(groups), len(olds)))
    for row, counts in enumerate(shared):
        for cluster, count in counts.items():
            agreement = 2 * count / (known[row] + sizes[cluster])
            if agreement >= SAME or (cluster in decided and count >= MOSTLY * sizes[cluster]):
                scores[row, column[cluster]] = agreement + DECIDED * (cluster in decided)
    rows, columns = linear_sum_assignment(-scores)
    kept = {int(r): olds[c] for r, c in zip(rows, columns) if scores[r, c] > 0}
    taken = set(kept.values())
    merged: dict[int, int] = {}
    for row, counts in enumerate(shared):
        for cluster, count in counts.items():
            if cluster not in taken and count > MOSTLY * sizes[cluster]:
                merged[cluster] = row
    split = {}
    for row, counts in enumerate(shared):
        if row not in kept and counts:
            cluster, count = counts.most_common(1)[0]
            if count > MOSTLY * known[row] and cluster not in merged:
                split[row] = cluster
    gone = tuple(c for c in olds if c not in taken and c not in merged)
    return Matched(kept, merged, split, gone)
