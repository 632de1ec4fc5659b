"""How much a bound changes with each of its constants: exact derivatives, from the SymPy reading."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import sympy

from theory.latex import symbolic_terms
from theory.statement import Formula, needs


def elasticities(formula: Formula, constants: Mapping[str, float]) -> Mapping[str, float | None]:
    """∂ log bound / ∂ log constant at a point, for every constant of the formula.

    1 means proportional, −1 inversely so. The derivative is symbolic and its value is taken in exact
    arithmetic at the given numbers before it is rounded; None where there is no derivative (a ceiling). A
    count is treated as a real number.
    """
    bound = sympy.Add(*symbolic_terms(formula).values())
    at = {sympy.Symbol(n, positive=True): _rational(constants[n]) for n in needs(formula)}
    value = bound.subs(at)
    return {symbol.name: _number(sympy.diff(bound, symbol).subs(at) * x / value) for symbol, x in at.items()}


def _rational(x: float) -> sympy.Rational:
    return sympy.Rational(*Fraction(x).as_integer_ratio())


def _number(expression: sympy.Expr) -> float | None:
    try:
        return float(expression.evalf(20))
    except TypeError:
        return None
