"""Claims that rest on several, such as an induction, and a result that is taken from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from theory.proof.implication import Question
from theory.proof.step import Problem
from theory.proof.verdict import Finding


@dataclass(frozen=True)
class Together:
    """A claim that holds where all its parts do; one that fails leaves it open, as others may prove it."""

    parts: Mapping[str, Problem]
    by: ClassVar[str] = "parts"

    def __post_init__(self) -> None:
        if not self.parts:
            raise ValueError("a claim without parts says nothing")

    def judge(self) -> Finding:
        axioms: tuple[str, ...] = ()
        for name, part in self.parts.items():
            finding = part.judge()
            axioms += finding.axioms
            if finding.verdict != "proved":
                where = f" at {dict(finding.witness.values)}" if finding.witness else ""
                return Finding("open", self.by, f"{name}: {finding.verdict}{where} {finding.why}".strip())
        return Finding("proved", self.by, axioms=tuple(dict.fromkeys(axioms)))

    def questions(self) -> tuple[Question, ...]:
        return tuple(question for part in self.parts.values() for question in part.questions())


@dataclass(frozen=True)
class Induction(Together):
    """A claim for every t, by its parts: the start, the step, and what else it needs.

    The first word of a part's name says what it is, as in "start of the sum". Raises ValueError without a
    start or without a step.
    """

    by: ClassVar[str] = "induction"

    def __post_init__(self) -> None:
        words = {re.split(r"[ ,_]", name)[0] for name in self.parts}
        if missing := [word for word in ("start", "step") if word not in words]:
            has = ", ".join(self.parts)
            raise ValueError(f"an induction needs a {' and a '.join(missing)}, and has {has}")


@dataclass(frozen=True)
class Cited:
    """A result that the paper takes from elsewhere, or an axiom."""

    source: str

    def judge(self) -> Finding:
        return Finding("assumed", "cited", self.source)

    def questions(self) -> tuple[Question, ...]:
        return ()
