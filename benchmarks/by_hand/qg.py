"""Display 137 of qg, the explicit inequality behind its Theorem C.7, by hand. Nothing is masked."""

from __future__ import annotations

from benchmarks.by_hand.number import Number


def display137(
    step_size: Number,
    momentum: Number,
    buffer: Number,
    smoothness: Number,
    consensus: Number,
    noise: Number,
    batch: Number,
    heterogeneity: Number,
    workers: Number,
    steps: Number,
    gap: Number,
) -> Number:
    """The last line of the proof of Theorem C.7."""
    sigma2 = noise / batch
    rest = 1 - momentum
    step = step_size / rest
    drift2 = heterogeneity + (1 + rest / (1 - buffer)) * sigma2
    return (
        4 * gap / (steps * step)
        + smoothness * sigma2 / workers * step
        + 1249 * smoothness**2 * drift2 * (step / consensus) ** 2
    )
