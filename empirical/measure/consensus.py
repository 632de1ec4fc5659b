"""How far the workers' models are from their mean, of which Lemma C.3 of qg speaks."""

from __future__ import annotations

from collections.abc import Mapping

from torch import Tensor

from empirical.measure.snapshot import Records, Snapshot, square
from empirical.measure.statistics import worst_over_time
from theory.constants import Estimate


def observe(snapshot: Snapshot) -> Mapping[str, Tensor]:
    """(1/n) Σ_i ‖x_i − x̄‖², where workers have models of their own."""
    if "model" not in snapshot.setup.local:
        return {}
    local = snapshot.state.model
    apart = square(local - snapshot.setup.comm.observed_mean(local))
    return {"consensus_sq": snapshot.gathered(apart).mean(-1)}


def measured(records: Records) -> Mapping[str, Estimate]:
    if "consensus_sq" not in records:
        return {}
    return {"consensus_sq": worst_over_time(records["consensus_sq"], "mean_i ‖x_i − x̄‖²")}
