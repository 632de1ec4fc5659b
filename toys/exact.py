"""Exact: all workers in one NumPy array of exact numbers, for runs without rounding and for unrolling.

The numbers are whatever the start and the hyper-parameters are: fractions for a run without rounding, SymPy
expressions for an algorithm written out. A text of `theory/methods` of the linear tier, and a coordinatewise
one that only multiplies, runs here as it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from jaxtyping import Shaped
from torch import Tensor

from theory.errors import BadInput
from theory.methods.base import Array
from toys.topologies.topology import TOLERANCE, Topology

Numbers = Shaped[np.ndarray, "_ _"]
"""Exact numbers of all workers, or of one point that they share, (workers or 1, dimension)."""

LARGEST_DENOMINATOR = 10**6
"""A weight is the fraction nearest to its float with a denominator up to this; ours have far smaller ones."""


def alike(whole: Tensor, x: Array) -> Array:
    """Whole numbers as an array of the kind of x: a tensor like x, or a NumPy array of Python's integers."""
    return whole.to(x) if isinstance(x, Tensor) else whole.long().numpy().astype(object)


@dataclass(frozen=True, eq=False)
class ExactMessage:
    """What every worker sends, in exact numbers."""

    values: Numbers
    places: Numbers

    def dense(self) -> Numbers:
        return self.values

    def support(self) -> Numbers:
        return self.places


@dataclass(frozen=True)
class ExactTop:
    """C(v) keeps the s components of v of largest magnitude; of equal ones the lowest index wins."""

    kept: int

    def compress(self, vector: Numbers, stream: None) -> ExactMessage:
        places = np.full(vector.shape, 0, dtype=object)
        for row, components in zip(places, vector, strict=True):
            # A sort is stable, so equal magnitudes stay in the order of their indices.
            row[sorted(range(len(row)), key=lambda i: -abs(components[i]))[: self.kept]] = 1
        return ExactMessage(vector * places, places)


@dataclass(frozen=True)
class ExactScale:
    """C(v) = δv with an exact δ, or a symbol; 1 is the identity."""

    factor: Any = 1

    def compress(self, vector: Numbers, stream: None) -> ExactMessage:
        return ExactMessage(self.factor * vector, np.full(vector.shape, 1, dtype=object))


@dataclass(frozen=True, eq=False)
class Exact:
    """A communicator whose workers are the rows of a NumPy array of exact numbers.

    It counts no bits, as an exact number has no wire format, and draws no random numbers, so a compressor
    that needs them has no reading here. `mixing` holds W for every step of a period.
    """

    workers: int
    mixing: tuple[Numbers, ...] = ()

    @classmethod
    def on(cls, topology: Topology) -> Exact:
        """The communicator of a topology whose weights are fractions.

        Raises BadInput where a weight is no such fraction to rounding, or where they do not sum to exactly 1.
        """
        nearest = np.frompyfunc(lambda w: Fraction(w).limit_denominator(LARGEST_DENOMINATOR), 1, 1)
        mixing = tuple(nearest(w) for w in topology.weights)
        sums = [w.sum(axis) for w in mixing for axis in (0, 1)]
        if (abs(np.array(mixing) - topology.weights) > TOLERANCE).any() or (np.array(sums) != 1).any():
            raise BadInput(
                f"topology: read {topology.name}, whose weights are no fractions with denominators up to "
                f"{LARGEST_DENOMINATOR} that sum to 1; an exact run needs such weights"
            )
        return cls(topology.workers, mixing)

    def begin(self, start: Any) -> Numbers:
        """The starting point, or points: floats become the fractions that they are."""
        exact = np.frompyfunc(lambda x: Fraction(x) if isinstance(x, float | int) else x, 1, 1)
        numbers: np.ndarray = exact(np.array(start.tolist(), dtype=object))
        return numbers

    def per_worker(self, x: Numbers) -> Numbers:
        return np.broadcast_to(x, (self.workers, x.shape[-1]))

    def mean(self, x: Numbers | ExactMessage) -> Numbers:
        return self.observed_mean(_dense(x))

    def observed_mean(self, x: Numbers) -> Numbers:
        mean: np.ndarray = x.sum(0, keepdims=True) * Fraction(1, len(x))
        return mean

    def gathered(self, x: Numbers) -> Numbers:
        return x

    def mix(self, x: Numbers | ExactMessage, t: int) -> Numbers:
        if not self.mixing:
            raise BadInput(
                "topology: none is set; this method mixes with neighbours and needs one, such as ring:16"
            )
        mixed: np.ndarray = self.mixing[t % len(self.mixing)] @ _dense(x)
        return mixed

    def mix_known(self, x: Numbers) -> Numbers:
        if len(self.mixing) > 1:
            raise BadInput(
                f"topology: read one whose mixing matrix changes in a period of {len(self.mixing)} steps; "
                "this method keeps a sum over its neighbours that only one matrix for all steps makes"
            )
        return self.mix(x, 0)

    def ring_shift(self, x: Numbers | ExactMessage, hops: int = 1) -> Numbers:
        return np.roll(_dense(x), hops, axis=0)

    def broadcast(self, x: Numbers | ExactMessage) -> Numbers:
        return _dense(x)

    def segment(self, x: Numbers, offset: int) -> Numbers:
        length = -(-x.shape[-1] // self.workers)
        padded = np.full((len(x), length * self.workers), Fraction(0), dtype=object)
        padded[:, : x.shape[-1]] = x
        each = np.arange(self.workers)
        part: np.ndarray = padded.reshape(-1, self.workers, length)[each, (each + offset) % self.workers]
        return part

    def join(self, parts: Sequence[Numbers], dimension: int) -> Numbers:
        each = np.arange(self.workers)
        placed = np.stack(tuple(parts), axis=1)[each[:, None], (each - each[:, None]) % self.workers]
        whole: np.ndarray = placed.reshape(self.workers, -1)[:, :dimension]
        return whole

    def stream(self, purpose: str, step: int, part: int = 0) -> None:
        return None

    def shared_stream(self, purpose: str, step: int, part: int = 0) -> None:
        return None

    def local(self, function: Callable[..., Any], *arrays: Numbers) -> Array:
        """Apply a local function to every worker's part of the arrays."""
        return function(range(self.workers), *arrays)


def _dense(x: Numbers | ExactMessage) -> Numbers:
    return x.dense() if isinstance(x, ExactMessage) else x
