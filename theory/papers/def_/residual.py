"""DEF's residuals and the detached point's distance from y_t, as printed: Eq. (9), Lemmas A.1 to A.3."""

from theory.arithmetic import Value, absolute, positive, sqrt
from theory.papers.common import batch_variance
from theory.papers.def_.gradient import second_moment
from theory.statement import Terms, total

# Eq. (9) and (32): the distance as a parabola in λ


def average_residual(residual_mean_sq: Value, residual_variance: Value) -> Value:
    """(1/K) Σ_k ‖e_{t,k}‖² = ‖e_t‖² + Var(e_t) (Appendix A, before Eq. 32)."""
    return residual_mean_sq + residual_variance


def eq32(residual_mean_sq: Value, residual_variance: Value, detach: Value) -> Terms:
    """(1/K) Σ_k ‖e_t − λe_{k,t}‖² = (‖e_t‖² + Var(e_t))λ² − 2‖e_t‖²λ + ‖e_t‖²."""
    return {
        "detached": average_residual(residual_mean_sq, residual_variance) * detach**2,
        "alignment": -(2 * residual_mean_sq * detach),
        "error feedback": residual_mean_sq,
    }


def detach_distance(residual_mean_sq: Value, residual_variance: Value, detach: Value) -> Value:
    """(1/K) Σ_k ‖e_t − λe_{k,t}‖² (Eq. 9)."""
    return total(eq32(residual_mean_sq, residual_variance, detach))


def gain_over_error_feedback(residual_mean_sq: Value, residual_variance: Value, detach: Value) -> Value:
    """‖e_t‖², the distance of EF, over that of DEF: "×1.7" for λ = 0.3 in the paper's experiment."""
    distance = detach_distance(residual_mean_sq, residual_variance, detach)
    return residual_mean_sq / positive(distance, "(1/K) Σ_k ‖e_t − λe_{k,t}‖²")


def best_detach_of_worker(residual_inner: Value, residual_sq: Value) -> Value:
    """λ*(k,t) = ⟨e_t, e_{k,t}⟩/‖e_{k,t}‖² (after Eq. 9)."""
    return residual_inner / positive(residual_sq, "‖e_{k,t}‖²")


def best_detach_of_step(residual_mean_sq: Value, residual_variance: Value) -> Value:
    """λ*(t) = ‖e_t‖²/((1/K) Σ_k ‖e_{k,t}‖²) (after Eq. 9), which is λ_t* of Appendix A."""
    average = average_residual(residual_mean_sq, residual_variance)
    return residual_mean_sq / positive(average, "(1/K) Σ_k ‖e_{k,t}‖²")


def least_detach_distance(residual_mean_sq: Value, residual_variance: Value) -> Value:
    """‖e_t‖²·Var(e_t)/(‖e_t‖² + Var(e_t)), the least value of Eq. (32)."""
    return best_detach_of_step(residual_mean_sq, residual_variance) * residual_variance


# Lemma A.1: the detached gradients


def noise_factor(workers: Value, detach: Value) -> Value:
    """B₁ = (1/K − λ)² + (K−1)/K² (Lemma A.1)."""
    return (1 / workers - detach) ** 2 + (workers - 1) / workers**2


def drift_factor(workers: Value, detach: Value) -> Value:
    """B₂ = |1/K − λ| + (K−1)/K (Lemma A.1)."""
    return absolute(1 / workers - detach) + (workers - 1) / workers


def detached_moment_parts(
    workers: Value, detach: Value, noise: Value, batch: Value, gradient_sq: Value
) -> Terms:
    """The two terms of B₁σ² + 2(1−λ)²M², which stands in Lemmas A.1, A.2 and in Theorem 4.3."""
    return {
        "noise": noise_factor(workers, detach) * batch_variance(noise, batch),
        "second moment": 2 * (1 - detach) ** 2 * gradient_sq,
    }


def detached_moment(workers: Value, detach: Value, noise: Value, batch: Value, gradient_sq: Value) -> Value:
    """B₁σ² + 2(1−λ)²M²."""
    return total(detached_moment_parts(workers, detach, noise, batch, gradient_sq))


def lemma_a1(
    workers: Value,
    detach: Value,
    noise: Value,
    batch: Value,
    gradient_sq: Value,
    smoothness: Value,
    residual_mean_sq: Value,
    residual_variance: Value,
) -> Terms:
    """(1/K) Σ_k E‖g_t − λg_{k,t}‖² ≤ B₁σ² + 2(1−λ)²M² + 2B₂²L²·(1/K) Σ_k E‖e_t − λe_{k,t}‖²."""
    distance = detach_distance(residual_mean_sq, residual_variance, detach)
    return {
        **detached_moment_parts(workers, detach, noise, batch, gradient_sq),
        "drift": 2 * drift_factor(workers, detach) ** 2 * smoothness**2 * distance,
    }


# Lemma A.2: the distance to the detached point


def kept_back(contraction: Value) -> Value:
    """1 − δ, positive in the domain 0 < δ < 1 that Assumption 4.2 prints."""
    return positive(1 - contraction, "1 − δ")


def stretch(share: Value, contraction: Value) -> Value:
    """β = √((1−B)/(1−δ)) − 1 for a share B: the Young parameter of Eq. (41), of Lemmas A.2 and A.3."""
    return sqrt(positive(1 - share, "1 − B₃") / kept_back(contraction)) - 1


def amplification(share: Value, contraction: Value) -> Value:
    """1/(√((1−B)/(1−δ)) − 1)²: Eq. (41) at B = B₃, Lemma A.2 at B = δ/2, Lemma A.3 at B = 0."""
    return 1 / positive(stretch(share, contraction), "√((1−B₃)/(1−δ)) − 1") ** 2


def half_share_young(contraction: Value) -> Value:
    """β = −1 + √((1−δ/2)/(1−δ)), to which B₃ ≤ δ/2 leads (after Eq. 41)."""
    return stretch(contraction / 2, contraction)


def half_share_amplification(contraction: Value) -> Value:
    """1/(√((1−δ/2)/(1−δ)) − 1)² (Lemma A.2, Theorem 4.3)."""
    return amplification(contraction / 2, contraction)


def drift(workers: Value, detach: Value, step_size: Value, smoothness: Value) -> Value:
    """2B₂²η²L², the left side of Eq. (42) and (43)."""
    return 2 * drift_factor(workers, detach) ** 2 * step_size**2 * smoothness**2


def drift_share(
    contraction: Value, young: Value, workers: Value, detach: Value, step_size: Value, smoothness: Value
) -> Value:
    """B₃ = (1−δ)(1 + 1/β)·2B₂²η²L² (after Eq. 38)."""
    return (1 - contraction) * (1 + 1 / young) * drift(workers, detach, step_size, smoothness)


def half_share_drift_share(
    contraction: Value, workers: Value, detach: Value, step_size: Value, smoothness: Value
) -> Value:
    """B₃ at the β of Lemma A.2, −1 + √((1−δ/2)/(1−δ)), where the paper wants B₃ ≤ δ/2."""
    return drift_share(contraction, half_share_young(contraction), workers, detach, step_size, smoothness)


def carried_over(contraction: Value, young: Value) -> Value:
    """(1−δ)(1+β), below 1 by the choice of β (after Eq. 38)."""
    return (1 - contraction) * (1 + young)


def young_factor(
    contraction: Value, young: Value, workers: Value, detach: Value, step_size: Value, smoothness: Value
) -> Value:
    """h(β) = (1−δ)(1 + 1/β)/(1 − B₃ − (1−δ)(1+β)) (Eq. 39)."""
    B3 = drift_share(contraction, young, workers, detach, step_size, smoothness)
    left = positive(1 - B3 - carried_over(contraction, young), "1 − B₃ − (1−δ)(1+β)")
    return kept_back(contraction) * (1 + 1 / young) / left


def eq39(
    contraction: Value,
    young: Value,
    workers: Value,
    detach: Value,
    step_size: Value,
    smoothness: Value,
    noise: Value,
    batch: Value,
    gradient_sq: Value,
) -> Terms:
    """(1/K) Σ_k E‖e_t − λe_{k,t}‖² < h(β)η²[B₁σ² + 2(1−λ)²M²] for any admissible β."""
    h = young_factor(contraction, young, workers, detach, step_size, smoothness)
    parts = detached_moment_parts(workers, detach, noise, batch, gradient_sq)
    return {name: h * step_size**2 * part for name, part in parts.items()}


def best_young(
    contraction: Value, young: Value, workers: Value, detach: Value, step_size: Value, smoothness: Value
) -> Value:
    """β* = −1 + √((1−B₃)/(1−δ)) (Eq. 41), B₃ being that of the given β."""
    return stretch(drift_share(contraction, young, workers, detach, step_size, smoothness), contraction)


def eq41(
    contraction: Value,
    young: Value,
    workers: Value,
    detach: Value,
    step_size: Value,
    smoothness: Value,
    noise: Value,
    batch: Value,
    gradient_sq: Value,
) -> Terms:
    """(1/K) Σ_k E‖e_t − λe_{k,t}‖² ≤ η²[B₁σ² + 2(1−λ)²M²]/(√((1−B₃)/(1−δ)) − 1)², B₃ at β = β*."""
    B3 = drift_share(contraction, young, workers, detach, step_size, smoothness)
    factor = amplification(B3, contraction) * step_size**2
    parts = detached_moment_parts(workers, detach, noise, batch, gradient_sq)
    return {name: factor * part for name, part in parts.items()}


def lemma_a2(
    contraction: Value,
    workers: Value,
    detach: Value,
    step_size: Value,
    noise: Value,
    batch: Value,
    gradient_sq: Value,
) -> Terms:
    """(1/K) Σ_k E‖e_t − λe_{k,t}‖² ≤ η²[B₁σ² + 2(1−λ)²M²]/(√((1−δ/2)/(1−δ)) − 1)²."""
    factor = half_share_amplification(contraction) * step_size**2
    parts = detached_moment_parts(workers, detach, noise, batch, gradient_sq)
    return {name: factor * part for name, part in parts.items()}


def step_size_limit_a2(smoothness: Value) -> Value:
    """1/(2L), which η is below in Lemma A.2."""
    return 1 / (2 * smoothness)


def step_size_limit_repaired(contraction: Value, smoothness: Value) -> Value:
    """δ/(4L): below it Lemma A.2 and Theorem 4.3 hold, whatever λ is; ours, not the paper's."""
    return contraction / (4 * smoothness)


def excess_root(contraction: Value) -> Value:
    """−(1−δ) + √((1−δ)(1−δ/2)), the denominator in Eq. (42)."""
    return -(1 - contraction) + sqrt((1 - contraction) * (1 - contraction / 2))


def drift_limit(contraction: Value) -> Value:
    """(δ/2)/(−(1−δ) + √((1−δ)(1−δ/2))), the right side of Eq. (42)."""
    return contraction / 2 / positive(excess_root(contraction), "−(1−δ) + √((1−δ)(1−δ/2))")


def half_share_limit(contraction: Value) -> Value:
    """(δ/2)β/((1−δ)(1+β)) at β = √((1−δ/2)/(1−δ)) − 1: B₃ ≤ δ/2, solved for 2B₂²η²L²; ours."""
    young = positive(half_share_young(contraction), "√((1−δ/2)/(1−δ)) − 1")
    return contraction / 2 * young / (kept_back(contraction) * (1 + young))


def drift_above(detach: Value, step_size: Value, smoothness: Value) -> Value:
    """4(1 + (1−λ)²)η²L², which Eq. (43) puts above 2B₂²η²L²."""
    return 4 * (1 + (1 - detach) ** 2) * step_size**2 * smoothness**2


def eq43(detach: Value, step_size: Value, smoothness: Value) -> Terms:
    """2B₂²η²L² ≤ 4(1 + (1−λ)²)η²L²."""
    return {"drift": drift_above(detach, step_size, smoothness)}


# Lemma A.3: the residual


def residual_amplification(contraction: Value) -> Value:
    """1/(√(1/(1−δ)) − 1)² (Lemma A.3, Eq. 25, 84 to 86, 94)."""
    return amplification(0, contraction)


def lemma_a3(contraction: Value, step_size: Value, noise: Value, batch: Value, gradient_sq: Value) -> Terms:
    """(1/K) Σ_k E‖e_{k,t}‖² ≤ η²(σ²+M²)/(√(1/(1−δ)) − 1)²."""
    G2 = second_moment(noise, batch, gradient_sq)
    return {"residual": step_size**2 * G2 * residual_amplification(contraction)}
