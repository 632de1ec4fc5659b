r"""QG-DSGDm: the constants that its statements share, as printed, each written once for every reading.

In the paper's letters: n workers, T steps, step size η, momentum β, buffer coefficient μ, smoothness L,
noise σ², heterogeneity ζ², consensus ρ in E‖ZW − Z̄‖² ≤ (1−ρ)‖Z − Z̄‖², gap f(x̄⁰) − f*. The paper has no
batch size: its σ² is the variance of a worker's stochastic gradient, here σ²/batch.
"""

from theory.arithmetic import Value, maximum, positive, root, sqrt
from theory.papers.common import batch_variance


def virtual_step(step_size: Value, momentum: Value) -> Value:
    """η̃ = η/(1−β), the step size of the virtual sequence (Eq. (10), Lemma C.1)."""
    return step_size / (1 - momentum)


def drift_sq(noise: Value, batch: Value, heterogeneity: Value, momentum: Value, buffer: Value) -> Value:
    """ζ̃² = ζ² + (1 + (1−β)/(1−μ))σ² (Theorems 3.1 and C.7)."""
    return heterogeneity + (1 + (1 - momentum) / (1 - buffer)) * batch_variance(noise, batch)


def second_eigenvalue(consensus: Value) -> Value:
    """√(1−ρ), the second largest eigenvalue modulus of a fixed symmetric W that has Assumption 1's ρ."""
    return sqrt(1 - consensus)


# The constraint on the momentum, and the four branches of the step size of Theorem C.7


def momentum_ratio(momentum: Value) -> Value:
    """β/(1−β)."""
    return momentum / (1 - momentum)


def momentum_ratio_limit(consensus: Value) -> Value:
    """ρ/21, the largest β/(1−β) that Theorems 3.1 and C.7 and Lemmas C.4 and C.5 allow."""
    return consensus / 21


def consensus_step(consensus: Value, smoothness: Value) -> Value:
    """ρ/(7L), the largest η of Lemmas C.3 and C.5."""
    return consensus / (7 * smoothness)


def smooth_step(momentum: Value, smoothness: Value) -> Value:
    """(1−β)/(4L), the largest η of Lemmas C.1 and C.2."""
    return (1 - momentum) / (4 * smoothness)


def momentum_room(momentum: Value, buffer: Value) -> Value:
    """(1−μ)(1−β)², the numerator of Theorem C.7's third branch."""
    return (1 - buffer) * (1 - momentum) ** 2


def momentum_load(momentum: Value, smoothness: Value) -> Value:
    """4βL, the denominator of Theorem C.7's third branch: 0 without momentum."""
    return 4 * momentum * smoothness


def momentum_step(momentum: Value, buffer: Value, smoothness: Value) -> Value:
    """(1−μ)(1−β)²/(4βL), the third branch of Theorem C.7's step size."""
    return momentum_room(momentum, buffer) / positive(momentum_load(momentum, smoothness), "4βL")


def noise_room(workers: Value, gap: Value) -> Value:
    """4n(f(x̄⁰) − f*), under the root in Theorem C.7's fourth branch."""
    return 4 * workers * gap


def noise_load(smoothness: Value, noise: Value, batch: Value, steps: Value) -> Value:
    """Lσ²T, which divides under that root: 0 without noise."""
    return smoothness * batch_variance(noise, batch) * steps


def noise_step(
    workers: Value, gap: Value, smoothness: Value, noise: Value, batch: Value, steps: Value
) -> Value:
    """√(4n(f(x̄⁰) − f*)/(Lσ²T)), the fourth branch of Theorem C.7's step size."""
    load = positive(noise_load(smoothness, noise, batch, steps), "Lσ²T")
    return sqrt(noise_room(workers, gap) / load)


def chosen_step(
    workers: Value,
    batch: Value,
    steps: Value,
    smoothness: Value,
    noise: Value,
    gap: Value,
    consensus: Value,
    momentum: Value,
    buffer: Value,
) -> Value:
    r"""η = min(ρ/(7L), (1−β)/(4L), (1−μ)(1−β)²/(4βL), √(4n(f(x̄⁰)−f*)/(Lσ²T))) (Theorem C.7).

    Taken as 1/max of the reciprocals: a branch whose denominator is 0 (β = 0 or σ = 0) is infinite and
    drops out, as min means it to.
    """
    room = positive(noise_room(workers, gap), "4n(f(x̄⁰) − f*)")
    return 1 / maximum(
        1 / consensus_step(consensus, smoothness),
        1 / smooth_step(momentum, smoothness),
        momentum_load(momentum, smoothness) / momentum_room(momentum, buffer),
        sqrt(noise_load(smoothness, noise, batch, steps) / room),
    )


# Theorem 3.1, Remark 3.2 and Theorem C.7: what stands inside O(·)


def order_of_step(workers: Value, noise: Value, batch: Value, steps: Value) -> Value:
    """√(n/(σ²T)), of whose order η is in Theorem 3.1."""
    return sqrt(workers / (positive(batch_variance(noise, batch), "σ²") * steps))


def iterations(
    workers: Value,
    batch: Value,
    smoothness: Value,
    noise: Value,
    heterogeneity: Value,
    consensus: Value,
    momentum: Value,
    buffer: Value,
    target: Value,
) -> Value:
    """T(ε) = Lσ²/(nε²) + Lζ̃/(ρε^{3/2}) + (L/ε)(1/ρ + 1/((1−μ)(1−β)²)) (Theorem 3.1, inside O(·))."""
    drift = sqrt(drift_sq(noise, batch, heterogeneity, momentum, buffer))
    statistical = smoothness * batch_variance(noise, batch) / (workers * target**2)
    drifting = smoothness * drift / (consensus * target * sqrt(target))
    mixing = smoothness / target * (1 / consensus + 1 / momentum_room(momentum, buffer))
    return statistical + drifting + mixing


def leading_iterations(workers: Value, batch: Value, noise: Value, target: Value) -> Value:
    """σ²/(nε²), the asymptotic number of iterations (Remark 3.2, inside O(·))."""
    return batch_variance(noise, batch) / (workers * target**2)


def earlier_iterations(
    workers: Value, batch: Value, smoothness: Value, noise: Value, momentum: Value, target: Value
) -> Value:
    """Lσ²/(n(1−β)ε²), which Remark 3.2 says that earlier analyses of momentum need."""
    return smoothness * batch_variance(noise, batch) / (workers * (1 - momentum) * target**2)


def drift_iterations(consensus: Value, target: Value) -> Value:
    """1/(ρε^{3/2}), the drift term as Remark 3.2 writes it."""
    return 1 / (consensus * target * sqrt(target))


def rate(
    workers: Value,
    batch: Value,
    steps: Value,
    smoothness: Value,
    noise: Value,
    heterogeneity: Value,
    gap: Value,
    consensus: Value,
    momentum: Value,
    buffer: Value,
) -> Value:
    r"""What stands inside O(·) in Theorem C.7, with Δ = f(x̄⁰) − f*.

    √(Lσ²Δ/(nT)) + ∛(L²Δ²ζ̃²/(ρ²T²)) + (1/ρ + 1/(1−β) + β/((1−μ)(1−β)²))·LΔ/T.
    """
    drift2 = drift_sq(noise, batch, heterogeneity, momentum, buffer)
    statistical = sqrt(smoothness * batch_variance(noise, batch) * gap / (workers * steps))
    drifting = root(smoothness**2 * gap**2 * drift2 / (consensus**2 * steps**2), 3)
    mixing = 1 / consensus + 1 / (1 - momentum) + momentum / momentum_room(momentum, buffer)
    return statistical + drifting + mixing * smoothness * gap / steps


# One worker: quasi-hyperbolic momentum, and the effective step size


def combined_momentum(momentum: Value, buffer: Value) -> Value:
    """β̂ = μ + (1−μ)β, the momentum that one worker's QG-SGDm runs with (section 4.2, Appendix B.3)."""
    return buffer + (1 - buffer) * momentum


def buffer_memory(momentum: Value, buffer: Value) -> Value:
    """1 − (1−μ)(1−β), the share of the mean buffer that a step keeps (Eq. (9)): β̂ in another form."""
    return 1 - (1 - buffer) * (1 - momentum)


def gradient_weight(momentum: Value, buffer: Value) -> Value:
    """μ/β̂, the weight of the fresh gradient in Eq. (5)."""
    return buffer / positive(combined_momentum(momentum, buffer), "β̂ = μ + (1−μ)β")


def momentum_weight(momentum: Value, buffer: Value) -> Value:
    """1 − μ/β̂, the weight of the momentum in Eq. (5)."""
    return 1 - gradient_weight(momentum, buffer)


def effective_step(step_size: Value, current_parameters_sq: Value) -> Value:
    """η/‖x_t‖², the effective step size (section 4.2, Figure 5)."""
    return step_size / positive(current_parameters_sq, "‖x_t‖²")
