"""Linear functions of a Gram matrix and of function values: what a worst case is asked for and bound by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeVar

Key = TypeVar("Key")
Number = Fraction | int

Pair = tuple[int, int]


@dataclass(frozen=True)
class Form:
    """Σ c_ab ⟨v_a, v_b⟩ + Σ d_i f_i + constant, by the numbers of recorded vectors and values."""

    products: Mapping[Pair, Number] = field(default_factory=dict)
    values: Mapping[int, Number] = field(default_factory=dict)
    constant: Number = 0

    def __add__(self, other: Form | Number) -> Form:
        if not isinstance(other, Form):
            return Form(self.products, self.values, self.constant + other)
        return Form(
            _sum(self.products, other.products),
            _sum(self.values, other.values),
            self.constant + other.constant,
        )

    def __mul__(self, factor: Number) -> Form:
        return Form(
            {key: c * factor for key, c in self.products.items()},
            {key: c * factor for key, c in self.values.items()},
            self.constant * factor,
        )

    def __neg__(self) -> Form:
        return self * -1

    def __sub__(self, other: Form | Number) -> Form:
        return self + -other

    __radd__ = __add__
    __rmul__ = __mul__


def _sum(a: Mapping[Key, Number], b: Mapping[Key, Number]) -> dict[Key, Number]:
    total = dict(a)
    for key, c in b.items():
        total[key] = total[key] + c if key in total else c
    return total


def plain(number: Number) -> Number:
    """An integer where it is one, with which arithmetic is several times faster."""
    return int(number) if number == int(number) else number


def combined(weights: Sequence[Number], forms: Sequence[Form]) -> Form:
    """Σ w_i form_i, added up in place."""
    inner: dict[Pair, Number] = {}
    outer: dict[int, Number] = {}
    constant: Number = 0
    for weight, form in zip(weights, forms, strict=True):
        if weight:
            _add(inner, weight, form.products)
            _add(outer, weight, form.values)
            constant += weight * form.constant
    return Form(inner, outer, constant)


def _add(total: dict[Key, Number], weight: Number, more: Mapping[Key, Number]) -> None:
    for key, c in more.items():
        term = weight * c
        total[key] = total[key] + term if key in total else term


def value(number: int) -> Form:
    """f_i."""
    return Form(values={number: 1})


Combination = Mapping[int, Number]
"""Σ c_a v_a, by the numbers of recorded vectors."""


def products(*parts: tuple[Number, Combination, Combination]) -> Form:
    """Σ c⟨u, v⟩, written out."""
    found: dict[Pair, Number] = {}
    for factor, u, v in parts:
        if factor:
            for a, c in u.items():
                for b, d in v.items():
                    key = (a, b) if a <= b else (b, a)
                    term = factor * (c * d)
                    found[key] = found[key] + term if key in found else term
    return Form(found)


def dot(u: Combination, v: Combination) -> Form:
    """⟨Σ u_a v_a, Σ v_b v_b⟩, written out."""
    return products((1, u, v))


def sq(u: Combination) -> Form:
    """‖Σ u_a v_a‖²."""
    return dot(u, u)


def mean_of(forms: Sequence[Form]) -> Form:
    """The mean of forms."""
    return sum(forms, Form()) * Fraction(1, len(forms))


@dataclass(frozen=True)
class Constraint:
    """A form that is at most 0, or equal to 0."""

    name: str
    form: Form
    equal: bool = False
    far: bool = False
    """Whether it relates two points of a run that do not follow one another."""
