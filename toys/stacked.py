"""Stacked: all workers in one tensor, with as many seeds and settings in front of them as one likes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from jaxtyping import Float
from torch import Tensor

from theory.errors import BadInput
from toys.communicator import TensorCommunicator, in_order, mixed
from toys.compressors.message import ToyMessage

MOST_NUMBERS = 5 * 10**8
"""Numbers that one array of a run may have."""


def check_size(seeds: int, workers: int, dimension: int) -> None:
    """Raise BadInput where one array of such a run would not fit into an ordinary machine's memory."""
    if seeds * workers * dimension > MOST_NUMBERS:
        raise BadInput(
            f"seeds × workers × dimension: read {seeds} × {workers} × {dimension}; "
            f"allowed: at most {MOST_NUMBERS:.0e} numbers, 4 GB for every state"
        )


@dataclass(eq=False)
class Stacked(TensorCommunicator):
    """A communicator whose workers are an axis of a tensor: nothing travels, what would is counted."""

    @property
    def here(self) -> Sequence[int]:
        return range(self.workers)

    def gathered(self, x: Float[Tensor, "*lead workers n"]) -> Float[Tensor, "*lead workers n"]:
        return x

    def mean(self, x: Tensor | ToyMessage) -> Float[Tensor, "*lead 1 dimension"]:
        self._count(x)
        return self.observed_mean(_dense(x))

    def observed_mean(
        self, x: Float[Tensor, "*lead workers dimension"]
    ) -> Float[Tensor, "*lead 1 dimension"]:
        if not self.exact:
            return x.mean(-2, keepdim=True)
        return in_order(torch.split(x, 1, dim=-2)) / x.shape[-2]

    def mix(self, x: Tensor | ToyMessage, t: int) -> Float[Tensor, "*lead workers dimension"]:
        weights, hearers = self._mixing_at(t)
        self._count(x, hearers)
        return self._mixed(weights, _dense(x))

    def mix_known(
        self, x: Float[Tensor, "*lead workers dimension"]
    ) -> Float[Tensor, "*lead workers dimension"]:
        self._demand_one_matrix()
        weights, _ = self._mixing_at(0)
        return self._mixed(weights, x)

    def _mixed(self, weights: Tensor, x: Tensor) -> Tensor:
        weights = weights.to(x.dtype)
        if not self.exact:
            return weights @ x
        return torch.cat([mixed(row, lambda j: x[..., j : j + 1, :]) for row in weights], dim=-2)

    def ring_shift(self, x: Tensor | ToyMessage, hops: int = 1) -> Float[Tensor, "*lead workers dimension"]:
        self._demand_ring()
        self._count(x)
        return _dense(x).roll(hops, -2)

    def broadcast(self, x: Tensor | ToyMessage) -> Float[Tensor, "*lead 1 dimension"]:
        self._count_answer(x)
        return _dense(x)


def _dense(x: Tensor | ToyMessage) -> Tensor:
    return x if isinstance(x, Tensor) else x.dense()
