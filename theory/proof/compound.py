"""Claims that rest on several: an induction, and a result that is taken from elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from theory.proof.implication import Question
from theory.proof.step import Problem
from theory.proof.verdict import Finding


@dataclass(frozen=True)
class Induction:
    """A claim for every t, by its parts: the start, the step, and what else it needs.

    A part that fails leaves the claim open: another induction may prove it.
    """

    parts: Mapping[str, Problem]
    """The parts by their names, such as start and step."""

    def judge(self) -> Finding:
        axioms: tuple[str, ...] = ()
        for name, part in self.parts.items():
            finding = part.judge()
            axioms += finding.axioms
            if finding.verdict != "proved":
                where = f" at {dict(finding.witness.values)}" if finding.witness else ""
                return Finding("open", "induction", f"{name}: {finding.verdict}{where} {finding.why}".strip())
        return Finding("proved", "induction", axioms=tuple(dict.fromkeys(axioms)))

    def questions(self) -> tuple[Question, ...]:
        return tuple(question for part in self.parts.values() for question in part.questions())


@dataclass(frozen=True)
class Cited:
    """A result that the paper takes from elsewhere, or an axiom."""

    source: str

    def judge(self) -> Finding:
        return Finding("assumed", "cited", self.source)

    def questions(self) -> tuple[Question, ...]:
        return ()
