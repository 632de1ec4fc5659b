r"""Ring all-reduce where the paper's proofs are repaired, and Lemma 1 with a smaller constant. Ours.

Letters and conventions: `ring`. The proofs are in `proofs`, under the same statements.
"""

from theory.arithmetic import Value, compound, expm1, minimum, positive
from theory.papers.common import batch_variance
from theory.papers.qprsgd import ring
from theory.papers.qprsgd.quantiser import variance_factor
from theory.papers.qprsgd.ring import positive_drift_denominator, ring_factor
from theory.statement import Terms

# Lemma 1 strengthened, Remark 2 repaired


def smaller_ring_factor_of(x: Value, workers: Value, growth: Value) -> Value:
    """½[(1 + x/M)·growth/x − 1], growth being (1 + x/M)^M − 1."""
    return ((1 + x / workers) * growth / x - 1) / 2


def smaller_ring_factor(workers: Value, dimension: Value, levels: Value) -> Value:
    """½[(1 + x/M)((1 + x/M)^M − 1)/x − 1] with x = d/4s², which is at most C₁."""
    x = variance_factor(dimension, levels)
    return smaller_ring_factor_of(x, workers, compound(x / workers, workers))


def ring_noise(workers: Value, dimension: Value, levels: Value, update_sq: Value) -> Terms:
    """E‖X − (1/M)Σ_m w^{(m)}‖² ≤ [(1 + x/M)((1 + x/M)^M − 1)/x − 1]·(1/M)Σ_m ‖w^{(m)}‖²."""
    return {"quantisation": 2 * smaller_ring_factor(workers, dimension, levels) * update_sq}


def workers_limit(dimension: Value, levels: Value) -> Value:
    """(d/4s²)(1 + d/4s²)(exp(d/4s²) − d/4s² − 1)^{−1}: Eq. (7) with d/4s² in front in place of d."""
    x = variance_factor(dimension, levels)
    return x * (1 + x) / positive(expm1(x) - x, "exp(d/4s²) − d/4s² − 1")


# Lemma 6 repaired


def drift_bound(
    workers: Value,
    local_steps: Value,
    step_size: Value,
    smoothness: Value,
    variance: Value,
    heterogeneity: Value,
) -> Value:
    """(K−1)Kγ²/[1 − 2(K+1)(K−2)L²γ²]·{(1 − 1/M)σ² + 2(K−1)κ²}."""
    drift = (local_steps - 1) * local_steps * step_size**2
    drift = drift / positive_drift_denominator(local_steps, smoothness, step_size)
    return drift * ((1 - 1 / workers) * variance + 2 * (local_steps - 1) * heterogeneity)


def lemma6(
    workers: Value,
    batch: Value,
    local_steps: Value,
    step_size: Value,
    smoothness: Value,
    noise: Value,
    heterogeneity: Value,
) -> Terms:
    """The bound on (1/M) Σ_m Σ_k E‖x_{n;k}^{(m)} − x̄_{n;k}‖², in its two terms."""
    run = (workers, local_steps, step_size, smoothness)
    variance = batch_variance(noise, batch)
    return {
        "noise": drift_bound(*run, variance, 0 * heterogeneity),
        "heterogeneity": drift_bound(*run, 0 * variance, heterogeneity),
    }


# Theorem 1 repaired, for any C₁ that Remark 1 holds with


def descent_loss_of(C1: Value, local_steps: Value, smoothness: Value, step_size: Value) -> Value:
    """8C₁KLγ, which is to be at most 1 − ε."""
    return 8 * C1 * local_steps * smoothness * step_size


def best_descent_margin_of(C1: Value, local_steps: Value, smoothness: Value, step_size: Value) -> Value:
    """1 − 8C₁KLγ, the largest ε."""
    return positive(1 - descent_loss_of(C1, local_steps, smoothness, step_size), "1 − 8C₁KLγ")


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
    """Eq. (9) with 2C₁ in place of C₁, and (1 − 1/M)σ² + 2(K−1)κ² as the spread in its drift."""
    run = (steps, local_steps, step_size, smoothness, heterogeneity, gap)
    terms = ring.theorem1_of(2 * C1, workers, variance, *run, descent_margin, drift_margin)
    spread = (1 - 1 / workers) * variance + 2 * (local_steps - 1) * heterogeneity
    z = smoothness * step_size
    return {
        **terms,
        "drift": ring.drift_term_of(2 * C1, spread, local_steps, z, descent_margin, drift_margin),
    }


def theorem1_best_of(
    C1: Value,
    workers: Value,
    variance: Value,
    steps: Value,
    local_steps: Value,
    step_size: Value,
    smoothness: Value,
    heterogeneity: Value,
    gap: Value,
) -> Terms:
    """`theorem1_of` at the best ε and δ that the step size allows."""
    run = (steps, local_steps, step_size, smoothness, heterogeneity, gap)
    descent = best_descent_margin_of(C1, local_steps, smoothness, step_size)
    drift = minimum(1, positive_drift_denominator(local_steps, smoothness, step_size))
    return theorem1_of(C1, workers, variance, *run, descent, drift)


def descent_loss(
    workers: Value, dimension: Value, levels: Value, local_steps: Value, smoothness: Value, step_size: Value
) -> Value:
    """8C₁KLγ."""
    return descent_loss_of(ring_factor(workers, dimension, levels), local_steps, smoothness, step_size)


def best_descent_margin(
    workers: Value, dimension: Value, levels: Value, local_steps: Value, smoothness: Value, step_size: Value
) -> Value:
    """1 − 8C₁KLγ."""
    return best_descent_margin_of(ring_factor(workers, dimension, levels), local_steps, smoothness, step_size)


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
    """The bound on (1/NK) Σ_n Σ_k E‖∇F(x̄_{n,k})‖² at the best ε and δ.

    (8KLγC₁+1)/(δε)·((1 − 1/M)σ² + 2(K−1)κ²)(K−1)L²γ² + (1/ε)(4C₁σ² + 8KC₁κ² + σ²/M)Lγ
    + 2(F(x̃₁) − F*)/(NKγε), for 8C₁KLγ ≤ 1 − ε, Lγ ≤ 1 and 2(K+1)(K−2)L²γ² ≤ 1 − δ.
    """
    C1 = ring_factor(workers, dimension, levels)
    run = (steps, local_steps, step_size, smoothness, heterogeneity, gap)
    return theorem1_best_of(C1, workers, batch_variance(noise, batch), *run)
