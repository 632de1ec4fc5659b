"""The gradients along the run: M², ζ², and the left-hand side of the theorems."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from empirical.measure.snapshot import Found, Records, Snapshot, largest, mean
from empirical.measure.statistics import largest_seen, over_seeds
from empirical.squares import distance_sq, square
from theory.constants import Estimate


def observe(snapshot: Snapshot) -> Found:
    return {
        "gradient_sq": square(snapshot.gradient)[..., 0],
        "largest_local_gradient_sq": largest(square(snapshot.gradients)),
        "heterogeneity": mean(distance_sq(snapshot.gradients, snapshot.gradient)),
    }


def constants(snapshot: Snapshot, records: Records) -> Mapping[str, Estimate]:
    known = snapshot.setup.problem.constants()
    upper = known.get("gradient_sq")
    beside = f"; over space at most {upper.how}" if upper else "; no bound over space is known"
    local, where = largest_seen(records, "largest_local_gradient_sq")
    return {
        "gradient_sq": Estimate(
            local,
            "seen",
            how=f"max over t, workers and seeds of ‖∇F_k(w)‖² {where}{beside}",
            upper=upper.value if upper else None,
        ),
        "heterogeneity": _heterogeneity(known.get("heterogeneity"), records),
    }


def _heterogeneity(known: Estimate | None, records: Records) -> Estimate:
    if known is not None and known.kind == "exact":
        return known
    beside = f"; over space at most {known.how}" if known else "; no bound over space is known"
    seen = float(np.nanmax(records["heterogeneity"]))
    how = f"max over t and seeds of mean_k ‖∇F_k(w_t) − ∇F(w_t)‖²{beside}"
    return Estimate(seen, "seen", how=how, upper=known.value if known else None)


def measured(records: Records, steps: int, data: str = "all data", every: int = 1) -> Mapping[str, Estimate]:
    """(1/T) Σ_{t<T} ‖∇F(w_t)‖² for every seed, and its mean; over the t at which observers looked.

    `every` is the number of steps from one of the points that the theorem names to the next.
    """
    points = max(1, steps // every)
    series = records["gradient_sq"][: points * every : every]
    looked = series[~np.isnan(series).all(axis=1)]
    times = "t" if every == 1 else "t at which rounds begin"
    times = times if len(looked) == points else f"{len(looked)} of {points} {times}"
    return {
        "average_gradient_sq": over_seeds(looked.mean(axis=0), f"mean over {times} of ‖∇F(w_t)‖² on {data}"),
        "minimum_gradient_sq": over_seeds(looked.min(axis=0), f"min over {times} of ‖∇F(w_t)‖² on {data}"),
    }
