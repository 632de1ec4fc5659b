"""Runs of a method with every step size of a grid at once, and what they show with the best one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from torch import Tensor

from empirical.config import Config, configure
from empirical.measure.snapshot import Snapshot
from empirical.network import Network
from empirical.setup import prepare
from toys.trajectory import gradient_at

SEEDS = 8
"""How many, where the papers that name a number have three; each has its own split, start and batches."""

STEP_SIZES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3)
"""The grid, the same for all methods that a sentence compares."""

SMALL: Mapping[str, Any] = {"problem": "network", "model": "mlp", "width": 0.25, "workers": 8, "steps": 200}
"""A perceptron with 16 hidden units (d = 12730) on 5000 pictures; with batches of 16, for five epochs."""

Look = Callable[[Snapshot], Tensor]
"""What is observed of a state: a number for every step size, (1, step sizes)."""


def loss(snapshot: Snapshot) -> Tensor:
    """F at the model that the paper evaluates."""
    problem = snapshot.setup.problem
    return problem.loss(range(problem.workers), snapshot.model).mean((-2, -1))


def accuracy(snapshot: Snapshot) -> Tensor:
    """The percentage of the test pictures whose class that model finds."""
    return _accuracy(snapshot, snapshot.model)


def local_accuracy(snapshot: Snapshot) -> Tensor:
    """The same, as the mean over the workers' own models."""
    return _accuracy(snapshot, snapshot.state.model)


def _accuracy(snapshot: Snapshot, points: Tensor) -> Tensor:
    problem = snapshot.setup.problem
    assert isinstance(problem, Network)
    return 100 * problem.accuracy(range(problem.workers), points).mean((-2, -1))


@dataclass(frozen=True, eq=False)
class Tuned:
    """A method's runs; the best step size is that of the lowest loss after the last step, mean over seeds."""

    step_sizes: tuple[float, ...]
    seen: Mapping[str, np.ndarray]
    """By the name of what was observed, (seeds, times, step sizes)."""
    bits: np.ndarray
    """What workers have sent and servers answered until then, (seeds, times)."""

    @property
    def best(self) -> int:
        ends = self.seen["loss"][:, -1]
        return int(np.where(np.isfinite(ends), ends, np.inf).mean(0).argmin())

    def at_best(self, name: str) -> np.ndarray:
        """What was observed with the best step size, (seeds, times)."""
        found: np.ndarray = self.seen[name][..., self.best]
        return found

    def end(self, name: str) -> np.ndarray:
        """The same after the last step, (seeds,)."""
        found: np.ndarray = self.at_best(name)[:, -1]
        return found

    def __str__(self) -> str:
        edge = " (edge)" if self.best in (0, len(self.step_sizes) - 1) and len(self.step_sizes) > 1 else ""
        return f"{self.step_sizes[self.best]:g}{edge}"


def tuned(
    settings: Mapping[str, Any],
    seeds: Sequence[int],
    looks: Sequence[Look] = (accuracy,),
    times: Sequence[int] = (),
    step_sizes: Sequence[float] = STEP_SIZES,
) -> Tuned:
    """Run a configuration with each step size and seed; the loss and `looks` are observed after the last
    step, or after these numbers of steps, the last of which is the last."""
    runs = [_run(settings, seed, (loss, *looks), times, tuple(step_sizes)) for seed in seeds]
    seen = {name: np.stack([found[name] for found, _ in runs]) for name in runs[0][0]}
    return Tuned(tuple(step_sizes), seen, np.stack([bits for _, bits in runs]))


def _run(
    settings: Mapping[str, Any],
    seed: int,
    looks: Sequence[Look],
    times: Sequence[int],
    step_sizes: tuple[float, ...],
) -> tuple[Mapping[str, np.ndarray], np.ndarray]:
    """What was observed, (times, step sizes) each, and the bits, (times,)."""
    observed: dict[str, list[np.ndarray]] = {look.__name__: [] for look in looks}
    bits = []
    config = configure(Config(), {**settings, "seed": seed})
    for snapshot in states(config, step_sizes):
        if snapshot.steps_done in (times or (config.steps,)):
            for look in looks:
                observed[look.__name__].append(look(snapshot).flatten().numpy())
            comm = snapshot.setup.comm
            bits.append(float((comm.bits + comm.answered).flatten()[0]))
    return {name: np.stack(found) for name, found in observed.items()}, np.array(bits)


def states(config: Config, step_sizes: tuple[float, ...]) -> Iterator[Snapshot]:
    """The run after 0, 1, 2, … steps, with an axis of step sizes, up to the last; draws are not kept."""
    setup = prepare(config, step_sizes=step_sizes)
    x = setup.comm.begin(setup.problem.start())
    before = state = setup.method.init(x, _gradient(setup, 0), setup.comm)
    for t in range(config.steps + 1):
        yield Snapshot(setup, state, before, drawn=None, steps_done=t, earlier=None)
        if t < config.steps:
            before, state = state, setup.method.step(state, _gradient(setup, t), setup.comm, t)


def _gradient(setup: Any, t: int) -> Any:
    return gradient_at(setup.problem, setup.comm, t, setup.config.batch)


def tuning(**found: Tuned) -> str:
    """The best step sizes of several methods, as a finding notes them."""
    return ", ".join(f"{name} {best}" for name, best in found.items())
