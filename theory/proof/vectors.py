"""Formal vectors: linear combinations of named vectors, their inner products, and families over workers.

A family a_k, k = 1 … K, is its mean ā and its deviations ã_k = a_k − ā, whose mean is 0. So the mean over
workers of ⟨a_k, b_k⟩ is ⟨ā, b̄⟩ plus the mean of ⟨ã_k, b̃_k⟩: two Gram matrices, and no K in either. What all
workers share has no deviation. An expectation is linear, so it needs no sign of its own: a Form is the
expectation of what it says.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import singledispatch
from typing import Any, ClassVar

from theory.proof.claim import Comparison

Part = tuple[str, bool]
"""A basis vector: a name, and whether it is the deviation of a family."""
Atom = tuple[Part, Part] | str
"""An inner product of two basis vectors in alphabetical order, or a number's name; "" is the number 1."""


def _combined(
    one: Mapping[Any, Any], other: Mapping[Any, Any], both: Callable[[Any, Any], Any]
) -> dict[Any, Any]:
    found = dict(one)
    for key, value in other.items():
        found[key] = both(found[key], value) if key in found else both(0, value)
    return found


@dataclass(frozen=True, eq=False)
class Vector:
    """Σ coefficient · basis vector; coefficients are readings of one kind."""

    over_readings: ClassVar[bool] = True
    parts: Mapping[Part, Any]

    def __add__(self, other: Vector) -> Vector:
        return Vector(_combined(self.parts, other.parts, lambda a, b: a + b))

    def __sub__(self, other: Vector) -> Vector:
        return Vector(_combined(self.parts, other.parts, lambda a, b: a - b))

    def __neg__(self) -> Vector:
        return self * -1

    def __mul__(self, scalar: Any) -> Vector:
        return Vector({part: coefficient * scalar for part, coefficient in self.parts.items()})

    __rmul__ = __mul__

    def __truediv__(self, scalar: Any) -> Vector:
        return Vector({part: coefficient / scalar for part, coefficient in self.parts.items()})


@dataclass(frozen=True, eq=False)
class Form:
    """A number plus a combination of inner products and of numbers with names."""

    over_readings: ClassVar[bool] = True
    terms: Mapping[Atom, Any]

    @staticmethod
    def of(value: Any) -> Form:
        return value if isinstance(value, Form) else Form({"": value})

    def __add__(self, other: Any) -> Form:
        return Form(_combined(self.terms, Form.of(other).terms, lambda a, b: a + b))

    __radd__ = __add__

    def __neg__(self) -> Form:
        return self * -1

    def __sub__(self, other: Any) -> Form:
        return Form(_combined(self.terms, Form.of(other).terms, lambda a, b: a - b))

    def __rsub__(self, other: Any) -> Form:
        return Form.of(other) - self

    def __mul__(self, scalar: Any) -> Form:
        return Form({atom: coefficient * scalar for atom, coefficient in self.terms.items()})

    __rmul__ = __mul__

    def __truediv__(self, scalar: Any) -> Form:
        return Form({atom: coefficient / scalar for atom, coefficient in self.terms.items()})


class Space:
    """Where vectors get their names: `space.w` is shared, `space.each("e")` a family, `space.number("F")`.

    `one` is the number 1 in the reading of the coefficients, so that a quotient of two of them is exact.
    """

    def __init__(self, one: Any) -> None:
        self.one = one

    def __getattr__(self, name: str) -> Vector:
        if name.startswith("_"):
            raise AttributeError(name)
        return Vector({(name, False): self.one})

    def each(self, name: str) -> Vector:
        return Vector({(name, False): self.one, (name, True): self.one})

    def number(self, name: str) -> Form:
        return Form({name: self.one})


@singledispatch
def mean(family: Any) -> Any:
    """The mean over workers."""
    raise TypeError(f"{type(family).__name__} is no vector")


@singledispatch
def dot(one: Any, other: Any) -> Any:
    """⟨u, v⟩; of families the mean over workers of ⟨u_k, v_k⟩."""
    raise TypeError(f"{type(one).__name__} is no vector")


@mean.register
def _(family: Vector) -> Vector:
    """The deviations go."""
    return Vector({part: c for part, c in family.parts.items() if not part[1]})


@dot.register
def _(one: Vector, other: Vector) -> Form:
    terms: dict[Atom, Any] = {}
    for a, x in one.parts.items():
        for b, y in other.parts.items():
            if a[1] == b[1]:
                atom = (min(a, b), max(a, b))
                terms[atom] = terms[atom] + x * y if atom in terms else x * y
    return Form(terms)


def sq(vector: Any) -> Any:
    """‖v‖²; of a family the mean over workers of ‖v_k‖²."""
    return dot(vector, vector)


def _names(side: Any) -> set[str]:
    """The named vectors of a vector, or of a form's inner products."""
    if isinstance(side, Vector):
        return {name for name, _ in side.parts}
    return {name for atom in Form.of(side).terms if not isinstance(atom, str) for name, _ in atom}


@dataclass(frozen=True)
class Fact:
    """A comparison that holds for the vectors by an axiom, an assumption or an earlier statement, by its id.

    A fact is `complete` where vectors that fulfil it exist as the paper means them. What a class of functions
    implies at a few points is not: a counterexample to a claim from such facts alone is none.
    """

    axiom: str
    comparison: Comparison
    complete: bool = True


@dataclass(frozen=True)
class Used:
    """A fact with the multiplier, not negative for an inequality, that the proof takes it with."""

    fact: Fact
    multiplier: Any

    @property
    def axiom(self) -> str:
        return self.fact.axiom


@dataclass(frozen=True)
class Orthogonal:
    """E⟨n, u⟩ = 0 for a named vector or family n and each of the others, also worker by worker.

    Only products with the others go: with a vector that is not listed they stay in the form, where they have
    to cancel. Each of the others is one named vector other than n, as a sum can be known while its parts are
    not. A vector that a fact of the same step bounds by n moves with it: `belied` refuses that.
    """

    axiom: str
    vector: Vector
    others: tuple[Vector, ...]

    def __post_init__(self) -> None:
        noise, *known = map(_names, (self.vector, *self.others))
        if any(len(named) != 1 for named in (noise, *known)):
            raise ValueError(f"{self.axiom}: orthogonality is between named vectors, not sums of them")
        if noise in known:
            raise ValueError(f"{self.axiom}: {noise} is not known before it is drawn")

    def belied(self, fact: Fact) -> bool:
        """Whether a fact bounds vectors by the noise that are all said to be known before it."""
        known = {name for other in self.others for name in _names(other)}
        bounded, by = (_names(side) for side in (fact.comparison.left, fact.comparison.right))
        return bool(bounded) and bounded <= known and bool(_names(self.vector) & by)

    def applied(self, form: Form) -> Form:
        """The form without these products."""
        pairs = {(n, u) for n in self.vector.parts for other in self.others for u in other.parts}
        gone = {(min(pair), max(pair)) for pair in pairs}
        return Form({atom: c for atom, c in form.terms.items() if atom not in gone})


@dataclass(frozen=True)
class Independent(Orthogonal):
    """E⟨n_j, n_k⟩ = 0 for different workers: E‖n̄‖² = (1/K) mean_k E‖n_k‖², so mean E‖ñ_k‖² = (K−1) E‖n̄‖²."""

    workers: Any = 1

    def applied(self, form: Form) -> Form:
        (name, _), *_ = self.vector.parts
        mean_part, deviation = (name, False), (name, True)
        terms = dict(super().applied(form).terms)
        moved = terms.pop((deviation, deviation), 0)
        terms[mean_part, mean_part] = terms.get((mean_part, mean_part), 0) + (self.workers - 1) * moved
        return Form(terms)
