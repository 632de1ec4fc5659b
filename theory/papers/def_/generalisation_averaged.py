"""The generalisation errors of DEF-A and SGD-IA, as printed: Eq. (64) to (71) and (103).

Where DEF-A has δ^{1/2}, SGD-IA has δ (Appendix C.2): `passed` is that factor, by which C shortens a vector.
Of `loss_range` and the batch see the module `stability`.
"""

from theory.arithmetic import Value, positive, power, sqrt
from theory.papers.def_.generalisation import (
    at_split,
    different_data_drift,
    growth,
    single_growth,
    split,
    split_scale,
    sublinear,
)
from theory.papers.def_.gradient import gradient_bound
from theory.papers.def_.stability import met, residual_divergence, residual_spread, same_data
from theory.statement import Terms

# Eq. (67): one step


def averaged_step_growth(
    contraction: Value, workers: Value, samples: Value, step_size: Value, smoothness: Value
) -> Value:
    """1 + (1−K/N)δ^{1/2}η_tL, the factor of Eq. (67)."""
    return 1 + same_data(workers, samples) * sqrt(contraction) * step_size * smoothness


def averaged_step_drift(
    contraction: Value,
    workers: Value,
    samples: Value,
    detach: Value,
    step_size: Value,
    smoothness: Value,
    schedule_c: Value,
    noise: Value,
    batch: Value,
    gradient_sq: Value,
) -> Value:
    """(K/N)·2δ^{1/2}η_tG + δ^{1/2}[1 + (1−K/N)η_tLλ]·2B₄Gc, what Eq. (67) adds in a step."""
    moved = workers / samples * different_data_drift(step_size, noise, batch, gradient_sq)
    spread = residual_divergence(contraction, schedule_c, noise, batch, gradient_sq)
    carried = 1 + same_data(workers, samples) * step_size * smoothness * detach
    return sqrt(contraction) * moved + sqrt(contraction) * carried * spread


# Eq. (68) and (69): T steps


def averaged_growth(
    contraction: Value, workers: Value, samples: Value, smoothness: Value, schedule_c: Value
) -> Value:
    """(1−K/N)δ^{1/2}Lc, the exponent of DEF-A's divergence (Eq. 68)."""
    return sqrt(contraction) * growth(workers, samples, smoothness, schedule_c)


def gathered(
    passed: Value,
    contraction: Value,
    workers: Value,
    samples: Value,
    detach: Value,
    smoothness: Value,
    schedule_c: Value,
    noise: Value,
    batch: Value,
    gradient_sq: Value,
) -> Value:
    """2δ^{1/2}G[K/N + 1 + (1−K/N)LcλB₄], the numerator in Eq. (68) and in B₇."""
    G = gradient_bound(noise, batch, gradient_sq)
    drifted = growth(workers, samples, smoothness, schedule_c) * detach * residual_spread(contraction)
    return 2 * passed * G * (workers / samples + 1 + drifted)


def eq68(
    first_difference: Value,
    steps: Value,
    contraction: Value,
    workers: Value,
    samples: Value,
    detach: Value,
    smoothness: Value,
    schedule_c: Value,
    noise: Value,
    batch: Value,
    gradient_sq: Value,
) -> Terms:
    """E‖x_T − x̃_T‖ ≤ 2δ^{1/2}G[K/N + 1 + (1−K/N)LcλB₄]/(1 + (1−K/N)δ^{1/2}Lc)·(T/t₀)^((1−K/N)δ^{1/2}Lc)."""
    passed = sqrt(contraction)
    run = (contraction, workers, samples, detach, smoothness, schedule_c, noise, batch, gradient_sq)
    above = gathered(passed, *run)
    exponent = averaged_growth(contraction, workers, samples, smoothness, schedule_c)
    return {
        "divergence": above
        / positive(1 + exponent, "1 + (1−K/N)δ^{1/2}Lc")
        * power(steps / first_difference, exponent)
    }


def passed_factor(
    passed: Value,
    contraction: Value,
    workers: Value,
    samples: Value,
    detach: Value,
    smoothness: Value,
    schedule_c: Value,
    noise: Value,
    batch: Value,
    gradient_sq: Value,
) -> Value:
    """B₇ with δ^{1/2} given: the printed denominator has L where Eq. (68) has Lc."""
    run = (contraction, workers, samples, detach, smoothness, schedule_c, noise, batch, gradient_sq)
    above = gathered(passed, *run)
    below = 1 + same_data(workers, samples) * passed * smoothness
    return above / positive(below, "1 + (1−K/N)δ^{1/2}L")


def averaged_factor(
    contraction: Value,
    workers: Value,
    samples: Value,
    detach: Value,
    smoothness: Value,
    schedule_c: Value,
    noise: Value,
    batch: Value,
    gradient_sq: Value,
) -> Value:
    """B₇ = 2δ^{1/2}G[K/N + 1 + (1−K/N)LcλB₄]/(1 + (1−K/N)δ^{1/2}L) (Eq. 69)."""
    run = (contraction, workers, samples, detach, smoothness, schedule_c, noise, batch, gradient_sq)
    return passed_factor(sqrt(contraction), *run)


def eq69(
    first_difference: Value,
    loss_range: Value,
    steps: Value,
    contraction: Value,
    workers: Value,
    samples: Value,
    detach: Value,
    smoothness: Value,
    schedule_c: Value,
    noise: Value,
    batch: Value,
    gradient_sq: Value,
) -> Terms:
    """E[f(x_T;ξ) − f(x̃_T;ξ)] ≤ K·t₀/N + B₇(T/t₀)^((1−K/N)δ^{1/2}Lc)."""
    B7 = averaged_factor(
        contraction, workers, samples, detach, smoothness, schedule_c, noise, batch, gradient_sq
    )
    exponent = averaged_growth(contraction, workers, samples, smoothness, schedule_c)
    return {
        "early difference": met(first_difference, loss_range, workers, samples),
        "divergence": B7 * power(steps / first_difference, exponent),
    }


# Eq. (70) and (71): the t₀ that the paper takes


def averaged_split(
    loss_range: Value,
    steps: Value,
    contraction: Value,
    workers: Value,
    samples: Value,
    detach: Value,
    smoothness: Value,
    schedule_c: Value,
    noise: Value,
    batch: Value,
    gradient_sq: Value,
) -> Value:
    """t₀ = [(N/K − 1)LcB₇]^{1/((1−K/N)δ^{1/2}Lc+1)}·T^{(1−K/N)δ^{1/2}Lc/((1−K/N)δ^{1/2}Lc+1)} (Eq. 70)."""
    B7 = averaged_factor(
        contraction, workers, samples, detach, smoothness, schedule_c, noise, batch, gradient_sq
    )
    scale = split_scale(B7, loss_range, workers, samples, smoothness, schedule_c)
    return split(scale, averaged_growth(contraction, workers, samples, smoothness, schedule_c), steps)


def eq71(
    loss_range: Value,
    steps: Value,
    contraction: Value,
    workers: Value,
    samples: Value,
    detach: Value,
    smoothness: Value,
    schedule_c: Value,
    noise: Value,
    batch: Value,
    gradient_sq: Value,
) -> Terms:
    """E[f(x_T;ξ) − f(x̃_T;ξ)] ≤ [K/N + 1/((N/K − 1)Lc)]·t₀ at the t₀ of Eq. (70)."""
    run = (contraction, workers, samples, detach, smoothness, schedule_c, noise, batch, gradient_sq)
    t0 = averaged_split(loss_range, steps, *run)
    return at_split(t0, loss_range, workers, samples, smoothness, schedule_c)


def order_def_a(
    contraction: Value, workers: Value, samples: Value, smoothness: Value, schedule_c: Value, steps: Value
) -> Value:
    """T^{(1−K/N)δ^{1/2}Lc/((1−K/N)δ^{1/2}Lc+1)} (Eq. 24)."""
    return sublinear(averaged_growth(contraction, workers, samples, smoothness, schedule_c), steps)


# Appendix C.2: SGD-IA, which is DEF-A with K = 1, λ = 1 and δ for δ^{1/2}


def iterate_averaging_growth(
    contraction: Value, samples: Value, smoothness: Value, schedule_c: Value
) -> Value:
    """(1−1/N)δLc, the exponent of SGD-IA's divergence (Eq. 28)."""
    return contraction * single_growth(samples, smoothness, schedule_c)


def iterate_averaging_factor(
    contraction: Value,
    samples: Value,
    smoothness: Value,
    schedule_c: Value,
    noise: Value,
    batch: Value,
    gradient_sq: Value,
) -> Value:
    """B₇ for K = 1, λ = 1 and δ in place of δ^{1/2} (Appendix C.2)."""
    return passed_factor(
        contraction, contraction, 1, samples, 1, smoothness, schedule_c, noise, batch, gradient_sq
    )


def iterate_averaging_bound(
    loss_range: Value,
    steps: Value,
    contraction: Value,
    samples: Value,
    smoothness: Value,
    schedule_c: Value,
    noise: Value,
    batch: Value,
    gradient_sq: Value,
) -> Terms:
    """Eq. (71) for K = 1, λ = 1 and δ in place of δ^{1/2} (Appendix C.2)."""
    B7 = iterate_averaging_factor(contraction, samples, smoothness, schedule_c, noise, batch, gradient_sq)
    scale = split_scale(B7, loss_range, 1, samples, smoothness, schedule_c)
    t0 = split(scale, iterate_averaging_growth(contraction, samples, smoothness, schedule_c), steps)
    return at_split(t0, loss_range, 1, samples, smoothness, schedule_c)


def order_iterate_averaging(
    contraction: Value, samples: Value, smoothness: Value, schedule_c: Value, steps: Value
) -> Value:
    """T^{(1−1/N)δLc/((1−1/N)δLc+1)} (Eq. 28, 103)."""
    return sublinear(iterate_averaging_growth(contraction, samples, smoothness, schedule_c), steps)
