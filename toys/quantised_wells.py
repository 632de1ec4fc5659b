"""The worst of a few wells under a method whose quantiser mixes coordinates: drawn runs, not all outcomes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import torch
from jaxtyping import Float
from torch import Tensor

from theory.methods import make
from theory.methods.base import Gradient
from toys.compressors.qsgd import QSGD, EliasQSGD
from toys.stacked import Stacked
from toys.streams import Stream, generator
from toys.wells import mixing, wells

Numbers = Mapping[str, Any]
RUNS = 64
"""Half of the runs choose the well, the other half measure it."""


def find_worst_quantised(method: str, constants: Numbers, starts_only: bool) -> float:
    """The largest average of ‖∇F‖² over the wells, each repeated in every coordinate, in expectation.

    The d coordinates of x are one well in √d·x_i with 1/d of its height each, so that L, the gap and ζ² are
    those of the well, and a step's noise, ±σ/√d in all coordinates, has σ² in all. `starts_only` averages
    over the starts of rounds, as Theorem 2 of qprsgd does, and not over all local steps.
    """
    workers, dimension = int(constants["workers"]), int(constants["dimension"])
    local_steps = int(constants["local_steps"])
    problem, root = wells(constants, identical=False), math.sqrt(dimension)
    comm = Stacked(
        workers, seeds=tuple(range(RUNS)), settings=(len(problem.slope),), topology=mixing(constants)
    )
    slope, tilt = problem.slope[:, None, None], problem.tilt.T[:, :, None]
    steps = int(constants["steps"]) * local_steps
    deviation = math.sqrt(constants["noise"] / constants.get("batch", 1))
    coins = 2.0 * generator(0, "problem").integers(0, 2, (RUNS, 1, workers, steps)) - 1
    noise = deviation * torch.tensor(coins)[..., None]

    def mean_gradient(x: Tensor) -> Tensor:
        return torch.clamp(problem.smoothness * root * x, -slope, slope) / root

    def gradient(t: int) -> Gradient:
        return lambda x: mean_gradient(x) + (tilt + noise[..., t, :]) / root

    quantiser = QSGD(int(constants["levels"]))
    text: Any = make(
        method, step_size=float(constants["step_size"]), local_steps=local_steps, compressor=quantiser
    )
    start = (problem.start[0] / root)[:, None, None].expand(-1, 1, dimension)
    state = text.init(comm.begin(start), gradient(0), comm)
    seen = range(0, steps, local_steps if starts_only else 1)
    found = torch.zeros(())
    for t in range(steps):
        if t in seen:
            found = found + mean_gradient(text.model(state, comm)).square().sum((-2, -1)) / len(seen)
        state = text.step(state, gradient(t), comm, t)
    return _chosen_and_measured(found)


def _chosen_and_measured(found: Float[Tensor, "runs wells"]) -> float:
    """The mean of the second half of the runs at the well that the first half chooses."""
    choosing, measuring = found[0::2].mean(0), found[1::2].mean(0)
    return float(measuring[int(choosing.argmax())])


def longest_code(constants: Numbers) -> float:
    """The largest mean length over some vectors of a message's Elias code, in bits, whose norm is a float32.

    The vectors are equal components, a geometric series and normal ones; the lengths' noise is averaged out.
    """
    dimension, levels = int(constants["dimension"]), int(constants["levels"])
    normal = torch.from_numpy(generator(0, "problem").standard_normal((RUNS, dimension)))
    series = torch.arange(dimension, dtype=torch.float64)
    vectors = (torch.ones(dimension), 0.9**series, normal)
    quantiser = EliasQSGD(levels)
    found = []
    for vector in vectors:
        sent = vector.to(torch.float32).expand(RUNS, dimension)[:, None]
        stream = Stream(tuple(range(RUNS)), (0,), "compress", 0, lead=True)
        found.append(float(quantiser.compress(sent, stream).bits().mean()))
    return max(found)
