"""What a worker sends, in three wire formats, with the bits that each takes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, runtime_checkable

import torch
from jaxtyping import Float, Int
from torch import Tensor

INDEX_BITS = 32
"""An index travels as a 32-bit integer: with 32-bit values a pair is twice a value, as RCC counts it."""


def bits_of(values: Tensor) -> int:
    """Bits of one value on the wire: those of the run's own precision."""
    return values.element_size() * 8


@runtime_checkable
class ToyMessage(Protocol):
    """A message that knows how many components it holds and how many bits they take."""

    def dense(self) -> Tensor: ...

    def support(self) -> Tensor: ...

    def count(self) -> Tensor: ...

    def bits(self) -> Tensor: ...


@dataclass(frozen=True, eq=False)
class Pairs:
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
        """Components sent by each worker."""
        return torch.full(self.values.shape[:-1], float(self.values.shape[-1]), dtype=torch.float64)

    def bits(self) -> Float[Tensor, "*lead workers"]:
        return self.count() * (bits_of(self.values) + INDEX_BITS)


@dataclass(frozen=True, eq=False)
class Selected:
    """Index and value of a number of components that differs from worker to worker."""

    vector: Float[Tensor, "*lead workers dimension"]
    chosen: Float[Tensor, "*lead workers dimension"]

    def dense(self) -> Float[Tensor, "*lead workers dimension"]:
        return self.vector * self.chosen

    def support(self) -> Float[Tensor, "*lead workers dimension"]:
        return self.chosen

    def count(self) -> Float[Tensor, "*lead workers"]:
        return self.chosen.sum(-1).to(torch.float64)

    def bits(self) -> Float[Tensor, "*lead workers"]:
        return self.count() * (bits_of(self.vector) + INDEX_BITS)


@dataclass(frozen=True, eq=False)
class Whole:
    """All components, without indices."""

    vector: Float[Tensor, "*lead workers dimension"]

    def dense(self) -> Float[Tensor, "*lead workers dimension"]:
        return self.vector

    def support(self) -> Float[Tensor, "*lead workers dimension"]:
        return torch.ones_like(self.vector)

    def count(self) -> Float[Tensor, "*lead workers"]:
        return torch.full(self.vector.shape[:-1], float(self.vector.shape[-1]), dtype=torch.float64)

    def bits(self) -> Float[Tensor, "*lead workers"]:
        return self.count() * bits_of(self.vector)


@dataclass(frozen=True, eq=False)
class Block:
    """The values of a block whose place all workers know from their shared seed: no indices travel."""

    vector: Float[Tensor, "*lead workers dimension"]
    inside: Float[Tensor, "*lead 1 dimension"]
    size: int

    def dense(self) -> Float[Tensor, "*lead workers dimension"]:
        return self.vector * self.inside

    def support(self) -> Float[Tensor, "*lead workers dimension"]:
        return self.inside.expand_as(self.vector)

    def count(self) -> Float[Tensor, "*lead workers"]:
        return torch.full(self.vector.shape[:-1], float(self.size), dtype=torch.float64)

    def bits(self) -> Float[Tensor, "*lead workers"]:
        return self.count() * bits_of(self.vector)
