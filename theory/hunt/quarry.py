"""What is hunted: a claim, what it may assume, and the quantities that a hunt may choose."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Protocol

from numpy.random import Generator

from theory.proof.claim import Comparison
from theory.proof.verdict import Witness

SHARE_NEGATIVE = 0.15
"""Of the free quantities that a start gives a negative value."""
SHARE_AT_AN_END = 0.1
"""Of the quantities between two ends."""
SHARE_SPECIAL = 0.2
SPECIAL = (0.0, 0.5, 1.0, 2.0)
"""Values at which claims are often tight."""
DECADES = 3.0
"""A free quantity starts between 10^−3 and 10^3."""


@dataclass(frozen=True)
class Free:
    """A real quantity of any size and sign."""

    name: str

    def drawn(self, numbers: Generator) -> float:
        """A coordinate to start from."""
        if numbers.uniform() < SHARE_SPECIAL:
            return float(numbers.choice(SPECIAL))
        sign = -1 if numbers.uniform() < SHARE_NEGATIVE else 1
        return sign * 10 ** float(numbers.uniform(-DECADES, DECADES))

    def value(self, coordinate: float) -> float:
        """The quantity at a coordinate."""
        return coordinate

    def reach(self, coordinate: float) -> float:
        """The first move of a refinement."""
        return coordinate / 4 if coordinate else 0.1

    def admits(self, value: Fraction) -> bool:
        """Whether the quantity may be this."""
        return True


@dataclass(frozen=True)
class Within:
    """A real quantity between two ends, or a whole one; `log` where its order of magnitude matters."""

    name: str
    low: float
    high: float
    log: bool = False
    whole: bool = False

    def drawn(self, numbers: Generator) -> float:
        """Between the ends, or at one of them, where claims are often weakest."""
        if numbers.uniform() < SHARE_AT_AN_END:
            return float(numbers.integers(2))
        return float(numbers.uniform(0, 1))

    def reach(self, coordinate: float) -> float:
        return -0.2 if coordinate > 0.5 else 0.2

    def value(self, coordinate: float) -> float:
        share = min(1.0, max(0.0, coordinate))
        if self.log:
            found = math.exp(math.log(self.low) + share * (math.log(self.high) - math.log(self.low)))
        else:
            found = self.low + share * (self.high - self.low)
        return float(round(found)) if self.whole else found

    def admits(self, value: Fraction) -> bool:
        return self.low <= float(value) <= self.high


Unknown = Free | Within


Condition = Callable[[Mapping[str, Any]], Sequence[Comparison]]
"""Comparisons that stand or fall together with what they are computed from."""


class Quarry(Protocol):
    """A claim that is hunted. Its methods read floats while it searches and fractions at the end."""

    @property
    def unknowns(self) -> Sequence[Unknown]: ...

    @property
    def conditions(self) -> Sequence[Condition]:
        """What has to hold."""

    def claim(self, values: Mapping[str, Any]) -> Comparison:
        """What is to be broken."""

    def confirmed(self, point: Mapping[str, Fraction]) -> Witness | None:
        """The point evaluated again, exactly: a witness, or None where it is none."""
