"""L: known exactly for the toys, and found again by power iteration, which must agree."""

from __future__ import annotations

import torch

from theory.constants import Estimate
from theory.errors import TightropeError
from toys.problems.problem import Problem
from toys.streams import generator

TOLERANCE = 1e-10
"""Relative change of the eigenvalue at which power iteration stops."""
MOST_ITERATIONS = 100_000
AGREEMENT = 1e-6
"""How far the two may differ, relatively: the eigenvalue's error is of the order of the square of the
eigenvector's, which stagnates where eigenvalues lie close together."""


def power_iteration(problem: Problem, worker: int) -> float:
    """The largest eigenvalue of ∇²F_k at the starting point, where the toys' curvature is largest."""
    x = problem.start()
    drawn = generator(0, "power iteration", worker).standard_normal((1, problem.dimension))
    v = torch.from_numpy(drawn).to(x)
    value = 0.0
    for _ in range(MOST_ITERATIONS):
        v = v / v.norm()
        product = problem.hessian_product(worker, x, v)
        previous, value = value, float((v * product).sum())
        if abs(value - previous) <= TOLERANCE * abs(value):
            break
        v = product
    return value


def smoothness(problem: Problem) -> Estimate:
    """L = max_k L_k in closed form; power iteration, which only approaches L from below, must agree."""
    known = problem.constants()["smoothness"]
    iterated = max(power_iteration(problem, worker) for worker in range(problem.workers))
    if abs(iterated - known.value) > AGREEMENT * known.value:
        raise TightropeError(
            f"smoothness: {known.value!r} in closed form, but {iterated!r} by power iteration"
        )
    return Estimate(known.value, "exact", how=f"{known.how}; power iteration gives {iterated:.9g}")
