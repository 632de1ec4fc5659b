"""What was sent: components, bits, and the relative communication cost."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import torch

from empirical.measure.snapshot import Found, OfWorkers, Records, Snapshot, mean
from theory.constants import Estimate
from toys.compressors.message import bits_of


def observe(snapshot: Snapshot) -> Found:
    """Bits so far; components sent by a worker in the last step, on average.

    Bits are those of all workers, and of what a server answered to all of them. Components are counted of
    compressed messages alone.
    """
    comm, watched = snapshot.setup.comm, snapshot.setup.watched
    answered = comm.answered[..., None] / comm.workers  # whole numbers, as every worker gets the same
    found: Found = {"bits": OfWorkers(comm.sent + answered, lambda all_workers: all_workers.sum(1))}
    if watched is None:
        return found
    sent = torch.zeros_like(comm.sent) if watched.count is None else watched.count
    return {**found, "sent": mean(sent)}


def constants(snapshot: Snapshot, records: Records) -> Mapping[str, Estimate]:
    comm, steps = snapshot.setup.comm, len(records["bits"]) - 1
    if "sent" in records:
        sent = float(records["sent"][1:].mean())  # the first point comes before the first message
    else:
        sent = float(comm.bits.mean()) / (bits_of(snapshot.model) * comm.workers * steps)
    return {
        "sent": Estimate(sent, "exact", how="counted over the run"),
        "changed": _changed(records["changed"][1:]),
    }


def _changed(counts: np.ndarray) -> Estimate:
    """Components of w that a step changes, over the steps at which observers looked."""
    looked = counts[np.isfinite(counts).all(-1)]
    if len(looked) == len(counts):
        return Estimate(float(looked.mean()), "exact", how="counted over the run")
    return Estimate(float(looked.mean()), "seen", how=f"counted in {len(looked)} of {len(counts)} steps")


def measured(records: Records) -> Mapping[str, Estimate]:
    sent = float(records["bits"][-1].mean())
    how = "sent by all workers, and to them by a server, over the run, counted; mean over seeds"
    return {"bits": Estimate(sent, "exact", how=how)}
