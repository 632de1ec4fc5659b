"""A formula read in exact rational arithmetic."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Self

from theory.errors import Void
from theory.readings.base import Reading

LARGEST_POWER = 10**6
"""Bits of a power beyond which it is not written out: it takes seconds there, and nobody reads it."""


def _floor_root(n: int, degree: int) -> int:
    """⌊n^{1/degree}⌋ for n ≥ 0. Bisection keeps low^degree ≤ n < high^degree."""
    low, high = 0, 1 << (n.bit_length() // degree + 1)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if middle**degree <= n else (low, middle)
    return low


def _integer_root(n: int, degree: int) -> int | None:
    """The exact integer root of n ≥ 0, or None where there is none."""
    root = _floor_root(n, degree)
    return root if root**degree == n else None


def nearly_root(x: Fraction, degree: int, bits: int = 60) -> Fraction:
    """x^{1/degree} from below, to a relative 2^{−bits}, for x ≥ 0 of any size.

    It is ⌊(x·2^{k·degree})^{1/degree}⌋/2^k with k large enough.
    """
    size = (x.numerator.bit_length() - x.denominator.bit_length()) // degree
    shift = max(0, bits + 1 - size)
    return Fraction(_floor_root((x.numerator << shift * degree) // x.denominator, degree), 1 << shift)


class Exact(Reading):
    """An exact fraction. A root is taken only where it is rational; elsewhere it is `Undecided`."""

    __slots__ = ()
    holds = Fraction

    @classmethod
    def literal(cls, number: int) -> Self:
        return cls(Fraction(number))

    def root(self, degree: int) -> Self:
        if self.value < 0:
            raise self._cannot(f"root of degree {degree}")
        parts = [_integer_root(n, degree) for n in self.value.as_integer_ratio()]
        if parts[0] is None or parts[1] is None:
            raise self._cannot(f"rational root of degree {degree}")
        return type(self)(Fraction(parts[0], parts[1]))

    def power(self, exponent: Self) -> Self:
        """The root first: where the exponent is no short fraction there is none."""
        numerator, denominator = exponent.value.as_integer_ratio()
        base = self.root(denominator)
        bits = sum(part.bit_length() - 1 for part in base.value.as_integer_ratio())
        if bits * abs(numerator) > LARGEST_POWER:
            raise self._cannot(f"power {exponent.value} of a size to write down")
        return base._raised(numerator)

    def absolute(self) -> Self:
        return type(self)(abs(self.value))

    def maximum(self, other: Self) -> Self:
        return type(self)(max(self.value, other.value))

    def minimum(self, other: Self) -> Self:
        return type(self)(min(self.value, other.value))

    def ceiling(self) -> Self:
        return type(self)(Fraction(math.ceil(self.value)))

    def positive(self, name: str) -> Self:
        if not self.value > 0:
            raise Void(f"{name} = {self.value} is not positive, so the bound is void")
        return self
