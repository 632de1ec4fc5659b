"""One stacked step of GMC for many settings, against a loop over settings and workers in PyTorch."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import islice, product
from typing import Any

import torch
from torch import Tensor

from benchmarks.agreement import difference
from benchmarks.timing import Row, Target, Work, compared, interleaved
from empirical.experiment import one_thread
from theory.methods.gmc import GMC
from toys.compressors.top import Top
from toys.problems.quadratic import Quadratic
from toys.stacked import Stacked

STEP_SIZES, MOMENTA, KEPT = (0.001, 0.01), (0.1, 0.9), 2
"""The ranges of η, around that of gmc's quadratic (section 3.2), and of β; and a tenth of d = 20."""

LOOP = "PyTorch loop"
TOPK = "topk alone"
STACKED = "stacked"

FASTER = Target(">=", 50)
"""What stacking workers and settings gains over a loop."""
RATE = Target(">=", 1e6)
"""Worker-steps per second on one thread: a thousand settings of 16 workers in 16 ms."""


@dataclass(frozen=True, eq=False)
class Loop:
    """One run of GMC as a simulator is usually written: its state, and a step worker after worker."""

    step_size: float
    momentum: float
    model: Tensor  # w_t, (dimension)
    previous: Tensor  # w_{t−1}
    residuals: tuple[Tensor, ...]  # e_{t,k}

    @classmethod
    def begin(cls, step_size: float, momentum: float, x: Tensor, workers: int) -> Loop:
        return cls(step_size, momentum, x, x, (torch.zeros_like(x),) * workers)

    def step(self, curvature2: Tensor, offsets: tuple[Tensor, ...]) -> Loop:
        """One step on F_k(w) = Σ_i (d−i)(w_i + offset_i)², `curvature2` being 2(d−i)."""
        momentum = self.momentum / self.step_size * (self.model - self.previous)
        sent, residuals = torch.zeros_like(self.model), []
        for residual, offset in zip(self.residuals, offsets, strict=True):
            carried = residual + curvature2 * (self.model + offset) - momentum
            largest = carried.abs().topk(KEPT).indices
            sent.index_add_(0, largest, carried[largest])
            residuals.append(carried.index_fill_(0, largest, 0))
        model = self.model - self.step_size / len(offsets) * sent
        return Loop(self.step_size, self.momentum, model, self.model, tuple(residuals))


@dataclass(frozen=True, eq=False)
class Both:
    """The same runs as one stacked state, and, for the first settings, as loops."""

    problem: Quadratic
    method: GMC
    comm: Stacked
    state: Any
    loops: tuple[Loop, ...]

    @classmethod
    def begin(cls, step_sizes: int, momenta: int, looped: int, workers: int, dimension: int) -> Both:
        """Every step size with every momentum, from one random start."""
        problem = Quadratic(workers, dimension)
        comm = Stacked(workers, lead=False, settings=(step_sizes, momenta))
        chosen: list[list[float]] = [
            torch.linspace(low, high, count, dtype=torch.float64).tolist()
            for (low, high), count in ((STEP_SIZES, step_sizes), (MOMENTA, momenta))
        ]
        settings: dict[str, Any] = {
            name: comm.setting(values, axis)
            for axis, (name, values) in enumerate(zip(("step_size", "momentum"), chosen, strict=True))
        }
        method = GMC(**settings, compressor=Top(KEPT))
        x = torch.randn(1, dimension, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
        state = method.init(comm.begin(x), lambda x: comm.local(problem.gradient, x), comm)
        pairs = islice(product(*chosen), looped)
        loops = tuple(Loop.begin(step_size, momentum, x[0], workers) for step_size, momentum in pairs)
        return cls(problem, method, comm, state, loops)

    def stacked_step(self) -> Any:
        return self.method.step(
            self.state, lambda x: self.comm.local(self.problem.gradient, x), self.comm, t=0
        )

    def loop_step(self) -> tuple[Loop, ...]:
        curvature2, target = 2 * self.problem.curvature, self.problem.target
        offsets = tuple(target if k % 2 else -target for k in range(self.problem.workers))
        return tuple(loop.step(curvature2, offsets) for loop in self.loops)

    def step(self) -> Both:
        return Both(self.problem, self.method, self.comm, self.stacked_step(), self.loop_step())

    def models(self) -> tuple[Tensor, Tensor]:
        """The models of the looped settings, (settings, dimension), by both."""
        looped = torch.stack([loop.model for loop in self.loops])
        return self.state.model[..., 0, :].flatten(0, 1)[: len(self.loops)], looped


def rows(
    step_sizes: int = 25,
    momenta: int = 40,
    looped: int = 20,
    workers: int = 16,
    dimension: int = 20,
    steps: int = 5,
    rounds: int = 15,
) -> list[Row]:
    """The loop on a few of the settings, and PyTorch's topk alone on an array of the same shape.

    The last shows how much of the step is the choice of components, as one call of the library makes it.
    Both models are compared after `steps` steps, and the step after these is timed, on one thread.
    """
    one_thread()
    settings = step_sizes * momenta
    both = Both.begin(step_sizes, momenta, looped, workers, dimension)
    for _ in range(steps):
        both = both.step()
    what = f"GMC step, {settings} settings × {workers} workers × d = {dimension}"
    apart = difference(what, *both.models(), vectors=True)
    magnitude = both.state.residual.abs()
    works = {
        STACKED: Work(both.stacked_step, settings * workers),
        LOOP: Work(both.loop_step, looped * workers),
        TOPK: Work(lambda: magnitude.topk(KEPT, dim=-1), settings * workers),
    }
    times = interleaved(rounds, works)
    row = partial(compared, __name__, what, "worker-step", times, STACKED)
    return [
        row(LOOP, "times faster", FASTER, apart),
        row(LOOP, "per second", RATE, apart),
        row(TOPK, "ratio"),
    ]
