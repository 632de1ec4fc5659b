"""DEF's motivation and convergence as printed: section 3, Theorem 4.3, its lemmas and its remarks."""

import math
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from tests.def_point import GRID, POINT, SINGLE, at, holds, output, terms
from theory.papers import load
from theory.papers.def_ import residual
from theory.readings.exact import Exact

# Section 3


def test_trade_off_is_least_where_the_paper_says() -> None:
    best, least = output("def.eq7", "alpha"), output("def.eq7", "minimum")
    assert at("def.eq7", trade_off=best) == pytest.approx(least)
    assert all(at("def.eq7", trade_off=alpha) >= least for alpha in GRID)


def test_trade_off_tends_to_the_variance() -> None:
    assert output("def.eq7", "minimum", gradient_sq=1e9) == pytest.approx(0.3, rel=1e-8)


def test_step_coefficient_minimises_the_distance() -> None:
    best = output("def.eq9.2", "lambda_star")
    assert best == pytest.approx(2 / 3)
    assert at("def.eq9", detach=best) == pytest.approx(output("def.eq9.2", "minimum"))
    assert all(at("def.eq9", detach=x) >= at("def.eq9", detach=best) for x in GRID)


def test_worker_coefficients_do_at_least_as_well_as_one() -> None:
    residuals = np.array([[1.0, 2.0], [3.0, -1.0], [0.5, 0.5]])
    mean = residuals.mean(0)
    inner, squares = residuals @ mean, (residuals**2).sum(1)
    best = output("def.eq9.1", "lambda_star", residual_inner=inner, residual_sq=squares)
    distance = ((mean - best[:, None] * residuals) ** 2).sum(1).mean()
    known = {"residual_mean_sq": mean @ mean, "residual_variance": squares.mean() - mean @ mean}
    common = output("def.eq9.2", "lambda_star", **known)
    assert output("def.eq9", "average_residual", **known) == pytest.approx(squares.mean())
    assert distance <= at("def.eq9", detach=common, **known)
    assert at("def.eq9", detach=common, **known) == pytest.approx(
        ((mean - common * residuals) ** 2).sum(1).mean()
    )


def test_without_detaching_the_distance_is_that_of_error_feedback() -> None:
    assert at("def.eq9", detach=0) == 2.0
    assert output("def.eq9", "times_smaller_than_ef", detach=0) == 1.0


def test_equal_residuals_want_full_detaching() -> None:
    assert output("def.eq9.2", "lambda_star", residual_variance=0.0) == 1.0
    assert at("def.eq9", residual_variance=0.0, detach=1) == 0.0


def test_a_variance_near_the_mean_square_gives_the_measured_gain() -> None:
    """×1.7 at λ = 0.3 is what Var(e_t) = 1.09‖e_t‖² gives, and 1/(1−λ)² = 2.04 is the most there is."""
    gain = [output("def.eq9", "times_smaller_than_ef", residual_variance=2 * v) for v in (1.09, 0.0)]
    assert gain == pytest.approx([1.7, 1 / 0.49], rel=1e-3)


@pytest.mark.parametrize("delta", [0.1, 0.9])
def test_averaging_weights_are_those_of_the_recursion(delta: float) -> None:
    iterates = [1.0, -2.0, 0.5, 3.0, 7.0]
    averaged = iterates[0]
    for t, y in enumerate(iterates[1:], start=1):
        averaged = (1 - delta) * averaged + delta * y
        weights = [output("def.eq12", "P0", contraction=delta, iteration=t)] + [
            output("def.eq12", "P", contraction=delta, iteration=t, earlier_iteration=earlier)
            for earlier in range(1, t + 1)
        ]
        assert sum(weights) == pytest.approx(1)
        assert sum(p * z for p, z in zip(weights, iterates, strict=False)) == pytest.approx(averaged)


@pytest.mark.parametrize("beta", [0.2, 0.9])
def test_geometric_weights_are_those_of_the_printed_sum(beta: float) -> None:
    below = sum(beta**i for i in range(6))
    weights = [
        output("def.eq12", "P_geometric", averaging_ratio=beta, iteration=5, earlier_iteration=t)
        for t in range(6)
    ]
    assert weights == pytest.approx([beta**t / below for t in range(6)])


# Theorem 4.3 and its lemmas


def test_theorem43_by_hand() -> None:
    """At δ = 6/7 the compression factor 1/(√((1−δ/2)/(1−δ)) − 1)² is 1; K = 2, λ = 0, σ² = 8, M² = 3."""
    constants = {
        "contraction": Fraction(6, 7),
        "workers": 2,
        "detach": 0,
        "batch": 2,
        "steps": 10,
        "step_size": Fraction(1, 4),
        "smoothness": 1,
        "noise": 16,
        "gradient_sq": 3,
        "gap": 5,
    }
    by_hand = {
        "initial gap": Fraction(8),
        "noise": Fraction(2),
        "compression": Fraction(1, 4) * (2 + 2 + 6),
    }
    found = load("def.theorem4.3").bound(**{n: Exact(Fraction(x)) for n, x in constants.items()})
    assert {name: term.value for name, term in found.items()} == by_hand  # type: ignore[attr-defined]


def test_one_detached_worker_has_no_compression_term() -> None:
    assert terms("def.theorem4.3", **SINGLE)["compression"] == 0
    assert at("def.lemmaA.2", **SINGLE) == 0
    assert output("def.lemmaA.1", "B1", **SINGLE) == output("def.lemmaA.1", "B2", **SINGLE) == 0


def test_nothing_else_has_no_compression_term() -> None:
    for workers in (1, 2, 8):
        for detach in (0, 0.5, 1):
            if (workers, detach) != (1, 1):
                assert at("def.lemmaA.2", workers=workers, detach=detach, gradient_sq=0.0) > 0
                assert output("def.lemmaA.1", "B2", workers=workers, detach=detach) > 0


def test_less_compression_less_distance() -> None:
    distances = [at("def.lemmaA.2", contraction=delta) for delta in GRID]
    assert distances == sorted(distances, reverse=True)


def test_average_residual_by_hand() -> None:
    """At δ = 3/4 the factor is 1, so the bound is η²(σ²+M²)."""
    assert at("def.lemmaA.3", contraction=0.75) == pytest.approx(0.02**2 * 1.3)


def test_the_lemmas_share_one_factor() -> None:
    """Lemma A.2 with B₃ = 0 in place of δ/2 has Lemma A.3's factor."""
    assert residual.amplification(0, 0.3) == residual.residual_amplification(0.3)
    assert residual.half_share_amplification(0.3) > residual.residual_amplification(0.3)


def test_best_young_parameter_without_drift() -> None:
    """For K = 1, λ = 1 there is no B₃ and β* minimises h; it is Lemma A.3's β = 1/√(1−δ) − 1."""
    best = output("def.eq41", "beta_star", **SINGLE)
    least = output("def.eq39", "h", young=best, **SINGLE)
    assert best == pytest.approx(1 / math.sqrt(0.9) - 1)
    assert least == pytest.approx(residual.residual_amplification(0.1))
    assert all(output("def.eq39", "h", young=best * x, **SINGLE) > least for x in (0.7, 0.99, 1.01, 1.3))


def test_best_young_parameter_solves_its_equation() -> None:
    """At the β that Eq. (41) defines, Eq. (39) and Eq. (41) agree; yet it is not the best one."""
    changed = {"step_size": 1e-4, "contraction": 0.5}
    young = 0.1
    for _ in range(200):
        young = output("def.eq41", "beta_star", young=young, **changed)
    assert at("def.eq39", young=young, **changed) == pytest.approx(at("def.eq41", young=young, **changed))
    large = {"step_size": 6e-3, "contraction": 0.5}
    young = 0.1
    for _ in range(200):
        young = output("def.eq41", "beta_star", young=young, **large)
    assert at("def.eq39", young=young, **large) == pytest.approx(at("def.eq41", young=young, **large))
    assert at("def.eq39", young=1.02 * young, **large) < at("def.eq39", young=young, **large)


def test_drift_limit_rises_from_two() -> None:
    limits = [output("def.eq42", "limit", contraction=delta) for delta in GRID]
    assert limits == sorted(limits)
    assert output("def.eq42", "limit", contraction=1e-6) == pytest.approx(2, rel=1e-5)


def test_step_size_of_lemma_a2_meets_eq42() -> None:
    for workers in (1, 2, 8, 1000):
        for detach in (0, 0.3, 1):
            for delta in (0.01, 0.5, 0.99):
                edge = {
                    "workers": workers,
                    "detach": detach,
                    "contraction": delta,
                    "step_size": 0.4999 / 10,
                }
                assert holds("def.eq42", "drift", **edge)


def test_eq42_does_not_give_the_share_that_it_is_for() -> None:
    """A finding: within η ≤ 1/(4L) Eq. (42) holds and B₃ at the lemma's β is far above δ/2, even above 1."""
    assert holds("def.eq42", "drift")
    assert holds("def.lemmaA.2", "step_size")
    assert output("def.lemmaA.2", "B3") > 1 > POINT["contraction"] / 2


def test_eq43_misses_b2_for_many_detached_workers() -> None:
    """A finding: at λ = 1 and large K, B₂ is near 2 and 2B₂²η²L² twice what Eq. (43) puts above it."""
    changed = {"workers": 1000, "detach": 1}
    assert output("def.eq43", "drift", **changed) > 1.9 * at("def.eq43", **changed)
    assert output("def.eq43", "drift", **SINGLE) <= at("def.eq43", **SINGLE)


def test_first_lemma_reduces_to_the_moment_where_the_point_is_y() -> None:
    gone = {"residual_mean_sq": 0.0, "residual_variance": 0.0}
    moment = residual.detached_moment(8, 0.3, 0.3, 1, 1.0)
    assert at("def.lemmaA.1", **gone) == pytest.approx(moment)


# Remarks 4.4 and 4.5


def with_rate(workers: int, steps: float) -> dict[str, Any]:
    return {"workers": workers, "steps": steps, "step_size": 1e-2 * math.sqrt(workers / steps)}


def test_rate_in_steps() -> None:
    """With η ∝ √(K/T) the first two terms fall as T^{−1/2}, the compression term as T^{−1}."""
    early, late = (terms("def.theorem4.3", **with_rate(8, T)) for T in (1e6, 1e8))
    falls = {name: late[name] / early[name] for name in early}
    assert falls == pytest.approx({"initial gap": 0.1, "noise": 0.1, "compression": 0.01})


def test_linear_speed_up() -> None:
    """K workers need 1/K of the steps: the bound is a function of KT where T is large."""
    one, many = (at("def.theorem4.3", **with_rate(K, 1e20 / K)) for K in (2, 32))
    assert many == pytest.approx(one, rel=1e-3)


def test_best_detach_gives_eq19() -> None:
    best = output("def.eq19", "lambda_star")
    order = output("def.eq19", "order")
    factor = residual.half_share_amplification(0.1)
    assert output("def.eq18", "order", detach=best) == pytest.approx(order * factor)
    assert all(output("def.eq18", "order", detach=x) >= order * factor for x in GRID)
    assert output("def.eq52", "order") == pytest.approx(order * factor)


def test_best_detach_between_its_ends() -> None:
    assert output("def.eq19", "lambda_star", gradient_sq=0.0) == pytest.approx(1 / 8)
    assert output("def.eq19", "lambda_star", noise=0.0) == 1
    assert output("def.eq19", "lambda_star", workers=1) == 1


def test_unbounded_gradient() -> None:
    limit = output("def.remark4.5.2", "order")
    assert output("def.eq19", "order", gradient_sq=1e12) == pytest.approx(limit)


def test_many_workers() -> None:
    assert output("def.eq19", "order", workers=10**9) == pytest.approx(output("def.eq20", "order"))


def test_about_five_times_smaller() -> None:
    assert output("def.eq20", "times_smaller_than_ef") == pytest.approx(1.3 * 2.3 / 0.6)
    assert round(output("def.eq20", "times_smaller_than_ef")) == 5
