"""How far the virtual sequence is from the model, of which Lemmas 5 and 11 speak."""

from __future__ import annotations

from collections.abc import Mapping

from torch import Tensor

from empirical.measure.snapshot import Records, Snapshot, square
from empirical.measure.statistics import worst_over_time
from theory.constants import Estimate


def observe(snapshot: Snapshot) -> Mapping[str, Tensor]:
    gap = getattr(snapshot.setup.method, "virtual_gap", None)
    if gap is None:
        return {}
    return {"virtual_gap_sq": square(gap(snapshot.state, snapshot.before, snapshot.setup.comm))[..., 0]}


def measured(records: Records) -> Mapping[str, Estimate]:
    if "virtual_gap_sq" not in records:
        return {}
    return {
        "virtual_gap_sq": worst_over_time(
            records["virtual_gap_sq"], "squared distance of the virtual sequence"
        )
    }
