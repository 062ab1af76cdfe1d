"""Cross-validation over the training phrases: what the classifier makes of phrases it did not see.

All phrases are corrected and encoded once; each fold fits a classifier on the others. Phrases of
broad topics are in every training set and are never judged: they have no one right need. The
speller knows the words of all phrases, so what is measured is the classifier, not the speller.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.evaluation.cases import Case
from bot.evaluation.metrics import Judged
from bot.evaluation.phrases import NEED, Phrase

Array = NDArray[np.float32]
Fit = Callable[..., Any]
#: Fold of a phrase that is never judged.
NEVER = -1
DANGER = "emergency/"


@dataclass(frozen=True)
class Encoded:
    """Phrases made ready once. corrected: texts with typing errors put right; vectors: (n, 384)."""

    phrases: Sequence[Phrase]
    corrected: Sequence[str]
    vectors: Array


@dataclass(frozen=True)
class Judgement:
    """Out-of-fold probabilities. probabilities: (n, classes), rows of NaN for what is never
    judged; fold: (n,), NEVER for those.
    """

    encoded: Encoded
    classes: tuple[str, ...]
    probabilities: Array
    fold: NDArray[np.int64]


@dataclass(frozen=True)
class NeedScore:
    """How the phrases of one need fared. mistaken: needs put first instead, with how often and an
    example phrase.
    """

    need: str
    phrases: int
    right: int
    mistaken: tuple[tuple[str, int, str], ...]

    @property
    def accuracy(self) -> float:
        """Share of its phrases for which it came first."""
        return self.right / self.phrases


def encode(phrases: Sequence[Phrase], encoder: Any) -> Encoded:
    """Corrects and encodes all phrases, as training does."""
    from bot.understanding.spelling import Speller

    speller = Speller.fit(phrase.text for phrase in phrases)
    corrected = [speller.correct(phrase.text) for phrase in phrases]
    return Encoded(phrases, corrected, encoder.encode(corrected))


def assign(phrases: Sequence[Phrase], count: int, seed: int = 1) -> NDArray[np.int64]:
    """The fold of each phrase, stratified by intent; NEVER for topics.

    Phrases of one intent that differ only in capitals, spaces and punctuation stay together, so
    that none is judged by a copy of itself.
    """
    groups: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    folds = np.full(len(phrases), NEVER, np.int64)
    for row, phrase in enumerate(phrases):
        if not phrase.is_topic:
            groups[phrase.intent][re.sub(r"[^a-z0-9]+", "", phrase.text.lower())].append(row)
    for number, alike in enumerate(groups.values()):
        rows = list(alike.values())
        random.Random(seed + number).shuffle(rows)  # noqa: S311 - not for secrets
        for place, together in enumerate(rows):
            # Each intent starts at another fold, so that small intents do not fill the first.
            folds[together] = (place + number) % count
    return folds


def judge(
    encoded: Encoded,
    topics: Mapping[str, Sequence[str]],
    fit: Fit,
    count: int = 5,
    told: Callable[[str], None] = lambda message: None,
) -> Judgement:
    """Fits `count` classifiers, each on all folds but one, and asks each about the one it lacks.

    fit: as bot.understanding.training.fit. told: hears of the progress.
    RAISES ValueError when an intent has fewer than two phrases that differ.
    """
    phrases, folds = encoded.phrases, assign(encoded.phrases, count)
    classes = tuple(sorted({phrase.intent for phrase in phrases if not phrase.is_topic}))
    column = {name: i for i, name in enumerate(classes)}
    probabilities = np.full((len(phrases), len(classes)), np.nan, np.float32)
    for number in range(count):
        told(f"fold {number + 1} of {count}")
        kept = np.flatnonzero(folds != number)
        fitted = fit(
            texts=[encoded.corrected[i] for i in kept],
            originals=[phrases[i].text for i in kept],
            intents=[phrases[i].intent for i in kept],
            vectors=encoded.vectors[kept],
            topics=topics,
        ).classifier
        if set(fitted.classes) != set(classes):
            lacking = sorted(set(classes) - set(fitted.classes))
            raise ValueError(f"Too few phrases to leave some out: {', '.join(lacking)}.")
        order = [column[name] for name in fitted.classes]
        for i in np.flatnonzero(folds == number):
            found = fitted.probabilities(encoded.corrected[i], encoded.vectors[i])
            probabilities[i, order] = found
    return Judgement(encoded, classes, probabilities, folds)


def needs_of(
    probabilities: Array, classes: Sequence[str], dangers: Mapping[str, str]
) -> tuple[Array, tuple[str, ...]]:
    """Probabilities of needs alone: (n, needs), and the needs. A danger counts for the need that
    `dangers` gives for it, as in bot.understanding.pipeline.
    """
    needs = tuple(name.removeprefix(NEED) for name in classes if name.startswith(NEED))
    column = {need: i for i, need in enumerate(needs)}
    result = probabilities[:, [classes.index(NEED + need) for need in needs]].copy()
    for i, name in enumerate(classes):
        need = dangers.get(name.removeprefix(DANGER)) if name.startswith(DANGER) else None
        if need in column:
            result[:, column[need]] += probabilities[:, i]
    return result, needs


def by_need(judgement: Judgement, dangers: Mapping[str, str]) -> list[NeedScore]:
    """How each need fared, worst first; ties by name."""
    found, needs = needs_of(judgement.probabilities, judgement.classes, dangers)
    firsts: dict[str, Counter[str]] = defaultdict(Counter)
    example: dict[tuple[str, str], str] = {}
    for row, phrase in enumerate(judgement.encoded.phrases):
        if phrase.need and judgement.fold[row] != NEVER:
            first = needs[int(found[row].argmax())]
            firsts[phrase.need][first] += 1
            example.setdefault((phrase.need, first), phrase.text)
    scores = []
    for need, counts in firsts.items():
        wrong = [(other, n, example[need, other]) for other, n in counts.most_common()]
        mistaken = tuple(one for one in wrong if one[0] != need)
        scores.append(NeedScore(need, sum(counts.values()), counts[need], mistaken))
    return sorted(scores, key=lambda score: (score.accuracy, score.need))


def ranked(judgement: Judgement, dangers: Mapping[str, str], most: int = 5) -> list[Judged]:
    """The judged phrases of needs as cases with their `most` likeliest needs."""
    found, needs = needs_of(judgement.probabilities, judgement.classes, dangers)
    result = []
    for row, phrase in enumerate(judgement.encoded.phrases):
        if phrase.need and judgement.fold[row] != NEVER:
            best = np.argsort(-found[row])[:most]
            pairs = tuple((needs[i], float(found[row, i])) for i in best)
            result.append(Judged(Case(phrase.text, "need", (phrase.need,)), "answered", pairs))
    return result


def accuracy(scores: Sequence[NeedScore]) -> tuple[float, float]:
    """Share of all phrases that are right, and the mean over needs."""
    if not scores:
        return 0.0, 0.0
    total = sum(score.right for score in scores) / sum(score.phrases for score in scores)
    return total, sum(score.accuracy for score in scores) / len(scores)
