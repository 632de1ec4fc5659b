"""Whether the models are still numbers."""

from __future__ import annotations

from empirical.measure.snapshot import Found, OfWorkers, Snapshot


def observe(snapshot: Snapshot) -> Found:
    """1 where all workers' models are finite, else 0: a sum is not finite where one of its terms is not."""
    sums = snapshot.state.model.sum(-1).isfinite()
    return {"finite": OfWorkers(sums, lambda all_workers: all_workers.amin(1))}
