r"""Lemmas B.2, B.4, B.5, B.7 and B.8 of CD-Adam, as printed; α_t = α, so that α₁ is the step size too."""

from theory.arithmetic import Value, sqrt
from theory.papers.cdadam.compressors import theta
from theory.papers.cdadam.constants import decay_gap, server_l2
from theory.statement import Terms

# Lemma B.2: the updates, summed over time


def update_sum(
    steps: Value,
    step_size: Value,
    epsilon_adam: Value,
    momentum: Value,
    momentum2: Value,
    history_norms: Value,
) -> Value:
    """T^{1/2}α²/(2ν^{1/2}(1−β₂)^{1/2}(1−γ)) · Σ_i ‖g̃_{1:T,i}‖₂, the second bound of Lemma B.2."""
    decays = sqrt(1 - momentum2) * decay_gap(momentum, momentum2)
    return sqrt(steps) * step_size**2 / (2 * sqrt(epsilon_adam) * decays) * history_norms


def lemmaB2_momentum(
    steps: Value,
    step_size: Value,
    epsilon_adam: Value,
    momentum: Value,
    momentum2: Value,
    history_norms: Value,
) -> Terms:
    """Σ_t α_t²‖V̂_t^{−1/2}m_t‖² ≤ T^{1/2}α²(1−β₁)/(2ν^{1/2}(1−β₂)^{1/2}(1−γ)) · Σ_i ‖g̃_{1:T,i}‖₂."""
    updates = update_sum(steps, step_size, epsilon_adam, momentum, momentum2, history_norms)
    return {"updates": (1 - momentum) * updates}


def lemmaB2_gradient(
    steps: Value,
    step_size: Value,
    epsilon_adam: Value,
    momentum: Value,
    momentum2: Value,
    history_norms: Value,
) -> Terms:
    """Σ_t α_t²‖V̂_t^{−1/2}g̃_t‖² ≤ T^{1/2}α²/(2ν^{1/2}(1−β₂)^{1/2}(1−γ)) · Σ_i ‖g̃_{1:T,i}‖₂."""
    return {"updates": update_sum(steps, step_size, epsilon_adam, momentum, momentum2, history_norms)}


# Lemmas B.4 and B.5: the compression errors


def gradient_change(
    contraction: Value, gradient_l2: Value, epsilon_adam: Value, smoothness: Value, step_size: Value
) -> Value:
    """L G̃ α₁ ν^{−1/2}, how far the gradient may move in one step."""
    return smoothness * server_l2(contraction, gradient_l2) * step_size / sqrt(epsilon_adam)


def movement(
    contraction: Value,
    gradient_l2: Value,
    epsilon_adam: Value,
    smoothness: Value,
    dimension: Value,
    step_size: Value,
) -> Value:
    """L G̃ α₁ √d ν^{−1/2}, what Lemmas B.4 and B.5 have for it."""
    change = gradient_change(contraction, gradient_l2, epsilon_adam, smoothness, step_size)
    return change * sqrt(dimension)


def worker_error(contraction: Value, moved: Value, noise: Value, batch: Value) -> Terms:
    """θ/(1−θ) · (moved + 2σ/√τ)."""
    share = theta(contraction) / (1 - theta(contraction))
    return {"movement": share * moved, "noise": 2 * share * sqrt(noise) / sqrt(batch)}


def server_error(contraction: Value, moved: Value, noise: Value, batch: Value) -> Terms:
    """θ(1+θ)/(1−θ)² · (moved + 2σ/√τ)."""
    share = theta(contraction) * (1 + theta(contraction)) / (1 - theta(contraction)) ** 2
    return {"movement": share * moved, "noise": 2 * share * sqrt(noise) / sqrt(batch)}


def lemmaB4(
    contraction: Value,
    gradient_l2: Value,
    epsilon_adam: Value,
    smoothness: Value,
    dimension: Value,
    step_size: Value,
    noise: Value,
    batch: Value,
) -> Terms:
    """E‖ĝ_t − g_t‖₂ ≤ LG̃θ/(1−θ) · α₁√d ν^{−1/2} + 2θ/(1−θ) · σ/√τ (Eq. B.1)."""
    moved = movement(contraction, gradient_l2, epsilon_adam, smoothness, dimension, step_size)
    return worker_error(contraction, moved, noise, batch)


def lemmaB5(
    contraction: Value,
    gradient_l2: Value,
    epsilon_adam: Value,
    smoothness: Value,
    dimension: Value,
    step_size: Value,
    noise: Value,
    batch: Value,
) -> Terms:
    """E‖g̃_t − ĝ_t‖₂ ≤ LG̃θ(1+θ)/(1−θ)² · α₁√d ν^{−1/2} + 2θ(1+θ)/(1−θ)² · σ/√τ (Eq. B.2)."""
    moved = movement(contraction, gradient_l2, epsilon_adam, smoothness, dimension, step_size)
    return server_error(contraction, moved, noise, batch)


# Lemmas B.7 and B.8: the auxiliary sequence


def momentum_weight(momentum: Value) -> Value:
    """β₁/(1−β₁), the weight of the last step in z_t (Eq. B.3)."""
    return momentum / (1 - momentum)


def lemmaB7(momentum: Value, update_length: Value, moved: Value) -> Terms:
    """‖z_{t+1} − z_t‖₂ ≤ ‖α_t V̂_t^{−1/2} g̃_t‖₂ + β₁/(1−β₁) · ‖x_{t−1} − x_t‖₂."""
    return {"update": update_length, "momentum": momentum_weight(momentum) * moved}


def lemmaB8(momentum: Value, smoothness: Value, moved: Value) -> Terms:
    """‖∇f(z_t) − ∇f(x_t)‖₂ ≤ L β₁/(1−β₁) · ‖x_{t−1} − x_t‖₂."""
    return {"momentum": smoothness * momentum_weight(momentum) * moved}
