"""Momentum SGD as PyTorch users write it on ranks: a module in DistributedDataParallel and torch.optim."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel

from empirical.network import Network
from empirical.ranked import Ranked
from empirical.setup import Setup


def module(problem: Network) -> nn.Module:
    """The network of a problem as a module of its own, at w_0."""
    start = problem.model.unflatten(problem.start()[0])
    found = deepcopy(problem.model.training).to_empty(device="cpu").to(problem.dtype)
    with torch.no_grad():
        for name, parameter in found.named_parameters():
            parameter.copy_(start[name])
    return found


@dataclass(eq=False)
class Ddp:
    """The samples of a configuration's run, and nothing else of ours."""

    setup: Setup
    problem: Network
    module: DistributedDataParallel
    optimizer: torch.optim.SGD
    rank: int
    steps_done: int = 0

    @classmethod
    def begin(cls, setup: Setup) -> Ddp:
        """At w_0."""
        problem, config = setup.problem, setup.config
        assert isinstance(problem, Network)
        assert isinstance(setup.comm, Ranked)
        parallel = DistributedDataParallel(module(problem), gradient_as_bucket_view=True)
        optimizer = torch.optim.SGD(
            parallel.parameters(), config.hyper["step_size"], config.hyper["momentum"]
        )
        return cls(setup, problem, parallel, optimizer, setup.comm.rank)

    def batch(self) -> tuple[Tensor, Tensor]:
        """Inputs and labels of the samples that this rank's worker draws."""
        problem, size = self.problem, self.setup.config.batch
        stream = self.setup.comm.stream("batch", self.steps_done)
        rows = stream.integers(problem.draws, size).flatten() + problem.edges[self.rank]
        mean, deviation = (moment.to(problem.dtype) for moment in problem.pictures.moments)
        return (problem.images[rows].to(mean.dtype) - mean) / deviation, problem.labels[rows]

    def advance(self) -> None:
        """One step."""
        inputs, labels = self.batch()
        self.optimizer.zero_grad()
        nn.functional.cross_entropy(self.module(inputs), labels).backward()  # type: ignore[no-untyped-call]
        self.optimizer.step()
        self.steps_done += 1

    @property
    def model(self) -> Tensor:
        """All parameters one after another."""
        return torch.cat([p.detach().flatten() for p in self.module.parameters()])
