"""From training phrases to a fitted understander: classes, soft targets for topics, fitting."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.understanding.classifier import Classifier
from bot.understanding.language import leans_welsh
from bot.understanding.pipeline import Understander

#: Intents of broad topics ("topic/parking"), which are no class: their phrases count for the needs
#: that bot/data/topics.csv names.
TOPIC = "topic/"


def topics(root: Path) -> dict[str, tuple[str, ...]]:
    """Topic -> needs it may mean, likeliest first."""
    with _topics_file(root).open(encoding="utf-8", newline="") as file:
        return {row["topic"]: tuple(row["needs"].split()) for row in csv.DictReader(file)}


def topics_digest(root: Path) -> str:
    """SHA-256 of the topics, which training reads beside the phrases."""
    return hashlib.sha256(_topics_file(root).read_bytes()).hexdigest()


def _topics_file(root: Path) -> Path:
    return root / "bot" / "data" / "topics.csv"


def soft_targets(
    intents: Sequence[str], topics: Mapping[str, Sequence[str]]
) -> tuple[NDArray[np.float32], list[str]]:
    """Targets (len(intents), classes) and the classes. A topic's phrase is shared out among its
    needs, a little more to the likelier: the first of several gets twice what the last gets.
    """
    classes = sorted({intent for intent in intents if not intent.startswith(TOPIC)})
    column = {name: i for i, name in enumerate(classes)}
    targets = np.zeros((len(intents), len(classes)), np.float32)
    for row, intent in enumerate(intents):
        if not intent.startswith(TOPIC):
            targets[row, column[intent]] = 1.0
            continue
        needs = topics[intent.removeprefix(TOPIC)]
        parts = np.linspace(2.0, 1.0, len(needs))
        for need, part in zip(needs, parts / parts.sum()):
            targets[row, column[f"need/{need}"]] += part
    return targets, classes


def fit(
    texts: Sequence[str],
    originals: Sequence[str],
    intents: Sequence[str],
    vectors: NDArray[np.float32],
    topics: Mapping[str, Sequence[str]],
) -> Understander:
    """Learn from phrases: `texts` with typing errors put right, `originals` as they were written,
    full intents ("need/pothole", "greet"), vectors (n, 384) of `texts`.

    Phrases that would be read as Welsh are left out: bot.understanding.welsh reads those, and here
    they would only crowd the English (1.4 points of dev's top-3).
    """
    targets, classes = soft_targets(intents, topics)
    kept = [row for row, text in enumerate(originals) if not leans_welsh(text)]
    return Understander(
        Classifier.fit([texts[row] for row in kept], vectors[kept], targets[kept], classes)
    )
