"""σ²: the variance of one sample's gradient, over the whole of each worker's data."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from empirical.measure.snapshot import Found, Records, Snapshot, each, largest
from empirical.measure.statistics import largest_seen, spread_of
from theory.constants import Estimate


def observe(snapshot: Snapshot) -> Found:
    return {"noise": largest(snapshot.noises), "noise_of_workers": each(snapshot.noises)}


def constants(snapshot: Snapshot, records: Records) -> Mapping[str, Estimate]:
    if not snapshot.setup.problem.finite_sum or not snapshot.setup.config.batch:
        return {"noise": Estimate(0.0, "exact", how="full gradients")}
    problem = snapshot.setup.problem
    upper = problem.constants().get("noise")
    beside = f"; over space at most {upper.how}" if upper else ""
    estimated = getattr(problem, "noise_estimate", "")
    seen, where = largest_seen(records, "noise")
    of_workers = np.nanmax(records["noise_of_workers"], axis=(0, 1))
    return {
        "noise": Estimate(
            seen,
            "seen",
            how=f"max over t, workers and seeds of E‖∇f(w;ξ) − ∇F_k(w)‖² {where}{estimated}{beside}"
            "; seen: of every worker the largest at w_t",
            seen=spread_of(of_workers),
            upper=upper.value if upper else None,
        )
    }
