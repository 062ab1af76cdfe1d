"""Multinomial logistic regression with soft targets: an example may count for several classes.

scikit-learn's takes only one class an example; a one-word topic ("parking") must spread over the
needs it may mean, so that the model itself is unsure of it and asks.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

Array = NDArray[np.float32]


def fit(
    features: Array, targets: Array, strength: float, iterations: int = 80
) -> tuple[Array, Array]:
    """Weights and biases that minimise cross-entropy plus an L2 penalty, by L-BFGS.

    features (n, d); targets (n, k), rows sum to the example's weight; strength (float): C, the
    inverse of the penalty as in scikit-learn. RETURNS weights (d, k) and biases (k,).
    """
    (rows, width), classes = features.shape, targets.shape[1]
    padded = np.hstack([features, np.ones((rows, 1), np.float32)])
    mass = targets.sum(axis=1, keepdims=True)

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights = flat.reshape(width + 1, classes).astype(np.float32)
        scores = padded @ weights
        scores -= scores.max(axis=1, keepdims=True)
        powers = np.exp(scores)
        sums = powers.sum(axis=1, keepdims=True)
        value = -float((targets * (scores - np.log(sums))).sum())
        gradient = padded.T @ (powers / sums * mass - targets)
        penalty = weights.copy()
        penalty[-1] = 0.0  # biases are free
        value += 0.5 / strength * float((penalty * penalty).sum())
        gradient += penalty / strength
        return value, gradient.ravel().astype(np.float64)

    start = np.zeros((width + 1) * classes)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": iterations})
    weights = found.x.reshape(width + 1, classes).astype(np.float32)
    return weights[:-1], weights[-1]


def softmax(scores: Array) -> Array:
    """Probabilities along the last axis."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    total: Array = powers / powers.sum(axis=-1, keepdims=True)
    return total
