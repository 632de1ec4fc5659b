"""Theory met: bound over measured at the unfavourable ends, and the hypotheses that a run breaks."""

from dataclasses import replace
from typing import Any

import pytest

from theory.constants import Constants, Estimate
from theory.evaluate import evaluate
from theory.papers import load
from tightrope.met import Met, met, met_json, met_text

KNOWN = {
    "workers": 8,
    "batch": 16,
    "steps": 100,
    "dimension": 112,
    "kept": 11,
    "contraction": 11 / 112,
    "step_size": 0.05,
    "momentum": 0.01,
    "smoothness": 2.8,
    "noise": 5.0,
    "gradient_sq": 0.3,
    "gap": 0.7,
}
RUN: dict[str, Any] = {
    "method": "gmc",
    "schedule": "constant",
    "nesterov": False,
    "compressor": {"name": "top", "sparsifying": True},
}
MEASURED = Estimate(0.02, "estimate", interval=(0.015, 0.025), confidence=0.95)


def constants(measured: Estimate = MEASURED, **changes: float | Estimate) -> Constants:
    known = {**KNOWN, **changes}
    estimates = {n: v if isinstance(v, Estimate) else Estimate(v) for n, v in known.items()}
    return Constants(estimates, RUN, {"average_gradient_sq": measured})


def theorem6(of: Constants) -> Met:
    found, _ = met(of)
    return next(m for m in found if (m.bound.statement.id, m.bound.statement.variant) == THEOREM6)


THEOREM6 = ("gmc.theorem6", "published")


def test_the_ratio_is_that_of_the_unfavourable_ends() -> None:
    """The largest measured number, and the smallest bound: where the noise is an interval, at its low end."""
    plain = theorem6(constants())
    assert plain.ratio == pytest.approx(plain.bound.value / 0.025)
    noise = Estimate(5.0, "estimate", interval=(4.0, 6.0), confidence=0.95)
    low = evaluate(load("gmc.theorem6"), constants(noise=4.0)).value
    assert theorem6(constants(noise=noise)).ratio == pytest.approx(low / 0.025)
    assert plain.bound.dominant == "compression"
    assert not plain.broken


def test_a_hypothesis_is_broken_where_a_corner_of_the_intervals_breaks_it() -> None:
    """η ≤ (1−β)/(2L): 0.05 ≤ 0.99/(2·2.8) = 0.177 holds; with L up to 12 it is 0.041, which 0.05 exceeds."""
    wide = Estimate(2.8, "estimate", interval=(2.0, 12.0), confidence=0.95)
    (broken,) = theorem6(constants(smoothness=wide)).broken
    assert broken.constraint.id == "step_size"
    assert broken.rhs == pytest.approx(0.99 / 24)
    text = "\n".join(met_text(constants(smoothness=wide)))
    assert "1.212 times too large" in text  # 0.05/0.04125
    assert "gmc.theorem6 published" in text


def test_what_exceeds_a_bound_is_said() -> None:
    """Measured surely above the bound: exceeded within the hypotheses, not outside them."""
    bound = theorem6(constants()).bound.value
    above = Estimate(2 * bound, "estimate", interval=(1.5 * bound, 2.5 * bound), confidence=0.95)
    assert theorem6(constants(above)).exceeded
    assert "EXCEEDED: gmc.theorem6 published" in "\n".join(met_text(constants(above)))
    around = replace(above, interval=(0.9 * bound, 3 * bound))
    assert not theorem6(constants(around)).exceeded
    assert not theorem6(constants(above, step_size=0.5)).exceeded


def test_what_rounding_leaves_of_nothing_exceeds_no_bound() -> None:
    """Lemma C.5 bounds workers that agree by 0 where ρ = 1; that they part by 10⁻³² is their last bits'."""
    agreeing = Constants(
        {n: Estimate(v) for n, v in {**KNOWN, "consensus": 1.0, "buffer": 0.9, "heterogeneity": 0.1}.items()},
        {"method": "qg", "schedule": "constant", "nesterov": False},
        {"consensus_sq": Estimate(6.8e-32, "seen")},
    )

    def lemma(of: Constants) -> Met:
        name = ("qg.lemmaC.5.young", "strengthened")
        return next(m for m in met(of)[0] if (m.bound.statement.id, m.bound.statement.variant) == name)

    assert lemma(agreeing).bound.value == 0
    assert not lemma(agreeing).exceeded
    assert lemma(agreeing).ratio is None
    apart = lemma(replace(agreeing, measured={"consensus_sq": Estimate(1e-10, "seen")}))
    assert apart.exceeded
    assert apart.one_draw
    assert "EXCEEDED" in (
        said := "\n".join(met_text(replace(agreeing, measured={"consensus_sq": apart.measured})))
    )
    assert "more seeds would judge it" in said


def test_json_and_what_has_no_number() -> None:
    (one,) = (m for m in met_json(constants()) if (m["id"], m["variant"]) == THEOREM6)
    assert one["ratio"] == one["smallest_bound"] / one["largest_measured"]
    assert one["broken"] == []
    lacking = replace(constants(), known={n: e for n, e in constants().known.items() if n != "noise"})
    assert "no number: gmc.theorem6 published: missing: noise" in "\n".join(met_text(lacking))
    assert met_text(replace(constants(), run=None)) == []
