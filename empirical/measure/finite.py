"""Whether the models are still numbers."""

from __future__ import annotations

from empirical.measure.snapshot import Found, Snapshot


def observe(snapshot: Snapshot) -> Found:
    """1 where all workers' models are finite, else 0."""
    return {"finite": snapshot.finite}
