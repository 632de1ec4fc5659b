"""A formula read in rigorous ball arithmetic: the true value lies in the ball."""

from __future__ import annotations

import math
from fractions import Fraction
from functools import reduce
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

    @property
    def is_wide(self) -> bool:
        """Whether the radius is more than rounding: above 2⁻⁴⁰ of the midpoint."""
        return bool(self.value.rel_accuracy_bits() < 40)

    def contains(self, number: float | Fraction) -> bool:
        """Whether the ball contains a number; exact, whatever the working precision."""
        return abs(Fraction(number) - _dyadic(self.value.mid())) <= _dyadic(self.value.rad())

    def hull(self, other: Self) -> Self:
        """The smallest ball around both."""
        with ctx.workprec(PRECISION):
            return type(self)(self.value.union(other.value))

    def _added(self, other: Self) -> Self:
        with ctx.workprec(PRECISION):
            return super()._added(other)

    def _negated(self) -> Self:
        """−x, whose midpoint arb rounds to the working precision too."""
        with ctx.workprec(PRECISION):
            return super()._negated()

    def _multiplied(self, other: Self) -> Self:
        """The product; of two wide balls from their ends, as [0,1]·[0,1] by midpoints reaches below 0."""
        with ctx.workprec(PRECISION):
            if not (self.is_wide and other.is_wide):
                return super()._multiplied(other)
            ends = [(x.value.lower(), x.value.upper()) for x in (self, other)]
            return type(self)(reduce(arb.union, [a * b for a in ends[0] for b in ends[1]]))

    def _divided(self, other: Self) -> Self:
        if other.value.contains(0):
            raise Undecided(f"the divisor {other.value} may be 0")
        with ctx.workprec(PRECISION):
            if not other.is_wide:
                return super()._divided(other)
            inverse = (1 / other.value.lower()).union(1 / other.value.upper())
            return self._multiplied(type(self)(inverse))

    def _raised(self, exponent: int) -> Self:
        """x^n from the ends: a product of a ball with itself forgets that both are the same x."""
        if exponent < 0:
            return self.literal(1)._divided(self._raised(-exponent))
        with ctx.workprec(PRECISION):
            if not self.is_wide:
                return type(self)(self.value**exponent)
            ends = [end**exponent for end in (self.value.lower(), self.value.upper())]
            if exponent % 2 == 0 and self.value.contains(0):
                ends.append(arb(0) ** exponent)
            return type(self)(reduce(arb.union, ends))

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
