"""The optimisation error of DEF-A under the PL condition, as printed: Eq. (85) to (94)."""

from theory.arithmetic import Value, power
from theory.papers.common import batch_variance
from theory.papers.def_.gradient import second_moment
from theory.papers.def_.optimisation import (
    decay,
    even_sum,
    fast_sum,
    later_decay,
    polynomial_order,
    slow_sum,
    slow_sum_before,
)
from theory.papers.def_.residual import residual_amplification
from theory.statement import Terms


def exponent(pl: Value, contraction: Value, schedule_c: Value) -> Value:
    """a = μδc/2 (Eq. 87)."""
    return pl * contraction * schedule_c / 2


def step_size_limit85(smoothness: Value) -> Value:
    """1/(8L), the largest η_t of Eq. (84) and (85)."""
    return 1 / (8 * smoothness)


def residual_order(
    contraction: Value, detach: Value, noise: Value, batch: Value, gradient_sq: Value
) -> Value:
    """δ(1+λ²)(σ²+M²)/(1/√(1−δ) − 1)², which multiplies η_t in Eq. (85) and ⑤ in Eq. (86)."""
    residual_sq = second_moment(noise, batch, gradient_sq) * residual_amplification(contraction)
    return residual_order_of(residual_sq, contraction, detach)


def residual_order_of(residual_sq: Value, contraction: Value, detach: Value) -> Value:
    """δ(1+λ²) times what multiplies η_t² in a bound on the mean squared residual."""
    return contraction * (1 + detach**2) * residual_sq


def noise_order(contraction: Value, workers: Value, smoothness: Value, noise: Value, batch: Value) -> Value:
    """δLσ²/K, which multiplies η_t² in Eq. (85) and ⑥ in Eq. (86)."""
    return contraction * smoothness * batch_variance(noise, batch) / workers


def pl_factor(pl: Value, contraction: Value, step_size: Value) -> Value:
    """1 − μδη_t/2, the factor of Eq. (85)."""
    return 1 - pl * contraction * step_size / 2


def pl_drift(
    contraction: Value,
    workers: Value,
    detach: Value,
    step_size: Value,
    smoothness: Value,
    noise: Value,
    batch: Value,
    gradient_sq: Value,
) -> Value:
    """δ(1+λ²)η_t(σ²+M²)/(1/√(1−δ) − 1)² + δη_t²Lσ²/K, what Eq. (85) adds in a step."""
    residual = residual_order(contraction, detach, noise, batch, gradient_sq)
    return drift_of(residual, contraction, workers, step_size, smoothness, noise, batch)


def drift_of(
    residual: Value,
    contraction: Value,
    workers: Value,
    step_size: Value,
    smoothness: Value,
    noise: Value,
    batch: Value,
) -> Value:
    """What Eq. (85) adds in a step, of the two orders in η_t."""
    noisy = noise_order(contraction, workers, smoothness, noise, batch)
    return residual * step_size + noisy * step_size**2


# The products and sums of Eq. (86)

GATE = "μδc/2 − 1"


def product_bound(pl: Value, contraction: Value, schedule_c: Value, steps: Value) -> Value:
    """The bound on ③ of Eq. (86), (87)."""
    return decay(exponent(pl, contraction, schedule_c), steps)


def settled_drift(pl: Value, contraction: Value) -> Value:
    """2/(μδ), the bound on ⑤ of Eq. (86) where 0 < μδc/2 ≤ 1 (Eq. 90)."""
    return 2 / (pl * contraction)


def unsettled_drift(pl: Value, contraction: Value, schedule_c: Value, steps: Value) -> Value:
    """2/(μδ)·((T+1)/T)^{μδc/2}, the bound on ⑤ of Eq. (86) where μδc/2 ≥ 1 (Eq. 89)."""
    grown = power((steps + 1) / steps, exponent(pl, contraction, schedule_c))
    return settled_drift(pl, contraction) * grown


def fast_sum_bound(pl: Value, contraction: Value, schedule_c: Value, steps: Value) -> Value:
    """The bound on ⑥ of Eq. (86) where μδc/2 ≥ 2 (Eq. 91)."""
    return fast_sum(exponent(pl, contraction, schedule_c), GATE, schedule_c, steps)


def slow_sum_bound(pl: Value, contraction: Value, schedule_c: Value, steps: Value) -> Value:
    """The bound on ⑥ of Eq. (86) where μδc/2 ≤ 2 and μδc/2 ≠ 1 (Eq. 92)."""
    return slow_sum(exponent(pl, contraction, schedule_c), GATE, schedule_c, steps)


def slow_sum_line(pl: Value, contraction: Value, schedule_c: Value, steps: Value) -> Value:
    """The line of Eq. (92) before its last."""
    return slow_sum_before(exponent(pl, contraction, schedule_c), GATE, schedule_c, steps)


def eq87(pl: Value, contraction: Value, schedule_c: Value, steps: Value) -> Terms:
    """③ ≤ exp(−μδc/2)·T^{−μδc/2}."""
    return {"product": product_bound(pl, contraction, schedule_c, steps)}


def eq88(pl: Value, contraction: Value, schedule_c: Value, steps: Value, earlier_iteration: Value) -> Terms:
    """④ ≤ (T/(t'+1))^{−μδc/2}."""
    return {"product": later_decay(exponent(pl, contraction, schedule_c), steps, earlier_iteration)}


def eq89(pl: Value, contraction: Value, schedule_c: Value, steps: Value) -> Terms:
    """⑤ ≤ 2/(μδ)·((T+1)/T)^{μδc/2}."""
    return {"sum": unsettled_drift(pl, contraction, schedule_c, steps)}


def eq90(pl: Value, contraction: Value) -> Terms:
    """⑤ ≤ 2/(μδ)."""
    return {"sum": settled_drift(pl, contraction)}


def eq91(pl: Value, contraction: Value, schedule_c: Value, steps: Value) -> Terms:
    """⑥ ≤ c²/(μδc/2−1)·((T+1)/T)^{μδc/2−1}·T^{−1}."""
    return {"sum": fast_sum_bound(pl, contraction, schedule_c, steps)}


def eq92(pl: Value, contraction: Value, schedule_c: Value, steps: Value) -> Terms:
    """⑥ ≤ c²/(μδc/2−1)·T^{−1}."""
    return {"sum": slow_sum_bound(pl, contraction, schedule_c, steps)}


# Eq. (86) in its cases


def eq86(
    product: Value,
    drifted: Value,
    summed: Value,
    contraction: Value,
    workers: Value,
    detach: Value,
    smoothness: Value,
    noise: Value,
    batch: Value,
    gradient_sq: Value,
    gap: Value,
) -> Terms:
    """E[F(x_T) − F*] ≤ (F(x₀)−F*)·③ + δ(1+λ²)G²/(1/√(1−δ)−1)²·⑤ + δLσ²/K·⑥."""
    residual = residual_order(contraction, detach, noise, batch, gradient_sq)
    return eq86_of(residual, product, drifted, summed, contraction, workers, smoothness, noise, batch, gap)


def eq86_of(
    residual: Value,
    product: Value,
    drifted: Value,
    summed: Value,
    contraction: Value,
    workers: Value,
    smoothness: Value,
    noise: Value,
    batch: Value,
    gap: Value,
) -> Terms:
    """Eq. (86), of what multiplies ⑤."""
    return {
        "initial gap": gap * product,
        "compression": residual * drifted,
        "noise": noise_order(contraction, workers, smoothness, noise, batch) * summed,
    }


def eq86_fast(
    pl: Value,
    schedule_c: Value,
    steps: Value,
    contraction: Value,
    workers: Value,
    detach: Value,
    smoothness: Value,
    noise: Value,
    batch: Value,
    gradient_sq: Value,
    gap: Value,
) -> Terms:
    """Eq. (86) with Eq. (87) and, where μδc/2 ≥ 2, Eq. (89) and (91)."""
    product = product_bound(pl, contraction, schedule_c, steps)
    drifted = unsettled_drift(pl, contraction, schedule_c, steps)
    summed = fast_sum_bound(pl, contraction, schedule_c, steps)
    run = (contraction, workers, detach, smoothness, noise, batch, gradient_sq, gap)
    return eq86(product, drifted, summed, *run)


def eq86_slow(
    pl: Value,
    schedule_c: Value,
    steps: Value,
    contraction: Value,
    workers: Value,
    detach: Value,
    smoothness: Value,
    noise: Value,
    batch: Value,
    gradient_sq: Value,
    gap: Value,
) -> Terms:
    """Eq. (86) with Eq. (87) and, where 1 < μδc/2 ≤ 2, Eq. (89) and (92)."""
    product = product_bound(pl, contraction, schedule_c, steps)
    drifted = unsettled_drift(pl, contraction, schedule_c, steps)
    summed = slow_sum_bound(pl, contraction, schedule_c, steps)
    run = (contraction, workers, detach, smoothness, noise, batch, gradient_sq, gap)
    return eq86(product, drifted, summed, *run)


def eq86_even(
    pl: Value,
    schedule_c: Value,
    steps: Value,
    contraction: Value,
    workers: Value,
    detach: Value,
    smoothness: Value,
    noise: Value,
    batch: Value,
    gradient_sq: Value,
    gap: Value,
) -> Terms:
    """Eq. (86) with Eq. (87) and, where μδc/2 = 1, Eq. (90) and (93)."""
    product = product_bound(pl, contraction, schedule_c, steps)
    drifted = settled_drift(pl, contraction)
    summed = even_sum(schedule_c, steps)
    run = (contraction, workers, detach, smoothness, noise, batch, gradient_sq, gap)
    return eq86(product, drifted, summed, *run)


def eq86_small(
    pl: Value,
    schedule_c: Value,
    steps: Value,
    contraction: Value,
    workers: Value,
    detach: Value,
    smoothness: Value,
    noise: Value,
    batch: Value,
    gradient_sq: Value,
    gap: Value,
) -> Terms:
    """Eq. (86) with Eq. (87) and, where μδc/2 < 1, Eq. (90) and the line of Eq. (92) before its last."""
    product = product_bound(pl, contraction, schedule_c, steps)
    drifted = settled_drift(pl, contraction)
    summed = slow_sum_line(pl, contraction, schedule_c, steps)
    run = (contraction, workers, detach, smoothness, noise, batch, gradient_sq, gap)
    return eq86(product, drifted, summed, *run)


def order(pl: Value, contraction: Value, schedule_c: Value, steps: Value) -> Value:
    """T^{−μδc/2} + T^{−1} + (1/√(1−δ) − 1)^{−2} (Eq. 25, 29, 94), logarithms left out."""
    a = exponent(pl, contraction, schedule_c)
    return polynomial_order(a, steps) + residual_amplification(contraction)
