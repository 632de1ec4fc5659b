"""One step of a run as its observers see it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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
    def finite(self) -> Tensor:
        """For every seed whether all workers' models are finite, which all processes know.

        A sum is not finite where one of its terms is not. Of a model that workers share each process has the
        same bits and needs no other; where workers have models of their own, processes ask each other.
        """
        found: Tensor = self.state.model.sum((-2, -1)).isfinite()
        if "model" not in self.setup.local:
            return found
        return ~torch.tensor(self.setup.comm.any(*(~found).tolist()))

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


def of_all(found: Sequence[Found], comm: TensorCommunicator) -> dict[str, np.ndarray]:
    """What was found at several points, of all workers, (points, seeds, …): all numbers meet in one exchange.

    nan at the points of which an observer says nothing.
    """
    places: dict[str, list[int]] = {}
    for at, one in enumerate(found):
        for name in one:
            places.setdefault(name, []).append(at)
    rows = {name: [found[at][name] for at in points] for name, points in places.items()}
    known = {name: [x for x in row if isinstance(x, Tensor)] for name, row in rows.items()}
    apart = {name: [x for x in row if isinstance(x, OfWorkers)] for name, row in rows.items()}
    whole = {name: torch.stack(row) for name, row in known.items() if row}
    whole |= _met({name: row for name, row in apart.items() if row}, comm)
    return {name: _spread(whole[name].cpu().numpy(), points, len(found)) for name, points in places.items()}


def _met(apart: Mapping[str, Sequence[OfWorkers]], comm: TensorCommunicator) -> dict[str, Tensor]:
    """What the numbers of all workers come to, (points, seeds, …)."""
    if not apart:
        return {}
    here = [_stacked([x.numbers for x in row]) for row in apart.values()]
    flat = [x.flatten(1).expand(len(comm.here), -1) for x in here]
    met = comm.gathered(torch.cat(flat, dim=-1).to(torch.float64))
    parts = torch.split(met, [x.shape[-1] for x in flat], dim=-1)
    return {
        name: _together(row[0], part.reshape(-1, *x.shape[1:]))
        for (name, row), part, x in zip(apart.items(), parts, here, strict=True)
    }


def _stacked(rows: Sequence[Tensor]) -> Tensor:
    """(workers here or 1, points, seeds, …); nan of no worker stands for each of them."""
    widest = max(rows, key=Tensor.numel)
    return torch.stack([numbers.expand_as(widest) for numbers in rows]).movedim(2, 0)


def _together(of: OfWorkers, numbers: Tensor) -> Tensor:
    """(points, seeds, …), from (workers, points, seeds, …): the runs of all points as if they were seeds."""
    workers, points, seeds, *rest = numbers.shape
    runs = numbers.reshape(workers, points * seeds, *rest).movedim(0, 1).contiguous()
    found = of.together(runs)
    return found.reshape(points, seeds, *found.shape[1:])


def _spread(rows: np.ndarray, places: Sequence[int], points: int) -> np.ndarray:
    """The rows at their places among as many of nan as there are points."""
    if len(places) == points:
        return rows
    found = np.full((points, *rows.shape[1:]), np.nan)
    found[places] = rows
    return found
