"""How far the workers' models are from their mean, of which Lemma C.3 of qg speaks."""

from __future__ import annotations

from collections.abc import Mapping

from empirical.measure.snapshot import Found, Records, Snapshot, mean
from empirical.measure.statistics import worst_over_time
from empirical.squares import distance_sq
from theory.constants import Estimate


def observe(snapshot: Snapshot) -> Found:
    """(1/n) Σ_i ‖x_i − x̄‖², where workers have models of their own."""
    if "model" not in snapshot.setup.local:
        return {}
    local = snapshot.state.model
    return {"consensus_sq": mean(distance_sq(local, snapshot.setup.comm.observed_mean(local)))}


def measured(records: Records) -> Mapping[str, Estimate]:
    if "consensus_sq" not in records:
        return {}
    return {"consensus_sq": worst_over_time(records["consensus_sq"], "mean_i ‖x_i − x̄‖²")}
