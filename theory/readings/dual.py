"""A formula read with its partial derivatives, in rigorous ball arithmetic: forward differentiation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import zip_longest
from typing import Self

from theory.errors import Undecided
from theory.readings.base import Reading
from theory.readings.interval import Interval

_ZERO = Interval.literal(0)


class Dual(Reading):
    """A ball and the balls of its partial derivatives; missing ones at the end are 0."""

    __slots__ = ()
    holds = tuple

    @classmethod
    def of(cls, ball: Interval, partials: Sequence[Interval] = ()) -> Self:
        return cls((ball, tuple(partials)))

    @classmethod
    def variable(cls, ball: Interval, place: int) -> Self:
        """The variable at a place among those that derivatives are taken for."""
        return cls.of(ball, [*[_ZERO] * place, Interval.literal(1)])

    @classmethod
    def literal(cls, number: int) -> Self:
        return cls.of(Interval.literal(number))

    @property
    def ball(self) -> Interval:
        ball: Interval = self.value[0]
        return ball

    @property
    def partials(self) -> tuple[Interval, ...]:
        partials: tuple[Interval, ...] = self.value[1]
        return partials

    def _combined(self, other: Self, ball: Interval, rule: Callable[[Interval, Interval], Interval]) -> Self:
        pairs = zip_longest(self.partials, other.partials, fillvalue=_ZERO)
        return self.of(ball, [rule(a, b) for a, b in pairs])

    def _scaled(self, ball: Interval, slope: Interval) -> Self:
        """A function of one argument: its value and its slope there."""
        return self.of(ball, [slope * d for d in self.partials])

    def _added(self, other: Self) -> Self:
        return self._combined(other, self.ball + other.ball, lambda a, b: a + b)

    def _negated(self) -> Self:
        return self._scaled(-self.ball, Interval.literal(-1))

    def _multiplied(self, other: Self) -> Self:
        x, y = self.ball, other.ball
        return self._combined(other, x * y, lambda a, b: a * y + b * x)

    def _divided(self, other: Self) -> Self:
        y = other.ball
        quotient = self.ball / y
        return self._combined(other, quotient, lambda a, b: (a - quotient * b) / y)

    def _raised(self, exponent: int) -> Self:
        if exponent == 0:
            return self.literal(1)
        return self._scaled(self.ball**exponent, exponent * self.ball ** (exponent - 1))

    def root(self, degree: int) -> Self:
        """x^(1/n), whose slope is infinite at 0."""
        result = self.ball.root(degree)
        return self._scaled(result, 1 / (degree * result ** (degree - 1)))

    def power(self, exponent: Self) -> Self:
        return (self.log() * exponent).exp()

    def exp(self) -> Self:
        result = self.ball.exp()
        return self._scaled(result, result)

    def log(self) -> Self:
        return self._scaled(self.ball.log(), 1 / self.ball)

    def absolute(self) -> Self:
        return self.maximum(-self)

    def maximum(self, other: Self) -> Self:
        """The larger one; where that is not decided, the hull of both slopes."""
        if self.ball.value >= other.ball.value:
            return self
        if self.ball.value <= other.ball.value:
            return other
        return self._combined(other, self.ball.maximum(other.ball), Interval.hull)

    def minimum(self, other: Self) -> Self:
        return -((-self).maximum(-other))

    def ceiling(self) -> Self:
        raise Undecided("the ceiling has no slope at an integer")

    def positive(self, name: str) -> Self:
        return self.of(self.ball.positive(name), self.partials)
