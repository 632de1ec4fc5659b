"""The admissible values of a constant under a constraint: how far a step size or a momentum may go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import inf, isfinite, nextafter
from struct import pack, unpack

from theory.constants import GLOSSARY
from theory.errors import TightropeError
from theory.readings.exact import nearly_root
from theory.readings.polynomial import Polynomial
from theory.statement import Constraint, check


@dataclass(frozen=True)
class Edge:
    """The largest value of `name` up to which a constraint holds from the low end of its range on.

    `attained` tells whether the constraint still holds there. `how` is "root" where the constraint is a
    polynomial in the constant, of degree 2 at most, solved by its formula; "bisection" else. `value` is
    None where the constraint holds for no value, and inf where it holds for all.
    """

    name: str
    value: float | None
    attained: bool
    how: str


def edge(constraint: Constraint, name: str, constants: Mapping[str, float]) -> Edge | None:
    """The largest admissible `name` under one constraint, the other constants fixed.

    None where the constraint does not depend on `name`, or where another constant is missing.
    """
    if name not in constraint.needs or any(n not in constants for n in constraint.needs if n != name):
        return None
    attained = constraint.relation != "<"
    polynomial = _difference(constraint, name, constants)
    if polynomial is not None and polynomial.degree <= 2:
        return _within_range(Edge(name, _first_root(polynomial), attained, "root"))
    return _within_range(Edge(name, _bisected(constraint, name, constants), attained, "bisection"))


def _within_range(found: Edge) -> Edge:
    """Cut the edge to the values that the glossary admits for the constant."""
    row = GLOSSARY[found.name]
    if found.value is None or found.value < row.low:
        return Edge(found.name, None, attained=False, how=found.how)
    if found.value > row.high or (found.value == row.high and not row.high_allowed):
        return Edge(found.name, row.high, attained=row.high_allowed, how=found.how)
    return found


def _difference(constraint: Constraint, name: str, constants: Mapping[str, float]) -> Polynomial | None:
    """Right minus left as a polynomial in `name`, the other constants as exact fractions."""
    readings = {n: Polynomial.constant(Fraction(constants[n])) for n in constraint.needs if n != name}
    try:
        left, right = constraint.sides({**readings, name: Polynomial.unknown()})
        difference: Polynomial = Polynomial.literal(0) + right - left
    except TightropeError:
        return None
    return difference


def _first_root(p: Polynomial) -> float | None:
    """The least root of p above 0, where p is positive just above 0; None where it is negative there.

    Degree 2, a + bx + cx²: the root is −2a/(b + s√(b²−4ac)) in the form without cancellation.
    """
    a, b, c = (p.coefficient(i) for i in range(3))
    leading = next((x for x in (a, b, c) if x), Fraction(0))
    if leading < 0:
        return None
    if not c:
        return _float(-a / b) if b < 0 else inf
    discriminant = b * b - 4 * a * c
    if discriminant < 0:
        return inf
    s = nearly_root(discriminant, 2)
    far = -(b + s) if b >= 0 else -(b - s)
    roots = [x for x in (far / (2 * c), 2 * a / far if far else Fraction(0)) if x > 0]
    return _float(min(roots)) if roots else inf


def _float(x: Fraction) -> float:
    """The nearest float; infinite beyond them."""
    try:
        return float(x)
    except OverflowError:
        return inf


def _between(low: float, high: float) -> float:
    """The middle of two positive floats in the order of floats, which takes 64 halvings at most."""
    first, last = (int.from_bytes(pack(">d", x)) for x in (low, high))
    return float(unpack(">d", ((first + last) // 2).to_bytes(8))[0])


def _bisected(constraint: Constraint, name: str, constants: Mapping[str, float]) -> float | None:
    """The edge of the admissible interval that starts at the low end, to the last bit."""

    def holds(x: float) -> bool:
        try:
            return check(constraint, {**constants, name: x}).holds is True
        except (TightropeError, ArithmeticError, ValueError):
            return False

    row = GLOSSARY[name]
    low = nextafter(row.low, inf)
    if not holds(low):
        return None
    high = row.high if isfinite(row.high) else 1.0
    while holds(high):
        if isfinite(row.high) or high > 1e300:
            return row.high
        low, high = high, high * 2
    while nextafter(low, inf) < high:
        middle = _between(low, high)
        low, high = (middle, high) if holds(middle) else (low, middle)
    return low
