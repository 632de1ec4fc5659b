"""A formula read in rigorous ball arithmetic: the true value lies in the ball."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Self

from flint import arb, ctx, fmpq

from theory.errors import Undecided, Void
from theory.readings.base import Reading

PRECISION = 128
"""Bits of working precision. A float has 53; the rest absorbs the cancellation in 1 − q of GMC's E²."""


def _dyadic(ball: arb) -> Fraction:
    """The exact value of a ball without radius."""
    mantissa, exponent = ball.man_exp()
    return int(mantissa) * Fraction(2) ** int(exponent)


class Interval(Reading):
    """An `arb` ball. What cannot be decided for the whole ball is `Undecided`, never guessed."""

    __slots__ = ()
    holds = arb

    @classmethod
    def literal(cls, number: int) -> Self:
        return cls(arb(number))

    @classmethod
    def of(cls, low: float, high: float | None = None) -> Self:
        """Enclose a float, or the interval between two floats, exactly as given."""
        with ctx.workprec(PRECISION):
            return cls(arb(low) if high is None else arb(low).union(arb(high)))

    @classmethod
    def fraction(cls, numerator: int, denominator: int) -> Self:
        """Enclose a fraction."""
        with ctx.workprec(PRECISION):
            return cls(arb(fmpq(numerator, denominator)))

    @property
    def low(self) -> float:
        """A float that no point of the ball is below."""
        return math.nextafter(float(self.value.lower()), -math.inf)

    @property
    def high(self) -> float:
        """A float that no point of the ball is above."""
        return math.nextafter(float(self.value.upper()), math.inf)

    def contains(self, number: float | Fraction) -> bool:
        """Whether the ball contains a number; exact, whatever the working precision."""
        return abs(Fraction(number) - _dyadic(self.value.mid())) <= _dyadic(self.value.rad())

    def _added(self, other: Self) -> Self:
        with ctx.workprec(PRECISION):
            return super()._added(other)

    def _negated(self) -> Self:
        with ctx.workprec(PRECISION):
            return super()._negated()

    def _multiplied(self, other: Self) -> Self:
        with ctx.workprec(PRECISION):
            return super()._multiplied(other)

    def _divided(self, other: Self) -> Self:
        if other.value.contains(0):
            raise Undecided(f"the divisor {other.value} may be 0")
        with ctx.workprec(PRECISION):
            return super()._divided(other)

    def _raised(self, exponent: int) -> Self:
        """x^n by products: arb's own power of a ball that straddles 0 is nan."""
        if exponent < 0:
            return self.literal(1)._divided(self._raised(-exponent))
        with ctx.workprec(PRECISION):
            result = arb(1)
            for _ in range(exponent):
                result *= self.value
            return type(self)(result)

    def _function(self, name: str, allowed: bool) -> Self:
        if not allowed:
            raise self._cannot(name)
        with ctx.workprec(PRECISION):
            return type(self)(getattr(self.value, name)())

    def root(self, degree: int) -> Self:
        if not self.value >= 0:
            raise self._cannot(f"root of degree {degree}")
        with ctx.workprec(PRECISION):
            return type(self)(self.value.root(degree))

    def power(self, exponent: Self) -> Self:
        return self.log()._multiplied(exponent).exp()

    def exp(self) -> Self:
        return self._function("exp", allowed=True)

    def log(self) -> Self:
        return self._function("log", allowed=bool(self.value > 0))

    def absolute(self) -> Self:
        return self.maximum(self._negated())

    def maximum(self, other: Self) -> Self:
        with ctx.workprec(PRECISION):
            return type(self)(self.value.max(other.value))

    def minimum(self, other: Self) -> Self:
        with ctx.workprec(PRECISION):
            return type(self)(self.value.min(other.value))

    def ceiling(self) -> Self:
        return self._function("ceil", allowed=True)

    def positive(self, name: str) -> Self:
        if self.value > 0:
            return self
        if self.value <= 0:
            raise Void(f"{name} is at most {self.high:.6g}, not positive, so the bound is void")
        raise Undecided(f"{name} is between {self.low:.6g} and {self.high:.6g}: its sign is not decided")
