"""Messages of indices and values."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import torch
from jaxtyping import Float, Int
from torch import Tensor

from toys.compressors.message import Sent, bits_of, each
from toys.compressors.packing import Wire, integers, joined, numbers, read_integers, read_numbers

INDEX_BITS = 32
"""An index travels as a 32-bit integer: with 32-bit values a pair is twice a value, as RCC counts it."""


def _encoded(indices: Tensor, values: Tensor) -> Wire:
    return joined((integers(indices, INDEX_BITS), numbers(values)))


def _decoded(wire: Wire, values: Tensor, dimension: int) -> Tensor:
    """Every pair has the same bits, so the length of a message tells how many there are."""
    indices_end = wire.bits // (INDEX_BITS + bits_of(values)) * INDEX_BITS
    indices = torch.from_numpy(read_integers(wire.part(0, indices_end), INDEX_BITS)).to(values.device)
    read = read_numbers(wire.part(indices_end, wire.bits - indices_end), values)
    return torch.zeros(dimension, dtype=values.dtype, device=values.device).scatter_(0, indices, read)


@dataclass(frozen=True, eq=False)
class Pairs(Sent):
    """Index and value of a fixed number of components."""

    values: Float[Tensor, "*lead workers kept"]
    indices: Int[Tensor, "*lead workers kept"]
    dimension: int

    def _scattered(self, what: Tensor) -> Tensor:
        zero = torch.zeros(*what.shape[:-1], self.dimension, dtype=what.dtype, device=what.device)
        return zero.scatter_(-1, self.indices, what)

    @cached_property
    def _dense(self) -> Tensor:
        return self._scattered(self.values)

    def dense(self) -> Float[Tensor, "*lead workers dimension"]:
        return self._dense

    def support(self) -> Float[Tensor, "*lead workers dimension"]:
        return self._scattered(torch.ones_like(self.values))

    def count(self) -> Float[Tensor, "*lead workers"]:
        return each(self.values.shape[-1], self.values)

    def bits(self) -> Float[Tensor, "*lead workers"]:
        return self.count() * (bits_of(self.values) + INDEX_BITS)

    def encode(self, *at: int) -> Wire:
        return _encoded(self.indices[at], self.values[at])

    def decode(self, wire: Wire, *at: int) -> Float[Tensor, " dimension"]:
        return _decoded(wire, self.values, self.dimension)

    def residual(
        self, vector: Float[Tensor, "*lead workers dimension"], out: Tensor | None = None
    ) -> Float[Tensor, "*lead workers dimension"]:
        left = vector.clone() if out is None else out.copy_(vector)
        return left.scatter_add_(-1, self.indices, -self.values)


@dataclass(frozen=True, eq=False)
class Selected(Sent):
    """Index and value of a number of components that differs from worker to worker."""

    values: Float[Tensor, " pairs"]
    places: Int[Tensor, " pairs"]
    """Where in the tensor of all workers' vectors, read as one long row, each value stands; ascending."""
    shape: tuple[int, ...]
    """(*lead, workers, dimension)."""

    @property
    def varies(self) -> bool:
        return True

    def _scattered(self, what: Tensor) -> Tensor:
        zero = torch.zeros(int(np.prod(self.shape)), dtype=what.dtype, device=what.device)
        return zero.scatter_(0, self.places, what).reshape(self.shape)

    @cached_property
    def _dense(self) -> Tensor:
        return self._scattered(self.values)

    def dense(self) -> Float[Tensor, "*lead workers dimension"]:
        return self._dense

    def support(self) -> Float[Tensor, "*lead workers dimension"]:
        return self._scattered(torch.ones_like(self.values))

    def count(self) -> Float[Tensor, "*lead workers"]:
        rows = int(np.prod(self.shape[:-1]))
        found = torch.bincount(self.places // self.shape[-1], minlength=rows)
        return found.reshape(self.shape[:-1]).to(torch.float64)

    def bits(self) -> Float[Tensor, "*lead workers"]:
        return self.count() * (bits_of(self.values) + INDEX_BITS)

    def encode(self, *at: int) -> Wire:
        row = int(np.ravel_multi_index(at, self.shape[:-1]))
        edges = torch.tensor([row, row + 1], device=self.places.device) * self.shape[-1]
        start, stop = torch.searchsorted(self.places, edges).tolist()
        return _encoded(self.places[start:stop] - edges[0], self.values[start:stop])

    def decode(self, wire: Wire, *at: int) -> Float[Tensor, " dimension"]:
        return _decoded(wire, self.values, self.shape[-1])

    def residual(
        self, vector: Float[Tensor, "*lead workers dimension"], out: Tensor | None = None
    ) -> Float[Tensor, "*lead workers dimension"]:
        left = torch.empty(self.shape, dtype=vector.dtype, device=vector.device) if out is None else out
        left.copy_(vector).view(-1).scatter_add_(0, self.places, -self.values)
        return left
