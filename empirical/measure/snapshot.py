"""One step of a run as its observers see it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import torch
from torch import Tensor

from empirical.setup import Setup
from empirical.watched import Drawn
from toys.communicator import TensorCommunicator

Records = Mapping[str, np.ndarray]
"""What was observed, by name: arrays of shape (points in time, seeds, …)."""


@dataclass(frozen=True, eq=False)
class Snapshot:
    """The state at time t, the state before it, and what several observers need of it, computed once."""

    setup: Setup
    state: Any
    before: Any
    drawn: Drawn | None
    """What the last step drew; None before the first one."""
    steps_done: int
    earlier: tuple[Tensor, Tensor] | None
    """The model and the workers' gradients when observers looked last; None at the first look."""

    @property
    def nothing(self) -> Tensor:
        """What an observer says of a step that has not what it looks for: nan for every seed."""
        return torch.full((len(self.setup.comm.seeds),), torch.nan, dtype=torch.float64)

    @cached_property
    def model(self) -> Tensor:
        """The point that the theorem names, (seeds, 1, dimension)."""
        model: Tensor = self.setup.method.model(self.state, self.setup.comm)
        return model

    @cached_property
    def _seen(self) -> Tensor:
        return self.setup.comm.local(self.setup.problem.seen, self.model)

    @property
    def losses(self) -> Tensor:
        """F_k at the model, (seeds, workers here)."""
        return self._seen[..., 0]

    @property
    def noises(self) -> Tensor:
        """E‖∇f(w; ξ) − ∇F_k(w)‖² at the model, (seeds, workers here)."""
        return self._seen[..., 1]

    @property
    def gradients(self) -> Tensor:
        """∇F_k at the model of the workers here, (seeds, workers here, dimension)."""
        return self._seen[..., 2:]

    @cached_property
    def gradient(self) -> Tensor:
        """∇F at the model, (seeds, 1, dimension)."""
        return self.setup.comm.observed_mean(self.gradients)


@dataclass(frozen=True, eq=False)
class OfWorkers:
    """What the workers here have found, (seeds, workers here or 1, …), and what all numbers come to."""

    numbers: Tensor
    together: Callable[[Tensor], Tensor]
    """From (seeds, workers, …), of all workers, to (seeds, …)."""


Found = Mapping[str, Tensor | OfWorkers]
"""What an observer says of a step, by name: what all processes know, (seeds, …), or of the workers here."""


def mean(numbers: Tensor) -> OfWorkers:
    """The mean over all workers."""
    return OfWorkers(numbers, lambda all_workers: all_workers.mean(1))


def each(numbers: Tensor) -> OfWorkers:
    """Those of every worker."""
    return OfWorkers(numbers, lambda all_workers: all_workers)


def largest(numbers: Tensor) -> OfWorkers:
    """The largest of all workers."""
    return OfWorkers(numbers, lambda all_workers: all_workers.amax(1))


def of_all(found: Found, comm: TensorCommunicator) -> dict[str, np.ndarray]:
    """What was found, of all workers: their numbers meet in one exchange, however many there are."""
    known = {name: x for name, x in found.items() if isinstance(x, Tensor)}
    apart = {name: x for name, x in found.items() if isinstance(x, OfWorkers)}
    if apart:
        rows = [x.numbers.reshape(*x.numbers.shape[:2], -1) for x in apart.values()]
        here = [row.expand(-1, len(comm.here), -1) for row in rows]
        met = comm.gathered(torch.cat(here, dim=-1).to(torch.float64))
        parts = torch.split(met, [row.shape[-1] for row in rows], dim=-1)
        known |= {
            name: x.together(part.reshape(*part.shape[:2], *x.numbers.shape[2:]))
            for (name, x), part in zip(apart.items(), parts, strict=True)
        }
    return {name: x.cpu().numpy() for name, x in known.items()}
