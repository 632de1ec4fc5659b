"""The generalisation errors that are proved in place of Eq. (68) to (71), and stronger ones. Ours.

With η_t = c/(t+1) the residuals of the two runs are 2GcC/(t+1) apart at most, with the C of the module
`optimisation_repaired`. Of `passed`, `loss_range` and the batch see `generalisation_averaged`.
"""

from theory.arithmetic import Value, log, power, sqrt
from theory.papers.def_ import generalisation_averaged as averaged
from theory.papers.def_.generalisation import at_split, growth, split, split_scale
from theory.papers.def_.gradient import gradient_bound
from theory.papers.def_.optimisation_repaired import settled, settled_residual
from theory.papers.def_.residual import kept_back
from theory.papers.def_.stability import divisor, met, residual_spread
from theory.statement import Terms, total


def gathered(
    spread: Value,
    workers: Value,
    samples: Value,
    detach: Value,
    smoothness: Value,
    schedule_c: Value,
    noise: Value,
    batch: Value,
    gradient_sq: Value,
) -> Value:
    """2G[K/N + (1 + (1−K/N)Lcλ)C]/((1−K/N)L), which multiplies (T/t₀)^a in place of Eq. (68)."""
    carried = 1 + growth(workers, samples, smoothness, schedule_c) * detach
    above = 2 * gradient_bound(noise, batch, gradient_sq) * (workers / samples + carried * spread)
    return above / divisor(workers, samples, smoothness)


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
    """E‖x_T − x̃_T‖ ≤ 2G[K/N + (1 + (1−K/N)Lcλ)C]/((1−K/N)L)·(T/t₀)^((1−K/N)δ^{1/2}Lc)."""
    run = (workers, samples, detach, smoothness, schedule_c, noise, batch, gradient_sq)
    exponent = averaged.averaged_growth(contraction, workers, samples, smoothness, schedule_c)
    factor = gathered(settled_residual(contraction), *run)
    return {"divergence": factor * power(steps / first_difference, exponent)}


def factor_of(
    spread: Value,
    workers: Value,
    samples: Value,
    detach: Value,
    smoothness: Value,
    schedule_c: Value,
    noise: Value,
    batch: Value,
    gradient_sq: Value,
) -> Value:
    """B₇ = 2G²[K/N + (1 + (1−K/N)Lcλ)C]/((1−K/N)L) for a C."""
    run = (workers, samples, detach, smoothness, schedule_c, noise, batch, gradient_sq)
    return gradient_bound(noise, batch, gradient_sq) * gathered(spread, *run)


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
    """B₇ = 2G²[K/N + (1 + (1−K/N)Lcλ)C]/((1−K/N)L)."""
    run = (workers, samples, detach, smoothness, schedule_c, noise, batch, gradient_sq)
    return factor_of(settled_residual(contraction), *run)


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
    """E[f(x_T;ξ) − f(x̃_T;ξ)] ≤ K·t₀/N + B₇(T/t₀)^((1−K/N)δ^{1/2}Lc) with this B₇."""
    run = (contraction, workers, samples, detach, smoothness, schedule_c, noise, batch, gradient_sq)
    apart = total(eq68(first_difference, steps, *run))
    return {
        "early difference": met(first_difference, loss_range, workers, samples),
        "divergence": gradient_bound(noise, batch, gradient_sq) * apart,
    }


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
    """t₀ = [(N/K − 1)δ^{1/2}LcB₇]^{1/(a+1)}·T^{a/(a+1)}, a = (1−K/N)δ^{1/2}Lc."""
    run = (workers, samples, detach, smoothness, schedule_c, noise, batch, gradient_sq)
    B7 = sqrt(contraction) * factor_of(settled_residual(contraction), *run)
    scale = split_scale(B7, loss_range, workers, samples, smoothness, schedule_c)
    return split(
        scale, averaged.averaged_growth(contraction, workers, samples, smoothness, schedule_c), steps
    )


def at_passed_split(
    t0: Value,
    passed: Value,
    loss_range: Value,
    workers: Value,
    samples: Value,
    smoothness: Value,
    schedule_c: Value,
) -> Terms:
    """K(t₀ + 1)/N + t₀/((N/K − 1)·passed·Lc): t₀ is rounded up to a step."""
    exact = at_split(t0, loss_range, workers, samples, passed * smoothness, schedule_c)
    return {**exact, "early difference": met(t0 + 1, loss_range, workers, samples)}


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
    """E[f(x_T;ξ) − f(x̃_T;ξ)] ≤ K(t₀ + 1)/N + t₀/((N/K − 1)δ^{1/2}Lc) at this t₀."""
    run = (contraction, workers, samples, detach, smoothness, schedule_c, noise, batch, gradient_sq)
    t0 = averaged_split(loss_range, steps, *run)
    return at_passed_split(t0, sqrt(contraction), loss_range, workers, samples, smoothness, schedule_c)


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
    """The same for SGD-IA: K = 1, λ = 1, δ for δ^{1/2}, and 1 − δ for ρ, as C(Δ) = δΔ."""
    run = (1, samples, 1, smoothness, schedule_c, noise, batch, gradient_sq)
    B7 = contraction * factor_of(settled(kept_back(contraction)), *run)
    scale = split_scale(B7, loss_range, 1, samples, smoothness, schedule_c)
    exponent = averaged.iterate_averaging_growth(contraction, samples, smoothness, schedule_c)
    t0 = split(scale, exponent, steps)
    return at_passed_split(t0, contraction, loss_range, 1, samples, smoothness, schedule_c)


# Stronger: the runs part by at most 2Gη_t a step, whatever is drawn


def parted(grown: Value, schedule_c: Value, noise: Value, batch: Value, gradient_sq: Value) -> Value:
    """D = 2Gc·grown, a bound on √E‖x_T − x̃_T‖²."""
    return 2 * gradient_bound(noise, batch, gradient_sq) * schedule_c * grown


def logarithmic(
    steps: Value, smoothness: Value, schedule_c: Value, noise: Value, batch: Value, gradient_sq: Value
) -> Terms:
    """ε_gen ≤ GD + (L/2)D² with D = 2Gc(1 + log T), for DEF, SGD and SGD-IA."""
    D = parted(1 + log(steps), schedule_c, noise, batch, gradient_sq)
    return lost(D, smoothness, noise, batch, gradient_sq)


def lost(D: Value, smoothness: Value, noise: Value, batch: Value, gradient_sq: Value) -> Terms:
    """GD and (L/2)D²."""
    return {
        "first order": gradient_bound(noise, batch, gradient_sq) * D,
        "second order": smoothness / 2 * D**2,
    }


def averaged_logarithmic(
    contraction: Value,
    steps: Value,
    smoothness: Value,
    schedule_c: Value,
    noise: Value,
    batch: Value,
    gradient_sq: Value,
) -> Terms:
    """ε_gen ≤ GD + (L/2)D² with D = 2Gc(1 + log T + B₄), for DEF-A."""
    grown = 1 + log(steps) + residual_spread(contraction)
    D = parted(grown, schedule_c, noise, batch, gradient_sq)
    return lost(D, smoothness, noise, batch, gradient_sq)
