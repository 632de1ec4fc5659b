"""The optimisation errors under the PL condition, as printed: Eq. (73) to (80) and (85) to (94).

With a = μc/2 (DEF) or a = μδc/2 (DEF-A) the paper bounds the products and sums that a step size c/(t+1)
leaves case by case in a; the sums are taken in its own closed forms, never by a loop.
"""

from theory.arithmetic import Value, exp, log, positive, power
from theory.papers.common import batch_variance
from theory.papers.def_.convergence import compression_order
from theory.statement import Terms

# The closed forms, for an exponent a


def decay(a: Value, steps: Value) -> Value:
    """e^{−a}·T^{−a}, for the product Π_{t<T} (1 − a/(t+1)) (Eq. 75, 87)."""
    return exp(-a) * power(steps, -a)


def later_decay(a: Value, steps: Value, earlier: Value) -> Value:
    """(T/(t'+1))^{−a}, for the product over t' < t < T (Eq. 88)."""
    return power(steps / (earlier + 1), -a)


def fast_sum(a: Value, name: str, schedule_c: Value, steps: Value) -> Value:
    """c²/(a−1)·((T+1)/T)^{a−1}·T^{−1}, where a ≥ 2 (Eq. 77, 91)."""
    return slow_sum(a, name, schedule_c, steps) * power((steps + 1) / steps, a - 1)


def slow_sum(a: Value, name: str, schedule_c: Value, steps: Value) -> Value:
    """c²/(a−1)·T^{−1}, where a ≤ 2 and a ≠ 1 (Eq. 78, 92)."""
    return slow_quotient(positive(a - 1, name), schedule_c, steps)


def slow_quotient(divisor: Value, schedule_c: Value, steps: Value) -> Value:
    """c²/(a−1)·T^{−1} for a divisor a − 1 of either sign: below a = 1 the printed bound is negative."""
    return schedule_c**2 / divisor / steps


def even_sum(schedule_c: Value, steps: Value) -> Value:
    """c²T^{−1}(1 + log T), where a = 1 (Eq. 79, 93)."""
    return schedule_c**2 * (1 + log(steps)) / steps


def slow_sum_before(a: Value, name: str, schedule_c: Value, steps: Value) -> Value:
    """c²T^{−a}[1 + (T^{a−1} − 1)/(a−1)], the line of Eq. (92) before its last.

    It divides by a − 1 of either sign, as (a−1)/(a−1)²: only a = 1 is void.
    """
    inverse = (a - 1) / positive((a - 1) ** 2, f"({name})²")
    return schedule_c**2 * power(steps, -a) * (1 + (power(steps, a - 1) - 1) * inverse)


# DEF: Eq. (73) to (80)


def exponent(pl: Value, schedule_c: Value) -> Value:
    """a = μc/2 (Eq. 75)."""
    return pl * schedule_c / 2


def pl_factor(pl: Value, step_size: Value) -> Value:
    """1 − μη_t/2, the factor of Eq. (73)."""
    return 1 - pl * step_size / 2


def drift_of(
    order: Value, workers: Value, step_size: Value, smoothness: Value, noise: Value, batch: Value
) -> Value:
    """What Eq. (73) adds in a step where the mean squared distance is at most order·η_t²."""
    noisy = step_size**2 * smoothness * batch_variance(noise, batch) / (2 * workers)
    return order * step_size**3 * smoothness**2 + noisy


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
    """[B₁σ²+2(1−λ)²M²]/(√((1−δ/2)/(1−δ))−1)²·η_t³L² + η_t²Lσ²/(2K), what Eq. (73) adds in a step."""
    order = compression_order(contraction, workers, detach, noise, batch, gradient_sq)
    return drift_of(order, workers, step_size, smoothness, noise, batch)


def product_bound(pl: Value, schedule_c: Value, steps: Value) -> Value:
    """The bound on ① of Eq. (74), (75)."""
    return decay(exponent(pl, schedule_c), steps)


def fast_sum_bound(pl: Value, schedule_c: Value, steps: Value) -> Value:
    """The bound on ② of Eq. (74) where μc/2 ≥ 2 (Eq. 77)."""
    return fast_sum(exponent(pl, schedule_c), "μc/2 − 1", schedule_c, steps)


def slow_sum_bound(pl: Value, schedule_c: Value, steps: Value) -> Value:
    """The bound on ② of Eq. (74) where μc/2 ≤ 2 and μc/2 ≠ 1 (Eq. 78)."""
    return slow_sum(exponent(pl, schedule_c), "μc/2 − 1", schedule_c, steps)


def eq75(pl: Value, schedule_c: Value, steps: Value) -> Terms:
    """① ≤ exp(−μc/2)·T^{−μc/2}."""
    return {"product": product_bound(pl, schedule_c, steps)}


def eq77(pl: Value, schedule_c: Value, steps: Value) -> Terms:
    """② ≤ c²/(μc/2−1)·((T+1)/T)^{μc/2−1}·T^{−1}."""
    return {"sum": fast_sum_bound(pl, schedule_c, steps)}


def eq78(pl: Value, schedule_c: Value, steps: Value) -> Terms:
    """② ≤ c²/(μc/2−1)·T^{−1}."""
    return {"sum": slow_sum_bound(pl, schedule_c, steps)}


def eq79(schedule_c: Value, steps: Value) -> Terms:
    """② ≤ c²T^{−1}(1 + log T)."""
    return {"sum": even_sum(schedule_c, steps)}


def eq74_uncompressed(
    product: Value, summed: Value, workers: Value, smoothness: Value, noise: Value, batch: Value, gap: Value
) -> Terms:
    """(F(y₀)−F*)·① + σ²/(2K)·L·②: Eq. (74) without its compression term."""
    return {
        "initial gap": gap * product,
        "noise": batch_variance(noise, batch) / (2 * workers) * smoothness * summed,
    }


def eq74_of(
    order: Value,
    product: Value,
    summed: Value,
    workers: Value,
    smoothness: Value,
    noise: Value,
    batch: Value,
    gap: Value,
) -> Terms:
    """Eq. (74) where the mean squared distance is at most order·η_t²."""
    rest = eq74_uncompressed(product, summed, workers, smoothness, noise, batch, gap)
    return {
        "initial gap": rest["initial gap"],
        "compression": order * smoothness * summed,
        "noise": rest["noise"],
    }


def eq74(
    product: Value,
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
    """E[F(y_T) − F*] ≤ (F(y₀)−F*)·① + [(B₁σ²+2(1−λ)²M²)/(√((1−δ/2)/(1−δ))−1)² + σ²/(2K)]·L·②."""
    order = compression_order(contraction, workers, detach, noise, batch, gradient_sq)
    return eq74_of(order, product, summed, workers, smoothness, noise, batch, gap)


def eq74_fast(
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
    """Eq. (74) with Eq. (75) and, where μc/2 ≥ 2, Eq. (77)."""
    product, summed = product_bound(pl, schedule_c, steps), fast_sum_bound(pl, schedule_c, steps)
    run = (contraction, workers, detach, smoothness, noise, batch, gradient_sq, gap)
    return eq74(product, summed, *run)


def eq74_slow(
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
    """Eq. (74) with Eq. (75) and, where μc/2 ≤ 2 and μc/2 ≠ 1, Eq. (78)."""
    product, summed = product_bound(pl, schedule_c, steps), slow_sum_bound(pl, schedule_c, steps)
    run = (contraction, workers, detach, smoothness, noise, batch, gradient_sq, gap)
    return eq74(product, summed, *run)


def eq74_even(
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
    """Eq. (74) with Eq. (75) and, where μc/2 = 1, Eq. (79)."""
    product, summed = product_bound(pl, schedule_c, steps), even_sum(schedule_c, steps)
    run = (contraction, workers, detach, smoothness, noise, batch, gradient_sq, gap)
    return eq74(product, summed, *run)


# Appendix C.3: SGD, which is DEF with K = 1 and λ = 1, so that B₁ = 0 and (1−λ)² = 0


def single_fast(
    pl: Value,
    schedule_c: Value,
    steps: Value,
    smoothness: Value,
    noise: Value,
    batch: Value,
    gap: Value,
) -> Terms:
    """Eq. (74) for K = 1, λ = 1 with Eq. (75) and, where μc/2 ≥ 2, Eq. (77)."""
    product, summed = product_bound(pl, schedule_c, steps), fast_sum_bound(pl, schedule_c, steps)
    return eq74_uncompressed(product, summed, 1, smoothness, noise, batch, gap)


def single_slow(
    pl: Value,
    schedule_c: Value,
    steps: Value,
    smoothness: Value,
    noise: Value,
    batch: Value,
    gap: Value,
) -> Terms:
    """Eq. (74) for K = 1, λ = 1 with Eq. (75) and, where μc/2 ≤ 2 and μc/2 ≠ 1, Eq. (78)."""
    product, summed = product_bound(pl, schedule_c, steps), slow_sum_bound(pl, schedule_c, steps)
    return eq74_uncompressed(product, summed, 1, smoothness, noise, batch, gap)


def single_even(
    pl: Value,
    schedule_c: Value,
    steps: Value,
    smoothness: Value,
    noise: Value,
    batch: Value,
    gap: Value,
) -> Terms:
    """Eq. (74) for K = 1, λ = 1 with Eq. (75) and, where μc/2 = 1, Eq. (79)."""
    product, summed = product_bound(pl, schedule_c, steps), even_sum(schedule_c, steps)
    return eq74_uncompressed(product, summed, 1, smoothness, noise, batch, gap)


def order(pl: Value, schedule_c: Value, steps: Value) -> Value:
    """T^{−μc/2} + T^{−1} (Eq. 23, 27, 80, 104), logarithms left out."""
    return polynomial_order(exponent(pl, schedule_c), steps)


def polynomial_order(a: Value, steps: Value) -> Value:
    """T^{−a} + T^{−1}."""
    return power(steps, -a) + 1 / steps
