r"""Theorem 6.4 of CD-Adam and the displays (B.19) to (B.21) that end its proof, as printed."""

from theory.arithmetic import Value, ceiling, maximum, sqrt
from theory.papers.cdadam.compressors import theta
from theory.papers.cdadam.constants import (
    M2,
    M3,
    M4,
    adaptive_rate,
    gap_constant,
    largest_root,
    limits,
    momentum_constant,
    movement_rate,
    noise_constant,
    server_l2,
    server_linf,
    step_constant,
)
from theory.statement import Terms


def compression_sum(
    contraction: Value,
    gradient_l2: Value,
    epsilon_adam: Value,
    smoothness: Value,
    dimension: Value,
    step_size: Value,
    steps: Value,
    noise: Value,
    batch: Value,
) -> Terms:
    """2θ/(1−θ)² LTGG̃α²√d ν⁻¹ + 4θ/(1−θ)² TGαν^{−1/2} σ/√τ, both compression errors summed (Eq. B.19).

    The paper's α₁α_{t−1} is α², its step size being constant.
    """
    share = 2 * theta(contraction) / (1 - theta(contraction)) ** 2
    G, G_tilde = gradient_l2, server_l2(contraction, gradient_l2)
    movement = smoothness * steps * G * G_tilde * step_size**2 * sqrt(dimension) / epsilon_adam
    sigma = steps * G * step_size / sqrt(epsilon_adam) * sqrt(noise) / sqrt(batch)
    return {"movement": share * movement, "noise": 2 * share * sigma}


def history_limit(contraction: Value, gradient_linf: Value, dimension: Value, steps: Value) -> Terms:
    """E Σ_i ‖g̃_{1:T,i}‖₂ ≤ d G̃_∞ T^{1/2} (after Eq. B.20)."""
    return {"history": dimension * server_linf(contraction, gradient_linf) * sqrt(steps)}


def momentum_constant_b20(
    contraction: Value, gradient_l2: Value, gradient_linf: Value, epsilon_adam: Value, momentum: Value
) -> Value:
    """M₂ as the last relation of (B.20) has it, with ν^{1/2} where M₂ has ν^{−1/2}."""
    root = largest_root(contraction, gradient_linf, epsilon_adam)
    G, G_tilde = gradient_l2, server_l2(contraction, gradient_l2)
    return root / (1 - momentum) * G * G_tilde * sqrt(epsilon_adam)


def gathered(
    contraction: Value,
    gradient_l2: Value,
    gradient_linf: Value,
    epsilon_adam: Value,
    smoothness: Value,
    dimension: Value,
    momentum: Value,
    momentum2: Value,
    gap: Value,
    step_size: Value,
    steps: Value,
    noise: Value,
    batch: Value,
    history_norms: Value,
) -> Terms:
    """The last line of (B.20): (B.21) before Σ_i ‖g̃_{1:T,i}‖₂ is bounded."""
    M1 = gap_constant(contraction, gradient_linf, epsilon_adam, gap)
    M2 = momentum_constant_b20(contraction, gradient_l2, gradient_linf, epsilon_adam, momentum)
    M4 = noise_constant(contraction, gradient_l2, gradient_linf, epsilon_adam)
    known = limits(contraction, gradient_l2, gradient_linf, epsilon_adam)
    adaptive = adaptive_rate(known, smoothness, momentum, momentum2)
    moved = movement_rate(known, smoothness, dimension)
    return {
        "initial gap": M1 / (steps * step_size),
        "preconditioner": M2 / steps,
        "step size": step_size / sqrt(steps) * adaptive * history_norms,
        "compression": moved * step_size,
        "noise": M4 * sqrt(noise) / sqrt(batch),
    }


def theorem64(
    contraction: Value,
    gradient_l2: Value,
    gradient_linf: Value,
    epsilon_adam: Value,
    smoothness: Value,
    dimension: Value,
    momentum: Value,
    momentum2: Value,
    gap: Value,
    step_size: Value,
    steps: Value,
    noise: Value,
    batch: Value,
) -> Terms:
    """min_t E‖∇f(x_t)‖² ≤ M₁/(Tα) + M₂/T + αM₃ + M₄σ/√τ (Eq. B.21)."""
    known = limits(contraction, gradient_l2, gradient_linf, epsilon_adam)
    return {
        "initial gap": known.root * gap / (steps * step_size),
        "preconditioner": M2(known, momentum) / steps,
        "step size": step_size * M3(known, smoothness, dimension, momentum, momentum2),
        "noise": M4(known) * sqrt(noise) / sqrt(batch),
    }


# From ε to α, τ and T, and what they cost


def step_size_for(
    contraction: Value,
    gradient_l2: Value,
    gradient_linf: Value,
    epsilon_adam: Value,
    smoothness: Value,
    dimension: Value,
    momentum: Value,
    momentum2: Value,
    target: Value,
) -> Value:
    """α = ε/(3M₃)."""
    bounds = (contraction, gradient_l2, gradient_linf, epsilon_adam)
    return target / (3 * step_constant(*bounds, smoothness, dimension, momentum, momentum2))


def batch_for(
    contraction: Value,
    gradient_l2: Value,
    gradient_linf: Value,
    epsilon_adam: Value,
    noise: Value,
    target: Value,
) -> Value:
    """τ = ⌈max{1, (3M₄σ/ε)²}⌉."""
    M4 = noise_constant(contraction, gradient_l2, gradient_linf, epsilon_adam)
    return ceiling(maximum(1, (3 * M4 * sqrt(noise) / target) ** 2))


def steps_for(
    contraction: Value,
    gradient_l2: Value,
    gradient_linf: Value,
    epsilon_adam: Value,
    smoothness: Value,
    dimension: Value,
    momentum: Value,
    momentum2: Value,
    gap: Value,
    target: Value,
) -> Value:
    """T = ⌈9M₁M₃/ε² + 3M₂/ε⌉."""
    M1 = gap_constant(contraction, gradient_linf, epsilon_adam, gap)
    M2 = momentum_constant(contraction, gradient_l2, gradient_linf, epsilon_adam, momentum)
    bounds = (contraction, gradient_l2, gradient_linf, epsilon_adam)
    M3 = step_constant(*bounds, smoothness, dimension, momentum, momentum2)
    return ceiling(9 * M1 * M3 / target**2 + 3 * M2 / target)


def early_part(
    contraction: Value,
    gradient_l2: Value,
    gradient_linf: Value,
    epsilon_adam: Value,
    momentum: Value,
    gap: Value,
    step_size: Value,
    steps: Value,
) -> Value:
    """M₁/(Tα) + M₂/T, the part of (B.21) that T makes small."""
    M1 = gap_constant(contraction, gradient_linf, epsilon_adam, gap)
    M2 = momentum_constant(contraction, gradient_l2, gradient_linf, epsilon_adam, momentum)
    return M1 / (steps * step_size) + M2 / steps


def iterations_rate(target: Value) -> Value:
    """1/ε², the order that Remark 6.5 gives the number of iterations."""
    return 1 / target**2
