"""What was sent: components, bits, and the relative communication cost."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor

from empirical.measure.snapshot import Records, Snapshot
from theory.constants import Estimate


def observe(snapshot: Snapshot) -> Mapping[str, Tensor]:
    """Bits so far; components sent by a worker in the last step, on average; components of w that changed."""
    setup = snapshot.setup
    before = setup.method.model(snapshot.before, setup.comm)
    changed = (snapshot.model != before).to(torch.float64).sum(-1)[..., 0]
    whole = torch.full_like(changed, float(setup.problem.dimension))
    count = setup.watched.count.mean(-1) if setup.watched and setup.watched.count is not None else whole
    return {"bits": setup.comm.bits, "sent": count, "changed": changed}


def constants(snapshot: Snapshot, records: Records) -> Mapping[str, Estimate]:
    steps = slice(1, None)  # the first point comes before the first message
    return {
        "sent": Estimate(float(records["sent"][steps].mean()), "exact", how="counted over the run"),
        "changed": Estimate(float(records["changed"][steps].mean()), "exact", how="counted over the run"),
    }


def measured(records: Records) -> Mapping[str, Estimate]:
    sent = float(records["bits"][-1].mean())
    return {"bits": Estimate(sent, "exact", how="sent by all workers over the run, counted; mean over seeds")}
