"""A compressor and a gradient under observation."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from empirical.squares import square_and_distance_sq
from theory.methods.base import Gradient
from toys.compressors import ToyCompressor
from toys.compressors.message import ToyMessage
from toys.streams import Stream


@dataclass(eq=False)
class Watched:
    """A compressor that remembers of a step's messages the share of ‖v‖² that arrived and the number sent.

    A step may have several messages, or none; what a server sends, one message for all, is not remembered.
    """

    compressor: ToyCompressor
    kept_share: Tensor | None = None
    """The least share over the step's messages, (…, workers here)."""
    count: Tensor | None = None
    """The sum over the step's messages, (…, workers here)."""
    vector_sq: Tensor | None = None
    """Σ ‖v‖² over the step's messages, (…, workers here)."""
    lost_sq: Tensor | None = None
    """Σ ‖C(v) − v‖² over the step's messages, (…, workers here)."""

    def forget(self) -> None:
        """A new step begins."""
        self.kept_share = self.count = self.vector_sq = self.lost_sq = None

    def compress(self, vector: Tensor, stream: Stream) -> ToyMessage:
        message = self.compressor.compress(vector, stream)
        if stream.purpose != "answer":
            vector_sq, lost_sq = square_and_distance_sq(vector, message.dense())
            share, earlier = 1 - lost_sq / vector_sq, self.kept_share
            self.kept_share = share if earlier is None else torch.fmin(share, earlier)
            self.count = _added(self.count, message.count())
            self.vector_sq = _added(self.vector_sq, vector_sq)
            self.lost_sq = _added(self.lost_sq, lost_sq)
        return message


def _added(earlier: Tensor | None, now: Tensor) -> Tensor:
    return now if earlier is None else earlier + now


@dataclass(frozen=True, eq=False)
class Drawn:
    """What a step drew last: the points at which the workers asked, and their stochastic gradients."""

    points: Tensor
    """(…, workers here, dimension), or with a worker axis of length 1 where they share the point."""
    gradients: Tensor
    """(…, workers here, dimension)."""


@dataclass(eq=False)
class WatchedGradient:
    """A step's stochastic gradient that remembers its last draw."""

    gradient: Gradient
    drawn: Drawn | None = None

    def __call__(self, x: Tensor) -> Tensor:
        found: Tensor = self.gradient(x)
        self.drawn = Drawn(x, found)
        return found
