"""How well, how steadily and how fast words are grouped.

    python -m bench.make_year sqlite:////tmp/year.db && SIGNPOST_LEDGER=sqlite:////tmp/year.db \
        python -m bench.clusters [--many 100000]

Quality: of each planted need, the part in its largest group (recall) and how pure that is; and
the adjusted Rand index against the needs of the training phrases, with the metric learned on the
other half of the needs. Steadiness: the part of entries that stay in their cluster from one run to
the next: a week later, day by day, and week by week for half a year. Speed: so many different
words, from nothing to groups, in CPU seconds and by the clock.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, process
from sklearn.metrics import adjusted_rand_score

from bench.year_words import PLANTED, phrases, said_anew
from bot.evaluation.phrases import read as read_phrases
from bot.review.entries import WINDOW, Unmet, read
from bot.review.gist import gist
from bot.review.grouping import THRESHOLD, group
from bot.review.groups import Grouped, grouped
from bot.review.metric import Metric
from bot.review.vectors import Vectors
from bot.review.workshop import Workshop
from bot.settings import ROOT, load
from bot.understanding.encoder import Encoder


def planted(unmet: list[Unmet], found: Grouped) -> None:
    """Recall and purity of the planted needs' largest groups."""
    texts = sorted({one.text for one in unmet})
    truth: dict[str, str] = {}
    for need in PLANTED:
        like = process.cdist(
            texts, need.wordings(), scorer=fuzz.partial_ratio, score_cutoff=88, workers=2
        )
        least = min(map(len, need.wordings())) - 2
        truth.update(
            (t, need.id) for t, row in zip(texts, like) if row.max() > 0 and len(t) >= least
        )
    of = {one.entry: truth.get(one.text, "") for one in unmet}
    groups = list(found.groups.values())
    ranked = sorted(groups, key=lambda one: -one.values["conversations"])
    print(f"{len(unmet)} unmet needs, {len(texts)} different words, {len(groups)} groups")
    for need in PLANTED:
        counts = [Counter(of[entry] for entry in one.closeness)[need.id] for one in ranked]
        best = int(np.argmax(counts))
        whole = sum(truth == need.id for truth in of.values())
        print(
            f"  {need.id:14} recall {counts[best] / whole:5.1%}  purity "
            f"{counts[best] / len(ranked[best].closeness):5.1%}  rank by size {best + 1}  "
            f"named {ranked[best].values['name']!r}"
        )


def nights(
    unmet: list[Unmet], workshop: Workshop, days: Sequence[datetime]
) -> tuple[Grouped, list[float]]:
    """The nightly run on each of `days`, each from the clusters of the one before.

    RETURNS the last, and of each but the first the part of old entries that stayed where they were.
    """
    before: dict[str, int] = {}
    stayed: list[float] = []
    for day in days:
        there = [one for one in unmet if day - WINDOW <= one.at <= day]
        today = grouped(there, workshop.vectors, workshop.metric(), day, before)
        now = {entry: label for label, one in today.groups.items() for entry in one.closeness}
        if before:
            old = [one.entry for one in there if one.entry in before]
            stayed.append(sum(now.get(entry) == before[entry] for entry in old) / len(old))
        before = now
    return today, stayed


def steady(unmet: list[Unmet], workshop: Workshop, asof: datetime) -> None:
    """The part of entries that stay in their cluster, a week later and from day to day; and what
    half a year of weeks, each from the one before, makes of the planted needs.
    """
    week = timedelta(days=7)
    _, (after,) = nights(unmet, workshop, [asof - week, asof])
    print(f"a week later: {after:.1%} of old entries in the same cluster")
    last, each = nights(unmet, workshop, [asof - timedelta(days=n) for n in range(14, -1, -1)])
    print(f"14 days, one by one: least {min(each):.1%}, mean {np.mean(each):.2%} from day to day")
    there = [one for one in unmet if asof - WINDOW <= one.at <= asof]
    before = {entry: label for label, one in last.groups.items() for entry in one.closeness}
    again = grouped(there, workshop.vectors, workshop.metric(), asof, before)
    same = {e: n for n, one in again.groups.items() for e in one.closeness} == before
    print(f"the same day again: {'nothing' if same else 'SOMETHING'} changes")
    last, each = nights(unmet, workshop, [asof - n * week for n in range(26, -1, -1)])
    print(f"26 weeks, one by one: least {min(each):.1%}, mean {np.mean(each):.2%}; then:")
    planted(unmet, last)


def agreement(workshop: Workshop) -> None:
    """Adjusted Rand index on phrases of needs that the metric has not seen."""
    every = [one for one in read_phrases(ROOT / "nlu" / "data") if one.need]
    needs = sorted({one.need for one in every})
    random.Random(1).shuffle(needs)
    half = set(needs[::2])
    chosen = random.Random(1).sample(every, 9000)
    vectors = workshop.vectors.of([gist(one.text.casefold()) for one in chosen])
    known = np.array([one.need in half for one in chosen])
    metric = Metric.fit(vectors[known], [one.need for one in chosen if one.need in half])
    rest = vectors[~known]
    truth = [one.need for one in chosen if one.need not in half]
    for name, seen, threshold in (
        ("learned", metric.apply(rest), THRESHOLD),
        ("plain", rest, 0.62),
    ):
        labels = group(seen, threshold)
        print(
            f"phrases of {len(half)} unseen needs, {name} metric: adjusted Rand index "
            f"{adjusted_rand_score(truth, labels):.3f}, {len(set(labels))} groups"
        )


def speed(workshop: Workshop, count: int) -> None:
    """CPU seconds for `count` different words that nobody has encoded before."""
    chance = random.Random(2)
    known = [text for texts in phrases().values() for text in texts]
    words: set[str] = set()
    while len(words) < count:
        words.add(said_anew(chance.choice(known), chance).casefold())
    at = datetime(2026, 11, 1)
    unmet = [
        Unmet(str(i), at, str(i), "not_understood", text) for i, text in enumerate(sorted(words))
    ]
    metric = workshop.metric()
    with tempfile.TemporaryDirectory() as folder:
        encoder = Encoder(workshop.settings.encoder, threads=2)
        vectors = Vectors(Path(folder) / "vectors.db", encoder)
        cpu, wall = time.process_time(), time.perf_counter()
        groups = grouped(unmet, vectors, metric, at).groups
        first = time.process_time() - cpu, time.perf_counter() - wall
        cpu, wall = time.process_time(), time.perf_counter()
        grouped(unmet, vectors, metric, at)
        second = time.process_time() - cpu, time.perf_counter() - wall
    print(
        f"{count} different words: {first[0]:.0f} s of CPU ({first[1]:.0f} s by the clock) the "
        f"first time, {second[0]:.0f} s of CPU ({second[1]:.0f} s by the clock) with vectors kept; "
        f"{len(groups)} groups"
    )


def main() -> None:
    """Prints all figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--asof", type=datetime.fromisoformat, default=datetime(2026, 11, 26))
    parser.add_argument("--many", type=int, default=100_000)
    arguments = parser.parse_args()
    workshop = Workshop(load())
    with workshop.store.engine.connect() as connection:
        unmet = read(connection, arguments.asof, workshop.catalogue())
    planted(unmet, grouped(unmet, workshop.vectors, workshop.metric(), arguments.asof))
    steady(unmet, workshop, arguments.asof)
    agreement(workshop)
    speed(workshop, arguments.many)


if __name__ == "__main__":
    main()
