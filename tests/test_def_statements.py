"""DEF's statements: the edge of their domain, the batch, and what they are about."""

from typing import Any

import pytest

from tests.def_point import POINT, at, evaluated, holds
from theory.constants_file import parse_constants
from theory.evaluate import bounds
from theory.papers import load, load_paper
from theory.papers.def_ import convergence
from theory.statement import needs

EXPLICIT = [s for s in load_paper("def").statements if s.formula and "contraction" in needs(s.formula)]
FREE_OF_EDGE = {"def.eq87", "def.eq88", "def.eq89", "def.eq90", "def.eq91", "def.eq92"}


@pytest.mark.parametrize("statement", EXPLICIT, ids=lambda s: f"{s.id}-{s.variant}")
def test_no_bound_at_the_edge(statement: Any) -> None:
    """At δ = 1, outside the printed 0 < δ < 1, what divides by 1 − δ or came from doing so has no value."""
    changed = {"pl": 100.0, "schedule_c": 0.08, "earlier_iteration": 3, "contraction": 1.0}
    bound = evaluated(statement.id, variant=statement.variant, **changed)
    if statement.id in FREE_OF_EDGE:
        assert bound.value is not None
    else:
        assert bound.value is None
        assert bound.why is not None
        assert "is not positive, so the bound is void" in bound.why


def test_every_explicit_bound_has_a_value_inside() -> None:
    """At constants where μδc/2 > 1, which the printed step sizes exclude."""
    changed = {"pl": 100.0, "contraction": 0.5, "step_size": 1e-3, "trade_off": 0.5, "stability": 0.1}
    changed |= {"iteration": 5, "earlier_iteration": 3}
    document = {"constants": {**POINT, **changed, "schedule_c": 0.08}}
    found = {b.statement.id: b for b in bounds(parse_constants(document), "def") if b.statement.formula}
    assert all(b.value is not None and b.value > 0 for b in found.values())


def test_batch_divides_the_noise() -> None:
    for s in load_paper("def").statements:
        if s.formula and "noise" in needs(s.formula):
            changed = {
                "stability": 0.1,
                "pl": 1000.0,
                "schedule_c": 0.08,
                "trade_off": 0.5,
                "step_size": 1e-3,
            }
            averaged = at(s.id, s.variant, **changed, batch=4, noise=1.2)
            assert averaged == pytest.approx(at(s.id, s.variant, **changed))


RUN = {
    "method": "def",
    "iid": True,
    "schedule": "constant",
    "compressor": {"name": "block", "linear": True, "shared_seed": True},
}


def test_applies_to_the_run_it_is_about() -> None:
    assert evaluated("def.theorem4.3", RUN).applies is True
    assert evaluated("def.theorem4.3", RUN, momentum=0.0).applies is True
    assert evaluated("def.theorem4.6.1", {**RUN, "schedule": "1/t"}).applies is True
    assert evaluated("def.eq71", {**RUN, "schedule": "1/t", "method": "def-a"}).applies is True


def test_sgd_is_about_one_worker() -> None:
    """Theorem 4.10 and its inequalities apply to runs of SGD and SGD-IA; more workers are not claimed."""
    single = [
        s for s in load_paper("def").statements if any(r.allowed[0] in ("sgd", "sgd-ia") for r in s.requires)
    ]
    assert len(single) == 13
    for s in single:
        run = {"method": next(r.allowed[0] for r in s.requires), "iid": True, "schedule": "1/t"}
        assert evaluated(s.id, run, s.variant).applies is True
        assert holds(s.id, "workers", s.variant, workers=1)
        assert holds(s.id, "workers", s.variant, workers=8) is False


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"method": "gmc"}, "def"),
        ({"schedule": "1/t"}, "constant step size"),
        ({"iid": False}, "whole training set"),
        ({"compressor": {"name": "top", "linear": False}}, "ring all-reduce"),
        ({"compressor": {"name": "block", "linear": True, "shared_seed": False}}, "every worker"),
    ],
)
def test_does_not_apply(change: dict[str, Any], word: str) -> None:
    bound = evaluated("def.theorem4.3", {**RUN, **change})
    assert bound.applies is False
    assert bound.why is not None
    assert word in bound.why


def test_does_not_apply_to_momentum() -> None:
    bound = evaluated("def.theorem4.3", RUN, momentum=0.9)
    assert bound.applies is False
    assert bound.why is not None
    assert "no momentum; the run has constants.momentum = 0.9" in bound.why


def test_statements_use_each_other() -> None:
    statements = load_paper("def").statements
    variants = [(s.id, s.variant) for s in statements]
    assert len(set(variants)) == len(variants)
    assert {used for s in statements for used in s.uses} <= {s.id for s in statements}


def test_theorem_is_monotone_in_what_hurts() -> None:
    for name in ("noise", "gradient_sq", "gap", "smoothness"):
        assert at("def.theorem4.3", **{name: 2 * POINT[name]}) > at("def.theorem4.3")
    assert convergence.step_size_limit43(POINT["smoothness"]) == 1 / 40


def test_latex_has_no_factor_one() -> None:
    """The batch and the loss's range, which the paper has as 1, do not show."""
    latex = load("def.theorem4.3").latex()
    assert r"\frac{2 \eta L \sigma^{2}}{K}" in latex
    assert "+ -" not in load("def.eq9").latex()
