"""A formula read in physical dimensions: F for the objective, w for the parameters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Self

from theory.errors import BadInput, UnlikeUnits
from theory.readings.base import Reading


@dataclass(frozen=True, slots=True)
class Unit:
    """F^objective · w^parameters."""

    objective: Fraction = Fraction(0)
    parameters: Fraction = Fraction(0)

    @classmethod
    def parse(cls, text: str) -> Unit:
        """Read "F^2/w^2", "w^2/F", "F" or "1"."""
        above, _, below = text.partition("/")
        powers = {"F": Fraction(0), "w": Fraction(0)}
        for part, sign in ((above, 1), (below, -1)):
            for factor in filter(None, part.split("*")):
                match = re.fullmatch(r"(F|w)(?:\^(\d+))?|1", factor.strip())
                if match is None:
                    raise BadInput(f"{text!r} is no unit: write powers of F and w, such as F^2/w^2")
                if match[1]:
                    powers[match[1]] += sign * int(match[2] or 1)
        return cls(powers["F"], powers["w"])

    def __str__(self) -> str:
        """Write the unit as `parse` reads it, powers above the line first."""

        def factors(sign: int) -> str:
            written = []
            for letter, power in (("F", self.objective), ("w", self.parameters)):
                if sign * power > 0:
                    written.append(letter if abs(power) == 1 else f"{letter}^{abs(power)}")
            return "*".join(written)

        above, below = factors(1), factors(-1)
        return (above or "1") + (f"/{below}" if below else "")

    def __mul__(self, other: Unit) -> Unit:
        return Unit(self.objective + other.objective, self.parameters + other.parameters)

    def __pow__(self, exponent: int | Fraction) -> Unit:
        return Unit(self.objective * exponent, self.parameters * exponent)


class _Zero:
    """The unit of a literal 0, which fits any other."""

    def __str__(self) -> str:
        return "0"


ONE = Unit()
ZERO = _Zero()


class Dimension(Reading):
    """The unit of a value. Adding or comparing unlike units is `UnlikeUnits`."""

    __slots__ = ()
    holds = (Unit, _Zero)

    @classmethod
    def literal(cls, number: int) -> Self:
        return cls(ZERO if number == 0 else ONE)

    @classmethod
    def of(cls, unit: str) -> Self:
        return cls(Unit.parse(unit))

    def agreed(self, other: Self, doing: str) -> Self:
        """Return the unit that both share; `doing` names what needs them alike."""
        if self.value is ZERO:
            return other
        if other.value is ZERO or self.value == other.value:
            return self
        raise UnlikeUnits(f"{doing} {self.value} and {other.value}")

    def _added(self, other: Self) -> Self:
        return self.agreed(other, "adding")

    def _negated(self) -> Self:
        return self

    def _multiplied(self, other: Self) -> Self:
        if self.value is ZERO or other.value is ZERO:
            return type(self)(ZERO)
        return type(self)(self.value * other.value)

    def _divided(self, other: Self) -> Self:
        return self._multiplied(other._raised(-1))

    def _raised(self, exponent: int) -> Self:
        return self if self.value is ZERO else type(self)(self.value**exponent)

    def _pure(self, function: str) -> Self:
        if self.value is not ZERO and self.value != ONE:
            raise UnlikeUnits(f"{function} of {self.value}, which is not dimensionless")
        return type(self)(ONE)

    def root(self, degree: int) -> Self:
        return self if self.value is ZERO else type(self)(self.value ** Fraction(1, degree))

    def power(self, exponent: Self) -> Self:
        exponent._pure("a power")
        return self._pure("a real power")

    def exp(self) -> Self:
        return self._pure("exp")

    def log(self) -> Self:
        return self._pure("log")

    def absolute(self) -> Self:
        return self

    def maximum(self, other: Self) -> Self:
        return self.agreed(other, "comparing")

    def minimum(self, other: Self) -> Self:
        return self.agreed(other, "comparing")

    def ceiling(self) -> Self:
        return self._pure("the ceiling")
