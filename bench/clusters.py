"""How well, how steadily and how fast words are grouped.

    python -m bench.make_year sqlite:////tmp/year.db && SIGNPOST_LEDGER=sqlite:////tmp/year.db \
        python -m bench.clusters [--many 100000]

Quality: of each planted need, the part in its largest group (recall) and how pure that is; and
the adjusted Rand index against the needs of the training phrases, with the metric learned on the
other half of the needs. Steadiness: the part of entries whose cluster stays who it is when the last
week is added. Speed: so many different words, from nothing to groups, in CPU seconds.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, process
from sklearn.metrics import adjusted_rand_score

from bench.year_words import PLANTED, phrases, said_anew
from bot.evaluation.phrases import read as read_phrases
from bot.review.entries import Unmet, read
from bot.review.grouping import group
from bot.review.matching import match
from bot.review.metric import Metric
from bot.review.nightly import grouped
from bot.review.vectors import Vectors
from bot.review.workshop import Workshop
from bot.settings import ROOT, load
from bot.understanding.encoder import Encoder


def planted(unmet: list[Unmet], workshop: Workshop, asof: datetime) -> None:
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
    groups = grouped(unmet, workshop.vectors, workshop.metric(), asof)
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


def steady(unmet: list[Unmet], workshop: Workshop, asof: datetime) -> None:
    """The part of entries that stay in who they were in, when the last week is added."""
    week = [one for one in unmet if one.at <= asof - timedelta(days=7)]
    old = grouped(week, workshop.vectors, workshop.metric(), asof - timedelta(days=7))
    new = grouped(unmet, workshop.vectors, workshop.metric(), asof)
    was = {entry: number for number, one in enumerate(old) for entry in one.closeness}
    kept = match([one.closeness.keys() for one in new], was, ()).kept
    stays = sum(
        was.get(entry) == kept.get(place)
        for place, one in enumerate(new)
        for entry in one.closeness
        if entry in was
    )
    print(f"a week later: {stays / len(was):.1%} of {len(was)} entries in the same cluster")


def agreement(workshop: Workshop) -> None:
    """Adjusted Rand index on phrases of needs that the metric has not seen."""
    every = [one for one in read_phrases(ROOT / "nlu" / "data") if one.need]
    needs = sorted({one.need for one in every})
    random.Random(1).shuffle(needs)
    half = set(needs[::2])
    chosen = random.Random(1).sample(every, 9000)
    vectors = workshop.vectors.of([one.text for one in chosen])
    known = np.array([one.need in half for one in chosen])
    metric = Metric.fit(vectors[known], [one.need for one in chosen if one.need in half])
    rest = vectors[~known]
    truth = [one.need for one in chosen if one.need not in half]
    for name, seen, threshold in (("learned", metric.apply(rest), 0.88), ("plain", rest, 0.62)):
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
        groups = grouped(unmet, vectors, metric, at)
        first = time.process_time() - cpu, time.perf_counter() - wall
        cpu = time.process_time()
        grouped(unmet, vectors, metric, at)
        second = time.process_time() - cpu
    print(
        f"{count} different words: {first[0]:.0f} s of CPU ({first[1]:.0f} s by the clock) the "
        f"first time, {second:.0f} s of CPU with vectors kept; {len(groups)} groups"
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
    planted(unmet, workshop, arguments.asof)
    steady(unmet, workshop, arguments.asof)
    agreement(workshop)
    speed(workshop, arguments.many)


if __name__ == "__main__":
    main()
