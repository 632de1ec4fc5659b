"""Wells with chosen constants, and the worst of a few of them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from theory.methods import make
from theory.methods.base import Gradient
from toys.compressors.scale import Scale
from toys.stacked import Stacked
from toys.streams import generator
from toys.topologies.topology import Topology

Numbers = Mapping[str, Any]
"""Constants as numbers; counts are integers."""

SLOPES = tuple(float(x) for x in np.geomspace(0.02, 1, 24))
"""Slopes of the wells' straight parts, over the largest that the constants allow."""
TILTS = (0.0, 0.3, 0.6, 0.9)
"""Shares of the gradient's bound that the workers' tilts take."""
MOST_OUTCOMES = 2**13
"""Up to so many outcomes of all coins are gone through: an exact expectation; else as many runs are drawn."""


@dataclass(frozen=True, eq=False)
class Wells:
    """F_k(x) = h(x) + b_k x with h(x) = Lx²/2 up to the slope s and straight beyond; the b_k have mean 0.

    Every coordinate is a problem of its own: F is L-smooth and at least F* = 0, |∇F_k| ≤ s + |b_k|, and
    F(x₀) is the gap. A method of the linear tier with a compressor that scales keeps coordinates apart.
    """

    smoothness: float
    gap: float
    slope: Float[Tensor, " wells"]
    tilt: Float[Tensor, "workers wells"]

    @property
    def start(self) -> Float[Tensor, "1 wells"]:
        """h(x₀) = gap, on the parabola or on the straight part."""
        straight = self.gap / self.slope + self.slope / (2 * self.smoothness)
        round_part = torch.full_like(straight, math.sqrt(2 * self.gap / self.smoothness))
        return torch.where(self.slope**2 / (2 * self.smoothness) < self.gap, straight, round_part)[None]

    def mean_gradient(self, x: Tensor) -> Tensor:
        """∇F(x) = h′(x)."""
        return torch.clamp(self.smoothness * x, -self.slope, self.slope)

    def gradient(self, x: Tensor) -> Tensor:
        return self.mean_gradient(x) + self.tilt


def _pattern(workers: int) -> Float[Tensor, " workers"]:
    """+1 and −1 by turns, and 0 for an odd one out: of mean 0."""
    pattern = torch.tensor([1.0, -1.0] * (workers // 2) + [0.0] * (workers % 2), dtype=torch.float64)
    return pattern if workers > 1 else torch.zeros(1, dtype=torch.float64)


def wells(constants: Numbers, identical: bool) -> Wells:
    """Wells that have the constants: with M² several tilts, with ζ² the tilt that it allows."""
    workers = int(constants["workers"])
    pattern = _pattern(workers)
    steepest = math.sqrt(2 * constants["smoothness"] * constants["gap"])
    shares = (0.0,) if identical or workers == 1 else TILTS
    slopes, tilts = [], []
    for share in shares if "gradient_sq" in constants else (1.0,):
        if "gradient_sq" in constants:
            bound = math.sqrt(constants["gradient_sq"])
            tilt, most = share * bound, (1 - share) * bound
        else:
            spread = float((pattern**2).mean())
            tilt, most = math.sqrt(constants["heterogeneity"] / spread) if spread else 0.0, steepest
        slopes += [min(most, steepest) * s for s in SLOPES]
        tilts += [tilt] * len(SLOPES)
    slope = torch.tensor(slopes, dtype=torch.float64)
    return Wells(
        float(constants["smoothness"]),
        float(constants["gap"]),
        slope,
        pattern[:, None] * torch.tensor(tilts, dtype=torch.float64),
    )


def mixing(constants: Numbers) -> Topology | None:
    """W = rI + (1−r)11ᵀ/K with r = √(1−ρ), whose ρ is the constant's, or with the second eigenvalue r."""
    if "consensus" not in constants and "lambda2" not in constants:
        return None
    workers = int(constants["workers"])
    r = constants["lambda2"] if "lambda2" in constants else math.sqrt(1 - constants["consensus"])
    return Topology.of("even", r * np.eye(workers) + (1 - r) * np.full((workers, workers), 1 / workers))


def _coins(workers: int, steps: int) -> tuple[Float[np.ndarray, "runs workers steps"], bool]:
    """±1 for every run, worker and step, and whether the runs are all outcomes there are."""
    count = workers * steps
    if 2**count <= MOST_OUTCOMES:
        bits = np.arange(2**count)[:, None] >> np.arange(count) & 1
    else:
        bits = generator(0, "problem").integers(0, 2, (MOST_OUTCOMES, count))
    return 2.0 * bits.reshape(-1, workers, steps) - 1, 2**count <= MOST_OUTCOMES


def find_worst(
    method: str, parameters: Numbers, measure: str, constants: Numbers, identical: bool = False
) -> float:
    """The largest measure over the wells after so many steps of a method, in expectation.

    `measure` is average_gradient_sq or minimum_gradient_sq, at the points that the theorems name, or
    average_residual_sq of the last step. Where runs are drawn, one half of them chooses the well and the
    other half measures it.
    """
    problem = wells(constants, identical)
    workers, steps = int(constants["workers"]), int(constants["steps"])
    deviation = math.sqrt(constants["noise"] / constants.get("batch", 1))
    coins, exact = _coins(workers, steps) if deviation else (np.zeros((1, workers, steps)), True)
    noise = deviation * torch.tensor(coins)[..., None]
    comm = Stacked(workers, seeds=tuple(range(len(coins))), topology=mixing(constants))
    sending: dict[str, Any] = {}
    if "contraction" in constants:
        sending["compressor"] = Scale(1 - math.sqrt(1 - constants["contraction"]))
    text: Any = make(method, **{**parameters, **sending})

    def gradient(t: int) -> Gradient:
        return lambda x: problem.gradient(x) + noise[:, :, t]

    def means(x: Tensor) -> Float[Tensor, "2 wells"]:
        """Over the runs that choose the well, and over those that measure it: all runs where they are all."""
        halves = (x, x) if exact else (x[0::2], x[1::2])
        return torch.stack([half.mean(0)[..., 0, :] for half in halves])

    state = text.init(comm.begin(problem.start), gradient(0), comm)
    path = []
    for t in range(steps):
        path.append(means(problem.mean_gradient(comm.observed_mean(text.model(state, comm))) ** 2))
        state = text.step(state, gradient(t), comm, t)
    along = torch.stack(path)
    found = along.amin(0) if measure == "minimum_gradient_sq" else along.mean(0)
    if measure == "average_residual_sq":
        found = means(comm.per_worker(state.residual).square().mean(-2, keepdim=True))
    return float(found[1, int(found[0].argmax())])
