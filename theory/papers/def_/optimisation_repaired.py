"""The optimisation errors that are proved for η_t = c/(t+1), in place of Eq. (73) to (94). Ours.

A residual holds the larger step sizes of the steps before, so that Lemmas A.2 and A.3 do not apply: here
√((1/K) Σ_k E‖e_{k,t}‖²) ≤ C·Gη_t. And Σ_{1≤t<T} 1/(t+1) is at most log T, so that the products are larger.
"""

from theory.arithmetic import Value, positive, power, sqrt
from theory.papers.def_ import optimisation as opt
from theory.papers.def_ import optimisation_averaged as averaged
from theory.papers.def_.gradient import second_moment
from theory.papers.def_.residual import kept_back
from theory.statement import Terms


def settled(root: Value) -> Value:
    """C = ρ(2−ρ)/(1−ρ)²: s_{t+1} ≤ ρ(s_t + 1/(t+1)) and s_0 = 0 give s_t ≤ C/(t+1)."""
    return root * (2 - root) / positive(1 - root, "1 − ρ") ** 2


def settled_residual(contraction: Value) -> Value:
    """C for ρ = √(1−δ), by which C(Δ) shortens what it leaves of Δ."""
    return settled(sqrt(kept_back(contraction)))


def settled_order(contraction: Value, noise: Value, batch: Value, gradient_sq: Value) -> Value:
    """C²(σ²+M²), which times η_t² bounds the mean squared residual and, for 0 ≤ λ ≤ 1, the distance."""
    return settled_residual(contraction) ** 2 * second_moment(noise, batch, gradient_sq)


# The products and sums


def later_product(a: Value, steps: Value, earlier: Value) -> Value:
    """((t'+2)/(T+1))^a, a bound on the product of 1 − a/(t+1) over t' < t < T."""
    return power((earlier + 2) / (steps + 1), a)


def whole_product(a: Value, steps: Value) -> Value:
    """(T+1)^{−a}, a bound on the product of 1 − a/(t+1) over t < T."""
    return later_product(a, steps, -1)


def slow_sum(a: Value, name: str, schedule_c: Value, steps: Value) -> Value:
    """2^a·c²T^{−a}[1 + (T^{a−1} − 1)/(a−1)], a bound on ② and ⑥ where a < 1."""
    return power(2, a) * opt.slow_sum_before(a, name, schedule_c, steps)


# DEF


def pl_drift(
    contraction: Value,
    workers: Value,
    step_size: Value,
    smoothness: Value,
    noise: Value,
    batch: Value,
    gradient_sq: Value,
) -> Value:
    """C²(σ²+M²)·η_t³L² + η_t²Lσ²/(2K), what a step adds in place of Eq. (73)."""
    order = settled_order(contraction, noise, batch, gradient_sq)
    return opt.drift_of(order, workers, step_size, smoothness, noise, batch)


def eq75(pl: Value, schedule_c: Value, steps: Value) -> Terms:
    """① ≤ (T+1)^{−μc/2}."""
    return {"product": whole_product(opt.exponent(pl, schedule_c), steps)}


def slow_sum_bound(pl: Value, schedule_c: Value, steps: Value) -> Value:
    """The bound on ② for a = μc/2 < 1."""
    return slow_sum(opt.exponent(pl, schedule_c), "μc/2 − 1", schedule_c, steps)


def eq78(pl: Value, schedule_c: Value, steps: Value) -> Terms:
    """② ≤ 2^a·c²T^{−a}[1 + (T^{a−1} − 1)/(a−1)] for a = μc/2 < 1."""
    return {"sum": slow_sum_bound(pl, schedule_c, steps)}


def eq74_slow(
    pl: Value,
    schedule_c: Value,
    steps: Value,
    contraction: Value,
    workers: Value,
    smoothness: Value,
    noise: Value,
    batch: Value,
    gradient_sq: Value,
    gap: Value,
) -> Terms:
    """Eq. (74) with C²(σ²+M²) for the order of Lemma A.2, and with the bounds on ① and ② for μc/2 < 1."""
    order = settled_order(contraction, noise, batch, gradient_sq)
    product = whole_product(opt.exponent(pl, schedule_c), steps)
    summed = slow_sum_bound(pl, schedule_c, steps)
    return opt.eq74_of(order, product, summed, workers, smoothness, noise, batch, gap)


def single_slow(
    pl: Value, schedule_c: Value, steps: Value, smoothness: Value, noise: Value, batch: Value, gap: Value
) -> Terms:
    """The same for one worker and λ = 1, which has no distance."""
    product = whole_product(opt.exponent(pl, schedule_c), steps)
    summed = slow_sum_bound(pl, schedule_c, steps)
    return opt.eq74_uncompressed(product, summed, 1, smoothness, noise, batch, gap)


# DEF-A


def residual_order(
    contraction: Value, detach: Value, noise: Value, batch: Value, gradient_sq: Value
) -> Value:
    """δ(1+λ²)C²(σ²+M²), which multiplies η_t in a step and ⑤ in T steps."""
    order = settled_order(contraction, noise, batch, gradient_sq)
    return averaged.residual_order_of(order, contraction, detach)


def averaged_drift(
    contraction: Value,
    workers: Value,
    detach: Value,
    step_size: Value,
    smoothness: Value,
    noise: Value,
    batch: Value,
    gradient_sq: Value,
) -> Value:
    """δ(1+λ²)C²(σ²+M²)η_t + δη_t²Lσ²/K, what a step adds in place of Eq. (85)."""
    residual = residual_order(contraction, detach, noise, batch, gradient_sq)
    return averaged.drift_of(residual, contraction, workers, step_size, smoothness, noise, batch)


def eq87(pl: Value, contraction: Value, schedule_c: Value, steps: Value) -> Terms:
    """③ ≤ (T+1)^{−μδc/2}."""
    return {"product": whole_product(averaged.exponent(pl, contraction, schedule_c), steps)}


def eq88(pl: Value, contraction: Value, schedule_c: Value, steps: Value, earlier_iteration: Value) -> Terms:
    """④ ≤ ((t'+2)/(T+1))^{μδc/2}."""
    a = averaged.exponent(pl, contraction, schedule_c)
    return {"product": later_product(a, steps, earlier_iteration)}


def averaged_slow_sum(pl: Value, contraction: Value, schedule_c: Value, steps: Value) -> Value:
    """The bound on ⑥ for a = μδc/2 < 1."""
    a = averaged.exponent(pl, contraction, schedule_c)
    return slow_sum(a, averaged.GATE, schedule_c, steps)


def eq92(pl: Value, contraction: Value, schedule_c: Value, steps: Value) -> Terms:
    """⑥ ≤ 2^a·c²T^{−a}[1 + (T^{a−1} − 1)/(a−1)] for a = μδc/2 < 1."""
    return {"sum": averaged_slow_sum(pl, contraction, schedule_c, steps)}


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
    """Eq. (86) with C²(σ²+M²) for Lemma A.3's bound, (90), and the bounds on ③ and ⑥ for μδc/2 < 1."""
    product = whole_product(averaged.exponent(pl, contraction, schedule_c), steps)
    drifted = averaged.settled_drift(pl, contraction)
    summed = averaged_slow_sum(pl, contraction, schedule_c, steps)
    residual = residual_order(contraction, detach, noise, batch, gradient_sq)
    run = (contraction, workers, smoothness, noise, batch, gap)
    return averaged.eq86_of(residual, product, drifted, summed, *run)
