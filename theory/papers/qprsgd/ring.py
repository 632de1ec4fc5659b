r"""The formulas of AR-QPRSGD (ring all-reduce), as printed, each written once for every reading.

In the paper's letters: M workers, N synchronisations, K local steps, step size γ, smoothness L, noise σ²,
heterogeneity κ², s levels, d parameters, gap F(x̃₁) − F*, proof parameters ε and δ. The paper has no batch
size: its σ² is the variance of a mini-batch gradient, `noise`/`batch`. Vectors w^{(m)} that the ring adds
enter by `update_sq` = (1/M) Σ_m ‖w^{(m)}‖² and `mean_update_sq` = ‖(1/M) Σ_m w^{(m)}‖².
"""

from theory.arithmetic import Value, compound, exp, expm1, minimum, positive, sqrt
from theory.papers.common import batch_variance
from theory.papers.qprsgd.quantiser import variance_factor
from theory.statement import Terms

# Lemma 1, Remarks 1 and 2: the noise of the ring


def ring_factor(workers: Value, dimension: Value, levels: Value) -> Value:
    """C₁ = (1/M)·exp(d/4s²) + (4s²/d)·(d/(4s²M) + 1)^{M−1} − (4s²/d + 1) (Lemma 1).

    With x = d/4s² the last two summands are ((1 + x/M)^{M−1} − 1)/x − 1, in which floats keep the digits
    that the printed order loses where s is large.
    """
    x = variance_factor(dimension, levels)
    return ring_factor_of(x, workers, exp(x), compound(x / workers, workers - 1))


def ring_factor_of(x: Value, workers: Value, exponential: Value, growth: Value) -> Value:
    """C₁ from x = d/4s², exp(x) and growth = (x/M + 1)^{M−1} − 1."""
    return exponential / workers + growth / x - 1


def ring_noise(workers: Value, dimension: Value, levels: Value, update_sq: Value) -> Terms:
    """E‖X − (1/M)Σ_m w^{(m)}‖² ≤ (2C₁/M) Σ_m ‖w^{(m)}‖² (Lemma 1 for a segment, Remark 1 for all)."""
    return {"quantisation": 2 * ring_factor(workers, dimension, levels) * update_sq}


def workers_limit(dimension: Value, levels: Value) -> Value:
    """d(1 + d/4s²)(exp(d/4s²) − d/4s² − 1)^{−1}, the largest M of Eq. (7)."""
    x = variance_factor(dimension, levels)
    return dimension * (1 + x) / positive(expm1(x) - x, "exp(d/4s²) − d/4s² − 1")


def remark2(
    workers: Value, dimension: Value, levels: Value, update_sq: Value, mean_update_sq: Value
) -> Terms:
    """E‖X‖² ≤ (2/M²)·exp(d/4s²) Σ_m ‖w^{(m)}‖² + ‖(1/M)Σ_m w^{(m)}‖² (Eq. 8)."""
    return {
        "quantisation": 2 / workers * exp(variance_factor(dimension, levels)) * update_sq,
        "mean": mean_update_sq,
    }


# Theorem 1: its three inequalities


def drift_denominator(local_steps: Value, smoothness: Value, step_size: Value) -> Value:
    """1 − 2(K+1)(K−2)L²γ²."""
    return 1 - drift_growth(local_steps, smoothness, step_size)


def drift_growth(local_steps: Value, smoothness: Value, step_size: Value) -> Value:
    """2(K+1)(K−2)L²γ², the left side of Theorem 1's second inequality."""
    return 2 * (local_steps + 1) * (local_steps - 2) * smoothness**2 * step_size**2


def positive_drift_denominator(local_steps: Value, smoothness: Value, step_size: Value) -> Value:
    """1 − 2(K+1)(K−2)L²γ², where it is divided by."""
    return positive(drift_denominator(local_steps, smoothness, step_size), "1 − 2(K+1)(K−2)L²γ²")


def descent_loss(
    workers: Value, dimension: Value, levels: Value, local_steps: Value, smoothness: Value, step_size: Value
) -> Value:
    """(8C₁L²γ² + (K−1)Lγ + 2C₁)KLγ/(1 − 2(K+1)(K−2)L²γ²), the left side of the first inequality."""
    P = positive_drift_denominator(local_steps, smoothness, step_size)
    return descent_loss_of(ring_factor(workers, dimension, levels), local_steps, smoothness * step_size, P)


def descent_loss_of(C1: Value, local_steps: Value, z: Value, drift_denominator: Value) -> Value:
    """(8C₁z² + (K−1)z + 2C₁)Kz/P with z = Lγ and P the drift's denominator."""
    return (8 * C1 * z**2 + (local_steps - 1) * z + 2 * C1) * local_steps * z / drift_denominator


def local_descent(
    workers: Value, dimension: Value, levels: Value, local_steps: Value, smoothness: Value, step_size: Value
) -> Value:
    """1 − Lγ − (4KLγC₁+1)(K−1)KL²γ²/(1 − 2(K+1)(K−2)L²γ²), positive by the third inequality."""
    return local_descent_of(
        ring_factor(workers, dimension, levels),
        local_steps,
        smoothness * step_size,
        positive_drift_denominator(local_steps, smoothness, step_size),
    )


def local_descent_of(C1: Value, local_steps: Value, z: Value, drift_denominator: Value) -> Value:
    """1 − z − (4KzC₁+1)(K−1)Kz²/P with z = Lγ and P the drift's denominator."""
    loss = drift_weight_of(C1, local_steps, z) * (local_steps - 1) * local_steps * z**2
    return 1 - z - loss / drift_denominator


def drift_weight(
    workers: Value, dimension: Value, levels: Value, local_steps: Value, smoothness: Value, step_size: Value
) -> Value:
    """4KLγC₁ + 1."""
    return drift_weight_of(ring_factor(workers, dimension, levels), local_steps, smoothness * step_size)


def drift_weight_of(C1: Value, local_steps: Value, z: Value) -> Value:
    """4KzC₁ + 1 with z = Lγ."""
    return 4 * local_steps * z * C1 + 1


def step_size_limit(local_steps: Value, smoothness: Value, drift_margin: Value) -> Value:
    """√((1−δ)/(2(K+1)(K−2)))/L, the largest γ of the second inequality; none where K ≤ 2."""
    growth = positive(2 * (local_steps + 1) * (local_steps - 2), "2(K+1)(K−2)")
    return sqrt((1 - drift_margin) / growth) / smoothness


def best_descent_margin(
    workers: Value, dimension: Value, levels: Value, local_steps: Value, smoothness: Value, step_size: Value
) -> Value:
    """The largest ε that the first inequality allows: the bound falls as ε grows. Ours."""
    return _best_descent_margin(descent_loss(workers, dimension, levels, local_steps, smoothness, step_size))


def _best_descent_margin(loss: Value) -> Value:
    return positive(1 - 2 * loss, "the largest ε of Theorem 1's first inequality")


def best_drift_margin(local_steps: Value, smoothness: Value, step_size: Value) -> Value:
    """The largest δ that the second inequality allows: the bound falls as δ grows. Ours.

    Where K ≤ 2 all δ < 1 are allowed; 1 is then the limit of the bound's infimum.
    """
    return minimum(1, positive_drift_denominator(local_steps, smoothness, step_size))


# Theorem 1: its bound


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
    descent_margin: Value,
    drift_margin: Value,
) -> Terms:
    """The bound of Eq. (9) on (1/NK) Σ_n Σ_k E‖∇F(x̄_{n,k})‖².

    (4KLγC₁+1)/(δε)·(σ²(M+1)/(2M) + 2Kκ²)(K−1)L²γ² + (1/ε)(2C₁σ² + 4KC₁κ² + σ²/M)Lγ + 2(F(x̃₁)−F*)/(NKγε).
    """
    C1 = ring_factor(workers, dimension, levels)
    variance = batch_variance(noise, batch)
    return theorem1_of(
        C1,
        workers,
        variance,
        steps,
        local_steps,
        step_size,
        smoothness,
        heterogeneity,
        gap,
        descent_margin,
        drift_margin,
    )


def theorem1_of(
    C1: Value,
    workers: Value,
    variance: Value,
    steps: Value,
    local_steps: Value,
    step_size: Value,
    smoothness: Value,
    heterogeneity: Value,
    gap: Value,
    descent_margin: Value,
    drift_margin: Value,
) -> Terms:
    """Eq. (9) from C₁ and the variance of a mini-batch."""
    spread = variance * (workers + 1) / (2 * workers) + 2 * local_steps * heterogeneity
    z = smoothness * step_size
    return {
        "drift": drift_term_of(C1, spread, local_steps, z, descent_margin, drift_margin),
        "quantisation": (2 * C1 * variance + 4 * local_steps * C1 * heterogeneity) * z / descent_margin,
        "noise": variance / workers * z / descent_margin,
        "initial gap": 2 * gap / (steps * local_steps * step_size * descent_margin),
    }


def drift_term_of(
    C1: Value, spread: Value, local_steps: Value, z: Value, descent_margin: Value, drift_margin: Value
) -> Value:
    """(4KzC₁+1)/(δε)·spread·(K−1)z² with z = Lγ."""
    weight = drift_weight_of(C1, local_steps, z)
    return weight / (drift_margin * descent_margin) * (spread * (local_steps - 1)) * z**2


def theorem1_best(
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
    """Eq. (9) at the best ε and δ that the step size allows."""
    C1 = ring_factor(workers, dimension, levels)
    P = positive_drift_denominator(local_steps, smoothness, step_size)
    descent = _best_descent_margin(descent_loss_of(C1, local_steps, smoothness * step_size, P))
    variance = batch_variance(noise, batch)
    return theorem1_of(
        C1,
        workers,
        variance,
        steps,
        local_steps,
        step_size,
        smoothness,
        heterogeneity,
        gap,
        descent,
        minimum(1, P),
    )


# Corollaries 1.1 to 1.3


def step_size11(smoothness: Value, local_steps: Value, steps: Value) -> Value:
    """γ = 1/(LK√N) (Corollary 1.1)."""
    return 1 / (smoothness * local_steps * sqrt(steps))


def step_size12(smoothness: Value, local_steps: Value, steps: Value) -> Value:
    """γ = 1/(L√(NK)) (Corollary 1.2)."""
    return 1 / (smoothness * sqrt(steps * local_steps))


def step_size13(workers: Value, smoothness: Value, local_steps: Value, steps: Value) -> Value:
    """γ = √M/(L√(NK)) (Corollary 1.3)."""
    return sqrt(workers) / (smoothness * sqrt(steps * local_steps))


def rate11(steps: Value) -> Value:
    """1/√N."""
    return 1 / sqrt(steps)


def rate12(steps: Value, local_steps: Value) -> Value:
    """1/√(NK)."""
    return 1 / sqrt(steps * local_steps)


def rate13(steps: Value, local_steps: Value, workers: Value) -> Value:
    """1/√(NKM)."""
    return 1 / sqrt(steps * local_steps * workers)


def local_heterogeneity(local_steps: Value, heterogeneity: Value) -> Value:
    """2Kκ²: K ≤ σ²/(2κ²) without its division, so that κ = 0 allows every K."""
    return 2 * local_steps * heterogeneity


def widened_variance(noise: Value, batch: Value, dimension: Value, levels: Value) -> Value:
    """σ²(1 + 2exp(−d/4s²)), against which Corollary 1.3 holds 2Kκ²."""
    return batch_variance(noise, batch) * (1 + 2 * exp(-variance_factor(dimension, levels)))


# Lemma 6


def lemma6(
    workers: Value,
    batch: Value,
    local_steps: Value,
    step_size: Value,
    smoothness: Value,
    noise: Value,
    heterogeneity: Value,
    local_gradient_sq: Value,
    model_gradient_sq: Value,
) -> Terms:
    """The bound on (1/M) Σ_m Σ_k E‖x_{n;k}^{(m)} − x̄_{n;k}‖²; sums over k are K times a mean.

    (K−1)Kγ²/[1 − 2(K+1)(K−2)L²γ²]·{σ²(M+1)/(2M) + Σ_k ‖(1/M)Σ_m ∇F_m(x^{(m)})‖² + 2Σ_k (κ² + ‖∇F(x̄)‖²)}.
    """
    drift = (local_steps - 1) * local_steps * step_size**2
    drift = drift / positive_drift_denominator(local_steps, smoothness, step_size)
    return {
        "noise": drift * batch_variance(noise, batch) * (workers + 1) / (2 * workers),
        "local gradients": drift * local_steps * local_gradient_sq,
        "heterogeneity": 2 * drift * local_steps * heterogeneity,
        "gradient": 2 * drift * local_steps * model_gradient_sq,
    }
