"""DEF's generalisation error, as printed: Eq. (57) to (63), (102)."""

from theory.arithmetic import Value, positive, power
from theory.papers.def_.gradient import gradient_bound
from theory.papers.def_.residual import drift_factor
from theory.papers.def_.stability import divisor, met, odds, residual_divergence, same_data
from theory.statement import Terms, total

# Eq. (57) to (60): DEF


def different_data_drift(step_size: Value, noise: Value, batch: Value, gradient_sq: Value) -> Value:
    """2Gη_t, by which a step on different data moves y_t and ỹ_t apart (Eq. 57)."""
    return 2 * gradient_bound(noise, batch, gradient_sq) * step_size


def divergence_parts(
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
    """The terms of B₅ = (2K/N)G + 2(1−K/N)LB₂B₄Gc (Eq. 58)."""
    G = gradient_bound(noise, batch, gradient_sq)
    spread = residual_divergence(contraction, schedule_c, noise, batch, gradient_sq)
    shared = same_data(workers, samples)
    return {
        "different data": 2 * workers / samples * G,
        "residual": shared * smoothness * drift_factor(workers, detach) * spread,
    }


def divergence_rate(
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
    """B₅ (Eq. 58)."""
    return total(
        divergence_parts(
            contraction, workers, samples, detach, smoothness, schedule_c, noise, batch, gradient_sq
        )
    )


def step_growth(workers: Value, samples: Value, step_size: Value, smoothness: Value) -> Value:
    """1 + (1−K/N)η_tL, the factor of Eq. (58)."""
    return 1 + same_data(workers, samples) * step_size * smoothness


def step_drift(
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
    """B₅η_t, what Eq. (58) adds in a step."""
    B5 = divergence_rate(
        contraction, workers, samples, detach, smoothness, schedule_c, noise, batch, gradient_sq
    )
    return B5 * step_size


def growth(workers: Value, samples: Value, smoothness: Value, schedule_c: Value) -> Value:
    """(1−K/N)Lc, the exponent of DEF's divergence (Eq. 59)."""
    return same_data(workers, samples) * smoothness * schedule_c


def eq59(
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
    """E‖y_T − ỹ_T‖ ≤ B₅/((1−K/N)L)·(T/t₀)^((1−K/N)Lc)."""
    B5 = divergence_parts(
        contraction, workers, samples, detach, smoothness, schedule_c, noise, batch, gradient_sq
    )
    grown = power(steps / first_difference, growth(workers, samples, smoothness, schedule_c))
    factor = grown / divisor(workers, samples, smoothness)
    return {name: factor * part for name, part in B5.items()}


def divergence_factor(
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
    """B₆ = B₅G/((1−K/N)L) (Eq. 60)."""
    B5 = divergence_rate(
        contraction, workers, samples, detach, smoothness, schedule_c, noise, batch, gradient_sq
    )
    G = gradient_bound(noise, batch, gradient_sq)
    return B5 * G / divisor(workers, samples, smoothness)


def eq60(
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
    """E[f(y_T;ξ) − f(ỹ_T;ξ)] ≤ K·t₀/N + B₆(T/t₀)^((1−K/N)Lc)."""
    B6 = divergence_factor(
        contraction, workers, samples, detach, smoothness, schedule_c, noise, batch, gradient_sq
    )
    exponent = growth(workers, samples, smoothness, schedule_c)
    return {
        "early difference": met(first_difference, loss_range, workers, samples),
        "divergence": B6 * power(steps / first_difference, exponent),
    }


# Eq. (61) and (62): the best t₀, in forms that Eq. (70) and (71) share


def split(scale: Value, exponent: Value, steps: Value) -> Value:
    """[…]^{1/(a+1)}·T^{a/(a+1)} for an exponent a: the t₀ of Eq. (61) and (70)."""
    return power(scale, 1 / (exponent + 1)) * sublinear(exponent, steps)


def sublinear(exponent: Value, steps: Value) -> Value:
    """T^{a/(a+1)}, the order of every generalisation error in Theorems 4.6 and 4.10."""
    return power(steps, exponent / (exponent + 1))


def split_scale(
    factor: Value, loss_range: Value, workers: Value, samples: Value, smoothness: Value, schedule_c: Value
) -> Value:
    """(N/K − 1)·Lc·B for B = B₆ (Eq. 61) or B₇ (Eq. 70), in units of the loss's range."""
    return odds(workers, samples) * smoothness * schedule_c * factor / loss_range


def at_split(
    t0: Value, loss_range: Value, workers: Value, samples: Value, smoothness: Value, schedule_c: Value
) -> Terms:
    """[K/N + 1/((N/K − 1)Lc)]·t₀, the right side of Eq. (62) and (71)."""
    return {
        "early difference": met(t0, loss_range, workers, samples),
        "divergence": loss_range * t0 / (odds(workers, samples) * smoothness * schedule_c),
    }


def best_split(
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
    """t₀ = [(N/K − 1)LcB₆]^{1/((1−K/N)Lc+1)}·T^{(1−K/N)Lc/((1−K/N)Lc+1)} (Eq. 61)."""
    B6 = divergence_factor(
        contraction, workers, samples, detach, smoothness, schedule_c, noise, batch, gradient_sq
    )
    scale = split_scale(B6, loss_range, workers, samples, smoothness, schedule_c)
    return split(scale, growth(workers, samples, smoothness, schedule_c), steps)


def eq62(
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
    """E[f(y_T;ξ) − f(ỹ_T;ξ)] ≤ [K/N + 1/((N/K − 1)Lc)]·t₀ at the t₀ of Eq. (61)."""
    run = (contraction, workers, samples, detach, smoothness, schedule_c, noise, batch, gradient_sq)
    t0 = best_split(loss_range, steps, *run)
    return at_split(t0, loss_range, workers, samples, smoothness, schedule_c)


def order_def(workers: Value, samples: Value, smoothness: Value, schedule_c: Value, steps: Value) -> Value:
    """T^{(1−K/N)Lc/((1−K/N)Lc+1)} (Eq. 22)."""
    return sublinear(growth(workers, samples, smoothness, schedule_c), steps)


# Eq. (63): SGD


def single_scale(schedule_c: Value, noise: Value, batch: Value, gradient_sq: Value) -> Value:
    """2cG² (Eq. 63)."""
    return 2 * schedule_c * gradient_bound(noise, batch, gradient_sq) ** 2


def eq63_line1(
    loss_range: Value,
    steps: Value,
    samples: Value,
    smoothness: Value,
    schedule_c: Value,
    noise: Value,
    batch: Value,
    gradient_sq: Value,
) -> Terms:
    """Eq. (62) for K = 1, λ = 1: [1/N + 1/((N−1)Lc)]·(2cG²)^{1/(a+1)}·T^{a/(a+1)}, a = (1−1/N)Lc."""
    scale = single_scale(schedule_c, noise, batch, gradient_sq) / loss_range
    t0 = split(scale, single_growth(samples, smoothness, schedule_c), steps)
    return at_split(t0, loss_range, 1, samples, smoothness, schedule_c)


def eq63(
    loss_range: Value,
    steps: Value,
    samples: Value,
    smoothness: Value,
    schedule_c: Value,
    noise: Value,
    batch: Value,
    gradient_sq: Value,
) -> Terms:
    """For K = 1 and λ = 1: (1 + 1/(Lc))/(N−1)·(2cG²)^{1/(Lc+1)}·T^{Lc/(Lc+1)}."""
    exponent = smoothness * schedule_c
    scale = single_scale(schedule_c, noise, batch, gradient_sq) / loss_range
    factor = loss_range * (1 + 1 / exponent) / positive(samples - 1, "N − 1")
    return {"generalisation": factor * split(scale, exponent, steps)}


def single_growth(samples: Value, smoothness: Value, schedule_c: Value) -> Value:
    """(1−1/N)Lc: the exponent of Eq. (59) for one worker."""
    return growth(1, samples, smoothness, schedule_c)


def order_sgd(samples: Value, smoothness: Value, schedule_c: Value, steps: Value) -> Value:
    """T^{(1−1/N)Lc/((1−1/N)Lc+1)} (Eq. 26, 102)."""
    return sublinear(single_growth(samples, smoothness, schedule_c), steps)
