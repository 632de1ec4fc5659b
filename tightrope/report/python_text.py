"""Formulas as Python that is exact on fractions; a root, an exponential or a logarithm is a float."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from theory.layout import Expression, Number, Power, Root, Sum, Symbol, lay_out
from theory.layout import Fraction as Quotient
from theory.readings.written import Node, Written
from theory.writer import ATOM, Writer

_FUNCTIONS = {"absolute": "abs", "maximum": "max", "minimum": "min", "ceiling": "ceil"}


class PythonWriter(Writer):
    """Laid-out formulas as Python."""

    minus, dot = "-", "*"

    def gap(self, before: Expression, after: Expression) -> str:
        return self.dot

    def symbol(self, x: Symbol) -> str:
        return identifier(x.text)

    def fraction(self, above: tuple[Expression, ...], below: tuple[Expression, ...]) -> str:
        """Integers over integers would be a float."""
        if below and all(map(_is_number, (*above, *below))):
            return f"Fraction({super().fraction(above, ())}){super().fraction((Number(1),), below)[1:]}"
        return super().fraction(above, below)

    def power(self, base: str, exponent: Expression) -> str:
        return f"{f'Fraction({base})' if base.isdigit() else base}**{self.within(exponent, ATOM)}"

    def root(self, x: Root) -> str:
        return f"sqrt({self.write(x.of)})" if x.degree == 2 else f"float({self.write(x.of)})**(1/{x.degree})"

    def call(self, function: str, arguments: str) -> str:
        return f"{_FUNCTIONS.get(function, function)}({arguments})"


def _is_number(x: Expression) -> bool:
    """Whether x is made of integers alone."""
    if isinstance(x, Sum):
        return all(map(_is_number, x.terms))
    if isinstance(x, Quotient):
        return all(map(_is_number, (*x.above, *x.below)))
    if isinstance(x, Power):
        return _is_number(x.base) and _is_number(x.exponent)
    return isinstance(x, Number)


def identifier(name: str) -> str:
    """A quantity's name in Python: the coordinate e~[0] of deviations is e_apart_0, ‖x‖² is x_sq."""
    return re.sub(r"\W+", "_", name.replace("~", "_apart").replace("²", "_sq")).strip("_")


def python(side: Any) -> str:
    """A side of a comparison, given as its text or as a number."""
    if isinstance(side, Fraction):
        whole = side.denominator == 1
        return f"Fraction({side.numerator})" if whole else f"Fraction({side.numerator}, {side.denominator})"
    node = _without_zeros(Written.literal(0).lift(side).value)
    return PythonWriter().write(lay_out(node, lambda leaf: Symbol(str(leaf.parts[0]), "word")))


def _without_zeros(node: Node) -> Node:
    """The text without the zeros that sums begin with; sums of integers added up."""
    parts = [_without_zeros(part) if isinstance(part, Node) else part for part in node.parts]
    numbers = [p.parts[0] for p in parts if isinstance(p, Node) and p.kind == "number"]
    if node.kind == "sum" and len(numbers) == 2:
        return Node("number", sum(n for n in numbers if isinstance(n, int)))
    if node.kind == "sum" and 0 in numbers:
        return next(p for p in parts if isinstance(p, Node) and p.parts != (0,))
    return Node(node.kind, *parts)
