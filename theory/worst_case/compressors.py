"""The readings of compressors in Gram coordinates."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from theory.worst_case.communicator import Sent, Who
from theory.worst_case.forms import sq
from theory.worst_case.recording import Coefficients, Recording


@dataclass(frozen=True, eq=False)
class Contractive:
    """Any compressor with ‖C(v) − v‖² ≤ (1 − δ)‖v‖²; it may answer the same vector differently next time.

    In expectation the worst case is the same: the expected Gram matrix of a random compressor of the class
    meets the same constraints, which are linear in it, and a compressor without chance is one of the class.
    """

    recording: Recording
    delta: Fraction

    def compress(self, vector: Coefficients, stream: Who) -> Sent:
        recording = self.recording
        rows = vector if stream == "all" else np.broadcast_to(vector, (recording.workers, vector.shape[-1]))
        if recording.capacity and not rows.any():
            return Sent(rows)
        sent = recording.fresh_rows(_size(rows), shared=stream == "all")
        self.relate(rows, sent)
        return Sent(sent)

    def relate(self, rows: Coefficients, sent: Coefficients) -> None:
        """What is known of every worker's vector and message."""
        for v, c in zip(rows, sent, strict=True):
            self.contracts(v, c)

    def contracts(self, v: Coefficients, c: Coefficients) -> None:
        """‖c − v‖² ≤ (1 − δ)‖v‖²."""
        of = self.recording.of
        self.recording.known("contraction", sq(of(c - v)) - (1 - self.delta) * sq(of(v)))


@dataclass(frozen=True, eq=False)
class Shrinking(Contractive):
    """A contractive one with ‖C(v)‖² ≤ ‖v‖² too, as one that keeps some components has."""

    def relate(self, rows: Coefficients, sent: Coefficients) -> None:
        super().relate(rows, sent)
        of = self.recording.of
        for v, c in zip(rows, sent, strict=True):
            self.recording.known("no longer", sq(of(c)) - sq(of(v)))


@dataclass(frozen=True, eq=False)
class Linear(Contractive):
    """A contractive linear map that all workers share, another one in every step.

    It contracts the mean and the deviations by themselves. Of workers written out only this much is asked,
    which is necessary; for exchangeable ones it is sufficient: means and deviations lie in spaces of their
    own, and a map of either space of norm ‖r‖/‖v‖ takes v to r.
    """

    def relate(self, rows: Coefficients, sent: Coefficients) -> None:
        recording = self.recording
        means = (recording.mean(rows), recording.mean(sent))
        self.contracts(means[0][0], means[1][0])
        if len(rows) > 1 or recording.exchangeable:
            for v, c in zip(rows - means[0], sent - means[1], strict=True):
                self.contracts(v, c)


@dataclass(frozen=True, eq=False)
class SharedBlock:
    """A random share δ of the components, the same ones of all workers, drawn anew at every call.

    E⟨C(v), y⟩ = δ⟨v, y⟩ for every y that was there before, and E⟨C(v_j), C(v_k)⟩ = δ⟨v_j, v_k⟩. Random blocks
    have more structure, so that the result is an upper bound.
    """

    recording: Recording
    delta: Fraction

    def compress(self, vector: Coefficients, stream: Who) -> Sent:
        recording, before = self.recording, len(self.recording.deviation)
        rows = vector if stream == "all" else np.broadcast_to(vector, (recording.workers, vector.shape[-1]))
        if recording.capacity and not rows.any():
            return Sent(rows)
        sent = recording.fresh_rows(_size(rows), shared=stream == "all")
        for v, c in zip(rows, sent, strict=True):
            recording.proportional("shared block", c, v, self.delta, before)
        for v, c in ((rows, sent), (recording.mean(rows), recording.mean(sent))):
            for whole, part in zip(v, c, strict=True):
                kept = sq(recording.of(part)) - self.delta * sq(recording.of(whole))
                recording.known("shared block", kept, equal=True)
        return Sent(sent)


def _size(rows: Coefficients) -> Fraction:
    """The power of two below the largest coefficient: in such units a message is about as long as 1."""
    largest = max((abs(c) for c in rows.flat), default=Fraction(1))
    return Fraction(2) ** (math.frexp(float(largest))[1] - 1)


@dataclass(frozen=True, eq=False)
class Scaled:
    """C(v) = δv."""

    recording: Recording
    delta: Fraction

    def compress(self, vector: Coefficients, stream: Who) -> Sent:
        return Sent(self.delta * vector)


COMPRESSORS: Mapping[str, type[Any]] = {
    "contractive": Contractive,
    "shrinking": Shrinking,
    "linear": Linear,
    "shared-block": SharedBlock,
    "scaled": Scaled,
}
EXISTING = ("contractive", "shrinking", "linear", "scaled")
"""Those of which every admissible Gram matrix has an instance (of linear ones, for exchangeable workers)."""
