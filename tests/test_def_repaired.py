"""What is proved in place of DEF's printed lines bounds what they do not."""

import math
from fractions import Fraction
from itertools import product as choices
from typing import Any

import pytest

from tests.def_point import GRID, POINT, at, holds, output, terms
from theory.papers.def_ import optimisation_repaired, residual
from theory.papers.def_.proofs.eq69_itself import moved
from theory.statement import VARIANTS

SMALL = [i / 80 for i in range(1, 11)]
"""Exponents up to 1/8, all that c ≤ 1/(4L) leaves."""


@pytest.mark.parametrize("delta", [0.01, 0.25, 0.75, 0.99])
def test_residuals_settle(delta: float) -> None:
    """s_{t+1} = ρ(s_t + 1/(t+1)) stays below C/(t+1), and Lemma A.3's constant is not enough."""
    rho, s, most = math.sqrt(1 - delta), 0.0, 0.0
    for t in range(4000):
        s = rho * (s + 1 / (t + 1))
        most = max(most, s * (t + 2))
    assert most <= optimisation_repaired.settled_residual(delta)
    assert most > 1.05 * math.sqrt(residual.residual_amplification(delta))


def test_products_and_sums() -> None:
    """The repaired bounds hold for every exponent and number of steps, where the printed ones fail."""
    c = POINT["schedule_c"]
    for a, steps in choices(SMALL, (1, 2, 10, 300)):
        run = {"pl": 2 * a / c, "steps": steps}
        factors = [1 - a / (t + 1) for t in range(steps)]
        summed = sum(c**2 / (t + 1) ** 2 * math.prod(factors[t + 1 :]) for t in range(steps))
        assert math.prod(factors) <= at("def.eq75", "repaired", **run) * (1 + 1e-12)
        assert summed <= at("def.eq78", "repaired", **run)
        run["pl"] /= POINT["contraction"]
        assert math.prod(factors) <= at("def.eq87", "repaired", **run) * (1 + 1e-12)
        assert summed <= at("def.eq92", "repaired", **run)
        line = output("def.eq92", "line_before", **run)
        assert at("def.eq92", "repaired", **run) == pytest.approx(2**a * line)
        for earlier in range(0, steps, 7):
            later = math.prod(factors[earlier + 1 :])
            assert later <= at("def.eq88", "repaired", earlier_iteration=earlier, **run) * (1 + 1e-12)


def test_half_a_share() -> None:
    """At the repaired limit of Eq. (42) B₃ is δ/2; what Eq. (43) asks as repaired is within it."""
    for delta in GRID:
        limit = output("def.eq42", "limit", "repaired", contraction=delta)
        step_size = math.sqrt(limit / 2) / (residual.drift_factor(8, 0.3) * POINT["smoothness"])  # type: ignore[operator]
        share = residual.half_share_drift_share(delta, 8, 0.3, step_size, POINT["smoothness"])  # type: ignore[arg-type]
        assert share == pytest.approx(delta / 2)
        assert delta**2 / 8 <= limit
        edge = delta / (4 * residual.drift_factor(8, 0.3) * POINT["smoothness"])  # type: ignore[operator]
        for identifier in ("def.eq42", "def.eq43"):
            assert holds(identifier, "drift", "repaired", contraction=delta, step_size=edge * (1 - 1e-9))


BREAKING: dict[str, Any] = {
    "workers": 1,
    "samples": 2,
    "steps": 2,
    "first_difference": 1,
    "detach": 0,
    "contraction": 0.99,
    "smoothness": 46e-10,
    "schedule_c": 3e9,
    "noise": 23e-10,
    "gradient_sq": 23e-10,
}


def test_the_problem_that_breaks_eq69_keeps_the_repaired_bounds() -> None:
    left = float(moved(Fraction(99, 100)))
    assert at("def.eq69", **BREAKING) < left
    assert at("def.eq71", **BREAKING) < left
    for identifier in ("def.eq69", "def.eq71"):
        assert at(identifier, "repaired", **BREAKING) > left
    assert at("def.eq71.ia", **BREAKING) < 3 / 4 < at("def.eq71.ia", "repaired", **BREAKING)
    for identifier in ("def.theorem4.6.1", "def.theorem4.6.3", "def.theorem4.10.3"):
        assert at(identifier, "strengthened", **BREAKING) > left


def test_moved_is_the_probability_that_a_run_has_moved() -> None:
    """By all draws of the second sample and of what C sends, in two steps."""
    delta, found = Fraction(99, 100), Fraction(0)
    for drawn, sent in choices(choices((0, 1), repeat=2), repeat=2):
        chance = Fraction(1, 4) * math.prod(delta if s else 1 - delta for s in sent)
        x = e = Fraction(0)
        for t in range(2):
            e += Fraction(drawn[t], t + 1)
            x, e = (x + e, Fraction(0)) if sent[t] else (x, e)
        assert x == 0 or x >= Fraction(1, 2)
        found += chance * (x > 0)
    assert found == moved(delta)


def test_eq68_is_above_the_recursion_with_residuals_that_shrink() -> None:
    steps, distance = 3000, 0.0
    K, N, L, c = POINT["workers"], POINT["samples"], POINT["smoothness"], 0.3
    passed, same = math.sqrt(POINT["contraction"]), 1 - K / N
    G, C = math.sqrt(1.3), optimisation_repaired.settled_residual(POINT["contraction"])
    for t in range(10, steps):
        eta = c / (t + 1)
        residuals = (1 + same * eta * L * POINT["detach"]) * 2 * G * C * eta
        distance = (1 + same * passed * eta * L) * distance + passed * (K / N * 2 * G * eta + residuals)
    assert distance <= at("def.eq68", "repaired", steps=steps, schedule_c=c) < 3 * distance


def test_the_repaired_split_is_the_best_one() -> None:
    """At the repaired t₀ of Eq. (70) Eq. (69) is least, and Eq. (71) is that with t₀ rounded up."""
    t0 = output("def.eq70", "t0", "repaired")
    least = at("def.eq69", "repaired", first_difference=t0)
    assert all(at("def.eq69", "repaired", first_difference=t0 * x) > least for x in (0.5, 0.99, 1.01, 2))
    assert at("def.eq71", "repaired") == pytest.approx(least + 8 / 50_000)


def test_the_problem_that_breaks_eq73_keeps_the_repaired_drift() -> None:
    run = {"workers": 1, "detach": 0, "noise": 0.0, "gradient_sq": 1.0, "smoothness": 1.0}
    run |= {"contraction": 5e-8, "step_size": 1 / (4 * (3e7 + 1))}
    printed, repaired = (output("def.eq73", "drift", v, **run) for v in VARIANTS[:2])
    assert printed < run["step_size"] < repaired


def test_errors_keep_their_terms() -> None:
    """The repaired errors of DEF fall with T, DEF-A's keeps a floor; SGD's is DEF's without compression."""
    few, many = (terms("def.eq74.eq78", "repaired", steps=T, pl=10.0) for T in (10, 10**6))
    assert all(many[name] < few[name] for name in few)
    single = terms("def.eq74.eq78.sgd", "repaired", pl=10.0)
    found = terms("def.eq74.eq78", "repaired", pl=10.0, workers=1)
    assert found.pop("compression") > 0
    assert single == found
    floor = terms("def.eq86.eq90", "repaired", steps=10**9)["compression"]
    drift = output("def.eq85", "drift", "repaired", noise=0.0) / POINT["step_size"]
    still = terms("def.eq86.eq90", "repaired", noise=0.0)["compression"]
    assert still == pytest.approx(drift * 2 / (POINT["pl"] * POINT["contraction"]))
    assert floor == terms("def.eq86.eq90", "repaired", steps=10)["compression"] > still
