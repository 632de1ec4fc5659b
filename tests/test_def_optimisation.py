"""DEF's optimisation errors as printed: Eq. (23), (25), (27) and (73) to (94)."""

import math
from fractions import Fraction

import numpy as np
import pytest

from tests.def_point import SINGLE, at, holds, output, slope, terms
from theory.errors import Void
from theory.papers import load
from theory.readings.exact import Exact
from theory.readings.interval import Interval
from theory.statement import apply


def product(a: float, steps: int, first: int = 0) -> float:
    return math.prod(1 - a / (t + 1) for t in range(first, steps))


def test_eq75_is_below_the_product_that_it_bounds() -> None:
    """A finding: Σ_{1≤t<T} 1/(t+1) is below log T, so Eq. (75) holds at T = 1 and fails from T = 2 on."""
    changed = {"pl": 2.0, "schedule_c": 0.1}
    assert product(0.1, 1) <= at("def.eq75", steps=1, **changed)
    for steps in (2, 10, 1000):
        assert product(0.1, steps) > at("def.eq75", steps=steps, **changed)


def test_eq88_is_below_the_product_that_it_bounds() -> None:
    """A finding, for the same reason: (T/(t'+1))^{−a} where Σ 1/(t+1) gives at most ((T+1)/(t'+2))^{−a}."""
    changed = {"pl": 2.0, "schedule_c": 1.0, "contraction": 0.1}
    bound = at("def.eq88", steps=100, earlier_iteration=0, **changed)
    assert product(0.1, 100, first=1) > bound


def test_the_step_size_leaves_one_case_only() -> None:
    """A finding: c ≤ 1/(4L) and μ ≤ L leave μc/2 ≤ 1/8, where the paper's own bound on ② is negative."""
    edge = {"pl": 10.0, "schedule_c": 1 / 40}
    assert holds("def.theorem4.6.2", "schedule_c", **edge)
    assert output("def.theorem4.6.2", "exponent", **edge) == 1 / 8
    with pytest.raises(Void, match="μc/2 − 1"):
        at("def.eq74.eq78", **edge)
    assert holds("def.eq74.eq77", "fast", **edge) is holds("def.eq74.eq79", "even", **edge) is False


def test_fast_case_falls_as_one_over_steps() -> None:
    """Eq. (77) and (91), reached only outside the printed step sizes: T^{−1} where μc/2 ≥ 2."""
    changed = {"pl": 100.0, "schedule_c": 0.08}
    assert slope("def.eq77", "steps", 1e6, 1e9, **changed) == pytest.approx(-1, abs=1e-5)
    assert slope("def.eq74.eq77", "steps", 1e6, 1e9, **changed) == pytest.approx(-1, abs=1e-5)


def test_one_detached_worker_has_no_compression_error() -> None:
    """Theorem 4.10 (2): Eq. (74) at K = 1, λ = 1 has no δ in it."""
    changed = {"pl": 100.0, "schedule_c": 0.08, **SINGLE}
    assert terms("def.eq74.eq77", **changed)["compression"] == 0
    assert at("def.eq74.eq77", contraction=0.9, **changed) == at("def.eq74.eq77", **changed)


@pytest.mark.parametrize(("number", "pl"), [(77, 100.0), (78, 30.0), (79, 25.0)])
def test_sgd_is_one_detached_worker(number: int, pl: float) -> None:
    """Appendix C.3: Eq. (74) at K = 1, λ = 1, whatever δ."""
    changed = {"pl": pl, "schedule_c": 0.08}
    found = terms(f"def.eq74.eq{number}", **changed, **SINGLE)
    assert found.pop("compression") == 0
    assert terms(f"def.eq74.eq{number}.sgd", **changed) == found


def test_a_step_size_beyond_its_schedule_is_not_claimed() -> None:
    """Eq. (58), (67), (73) and (85) are of the step's own η_t, and each has its limit."""
    for number, limit in ((58, 0.01), (67, 0.01), (73, 1 / 40), (85, 1 / 80)):
        assert holds(f"def.eq{number}", "step_size", step_size=limit)
        assert holds(f"def.eq{number}", "step_size", step_size=1.01 * limit) is False


def test_exponent_one_is_void_in_every_reading() -> None:
    """At μδc/2 = 1 the line of Eq. (92) before its last divides by 0; Eq. (86) is not claimed with it."""
    edge = {"pl": 16.0, "contraction": 0.5, "schedule_c": 0.25, "steps": 100}
    line = load("def.eq92").outputs["line_before"]
    for kind in (float, lambda x: Exact(Fraction(x)), Interval.of):
        with pytest.raises(Void, match=r"\(μδc/2 − 1\)²"):
            apply(line, {name: kind(x) for name, x in edge.items()})
    assert np.isnan(apply(line, {name: np.array([x]) for name, x in edge.items()})).all()
    with pytest.raises(Void):
        at("def.eq86.eq90", **edge)
    assert holds("def.eq86.eq90", "small", **edge) is False
    assert holds("def.eq90", "small", **edge)


def test_averaged_model_keeps_a_floor() -> None:
    """Theorem 4.6 (4): the last term does not fall with T and vanishes as δ → 1."""
    floor = output("def.eq86", "residual_order") * at("def.eq90")
    assert at("def.eq86.eq90", gap=0.0, steps=10**9) == pytest.approx(floor, rel=1e-6)
    assert output("def.theorem4.6.4", "rate", contraction=1 - 1e-12, pl=100.0, steps=10**9) < 1e-4


def test_small_exponent_sums_are_bounded() -> None:
    """Eq. (90) and the line of Eq. (92) before its last, against the sums that they bound."""
    a, c, steps = 0.5, 0.1, 1000
    changed = {"pl": 100.0, "contraction": 0.1, "schedule_c": c, "steps": steps}
    weights = [(steps / (t + 1)) ** -a for t in range(steps)]
    first = sum(c / (t + 1) * w for t, w in enumerate(weights))
    second = sum(c**2 / (t + 1) ** 2 * w for t, w in enumerate(weights))
    assert first <= at("def.eq90", **changed) <= 1.1 * first
    assert second <= output("def.eq92", "line_before", **changed) <= 1.2 * second


def test_middle_exponent_lines_are_ordered() -> None:
    """For 1 < μδc/2 ≤ 2 the last line of Eq. (92) is above the one before; below 1 it is void."""
    for pl in (21.0, 30.0, 40.0):
        changed = {"pl": pl, "contraction": 0.5, "schedule_c": 0.2}
        assert output("def.eq92", "line_before", **changed) <= at("def.eq92", **changed)
    with pytest.raises(Void, match="μδc/2 − 1"):
        at("def.eq92", pl=19.0, contraction=0.5, schedule_c=0.2)


def test_steps_of_the_recursions() -> None:
    """Without noise, gradients and drift a step is the PL contraction alone."""
    still = {"noise": 0.0, "gradient_sq": 0.0}
    assert output("def.eq73", "drift", **still) == output("def.eq85", "drift", **still) == 0
    assert output("def.eq73", "factor", step_size=0.5, pl=2.0) == 0.5
    assert output("def.eq85", "factor", step_size=0.5, pl=2.0) == pytest.approx(0.95)
