"""A compressor for every segment of a vector, as systems do for the tensors of a model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

import torch
from jaxtyping import Float
from torch import Tensor

from theory.constants import Estimate
from toys.compressors.compressor import ToyCompressor
from toys.compressors.message import Sent, ToyMessage
from toys.compressors.packing import Wire, integers, joined, read_integers
from toys.streams import Stream

LENGTH_BITS = 32
"""A segment's message whose length the receiver cannot know is preceded by its length in bits."""


@dataclass(frozen=True, eq=False)
class Joined(Sent):
    """The messages of the segments, one after another."""

    parts: tuple[ToyMessage, ...]

    @property
    def varies(self) -> bool:
        return any(part.varies for part in self.parts)

    def _cat(self, each_one: Callable[[ToyMessage], Tensor]) -> Tensor:
        return torch.cat([each_one(part) for part in self.parts], dim=-1)

    def _sum(self, each_one: Callable[[ToyMessage], Tensor]) -> Tensor:
        return torch.stack([each_one(part) for part in self.parts]).sum(0)

    def dense(self) -> Float[Tensor, "*lead workers dimension"]:
        return self._cat(lambda part: part.dense())

    def support(self) -> Float[Tensor, "*lead workers dimension"]:
        return self._cat(lambda part: part.support())

    def count(self) -> Float[Tensor, "*lead workers"]:
        return self._sum(lambda part: part.count())

    def bits(self) -> Float[Tensor, "*lead workers"]:
        return self._sum(lambda part: part.bits() + LENGTH_BITS * part.varies)

    def encode(self, *at: int) -> Wire:
        wires: list[Wire] = []
        for part in self.parts:
            wire = part.encode(*at)
            wires += [integers(torch.tensor([wire.bits]), LENGTH_BITS), wire] if part.varies else [wire]
        return joined(wires)

    def decode(self, wire: Wire, *at: int) -> Float[Tensor, " dimension"]:
        place, read = 0, []
        for part in self.parts:
            if part.varies:
                length = int(read_integers(wire.part(place, LENGTH_BITS), LENGTH_BITS)[0])
                place += LENGTH_BITS
            else:
                length = int(part.bits()[at])
            read.append(part.decode(wire.part(place, length), *at))
            place += length
        return torch.cat(read)


@dataclass(frozen=True)
class PerSegment:
    """C(v) is one compressor's message for every segment of v, each drawing numbers of its own.

    Its δ is the smallest of the segments', its ω the largest, since losses and norms add up over segments;
    it is linear, unbiased or sparsifying where all are.
    """

    name: str
    segments: tuple[tuple[int, ToyCompressor], ...]
    """The length of each segment and what compresses it."""

    @property
    def linear(self) -> bool:
        return all(part.linear for _, part in self.segments)

    @property
    def unbiased(self) -> bool:
        return all(part.unbiased for _, part in self.segments)

    @property
    def shared_seed(self) -> bool:
        return all(part.shared_seed for _, part in self.segments)

    @property
    def sparsifying(self) -> bool:
        return all(part.sparsifying for _, part in self.segments)

    def compress(self, vector: Float[Tensor, "*lead workers dimension"], stream: Stream) -> Joined:
        edges = pairwise(accumulate((length for length, _ in self.segments), initial=0))
        return Joined(
            tuple(
                part.compress(vector[..., start:stop], stream.segment(number))
                for number, ((start, stop), (_, part)) in enumerate(zip(edges, self.segments, strict=True))
            )
        )

    def contraction(self, dimension: int) -> Estimate | None:
        of_segments = [part.contraction(length) for length, part in self.segments]
        known = [estimate for estimate in of_segments if estimate is not None]
        return min(known, key=lambda e: e.value) if len(known) == len(of_segments) else None

    def variance_factor(self, dimension: int) -> float | None:
        """ω, the largest of the segments'; None where one of them is biased."""
        factors = [part.variance_factor(length) for length, part in self.segments]
        known = [factor for factor in factors if factor is not None]
        return max(known) if len(known) == len(factors) else None


def equal_lengths(dimension: int, segments: int) -> Sequence[int]:
    """Lengths that differ by one at most, the longer ones first."""
    return [dimension // segments + (k < dimension % segments) for k in range(segments)]
