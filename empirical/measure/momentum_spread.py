"""How far the workers' buffers are from their mean, of which Lemma C.4 of qg speaks."""

from __future__ import annotations

from collections.abc import Mapping

from empirical.measure.snapshot import Found, Records, Snapshot, mean
from empirical.measure.statistics import worst_over_time
from empirical.squares import distance_sq
from theory.constants import Estimate


def observe(snapshot: Snapshot) -> Found:
    """(1/n) Σ_i ‖m_i − m̄‖², where workers have buffers of their own."""
    if "buffer" not in snapshot.setup.local:
        return {}
    buffer = snapshot.state.buffer
    return {"momentum_spread_sq": mean(distance_sq(buffer, snapshot.setup.comm.observed_mean(buffer)))}


def measured(records: Records) -> Mapping[str, Estimate]:
    if "momentum_spread_sq" not in records:
        return {}
    return {"momentum_spread_sq": worst_over_time(records["momentum_spread_sq"], "mean_i ‖m_i − m̄‖²")}
