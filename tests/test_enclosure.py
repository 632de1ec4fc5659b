"""Interval constants in, interval bounds out: rigorous and tight."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from points import constant, exact

from theory.constants_file import parse_constants
from theory.enclosure import TIGHT, enclose
from theory.errors import TightropeError
from theory.evaluate import evaluate
from theory.papers import all_statements, load
from theory.readings.dual import Dual
from theory.readings.interval import Interval
from theory.statement import apply, needs, total

POINT = {
    "workers": 8, "batch": 16, "steps": 1000, "step_size": 0.01, "momentum": 0.01, "smoothness": 3.0,
    "noise": 1.0, "gradient_sq": 1.0, "gap": 0.7, "contraction": 0.1, "detach": 0.3,
}  # fmt: skip


def value(statement: str, **changes: float) -> float:
    s = load(statement)
    return float(total(s.bound(**{n: {**POINT, **changes}[n] for n in needs(s.formula)})))


def test_monotone_in_delta() -> None:
    """E² falls with δ: over [0.08, 0.12] its range is what the ends give."""
    found = enclose(load("gmc.lemma4").formula, POINT, {"contraction": (0.08, 0.12)})
    assert found.low == pytest.approx(value("gmc.lemma4", contraction=0.12), rel=1e-9)
    assert found.high == pytest.approx(value("gmc.lemma4", contraction=0.08), rel=1e-9)


def test_not_monotone_in_the_step_size() -> None:
    """Theorem 6 falls and then rises with η: the least value lies inside the interval, and is found."""
    box = {"step_size": (1e-4, 1e-1)}
    found = enclose(load("gmc.theorem6").formula, POINT, box)
    sampled = [value("gmc.theorem6", step_size=1e-4 * 1000 ** (i / 4000)) for i in range(4001)]
    assert found.low <= min(sampled) <= found.low * (1 + 1e-5)
    assert max(sampled) * (1 - 1e-12) <= found.high <= max(sampled) * (1 + 2 * TIGHT)


def test_void_inside_has_no_ends() -> None:
    found = enclose(load("gmc.lemma4").formula, POINT, {"momentum": (0.0, 0.2)})
    assert (found.low, found.high) == (None, None)
    assert "not positive" in found.why or "denominator" in found.why


BOUNDED = [s for s in all_statements() if s.formula is not None and needs(s.formula)]


@pytest.mark.parametrize("statement", BOUNDED, ids=lambda s: f"{s.id}-{s.variant}")
def test_rigorous_for_every_formula(statement) -> None:
    """Random boxes: every point of the box lies within the enclosure, by interval arithmetic at the point."""

    @settings(max_examples=4)
    @given(st.data())
    def rigorous(data) -> None:
        names = needs(statement.formula)
        point = {n: data.draw(constant(n), label=n) for n in names}
        wide = data.draw(st.permutations(names))[:2]
        box = {n: (point[n], point[n] * 1.05) for n in wide if point[n] * 1.05 < 1 or point[n] > 1}
        found = enclose(statement.formula, point, box)
        if found.low is None:
            return
        for share in (0, 0.3, 1):
            inside = {n: low + share * (high - low) for n, (low, high) in box.items()}
            try:
                at = total(
                    apply(statement.formula, {n: Interval.of(x) for n, x in {**point, **inside}.items()})
                )
            except TightropeError:
                continue
            assert found.low <= at.high
            assert at.low <= found.high

    rigorous()


@given(st.data())
def test_dual_derivatives_are_those_of_differences(data) -> None:
    """∂/∂x of Theorem 12's terms in exact fractions: (f(x+h) − f(x−h))/2h lies near the enclosed slope."""
    names = needs(load("gmc.theorem12").formula)
    point = {**{n: data.draw(constant(n)) for n in names}, "contraction": 0.5, "momentum": 0.05}
    name = data.draw(st.sampled_from(["step_size", "noise", "detach", "momentum", "contraction"]))
    duals = {n: Dual.of(Interval.of(x)) for n, x in point.items()}
    duals[name] = Dual.variable(Interval.of(point[name]), 0)
    slope = total(apply(load("gmc.theorem12").formula, duals)).partials[0]
    h = point[name] * 1e-7
    ends = [
        float(total(apply(load("gmc.theorem12").formula, exact({**point, name: x}))).value)
        for x in (point[name] - h, point[name] + h)
    ]
    assert float(slope.value.mid()) == pytest.approx(
        (ends[1] - ends[0]) / (2 * h), rel=1e-4, abs=1e-6 * abs(ends[0])
    )


def test_an_interval_in_the_file_is_an_interval_in_the_bound() -> None:
    noise = {"value": 1.0, "kind": "estimate", "interval": [0.8, 1.3], "confidence": 0.95}
    found = evaluate(load("gmc.theorem6"), parse_constants({"constants": {**POINT, "noise": noise}}))
    assert found.interval == pytest.approx(
        (value("gmc.theorem6", noise=0.8), value("gmc.theorem6", noise=1.3)), rel=1e-9
    )
    assert found.interval[0] < found.value < found.interval[1]
    assert evaluate(load("gmc.theorem6"), parse_constants({"constants": POINT})).interval is None
