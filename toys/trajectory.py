"""A method on a problem, step after step."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from theory.methods.base import Array, Gradient
from toys.communicator import TensorCommunicator
from toys.exact import Exact
from toys.problems.problem import Problem


def gradient_at(problem: Problem, comm: TensorCommunicator | Exact, t: int, batch: int = 0) -> Gradient:
    """The gradient of step t: full for a batch of 0, else of samples that each worker draws of its own.

    A problem that augments its samples says in `draws` from how many variants a worker draws. Exact runs,
    which draw nothing, have full gradients.
    """
    if not batch or not problem.finite_sum or isinstance(comm, Exact):
        return lambda x: comm.local(problem.gradient, x)
    samples = comm.stream("batch", t).integers(getattr(problem, "draws", problem.samples), batch)
    return lambda x: comm.local(problem.sampled_gradient, x, samples)


def trajectory(
    method: Any, problem: Problem, comm: TensorCommunicator | Exact, start: Array, batch: int = 0
) -> Iterator[Any]:
    """The states at t = 0, 1, 2, … without end, from a starting point (…, 1 or workers, dimension)."""
    state = method.init(comm.begin(start), gradient_at(problem, comm, 0, batch), comm)
    t = 0
    while True:
        yield state
        state = method.step(state, gradient_at(problem, comm, t, batch), comm, t)
        t += 1
