"""Witnesses: a solver's point re-evaluated by code that is not the solver's."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from theory.errors import Undecided, Void
from theory.proof.claim import Comparison, Hypothesis
from theory.proof.verdict import Witness
from theory.readings.exact import Exact
from theory.readings.interval import Interval
from theory.statement import RELATIONS, Formula, apply

Point = Mapping[str, Fraction]
Condition = Callable[[Mapping[str, Any]], Iterable[Comparison]]

READINGS = (("exact", "exact fractions"), ("balls", "balls that do not meet"))
LONGEST = 24
"""Characters of a fraction that is written out."""


def _read(point: Point, kind: str) -> Mapping[str, Any]:
    if kind == "exact":
        return {name: Exact(value) for name, value in point.items()}
    return {name: Interval.fraction(*value.as_integer_ratio()) for name, value in point.items()}


def holds(comparison: Comparison) -> bool | None:
    """Whether a comparison of exact fractions or of balls holds; None where balls cannot tell."""
    reading = next(side for side in (comparison.left, comparison.right) if not isinstance(side, int))
    left, right = reading.lift(comparison.left), reading.lift(comparison.right)
    if isinstance(reading, Exact):
        return RELATIONS[comparison.relation](left.value, right.value)
    difference = (right - left).value
    if comparison.relation == "==":
        return False if not difference.contains(0) else None
    if difference > 0:
        return True
    if difference < 0:
        return False
    return None


def is_short(value: Fraction | int) -> bool:
    """Whether a fraction is written out; one of thousands of digits has no text at all."""
    bits = sum(part.bit_length() for part in value.as_integer_ratio())
    return bits < 4 * LONGEST and len(str(value)) <= LONGEST


def shown(side: Any) -> str:
    """A side's value for a reader: a short fraction as it is, a long one or a ball by its first digits."""
    value = getattr(side, "value", side)
    if isinstance(value, int | Fraction):
        return str(value) if is_short(value) else f"{float(value):.10g}"
    return str(value.str(10, radius=False))


def evaluated(point: Point, hypotheses: Sequence[Hypothesis], claim: Formula) -> Witness | None:
    """The witness at a point where every hypothesis holds and the claim fails; None where it is none."""
    return confirmed(point, [h.comparisons for h in hypotheses], lambda values: apply(claim, values))


def confirmed(
    point: Point, conditions: Iterable[Condition], claim: Callable[[Mapping[str, Any]], Comparison]
) -> Witness | None:
    """The witness at a point that keeps the conditions and breaks the claim, read exactly, else in balls.

    Each is read by itself: an equality that fractions show to hold is no ball's business.
    """
    for kind, how in READINGS:
        try:
            found = claim(_read(point, kind))
            if holds(found) is not False:
                continue
        except (Undecided, Void, ZeroDivisionError):
            continue
        kept = all(_kept(point, condition) for condition in conditions)
        return Witness(dict(point), shown(found.left), shown(found.right), how) if kept else None
    return None


def _kept(point: Point, condition: Condition) -> bool:
    """Whether a condition holds at a point for sure."""
    for kind, _ in READINGS:
        try:
            return all(holds(c) is True for c in condition(_read(point, kind)))
        except (Undecided, Void, ZeroDivisionError):
            continue
    return False
