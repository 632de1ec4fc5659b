"""Random block (RBGS): one block of s neighbouring components, the same for all workers."""

from dataclasses import dataclass
from typing import ClassVar

import torch
from jaxtyping import Float
from torch import Tensor

from theory.constants import Estimate
from toys.compressors.message import Block
from toys.streams import Stream


@dataclass(frozen=True)
class RandomBlock:
    """C(v) keeps s neighbouring components, wrapped around the end, from a place that all workers share.

    The place is uniform on d, so every component is kept with probability s/d and
    E‖C(v) − v‖² = (1 − s/d)‖v‖² for every v. For a fixed place C is linear, so a mean of messages is the
    message of the mean.
    """

    kept: int
    name: ClassVar[str] = "block"
    linear: ClassVar[bool] = True
    unbiased: ClassVar[bool] = False
    shared_seed: ClassVar[bool] = True
    sparsifying: ClassVar[bool] = True

    def compress(self, vector: Float[Tensor, "*lead workers dimension"], stream: Stream) -> Block:
        dimension = vector.shape[-1]
        start = stream.shared_integer(dimension)
        inside = (torch.arange(dimension) - start) % dimension < self.kept
        return Block(vector, inside.to(vector.dtype), self.kept)

    def contraction(self, dimension: int) -> Estimate:
        return Estimate(
            self.kept / dimension, "exact", how="s/d for a random block, with equality for every vector"
        )
