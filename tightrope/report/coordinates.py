"""A claim on vectors written out in the coordinates of its witness, family by family."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from theory.proof.vectors import dot, mean
from theory.readings.written import Written

Place = tuple[int, bool]
"""A coordinate's number, and whether it is of a family's deviations from its mean."""


@dataclass(frozen=True, eq=False)
class Coordinates:
    """A vector, or a family over workers, by those of its coordinates that are not 0."""

    over_readings: ClassVar[bool] = True
    at: Mapping[Place, Written]

    def _each(self, change: Callable[[Written], Written]) -> Coordinates:
        return Coordinates({place: change(value) for place, value in self.at.items()})

    def __add__(self, other: Coordinates) -> Coordinates:
        both = {p: self.at[p] + other.at[p] for p in self.at if p in other.at}
        return Coordinates({**self.at, **other.at, **both})

    def __neg__(self) -> Coordinates:
        return self._each(lambda value: -value)

    def __sub__(self, other: Coordinates) -> Coordinates:
        both = {p: self.at[p] - other.at[p] for p in self.at if p in other.at}
        return Coordinates({**self.at, **(-other).at, **both})

    def __mul__(self, scalar: Any) -> Coordinates:
        return self._each(lambda value: value if scalar == 1 else scalar * value)

    __rmul__ = __mul__

    def __truediv__(self, scalar: Any) -> Coordinates:
        return self._each(lambda value: value / scalar)


@mean.register
def _(family: Coordinates) -> Coordinates:
    return Coordinates({place: value for place, value in family.at.items() if not place[1]})


@dot.register
def _(one: Coordinates, other: Any) -> Any:
    products = [
        value**2 if value.value == other.at[place].value else value * other.at[place]
        for place, value in one.at.items()
        if place in other.at
    ]
    total: Any = 0
    for product in products:
        total = total + product
    return total


class CoordinateSpace:
    """Where a claim gets its vectors: from the coordinates known by name, such as x[0] and x~[0]."""

    def __init__(self, known: Mapping[str, Written]) -> None:
        self._known = known

    def __getattr__(self, name: str) -> Coordinates:
        return Coordinates(self._of(name, deviations=False))

    def each(self, name: str) -> Coordinates:
        return Coordinates(self._of(name, deviations=False) | self._of(name, deviations=True))

    def number(self, name: str) -> Written:
        return Written.constant(name)

    def _of(self, name: str, deviations: bool) -> dict[Place, Written]:
        stem = f"{name}~" if deviations else name
        names = {(i, deviations): f"{stem}[{i}]" for i in (0, 1)}
        return {place: self._known[n] for place, n in names.items() if n in self._known}
