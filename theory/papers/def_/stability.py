"""Uniform stability of two runs of DEF on data sets that differ in one sample, as printed: Eq. (53) to (56).

The printed argument puts 1 where the range of one sample's loss belongs: the event that the two data sets
have been told apart by step t₀ costs K·t₀/N. Here `loss_range` stands for that 1, so at `loss_range` = 1 the
formulas are the printed ones. Writing it out lets units be checked: read with a literal 1, Eq. (60) adds a
number and a loss. Of the batch: every worker draws one sample, so that K of N are drawn in a step; σ²/batch
stands for σ² as everywhere, and the statements hold the batch to 1.
"""

from theory.arithmetic import Value, positive, sqrt
from theory.papers.def_.gradient import gradient_bound
from theory.papers.def_.residual import kept_back
from theory.statement import Terms


def same_data(workers: Value, samples: Value) -> Value:
    """1 − K/N, the probability that a step draws the same data from both data sets."""
    return 1 - workers / samples


def divisor(workers: Value, samples: Value, smoothness: Value) -> Value:
    """(1−K/N)L, by which Eq. (59) and (60) divide."""
    return positive(same_data(workers, samples), "1 − K/N") * smoothness


def odds(workers: Value, samples: Value) -> Value:
    """N/K − 1 (Eq. 61, 62, 70, 71)."""
    return positive(samples / workers - 1, "N/K − 1")


def met(first_difference: Value, loss_range: Value, workers: Value, samples: Value) -> Value:
    """K·t₀/N times the loss's range: what a difference before t₀ costs (Eq. 53)."""
    return loss_range * workers * first_difference / samples


def eq53(
    first_difference: Value,
    loss_range: Value,
    workers: Value,
    samples: Value,
    stability: Value,
    noise: Value,
    batch: Value,
    gradient_sq: Value,
) -> Terms:
    """E[f(y_T;ξ) − f(ỹ_T;ξ)] ≤ K·t₀/N + G·E‖y_T − ỹ_T‖."""
    return {
        "early difference": met(first_difference, loss_range, workers, samples),
        "divergence": gradient_bound(noise, batch, gradient_sq) * stability,
    }


def residual_spread_sq(contraction: Value) -> Value:
    """(1−δ)(2−δ)/δ, the square of B₄ (Eq. 55)."""
    return kept_back(contraction) * (2 - contraction) / contraction


def residual_spread(contraction: Value) -> Value:
    """B₄ = √((1−δ)(2−δ)/δ) (Eq. 56)."""
    return sqrt(residual_spread_sq(contraction))


def eq55(contraction: Value, schedule_c: Value, noise: Value, batch: Value, gradient_sq: Value) -> Terms:
    """E‖e_{k,t} − ẽ_{k,t}‖² ≤ 4(1−δ)(2−δ)/δ·G²c²."""
    G = gradient_bound(noise, batch, gradient_sq)
    return {"residual": 4 * residual_spread_sq(contraction) * G**2 * schedule_c**2}


def residual_divergence(
    contraction: Value, schedule_c: Value, noise: Value, batch: Value, gradient_sq: Value
) -> Value:
    """2B₄Gc (Eq. 56)."""
    return 2 * residual_spread(contraction) * gradient_bound(noise, batch, gradient_sq) * schedule_c


def eq56(contraction: Value, schedule_c: Value, noise: Value, batch: Value, gradient_sq: Value) -> Terms:
    """E‖e_{k,t} − ẽ_{k,t}‖ ≤ 2B₄Gc."""
    return {"residual": residual_divergence(contraction, schedule_c, noise, batch, gradient_sq)}
