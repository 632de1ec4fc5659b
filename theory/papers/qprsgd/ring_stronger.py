r"""Theorem 1 of QPRSGD repaired, with the smaller constant of Lemma 1 in place of C₁. Ours.

Its proof knows C₁ only as what Remark 1 bounds the ring's noise with.
"""

from theory.arithmetic import Value
from theory.papers.common import batch_variance
from theory.papers.qprsgd.ring_repaired import (
    best_descent_margin_of,
    descent_loss_of,
    smaller_ring_factor,
    theorem1_best_of,
)
from theory.statement import Terms


def descent_loss(
    workers: Value, dimension: Value, levels: Value, local_steps: Value, smoothness: Value, step_size: Value
) -> Value:
    """8C₁KLγ."""
    C1 = smaller_ring_factor(workers, dimension, levels)
    return descent_loss_of(C1, local_steps, smoothness, step_size)


def best_descent_margin(
    workers: Value, dimension: Value, levels: Value, local_steps: Value, smoothness: Value, step_size: Value
) -> Value:
    """1 − 8C₁KLγ."""
    C1 = smaller_ring_factor(workers, dimension, levels)
    return best_descent_margin_of(C1, local_steps, smoothness, step_size)


def theorem1(
    workers: Value,
    batch: Value,
    dimension: Value,
    levels: Value,
    steps: Value,
    local_steps: Value,
    step_size: Value,
    smoothness: Value,
    noise: Value,
    heterogeneity: Value,
    gap: Value,
) -> Terms:
    """The repaired Eq. (9) at the smaller C₁, its best ε and δ."""
    C1 = smaller_ring_factor(workers, dimension, levels)
    run = (steps, local_steps, step_size, smoothness, heterogeneity, gap)
    return theorem1_best_of(C1, workers, batch_variance(noise, batch), *run)
