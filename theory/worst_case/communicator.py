"""The reading of a communicator in Gram coordinates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt
from typing import Any, Literal

from numpy import broadcast_to

from theory.errors import BadInput
from theory.worst_case.forms import mean_of, sq
from theory.worst_case.recording import Coefficients, Recording

Who = Literal["each", "all"]
"""Whose randomness: each worker's own, or one that all share."""
OPERATIONS = frozenset({"mean", "mix", "broadcast", "observed_mean", "per_worker"})
"""By what workers may meet in a method that is read here."""


@dataclass(frozen=True, eq=False)
class Sent:
    """A message in Gram coordinates."""

    vector: Coefficients

    def dense(self) -> Coefficients:
        return self.vector

    def support(self) -> Coefficients:
        raise BadInput("method: it asks which components were sent; a worst case has no components")


BITS = 50


@dataclass(frozen=True)
class Unknown:
    """A mixing matrix of which only 1 − ρ, a bound on how it shrinks squared deviations, is known.

    `root` is a number with root² ≤ 1 − ρ, as near as BITS binary places allow.
    """

    square: Fraction

    @property
    def root(self) -> Fraction:
        return Fraction(isqrt(self.square.numerator * 4**BITS // self.square.denominator), 2**BITS)


@dataclass(frozen=True, eq=False)
class Gram:
    """A communicator whose vectors are coefficients over a growing basis.

    `mixing` is W for every step of a period, or an unknown one, drawn anew in every step. Of an unknown W an
    upper bound takes that it shrinks deviations; `inside` takes one that is such a W: 11ᵀ/K + λ(I − 11ᵀ/K),
    λ² ≤ 1 − ρ, symmetric and doubly stochastic for every K.
    """

    recording: Recording
    mixing: Sequence[Coefficients] | Unknown | None = None
    inside: bool = False

    @property
    def workers(self) -> int:
        return self.recording.workers

    def per_worker(self, x: Coefficients) -> Coefficients:
        return broadcast_to(x, (self.recording.workers, x.shape[-1]))

    def mean(self, x: Any) -> Coefficients:
        return self.recording.mean(self.per_worker(_dense(x)))

    observed_mean = mean

    def broadcast(self, x: Any) -> Coefficients:
        return _dense(x)

    def mix(self, x: Any, t: int) -> Coefficients:
        rows = self.per_worker(_dense(x))
        if self.mixing is None:
            raise BadInput("mixing: not given; allowed: a mixing matrix or its second eigenvalue")
        if isinstance(self.mixing, Unknown):
            mean = self.recording.mean(rows)
            apart: Coefficients = rows - mean
            moved = self.mixing.root * apart if self.inside else self._shrunk(apart, self.mixing.square)
            mixed: Coefficients = mean + moved
            return mixed
        product: Coefficients = self.mixing[t % len(self.mixing)] @ rows
        return product

    def _shrunk(self, apart: Coefficients, square: Fraction) -> Coefficients:
        """y_k with ȳ = 0 and Σ ‖y_k‖² ≤ (1 − ρ) Σ ‖x_k − x̄‖²."""
        recording = self.recording
        fresh = recording.fresh_balanced_rows()
        before, after = (mean_of([sq(recording.of(row)) for row in x]) for x in (apart, fresh))
        recording.known("mixing", after - square * before)
        return fresh

    def stream(self, purpose: str, step: int, part: int = 0) -> Who:
        return "each"

    def shared_stream(self, purpose: str, step: int, part: int = 0) -> Who:
        return "all"


def _dense(x: Any) -> Coefficients:
    rows: Coefficients = x.dense() if isinstance(x, Sent) else x
    return rows
