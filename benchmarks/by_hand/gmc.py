"""The two theorems of gmc by hand. The denominator of E² is masked."""

from __future__ import annotations

from benchmarks.by_hand.number import Number, where_positive


def theorem6(
    contraction: Number,
    momentum: Number,
    workers: Number,
    batch: Number,
    steps: Number,
    step_size: Number,
    smoothness: Number,
    noise: Number,
    gradient_sq: Number,
    gap: Number,
) -> Number:
    """Theorem 6 of gmc."""
    G2 = noise + gradient_sq
    beta2 = momentum**2
    factor = (1 - contraction / 4) * (1 - momentum / workers) ** 2
    denominator = 1 - (factor + (1 + contraction / 4) * (1 + 2 / contraction) * beta2)
    E2 = (1 - contraction) * (1 + 4 / contraction) * G2 / where_positive(denominator)
    rest = 1 - momentum
    rest2 = rest**2
    C1 = (6 * (2 * E2 + G2) * beta2 / rest2 + 2 * E2) / rest2
    return (
        4 * rest * gap / (steps * step_size)
        + 2 * smoothness * noise * step_size / (rest * batch * workers)
        + 2 * C1 * smoothness**2 * step_size**2
    )


def theorem12(
    contraction: Number,
    momentum: Number,
    workers: Number,
    batch: Number,
    steps: Number,
    step_size: Number,
    smoothness: Number,
    noise: Number,
    gradient_sq: Number,
    gap: Number,
    detach: Number,
) -> Number:
    """Theorem 12 of gmc."""
    G2 = noise + gradient_sq
    beta2, lambda2 = momentum**2, detach**2
    factor = (1 - contraction / 4) * (1 - momentum / workers) ** 2
    denominator = 1 - (factor + (1 + contraction / 4) * (1 + 2 / contraction) * beta2)
    E2 = (1 - contraction) * (1 + 4 / contraction) * G2 / where_positive(denominator)
    rest = 1 - momentum
    rest2 = rest**2
    left = ((1 - detach) ** 2 + beta2 * lambda2) * E2
    C2 = (beta2 * (20 * left + 10 * G2) / rest2 + 4 * left) / rest2
    return (
        2 * rest * gap / (steps * step_size)
        + smoothness * noise * step_size / (rest * batch * workers)
        + (8 * C2 + 10 * lambda2 * E2) * smoothness**2 * step_size**2
    )
