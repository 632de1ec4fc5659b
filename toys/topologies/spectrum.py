"""Spectrum: what the theory asks of a mixing matrix, and the constants that a topology fixes.

J = 11ᵀ/n takes the mean. One step changes the squared distance to it by a factor of at most ‖W − J‖₂².
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from jaxtyping import Inexact

from theory.constants import Estimate
from toys.topologies.topology import Matrix, Topology


@dataclass(frozen=True, eq=False)
class Spectrum:
    """The eigenvalues of a doubly stochastic W but the 1 of the mean, largest real part first.

    `distance` is ‖W − J‖₂. Those of a symmetric W are real, and `distance` is their largest modulus; a
    directed graph's may be complex. One worker has no other eigenvalue: then every number here is 0, and
    `consensus` 1. What is within rounding of 0 is 0.
    """

    eigenvalues: Inexact[np.ndarray, " others"]
    distance: float

    @property
    def second(self) -> float:
        """λ₂, the second largest eigenvalue by value (by real part, where complex)."""
        return float(max(self.eigenvalues.real, default=0.0))

    @property
    def smallest(self) -> float:
        """λ_n, the smallest eigenvalue by value (by real part, where complex)."""
        return float(min(self.eigenvalues.real, default=0.0))

    @property
    def lambda2(self) -> float:
        """max_{i≥2} |λ_i|, qprsgd's ρ = max(|λ₂|, |λ_M|) (Assumption 2)."""
        return float(max(np.abs(self.eigenvalues), default=0.0))

    @property
    def consensus(self) -> float:
        """1 − ‖W − J‖₂², the largest ρ in ‖ZW − Z̄‖² ≤ (1−ρ)‖Z − Z̄‖² (qg, Assumption 1)."""
        return float(_cleaned((1 - self.distance) * (1 + self.distance), len(self.eigenvalues) + 1))

    @property
    def eigen_spread(self) -> float:
        """max_{i≥2} |λ_i − 1|, qprsgd's μ (proof of Lemma 2)."""
        return float(max(np.abs(self.eigenvalues - 1), default=0.0))


def spectrum(matrix: Matrix) -> Spectrum:
    """The spectrum of a doubly stochastic matrix."""
    workers = len(matrix)
    if np.array_equal(matrix, matrix.T):
        others = _cleaned(np.linalg.eigvalsh(matrix)[-2::-1], workers)
        return Spectrum(others, float(max(np.abs(others), default=0.0)))
    found = np.linalg.eigvals(matrix)
    others = _cleaned(found[np.argsort(-found.real, kind="stable")][1:], workers)
    distance = float(np.linalg.norm(_deviation(matrix), ord=2))
    return Spectrum(others, float(_cleaned(distance, workers)))


def _deviation(matrix: Matrix) -> Matrix:
    """W − J."""
    return matrix - 1 / len(matrix)


def _cleaned(x: np.ndarray | float, workers: int) -> np.ndarray:
    """0 in place of what is within n roundings of 0."""
    return np.where(np.abs(x) <= workers * np.finfo(np.float64).eps, 0.0, x)


# Matrices that change from step to step


def consensus_at_every_step(topology: Topology) -> float:
    """The least ρ over the steps of a period: the ρ that every single step has. It may be 0."""
    return min(spectrum(step).consensus for step in topology.weights)


def consensus_over_period(topology: Topology) -> float:
    """The ρ of a whole period from step 0, 1 − ‖W_{τ−1} ⋯ W_0 − J‖₂²; 1 where everyone then agrees."""
    return spectrum(topology.over_period()).consensus


def consensus_when_drawn(topology: Topology) -> float:
    """The largest ρ in E_W where every step draws one of the period's matrices, independently and evenly.

    E‖(W − J)z‖² = zᵀ mean_t[(W_t − J)ᵀ(W_t − J)] z, so ρ is 1 less the largest eigenvalue of that mean.
    """
    deviations = [_deviation(step) for step in topology.weights]
    mean = sum(d.T @ d for d in deviations) / topology.period
    return float(_cleaned(1 - np.linalg.eigvalsh(mean)[-1], topology.workers))


def constants(topology: Topology) -> Mapping[str, Estimate]:
    """The glossary's constants of a topology: workers, consensus, lambda2, eigen_spread.

    λ₂ and the spread belong to one matrix, so a topology with a longer period has none; its ρ is that of
    every single step. The glossary's ρ is positive, so a ρ of 0 is left out: where a step can leave distances
    as they are, no theorem that needs ρ speaks. `consensus_when_drawn` is for a run that draws its steps.
    """
    found = {"workers": Estimate(topology.workers, "exact", how=topology.name)}
    rho = consensus_at_every_step(topology)
    if rho > 0:
        found["consensus"] = Estimate(rho, "exact", how=f"1 − ‖W − J‖₂² of {_whose(topology)}")
    if topology.period == 1:
        one = spectrum(topology.at(0))
        found["lambda2"] = Estimate(one.lambda2, "exact", how=f"max |λ_i|, i ≥ 2, of {_whose(topology)}")
        found["eigen_spread"] = Estimate(
            one.eigen_spread, "exact", how=f"max |λ_i − 1|, i ≥ 2, of {_whose(topology)}"
        )
    return found


def _whose(topology: Topology) -> str:
    of_steps = "" if topology.period == 1 else f", least of its {topology.period} steps"
    asked = "" if topology.symmetric else "; W is not symmetric, which qprsgd's Assumption 2 asks for"
    return topology.name + of_steps + asked
