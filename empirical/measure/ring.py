"""What a ring that quantises at every hop adds to its sum, of which Lemma 1 of qprsgd speaks."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor

from empirical.measure.quantisation import worst_synchronisation
from empirical.measure.snapshot import Found, OfWorkers, Records, Snapshot, mean
from empirical.squares import square
from theory.constants import Estimate
from theory.methods.ar_qprsgd import ARQPRSGD


def observe(snapshot: Snapshot) -> Found:
    """‖Δ/M − mean_m w^{(m)}‖² and (1/M) Σ_m ‖w^{(m)}‖², whole and by segments, where a round has ended."""
    method, comm, t = snapshot.setup.method, snapshot.setup.comm, snapshot.steps_done
    if not isinstance(method, ARQPRSGD):
        return {}
    if snapshot.drawn is None or t % method.local_steps:
        by_segment = snapshot.nothing[..., None].expand(*snapshot.nothing.shape, comm.workers)
        whole = dict.fromkeys(("quantisation_noise_sq", "update_sq"), snapshot.nothing)
        return whole | dict.fromkeys(("segment_noise_sq", "segment_update_sq"), by_segment)
    drawn = snapshot.drawn.gradients
    moved = method.local_step(snapshot.before, lambda x: drawn, t - 1).model
    # x̃ − Δ/M is where the round ends and x̃ − mean_m w^{(m)} is the mean of the moved models
    error = comm.observed_mean(moved) - comm.observed_mean(snapshot.state.start)
    errors = _segment_squares(error, comm.workers)[..., 0, :]
    updates = _segment_squares(snapshot.before.start - moved, comm.workers)
    return {
        "quantisation_noise_sq": errors.sum(-1),
        "update_sq": OfWorkers(updates, lambda all_workers: all_workers.mean(1).sum(-1)),
        "segment_noise_sq": errors,
        "segment_update_sq": mean(updates),
    }


def _segment_squares(x: Tensor, parts: int) -> Tensor:
    """‖·‖² of each of the parts of the last axis, whose last one zeros fill."""
    length = -(-x.shape[-1] // parts)
    filled = torch.nn.functional.pad(x, (0, parts * length - x.shape[-1]))
    return square(filled.reshape(*x.shape[:-1], parts, length))


def measured(records: Records) -> Mapping[str, Estimate]:
    return worst_synchronisation(records, "quantisation_noise_sq", "‖Δ/M − mean_m w^{(m)}‖²")
