"""Steps: a paper's lines as claims, with their hypotheses, their place and the checker that judges them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from types import CodeType
from typing import Any, Literal, Protocol, get_args

from theory.proof.claim import Comparison, Hypothesis
from theory.proof.implication import Question
from theory.proof.verdict import Finding
from theory.statement import Formula, Relation, Variant

Severity = Literal["false", "unsupported", "step", "cosmetic", "as_printed_only"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
Transcription = Literal["ocr", "restored"]


class Problem(Protocol):
    """What a checker judges."""

    def judge(self) -> Finding: ...

    def questions(self) -> tuple[Question, ...]:
        """What a solver is asked; the claim is proved where every goal follows."""


@dataclass(frozen=True)
class Step:
    """One relation of a display, or one claim of running text, encoded as printed.

    `id` is "<statement>/<display>", with ".n" for the n-th relation of a display, or a place in words.
    `says` is the claim in the paper's letters. `evidence` says what restores a glyph, for a restored line.
    """

    id: str
    says: str
    hypotheses: tuple[str, ...]
    problem: Problem
    transcription: Transcription = "ocr"
    evidence: str = ""
    severity: Severity | None = None
    repair: str | None = None
    """The id of the step that says what is right, itself judged."""
    variant: Variant = "published"
    slack: Fraction | None = None
    """By which factor the looser side can be smaller, where 0.99 of it is still proved."""
    doubtful: bool = False
    """Whether a refutation rests on one reading of a glyph that the print should be asked about."""
    note: str = ""

    @property
    def paper(self) -> str:
        return self.id.partition(".")[0]

    @property
    def statement(self) -> str:
        return self.id.partition("/")[0]

    @property
    def display(self) -> str | None:
        """The displayed line, such as gmc:058; None for running text."""
        number = self.id.partition("/")[2].partition(".")[0]
        return f"{self.id.partition('.')[0]}:{number}" if number.isdigit() else None


@dataclass(frozen=True)
class Link:
    """One more expression of a chain: the display that prints it, and how it follows the one before."""

    display: str
    relation: Relation
    expression: Any


def to(display: str, relation: Relation, expression: Any) -> Link:
    """A link of a chain."""
    return Link(display, relation, expression)


@dataclass(frozen=True)
class Between:
    """The comparison of two neighbouring expressions of a chain, as a formula of its own."""

    chain: Formula
    at: int

    @property
    def __code__(self) -> CodeType:
        """The names that the chain needs are those that the comparison needs."""
        return self.chain.__code__

    def __call__(self, **values: Any) -> Comparison:
        first, *links = self.chain(**values)
        expressions = [first, *(link.expression for link in links)]
        return Comparison(expressions[self.at], links[self.at].relation, expressions[self.at + 1])


def texts(hypotheses: Iterable[Hypothesis]) -> tuple[str, ...]:
    return tuple(h.text for h in hypotheses)
