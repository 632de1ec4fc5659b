"""Elimination: an equation u·x^d + … = 0 with u > 0 writes u^k · p without x^d; the multiplier is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flint import fmpq

from theory.proof.certificate import Identity, Product
from theory.proof.system import Fact, Polynomial


@dataclass(frozen=True)
class Elimination:
    """equation = fact / scale = leading · x^degree + …; leading is the product of the facts `positive`."""

    number: int
    scale: object
    equation: Polynomial
    variable: int
    degree: int
    leading: Polynomial
    positive: tuple[int, ...]

    def divided(self, polynomial: Polynomial) -> tuple[Polynomial, Polynomial, int]:
        """r, q and k with leading^k · p = q · equation + r, where r has a lower degree in x."""
        quotient, count = polynomial * 0, 0
        x = polynomial.context().gens()[self.variable]
        while (degree := polynomial.degrees()[self.variable]) >= self.degree:
            step = coefficient(polynomial, self.variable, degree) * x ** (degree - self.degree)
            polynomial = polynomial * self.leading - step * self.equation
            quotient = quotient * self.leading + step
            count += 1
        return polynomial, quotient, count


def coefficient(polynomial: Polynomial, variable: int, degree: int) -> Polynomial:
    """What multiplies x^degree."""
    terms = {
        tuple(0 if i == variable else e for i, e in enumerate(m)): c
        for m, c in polynomial.to_dict().items()
        if m[variable] == degree
    }
    return polynomial.context().from_dict(terms)


def reduced(
    polynomial: Polynomial, eliminations: Sequence[Elimination]
) -> tuple[Polynomial, tuple[int, ...]]:
    """A polynomial without what is eliminated, and the positive facts by which it was multiplied."""
    facts: tuple[int, ...] = ()
    for each in eliminations:
        polynomial, _, count = each.divided(polynomial)
        facts += each.positive * count
    return polynomial, facts


def closed(
    products: Sequence[Product], total: Polynomial, eliminations: Sequence[Elimination]
) -> Identity | None:
    """The identity of products whose sum is a combination of equations; None where it is none."""
    equations: list[tuple[int, Polynomial]] = []
    for each in eliminations:
        total, quotient, count = each.divided(total)
        products = [replace(p, facts=p.facts + each.positive * count) for p in products]
        equations = [(n, multiplier * each.leading**count) for n, multiplier in equations]
        if quotient != 0:
            equations.append((each.number, -quotient / each.scale))
    return Identity(tuple(products), tuple(equations)) if total == 0 else None


def without(
    number: int, fact: Fact, eliminations: Sequence[Elimination], contrary: int
) -> tuple[Fact, Identity] | None:
    """An equation without what is eliminated, as a lemma with its identity; None where it says nothing new.

    r = leading^k · p − Σ q · equation, so r² = r · leading^k · p − Σ r · q · equation.
    """
    equations: list[tuple[int, Polynomial]] = []
    polynomial, leading = fact.polynomial, fact.polynomial * 0 + 1
    for each in eliminations:
        polynomial, quotient, count = each.divided(polynomial)
        power = each.leading**count
        equations = [(n, multiplier * power) for n, multiplier in equations]
        leading = leading * power
        if quotient != 0:
            equations.append((each.number, quotient / each.scale))
    if polynomial in (0, fact.polynomial):
        return None
    multiples = [(number, -leading * polynomial), *((n, m * polynomial) for n, m in equations)]
    return Fact("==", polynomial), Identity((Product(fmpq(1), (contrary,)),), tuple(multiples))
