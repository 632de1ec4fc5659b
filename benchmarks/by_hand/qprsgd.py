"""Theorem 1 of qprsgd at its best ε and δ by hand. 1 − 2(K+1)(K−2)L²γ² and the best ε are masked."""

from __future__ import annotations

import numpy as np

from benchmarks.by_hand.number import Number, where_positive


def theorem1_best(
    workers: Number,
    batch: Number,
    dimension: Number,
    levels: Number,
    steps: Number,
    local_steps: Number,
    step_size: Number,
    smoothness: Number,
    noise: Number,
    heterogeneity: Number,
    gap: Number,
) -> Number:
    """Eq. (9) of qprsgd, C₁ in the form that keeps its digits where s is large."""
    M, K, kappa2 = workers, local_steps, heterogeneity
    sigma2 = noise / batch
    x = dimension / (4 * levels**2)
    C1 = np.exp(x) / M + np.expm1((M - 1) * np.log1p(x / M)) / x - 1
    z = smoothness * step_size
    z2 = z**2
    drift = where_positive(1 - 2 * (K + 1) * (K - 2) * z2)
    loss = (8 * C1 * z2 + (K - 1) * z + 2 * C1) * (K * z) / drift
    epsilon, delta = where_positive(1 - 2 * loss), np.minimum(1, drift)
    spread = (sigma2 * (M + 1) / (2 * M) + 2 * K * kappa2) * (K - 1)
    quantised = C1 * (2 * sigma2 + 4 * K * kappa2) + sigma2 / M
    bound = (4 * K * C1 * z + 1) / delta * spread * z2 + quantised * z + 2 * gap / (steps * K * step_size)
    return bound / epsilon
