"""A compressor under observation."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

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

    def forget(self) -> None:
        """A new step begins."""
        self.kept_share = self.count = None

    def compress(self, vector: Tensor, stream: Stream) -> ToyMessage:
        message = self.compressor.compress(vector, stream)
        if stream.purpose != "answer":
            lost = vector - message.dense()
            share = 1 - (lost * lost).sum(-1) / (vector * vector).sum(-1)
            earlier = self.kept_share
            self.kept_share = share if earlier is None else torch.fmin(share, earlier)
            self.count = message.count() if self.count is None else self.count + message.count()
        return message
