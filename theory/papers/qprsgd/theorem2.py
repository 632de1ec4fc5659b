r"""Theorem 2 and Corollary 2.1 of QPRSGD, as printed. Letters and conventions: `gossip`."""

from theory.arithmetic import Value, maximum, positive, root, sqrt
from theory.papers.common import batch_variance
from theory.papers.qprsgd.gossip import (
    mixing_factor,
    noise_factor,
    positive_drift_denominator,
    positive_gradient_denominator,
)
from theory.statement import Terms

# Theorem 2: D₄′, D₅′, D₆′ and the bound


def error_factor_of(
    D2: Value, D3: Value, workers: Value, local_steps: Value, smoothness: Value, step_size: Value
) -> Value:
    """D₄′ = 2γLK·D₃′ + γL(K−1)/2 + D₂′/(2M) from D₂′ and D₃′."""
    z = step_size * smoothness
    return 2 * z * local_steps * D3 + z * (local_steps - 1) / 2 + D2 / (2 * workers)


def variance_weight_of(
    D4: Value, denominator: Value, local_steps: Value, smoothness: Value, step_size: Value
) -> Value:
    """D₅′ = 2KLγ·D₄′/(1 − 8L²γ²K·D₁′D₃′) from D₄′ and the denominator."""
    return 2 * local_steps * smoothness * step_size * D4 / denominator


def local_descent_of(D5: Value, local_steps: Value, smoothness: Value, step_size: Value) -> Value:
    """D₆′ = 1 − 4K(K−1)L²γ²·D₅′ − 2γKL from D₅′."""
    z = smoothness * step_size
    return 1 - 4 * local_steps * (local_steps - 1) * z**2 * D5 - 2 * local_steps * z


def error_factor(
    workers: Value,
    dimension: Value,
    levels: Value,
    lambda2: Value,
    eigen_spread: Value,
    local_steps: Value,
    smoothness: Value,
    step_size: Value,
) -> Value:
    """D₄′ = 2γLK·D₃′ + γL(K−1)/2 + D₂′/(2M)."""
    D2 = noise_factor(dimension, levels, lambda2, eigen_spread)
    D3 = mixing_factor(dimension, levels, lambda2, eigen_spread)
    return error_factor_of(D2, D3, workers, local_steps, smoothness, step_size)


def variance_weight(
    workers: Value,
    dimension: Value,
    levels: Value,
    lambda2: Value,
    eigen_spread: Value,
    local_steps: Value,
    smoothness: Value,
    step_size: Value,
) -> Value:
    """D₅′ = 2KLγ·D₄′/(1 − 8L²γ²K·D₁′D₃′)."""
    matrix = (dimension, levels, lambda2, eigen_spread)
    D4 = error_factor(workers, *matrix, local_steps, smoothness, step_size)
    denominator = positive_gradient_denominator(*matrix, local_steps, smoothness, step_size)
    return variance_weight_of(D4, denominator, local_steps, smoothness, step_size)


def local_descent(
    workers: Value,
    dimension: Value,
    levels: Value,
    lambda2: Value,
    eigen_spread: Value,
    local_steps: Value,
    smoothness: Value,
    step_size: Value,
) -> Value:
    """D₆′ = 1 − 4K(K−1)L²γ²·D₅′ − 2γKL."""
    D5 = variance_weight(
        workers, dimension, levels, lambda2, eigen_spread, local_steps, smoothness, step_size
    )
    return local_descent_of(D5, local_steps, smoothness, step_size)


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
    """1 − 4D₅′/M, by which Eq. (12) multiplies the average squared gradient."""
    D5 = variance_weight(
        workers, dimension, levels, lambda2, eigen_spread, local_steps, smoothness, step_size
    )
    return 1 - 4 * D5 / workers


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
    """The right side of Eq. (12).

    8(K−1)L²γ²D₅′/(1 − 12γ²L²(K+1)(K−2))·(σ² + 2(2K−1)κ²) + D₅′(σ² + 4κ² + 4L²γ²(K−1)/M) + 2(F(x₁)−F*)/(γKN).
    """
    return theorem2_of(
        variance_weight(
            workers, dimension, levels, lambda2, eigen_spread, local_steps, smoothness, step_size
        ),
        positive_drift_denominator(local_steps, smoothness, step_size),
        workers,
        batch_variance(noise, batch),
        steps,
        local_steps,
        smoothness,
        step_size,
        heterogeneity,
        gap,
        1,
    )


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
    walked: Value,
) -> Terms:
    """Eq. (12) from D₅′, 1 − 12γ²L²(K+1)(K−2) and a mini-batch's variance; `walked` is times 4L²γ²(K−1)/M."""
    K, z2 = local_steps, smoothness**2 * step_size**2
    drift = 8 * (K - 1) * z2 * D5 / drift_denominator
    return {
        "drift": drift * (variance + 2 * (2 * K - 1) * heterogeneity),
        "noise": D5 * (variance + 4 * heterogeneity + 4 * z2 * (K - 1) * walked / workers),
        "initial gap": 2 * gap / (step_size * K * steps),
    }


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
    """Eq. (12) solved for the average squared gradient: its right side over 1 − 4D₅′/M, as D₆′ ≥ 0."""
    matrix = (dimension, levels, lambda2, eigen_spread)
    weight = positive(gradient_weight(workers, *matrix, local_steps, smoothness, step_size), "1 − 4D₅′/M")
    run = (steps, local_steps, smoothness, step_size, noise, heterogeneity, gap)
    return {name: term / weight for name, term in theorem2(workers, batch, *matrix, *run).items()}


# Corollary 2.1


def higher_order(
    dimension: Value, levels: Value, lambda2: Value, eigen_spread: Value, smoothness: Value
) -> Value:
    """3L·∛D₂′ + 16L·D₃′ + 6L."""
    matrix = (dimension, levels, lambda2, eigen_spread)
    return higher_order_of(root(noise_factor(*matrix), 3), mixing_factor(*matrix), smoothness)


def higher_order_of(root: Value, D3: Value, smoothness: Value) -> Value:
    """3L·∛D₂′ + 16L·D₃′ + 6L from ∛D₂′ and D₃′."""
    return 3 * smoothness * root + 16 * smoothness * D3 + 6 * smoothness


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
    return step_size21_of(workers, batch_variance(noise, batch), steps, higher)


def step_size21_of(workers: Value, variance: Value, steps: Value, higher: Value) -> Value:
    """Eq. (14) from the variance of a mini-batch and 3KL·∛D₂′ + 16KL·D₃′ + 6KL."""
    return 1 / (sqrt(variance) * sqrt(steps / workers) + higher)


def corollary21(
    workers: Value,
    dimension: Value,
    levels: Value,
    lambda2: Value,
    eigen_spread: Value,
    steps: Value,
    local_steps: Value,
    smoothness: Value,
    gap: Value,
) -> Terms:
    """(1/N) Σ_n E‖∇F(X_n 1_M/M)‖² ≤ 16(F(x₁)−F*)/(K√(NM)) + 4(F(x₁)−F*)(3L·∛D₂′ + 16L·D₃′ + 6L)/N."""
    higher = higher_order(dimension, levels, lambda2, eigen_spread, smoothness)
    return corollary21_of(1, sqrt(steps * workers), higher, steps, local_steps, gap)


def corollary21_of(
    deviation: Value, root: Value, higher: Value, steps: Value, local_steps: Value, gap: Value
) -> Terms:
    """Corollary 2.1 from √(NM) and 3L·∛D₂′ + 16L·D₃′ + 6L; `deviation` is times 16(F(x₁)−F*)/(K√(NM))."""
    return {
        "leading": 16 * gap * deviation / (local_steps * root),
        "higher order": 4 * gap * higher / steps,
    }


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
    """(L²M/σ²)·max(K²M²(4D₃′+1)²/(D₂′)², 6(K−1)(2K−1)), the least N of Corollary 2.1."""
    matrix = (dimension, levels, lambda2, eigen_spread)
    variance = batch_variance(noise, batch)
    D2, D3 = noise_factor(*matrix), mixing_factor(*matrix)
    return steps_limit_of(D2, D3, workers, variance, local_steps, smoothness)


def steps_limit_of(
    D2: Value, D3: Value, workers: Value, variance: Value, local_steps: Value, smoothness: Value
) -> Value:
    """The least N of Corollary 2.1 from D₂′, D₃′ and the variance of a mini-batch."""
    quantised = local_steps**2 * workers**2 * (4 * D3 + 1) ** 2 / D2**2
    drifted = 6 * (local_steps - 1) * (2 * local_steps - 1)
    return smoothness**2 * workers / positive(variance, "σ²") * maximum(quantised, drifted)


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
    """√([F(x₁)−F*]σ²/(L·D₂′(σ²+4κ²))), the largest K of Corollary 2.1."""
    D2 = noise_factor(dimension, levels, lambda2, eigen_spread)
    return local_steps_limit_of(D2, batch_variance(noise, batch), smoothness, heterogeneity, gap)


def local_steps_limit_of(
    D2: Value, variance: Value, smoothness: Value, heterogeneity: Value, gap: Value
) -> Value:
    """The largest K of Corollary 2.1 from D₂′ and the variance of a mini-batch."""
    spread = positive(variance + 4 * heterogeneity, "σ² + 4κ²")
    return sqrt(gap * variance / (smoothness * D2 * spread))


def rate21(steps: Value, local_steps: Value, workers: Value) -> Value:
    """1/(K√(NM)) + 1/N."""
    return rate21_leading(steps, local_steps, workers) + 1 / steps


def rate21_leading(steps: Value, local_steps: Value, workers: Value) -> Value:
    """1/√(NK²M) = 1/(K√(NM)), the rate of Table I."""
    return 1 / sqrt(steps * local_steps**2 * workers)
