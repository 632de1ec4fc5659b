"""A stacked step of momentum SGD on a network, against the same written by hand: a loop, and vmap.

All three draw the same samples and standardise the same pictures; the two by hand take module, momentum and
mean straight from PyTorch and know nothing of workers, communicators or problems.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
import torch
from torch import Tensor, nn
from torch.func import functional_call, grad, vmap

from benchmarks.agreement import difference
from benchmarks.bare import Bare
from benchmarks.timing import Row, Target, Work, compared, interleaved
from empirical.config import Config, configure
from empirical.experiment import one_thread
from empirical.network import Network
from empirical.setup import Setup, prepare

STACKED, LOOP, VMAP = "stacked", "PyTorch loop", "PyTorch vmap"
MOMENTUM, STEP_SIZE = 0.9, 0.05

NEAR = Target("<=", 1.3)
"""What one text for all ways of running may cost."""


@dataclass(eq=False)
class ByHand:
    """A module's parameters and their momenta, with the workers' gradients as a function of a batch."""

    setup: Setup
    problem: Network
    parameters: dict[str, Tensor]
    buffers: dict[str, Tensor]
    gradients: Callable[[dict[str, Tensor], Tensor, Tensor], dict[str, Tensor]]
    steps_done: int = 0

    @classmethod
    def begin(cls, setup: Setup, gradients: Callable[..., dict[str, Tensor]]) -> ByHand:
        problem = setup.problem
        assert isinstance(problem, Network)
        parameters = {n: p.clone() for n, p in problem.model.unflatten(problem.start()[0]).items()}
        buffers = {name: torch.zeros_like(p) for name, p in parameters.items()}
        return cls(setup, problem, parameters, buffers, partial(gradients, problem.model.training))

    def batch(self) -> tuple[Tensor, Tensor]:
        """Inputs (workers, batch, …) and labels of the same samples as the stacked run's."""
        problem, size = self.problem, self.setup.config.batch
        samples = self.setup.comm.stream("batch", self.steps_done).integers(problem.samples, size)[0]
        rows = samples + torch.tensor(problem.edges[:-1])[:, None]
        mean, deviation = (moment.to(problem.dtype) for moment in problem.pictures.moments)
        return (problem.images[rows].to(mean.dtype) - mean) / deviation, problem.labels[rows]

    def advance(self) -> None:
        """One step of PyTorch's momentum on the mean of the workers' gradients."""
        found = self.gradients(self.parameters, *self.batch())
        for name, gradient in found.items():
            self.buffers[name].mul_(MOMENTUM).add_(gradient.mean(0))
            self.parameters[name].sub_(self.buffers[name], alpha=STEP_SIZE)
        self.steps_done += 1

    @property
    def model(self) -> Tensor:
        return torch.cat([p.flatten() for p in self.parameters.values()])


def _loss(module: nn.Module, parameters: dict[str, Tensor], inputs: Tensor, labels: Tensor) -> Tensor:
    return nn.functional.cross_entropy(functional_call(module, parameters, (inputs,)), labels)


def looped(
    module: nn.Module, parameters: dict[str, Tensor], inputs: Tensor, labels: Tensor
) -> dict[str, Tensor]:
    """One worker after another."""
    leaves = {name: p.requires_grad_() for name, p in parameters.items()}
    each = [
        torch.autograd.grad(_loss(module, leaves, *batch), list(leaves.values()))
        for batch in zip(inputs, labels, strict=True)
    ]
    for leaf in leaves.values():
        leaf.requires_grad_(False)
    return {name: torch.stack(found) for name, found in zip(leaves, zip(*each, strict=True), strict=True)}


def mapped(
    module: nn.Module, parameters: dict[str, Tensor], inputs: Tensor, labels: Tensor
) -> dict[str, Tensor]:
    """All workers in one call."""
    gradients: dict[str, Tensor] = vmap(grad(partial(_loss, module)), (None, 0, 0))(
        parameters, inputs, labels
    )
    return gradients


def _runs(model: str, workers: int, dtype: str) -> dict[str, Bare | ByHand]:
    chosen = {"model": model, "workers": workers, "dtype": dtype}
    usual = {"method": "sgdm", "problem": "network", "momentum": MOMENTUM, "step_size": STEP_SIZE}
    setup = prepare(configure(Config(), {**usual, **chosen}))
    by_hand = {LOOP: ByHand.begin(setup, looped), VMAP: ByHand.begin(setup, mapped)}
    return {STACKED: Bare.begin(setup), **by_hand}


def _apart(what: str, model: str, workers: int, steps: int) -> dict[str, float]:
    """How far the models by hand are from ours after some steps, in 64 bits."""
    runs = _runs(model, workers, "float64")
    for run in runs.values():
        _repeat(run, steps)
    ours = runs[STACKED].model
    return {name: difference(what, ours, runs[name].model, vectors=True) for name in (LOOP, VMAP)}


def _compared(model: str, workers: int, steps: int, rounds: int) -> list[Row]:
    runs = _runs(model, workers, "float32")
    what = f"momentum SGD on {model}, d = {runs[STACKED].model.numel()}, {workers} workers"
    apart = _apart(what, model, workers, steps)
    times = interleaved(
        rounds, {name: Work(partial(_repeat, run, steps), steps) for name, run in runs.items()}
    )
    fastest = min((LOOP, VMAP), key=lambda name: float(np.median(times[name])))
    row = partial(compared, __name__, what, "step", times, STACKED)
    return [row(name, "ratio", NEAR if name == fastest else None, apart[name]) for name in (LOOP, VMAP)]


def _repeat(run: Bare | ByHand, steps: int) -> None:
    for _ in range(steps):
        run.advance()


def rows(
    models: tuple[str, ...] = ("mlp", "cnn"), workers: int = 8, steps: int = 5, rounds: int = 15
) -> list[Row]:
    """Both by hand beside ours, on one thread; the target is for the faster of the two."""
    one_thread()
    return [row for model in models for row in _compared(model, workers, steps, rounds)]
