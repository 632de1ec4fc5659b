"""Certificates as files: a step's claim and why it holds, plain data that is checked without any solver."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from theory.errors import BadInput, nearest, shown
from theory.proof.certificate import proves
from theory.proof.ledger import chosen
from theory.proof.step import Step
from theory.proof.system import Fact, System, system
from theory.proof.written_proof import Reader, Writer, keyed, listed, text
from theory.worst_case.checked import WorstCaseChecked

SCHEMA = 1
ENDING = ".certificate.json"
LARGEST = 20_000_000
"""Bytes of a file that is read."""

_KEYS = ("kind", "schema", "step", "says", "hypotheses", "parts")
_PART = ("variables", "known", "choices", "claim", "proof")


@dataclass(frozen=True)
class Checked:
    """What a file says, whether its proofs hold, and whether what they prove is the ledger's step."""

    step: str
    says: str
    hypotheses: tuple[str, ...]
    parts: int
    wrong: tuple[int, ...]
    """The parts, counted from 1, whose proof does not hold."""
    of_the_ledger: bool | None
    """None where this version has no such step."""

    @property
    def proved(self) -> bool:
        return not self.wrong and self.of_the_ledger is not False


def document(step: Step, proofs: list[tuple[System, Any]]) -> dict[str, Any]:
    """The certificate of a step: every question of it as polynomials, with its proof."""
    parts = []
    for asked, proof in proofs:
        writer = Writer(asked.names)
        parts.append(writer.system(asked) | {"proof": writer.proof(proof)})
    return {
        "kind": "positivstellensatz",
        "schema": SCHEMA,
        "step": step.id,
        "says": step.says,
        "hypotheses": list(step.hypotheses),
        "parts": parts,
    }


def checked(path: Path) -> Checked | WorstCaseChecked:
    """Check a certificate's file.

    Raises
    ------
    BadInput
        Where the file cannot be read as a certificate.
    """
    found = _loaded(path)
    kind = found.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        raise BadInput(f"{path.name}: kind: read {shown(kind)}; {nearest(str(kind), KINDS)}")
    return KINDS[kind](found, path.name)


def _loaded(path: Path) -> Mapping[str, Any]:
    try:
        if path.stat().st_size > LARGEST:
            raise BadInput(f"{path.name}: {path.stat().st_size} bytes; allowed: at most {LARGEST}")
        found = json.loads(path.read_text("utf-8"), object_pairs_hook=_once)
    except OSError as error:
        raise BadInput(f"{path}: cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{path.name}: no JSON: {shown(str(error))}") from error
    if not isinstance(found, dict):
        raise BadInput(f"{path.name}: read {shown(found)}; allowed: an object with {', '.join(_KEYS)}")
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return found


def _positivstellensatz(found: Mapping[str, Any], at: str) -> Checked:
    keyed(found, at, _KEYS)
    if type(found["schema"]) is not int or found["schema"] != SCHEMA:
        raise BadInput(f"{at}: schema: read {shown(found['schema'])}; allowed: {SCHEMA}")
    parts = listed(found["parts"], f"{at}.parts", _part)
    if not parts:
        raise BadInput(f"{at}: parts: read []; allowed: at least one")
    step = text(found["step"], f"{at}.step")
    return Checked(
        step,
        text(found["says"], f"{at}.says"),
        tuple(listed(found["hypotheses"], f"{at}.hypotheses", text)),
        len(parts),
        tuple(n for n, (asked, proof) in enumerate(parts, start=1) if not proves(asked, proof)),
        _of_the_ledger(step, [asked for asked, _ in parts]),
    )


def _worst_case(found: Mapping[str, Any], at: str) -> WorstCaseChecked:
    from theory.worst_case import certificate

    return certificate.KINDS[found["kind"]](found, at)


KINDS: Mapping[str, Callable[[Mapping[str, Any], str], Checked | WorstCaseChecked]] = {
    "positivstellensatz": _positivstellensatz,
    "worst case": _worst_case,
    "world": _worst_case,
}
"""How a certificate of each kind is checked."""


def _part(value: Any, at: str) -> tuple[System, Any]:
    found = keyed(value, at, _PART)
    reader = Reader(found["variables"], at)
    return reader.system(found, at), reader.proof(found["proof"], f"{at}.proof")


def _of_the_ledger(step: str, parts: list[System]) -> bool | None:
    """Whether every question of the ledger's step is among the parts, with no more known than it knows."""
    try:
        (own,) = chosen(step)
    except (BadInput, ValueError):
        return None
    questions = own.problem.questions()
    there = [_claimed(part) for part in parts]
    return bool(questions) and all(
        any(claim == has and known <= may and choices == cases for claim, known, choices in there)
        for has, may, cases in (_claimed(system(question)) for question in questions)
    )


def _claimed(asked: System) -> tuple[Any, frozenset[Any], frozenset[Any]]:
    """The claim, what is known and the choices, in words that do not depend on the variables' order."""

    def written(polynomial: Any) -> frozenset[Any]:
        return frozenset(
            (str(c), frozenset((asked.names[i], int(e)) for i, e in enumerate(m) if e))
            for m, c in polynomial.to_dict().items()
        )

    def fact(one: Fact) -> tuple[str, frozenset[Any]]:
        return one.relation, written(one.polynomial)

    choices = frozenset((written(c.when), written(c.then), written(c.otherwise)) for c in asked.choices)
    return fact(asked.claim), frozenset(map(fact, asked.known)), choices
