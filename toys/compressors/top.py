"""top-s: the s components of largest magnitude."""

import math
from dataclasses import dataclass
from typing import ClassVar

import torch
from jaxtyping import Float, Int
from torch import Tensor

from theory.constants import Estimate
from toys.compressors.compressor import Biased
from toys.compressors.scan import not_below
from toys.compressors.sparse import Pairs
from toys.streams import Stream

SAMPLED = 64
"""One component in so many sets the threshold of the first look."""
LONG, FEW = 2**16, 4
"""Vectors of at least so many components of which at most one in so many is kept are looked through twice."""


def largest(magnitude: Float[Tensor, "*lead dimension"], kept: int) -> Int[Tensor, "*lead kept"]:
    """Indices of the `kept` largest magnitudes; of equal ones the lowest index wins.

    `max` returns the first of equal ones. `topk` promises nothing about ties, so its choice stands only where
    the next value is smaller than the last that is kept; where it is not, a stable sort of that vector
    decides.
    """
    if kept == 1:
        return magnitude.max(dim=-1, keepdim=True).indices
    looked_at = min(kept + 1, magnitude.shape[-1])
    values, indices = magnitude.topk(looked_at, dim=-1)
    chosen = indices[..., :kept]
    if looked_at > kept and bool((tied := ~(values[..., kept - 1] > values[..., kept])).any()):
        chosen[tied] = magnitude[tied].sort(dim=-1, descending=True, stable=True).indices[..., :kept]
    return chosen


def largest_of_long(vector: Float[Tensor, "*lead dimension"], kept: int) -> Int[Tensor, "*lead kept"]:
    """The same of |v| where d is large and s is small, by looking closely only at candidates.

    They are the components that are not below a threshold, set by every 64th component a little lower than
    where s of them are expected to lie. As soon as there are s candidates the s largest are among them, in
    whatever order the vector is; where there are fewer, all components are looked at.
    """
    if vector.shape[-1] < LONG or kept * FEW > vector.shape[-1]:
        return largest(vector.abs(), kept)
    rows = [_of_row(row, kept) for row in vector.reshape(-1, vector.shape[-1])]
    return torch.stack(rows).reshape(*vector.shape[:-1], kept)


def _of_row(row: Float[Tensor, " dimension"], kept: int) -> Int[Tensor, " kept"]:
    sample = row[::SAMPLED].abs()
    expected = kept / SAMPLED
    rank = min(math.ceil(expected + 4 * math.sqrt(expected) + 4), len(sample))
    candidates = not_below(row, sample.topk(rank).values[-1:])
    if len(candidates) < kept:
        return largest(row.abs(), kept)
    return candidates[largest(row[candidates].abs(), kept)]


@dataclass(frozen=True)
class Top(Biased):
    """C(v) keeps the s components of v of largest magnitude.

    Class: ‖C(v) − v‖² ≤ (1 − s/d)‖v‖², attained where all components are equal in magnitude.
    """

    kept: int
    name: ClassVar[str] = "top"
    linear: ClassVar[bool] = False
    shared_seed: ClassVar[bool] = False
    sparsifying: ClassVar[bool] = True

    def compress(self, vector: Float[Tensor, "*lead workers dimension"], stream: Stream) -> Pairs:
        indices = largest_of_long(vector, self.kept)
        return Pairs(vector.gather(-1, indices), indices, vector.shape[-1])

    def contraction(self, dimension: int) -> Estimate:
        return Estimate(self.kept / dimension, "exact", how="s/d for top-s, attained by a constant vector")
