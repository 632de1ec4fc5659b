"""Stacked: all workers in one tensor, and as many seeds in front of them as one likes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from toys.compressors.message import ToyMessage, bits_of
from toys.streams import Stream

LocalFunction = Callable[..., Tensor]
"""f(workers, *arrays): a function of the listed workers' data, worker axis second to last."""


@dataclass(eq=False)
class Stacked:
    """A communicator whose workers are an axis of a tensor.

    In batched mode all workers and seeds are computed at once. In exact mode a local function is called
    for one worker of one seed at a time, in the shapes that a rank of a cluster has, and sums are taken in
    worker order: the result is that of the cluster in every bit.
    """

    workers: int
    seeds: tuple[int, ...] = (0,)
    exact: bool = False
    lead: bool = True
    bits: Tensor = field(init=False)
    """Bits that all workers have sent so far, for each seed."""

    def __post_init__(self) -> None:
        self.bits = torch.zeros(len(self.seeds) if self.lead else (), dtype=torch.float64)

    def per_worker(self, x: Float[Tensor, "*lead 1 dimension"]) -> Float[Tensor, "*lead workers dimension"]:
        return x.expand(*x.shape[:-2], self.workers, x.shape[-1])

    def mean(self, x: Tensor | ToyMessage) -> Float[Tensor, "*lead 1 dimension"]:
        if isinstance(x, Tensor):
            self.bits = self.bits + x.shape[-2] * x.shape[-1] * bits_of(x)
            return self.observed_mean(x)
        self.bits = self.bits + x.bits().sum(-1)
        return self.observed_mean(x.dense())

    def observed_mean(
        self, x: Float[Tensor, "*lead workers dimension"]
    ) -> Float[Tensor, "*lead 1 dimension"]:
        if not self.exact:
            return x.mean(-2, keepdim=True)
        total = x[..., :1, :]
        for worker in range(1, x.shape[-2]):
            total = total + x[..., worker : worker + 1, :]
        return total / x.shape[-2]

    def stream(self, purpose: str, step: int) -> Stream:
        return Stream(self.seeds, range(self.workers), purpose, step, self.lead)

    def local(self, function: LocalFunction, *arrays: Tensor) -> Tensor:
        """Apply a local function to every worker's part of the arrays.

        An array whose worker axis has length 1 is the same for all workers.
        """
        if not self.exact:
            return function(range(self.workers), *arrays)
        leads = tuple(np.broadcast_shapes(*(tuple(a.shape[:-2]) for a in arrays)))
        parts = [a.expand(*leads, *a.shape[-2:]) for a in arrays]
        results = [
            [function((k,), *(_of_worker(a[at], k) for a in parts)) for k in range(self.workers)]
            for at in product(*map(range, leads))
        ]
        return torch.stack([torch.cat(row, dim=-2) for row in results]).reshape(*leads, *_shape(results))


def _of_worker(x: Tensor, worker: int) -> Tensor:
    return x if x.shape[-2] == 1 else x[worker : worker + 1]


def _shape(results: Sequence[Sequence[Any]]) -> tuple[int, int]:
    return len(results[0]), results[0][0].shape[-1]
