"""The ledger: every step is judged, and rests on what has a name."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from theory.axioms import AXIOMS
from theory.papers import all_statements, encoded
from theory.papers.verdicts import shipped
from theory.proof.coverage import REASONS, coverage, displays
from theory.proof.evidence import Confirmed, Evidence, confirmed
from theory.proof.ledger import Cache, Judged, judged, steps_of
from theory.proof.shipping import document

STEPS = [step for paper in encoded() for step in steps_of(paper)]


@pytest.fixture(scope="module")
def ledger() -> list[Judged]:
    return list(judged(STEPS))


def test_ids_are_unique_and_displays_exist() -> None:
    ids = [step.id for step in STEPS]
    assert len(set(ids)) == len(ids)
    for step in STEPS:
        assert step.display is None or step.display in displays(step.paper), step.id


def test_every_statement_is_known() -> None:
    known = {s.id for s in all_statements()}
    assert {step.statement for step in STEPS} <= known


@pytest.mark.parametrize("paper", encoded())
def test_set_aside_for_a_reason(paper: str) -> None:
    found = coverage(paper)
    assert set(found.set_aside.values()) <= set(REASONS)


def test_every_step_rests_on_named_ground(ledger: list[Judged]) -> None:
    """What a step uses is an axiom, a statement, or another step, by its id."""
    known = {*AXIOMS, *(s.id for s in all_statements()), *(step.id for step in STEPS)}
    for one in ledger:
        assert set(one.finding.axioms) <= known, one.step.id


def test_findings_say_what_they_are(ledger: list[Judged]) -> None:
    """A refuted step has a severity, one that is not refuted has none; a restored line has its evidence."""
    for one in ledger:
        assert (one.finding.verdict == "refuted") == (one.step.severity is not None), one.step.id
        assert (one.step.transcription == "restored") == bool(one.step.evidence), one.step.id


def test_a_repair_is_itself_proved(ledger: list[Judged]) -> None:
    verdicts = {one.step.id: one.finding.verdict for one in ledger}
    for one in ledger:
        assert one.step.repair is None or verdicts[one.step.repair] == "proved", one.step.id


@pytest.fixture(scope="module")
def replayed(ledger: list[Judged]) -> list[Confirmed]:
    """Every shipped certificate checked again; nothing is sought."""
    evidence = Evidence()
    evidence.seeking = False
    return list(confirmed(ledger, evidence))


def test_most_proved_steps_have_a_certificate(replayed: list[Confirmed]) -> None:
    """Nine in ten; the second solver disputes none."""
    found = Counter(one.by for one in replayed)
    assert not any(one.disputed for one in replayed)
    assert found["certificate"] + found["exact"] >= 9 * (found["cvc5"] + found["z3 alone"])


def test_shipped_verdicts_are_those_found(ledger: list[Judged], replayed: list[Confirmed]) -> None:
    """What `list` and `show` say without judging is what judging says; a solver may find another witness.

    Where this fails after a step was changed, `tightrope prove --write` writes what is found now.
    """
    found = document(ledger, {one.judged.step.id: one.by for one in replayed if one.by})
    for of_statements in ("statements", "grounds", "fully"):
        assert shipped()[of_statements] == found[of_statements]
    assert {step: without_witness(s) for step, s in by_id(shipped())} == {
        step: without_witness(s) for step, s in by_id(found)
    }


def by_id(document: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, str]]]:
    for statement, steps in document["steps"].items():
        for place, step in steps.items():
            yield f"{statement}/{place}", step


def without_witness(step: Mapping[str, str]) -> dict[str, str]:
    return {name: "there is one" if name == "witness" else text for name, text in step.items()}


@pytest.mark.parametrize("text", ["", "[]", "{", '{"gmc.eq7/017": 3}', '{"gmc.eq7/017": {"text": 1}}'])
def test_a_damaged_cache_is_no_cache(tmp_path, text: str) -> None:
    """What cannot be read is judged again, and what was judged is read back as it was."""
    path = tmp_path / "ledger.json"
    path.write_text(text)
    steps = [*STEPS[:2], next(step for step in STEPS if step.severity)]
    first = list(judged(steps, cache := Cache(path)))
    cache.save()
    assert list(judged(steps, Cache(path))) == first
