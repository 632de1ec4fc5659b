"""DEF's convergence, as printed: Theorem 4.3 and Remarks 4.4 and 4.5 (Eq. 17 to 20)."""

from theory.arithmetic import Value, positive, sqrt
from theory.papers.common import batch_variance
from theory.papers.def_.gradient import second_moment
from theory.papers.def_.residual import detached_moment, half_share_amplification
from theory.statement import Terms


def step_size_limit43(smoothness: Value) -> Value:
    """1/(4L), the largest η of Theorem 4.3."""
    return 1 / (4 * smoothness)


def compression_order(
    contraction: Value, workers: Value, detach: Value, noise: Value, batch: Value, gradient_sq: Value
) -> Value:
    """[(K−1)/K²·σ² + (1/K−λ)²σ² + 2(1−λ)²M²]/(√((1−δ/2)/(1−δ)) − 1)² (Eq. 18)."""
    moment = detached_moment(workers, detach, noise, batch, gradient_sq)
    return moment * half_share_amplification(contraction)


def theorem43(
    contraction: Value,
    workers: Value,
    detach: Value,
    batch: Value,
    steps: Value,
    step_size: Value,
    smoothness: Value,
    noise: Value,
    gradient_sq: Value,
    gap: Value,
) -> Terms:
    """(1/T) Σ_t E‖∇F(y_t)‖² ≤ 4(F(y₀)−F*)/(ηT) + 2ηLσ²/K + 4η²L²·(Eq. 18)."""
    order = compression_order(contraction, workers, detach, noise, batch, gradient_sq)
    return {
        "initial gap": 4 * gap / (step_size * steps),
        "noise": step_size * (2 * smoothness * batch_variance(noise, batch) / workers),
        "compression": step_size**2 * (4 * smoothness**2 * order),
    }


# Remark 4.4


def rate(workers: Value, steps: Value) -> Value:
    """1/√(KT), the rate that Remark 4.4 claims for η = O(√(K/T)) and K = O(T^{1/3})."""
    return 1 / sqrt(workers * steps)


def rate_with_compression(workers: Value, steps: Value) -> Value:
    """1/√(KT) + K/T, the same before K = O(T^{1/3}) is used."""
    return rate(workers, steps) + workers / steps


def steps_for_rate(workers: Value) -> Value:
    """K³, of whose order T must be where K = O(T^{1/3})."""
    return workers**3


# Remark 4.5


def moment_weight(noise: Value, batch: Value, gradient_sq: Value) -> Value:
    """σ² + 2M², which Eq. (19), (20) and their λ divide by."""
    return positive(batch_variance(noise, batch) + 2 * gradient_sq, "σ² + 2M²")


def best_detach(workers: Value, noise: Value, batch: Value, gradient_sq: Value) -> Value:
    """λ = (σ²/K + 2M²)/(σ² + 2M²) (Remark 4.5 and before Eq. 52)."""
    above = batch_variance(noise, batch) / workers + 2 * gradient_sq
    return above / moment_weight(noise, batch, gradient_sq)


def many_workers_order(noise: Value, batch: Value, gradient_sq: Value) -> Value:
    """2σ²M²/(σ² + 2M²) (Eq. 20)."""
    return 2 * batch_variance(noise, batch) * gradient_sq / moment_weight(noise, batch, gradient_sq)


def best_detach_order(workers: Value, noise: Value, batch: Value, gradient_sq: Value) -> Value:
    """(K−1)/K²·σ² + 2(1−1/K)²σ²M²/(σ² + 2M²) (Eq. 19)."""
    spread = (workers - 1) / workers**2 * batch_variance(noise, batch)
    return spread + (1 - 1 / workers) ** 2 * many_workers_order(noise, batch, gradient_sq)


def best_compression_order(
    contraction: Value, workers: Value, noise: Value, batch: Value, gradient_sq: Value
) -> Value:
    """Eq. (19) over (√((1−δ/2)/(1−δ)) − 1)² (Eq. 52)."""
    order = best_detach_order(workers, noise, batch, gradient_sq)
    return half_share_amplification(contraction) * order


def unbounded_gradient_order(workers: Value, noise: Value, batch: Value) -> Value:
    """(K−1)/K·σ², to which Eq. (19) reduces when M → ∞ (Remark 4.5)."""
    return (workers - 1) / workers * batch_variance(noise, batch)


def gain_over_second_moment(noise: Value, batch: Value, gradient_sq: Value) -> Value:
    """σ² + M² over Eq. (20): "about ×5" where σ² ≈ 0.3M² (Remark 4.5)."""
    order = positive(many_workers_order(noise, batch, gradient_sq), "2σ²M²/(σ²+2M²)")
    return second_moment(noise, batch, gradient_sq) / order
