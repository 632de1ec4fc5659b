r"""QG-DSGDm: the potential Φ and the last lines of the proof of Theorem C.7, as printed.

Display numbers are those of the five papers' list of displays. η̃ = η/(1−β); σ² is σ²/batch.
"""

from theory.arithmetic import Value
from theory.papers.common import batch_variance
from theory.papers.qg.formulas import drift_sq, virtual_step
from theory.statement import Terms, total


def consensus_factor(step_size: Value, momentum: Value, smoothness: Value, consensus: Value) -> Value:
    """24L²η̃/ρ, the factor of (1/n)‖X_t − X̄_t‖² in Φ^t; Lemma C.5 is scaled by it."""
    return 24 * smoothness**2 * virtual_step(step_size, momentum) / consensus


def momentum_factor(
    step_size: Value, momentum: Value, buffer: Value, smoothness: Value, consensus: Value
) -> Value:
    """144L²η̃³β²(1−β)/(ρ²(1−μ)), the factor of (1/n)‖M_t − M̄_t‖² in Φ^t."""
    cubed = 144 * smoothness**2 * virtual_step(step_size, momentum) ** 3
    return cubed * momentum**2 * (1 - momentum) / (consensus**2 * (1 - buffer))


def virtual_factor(step_size: Value, momentum: Value, buffer: Value, smoothness: Value) -> Value:
    """3L²η̃/(2(1−μ)(1−β)), the factor of ‖e_t‖² in Φ^t; Lemma C.6 is scaled by it."""
    step = virtual_step(step_size, momentum)
    return 3 * smoothness**2 * step / (2 * (1 - buffer) * (1 - momentum))


def potential(
    step_size: Value,
    momentum: Value,
    buffer: Value,
    smoothness: Value,
    consensus: Value,
    current_consensus_sq: Value,
    current_momentum_spread_sq: Value,
    current_virtual_gap_sq: Value,
    current_gap: Value,
) -> Terms:
    """Φ^t, term by term; its last term is E[f(x̄_t) − f*] as printed."""
    on_momentum = momentum_factor(step_size, momentum, buffer, smoothness, consensus)
    on_virtual = virtual_factor(step_size, momentum, buffer, smoothness)
    return {
        "consensus": consensus_factor(step_size, momentum, smoothness, consensus) * current_consensus_sq,
        "momentum spread": on_momentum * current_momentum_spread_sq,
        "virtual gap": on_virtual * current_virtual_gap_sq,
        "gap": current_gap,
    }


def gradient_factor(step_size: Value, momentum: Value, buffer: Value, smoothness: Value) -> Value:
    """3L²η̃³β²/((1−β)²(1−μ)²) − η̃/4, the factor of ‖mean_i ∇f_i(x_{i,t})‖² in display 133."""
    step = virtual_step(step_size, momentum)
    spread = ((1 - momentum) * (1 - buffer)) ** 2
    return 3 * smoothness**2 * step**3 * momentum**2 / spread - step / 4


def potential_step(
    step_size: Value,
    momentum: Value,
    buffer: Value,
    smoothness: Value,
    consensus: Value,
    noise: Value,
    batch: Value,
    heterogeneity: Value,
    workers: Value,
    current_consensus_sq: Value,
    current_momentum_spread_sq: Value,
    current_virtual_gap_sq: Value,
    current_gap: Value,
    current_gradient_sq: Value,
    current_mean_gradient_sq: Value,
) -> Terms:
    r"""Φ^{t+1} is at most the sum of these terms (display 133).

    Φ^t − (η̃/4)‖∇f(x̄_t)‖² + (3L²η̃³β²/((1−β)²(1−μ)²) − η̃/4)‖mean_i ∇f_i(x_{i,t})‖² + Lη̃²σ²/n
    + 3L²η̃³β²σ²/(2(1−μ)(1−β)) + 312L²η̃³(1−β)²ζ̃²/ρ².
    """
    step = virtual_step(step_size, momentum)
    sigma2 = batch_variance(noise, batch)
    drift2 = drift_sq(noise, batch, heterogeneity, momentum, buffer)
    now = potential(
        step_size,
        momentum,
        buffer,
        smoothness,
        consensus,
        current_consensus_sq,
        current_momentum_spread_sq,
        current_virtual_gap_sq,
        current_gap,
    )
    on_gradient = gradient_factor(step_size, momentum, buffer, smoothness)
    on_noise = 3 * smoothness**2 * step**3 * momentum**2 / (2 * (1 - buffer) * (1 - momentum))
    return {
        "potential": total(now),
        "gradient": -step * current_gradient_sq / 4,
        "mean gradient": on_gradient * current_mean_gradient_sq,
        "noise": smoothness * step**2 * sigma2 / workers,
        "momentum": on_noise * sigma2,
        "drift": 312 * smoothness**2 * step**3 * (1 - momentum) ** 2 * drift2 / consensus**2,
    }


# The chain of four lines that ends the proof: displays 134 to 137


def initial_term(gap: Value, step: Value, steps: Value) -> Value:
    """(1/(η̃T))·4(f(x̄⁰) − f*); Φ⁰ = f(x̄⁰) − f*."""
    return 4 * gap / (step * steps)


def noise_term(step: Value, smoothness: Value, noise: Value, batch: Value, workers: Value) -> Value:
    """η̃Lσ²/n, the same in all four lines."""
    return step * (smoothness * batch_variance(noise, batch) / workers)


def drift_term(
    step: Value,
    momentum: Value,
    buffer: Value,
    smoothness: Value,
    consensus: Value,
    noise: Value,
    batch: Value,
    heterogeneity: Value,
) -> Value:
    """L²η̃²ζ̃²/ρ², of which the lines take the multiples 1248(1−β)², 1248 and 1249."""
    drift2 = drift_sq(noise, batch, heterogeneity, momentum, buffer)
    return smoothness**2 * (step**2 * (drift2 / consensus**2))


def display134(
    step_size: Value,
    momentum: Value,
    buffer: Value,
    smoothness: Value,
    consensus: Value,
    noise: Value,
    batch: Value,
    heterogeneity: Value,
    workers: Value,
    steps: Value,
    gap: Value,
    current_consensus_sq: Value,
    current_momentum_spread_sq: Value,
    current_virtual_gap_sq: Value,
    current_gap: Value,
) -> Terms:
    """(4/(η̃T))(Φ⁰ − Φ^T) + Lη̃σ²/n + 6L²η̃²β²σ²/(1−μ) + 1248L²η̃²(1−β)²ζ̃²/ρ².

    The state constants are those of step T: they make Φ^T.
    """
    step = virtual_step(step_size, momentum)
    last = potential(
        step_size,
        momentum,
        buffer,
        smoothness,
        consensus,
        current_consensus_sq,
        current_momentum_spread_sq,
        current_virtual_gap_sq,
        current_gap,
    )
    drift = drift_term(step, momentum, buffer, smoothness, consensus, noise, batch, heterogeneity)
    pushed = 6 * smoothness**2 * step**2 * momentum**2 * batch_variance(noise, batch)
    return {
        "initial gap": initial_term(gap, step, steps),
        "final potential": -4 * total(last) / (step * steps),
        "noise": noise_term(step, smoothness, noise, batch, workers),
        "momentum": pushed / (1 - buffer),
        "drift": 1248 * (1 - momentum) ** 2 * drift,
    }


def momentum_noise(
    step_size: Value, momentum: Value, buffer: Value, smoothness: Value, noise: Value, batch: Value
) -> Value:
    """η̃²·L²σ²(1−β)/(1−μ) of display 136; display 135 has ρ² times it."""
    ratio = (1 - momentum) / (1 - buffer)
    return virtual_step(step_size, momentum) ** 2 * smoothness**2 * batch_variance(noise, batch) * ratio


def display135(
    step_size: Value,
    momentum: Value,
    buffer: Value,
    smoothness: Value,
    consensus: Value,
    noise: Value,
    batch: Value,
    heterogeneity: Value,
    workers: Value,
    steps: Value,
    gap: Value,
) -> Terms:
    """4(f(x̄⁰)−f*)/(η̃T) + η̃Lσ²/n + η̃²(L²ρ²σ²(1−β)/(1−μ) + 1248L²(1−β)²ζ̃²/ρ²)."""
    step = virtual_step(step_size, momentum)
    drift = drift_term(step, momentum, buffer, smoothness, consensus, noise, batch, heterogeneity)
    pushed = momentum_noise(step_size, momentum, buffer, smoothness, noise, batch)
    return {
        "initial gap": initial_term(gap, step, steps),
        "noise": noise_term(step, smoothness, noise, batch, workers),
        "momentum": consensus**2 * pushed,
        "drift": 1248 * (1 - momentum) ** 2 * drift,
    }


def display136(
    step_size: Value,
    momentum: Value,
    buffer: Value,
    smoothness: Value,
    consensus: Value,
    noise: Value,
    batch: Value,
    heterogeneity: Value,
    workers: Value,
    steps: Value,
    gap: Value,
) -> Terms:
    """4(f(x̄⁰)−f*)/(η̃T) + η̃Lσ²/n + η̃²(L²σ²(1−β)/(1−μ) + 1248L²ζ̃²/ρ²)."""
    step = virtual_step(step_size, momentum)
    drift = drift_term(step, momentum, buffer, smoothness, consensus, noise, batch, heterogeneity)
    return {
        "initial gap": initial_term(gap, step, steps),
        "noise": noise_term(step, smoothness, noise, batch, workers),
        "momentum": momentum_noise(step_size, momentum, buffer, smoothness, noise, batch),
        "drift": 1248 * drift,
    }


def display137(
    step_size: Value,
    momentum: Value,
    buffer: Value,
    smoothness: Value,
    consensus: Value,
    noise: Value,
    batch: Value,
    heterogeneity: Value,
    workers: Value,
    steps: Value,
    gap: Value,
) -> Terms:
    """4(f(x̄⁰)−f*)/(η̃T) + η̃Lσ²/n + η̃²·1249L²ζ̃²/ρ²: the explicit inequality behind Theorems 3.1 and C.7."""
    step = virtual_step(step_size, momentum)
    drift = drift_term(step, momentum, buffer, smoothness, consensus, noise, batch, heterogeneity)
    return {
        "initial gap": initial_term(gap, step, steps),
        "noise": noise_term(step, smoothness, noise, batch, workers),
        "drift": 1249 * drift,
    }
