r"""Corollary 2.1 of QPRSGD repaired, with the smaller constant of Lemma 2 in place of D₂′. Ours.

Its step size and its ranges of N and K are the paper's at that constant.
"""

from theory.arithmetic import Value, root, sqrt
from theory.papers.common import batch_variance
from theory.papers.qprsgd import theorem2
from theory.papers.qprsgd.gossip_repaired import corollary21_of, smaller_noise_factor
from theory.papers.qprsgd.gossip_stronger import mixing_factor
from theory.statement import Terms


def higher_order(
    dimension: Value, levels: Value, lambda2: Value, eigen_spread: Value, smoothness: Value
) -> Value:
    """3L·∛D₂′ + 16L·D₃′ + 6L."""
    matrix = (dimension, levels, lambda2, eigen_spread)
    return theorem2.higher_order_of(
        root(smaller_noise_factor(*matrix), 3), mixing_factor(*matrix), smoothness
    )


def step_size21(
    workers: Value,
    batch: Value,
    dimension: Value,
    levels: Value,
    lambda2: Value,
    eigen_spread: Value,
    steps: Value,
    local_steps: Value,
    smoothness: Value,
    noise: Value,
) -> Value:
    """γ = (σ√(N/M) + 3KL·∛D₂′ + 16KL·D₃′ + 6KL)^{−1} (Eq. 14)."""
    higher = higher_order(dimension, levels, lambda2, eigen_spread, local_steps * smoothness)
    return theorem2.step_size21_of(workers, batch_variance(noise, batch), steps, higher)


def corollary21(
    workers: Value,
    batch: Value,
    dimension: Value,
    levels: Value,
    lambda2: Value,
    eigen_spread: Value,
    steps: Value,
    local_steps: Value,
    smoothness: Value,
    noise: Value,
    gap: Value,
) -> Terms:
    """The repaired Corollary 2.1 at the smaller D₂′."""
    higher = higher_order(dimension, levels, lambda2, eigen_spread, smoothness)
    deviation = sqrt(batch_variance(noise, batch))
    return corollary21_of(deviation, sqrt(steps * workers), higher, steps, local_steps, smoothness, gap)


def steps_limit(
    workers: Value,
    batch: Value,
    dimension: Value,
    levels: Value,
    lambda2: Value,
    eigen_spread: Value,
    local_steps: Value,
    smoothness: Value,
    noise: Value,
) -> Value:
    """(L²M/σ²)·max(K²M²(4D₃′+1)²/(D₂′)², 6(K−1)(2K−1)), the least N; the smaller D₂′, the more."""
    matrix = (dimension, levels, lambda2, eigen_spread)
    D2, D3 = smaller_noise_factor(*matrix), mixing_factor(*matrix)
    return theorem2.steps_limit_of(D2, D3, workers, batch_variance(noise, batch), local_steps, smoothness)


def local_steps_limit(
    batch: Value,
    dimension: Value,
    levels: Value,
    lambda2: Value,
    eigen_spread: Value,
    smoothness: Value,
    noise: Value,
    heterogeneity: Value,
    gap: Value,
) -> Value:
    """√([F(x₁)−F*]σ²/(L·D₂′(σ²+4κ²))), the largest K; the smaller D₂′, the more."""
    D2 = smaller_noise_factor(dimension, levels, lambda2, eigen_spread)
    return theorem2.local_steps_limit_of(D2, batch_variance(noise, batch), smoothness, heterogeneity, gap)
