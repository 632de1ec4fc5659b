"""From a configuration to the things that run: problem, compressor, method and communicator."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import ceil
from typing import Any

import torch

from empirical.config import DECAY, Config
from empirical.data import load as load_pictures
from empirical.data.augment import AUGMENTATIONS
from empirical.models import build
from empirical.models.asked import Asked
from empirical.network import Network
from empirical.watched import Watched
from theory.errors import BadInput, shown
from theory.methods import compressed, compressors, hyper_parameters, make
from theory.methods.asked import local_fields, needs_topology, takes_gradients_apart
from theory.methods.schedules import parse_schedule
from toys.communicator import TensorCommunicator
from toys.compressors import ToyCompressor, parse_compressor
from toys.data import load
from toys.problems.logistic import Logistic
from toys.problems.problem import Problem
from toys.problems.quadratic import Quadratic
from toys.splits import split
from toys.stacked import Stacked, check_size
from toys.topologies import topology_for

TENSORS = "tensors:"
"""Before a compressor that is to be applied to every tensor of a network apart."""

OBSERVING = 0.05
"""The share of a run that its expensive observers may take: half of the tenth that all of them may, which
leaves room for those of every step and for a busy machine. An observation takes the time of as many steps as
have its gradients (within a tenth of that for `mlp` and `cnn` on fashion_mnist_small, 8 workers of 16
samples), and a test picture that of a third of one."""

VECTORS_EVERY = 48
"""Steps between two observations of vectors, each with one more after it: these two take a fifth of a step
longer for GMC with `resnet20` on two ranks, 16 samples each."""


@dataclass(frozen=True, eq=False)
class Setup:
    """A configured experiment before its first step."""

    config: Config
    problem: Problem
    watched: Watched | None
    """The compressor with its observer; None for a method that sends everything."""
    method: Any
    comm: TensorCommunicator

    @cached_property
    def local(self) -> frozenset[str]:
        """The fields of a state in which every worker has a vector of its own."""
        return local_fields(self.method)

    @cached_property
    def own_points(self) -> bool:
        """Whether every worker takes its gradient at a point of its own."""
        return takes_gradients_apart(self.config.method)

    @cached_property
    def observe_every(self) -> int:
        """Steps between two observations of what is expensive; 1 for the toys."""
        config, problem = self.config, self.problem
        if not isinstance(problem, Network):
            return 1
        sizes = [problem.samples(k) for k in range(problem.workers)]
        observed = (1 + self.own_points) * sum(min(problem.observed or size, size) for size in sizes)
        tested = problem.workers * len(problem.pictures.test_labels) / 3
        gradients = config.batch * problem.workers or sum(sizes)
        return config.observe_every or self._whole_rounds((observed + tested) / gradients / OBSERVING)

    @cached_property
    def vectors_every(self) -> int:
        """Steps between two observations of what lets whole vectors meet; 1 for the toys."""
        return self._whole_rounds(VECTORS_EVERY) if isinstance(self.problem, Network) else 1

    def _whole_rounds(self, steps: int | float) -> int:
        """At least so many steps, after which a round ends."""
        local_steps: int = self.config.hyper.get("local_steps", 1)
        return local_steps * ceil(steps / local_steps)

    @property
    def compressor(self) -> ToyCompressor | None:
        return self.watched.compressor if self.watched else None


def make_problem(config: Config) -> Problem:
    if config.problem == "quadratic":
        return Quadratic(config.workers, config.dimension)
    if config.problem == "network":
        return make_network(config)
    data = load(config.data)
    parts = split(config.split, data.labels, config.workers, config.seed)
    there = replace(data, rows=data.rows.to(config.device), labels=data.labels.to(config.device))
    return Logistic.of(there, parts, config.regulariser)


def make_network(config: Config) -> Network:
    """The network on its pictures."""
    pictures = load_pictures(config.data)
    asked = Asked(pictures.shape, pictures.classes, config.norm, config.width)
    own_decay = DECAY in hyper_parameters(config.method)
    return Network.of(
        build(config.model, asked),
        pictures,
        split(config.split, pictures.labels, config.workers, config.seed),
        config.seed,
        dtype={"float32": torch.float32, "float64": torch.float64}[config.dtype],
        device=config.device,
        decay=0.0 if own_decay else config.hyper[DECAY],
        augmentation=AUGMENTATIONS[config.augment],
        together=config.observe_batch or config.batch or Network.together,
        observed=config.observe_samples,
    )


def spelled(compressor: str, problem: Problem) -> str:
    """The spelling of a compressor, in which "tensors:" stands for the lengths of a network's tensors."""
    if not compressor.startswith(TENSORS):
        return compressor
    if not isinstance(problem, Network):
        raise BadInput(f"compressor: read {shown(compressor)}; only a network's parameters are tensors")
    return f"layers:{','.join(map(str, problem.model.lengths))}:{compressor.removeprefix(TENSORS)}"


def prepare(
    config: Config,
    meet: Callable[..., TensorCommunicator] = Stacked,
    step_sizes: Sequence[float] = (),
) -> Setup:
    """Build what a configuration names, with the kind of communicator; what cannot be built is bad input.

    Step sizes make an axis of settings, along which the run is that of the configuration with each of them.
    """
    _demand_device(config)
    problem = make_problem(config)
    dimension = problem.dimension
    total = sum(problem.samples(k) for k in range(problem.workers))
    if config.batch > total and problem.finite_sum:
        raise BadInput(f"batch: read {config.batch}; the data has {total} samples; allowed: up to that, or 0")
    check_size(config.seeds * max(1, len(step_sizes)), config.workers, dimension)
    topology = topology_for(config.workers, config.topology) if needs_topology(config.method) else None
    comm = meet(
        config.workers,
        config.seed_list,
        exact=config.mode == "exact",
        settings=(len(step_sizes),) if step_sizes else (),
        topology=topology,
        device=config.device,
    )
    hyper: dict[str, Any] = dict(config.hyper)
    if "step_size" in hyper:
        step_size = comm.setting(step_sizes, 0).to(problem.start()) if step_sizes else hyper["step_size"]
        hyper["step_size"] = parse_schedule(config.schedule, step_size)
    length = compressed(config.method, dimension, config.workers)
    for name in compressors(config.method).keys() & hyper.keys():
        hyper[name] = parse_compressor(spelled(hyper[name], problem), length)
    watched = None
    if "compressor" in compressors(config.method):
        watched = Watched(parse_compressor(spelled(config.compressor, problem), length))
        hyper["compressor"] = watched
    method = make(config.method, config.preset, **hyper)
    return Setup(config, problem, watched, method, comm)


def _demand_device(config: Config) -> None:
    if config.device == "cuda" and not torch.cuda.is_available():
        raise BadInput("device: read cuda; torch finds no CUDA device here; allowed: cpu")
    if config.device == "cuda" and config.problem == "quadratic":
        raise BadInput("device: read cuda; allowed: cpu, where the quadratic is computed")
