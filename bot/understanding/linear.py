"""Multinomial logistic regression with soft targets: an example may count for several classes.

scikit-learn's takes only one class an example; a one-word topic ("parking") must spread over the
needs it may mean, so that the model itself is unsure of it and asks. Fitted by Adam in small
batches: on 36,000 phrases and 355 classes that is better after 8 passes than L-BFGS after 60, in
a quarter of the time (docs/decisions).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]

#: Step length, which falls to nothing over the passes; rows a step; memory of Adam's two means.
STEP, BATCH = 0.05, 256
FIRST, SECOND = 0.9, 0.99


def fit(
    features: Array, targets: Array, strength: float, passes: int = 8, seed: int = 0
) -> tuple[Array, Array]:
    """Weights and biases that minimise cross-entropy plus an L2 penalty.

    features (n, d); targets (n, k), rows sum to one; strength (float): C, the inverse of the
    penalty as in scikit-learn; seed (int): order of the rows, so that the same data give the same
    model. RETURNS weights (d, k) and biases (k,).
    """
    rows = len(features)
    padded = np.hstack([features, np.ones((rows, 1), np.float32)])
    weights = np.zeros((padded.shape[1], targets.shape[1]), np.float32)
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    penalty = 1.0 / (strength * rows)
    random = np.random.default_rng(seed)
    steps = passes * -(-rows // BATCH)
    step = 0
    for _ in range(passes):
        order = random.permutation(rows)
        for start in range(0, rows, BATCH):
            chosen = order[start : start + BATCH]
            batch = padded[chosen]
            error = softmax(batch @ weights) - targets[chosen]
            gradient = batch.T @ error / len(chosen)
            gradient[:-1] += penalty * weights[:-1]  # biases are free
            step += 1
            mean += (1 - FIRST) * (gradient - mean)
            square += (1 - SECOND) * (gradient * gradient - square)
            length = STEP * (1 - step / steps)
            length *= np.sqrt(1 - SECOND**step) / (1 - FIRST**step)
            weights -= (length * mean / (np.sqrt(square) + 1e-8)).astype(np.float32)
    return weights[:-1], weights[-1]


def softmax(scores: Array) -> Array:
    """Probabilities along the last axis."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    total: Array = powers / powers.sum(axis=-1, keepdims=True)
    return total
