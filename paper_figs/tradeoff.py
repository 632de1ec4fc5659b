"""How far from y_t def takes its gradients, measured for every σ²/M² and λ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from theory.papers.def_ import residual
from toys.problems.bounded import Bounded
from toys.scenes import toy
from toys.trajectory import trajectory

SEEDS = (0,)
RATIOS = (0.0, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0, 300.0)
"""σ²/M², with M = 1; def measured about 0.3 in its own experiments."""
POSITIVE = RATIOS[1:]
LAMBDAS = (0.0, 0.1, 0.3, 0.5, 0.8, 1.0)
DEFAULT, WORSE = 0.3, (0.1, 0.8)
"""def's choice of λ, and two that section 5.3 calls inappropriate."""
TIMES = 1.7
"""How many times smaller than EF's the distance at λ = 0.3 is in def's experiment."""
KEPT = (8, 2)
"""Sizes of the block, of 64 components: δ = 1/8 and 1/32."""
FORGET, LAST = 6, 2000
"""A residual's age is about 1/δ steps: the first 6/δ steps are left out, and 2000 steps looked at."""
CLOSE = 0.05
"""Two λ agree when they differ by less than half of def's own step of 0.1; so do two factors of EF."""


@dataclass(frozen=True)
class Measured:
    """What residuals did for one δ, over all ratios."""

    contraction: float
    workers: int
    step_size: float
    distance: Float[np.ndarray, "ratios lambdas"]
    """mean over t and k of ‖e_t − λe_{k,t}‖²."""
    of_step: Float[np.ndarray, "quantiles ratios"]
    """λ*(t): the 10th, 50th and 90th percentile over t, at λ = 0.3."""
    of_worker: Float[np.ndarray, "quantiles ratios"]
    """λ*(k,t), alike over k and t."""

    @property
    def relative(self) -> Float[np.ndarray, "ratios lambdas"]:
        """The distance as a share of error feedback's, λ = 0."""
        found: np.ndarray = self.distance / self.distance[:, :1]
        return found

    @property
    def best(self) -> Float[np.ndarray, " ratios"]:
        """The lowest point of the parabola through the distances."""
        second, first, _ = np.polyfit(LAMBDAS, self.distance.T, 2)
        found: np.ndarray = -first / (2 * second)
        return found

    @property
    def times(self) -> Float[np.ndarray, " ratios"]:
        """How many times smaller than EF's the distance is at λ = 0.3."""
        found: np.ndarray = 1 / self.relative[:, LAMBDAS.index(DEFAULT)]
        return found

    def expected(self, ratio: float) -> tuple[float, float]:
        """‖e_t‖² and Var(e_t) once the start is forgotten, where ∇F hardly changes.

        A component's residual is η times the sum of its last N gradients, N being its age: it is sent with
        probability δ at every step, so P(N = n) = δ(1−δ)ⁿ, E N = (1−δ)/δ and E N² = (1−δ)(2−δ)/δ². Equal
        gradients add up to N, independent noise to √N: E‖e_t‖² = η²(M² E N² + σ²/K E N) and
        Var(e_t) = η²(1 − 1/K)σ² E N.
        """
        share = self.contraction
        age, age_sq = (1 - share) / share, (1 - share) * (2 - share) / share**2
        scale = self.step_size**2
        together = scale * (age_sq + ratio / self.workers * age)
        return together, scale * (1 - 1 / self.workers) * ratio * age

    def bound(self, ratio: float, detach: float) -> float:
        """Lemma A.2."""
        terms = residual.lemma_a2(self.contraction, self.workers, detach, self.step_size, ratio, 1, 1)
        return float(sum(terms.values()))  # type: ignore[arg-type]


Tradeoff = Mapping[int, Measured]


def data() -> Tradeoff:
    return {kept: measured(kept) for kept in KEPT}


def measured(kept: int) -> Measured:
    """Run DEF for every ratio, λ and seed at once."""
    played = toy("def-tradeoff")
    settings = played.filled("def", {"kept": kept})
    scene = played.scene(settings).along(SEEDS, (len(RATIOS), len(LAMBDAS)))
    comm, problem = scene.comm, scene.problem
    assert isinstance(problem, Bounded)
    problem = replace(problem, noise_sq=comm.setting(RATIOS, 0))
    text = replace(played.text("def", settings, scene), detach=comm.setting(LAMBDAS, 1))
    forget = FORGET * problem.dimension // kept
    states = trajectory(text, problem, comm, scene.start, scene.batch)
    total = torch.zeros(len(RATIOS), len(LAMBDAS), dtype=torch.float64)
    steps, each = [], []
    for state in islice(states, forget, forget + LAST):
        mean = state.residual.mean(-2, keepdim=True)
        total += _square(mean - text.detach * state.residual).mean(-1).mean(0) / LAST
        chosen = state.residual[:, :, LAMBDAS.index(DEFAULT)]
        steps.append(_best_of_step(chosen))
        each.append(_best_of_worker(chosen))
    return Measured(
        kept / problem.dimension,
        problem.workers,
        text.step_size,
        total.numpy(),
        _percentiles(steps),
        _percentiles(each),
    )


def _square(x: Tensor) -> Tensor:
    return (x**2).sum(-1)


def _best_of_step(residuals: Float[Tensor, "seeds ratios workers dimension"]) -> Tensor:
    """λ*(t), (seeds, ratios, 1)."""
    together = _square(residuals.mean(-2))
    variance = _square(residuals).mean(-1) - together
    found = residual.best_detach_of_step(together.numpy(), variance.numpy())
    return torch.as_tensor(found)[..., None]


def _best_of_worker(residuals: Float[Tensor, "seeds ratios workers dimension"]) -> Tensor:
    """λ*(k,t), (seeds, ratios, workers)."""
    inner = (residuals.mean(-2, keepdim=True) * residuals).sum(-1)
    return torch.as_tensor(residual.best_detach_of_worker(inner.numpy(), _square(residuals).numpy()))


def _percentiles(values: Sequence[Tensor]) -> np.ndarray:
    found: np.ndarray = np.percentile(torch.stack(tuple(values)).numpy(), (10, 50, 90), axis=(0, 1, 3))
    return found
