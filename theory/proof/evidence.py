"""Evidence beside z3: an exact certificate for every question of a step, else a second solver's word.

What was found is kept by the question itself. A certificate that is kept is checked again whenever it is
used; a second solver's answer is kept with that solver's version.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from theory.constants_file import write_atomically
from theory.errors import BadInput, Undecided
from theory.proof import second_solver
from theory.proof.certificate import Proof, proves
from theory.proof.implication import Question
from theory.proof.ledger import Judged
from theory.proof.search import found
from theory.proof.system import System, system
from theory.proof.written_proof import Reader, Writer

By = Literal["exact", "certificate", "cvc5", "z3 alone"]
"""exact: nothing was asked of a solver. Otherwise the weakest evidence among a step's questions."""
BY: tuple[By, ...] = get_args(By)
SHIPPED = Path(__file__).parents[1] / "papers" / "evidence.json"


class Disagreement(Exception):
    """A second solver finds a counterexample where z3 finds none."""


@dataclass(frozen=True)
class Confirmed:
    """What stands beside z3's word for a proved step; `disputed` where the second solver contradicts it."""

    judged: Judged
    by: By | None
    """None for a step that is not proved."""
    disputed: bool = False


class Evidence:
    """What is known of questions, from the package and from the user's folder for caches."""

    def __init__(self, shipped: Path | None = None, cached: Path | None = None) -> None:
        self.shipped, self.cached = _read(shipped or SHIPPED), _read(cached) if cached else {}
        self.path = cached
        self.used: dict[str, Any] = {}
        """What was used of it, and what is new."""
        self.solver: str | None = None
        """The second solver with its version, where it may be asked."""
        self.seeking = True
        """Whether to look for what is not known."""

    @classmethod
    def usual(cls) -> Evidence:
        folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        return cls(cached=folder / "tightrope" / "evidence.json")

    def forget_answers(self) -> None:
        """Keep the certificates alone: what had none is sought again, and the second solver asked again."""
        self.shipped, self.cached = (
            {key: value for key, value in kept.items() if "proof" in value}
            for kept in (self.shipped, self.cached)
        )

    def of(self, question: Question) -> By:
        """The evidence for one question: what is known, else what is found now.

        Raises
        ------
        Disagreement
            Where the second solver fulfils what z3 finds that nothing fulfils.
        """
        asked, key = _asked(question)
        known = self.shipped.get(key) or self.cached.get(key) or {}
        if asked is not None and (proof := _replayed(asked, known) or self._sought(asked, known)):
            self.used[key] = {"proof": Writer(asked.names).proof(proof)}
            return "certificate"
        if self.solver and known.get("solver") != self.solver:
            known = {"solver": self.solver, "answer": second_solver.ask(question.smt2())}
        if "answer" not in known:
            return "z3 alone"
        self.used[key] = known
        if known["answer"] == "sat":
            raise Disagreement
        return "cvc5" if known["answer"] == "unsat" else "z3 alone"

    def _sought(self, asked: System, known: Mapping[str, Any]) -> Proof | None:
        """What was sought once and not found is not sought again."""
        return found(asked) if self.seeking and "answer" not in known else None

    def save(self) -> None:
        """Keep what is new in the user's folder."""
        new = {key: value for key, value in self.used.items() if self.shipped.get(key) != value}
        if self.path and new != self.cached:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            _write(self.path, {**self.cached, **new})

    def ship(self) -> None:
        """Write what was used into the package."""
        _write(SHIPPED, self.used)


def confirmed(ledger: Sequence[Judged], evidence: Evidence) -> Iterator[Confirmed]:
    """Every step of a judged ledger with what stands beside z3's word for it."""
    for one in ledger:
        if one.finding.verdict != "proved":
            yield Confirmed(one, None)
            continue
        try:
            found_by = [evidence.of(question) for question in one.step.problem.questions()]
            yield Confirmed(one, max(found_by, key=BY.index, default="exact"))
        except Disagreement:
            yield Confirmed(one, "z3 alone", disputed=True)


def proofs(one: Judged, evidence: Evidence) -> list[tuple[System, Proof]] | None:
    """The certificate of a step: a proof of each of its questions; None where one of them has none."""
    pairs = []
    for question in one.step.problem.questions():
        asked, key = _asked(question)
        if asked is None or evidence.of(question) != "certificate":
            return None
        pairs.append((asked, _proof(asked, evidence.used[key])))
    return pairs or None


def _asked(question: Question) -> tuple[System | None, str]:
    """A question as polynomials, where it is one, and the name by which its evidence is kept."""
    try:
        asked = system(question)
    except Undecided:
        return None, _hash(question.smt2())
    return asked, _hash(json.dumps(Writer(asked.names).system(asked)))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def _proof(asked: System, known: Mapping[str, Any]) -> Proof:
    return Reader(list(asked.names), "evidence").proof(known["proof"], "evidence")


def _replayed(asked: System, known: Mapping[str, Any]) -> Proof | None:
    """The proof that is kept, if it is one."""
    if "proof" not in known:
        return None
    try:
        proof = _proof(asked, known)
    except BadInput:
        return None
    return proof if proves(asked, proof) else None


def _read(path: Path) -> Mapping[str, Any]:
    """What is kept; what cannot be read is not known."""
    try:
        read = json.loads(path.read_text("utf-8"))
        questions = read["questions"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return {k: v for k, v in questions.items() if isinstance(v, dict)} if isinstance(questions, dict) else {}


def _write(path: Path, questions: Mapping[str, Any]) -> None:
    """One question a line."""
    compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    lines = ",\n".join(f"{compact(key)}:{compact(questions[key])}" for key in sorted(questions))
    write_atomically(path, f'{{"schema":1,"questions":{{\n{lines}\n}}}}\n'.encode())
