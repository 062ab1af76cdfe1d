"""Unmet needs -> groups of like words, going on from the clusters they are in so far."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.redact import redact
from bot.review.entries import Unmet
from bot.review.gist import gist
from bot.review.growing import LOOSE, grow, rows_by_label
from bot.review.matching import changes
from bot.review.metric import Metric
from bot.review.model import RECENT_DAYS
from bot.review.naming import central, terms
from bot.review.vectors import Vectors

Array = NDArray[np.float32]
Labels = NDArray[np.int64]

#: Conversations from which like words are a cluster, and not chance.
LEAST = 3
#: Before the first run.
NOTHING: Mapping[str, int] = MappingProxyType({})
#: Spans of RECENT_DAYS before the recent one that tell what is usual.
USUAL_SPANS = 3


@dataclass(frozen=True)
class Group:
    """One group of today. closeness: entry -> to the centre; values: fields as in model.Cluster."""

    closeness: Mapping[str, float]
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Grouped:
    """groups: by cluster; a number that was not in use before stands for a new one. merged, split:
    as in bot.review.matching.
    """

    groups: Mapping[int, Group]
    merged: Mapping[int, int]
    split: Mapping[int, int]


def grouped(
    unmet: Sequence[Unmet],
    vectors: Vectors,
    metric: Metric,
    asof: datetime,
    before: Mapping[str, int] = NOTHING,
    decided: Collection[int] = (),
) -> Grouped:
    """Groups of at least LEAST conversations. before: entry -> its cluster so far; decided:
    clusters that a reviewer has touched, which stay while anybody is in them.
    """
    by_gist: dict[str, list[Unmet]] = defaultdict(list)
    for one in unmet:
        by_gist[gist(one.text)].append(one)
    if not by_gist:
        return Grouped({}, {}, {})
    gists = sorted(by_gist)  # In which order entries came must not matter.
    said = [by_gist[one] for one in gists]
    seen = metric.apply(vectors.of(gists))
    was = np.array([_cluster(entries, before) for entries in said], np.int64)
    asking = [frozenset(one.conversation for one in entries) for entries in said]

    def enough(rows: Labels) -> bool:
        return len(frozenset().union(*(asking[row] for row in rows))) >= LEAST

    now = grow(seen, was, enough, decided)
    chosen = rows_by_label(now)
    documents = [
        "\n".join(dict.fromkeys(one.text for row in rows for one in said[row]))
        for rows in chosen.values()
    ]
    groups = {
        label: _group([said[row] for row in rows], seen[rows], key_terms, asof)
        for (label, rows), key_terms in zip(chosen.items(), terms(documents))
    }
    return Grouped(groups, *changes(was, now))


def _cluster(entries: Sequence[Unmet], before: Mapping[str, int]) -> int:
    """The cluster that most of these entries are in; the older one of two with as many."""
    counts = Counter(before[one.entry] for one in entries if one.entry in before)
    return min(counts, key=lambda number: (-counts[number], number), default=LOOSE)


def _group(
    said: Sequence[Sequence[Unmet]], seen: Array, key_terms: Sequence[str], asof: datetime
) -> Group:
    """said: the entries of each text; seen: its vector."""
    weights = np.array([len(entries) for entries in said], np.float32)
    centre = (seen * weights[:, None]).sum(axis=0)
    near = seen @ (centre / max(float(np.linalg.norm(centre)), 1e-9))
    entries = [one for part in said for one in part]
    close = np.repeat(near, weights.astype(np.int64)).tolist()
    texts = list(dict.fromkeys(one.text for one in entries))
    times = Counter(one.text for one in entries)
    closest = {one.text: value for one, value in zip(entries, close)}
    name = central(texts, [closest[text] for text in texts], [times[text] for text in texts])
    recent, before = _pace(entries, asof)
    values = {
        "name": redact(name).text,
        "terms": ", ".join(key_terms),
        "first_seen": min(one.at for one in entries),
        "last_seen": max(one.at for one in entries),
        "entries": len(entries),
        "conversations": len({one.conversation for one in entries}),
        "recent": recent,
        "before": round(before, 2),
        "centre": centre.astype(np.float32).tobytes(),
        "successor": None,
        "ended": None,
    }
    return Group({one.entry: round(value, 3) for one, value in zip(entries, close)}, values)


def _pace(entries: Sequence[Unmet], asof: datetime) -> tuple[int, float]:
    """Conversations in the last RECENT_DAYS, and in a usual span of that length before."""
    recent = asof - timedelta(days=RECENT_DAYS)
    usual = recent - USUAL_SPANS * timedelta(days=RECENT_DAYS)
    late = {one.conversation for one in entries if one.at > recent}
    early = {one.conversation for one in entries if usual < one.at <= recent}
    return len(late), len(early) / USUAL_SPANS
