"""Every formula of every paper has the same value in all its readings.

A formula is enrolled by being part of a statement: a new one is tested without a new test.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from functools import cache
from typing import Any

import mpmath
import numpy as np
import pytest
import sympy
from hypothesis import given
from points import exact, interval, points

from theory.errors import Undecided, UnlikeUnits, Void
from theory.papers import all_statements
from theory.readings.dimension import Dimension
from theory.readings.exact import Exact
from theory.readings.interval import Interval
from theory.readings.symbolic import Symbolic
from theory.statement import Formula, Statement, apply, needs


def formulas() -> dict[str, Formula]:
    """All distinct formulas: bounds, outputs and both sides of constraints, by a readable name."""
    found: dict[str, Formula] = {}
    for s in all_statements():
        parts = {"bound": s.formula, **s.outputs}
        for c in s.conditions:
            parts |= {f"{c.id} left": c.left, f"{c.id} right": c.right}
        found |= {f"{s.id} {s.variant} {part}": f for part, f in parts.items() if f is not None}
    return {name: f for name, f in found.items() if f not in list(found.values())[: list(found).index(name)]}


FORMULAS = formulas()
BOUNDED = [s for s in all_statements() if s.formula is not None]


def named(value: Any) -> dict[str, Any]:
    return dict(value) if isinstance(value, dict) else {"value": value}


@cache
def symbolic(formula: Formula) -> Callable[..., dict[str, Any]]:
    """The SymPy reading, compiled to 40-digit arithmetic."""
    symbols = {n: Symbolic.symbol(n) for n in needs(formula)}
    terms = named(apply(formula, symbols))
    expressions = [sympy.sympify(getattr(t, "value", t)) for t in terms.values()]
    compiled = sympy.lambdify([s.value for s in symbols.values()], expressions, "mpmath")
    return lambda point: dict(zip(terms, compiled(*(mpmath.mpf(point[n]) for n in symbols)), strict=True))


@pytest.mark.parametrize("name", FORMULAS)
def test_readings_agree(name: str) -> None:
    formula = FORMULAS[name]
    wanted = needs(formula)
    evaluated = []

    @given(points(wanted))
    def agree(point: dict[str, float]) -> None:
        array_point = {n: np.array([x, x], dtype=float) for n, x in point.items()}
        arrays = named(apply(formula, array_point))
        try:
            floats = named(apply(formula, point))
        except Void:
            assert any(np.isnan(a).all() for a in arrays.values())
            with pytest.raises(Void):
                apply(formula, interval(point))
            return
        evaluated.append(point)
        enclosures = named(apply(formula, interval(point)))
        with mpmath.workdps(40):
            symbols = symbolic(formula)(point)
        for term, value in floats.items():
            enclosed = enclosures[term]
            middle = float(getattr(enclosed, "value", enclosed))
            assert value == pytest.approx(middle, rel=1e-7, abs=1e-290)
            assert np.asarray(arrays[term]) == pytest.approx(value, rel=1e-9, abs=1e-290)
            assert float(symbols[term]) == pytest.approx(middle, rel=1e-12, abs=1e-290)
        try:
            fractions = named(apply(formula, exact(point)))
        except Undecided:
            return  # a root occurs, and is not rational
        for term, fraction in fractions.items():
            if isinstance(fraction, Exact):
                assert enclosures[term].contains(fraction.value)

    agree()
    assert evaluated, "the bound was void at every point that was tried"


def test_a_difference_of_intervals_keeps_the_working_precision() -> None:
    """1 − (1 − 2⁻⁹⁰/3): a difference rounded to 53 bits would be 0."""
    small = Interval.fraction(1, 3 * 2**90)
    assert (1 - (1 - small)).contains(Fraction(1, 3 * 2**90))
    assert (1 - (1 - small)).low > 0


@pytest.mark.parametrize("statement", BOUNDED, ids=lambda s: f"{s.id}-{s.variant}")
def test_dimension(statement: Statement) -> None:
    """An explicit bound has the unit that it claims, and so has every term."""
    units = {n: Dimension.of(statement.unit_of(n)) for n in statement.needs}
    if statement.dimension_finding is not None:
        with finding(statement.dimension_finding):
            [t.agreed(Dimension.of(statement.unit), "claiming") for t in statement.bound(**units).values()]
        return
    for term in statement.bound(**units).values():
        assert str(term.value) == statement.unit


@contextmanager
def finding(message: str | None) -> Iterator[None]:
    """Where a formula's units are known not to agree, demand exactly that message."""
    if message is None:
        yield
        return
    with pytest.raises(UnlikeUnits) as caught:
        yield
    assert str(caught.value) == message


@pytest.mark.parametrize("statement", all_statements(), ids=lambda s: f"{s.id}-{s.variant}")
def test_dimension_of_outputs_and_constraints(statement: Statement) -> None:
    units = {n: Dimension.of(statement.unit_of(n)) for n in statement.needs}
    for name, formula in statement.outputs.items():
        with finding(statement.output_findings.get(name)):
            assert str(apply(formula, units).value) == statement.output_units.get(name, "1")
    for condition in statement.conditions:
        with finding(condition.dimension_finding):
            left, right = condition.sides(units)
            (Dimension.literal(0) + left).agreed(Dimension.literal(0) + right, "comparing")


def test_exact_power_is_a_fraction_or_undecided() -> None:
    """An exponent with a long denominator has no rational power to look for, whatever its numerator."""
    eight, half = Exact(Fraction(8)), Exact(Fraction(1, 2))
    assert eight.power(Exact(Fraction(2, 3))).value == 4
    assert half.power(Exact(Fraction(-3))).value == 8
    assert Exact(Fraction(1)).power(Exact(Fraction(1 / 3))).value == 1
    for exponent in (Fraction(1 / 3), Fraction(10**9), Fraction(1, 2)):
        with pytest.raises(Undecided):
            eight.power(Exact(exponent))
