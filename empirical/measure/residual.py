"""The mean squared residual, of which Lemma 4 speaks."""

from __future__ import annotations

from collections.abc import Mapping

from empirical.measure.snapshot import Found, Records, Snapshot, mean
from empirical.measure.statistics import worst_over_time
from empirical.squares import square
from theory.constants import Estimate


def observe(snapshot: Snapshot) -> Found:
    residual = getattr(snapshot.state, "residual", None)
    return {} if residual is None else {"residual_sq": mean(square(residual))}


def measured(records: Records) -> Mapping[str, Estimate]:
    if "residual_sq" not in records:
        return {}
    return {"average_residual_sq": worst_over_time(records["residual_sq"], "mean_k ‖e_{t,k}‖²")}
