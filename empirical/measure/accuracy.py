"""The share of test pictures that a network recognises."""

from __future__ import annotations

from collections.abc import Mapping

from empirical.measure.snapshot import Found, Records, Snapshot, mean
from empirical.measure.statistics import last_seen, over_seeds
from theory.constants import Estimate


def observe(snapshot: Snapshot) -> Found:
    """The mean over workers of their own models' accuracy, or of that of the model that they share.

    Source: qg, section 5.1, for local models; a shared model differs between workers in the statistics of
    batch normalisation alone.
    """
    test = getattr(snapshot.setup.problem, "accuracy", None)
    if test is None:
        return {}
    tested = snapshot.state.model if "model" in snapshot.setup.local else snapshot.model
    found = snapshot.setup.comm.local(test, tested)
    return {"test_accuracy": mean(found[..., 0])}


def measured(records: Records) -> Mapping[str, Estimate]:
    if "test_accuracy" not in records:
        return {}
    how = "share of test pictures recognised at the end, mean over workers"
    return {"test_accuracy": over_seeds(last_seen(records["test_accuracy"]), how)}
