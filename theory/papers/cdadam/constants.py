r"""The derived constants of CD-Adam, as printed: Ĝ, G̃, their maximum-norm versions, γ and M₁ … M₄.

In the paper's letters: step size α (in units of w, since V̂^{−1/2} m has none), batch τ, momenta β₁ and β₂,
ν under the root, contraction π, θ = √(1−π), gradient bounds G and G_∞, smoothness L, gap Δf, dimension d.
"""

from typing import NamedTuple

from theory.arithmetic import Value, positive, sqrt
from theory.papers.cdadam.compressors import theta

# Lemma B.3


def growth(contraction: Value) -> Value:
    """(1+√(1−π))/(1−√(1−π)), by which one compressed sequence may exceed what it follows (Lemma B.3)."""
    th = theta(contraction)
    return (1 + th) / (1 - th)


def worker_l2(contraction: Value, gradient_l2: Value) -> Value:
    """Ĝ, the bound on ‖ĝ_t‖₂ (Lemma B.3)."""
    return growth(contraction) * gradient_l2


def server_l2(contraction: Value, gradient_l2: Value) -> Value:
    """G̃, the bound on ‖g̃_t‖₂ and ‖m_t‖₂ (Lemma B.3)."""
    return growth(contraction) * worker_l2(contraction, gradient_l2)


def second_moment_l2(contraction: Value, gradient_l2: Value) -> Value:
    """G̃², the bound on ‖v_t‖₂ (Lemma B.3)."""
    return server_l2(contraction, gradient_l2) ** 2


def worker_linf(contraction: Value, gradient_linf: Value) -> Value:
    """Ĝ_∞, the bound on ‖ĝ_t‖_∞ (Lemma B.3)."""
    return growth(contraction) * gradient_linf


def server_linf(contraction: Value, gradient_linf: Value) -> Value:
    """G̃_∞, the bound on ‖g̃_t‖_∞ and ‖m_t‖_∞ (Lemma B.3)."""
    return growth(contraction) * worker_linf(contraction, gradient_linf)


def second_moment_linf(contraction: Value, gradient_linf: Value) -> Value:
    """G̃_∞², the bound on ‖v_t‖_∞ (Lemma B.3)."""
    return server_linf(contraction, gradient_linf) ** 2


def server_linf_expanded(contraction: Value, gradient_linf: Value) -> Value:
    """G̃_∞ = (2−π+2√(1−π))/(2−π−2√(1−π)) G_∞, as Theorem 6.4 prints it.

    It is Lemma B.3's with both squares multiplied out, (1±θ)² = 2 − π ± 2θ. The difference in the
    denominator is (1−θ)² ≈ π²/4, so floats lose it for π below 1e-6; the other constants therefore use
    Lemma B.3's form.
    """
    numerator = 2 - contraction + 2 * theta(contraction)
    denominator = 2 - contraction - 2 * theta(contraction)
    return numerator / positive(denominator, "2 − π − 2√(1−π)") * gradient_linf


# Lemma B.2


def decay_ratio(momentum: Value, momentum2: Value) -> Value:
    """γ = β₁/β₂^{1/2} (Lemma B.2)."""
    return momentum / sqrt(positive(momentum2, "β₂"))


def decay_gap(momentum: Value, momentum2: Value) -> Value:
    """1 − γ, which Lemma B.2 and M₃ divide by."""
    return positive(1 - decay_ratio(momentum, momentum2), "1 − β₁/β₂^{1/2}")


# Theorem 6.4


class Limits(NamedTuple):
    """What M₁ to M₄ share."""

    gradient: Value  # G
    server: Value  # G̃
    server_max: Value  # G̃_∞
    root: Value  # (G̃_∞²+ν)^{1/2}
    nu: Value
    error_share: Value  # 2θ/(1−θ)²


def limits(contraction: Value, gradient_l2: Value, gradient_linf: Value, epsilon_adam: Value) -> Limits:
    """G̃ and G̃_∞ of Lemma B.3 with θ computed once."""
    th = theta(contraction)
    factor = (1 + th) / (1 - th)
    server, server_max = factor * (factor * gradient_l2), factor * (factor * gradient_linf)
    root = sqrt(server_max**2 + epsilon_adam)
    return Limits(gradient_l2, server, server_max, root, epsilon_adam, 2 * th / (1 - th) ** 2)


def largest_root(contraction: Value, gradient_linf: Value, epsilon_adam: Value) -> Value:
    """(G̃_∞²+ν)^{1/2}, the largest diagonal entry that V̂_t^{1/2} may have."""
    return sqrt(second_moment_linf(contraction, gradient_linf) + epsilon_adam)


def gap_constant(contraction: Value, gradient_linf: Value, epsilon_adam: Value, gap: Value) -> Value:
    """M₁ = (G̃_∞²+ν)^{1/2} Δf."""
    return largest_root(contraction, gradient_linf, epsilon_adam) * gap


def momentum_constant(
    contraction: Value, gradient_l2: Value, gradient_linf: Value, epsilon_adam: Value, momentum: Value
) -> Value:
    """M₂ = (G̃_∞²+ν)^{1/2} G G̃ ν^{−1/2} / (1−β₁)."""
    return M2(limits(contraction, gradient_l2, gradient_linf, epsilon_adam), momentum)


def M2(known: Limits, momentum: Value) -> Value:
    """M₂."""
    return 1 / (1 - momentum) * known.root * known.gradient * known.server / sqrt(known.nu)


def momentum_factor(momentum: Value) -> Value:
    """1 + 3β₁²/(2(1−β₁)), in M₃."""
    return 1 + 3 * momentum**2 / (2 * (1 - momentum))


def adaptive_rate(known: Limits, smoothness: Value, momentum: Value, momentum2: Value) -> Value:
    """L(G̃_∞²+ν)^{1/2}/(ν^{1/2}(1−β₂)^{1/2}(1−γ)) · (1+3β₁²/(2(1−β₁))), common to (B.20) and M₃."""
    decays = sqrt(1 - momentum2) * decay_gap(momentum, momentum2)
    return smoothness * known.root / (sqrt(known.nu) * decays) * momentum_factor(momentum)


def change_rate(known: Limits, smoothness: Value) -> Value:
    """2θ L(G̃_∞²+ν)^{1/2} G G̃ ν⁻¹/(1−θ)²."""
    return known.error_share * smoothness * known.root * known.gradient * known.server / known.nu


def movement_rate(known: Limits, smoothness: Value, dimension: Value) -> Value:
    """2θ L(G̃_∞²+ν)^{1/2} G G̃ ν⁻¹ √d/(1−θ)², the second part of M₃."""
    return change_rate(known, smoothness) * sqrt(dimension)


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
    """M₃, what α is multiplied by: `adaptive_rate` × G̃_∞ d, plus `movement_rate`."""
    known = limits(contraction, gradient_l2, gradient_linf, epsilon_adam)
    return M3(known, smoothness, dimension, momentum, momentum2)


def M3(known: Limits, smoothness: Value, dimension: Value, momentum: Value, momentum2: Value) -> Value:
    """M₃."""
    adaptive = adaptive_rate(known, smoothness, momentum, momentum2)
    return adaptive * known.server_max * dimension + movement_rate(known, smoothness, dimension)


def noise_constant(
    contraction: Value, gradient_l2: Value, gradient_linf: Value, epsilon_adam: Value
) -> Value:
    """M₄ = 4θ/(1−θ)² (G̃_∞²+ν)^{1/2} G ν^{−1/2}."""
    return M4(limits(contraction, gradient_l2, gradient_linf, epsilon_adam))


def M4(known: Limits) -> Value:
    """M₄."""
    return 2 * known.error_share * known.root * known.gradient / sqrt(known.nu)
