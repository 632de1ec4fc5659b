"""Slack: whether a proved step would still be proved if it claimed a little more.

For an inequality the looser side is made smaller by a factor; for an equality one side is; of a claim with
parts all parts are, except those that compare with 0. A checker that still proves it has either found room
in the paper's line, which is its slack, or is broken.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from types import CodeType
from typing import Any

from theory.errors import Undecided
from theory.proof.boxes import Boxed
from theory.proof.claim import Comparison
from theory.proof.compound import Together
from theory.proof.implication import Implication
from theory.proof.quadratic import Quadratic
from theory.proof.step import Problem
from theory.proof.vectors import Space
from theory.proof.wording import compares_with_zero
from theory.readings.interval import Interval
from theory.readings.solver import Term
from theory.statement import Formula

FACTOR = Fraction(99, 100)
SMALLEST = Fraction(1, 64)
"""Slack below this factor is only said to be that."""


@dataclass(frozen=True)
class Tightened:
    """A claim whose right side is multiplied by a factor."""

    claim: Formula
    factor: Fraction

    @property
    def __code__(self) -> CodeType:
        return self.claim.__code__

    def __call__(self, **values: Any) -> Comparison:
        found: Comparison = self.claim(**values)
        smaller, larger = (_read(values, factor) for factor in (self.factor, 1 / self.factor))
        if isinstance(found.right, int) and found.right == 0:
            raise Undecided("a factor does not change 0")
        if isinstance(found.right, int):
            return Comparison(found.left * larger, found.relation, found.right)
        right = found.right * smaller
        if isinstance(right, Term | Interval):  # a negative side is made smaller by growing
            right = right.minimum(found.right * larger)
        return Comparison(found.left, found.relation, right)


def _read(values: Mapping[str, Any], factor: Fraction) -> Any:
    """The factor in the reading that the claim is given: a quotient of integers would be a float."""
    reading = next(iter(values.values()))
    one = reading.one if isinstance(reading, Space) else reading.literal(1)
    above, below = factor.as_integer_ratio()
    return one * above / below


def tightened(problem: Any, factor: Fraction) -> Problem | None:
    """The problem with a claim that says more; None for one without a right side to scale."""
    if isinstance(problem, Together):
        harder = {name: tightened(part, factor) for name, part in problem.parts.items() if _scales(part)}
        parts = {name: harder.get(name) or part for name, part in problem.parts.items()}
        return replace(problem, parts=parts) if harder else None
    if not isinstance(problem, Implication | Quadratic | Boxed):
        return None
    return replace(problem, claim=Tightened(problem.claim, factor))


def _scales(part: Any) -> bool:
    """Whether a part of an induction has a right side other than 0."""
    if not isinstance(part, Implication | Quadratic | Boxed):
        return False
    return not compares_with_zero(part.claim, of_vectors=isinstance(part, Quadratic))


def slack(problem: Any) -> Fraction | None:
    """The smallest factor found that still proves the claim; None where not even 0.99 does, as it should be.

    Factors are halved towards `SMALLEST`; the right side of 0 ≤ 0 has any slack and says nothing.
    """
    found: Fraction | None = None
    factor = FACTOR
    while factor >= SMALLEST:
        harder = tightened(problem, factor)
        if harder is None or harder.judge().verdict != "proved":
            break
        found, factor = factor, factor / 2
    return found
