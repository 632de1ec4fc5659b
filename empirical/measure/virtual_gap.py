"""How far the virtual sequence is from the model, of which Lemmas 5 and 11 speak."""

from __future__ import annotations

from collections.abc import Mapping

from empirical.measure.snapshot import Found, Records, Snapshot
from empirical.measure.statistics import worst_over_time
from empirical.squares import square
from theory.constants import Estimate


def observe(snapshot: Snapshot) -> Found:
    virtual_gap = getattr(snapshot.setup.method, "virtual_gap", None)
    if virtual_gap is None:
        return {}
    gap = virtual_gap(snapshot.state, snapshot.before, snapshot.setup.comm)
    return {} if gap is None else {"virtual_gap_sq": square(gap)[..., 0]}


def measured(records: Records) -> Mapping[str, Estimate]:
    if "virtual_gap_sq" not in records:
        return {}
    return {
        "virtual_gap_sq": worst_over_time(
            records["virtual_gap_sq"], "squared distance of the virtual sequence"
        )
    }
