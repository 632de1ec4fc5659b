"""The first sentence of a statement's part: whether it holds, for which constants, and what breaks it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from theory.papers import load
from theory.proof.ledger import Judged
from theory.statement import Statement, Variant
from tightrope.report.answers import Answer, answer
from tightrope.report.facts import Facts, facts_of
from tightrope.report.spared import broken_at, spared


@pytest.fixture(scope="module")
def theorem() -> Statement:
    return load("def.theorem4.3")


@pytest.fixture(scope="module")
def facts(theorem: Statement) -> Facts:
    return facts_of(theorem)


def with_steps(facts: Facts, changed: Sequence[Judged]) -> Facts:
    by_id = {one.step.id: one for one in changed}
    return replace(facts, ledger=tuple(by_id.get(one.step.id, one) for one in facts.ledger))


def step(facts: Facts, place: str) -> Judged:
    return facts.by_id[f"def.theorem4.3/{place}"]


def of(statement: Statement, variant: Variant) -> Statement:
    return load(statement.id, variant)


def test_the_first_sentence_says_what_breaks(theorem: Statement, facts: Facts) -> None:
    found = answer(theorem, facts)
    assert found.sentence.startswith(
        "As printed, asking for η ≤ 1/(4L), it has a counterexample at λ = 9999/10000, η = 1/4, "
        "δ = 19/100, L = 1: left at least 0.6195, right 0.0871."
    )


def test_where_it_holds_is_read_from_the_steps(theorem: Statement, facts: Facts) -> None:
    """A step of ours with the repair's claim and another hypothesis; without it nothing is said."""
    found = answer(theorem, facts)
    (one,) = found.spared
    assert one.asks == "λ ≤ 2/3"
    assert one.judged.finding.verdict == "proved"
    fallen = replace(one.judged, finding=replace(one.judged.finding, verdict="open"))
    assert answer(theorem, with_steps(facts, [fallen])).spared == ()
    other_claim = replace(one.judged, step=replace(one.judged.step, says="0 ≤ 1"))
    assert answer(theorem, with_steps(facts, [other_claim])).spared == ()


def test_a_repaired_formula_is_not_the_printed_one(theorem: Statement, facts: Facts) -> None:
    """What proves another bound says nothing of the printed one."""
    repaired = of(theorem, "repaired")
    assert list(spared(theorem, repaired, facts))
    assert not list(spared(theorem, replace(repaired, formula=lambda steps: {"all": steps}), facts))


def test_a_step_that_drops_what_is_not_new_says_nothing(theorem: Statement, facts: Facts) -> None:
    """It must go without the repair's new conditions only, or it would prove another statement."""
    found = step(facts, "019-with-λ ≤ 2÷3")
    weaker = tuple(h for h in found.step.hypotheses if h != "T ≥ 1")
    changed = replace(found, step=replace(found.step, hypotheses=weaker))
    assert answer(theorem, with_steps(facts, [changed])).spared == ()


def test_a_witness_is_named_only_where_it_has_all_letters(facts: Facts) -> None:
    found = step(facts, "019")
    assert broken_at(found, ["λ ≤ 2/3"]) == "at λ = 9999/10000: left at least 0.6195, right 0.0871"
    assert broken_at(found, ["λμ ≤ 2/3"]) == ""
    assert broken_at(found, ["one worker"]) == ""


@pytest.mark.parametrize("place", ["def.theorem4.3", "def.lemmaA.2", "qg.lemmaC.4", "qg.sectionB.3.2"])
def test_the_numbers_stand_in_the_witness(place: str) -> None:
    found: Answer = answer(load(place), facts_of(load(place)))
    one = next(one for one in found.why if one.finding.witness and one.step.severity == "false")
    assert one.finding.witness is not None
    assert f"left {one.finding.witness.left}, right {one.finding.witness.right}" in found.sentence


def test_what_is_proved_has_no_counterexample() -> None:
    found = answer(load("gmc.theorem6"), facts_of(load("gmc.theorem6")))
    assert found.spared == ()
    assert "counterexample" not in found.sentence
