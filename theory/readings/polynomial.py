"""A formula read as a polynomial in one of its constants, to solve a constraint for it exactly."""

from __future__ import annotations

from fractions import Fraction
from typing import Self

from theory.readings.base import Reading
from theory.readings.exact import nearly_root


class Polynomial(Reading):
    """Exact coefficients, lowest degree first, without trailing zeros."""

    __slots__ = ()
    holds = tuple

    @classmethod
    def literal(cls, number: int) -> Self:
        return cls.constant(Fraction(number))

    @classmethod
    def constant(cls, number: Fraction) -> Self:
        return cls((number,) if number else ())

    @classmethod
    def unknown(cls) -> Self:
        return cls((Fraction(0), Fraction(1)))

    @property
    def degree(self) -> int:
        """The degree; −1 for the polynomial 0."""
        return len(self.value) - 1

    def coefficient(self, power: int) -> Fraction:
        return self.value[power] if power <= self.degree else Fraction(0)

    def _added(self, other: Self) -> Self:
        length = max(len(self.value), len(other.value))
        terms = [self.coefficient(i) + other.coefficient(i) for i in range(length)]
        while terms and not terms[-1]:
            terms.pop()
        return type(self)(tuple(terms))

    def _negated(self) -> Self:
        return type(self)(tuple(-c for c in self.value))

    def _multiplied(self, other: Self) -> Self:
        product = [Fraction(0)] * max(self.degree + other.degree + 1, 0)
        for i, a in enumerate(self.value):
            for j, b in enumerate(other.value):
                product[i + j] += a * b
        return type(self)(tuple(product))

    def _divided(self, other: Self) -> Self:
        if other.degree != 0:
            raise self._cannot(f"quotient by a polynomial of degree {other.degree}")
        return type(self)(tuple(c / other.value[0] for c in self.value))

    def _raised(self, exponent: int) -> Self:
        if exponent < 0:
            return self.literal(1)._divided(self)._raised(-exponent)
        result = self.literal(1)
        for _ in range(exponent):
            result = result._multiplied(self)
        return result

    def root(self, degree: int) -> Self:
        """A root of a constant is rounded to 60 bits: an irrational boundary has no fraction."""
        if self.degree > 0 or self.coefficient(0) < 0:
            raise self._cannot(f"root of degree {degree}")
        return self.constant(nearly_root(self.coefficient(0), degree))
