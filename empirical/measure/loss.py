"""The objective along the run, and the gap at its start and end."""

from __future__ import annotations

from collections.abc import Mapping

from empirical.measure.snapshot import Found, Records, Snapshot, mean
from empirical.measure.statistics import last_seen, over_seeds
from theory.constants import Estimate


def observe(snapshot: Snapshot) -> Found:
    return {"loss": mean(snapshot.losses)}


def constants(snapshot: Snapshot, records: Records) -> Mapping[str, Estimate]:
    return {"gap": snapshot.setup.problem.constants()["gap"]}


def measured(records: Records, lower_bound: float) -> Mapping[str, Estimate]:
    left = last_seen(records["loss"]) - lower_bound
    return {"gap_final": over_seeds(left, f"F at the last point minus {lower_bound:g}, the lower bound used")}
