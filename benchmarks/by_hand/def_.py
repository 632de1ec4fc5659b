"""Theorem 4.3 of def by hand. 1 − δ is masked: where it is positive, so is the root less 1."""

from __future__ import annotations

import numpy as np

from benchmarks.by_hand.number import Number, where_positive


def theorem43(
    contraction: Number,
    workers: Number,
    detach: Number,
    batch: Number,
    steps: Number,
    step_size: Number,
    smoothness: Number,
    noise: Number,
    gradient_sq: Number,
    gap: Number,
) -> Number:
    """Theorem 4.3 of def (Eq. 17 and 18)."""
    sigma2 = noise / batch
    B1 = (1 / workers - detach) ** 2 + (workers - 1) / workers**2
    moment = B1 * sigma2 + 2 * (1 - detach) ** 2 * gradient_sq
    stretch = np.sqrt((1 - contraction / 2) / where_positive(1 - contraction)) - 1
    return (
        4 * gap / (steps * step_size)
        + 2 * smoothness * sigma2 / workers * step_size
        + 4 * smoothness**2 * moment * (step_size / stretch) ** 2
    )
