"""A compressor under observation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from torch import Tensor

from toys.compressors import ToyCompressor
from toys.compressors.message import ToyMessage


@dataclass(eq=False)
class Watched:
    """A compressor that remembers of its last message the share of ‖v‖² that arrived and the number sent."""

    compressor: ToyCompressor
    kept_share: Tensor | None = None
    count: Tensor | None = None

    def compress(self, vector: Tensor, stream: Any) -> ToyMessage:
        message = self.compressor.compress(vector, stream)
        lost = vector - message.dense()
        self.kept_share = 1 - (lost * lost).sum(-1) / (vector * vector).sum(-1)
        self.count = message.count()
        return message
