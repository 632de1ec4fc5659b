r"""QG-DSGDm: what one step does (Lemmas C.1 to C.6), as printed.

Each bounds a quantity at step t + 1 by the state at step t, whose constants are called `current_…`. A
Frobenius norm over n is a mean over workers. η̃ = η/(1−β); σ² is σ²/batch.
"""

from theory.arithmetic import Value
from theory.papers.common import batch_variance
from theory.papers.qg.formulas import buffer_memory, virtual_step
from theory.statement import Terms


def lemma_c1(
    step_size: Value,
    momentum: Value,
    smoothness: Value,
    noise: Value,
    batch: Value,
    workers: Value,
    current_gap: Value,
    current_gradient_sq: Value,
    current_mean_gradient_sq: Value,
    current_virtual_gap_sq: Value,
    current_consensus_sq: Value,
) -> Terms:
    r"""E f(x̂_{t+1}) − f* is at most, with f* subtracted on both sides, the sum of these terms.

    f(x̂_t) − f* − (η̃/4)‖∇f(x̄_t)‖² − (η̃/4)‖mean_i ∇f_i(x_{i,t})‖² + Lη̃²σ²/n + (3L²η̃/2)‖e_t‖²
    + (3L²η̃/n)‖X_t − X̄_t‖².
    """
    step = virtual_step(step_size, momentum)
    return {
        "gap": current_gap,
        "gradient": -step * current_gradient_sq / 4,
        "mean gradient": -step * current_mean_gradient_sq / 4,
        "noise": smoothness * step**2 * batch_variance(noise, batch) / workers,
        "virtual gap": 3 * smoothness**2 * step * current_virtual_gap_sq / 2,
        "consensus": 3 * smoothness**2 * step * current_consensus_sq,
    }


def lemma_c2(
    step_size: Value,
    momentum: Value,
    smoothness: Value,
    strong_convexity: Value,
    noise: Value,
    batch: Value,
    workers: Value,
    current_distance_sq: Value,
    current_gap: Value,
    current_virtual_gap_sq: Value,
    current_consensus_sq: Value,
) -> Terms:
    r"""E‖x̂_{t+1} − x*‖² ≤ (1−μη̃/2)‖x̂_t−x*‖² + η̃²σ²/n − (3η̃/4)(f(x̄_t)−f*) + 8Lη̃‖e_t‖² + (5Lη̃/n)‖X_t−X̄_t‖².

    Here μ is the strong convexity constant, not the buffer coefficient.
    """
    step = virtual_step(step_size, momentum)
    return {
        "distance": (1 - strong_convexity * step / 2) * current_distance_sq,
        "noise": step**2 * batch_variance(noise, batch) / workers,
        "gap": -3 * step / 4 * current_gap,
        "virtual gap": 8 * smoothness * step * current_virtual_gap_sq,
        "consensus": 5 * smoothness * step * current_consensus_sq,
    }


def momentum_push(step_size: Value, momentum: Value, consensus: Value) -> Value:
    """6η²β²/ρ, the factor of (1/n)‖M_t − M̄_t‖² in Lemmas C.3 and C.4."""
    return 6 * step_size**2 * momentum**2 / consensus


def momentum_scale(step_size: Value, momentum: Value, buffer: Value, consensus: Value) -> Value:
    """6η²β²/(ρ(1−μ)(1−β)), by which Lemmas C.4 and C.5 scale (1/n)‖M − M̄‖²."""
    return momentum_push(step_size, momentum, consensus) / ((1 - buffer) * (1 - momentum))


def lemma_c3(
    step_size: Value,
    momentum: Value,
    consensus: Value,
    noise: Value,
    batch: Value,
    heterogeneity: Value,
    current_consensus_sq: Value,
    current_momentum_spread_sq: Value,
) -> Terms:
    r"""(1/n)E‖X_{t+1} − X̄_{t+1}‖² is at most the sum of these terms.

    ((1−ρ/4)/n)‖X_t−X̄_t‖² + 12η²ζ²/ρ + 4(1−ρ)η²σ² + (6η²β²/(ρn))‖M_t−M̄_t‖².
    """
    return {
        "consensus": (1 - consensus / 4) * current_consensus_sq,
        "heterogeneity": 12 * step_size**2 * heterogeneity / consensus,
        "noise": 4 * (1 - consensus) * step_size**2 * batch_variance(noise, batch),
        "momentum spread": momentum_push(step_size, momentum, consensus) * current_momentum_spread_sq,
    }


def buffer_spread(
    step_size: Value,
    momentum: Value,
    buffer: Value,
    smoothness: Value,
    noise: Value,
    batch: Value,
    heterogeneity: Value,
    current_consensus_sq: Value,
    current_momentum_spread_sq: Value,
) -> Terms:
    r"""(1/n)E‖M_{t+1} − M̄_{t+1}‖² is at most the sum of these terms (proof of Lemma C.4, before scaling).

    (1/n)(1−(1−μ)(1−β))‖M_t−M̄_t‖² + 4σ² + (4(1−μ)(1+η²L²)/(nη²(1−β)))‖X_t−X̄_t‖² + 8(1−μ)ζ²/(1−β).
    """
    ratio = (1 - buffer) / (1 - momentum)
    lipschitz = 1 + step_size**2 * smoothness**2
    return {
        "momentum spread": buffer_memory(momentum, buffer) * current_momentum_spread_sq,
        "noise": 4 * batch_variance(noise, batch),
        "consensus": 4 * ratio * lipschitz / step_size**2 * current_consensus_sq,
        "heterogeneity": 8 * ratio * heterogeneity,
    }


def lemma_c4(
    step_size: Value,
    momentum: Value,
    buffer: Value,
    consensus: Value,
    noise: Value,
    batch: Value,
    heterogeneity: Value,
    current_consensus_sq: Value,
    current_momentum_spread_sq: Value,
) -> Terms:
    r"""(6η²β²/(nρ(1−μ)(1−β)))E‖M_{t+1} − M̄_{t+1}‖² is at most the sum of these terms.

    (6η²β²/(nρ(1−μ)(1−β)) − 6η²β²/(nρ))‖M_t−M̄_t‖² + (ρ/(8n))‖X_t−X̄_t‖² + η²ρζ²/8 + η²ρσ²(1−β)/(8(1−μ)).
    """
    scale = momentum_scale(step_size, momentum, buffer, consensus)
    shed = momentum_push(step_size, momentum, consensus)
    ratio = (1 - momentum) / (1 - buffer)
    return {
        "momentum spread": (scale - shed) * current_momentum_spread_sq,
        "consensus": consensus * current_consensus_sq / 8,
        "heterogeneity": step_size**2 * consensus * heterogeneity / 8,
        "noise": step_size**2 * consensus * batch_variance(noise, batch) * ratio / 8,
    }


def lemma_c5(
    step_size: Value,
    momentum: Value,
    buffer: Value,
    consensus: Value,
    noise: Value,
    batch: Value,
    heterogeneity: Value,
    current_consensus_sq: Value,
    current_momentum_spread_sq: Value,
) -> Terms:
    r"""(1/n)E‖X_{t+1}−X̄_{t+1}‖² + (6η²β²/(nρ(1−μ)(1−β)))E‖M_{t+1}−M̄_{t+1}‖² is at most the sum of these.

    ((1−ρ/8)/n)‖X_t−X̄_t‖² + (6η²β²/(nρ(1−μ)(1−β)))‖M_t−M̄_t‖² + 13η²ζ²/ρ + 13η²σ²(2−β−μ)/((1−μ)ρ).
    """
    scale = momentum_scale(step_size, momentum, buffer, consensus)
    spread = (2 - momentum - buffer) / ((1 - buffer) * consensus)
    return {
        "consensus": (1 - consensus / 8) * current_consensus_sq,
        "momentum spread": scale * current_momentum_spread_sq,
        "heterogeneity": 13 * step_size**2 * heterogeneity / consensus,
        "noise": 13 * step_size**2 * batch_variance(noise, batch) * spread,
    }


def lemma_c6(
    step_size: Value,
    momentum: Value,
    buffer: Value,
    noise: Value,
    batch: Value,
    current_virtual_gap_sq: Value,
    current_mean_gradient_sq: Value,
) -> Terms:
    r"""E‖e_{t+1}‖² ≤ (1−(1−μ)(1−β))‖e_t‖² + (2η̃²β²/((1−β)(1−μ)))‖E_t ḡ_t‖² + η̃²β²σ²."""
    pushed = virtual_step(step_size, momentum) ** 2 * momentum**2
    return {
        "virtual gap": buffer_memory(momentum, buffer) * current_virtual_gap_sq,
        "mean gradient": 2 * pushed / ((1 - momentum) * (1 - buffer)) * current_mean_gradient_sq,
        "noise": pushed * batch_variance(noise, batch),
    }
