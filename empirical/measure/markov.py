"""How far compression sequences are from what they follow: Lemmas B.3 to B.5 of cdadam."""

from __future__ import annotations

from collections.abc import Mapping

from empirical.measure.snapshot import Found, Records, Snapshot
from empirical.measure.statistics import worst_over_time
from empirical.squares import distance_sq, norms
from theory.constants import Estimate

ERRORS = {"worker_compression_error": "‖ĝ_t − g_t‖₂", "server_compression_error": "‖g̃_t − ĝ_t‖₂"}
BOUNDED = ("gathered", "received", "buffer", "variance")
"""ĝ_t, g̃_t, m_t and v_t, whose norms Lemma B.3 bounds."""


def observe(snapshot: Snapshot) -> Found:
    """Both errors of the last step, and the norms of Lemma B.3 where the state has its vectors."""
    state = snapshot.state
    if not {"gathered", "received"} <= set(getattr(state, "_fields", ())):
        return {}
    found = {name: norms(getattr(state, name)[..., 0, :]) for name in BOUNDED if name in state._fields}
    bounded = {f"{name}_l2": squares.sqrt() for name, (squares, _) in found.items()}
    bounded |= {f"{name}_linf": largest for name, (_, largest) in found.items()}
    if snapshot.drawn is None:
        return dict.fromkeys((*ERRORS, *bounded), snapshot.nothing)
    followed = snapshot.setup.comm.observed_mean(snapshot.drawn.gradients)
    return {
        "worker_compression_error": distance_sq(state.gathered, followed)[..., 0].sqrt(),
        "server_compression_error": distance_sq(state.received, state.gathered)[..., 0].sqrt(),
        **bounded,
    }


def measured(records: Records) -> Mapping[str, Estimate]:
    return {
        name: worst_over_time(records[name], says)
        for name, says in ERRORS.items()
        if name in records and len(records[name]) > 1
    }
