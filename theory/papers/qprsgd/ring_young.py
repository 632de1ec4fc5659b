r"""QPRSGD's Lemma 6 and Theorem 1 for any parameters of Young's inequality, and for the best ones. Ours.

By the repaired proofs. Display 129 splits noise from gradients by 1 + q and 1 + 1/q, display 134 a worker's
gradient from its heterogeneity by 1 + r and 1 + 1/r, both with 1 + 1. With a = γ√((K−1)K/2·(1−1/M))σ,
b = γ(K−1)√(K/2)κ and j = Lγ√((K+1)(K−2)/2) the drift D, summed over local steps, is then at most
(1+q)a² + (1+1/q)((1+r)j²D + (1+1/r)b²), at best (a + b + j√D)², so that √D ≤ (a+b)/(1−j).
"""

from theory.arithmetic import Value, maximum, positive, sqrt
from theory.papers.common import batch_variance
from theory.papers.qprsgd import ring
from theory.papers.qprsgd.ring_repaired import best_descent_margin_of, smaller_ring_factor
from theory.statement import Terms


def growth(local_steps: Value, smoothness: Value, step_size: Value) -> Value:
    """j² = (K+1)(K−2)/2·L²γ², and 0 for one local step."""
    pairs = maximum(0, (local_steps + 1) * (local_steps - 2)) / 2
    return pairs * smoothness**2 * step_size**2


def drift_with(
    workers: Value,
    local_steps: Value,
    step_size: Value,
    smoothness: Value,
    variance: Value,
    heterogeneity: Value,
    young_q: Value,
    young_r: Value,
) -> Value:
    """[(1+q)a² + (1+1/q)(1+1/r)b²]/(1 − (1+1/q)(1+r)j²)."""
    pairs = (local_steps - 1) * local_steps / 2 * step_size**2
    noise = (1 + young_q) * (1 - 1 / workers) * variance
    spread = (1 + 1 / young_q) * (1 + 1 / young_r) * (local_steps - 1) * heterogeneity
    kept = (1 + 1 / young_q) * (1 + young_r) * growth(local_steps, smoothness, step_size)
    return pairs * (noise + spread) / positive(1 - kept, "1 − (1+1/q)(1+r)(K+1)(K−2)L²γ²/2")


def lemma6_with(
    workers: Value,
    batch: Value,
    local_steps: Value,
    step_size: Value,
    smoothness: Value,
    noise: Value,
    heterogeneity: Value,
    young_q: Value,
    young_r: Value,
) -> Terms:
    """(1/M) Σ_m Σ_k E‖x_{n;k}^{(m)} − x̄_{n;k}‖² for any q and r."""
    variance = batch_variance(noise, batch)
    run = (workers, local_steps, step_size, smoothness, variance, heterogeneity)
    return {"drift": drift_with(*run, young_q, young_r)}


def room(local_steps: Value, smoothness: Value, step_size: Value) -> Value:
    """1 − Lγ√((K+1)(K−2)/2)."""
    return 1 - sqrt(growth(local_steps, smoothness, step_size))


def noise_root(workers: Value, local_steps: Value, step_size: Value, variance: Value) -> Value:
    """a = γ√((K−1)K/2·(1−1/M))σ."""
    pairs = (local_steps - 1) * local_steps / 2
    return step_size * sqrt(pairs * (1 - 1 / workers) * variance)


def spread_root(local_steps: Value, step_size: Value, heterogeneity: Value) -> Value:
    """b = γ(K−1)√(K/2)κ."""
    return step_size * (local_steps - 1) * sqrt(local_steps / 2 * heterogeneity)


def drift_root(
    workers: Value,
    local_steps: Value,
    step_size: Value,
    smoothness: Value,
    variance: Value,
    heterogeneity: Value,
) -> Value:
    """(a + b)/(1 − j)."""
    split = noise_root(workers, local_steps, step_size, variance)
    split = split + spread_root(local_steps, step_size, heterogeneity)
    return split / positive(room(local_steps, smoothness, step_size), "1 − Lγ√((K+1)(K−2)/2)")


def best_young_q(
    workers: Value,
    batch: Value,
    local_steps: Value,
    step_size: Value,
    smoothness: Value,
    noise: Value,
    heterogeneity: Value,
) -> Value:
    """q = (b + j√D)/a."""
    variance = batch_variance(noise, batch)
    a = positive(noise_root(workers, local_steps, step_size, variance), "γ√((K−1)K/2·(1−1/M))σ")
    b = spread_root(local_steps, step_size, heterogeneity)
    D = drift_root(workers, local_steps, step_size, smoothness, variance, heterogeneity)
    return (b + sqrt(growth(local_steps, smoothness, step_size)) * D) / a


def best_young_r(
    workers: Value,
    batch: Value,
    local_steps: Value,
    step_size: Value,
    smoothness: Value,
    noise: Value,
    heterogeneity: Value,
) -> Value:
    """r = b/(j√D)."""
    variance = batch_variance(noise, batch)
    D = drift_root(workers, local_steps, step_size, smoothness, variance, heterogeneity)
    moved = positive(sqrt(growth(local_steps, smoothness, step_size)) * D, "Lγ√((K+1)(K−2)/2)·√D")
    return spread_root(local_steps, step_size, heterogeneity) / moved


def lemma6(
    workers: Value,
    batch: Value,
    local_steps: Value,
    step_size: Value,
    smoothness: Value,
    noise: Value,
    heterogeneity: Value,
) -> Terms:
    """(1/M) Σ_m Σ_k E‖x_{n;k}^{(m)} − x̄_{n;k}‖² ≤ [(a + b)/(1 − j)]²."""
    variance = batch_variance(noise, batch)
    return {"drift": drift_root(workers, local_steps, step_size, smoothness, variance, heterogeneity) ** 2}


def step_size_limit(local_steps: Value, smoothness: Value) -> Value:
    """1/(L√(2(K+1)(K−2))), below which the repaired lemma holds; none where K ≤ 2."""
    return 1 / (smoothness * sqrt(positive(2 * (local_steps + 1) * (local_steps - 2), "2(K+1)(K−2)")))


def step_size_range(local_steps: Value, smoothness: Value) -> Value:
    """√2/(L√((K+1)(K−2))), below which j < 1: twice the repaired lemma's."""
    return 2 * step_size_limit(local_steps, smoothness)


# Theorem 1


def theorem1_given(
    C1: Value,
    D: Value,
    workers: Value,
    variance: Value,
    steps: Value,
    local_steps: Value,
    step_size: Value,
    smoothness: Value,
    heterogeneity: Value,
    gap: Value,
    descent_margin: Value,
) -> Terms:
    """The repaired Eq. (9) for any bound D of Lemma 6's left side."""
    run = (steps, local_steps, step_size, smoothness, heterogeneity, gap)
    terms = ring.theorem1_of(2 * C1, workers, variance, *run, descent_margin, 1)
    weight = ring.drift_weight_of(2 * C1, local_steps, smoothness * step_size)
    return {**terms, "drift": weight / descent_margin * (smoothness**2 * D / local_steps)}


def descent_limit(
    workers: Value, dimension: Value, levels: Value, local_steps: Value, smoothness: Value, step_size: Value
) -> Value:
    """1 − 8C₁KLγ at the smaller C₁, the largest ε."""
    C1 = smaller_ring_factor(workers, dimension, levels)
    return best_descent_margin_of(C1, local_steps, smoothness, step_size)


def theorem1_with(
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
    young_q: Value,
    young_r: Value,
    descent_margin: Value,
) -> Terms:
    """The repaired Theorem 1 with the smaller C₁, for any q, r and ε."""
    C1 = smaller_ring_factor(workers, dimension, levels)
    variance = batch_variance(noise, batch)
    D = drift_with(workers, local_steps, step_size, smoothness, variance, heterogeneity, young_q, young_r)
    run = (steps, local_steps, step_size, smoothness, heterogeneity, gap)
    return theorem1_given(C1, D, workers, variance, *run, descent_margin)


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
    """The repaired Theorem 1 with the smaller C₁ and the best q, r and ε."""
    C1 = smaller_ring_factor(workers, dimension, levels)
    variance = batch_variance(noise, batch)
    D = drift_root(workers, local_steps, step_size, smoothness, variance, heterogeneity) ** 2
    run = (steps, local_steps, step_size, smoothness, heterogeneity, gap)
    epsilon = best_descent_margin_of(C1, local_steps, smoothness, step_size)
    return theorem1_given(C1, D, workers, variance, *run, epsilon)
