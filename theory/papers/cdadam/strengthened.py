"""What CD-Adam's proofs give beyond print. Ours.

‖V̂₁^{−1/2}‖ ≤ ν^{−1/2} is the spectral norm, so Lemmas B.4 and B.5 need no √d; the second bound of Lemma B.2
needs no 1−γ; (B.10) gives 3/2 and 5/2 for 2 and 3; and where (B.21) says anything, T ≥ r/(2Lα), so that what
the printed M₂ lacks can stand in M₃, for every β₂. `proofs/strengthened.py` has the derivation.
"""

from theory.arithmetic import Value, ceiling, sqrt
from theory.papers.cdadam import lemmas, repaired, theorem
from theory.papers.cdadam.constants import (
    change_rate,
    decay_gap,
    gap_constant,
    limits,
    momentum_constant,
)
from theory.statement import Terms


def lemmaB4(
    contraction: Value,
    gradient_l2: Value,
    epsilon_adam: Value,
    smoothness: Value,
    step_size: Value,
    noise: Value,
    batch: Value,
) -> Terms:
    """E‖ĝ_t − g_t‖₂ ≤ θG + θ/(1−θ)·(LG̃α₁ν^{−1/2} + 2σ/√τ)."""
    moved = lemmas.gradient_change(contraction, gradient_l2, epsilon_adam, smoothness, step_size)
    first = repaired.first_of_workers(contraction, gradient_l2)
    return {"first message": first, **lemmas.worker_error(contraction, moved, noise, batch)}


def lemmaB5(
    contraction: Value,
    gradient_l2: Value,
    epsilon_adam: Value,
    smoothness: Value,
    step_size: Value,
    noise: Value,
    batch: Value,
) -> Terms:
    """E‖g̃_t − ĝ_t‖₂ ≤ θ(1+θ)/(1−θ)·G + θ(1+θ)/(1−θ)²·(LG̃α₁ν^{−1/2} + 2σ/√τ)."""
    moved = lemmas.gradient_change(contraction, gradient_l2, epsilon_adam, smoothness, step_size)
    first = repaired.first_of_server(contraction, gradient_l2)
    return {"first messages": first, **lemmas.server_error(contraction, moved, noise, batch)}


def momentum_factor(momentum: Value, momentum2: Value) -> Value:
    """3/4 + 5β₁²/(4(1−β₁)(1−γ)), for (1 + 3β₁²/(2(1−β₁)))/(1−γ) in M₃."""
    return (3 + 5 * momentum**2 / ((1 - momentum) * decay_gap(momentum, momentum2))) / 4


def step_constant(
    contraction: Value,
    gradient_l2: Value,
    gradient_linf: Value,
    epsilon_adam: Value,
    smoothness: Value,
    dimension: Value,
    momentum: Value,
    momentum2: Value,
) -> Value:
    """M₃ = LdG̃_∞ν^{−1/2}·(r/(1−β₂)^{1/2}·(3/4 + 5β₁²/(4(1−β₁)(1−γ))) + 2G_∞/(1−β₁)) + P₂/√d.

    r is (G̃_∞²+ν)^{1/2}, P₂ the second part of the printed M₃.
    """
    known = limits(contraction, gradient_l2, gradient_linf, epsilon_adam)
    updates = known.root / sqrt(1 - momentum2) * momentum_factor(momentum, momentum2)
    preconditioner = 2 * gradient_linf / (1 - momentum)
    size = smoothness * dimension * known.server_max / sqrt(epsilon_adam)
    return size * (updates + preconditioner) + change_rate(known, smoothness)


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
    """min_t E‖∇f(x_t)‖² ≤ M₁/(Tα) + M₂/T + αM₃ + M₄σ/√τ with this M₃, the others as printed."""
    of = (contraction, gradient_l2, gradient_linf, epsilon_adam, smoothness, dimension, momentum, momentum2)
    printed = theorem.theorem64(*of, gap, step_size, steps, noise, batch)
    return {**printed, "step size": step_size * step_constant(*of)}


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
    """α = ε/(3M₃) with this M₃."""
    of = (contraction, gradient_l2, gradient_linf, epsilon_adam, smoothness, dimension, momentum, momentum2)
    return target / (3 * step_constant(*of))


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
    """T = ⌈9M₁M₃/ε² + 3M₂/ε⌉ with this M₃."""
    bounds = (contraction, gradient_l2, gradient_linf, epsilon_adam)
    M1 = gap_constant(contraction, gradient_linf, epsilon_adam, gap)
    M2 = momentum_constant(*bounds, momentum)
    M3 = step_constant(*bounds, smoothness, dimension, momentum, momentum2)
    return ceiling(9 * M1 * M3 / target**2 + 3 * M2 / target)
