r"""Gossip where the paper's proofs are repaired, and Lemma 2 with a smaller constant. Ours.

Letters, conventions and D₁′ to D₆′: `gossip` and `theorem2`. The functions that end in `_of` take what the
proofs, in `proofs`, have letters for. Their sums are Σ_n Σ_k ‖G‖², Σ_n ‖∇F‖² and Σ_n Σ_k ‖∂F1_M/M‖² whole.
"""

from theory.arithmetic import Value, positive, sqrt
from theory.papers.common import batch_variance
from theory.papers.qprsgd import gossip
from theory.papers.qprsgd import theorem2 as printed
from theory.papers.qprsgd.gossip import (
    noise_factor,
    positive_drift_denominator,
    positive_gradient_denominator,
    spread_sq,
)
from theory.papers.qprsgd.theorem2 import higher_order, variance_weight
from theory.statement import Terms

# Lemma 2, summed over n


def lemma2_of(D2: Value, local_steps: Value, step_size: Value, gradients: Value) -> Value:
    """Σ_n E‖C_n‖_F² ≤ γ²K·D₂′·Σ_n Σ_k ‖G(X_{n;k}, ξ_k)‖_F²."""
    return step_size**2 * local_steps * D2 * gradients


def lemma2(
    workers: Value,
    dimension: Value,
    levels: Value,
    lambda2: Value,
    eigen_spread: Value,
    steps: Value,
    local_steps: Value,
    step_size: Value,
    stochastic_gradient_sq: Value,
) -> Terms:
    """Lemma 2 as its proof gives it: for the sums over n of both sides."""
    D2 = noise_factor(dimension, levels, lambda2, eigen_spread)
    gradients = steps * local_steps * workers * stochastic_gradient_sq
    return {"quantisation": lemma2_of(D2, local_steps, step_size, gradients)}


def wider_levels_sq(levels: Value, lambda2: Value) -> Value:
    """s²(1−ρ²), which is to exceed dμ², in place of s²(1−ρ)²."""
    return levels**2 * (1 - lambda2**2)


def smaller_noise_factor(dimension: Value, levels: Value, lambda2: Value, eigen_spread: Value) -> Value:
    """[d/(2s²) + dμ²/(s²(1−ρ)²)]/[1 − dμ²/(s²(1−ρ²))], which is at most D₂′."""
    dmu2 = spread_sq(dimension, eigen_spread)
    own = dimension / (2 * levels**2) + dmu2 / (levels**2 * (1 - lambda2) ** 2)
    return own / positive(1 - dmu2 / wider_levels_sq(levels, lambda2), "1 − dμ²/(s²(1−ρ²))")


def stronger_lemma2(
    workers: Value,
    dimension: Value,
    levels: Value,
    lambda2: Value,
    eigen_spread: Value,
    steps: Value,
    local_steps: Value,
    step_size: Value,
    stochastic_gradient_sq: Value,
) -> Terms:
    """Lemma 2, summed over n, with the smaller constant."""
    D2 = smaller_noise_factor(dimension, levels, lambda2, eigen_spread)
    gradients = steps * local_steps * workers * stochastic_gradient_sq
    return {"quantisation": lemma2_of(D2, local_steps, step_size, gradients)}


# Lemma 3


def lemma3_of(
    workers: Value,
    variance: Value,
    drift_denominator: Value,
    gradient_denominator: Value,
    steps: Value,
    local_steps: Value,
    smoothness: Value,
    step_size: Value,
    heterogeneity: Value,
    local_gradients: Value,
    gradients: Value,
) -> Terms:
    """Lemma 3 with 4MK in place of 4K, from its two denominators P and Q."""
    return gossip.lemma3_of(
        workers,
        variance,
        drift_denominator,
        gradient_denominator,
        steps,
        local_steps,
        smoothness,
        step_size,
        heterogeneity,
        local_gradients,
        workers * gradients,
    )


def lemma3(
    workers: Value,
    batch: Value,
    dimension: Value,
    levels: Value,
    lambda2: Value,
    eigen_spread: Value,
    steps: Value,
    local_steps: Value,
    smoothness: Value,
    step_size: Value,
    noise: Value,
    heterogeneity: Value,
    local_gradient_sq: Value,
    model_gradient_sq: Value,
) -> Terms:
    """The bound on Σ_n Σ_{k<K} ‖G(X_{n;k}, ξ_k)‖_F²."""
    K = local_steps
    return lemma3_of(
        workers,
        batch_variance(noise, batch),
        positive_drift_denominator(K, smoothness, step_size),
        positive_gradient_denominator(dimension, levels, lambda2, eigen_spread, K, smoothness, step_size),
        steps,
        K,
        smoothness,
        step_size,
        heterogeneity,
        steps * K * local_gradient_sq,
        steps * model_gradient_sq,
    )


# Theorem 2


def gradient_weight_of(D5: Value) -> Value:
    """1 − 4D₅′."""
    return 1 - 4 * D5


def gradient_weight(
    workers: Value,
    dimension: Value,
    levels: Value,
    lambda2: Value,
    eigen_spread: Value,
    local_steps: Value,
    smoothness: Value,
    step_size: Value,
) -> Value:
    """1 − 4D₅′, in place of 1 − 4D₅′/M."""
    matrix = (dimension, levels, lambda2, eigen_spread)
    return gradient_weight_of(variance_weight(workers, *matrix, local_steps, smoothness, step_size))


def theorem2_of(
    D5: Value,
    drift_denominator: Value,
    workers: Value,
    variance: Value,
    steps: Value,
    local_steps: Value,
    smoothness: Value,
    step_size: Value,
    heterogeneity: Value,
    gap: Value,
) -> Terms:
    """The bound of `theorem2` from D₅′, 1 − 12γ²L²(K+1)(K−2) and the variance of a mini-batch."""
    terms = printed.theorem2_of(
        D5,
        drift_denominator,
        workers,
        variance,
        steps,
        local_steps,
        smoothness,
        step_size,
        heterogeneity,
        gap,
        variance,
    )
    return {
        "drift": terms["drift"],
        "weighted noise": terms["noise"],
        "noise": 2 * smoothness * step_size * variance / workers,
        "initial gap": terms["initial gap"],
    }


def theorem2(
    workers: Value,
    batch: Value,
    dimension: Value,
    levels: Value,
    lambda2: Value,
    eigen_spread: Value,
    steps: Value,
    local_steps: Value,
    smoothness: Value,
    step_size: Value,
    noise: Value,
    heterogeneity: Value,
    gap: Value,
) -> Terms:
    """The right side of Eq. (12) with σ² on its fourth term and with the lost noise 2Lγσ²/M.

    8(K−1)L²γ²D₅′/(1 − 12γ²L²(K+1)(K−2))·(σ² + 2(2K−1)κ²) + D₅′(σ² + 4κ² + 4L²γ²(K−1)σ²/M) + 2Lγσ²/M
    + 2(F(x₁)−F*)/(γKN).
    """
    matrix = (dimension, levels, lambda2, eigen_spread)
    return theorem2_of(
        variance_weight(workers, *matrix, local_steps, smoothness, step_size),
        positive_drift_denominator(local_steps, smoothness, step_size),
        workers,
        batch_variance(noise, batch),
        steps,
        local_steps,
        smoothness,
        step_size,
        heterogeneity,
        gap,
    )


def theorem2_gradient(
    workers: Value,
    batch: Value,
    dimension: Value,
    levels: Value,
    lambda2: Value,
    eigen_spread: Value,
    steps: Value,
    local_steps: Value,
    smoothness: Value,
    step_size: Value,
    noise: Value,
    heterogeneity: Value,
    gap: Value,
) -> Terms:
    """The repaired Eq. (12) solved for the average squared gradient: its right side over 1 − 4D₅′."""
    matrix = (dimension, levels, lambda2, eigen_spread)
    weight = positive(gradient_weight(workers, *matrix, local_steps, smoothness, step_size), "1 − 4D₅′")
    run = (steps, local_steps, smoothness, step_size, noise, heterogeneity, gap)
    return {name: term / weight for name, term in theorem2(workers, batch, *matrix, *run).items()}


# Corollary 2.1


def corollary21_of(
    deviation: Value,
    root: Value,
    higher: Value,
    steps: Value,
    local_steps: Value,
    smoothness: Value,
    gap: Value,
) -> Terms:
    """The bound of `corollary21` from σ, √(NM) and 3L·∛D₂′ + 16L·D₃′ + 6L."""
    terms = printed.corollary21_of(deviation, root, higher, steps, local_steps, gap)
    noise = 4 * smoothness * deviation / root
    return {"leading": terms["leading"], "noise": noise, "higher order": terms["higher order"]}


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
    """16(F(x₁)−F*)σ/(K√(NM)) + 4Lσ/√(NM) + 4(F(x₁)−F*)(3L·∛D₂′ + 16L·D₃′ + 6L)/N."""
    higher = higher_order(dimension, levels, lambda2, eigen_spread, smoothness)
    deviation = sqrt(batch_variance(noise, batch))
    return corollary21_of(deviation, sqrt(steps * workers), higher, steps, local_steps, smoothness, gap)


def rate21(steps: Value, workers: Value) -> Value:
    """1/√(NM) + 1/N."""
    return rate21_leading(steps, workers) + 1 / steps


def rate21_leading(steps: Value, workers: Value) -> Value:
    """1/√(NM)."""
    return 1 / sqrt(steps * workers)
