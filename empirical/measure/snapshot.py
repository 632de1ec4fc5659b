"""One step of a run as its observers see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import torch
from torch import Tensor

from empirical.setup import Setup
from empirical.watched import Drawn

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

    def gathered(self, numbers: Tensor) -> Tensor:
        """One number of every worker, (seeds, workers), from those of the workers here."""
        return self.setup.comm.gathered(numbers[..., None])[..., 0].contiguous()

    @property
    def finite(self) -> Tensor:
        """Whether all workers' models are finite, (seeds)."""
        of_workers = self.state.model.abs().amax(-1).isfinite().to(torch.float64)
        everywhere = self.gathered(of_workers) if "model" in self.setup.local else of_workers
        return everywhere.all(-1)

    @cached_property
    def _seen(self) -> Tensor:
        return self.setup.comm.local(self.setup.problem.seen, self.model)

    @property
    def losses(self) -> Tensor:
        """F_k at the model, (seeds, workers)."""
        return self.gathered(self._seen[..., 0])

    @property
    def noises(self) -> Tensor:
        """E‖∇f(w; ξ) − ∇F_k(w)‖² at the model, (seeds, workers)."""
        return self.gathered(self._seen[..., 1])

    @property
    def gradients(self) -> Tensor:
        """∇F_k at the model of the workers here, (seeds, workers here, dimension)."""
        return self._seen[..., 2:]

    @cached_property
    def gradient(self) -> Tensor:
        """∇F at the model, (seeds, 1, dimension)."""
        return self.setup.comm.observed_mean(self.gradients)


def square(x: Tensor) -> Tensor:
    """‖·‖² over the last axis."""
    return (x * x).sum(-1)
