"""What a worker sends: the vector that it stands for, the bytes that travel, and their exact bits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import torch
from jaxtyping import Float
from torch import Tensor

from toys.compressors.packing import Wire, numbers, read_numbers


def bits_of(values: Tensor) -> int:
    """Bits of one value on the wire: those of the run's own precision."""
    return values.element_size() * 8


def each(number: int, like: Float[Tensor, "*lead workers any"]) -> Float[Tensor, "*lead workers"]:
    """The same number for every worker's message."""
    return torch.full(like.shape[:-1], number, dtype=torch.float64, device=like.device)


@runtime_checkable
class ToyMessage(Protocol):
    """The messages of all workers, one a row; `encode` and `decode` speak of one, at its place (…, worker).

    What both ends know before is not sent: the dimension, the precision, and what a shared seed tells.
    """

    @property
    def varies(self) -> bool:
        """Whether messages of the same compressor and dimension differ in length."""

    def dense(self) -> Tensor: ...

    def support(self) -> Tensor: ...

    def count(self) -> Tensor: ...

    def bits(self) -> Tensor:
        """(…, workers): for each worker the length of what `encode` returns."""

    def encode(self, *at: int) -> Wire: ...

    def decode(self, wire: Wire, *at: int) -> Tensor:
        """(dimension): what the receiver of a wire puts together, `dense` in every bit."""

    def residual(self, vector: Tensor, out: Tensor | None = None) -> Tensor:
        """vector − dense(), written into `out` where that is given."""


class Sent:
    """What holds for a message that tells something of every component."""

    @property
    def varies(self) -> bool:
        return False

    def dense(self) -> Float[Tensor, "*lead workers dimension"]:
        raise NotImplementedError

    def support(self) -> Float[Tensor, "*lead workers dimension"]:
        return torch.ones_like(self.dense())

    def count(self) -> Float[Tensor, "*lead workers"]:
        """Components sent by each worker."""
        return self.support().sum(-1).to(torch.float64)

    def residual(
        self, vector: Float[Tensor, "*lead workers dimension"], out: Tensor | None = None
    ) -> Float[Tensor, "*lead workers dimension"]:
        return torch.sub(vector, self.dense(), out=out)


@dataclass(frozen=True, eq=False)
class Whole(Sent):
    """All components, without indices."""

    vector: Float[Tensor, "*lead workers dimension"]

    def dense(self) -> Float[Tensor, "*lead workers dimension"]:
        return self.vector

    def count(self) -> Float[Tensor, "*lead workers"]:
        return each(self.vector.shape[-1], self.vector)

    def bits(self) -> Float[Tensor, "*lead workers"]:
        return self.count() * bits_of(self.vector)

    def encode(self, *at: int) -> Wire:
        return numbers(self.vector[at])

    def decode(self, wire: Wire, *at: int) -> Float[Tensor, " dimension"]:
        return read_numbers(wire, self.vector)
