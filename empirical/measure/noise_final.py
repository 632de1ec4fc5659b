"""σ² of every worker at the last point, estimated from single samples' gradients, with an interval."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import torch
from scipy import stats
from torch import Tensor

from empirical.measure.snapshot import Snapshot
from empirical.measure.statistics import CONFIDENCE
from empirical.squares import distance_sq
from theory.constants import Estimate

MOST_PAIRS = 32
"""Pairs of samples of every worker and seed; 31 degrees of freedom."""
STEPS_TO_A_PAIR = 40
"""Steps of a run that pay for a pair: its two gradients for each worker are a twentieth of theirs."""


def pairs_of(snapshot: Snapshot) -> int:
    """How many pairs the run pays for; none without samples, or where no sample stands alone."""
    setup = snapshot.setup
    alone = not getattr(getattr(setup.problem, "model", None), "batch_layers", ())
    if not setup.problem.finite_sum or not setup.config.batch or not alone:
        return 0
    return min(MOST_PAIRS, snapshot.steps_done // STEPS_TO_A_PAIR)


def drawn_spreads(snapshot: Snapshot, pairs: int) -> Tensor:
    """‖∇f(w; ξ) − ∇f(w; ξ')‖²/2 of independent pairs, (seeds, workers, pairs): each has the mean σ²."""
    setup = snapshot.setup
    comm, problem = setup.comm, setup.problem
    below = getattr(problem, "draws", problem.samples)
    samples = comm.stream("observe", snapshot.steps_done).integers(below, 2 * pairs)
    singles = torch.split(samples, 1, dim=-1)
    found = []
    for pair in zip(singles[::2], singles[1::2], strict=True):
        one, other = (comm.local(problem.sampled_gradient, snapshot.model, s) for s in pair)
        found.append(distance_sq(one, other) / 2)
    return comm.gathered(torch.stack(found, dim=-1))


def measured(snapshot: Snapshot) -> Mapping[str, Estimate]:
    pairs = pairs_of(snapshot)
    if pairs < 2:
        return {}
    spreads = drawn_spreads(snapshot, pairs).cpu().numpy()
    return {"noise_final": largest_mean(np.concatenate(list(spreads), axis=-1), len(spreads), pairs)}


def largest_mean(samples: np.ndarray, seeds: int, pairs: int) -> Estimate:
    """The largest mean over rows (workers, samples), with Student intervals for all rows together.

    If every row's mean lies in its interval, the largest of them lies between the largest lower and the
    largest upper end.
    """
    workers, n = samples.shape
    means = samples.mean(1)
    quantile = float(stats.t.ppf(1 - (1 - CONFIDENCE) / (2 * workers), n - 1))
    half = quantile * samples.std(1, ddof=1) / np.sqrt(n)
    low, high = max(0.0, float((means - half).max())), float((means + half).max())
    return Estimate(
        float(means.max()),
        "estimate",
        interval=(low, high),
        confidence=CONFIDENCE,
        how=f"max over workers of E‖∇f(w;ξ) − ∇F_k(w)‖² at the last point, mean over seeds, from {pairs} "
        "pairs of single samples' gradients of each worker and seed",
        seeds=seeds,
    )
