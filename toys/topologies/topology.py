"""Topology: who averages with whom at a step, and with what weights."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float64

from theory.errors import BadInput

Matrix = Float64[np.ndarray, "workers workers"]

LARGEST = 1024
"""The largest number of workers to parse: a matrix of 1024² floats has 8 MiB, ten of a period have 80."""

TOLERANCE = 1e-12
"""How far a sum of weights may be from 1: `LARGEST` roundings of 2⁻⁵³ are 1.1e-13."""


@dataclass(frozen=True, eq=False)
class Topology:
    """The mixing matrix of every step, doubly stochastic (qg, Assumption 1; qprsgd, section IV-B).

    `weights` has the shape (period, workers, workers): `weights[t, i, j]` is what worker i multiplies worker
    j's vector by, x_i ← Σ_j w_ij x_j, at the steps that are t modulo the period. It is a copy that cannot be
    written to. A graph that stays as it is has period 1. `name` is what `parse_topology` reads, for a
    topology that it made. Raises BadInput where the shape is another, a weight is negative or no number, or a
    row or a column does not sum to 1.
    """

    name: str
    workers: int
    weights: np.ndarray
    period: int

    def __post_init__(self) -> None:
        weights = np.array(self.weights, dtype=np.float64)
        shape = (self.period, self.workers, self.workers)
        if weights.shape != shape or min(shape) < 1:
            raise BadInput(
                f"weights: read an array of shape {weights.shape} for period {self.period} and "
                f"{self.workers} workers; allowed: (period, workers, workers), each at least 1"
            )
        _demand_doubly_stochastic(weights)
        weights.setflags(write=False)
        object.__setattr__(self, "weights", weights)

    @classmethod
    def of(cls, name: str, weights: np.ndarray) -> Topology:
        """The topology of one matrix, (workers, workers), or of one for each step of a period."""
        period = weights if weights.ndim == 3 else weights[None]
        return cls(name, period.shape[-1], period, len(period))

    @property
    def symmetric(self) -> bool:
        """Whether W = Wᵀ at every step, to the last bit."""
        return bool(np.array_equal(self.weights, self.weights.mT))

    def at(self, t: int) -> Matrix:
        """The matrix of step t."""
        matrix: Matrix = self.weights[t % self.period]
        return matrix

    def over_period(self) -> Matrix:
        """W_{τ−1} ⋯ W_1 W_0, what a whole period from step 0 does."""
        product = np.eye(self.workers)
        for step in self.weights:
            product = step @ product
        return product


def _demand_doubly_stochastic(weights: np.ndarray) -> None:
    if not bool((weights >= 0).all()):
        step, i, j = np.argwhere(~(weights >= 0))[0]
        raise BadInput(
            f"weights: read {weights[step, i, j]} for workers {i} and {j} at step {step}; "
            "allowed: numbers that are not negative"
        )
    for axis, name in ((2, "row"), (1, "column")):
        sums = weights.sum(axis)
        wrong = np.argwhere(~(np.abs(sums - 1) <= TOLERANCE))
        if len(wrong):
            step, worker = wrong[0]
            raise BadInput(
                f"weights: read a {name} {worker} that sums to {sums[step, worker]:.15g} at step {step}; "
                "allowed: rows and columns that sum to 1"
            )
