"""What counts as alike among citizens' words, learned from the training phrases.

The encoder also tells how something is said: "how do I", "it is broken", a name, a length. Phrases
of the same need differ in just that, so directions in which they differ most are made to count
least (within-class covariance normalisation). On needs it has not seen, clusters agree with the
needs a sixth better than without (docs/decisions).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]

#: How much of the average variance is added to every direction: keeps rare ones from counting most.
SHRINK = 0.1


@dataclass(frozen=True)
class Metric:
    """mean (d,) is taken off, then directions are weighed by projection (d, d)."""

    mean: Array
    projection: Array

    @classmethod
    def fit(cls, vectors: Array, classes: Sequence[str]) -> Metric:
        """Learn from vectors (n, d) and the class of each."""
        _, numbers = np.unique(np.asarray(classes), return_inverse=True)
        sums = np.zeros((int(numbers.max()) + 1, vectors.shape[1]), np.float32)
        np.add.at(sums, numbers, vectors)
        means = sums / np.bincount(numbers)[:, None].astype(np.float32)
        within = vectors - means[numbers]
        scatter = within.T @ within / len(within)
        width = len(scatter)
        scatter = (1 - SHRINK) * scatter + SHRINK * np.trace(scatter) / width * np.eye(width)
        values, directions = np.linalg.eigh(scatter)
        projection = (directions / np.sqrt(values)).astype(np.float32)
        return cls(vectors.mean(axis=0), projection)

    def apply(self, vectors: Array) -> Array:
        """Vectors (n, d) seen this way, of unit length."""
        seen = (vectors - self.mean) @ self.projection
        unit: Array = seen / np.maximum(np.linalg.norm(seen, axis=1, keepdims=True), 1e-9)
        return unit
