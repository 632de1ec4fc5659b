"""Runs on quadratics with their expectations exact: every vector is written in the coins that were drawn.

Coordinate 0 is what is certain; of the others each is a fair coin ±1, one for every worker and step. A method
of the linear tier with a linear compressor keeps vectors in these coordinates, so that E(x²) is the sum of
their squares, without any sampling: in fractions it is exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from theory.methods.base import Array
from toys.exact import Exact, Numbers


class Quadratics:
    """∇f_k(x; ξ) = a(x − b_k) + σ·coin, in one dimension."""

    def __init__(self, slope: Any, centres: Sequence[Any], sigma: Any, draws: int) -> None:
        self.slope, self.sigma, self.draws = slope, sigma, draws
        self.workers, self.drawn = len(centres), 0
        self.zero = slope * 0
        self.centres = np.full((self.workers, 1 + self.workers * draws), self.zero, dtype=object)
        self.centres[:, 0] = list(centres)
        self.points: list[Numbers] = []

    def true(self, point: Numbers) -> Numbers:
        """The gradients without noise."""
        found: Numbers = self.slope * (point - self.centres)
        return found

    def __call__(self, point: Array) -> Array:
        self.points.append(np.broadcast_to(point, self.centres.shape))
        gradients = self.true(point)
        first = 1 + self.workers * self.drawn
        gradients[range(self.workers), range(first, first + self.workers)] += self.sigma
        self.drawn += 1
        return gradients

    @property
    def start(self) -> Numbers:
        """The point 0."""
        return np.full((1, self.centres.shape[1]), self.zero, dtype=object)


def run(method: Any, problem: Quadratics, mixing: tuple[Numbers, ...] = ()) -> list[Any]:
    """The states at t = 0 to the number of draws."""
    comm = Exact(problem.workers, mixing)
    states = [method.init(problem.start, problem, comm)]
    for t in range(problem.draws):
        states.append(method.step(states[-1], problem, comm, t))
    return states


def second_moment(vectors: Numbers) -> Any:
    """The mean over workers of E(x²)."""
    return (vectors * vectors).sum() / len(vectors)


def largest(vectors: Numbers) -> Any:
    """The largest |x| of any worker and outcome."""
    return abs(vectors).sum(-1).max()
