"""What was sent: components, bits, and the relative communication cost."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor

from empirical.measure.snapshot import Records, Snapshot
from theory.constants import Estimate
from toys.compressors.message import bits_of


def observe(snapshot: Snapshot) -> Mapping[str, Tensor]:
    """Bits so far; components sent by a worker in the last step, on average; components of w that changed.

    Bits are those of all workers, and of what a server answered to all of them. Components are counted of
    compressed messages alone.
    """
    setup = snapshot.setup
    before = setup.method.model(snapshot.before, setup.comm)
    changed = (snapshot.model != before).to(torch.float64).sum(-1)[..., 0]
    found = {"bits": setup.comm.bits + setup.comm.answered, "changed": changed}
    if setup.watched:
        count = setup.watched.count
        found["sent"] = torch.zeros_like(changed) if count is None else snapshot.gathered(count).mean(-1)
    return found


def constants(snapshot: Snapshot, records: Records) -> Mapping[str, Estimate]:
    comm, steps = snapshot.setup.comm, len(records["bits"]) - 1
    if "sent" in records:
        sent = float(records["sent"][1:].mean())  # the first point comes before the first message
    else:
        sent = float(comm.bits.mean()) / (bits_of(snapshot.model) * comm.workers * steps)
    return {
        "sent": Estimate(sent, "exact", how="counted over the run"),
        "changed": Estimate(float(records["changed"][1:].mean()), "exact", how="counted over the run"),
    }


def measured(records: Records) -> Mapping[str, Estimate]:
    sent = float(records["bits"][-1].mean())
    how = "sent by all workers, and to them by a server, over the run, counted; mean over seeds"
    return {"bits": Estimate(sent, "exact", how=how)}
