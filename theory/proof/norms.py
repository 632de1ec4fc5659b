"""Norms of formal vectors: E‖v‖ is a number whose name is the vector, so that equal vectors have equal norms.

Of a family it is the mean over workers of E‖v_k‖. That of v and that of −v are the same.
"""

from __future__ import annotations

from fractions import Fraction
from functools import singledispatch
from typing import Any

import z3

from theory.proof.claim import eq, le
from theory.proof.vectors import Fact, Form, Part, Vector, mean
from theory.readings.solver import Term

LARGEST_DENOMINATOR = 10**6
"""By which a float is named: 1.0 is 1, as a fraction is."""


@singledispatch
def norm(vector: Any) -> Any:
    """E‖v‖; of a family the mean over workers of E‖v_k‖."""
    raise TypeError(f"{type(vector).__name__} is no vector")


@norm.register
def _(vector: Vector) -> Form:
    written = _written(vector)
    if not written:
        return Form({})
    if written[0][1].startswith("-"):
        written = _written(-vector)
    one = next(iter(vector.parts.values())) * 0 + 1
    text = " + ".join(f"{c}·{name}{'~' if deviation else ''}" for (name, deviation), c in written)
    return Form({f"‖{text}‖": one})


def _written(vector: Vector) -> list[tuple[Part, str]]:
    """The parts in order with their coefficients, without those that are 0."""
    texts = ((part, _text(c)) for part, c in sorted(vector.parts.items()))
    return [(part, text) for part, text in texts if text != "0"]


def _text(coefficient: Any) -> str:
    if isinstance(coefficient, float):
        return str(Fraction(coefficient).limit_denominator(LARGEST_DENOMINATOR))
    return str(z3.simplify(coefficient.value) if isinstance(coefficient, Term) else coefficient.value)


def not_negative(vector: Vector) -> Fact:
    """0 ≤ ‖v‖."""
    return Fact("norm", le(0, norm(vector)), complete=False)


def scaled(factor: Any, vector: Vector) -> Fact:
    """‖c·v‖ = c‖v‖ for c ≥ 0."""
    return Fact("norm", eq(norm(vector * factor), norm(vector) * factor), complete=False)


def triangle(*vectors: Vector) -> Fact:
    """‖Σv‖ ≤ Σ‖v‖."""
    first, *rest = vectors
    whole, parts = first, norm(first)
    for vector in rest:
        whole, parts = whole + vector, parts + norm(vector)
    return Fact("triangle", le(norm(whole), parts), complete=False)


def of_mean(family: Vector) -> Fact:
    """‖mean v_k‖ ≤ mean ‖v_k‖."""
    return Fact("triangle", le(norm(mean(family)), norm(family)), complete=False)
