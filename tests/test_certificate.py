"""Certificates are checked exactly: what is true has one, what is false none, a changed one is refused."""

import json
from collections.abc import Iterator
from copy import deepcopy
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from commands import answer, refusal
from hypothesis import given, settings
from hypothesis import strategies as st

from theory.arithmetic import absolute, maximum, minimum, sqrt
from theory.errors import BadInput
from theory.proof import evidence, second_solver
from theory.proof.certificate import proves
from theory.proof.certificate_file import checked, document
from theory.proof.claim import eq, le, lt
from theory.proof.claim import given as supposing
from theory.proof.evidence import BY, Confirmed, Evidence, confirmed
from theory.proof.implication import Implication
from theory.proof.ledger import Judged
from theory.proof.quadratic import Quadratic
from theory.proof.search import found
from theory.proof.step import Step
from theory.proof.system import System, system
from theory.proof.vectors import sq
from theory.proof.written_proof import Reader, Writer

DELTA = supposing("0 < δ ≤ 1", lambda delta: (lt(0, delta), le(delta, 1)))
POSITIVE = supposing("a > 0", lambda a: lt(0, a))

CLAIMS = {
    # a true claim, and a false one a constant away from it
    "product": (
        lambda delta: le((1 + delta / 4) * (1 + delta / 2) * (1 - delta), 1 - delta / 4),
        lambda delta: le((1 + delta / 4) * (1 + delta / 2) * (1 - delta), 1 - delta / 3),
    ),
    "strict": (
        lambda delta: lt(1 - delta, 1),
        lambda delta: lt(1 - delta, 1 - delta / 2 - delta**2 / 2),
    ),
    "root": (
        lambda delta: le(sqrt(1 - delta), 1 - delta / 2),
        lambda delta: le(sqrt(1 - delta), 1 - 51 * delta / 100),
    ),
    "absolute": (
        lambda delta: le(absolute(delta - 1), 1 - delta),
        lambda delta: lt(absolute(delta - 1), 1 - delta),
    ),
    "cases": (
        lambda delta, x: le(maximum(x, delta) + minimum(x, delta), x + delta),
        lambda delta, x: le(maximum(x, delta) - minimum(x, delta), x - delta),
    ),
    "equality": (
        lambda delta: eq((1 - delta**2) / (1 + delta), 1 - delta),
        lambda delta: eq((1 - delta**2) / (1 + delta), 1 - 2 * delta),
    ),
    "square": (
        lambda x, y: le(2 * x * y, x**2 + y**2),
        lambda x, y: le(2 * x * y, x**2 + y**2 * 99 / 100),
    ),
    "divisor of unknown sign": (
        lambda delta, x: le(0, delta * x / x),
        lambda delta, x: le(0, delta / x),
    ),
}


def asked(claim: Any) -> System:
    (question,) = Implication((DELTA,), claim).questions()
    return system(question)


@pytest.mark.parametrize("name", CLAIMS)
def test_what_is_true_has_a_certificate_and_what_is_false_has_none(name: str) -> None:
    true, false = (asked(claim) for claim in CLAIMS[name])
    proof = found(true)
    assert proof is not None
    assert proves(true, proof)
    assert found(false, seconds=0.5) is None


@pytest.mark.parametrize("name", CLAIMS)
def test_the_proof_of_one_claim_proves_no_other(name: str) -> None:
    true, false = (asked(claim) for claim in CLAIMS[name])
    proof = found(true)
    assert proof is not None
    if true.names == false.names:
        assert not proves(false, proof)


def test_nothing_follows_without_the_hypotheses_that_are_used() -> None:
    true = asked(CLAIMS["product"][0])
    proof = found(true)
    assert proof is not None
    for n in range(len(true.known)):
        less = System(true.names, true.known[:n] + true.known[n + 1 :], true.choices, true.claim)
        assert not proves(less, proof)


def test_a_form_has_a_certificate_for_every_sign() -> None:
    problem = Quadratic(
        (POSITIVE,), lambda v, a: le(sq(v.x + v.y), (1 + a) * sq(v.x) + (1 + 1 / a) * sq(v.y))
    )
    questions = problem.questions()
    assert len(questions) > 1
    assert all(found(system(question)) is not None for question in questions)


def test_written_proofs_are_read_back() -> None:
    for true, _ in CLAIMS.values():
        one = asked(true)
        proof = found(one)
        assert proof is not None
        writer = Writer(one.names)
        text = json.loads(json.dumps([writer.system(one), writer.proof(proof)]))
        reader = Reader(list(one.names), "here")
        assert reader.system(text[0], "here") == one
        assert reader.proof(text[1], "here") == proof


# Files


def a_document(claim: Any) -> dict[str, Any]:
    problem = Implication((DELTA,), claim)
    (question,) = problem.questions()
    one = system(question)
    proof = found(one)
    assert proof is not None
    return document(Step("nobody.knows/this", "says", (), problem), [(one, proof)])


WHOLE = a_document(CLAIMS["product"][0])
CASES = a_document(CLAIMS["cases"][0])
SQUARE = a_document(CLAIMS["square"][0])


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The places of all texts that are numbers, in a part of a certificate."""
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(inner, (*path, key))
    elif isinstance(value, str) and value.lstrip("-").replace("/", "").isdigit():
        yield path


def with_changed(whole: dict[str, Any], path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    changed = deepcopy(whole)
    at: Any = changed
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    return changed


def read(tmp_path: Path, whole: Any) -> Any:
    path = tmp_path / "one.certificate.json"
    path.write_text(whole if isinstance(whole, str) else json.dumps(whole))
    return checked(path)


@pytest.mark.parametrize("whole", [WHOLE, CASES])
def test_a_certificate_of_no_step_proves_what_it_says(tmp_path: Path, whole: dict[str, Any]) -> None:
    found = read(tmp_path, whole)
    assert found.proved
    assert found.of_the_ledger is None


@settings(max_examples=60)
@given(data=st.data())
def test_an_identity_with_one_coefficient_changed_does_not_hold(tmp_path_factory: Any, data: Any) -> None:
    """Every coefficient of the identity at the end is needed, whatever else it is."""
    whole = data.draw(st.sampled_from([WHOLE, SQUARE]))
    end = ("parts", 0, "proof", "end")
    paths = [(*end, *p) for p in places(whole["parts"][0]["proof"]["end"])]
    path = data.draw(st.sampled_from(paths))
    factor = data.draw(st.fractions(-4, 4).filter(lambda f: f != 1))
    at: Any = whole
    for key in path:
        at = at[key]
    changed = with_changed(whole, path, str(Fraction(at) * factor))
    assert not read(tmp_path_factory.mktemp("changed"), changed).proved


def test_a_negative_multiplier_proves_nothing(tmp_path: Path) -> None:
    """A coefficient of −1 would prove every claim; 0 = 0 without a strict product proves none either."""
    at = ("parts", 0, "proof")
    nothing = {"lemmas": [], "end": {"products": [], "equations": []}}
    assert not read(tmp_path, with_changed(WHOLE, at, nothing)).proved
    both = {"products": [["1", [0]], ["-1", [0]]], "equations": []}
    assert not read(tmp_path, with_changed(WHOLE, at, {"lemmas": [], "end": both})).proved
    beyond = {"products": [["1", [99]]], "equations": []}
    assert not read(tmp_path, with_changed(WHOLE, at, {"lemmas": [], "end": beyond})).proved


BAD = {
    "": "no JSON",
    "[]": "allowed: an object",
    "{": "no JSON",
    "[" * 100_000: "no JSON",
    '{"kind": 3}': "kind: read 3",
    '{"kind": "sos"}': "positivstellensatz",
    '{"kind": "positivstellensatz", "kind": "positivstellensatz"}': "stands twice",
}


@pytest.mark.parametrize("text", BAD)
def test_what_is_no_certificate(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadInput, match=BAD[text]):
        read(tmp_path, text)


CHANGES: list[tuple[tuple[Any, ...], Any, str]] = [
    (("schema",), 2, "schema: read 2"),
    (("schema",), True, "schema: read True"),
    (("stepp",), "x", "did you mean step"),
    (("parts",), [], "at least one"),
    (("parts", 0, "claim"), ["<", []], "read '<'"),
    (("parts", 0, "claim"), [">", [["1/0", {}]]], "1/0"),
    (("parts", 0, "claim"), [">", [["9" * 5000, {}]]], "digits"),
    (("parts", 0, "claim"), [">", [[0.5, {}]]], "0.5"),
    (("parts", 0, "claim"), [">", [["1", {"dleta": 1}]]], "did you mean delta"),
    (("parts", 0, "claim"), [">", [["1", {"delta": 10**9}]]], "1000000000"),
    (("parts", 0, "claim"), [">", [["1", {"delta": -1}]]], "read -1"),
    (("parts", 0, "claim"), [">", [["1", {}], ["1", {}]]], "each monomial once"),
    (("parts", 0, "variables"), ["delta", "delta"], "each once"),
    (("parts", 0, "known"), {}, "a list"),
    (("parts", 0, "proof"), {"lemmas": []}, "end is missing"),
    (("parts", 0, "proof", "end", "products"), [["1", ["x"]]], "read 'x'"),
]


@pytest.mark.parametrize(("path", "value", "message"), CHANGES)
def test_bad_values_are_named(tmp_path: Path, path: tuple[Any, ...], value: Any, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        read(tmp_path, with_changed(WHOLE, path, value))


def test_a_file_that_would_take_forever_is_refused(tmp_path: Path) -> None:
    """Two hundred factors of a hundred terms are not multiplied out."""
    names = [f"x{i}" for i in range(20)]
    many = [["1", {name: 1}] for name in names]
    part = {
        "variables": names,
        "known": [[">", many]],
        "choices": [],
        "claim": [">", many],
        "proof": {"lemmas": [], "end": {"products": [["1", [0] * 200]], "equations": []}},
    }
    with pytest.raises(BadInput, match="too large"):
        read(tmp_path, {**WHOLE, "parts": [part]})


# The command line


STEP = "gmc.lemma4/058"


@pytest.fixture
def exported(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert answer(capsys, "prove", STEP, "--export", "certificate", "--out", tmp_path).status == 0
    return tmp_path / "gmc.lemma4_058.certificate.json"


def test_a_certificate_travels(exported: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Written by one command, checked by another, and it is the ledger's step that it proves."""
    said = answer(capsys, "prove", exported)
    assert (said.status, said.err) == (0, "")
    assert "proved" in said.out
    assert "this is the step of the ledger" in said.out
    found = json.loads(answer(capsys, "prove", exported, "--json").out)
    assert (found["proved"], found["of_the_ledger"], found["step"]) == (True, True, STEP)


def test_a_certificate_of_another_claim_is_not_of_the_ledger(
    exported: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The proof holds, and yet it is not the step that it is named after: 0 ≤ X is easy."""
    whole = json.loads(exported.read_text())
    part = whole["parts"][0]
    number = part["known"].index([">=", [["1", {"X": 1}]]])
    part["claim"] = part["known"][number]
    contrary = len(part["known"])
    end = {"products": [["1", [number]], ["1", [contrary]]], "equations": []}
    part["proof"] = {"lemmas": [], "end": end}
    exported.write_text(json.dumps(whole))
    said = answer(capsys, "prove", exported, "--json")
    found = json.loads(said.out)
    assert (said.status, found["wrong"], found["of_the_ledger"]) == (1, [], False)


def test_a_certificate_that_takes_too_much_as_known_is_not_of_the_ledger(
    exported: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """0 > 0 among what is known proves everything."""
    whole = json.loads(exported.read_text())
    part = whole["parts"][0]
    part["known"][0] = [">", []]
    part["proof"] = {"lemmas": [], "end": {"products": [["1", [0]]], "equations": []}}
    exported.write_text(json.dumps(whole))
    said = answer(capsys, "prove", exported, "--json")
    found = json.loads(said.out)
    assert (said.status, found["wrong"], found["of_the_ledger"]) == (1, [], False)


def test_a_tampered_file_proves_nothing(exported: Path, capsys: pytest.CaptureFixture[str]) -> None:
    whole = json.loads(exported.read_text())
    whole["parts"][0]["proof"]["end"]["products"][0][0] = "-1"
    exported.write_text(json.dumps(whole))
    said = answer(capsys, "prove", exported)
    assert said.status == 1
    assert "NOT PROVED" in said.out


def test_a_file_that_is_none_is_one_message(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "cannot be read" in refusal(capsys, "prove", tmp_path / "no.certificate.json")
    (tmp_path / "bad.certificate.json").write_bytes(b"\xff\x00")
    assert "no JSON" in refusal(capsys, "prove", tmp_path / "bad.certificate.json")


# What stands beside the solver's word


def test_confirm_counts_every_proved_step(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    said = json.loads(answer(capsys, "prove", "gmc.lemma3", "--confirm", "--json").out)
    proved = [step for step in said["steps"] if step["verdict"] == "proved"]
    assert proved
    assert all(step["confirmed_by"] in BY for step in proved)
    assert not any(step["disputed"] for step in said["steps"])
    assert not any(step["confirmed_by"] for step in said["steps"] if step["verdict"] != "proved")


def nothing(*_: Any) -> None:
    """A search that finds nothing."""


def a_judged_step() -> Judged:
    problem = Implication((DELTA,), CLAIMS["product"][0])
    return Judged(Step("nobody.knows/this", "says", (), problem), problem.judge(), 0.0)


def by(monkeypatch: pytest.MonkeyPatch, said: str) -> Confirmed:
    """How a step is confirmed that has no certificate, if the second solver says this."""
    monkeypatch.setattr(evidence, "found", nothing)
    monkeypatch.setattr(second_solver, "ask", lambda _: said)
    one = Evidence(shipped=Path("none"))
    one.solver = "cvc5 0"
    (found,) = confirmed([a_judged_step()], one)
    return found


def test_without_a_certificate_the_second_solver_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    assert by(monkeypatch, "unsat").by == "cvc5"
    assert by(monkeypatch, "unknown").by == "z3 alone"


def test_a_disagreement_is_loud(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    one = by(monkeypatch, "sat")
    assert (one.by, one.disputed) == ("z3 alone", True)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(evidence, "SHIPPED", tmp_path / "none")
    said = answer(capsys, "prove", STEP, "--confirm")
    assert said.status == 1
    assert f"DISAGREEMENT: {STEP}" in said.out


def test_without_a_second_solver_certificates_still_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> str:
        raise second_solver.Missing("the second solver is not installed")

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(second_solver, "name", missing)
    said = answer(capsys, "prove", STEP, "--confirm")
    assert said.status == 0
    assert "the second solver is not installed" in said.out
    assert "1 certificate" in said.out


def test_the_second_solver_decides() -> None:
    true, false = (Implication((DELTA,), claim).questions()[0] for claim in CLAIMS["root"])
    assert second_solver.ask(true.smt2()) == "unsat"
    assert second_solver.ask(false.smt2()) == "sat"


def test_kept_evidence_that_does_not_prove_is_sought_again(tmp_path: Path) -> None:
    """A proof that is kept is checked before it counts, and what cannot be read is not known."""
    (question,) = a_judged_step().step.problem.questions()
    path = tmp_path / "evidence.json"
    one = Evidence(shipped=tmp_path / "none", cached=path)
    assert one.of(question) == "certificate"
    one.save()
    (key,) = json.loads(path.read_text())["questions"]
    wrong = {"proof": {"lemmas": [], "end": {"products": [], "equations": []}}}
    for damage in ({key: wrong}, {key: {"proof": 3}}, {key: 3}, 3):
        path.write_text(json.dumps({"schema": 1, "questions": damage}))
        assert Evidence(shipped=path).of(question) == "certificate"
