"""Bounds at constants: void, missing, beyond floats, about another method; and how far a constraint goes."""

from dataclasses import replace

import numpy as np
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st
from points import constant

import tightrope
from theory.admissible import edge
from theory.constants import GLOSSARY, Constants, Estimate
from theory.constants_file import parse_constants
from theory.errors import BadInput, UnlikeUnits, Void
from theory.evaluate import evaluate
from theory.papers import load
from theory.papers.gmc import formulas
from theory.papers.gmc.conditions import DENOMINATOR, MOMENTUM, STEP_SIZE_6, STEP_SIZE_12
from theory.readings.dimension import Dimension, Unit
from theory.readings.exact import Exact
from theory.readings.interval import Interval
from theory.readings.symbolic import Symbolic
from theory.statement import check, total
from tightrope.bounds_text import bound_text
from tightrope.json_form import bound_json

POINT = {
    "workers": 8, "batch": 16, "steps": 1000, "step_size": 0.01, "momentum": 0.01, "smoothness": 3.0,
    "noise": 5.0, "gradient_sq": 0.3, "gap": 0.7, "contraction": 0.1, "detach": 0.3,
}  # fmt: skip
RUN = {
    "method": "gmc",
    "schedule": "constant",
    "compressor": {"name": "top", "sparsifying": True, "shared_seed": False},
}


def constants(run=RUN, measured=None, **changes) -> Constants:
    document = {"constants": {**POINT, **changes}, "measured": measured or {}}
    return parse_constants({**document, "run": run} if run else document)


def theorem6(**how):
    return evaluate(load("gmc.theorem6"), constants(**how))


def test_theorem_6_by_hand() -> None:
    """4(1−β)gap/(Tη) and 2Lσ²η/((1−β)bK) at the point above; C₁ from E² by the printed line."""
    bound = theorem6(measured={"average_gradient_sq": 0.5})
    assert bound.terms["initial gap"] == pytest.approx(4 * 0.99 * 0.7 / 10, rel=1e-14)
    assert bound.terms["noise"] == pytest.approx(2 * 3 * 5 * 0.01 / (0.99 * 16 * 8), rel=1e-14)
    q = (1 - 0.025) * (1 - 0.01 / 8) ** 2 + 1.025 * 21 * 1e-4
    E2 = 0.9 * 41 * 5.3 / (1 - q)
    assert bound.outputs["E2"] == pytest.approx(E2, rel=1e-12)
    C1 = 6 * (2 * E2 + 5.3) * 1e-4 / 0.99**4 + 2 * E2 / 0.99**2
    assert bound.outputs["C1"] == pytest.approx(C1, rel=1e-12)
    assert bound.terms["compression"] == pytest.approx(2 * C1 * 9 * 1e-4, rel=1e-12)
    assert bound.dominant == "compression"
    assert bound.applies is True
    assert bound.tightness == pytest.approx(bound.value / 0.5)
    assert [c.holds for c in bound.constraints] == [True, True, True]


def test_void_is_never_a_number() -> None:
    bound = theorem6(momentum=0.9, measured={"average_gradient_sq": 0.5})
    assert (bound.value, bound.tightness, bound.terms) == (None, None, {})
    assert "not positive" in bound.why
    assert bound.outputs == {"E2": None, "C1": None}
    with pytest.raises(Void):
        load("gmc.theorem6").bound(**{**POINT, "momentum": 0.9})
    with pytest.raises(Void):
        load("gmc.lemma4").bound(**{n: Interval.of(x) for n, x in {**POINT, "momentum": 0.9}.items()})
    over = load("gmc.lemma4").bound(**{**POINT, "momentum": np.array([0.01, 0.9])})["residual"]
    assert over[0] > 0
    assert np.isnan(over[1])


def test_missing_is_not_an_error() -> None:
    known = dict(constants().known)
    del known["gap"], known["smoothness"]
    bound = evaluate(load("gmc.theorem6"), replace(constants(), known=known))
    assert bound.value is None
    assert set(bound.missing) == {"gap", "smoothness"}
    assert {c.constraint.id: c.holds for c in bound.constraints}["step_size"] is None


def test_a_number_beyond_floats_has_its_logarithm() -> None:
    bound = theorem6(gradient_sq=1e300, smoothness=1e200)
    assert bound.value is None
    # 2 C₁ L² η² with C₁ ≈ 2 E² ≈ 3·10³ G²: 10^(300 + 400 − 4 + 3.6…)
    assert 699 < bound.log10_value < 701


def test_an_overflow_on_the_way_is_none_of_the_result() -> None:
    """L² = 10⁴⁰⁰ exceeds a float and L²η² = 10⁻⁴ does not: the bound is that of L = 1, η = 10⁻²."""
    usual = theorem6(smoothness=1.0, step_size=1e-2, noise=0.0, gap=0.0)
    scaled = theorem6(smoothness=1e200, step_size=1e-202, noise=0.0, gap=0.0)
    assert scaled.log10_value is None
    assert scaled.value == pytest.approx(usual.value, rel=1e-12)
    assert scaled.terms == pytest.approx(dict(usual.terms), rel=1e-12)


@pytest.mark.parametrize(
    ("run", "applies", "why"),
    [
        (RUN, True, None),
        (None, None, None),
        ({**RUN, "method": "dgc"}, False, "method"),
        ({**RUN, "schedule": "cosine"}, False, "constant step size"),
        ({**RUN, "compressor": {"name": "sign", "sparsifying": False}}, False, "Lemma 4"),
        ({**RUN, "nesterov": True}, False, "heavy-ball"),
        ({"method": "gmc"}, None, "does not say"),
    ],
)
def test_applies(run, applies, why) -> None:
    bound = theorem6(run=run, measured={"average_gradient_sq": 0.5})
    assert bound.applies is applies
    assert why is None or why in bound.why
    assert (bound.tightness is None) is (applies is not True)


@given(st.data())
def test_edges_are_edges(data) -> None:
    """Just inside the largest admissible value the constraint holds, just outside it does not."""
    point = {
        n: data.draw(constant(n)) for n in ("contraction", "workers", "smoothness", "momentum", "step_size")
    }
    for constraint in (MOMENTUM, DENOMINATOR, STEP_SIZE_6, STEP_SIZE_12):
        for name in ("momentum", "step_size"):
            found = edge(constraint, name, point)
            if found is None:
                assert name not in constraint.needs
                continue
            if found.value is None:
                assert check(constraint, {**point, name: GLOSSARY[name].low + 1e-12}).holds is False
                continue
            inside, outside = found.value * (1 - 1e-9), found.value * (1 + 1e-9)
            assert check(constraint, {**point, name: inside}).holds is True
            if GLOSSARY[name].admits(outside):
                assert check(constraint, {**point, name: outside}).holds is False


@given(delta=constant("contraction"), workers=constant("workers"))
def test_the_exact_range_of_momentum(delta: float, workers: int) -> None:
    """The closed form is the polynomial's root, and the paper's sufficient limit lies strictly below it."""
    end = float(formulas.momentum_range(delta, workers))
    found = edge(DENOMINATOR, "momentum", {"contraction": delta, "workers": workers})
    assert found.value == pytest.approx(min(end, 1.0), rel=1e-9)
    assert found.how == "root"
    assert formulas.momentum_limit(delta) < end


def test_the_exact_range_is_the_root_symbolically() -> None:
    """E²'s denominator vanishes identically at β = momentum_range(δ, K)."""
    delta, K = Symbolic.symbol("delta"), Symbolic.symbol("K")
    beta = formulas.momentum_range(delta, K)
    assert sympy.simplify(formulas.residual_denominator(delta, beta, K).value) == 0


def test_bisection_agrees_with_the_root() -> None:
    """A constraint that is no polynomial in δ is bisected: β ≤ δ/(4√(2+δ)) solved for δ has no largest δ."""
    assert edge(MOMENTUM, "contraction", {"momentum": 0.01}).value is None
    assert edge(MOMENTUM, "contraction", {"momentum": 0.0}).value == 1.0


def test_unlike_units_do_not_add() -> None:
    with pytest.raises(UnlikeUnits, match=r"adding F and w"):
        Dimension.of("F") + Dimension.of("w")
    with pytest.raises(UnlikeUnits):
        1 + Dimension.of("F")
    assert str((0 + Dimension.of("F^2/w^2")).value) == "F^2/w^2"
    wrong = {n: Dimension.of(GLOSSARY[n].unit) for n in load("gmc.theorem6").needs} | {
        "gap": Dimension.of("w")
    }
    terms = load("gmc.theorem6").bound(**wrong)
    with pytest.raises(UnlikeUnits):
        total(terms)
    for text in ("1", "F", "w^2/F", "F^2/w^2", "F/w"):
        assert str(Unit.parse(text)) == text


@pytest.mark.parametrize(
    "reading", [Exact.literal(1), Interval.literal(1), Symbolic.literal(1), Dimension.literal(1)]
)
@pytest.mark.parametrize("foreign", [0.5, True, "1", np.float64(1), np.array([1.0])])
def test_readings_refuse_foreign_operands(reading, foreign) -> None:
    for operation in (lambda a, b: a + b, lambda a, b: b * a, lambda a, b: a / b, lambda a, b: b - a):
        with pytest.raises(TypeError):
            operation(reading, foreign)


def test_api() -> None:
    statement = tightrope.load("gmc.theorem6", variant="published")
    assert sum(statement.bound(**{n: POINT[n] for n in statement.needs}).values()) == theorem6().value
    assert [c.holds for c in statement.constraints(**POINT)] == [True, True, True]
    assert "gmc.theorem6/086" in statement.steps
    assert r"\sigma^{2}" in statement.latex()
    assert len(tightrope.bounds(constants())) > 10
    with pytest.raises(BadInput, match=r"gmc\.theorem6"):
        tightrope.load("gmc.theorem66")
    with pytest.raises(BadInput, match="smoothness"):
        statement.bound(smothness=1.0)
    with pytest.raises(BadInput, match="needs"):
        statement.bound(momentum=0.1)


def test_a_priori_takes_the_proved_bounds() -> None:
    seen = replace(constants().known["noise"], kind="seen", upper=21.0)
    told = replace(
        constants(), known={**constants().known, "noise": seen, "gradient_sq": Estimate(0.3, "seen")}
    )
    assert told.a_posteriori(("noise", "gradient_sq", "gap")) == ("noise", "gradient_sq")
    assert told.a_priori().values()["noise"] == 21
    assert told.a_priori().a_posteriori(("noise", "gradient_sq")) == ("gradient_sq",)


def test_replay_of_the_printed_toy() -> None:
    """GMC on the two-worker quadratic: the numbers after two steps are those computed by hand elsewhere."""
    found = tightrope.replay("gmc-quadratic", "gmc", steps=2, at=[0, 1, 2])
    assert found.distance["0"] == pytest.approx(5**0.5)
    assert found.distance["1"] == pytest.approx((0.98**2 + 1.98**2) ** 0.5, rel=1e-14)
    assert found.path_length["1"] == pytest.approx(0.02 * 2**0.5, rel=1e-12)
    assert found.settings["kept"] == 1
    assert found.diverged_at is None
    assert tightrope.replay("gmc-quadratic", "gmc", steps=500, step_size=5.0).diverged_at is not None


def test_evaluation_says_where_units_do_not_agree() -> None:
    """A printed formula that adds unlike units stays as printed, and every evaluation of it says so."""
    found = load("qprsgd.theorem2")
    assert found.dimension_finding == "adding F^2/w^2 and 1"
    bound = evaluate(found, constants())
    assert bound_json(bound)["dimension_finding"] == found.dimension_finding
    assert any(found.dimension_finding in line for line in bound_text(bound))
    assert bound_json(theorem6())["dimension_finding"] is None
