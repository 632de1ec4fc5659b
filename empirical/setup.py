"""From a configuration to the things that run: problem, compressor, method and communicator."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import torch

from empirical.config import Config
from empirical.watched import Watched
from theory.errors import BadInput
from theory.methods import compressed, compressors, make
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

    @property
    def compressor(self) -> ToyCompressor | None:
        return self.watched.compressor if self.watched else None


def make_problem(config: Config) -> Problem:
    if config.problem == "quadratic":
        return Quadratic(config.workers, config.dimension)
    data = load(config.data)
    parts = split(config.split, data.labels, config.workers, config.seed)
    there = replace(data, rows=data.rows.to(config.device), labels=data.labels.to(config.device))
    return Logistic.of(there, parts, config.regulariser)


def prepare(config: Config, meet: Callable[..., TensorCommunicator] = Stacked) -> Setup:
    """Build what a configuration names, with the kind of communicator; what cannot be built is bad input."""
    _demand_device(config)
    problem = make_problem(config)
    dimension = problem.dimension
    total = sum(problem.samples(k) for k in range(problem.workers))
    if config.batch > total and problem.finite_sum:
        raise BadInput(f"batch: read {config.batch}; the data has {total} samples; allowed: up to that, or 0")
    check_size(config.seeds, config.workers, dimension)
    hyper: dict[str, Any] = dict(config.hyper)
    if "step_size" in hyper:
        hyper["step_size"] = parse_schedule(config.schedule, hyper["step_size"])
    length = compressed(config.method, dimension, config.workers)
    for name in compressors(config.method).keys() & hyper.keys():
        hyper[name] = parse_compressor(hyper[name], length)
    watched = None
    if "compressor" in compressors(config.method):
        watched = Watched(parse_compressor(config.compressor, length))
        hyper["compressor"] = watched
    method = make(config.method, config.preset, **hyper)
    topology = topology_for(config.workers, config.topology) if needs_topology(config.method) else None
    comm = meet(
        config.workers,
        config.seed_list,
        exact=config.mode == "exact",
        topology=topology,
        device=config.device,
    )
    return Setup(config, problem, watched, method, comm)


def _demand_device(config: Config) -> None:
    if config.device == "cuda" and not torch.cuda.is_available():
        raise BadInput("device: read cuda; torch finds no CUDA device here; allowed: cpu")
    if config.device == "cuda" and config.problem == "quadratic":
        raise BadInput("device: read cuda; allowed: cpu, where the quadratic is computed")
