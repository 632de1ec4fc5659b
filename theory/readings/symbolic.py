"""A formula read as a SymPy expression, for LaTeX, limits and derivatives."""

from __future__ import annotations

from typing import Self

import sympy

from theory.readings.base import Reading


class Symbolic(Reading):
    """A SymPy expression."""

    __slots__ = ()
    holds = sympy.Expr

    @classmethod
    def literal(cls, number: int) -> Self:
        return cls(sympy.Integer(number))

    @classmethod
    def symbol(cls, name: str) -> Self:
        """A positive real unknown, as all constants of the glossary are or may be taken to be."""
        return cls(sympy.Symbol(name, positive=True))

    def root(self, degree: int) -> Self:
        return type(self)(sympy.root(self.value, degree))

    def power(self, exponent: Self) -> Self:
        return type(self)(self.value**exponent.value)

    def exp(self) -> Self:
        return type(self)(sympy.exp(self.value))

    def log(self) -> Self:
        return type(self)(sympy.log(self.value))

    def absolute(self) -> Self:
        return type(self)(sympy.Abs(self.value))

    def maximum(self, other: Self) -> Self:
        return type(self)(sympy.Max(self.value, other.value))

    def minimum(self, other: Self) -> Self:
        return type(self)(sympy.Min(self.value, other.value))

    def ceiling(self) -> Self:
        return type(self)(sympy.ceiling(self.value))
