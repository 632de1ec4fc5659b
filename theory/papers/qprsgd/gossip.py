r"""The formulas of G-QPRSGD (gossip), as printed, each written once for every reading.

In the paper's letters: M workers, N synchronisations, K local steps, step size γ, smoothness L, noise σ²
(here `noise`/`batch`, the variance of a mini-batch gradient), heterogeneity κ², s levels, d parameters.
W is the mixing matrix. The paper's ρ = max(|λ₂|, |λ_M|) is `lambda2`, not `consensus` = 1 − ρ²; its
μ = max_{i≥2} |λ_i − 1| is `eigen_spread`. Sums are written as a count times a mean:
Σ_n E‖C_n‖_F² = NM·`quantisation_sq`, Σ_n Σ_k ‖G(X_{n;k})‖_F² = NKM·`stochastic_gradient_sq`,
Σ_n Σ_k ‖∂F(X_{n;k})1_M/M‖² = NK·`local_gradient_sq`, Σ_n ‖∇F(X_n 1_M/M)‖² = N·`model_gradient_sq`.
"""

from theory.arithmetic import Value, positive, sqrt
from theory.papers.common import batch_variance
from theory.statement import Terms

# Assumption 2 and Lemma 2: the mixing matrix and the noise


def consensus(lambda2: Value) -> Value:
    """1 − ρ², the contraction per gossip step of squared distances, QG's ρ."""
    return 1 - lambda2**2


def contraction(lambda2: Value) -> Value:
    """1 − ρ² where it is divided by: the workers' graph must be connected, ρ < 1 (Assumption 2)."""
    return positive(consensus(lambda2), "1 − ρ²")


def spread_sq(dimension: Value, eigen_spread: Value) -> Value:
    """dμ²."""
    return dimension * eigen_spread**2


def levels_sq(levels: Value, lambda2: Value) -> Value:
    """s²(1−ρ)², which must exceed dμ²."""
    return levels**2 * (1 - lambda2) ** 2


def levels_limit(dimension: Value, lambda2: Value, eigen_spread: Value) -> Value:
    """√d·μ/(1−ρ), the number of levels that s must exceed. Ours: the condition of Lemma 2, solved for s."""
    return sqrt(dimension) * eigen_spread / positive(1 - lambda2, "1 − ρ")


def noise_factor(dimension: Value, levels: Value, lambda2: Value, eigen_spread: Value) -> Value:
    """D₂′ = (d(1−ρ)² + 2dμ²)/(2[s²(1−ρ)² − dμ²]) (Lemma 3), which Lemma 2 writes out."""
    dmu2 = spread_sq(dimension, eigen_spread)
    margin = positive(levels_sq(levels, lambda2) - dmu2, "s²(1−ρ)² − dμ²")
    return (dimension * (1 - lambda2) ** 2 + 2 * dmu2) / (2 * margin)


def lemma2(
    workers: Value,
    dimension: Value,
    levels: Value,
    lambda2: Value,
    eigen_spread: Value,
    local_steps: Value,
    step_size: Value,
    stochastic_gradient_sq: Value,
) -> Terms:
    """E‖C_n‖_F² ≤ γ²K·D₂′·Σ_k ‖G(X_{n;k}, ξ_k)‖_F², the sum over k as MK times a mean."""
    D2 = noise_factor(dimension, levels, lambda2, eigen_spread)
    total = workers * local_steps * stochastic_gradient_sq
    return {"quantisation": step_size**2 * local_steps * D2 * total}


# Lemma 3: D₁′, D₃′ and the gradients


def drift_denominator(local_steps: Value, smoothness: Value, step_size: Value) -> Value:
    """1 − 12γ²L²(K+1)(K−2)."""
    return 1 - 12 * step_size**2 * smoothness**2 * (local_steps + 1) * (local_steps - 2)


def positive_drift_denominator(local_steps: Value, smoothness: Value, step_size: Value) -> Value:
    """1 − 12γ²L²(K+1)(K−2), where it is divided by."""
    return positive(drift_denominator(local_steps, smoothness, step_size), "1 − 12γ²L²(K+1)(K−2)")


def drift_factor(local_steps: Value, smoothness: Value, step_size: Value) -> Value:
    """D₁′ = (2K + 24γ²L² − 1)/(1 − 12γ²L²(K+1)(K−2)) (Lemma 3)."""
    numerator = 2 * local_steps + 24 * step_size**2 * smoothness**2 - 1
    return numerator / positive_drift_denominator(local_steps, smoothness, step_size)


def mixing_factor_of(D2: Value, lambda2: Value) -> Value:
    """D₃′ = D₂′/(1−ρ²) + 1/(1−ρ)² from D₂′."""
    return D2 / contraction(lambda2) + 1 / positive(1 - lambda2, "1 − ρ") ** 2


def mixing_factor(dimension: Value, levels: Value, lambda2: Value, eigen_spread: Value) -> Value:
    """D₃′ = D₂′/(1−ρ²) + 1/(1−ρ)² (Lemma 3)."""
    return mixing_factor_of(noise_factor(dimension, levels, lambda2, eigen_spread), lambda2)


def gradient_denominator_of(D3: Value, local_steps: Value, smoothness: Value, step_size: Value) -> Value:
    """1 − 8L²γ²K·D₁′D₃′ from D₃′."""
    D1 = drift_factor(local_steps, smoothness, step_size)
    return 1 - 8 * smoothness**2 * step_size**2 * local_steps * D1 * D3


def gradient_denominator(
    dimension: Value,
    levels: Value,
    lambda2: Value,
    eigen_spread: Value,
    local_steps: Value,
    smoothness: Value,
    step_size: Value,
) -> Value:
    """1 − 8L²γ²K·D₁′D₃′."""
    D3 = mixing_factor(dimension, levels, lambda2, eigen_spread)
    return gradient_denominator_of(D3, local_steps, smoothness, step_size)


def positive_gradient_denominator(
    dimension: Value,
    levels: Value,
    lambda2: Value,
    eigen_spread: Value,
    local_steps: Value,
    smoothness: Value,
    step_size: Value,
) -> Value:
    """1 − 8L²γ²K·D₁′D₃′, where it is divided by."""
    denominator = gradient_denominator(
        dimension, levels, lambda2, eigen_spread, local_steps, smoothness, step_size
    )
    return positive(denominator, "1 − 8L²γ²K·D₁′D₃′")


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
    """The bound on Σ_n Σ_{k=0}^{K} ‖G(X_{n;k}, ξ_k)‖_F², in the paper's four terms.

    Over Q = 1 − 8L²γ²K·D₁′D₃′: MNK(σ²+4κ²) + 4NL²σ²γ²K(K−1),
    8MNK(K−1)L²γ²[σ² + κ²(2K−1)]/[1 − 12γ²L²(K+1)(K−2)], 4MK(K−1)L²γ² Σ_n Σ_k ‖∂F(X_{n;k})1_M/M‖² and
    4K Σ_n ‖∇F(X_n 1_M/M)‖².
    """
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
    """Lemma 3 from its two denominators P and Q, the variance of a mini-batch and the two sums whole."""
    M, N, K, P, Q = workers, steps, local_steps, drift_denominator, gradient_denominator
    z2 = smoothness**2 * step_size**2
    sampled = M * N * K * (variance + 4 * heterogeneity) + 4 * N * z2 * variance * K * (K - 1)
    drifted = 8 * M * N * K * (K - 1) * z2 * (variance + heterogeneity * (2 * K - 1))
    return {
        "noise": sampled / Q,
        "drift": drifted / (Q * P),
        "local gradients": 4 * M * K * (K - 1) * z2 / Q * local_gradients,
        "gradient": 4 * K / Q * gradients,
    }


# Lemmas 7, 10 and 11


def lemma7(
    workers: Value,
    steps: Value,
    local_steps: Value,
    lambda2: Value,
    step_size: Value,
    quantisation_sq: Value,
    stochastic_gradient_sq: Value,
) -> Terms:
    """The bound on Σ_n Σ_k Σ_m E‖X_n 1_M/M − x̃_n^{(m)}‖².

    (2K/(1−ρ²)) Σ_n E‖C_n‖_F² + (2K²γ²/(1−ρ)²) Σ_n Σ_k ‖G(X_{n;k}, ξ_k)‖_F².
    """
    gradients = steps * local_steps * workers * stochastic_gradient_sq
    return {
        "quantisation": 2 * local_steps / contraction(lambda2) * (steps * workers * quantisation_sq),
        "gradients": 2 * local_steps**2 * step_size**2 / positive(1 - lambda2, "1 − ρ") ** 2 * gradients,
    }


def lemma10(
    workers: Value,
    steps: Value,
    local_steps: Value,
    lambda2: Value,
    step_size: Value,
    quantisation_sq: Value,
    stochastic_gradient_sq: Value,
) -> Terms:
    """The bound on Σ_n Σ_k Σ_m E‖X_n 1_M/M − x_{n;k}^{(m)}‖².

    (4K/(1−ρ²)) Σ_n E‖C_n‖_F² + [4K²γ²/(1−ρ)² + γ²K(K−1)] Σ_n Σ_k ‖G(X_{n;k}, ξ_k)‖_F².
    """
    gradients = steps * local_steps * workers * stochastic_gradient_sq
    mixed = 4 * local_steps**2 * step_size**2 / positive(1 - lambda2, "1 − ρ") ** 2
    return {
        "quantisation": 4 * local_steps / contraction(lambda2) * (steps * workers * quantisation_sq),
        "gradients": (mixed + step_size**2 * local_steps * (local_steps - 1)) * gradients,
    }


def lemma11(
    workers: Value, batch: Value, local_steps: Value, noise: Value, local_gradient_sq: Value
) -> Terms:
    """E‖(1/M)Σ_m Σ_k ∇f_m‖² ≤ 2Kσ²/M + 2K Σ_k ‖∂F(X_{n;k})1_M/M‖²."""
    return {
        "noise": 2 * local_steps * batch_variance(noise, batch) / workers,
        "local gradients": 2 * local_steps * (local_steps * local_gradient_sq),
    }
