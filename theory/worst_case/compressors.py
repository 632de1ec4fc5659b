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
        for v, c in zip(rows, sent, strict=True):
            recording.known("contraction", sq(recording.of(c - v)) - (1 - self.delta) * sq(recording.of(v)))
        return Sent(sent)


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
    """The power of two next below the largest coefficient, as in whose units a message is about as long as 1."""
    largest = max((abs(c) for c in rows.flat), default=Fraction(1))
    return Fraction(2) ** (math.frexp(float(largest))[1] - 1)


@dataclass(frozen=True, eq=False)
class Scaled:
    """C(v) = δv."""

    recording: Recording
    delta: Fraction

    def compress(self, vector: Coefficients, stream: Who) -> Sent:
        return Sent(self.delta * vector)


COMPRESSORS: Mapping[str, Any] = {"contractive": Contractive, "scaled": Scaled, "shared-block": SharedBlock}
EXISTING = ("contractive", "scaled")
"""Those of which every admissible Gram matrix has an instance."""
