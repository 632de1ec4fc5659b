"""L: known exactly for the toys, and found again by power iteration, which must agree."""

from __future__ import annotations

import torch
from torch import Tensor

from theory.constants import Estimate
from theory.errors import TightropeError
from toys.problems.problem import Problem
from toys.streams import generator

TOLERANCE = 1e-10
"""Relative change of the eigenvalue at which power iteration stops."""
MOST_ITERATIONS = 100_000
SEEN_TOLERANCE, SEEN_ITERATIONS = 1e-2, 20
"""The same where nothing is known of L, and two points of a run give no more than its order of magnitude."""
AGREEMENT = 1e-6
"""How far the two may differ, relatively: the eigenvalue's error is of the order of the square of the
eigenvector's, which stagnates where eigenvalues lie close together."""


def power_iteration(
    problem: Problem,
    worker: int,
    x: Tensor,
    tolerance: float = TOLERANCE,
    most: int = MOST_ITERATIONS,
) -> float:
    """The eigenvalue of ∇²F_k(x) that is largest in magnitude, x of shape (1, dimension)."""
    drawn = generator(0, "power iteration", worker).standard_normal((1, problem.dimension))
    v = torch.from_numpy(drawn).to(x)
    value = 0.0
    for _ in range(most):
        v = v / v.norm()
        product = problem.hessian_product(worker, x, v)
        previous, value = value, float((v * product).sum())
        if abs(value - previous) <= tolerance * abs(value):
            break
        v = product
    return value


def smoothness(problem: Problem, last: Tensor) -> Estimate:
    """L = max_k L_k in closed form; power iteration, which only approaches L from below, must agree.

    The toys' curvature is largest at the starting point. Where L is not known, it is the largest curvature
    that power iteration finds there and at the last point, (1, dimension).
    """
    start, workers = problem.start(), range(problem.workers)
    known = problem.constants().get("smoothness")
    if known is None:
        found = [
            abs(power_iteration(problem, k, x, SEEN_TOLERANCE, SEEN_ITERATIONS))
            for x in (start, last)
            for k in workers
        ]
        how = "largest |eigenvalue| of ∇²F_k that power iteration found at the first and the last point"
        return Estimate(max(found), "seen", how=how)
    iterated = max(power_iteration(problem, worker, start) for worker in workers)
    if abs(iterated - known.value) > AGREEMENT * known.value:
        raise TightropeError(
            f"smoothness: {known.value!r} in closed form, but {iterated!r} by power iteration"
        )
    return Estimate(known.value, "exact", how=f"{known.how}; power iteration gives {iterated:.9g}")
