"""Ranks every class for one message: logistic regression on sentence vector and n-grams.

Classes are the needs ("need/pothole"), kinds of danger ("emergency/gas"), small talk and what lies
outside. The n-grams are projected to a few hundred numbers first (truncated SVD), which keeps
training and the model small; what was tried and measured is in docs/decisions.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.understanding import linear
from bot.understanding.ngrams import NGrams

Array = NDArray[np.float32]

#: Numbers that the n-grams of a text are projected to.
PROJECTED = 384
#: Phrases that the projection is learned from; more take longer and change nothing.
SAMPLE = 12_000
#: Weight of the sentence vector beside them.
VECTOR_WEIGHT = 2.0
#: Inverse of the penalty.
STRENGTH = 20.0
#: Divides the scores before they become probabilities: set so that confidence on held-out queries
#: matches how often they are right.
TEMPERATURE = 0.85


class Classifier:
    """A fitted classifier. `classes` names the columns of what `scores` returns."""

    def __init__(
        self,
        classes: Sequence[str],
        ngrams: NGrams,
        projection: Array,
        weights: Array,
        biases: Array,
    ) -> None:
        """projection: (n-grams, PROJECTED); weights: (384 + PROJECTED, classes)."""
        self.classes = tuple(classes)
        self.ngrams = ngrams
        # Stored as float16 and worked with as float32: turning a message's rows takes longer than
        # all else that is done with them.
        self.projection = projection.astype(np.float32, copy=False)
        self.weights = weights
        self.biases = biases

    @classmethod
    def fit(
        cls, texts: Sequence[str], vectors: Array, targets: Array, classes: Sequence[str]
    ) -> Classifier:
        """Learn from texts (n), their vectors (n, 384) and targets (n, len(classes))."""
        from sklearn.decomposition import TruncatedSVD

        ngrams = NGrams.fit(texts)
        matrix = ngrams.matrix(texts)
        width = min(PROJECTED, min(matrix.shape) - 1, SAMPLE - 1)
        svd = TruncatedSVD(width, algorithm="randomized", n_iter=2, random_state=1)
        sample = np.random.default_rng(1).permutation(len(texts))[:SAMPLE]
        reduced = svd.fit(matrix[sample]).transform(matrix).astype(np.float32)
        features = np.hstack([VECTOR_WEIGHT * vectors, reduced]).astype(np.float32)
        weights, biases = linear.fit(features, targets, STRENGTH)
        return cls(classes, ngrams, svd.components_.T, weights, biases)

    def features(self, text: str, vector: Array) -> Array:
        """The features of one message: (384 + PROJECTED,)."""
        columns, weights = self.ngrams.weigh(text)
        reduced = weights @ self.projection.take(columns, axis=0)
        return np.concatenate([VECTOR_WEIGHT * vector, reduced])

    def probabilities(self, text: str, vector: Array) -> Array:
        """Calibrated probability of each class for one message: (len(classes),)."""
        scores = self.features(text, vector) @ self.weights + self.biases
        return linear.softmax(scores / TEMPERATURE)

    def save(self, folder: Path) -> None:
        """Write the classifier to `folder`."""
        np.savez(
            folder / "classifier.npz",
            idf=self.ngrams.idf,
            projection=self.projection.astype(np.float16),
            weights=self.weights,
            biases=self.biases,
        )
        names = {"classes": self.classes, "ngrams": list(self.ngrams.vocabulary)}
        (folder / "classifier.json").write_text(json.dumps(names), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Classifier:
        """The classifier that `save` wrote."""
        names = json.loads((folder / "classifier.json").read_text(encoding="utf-8"))
        arrays = np.load(folder / "classifier.npz")
        vocabulary = {gram: i for i, gram in enumerate(names["ngrams"])}
        return cls(
            names["classes"],
            NGrams(vocabulary, arrays["idf"]),
            arrays["projection"],
            arrays["weights"],
            arrays["biases"],
        )
