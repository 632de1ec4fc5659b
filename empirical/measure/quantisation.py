"""What quantisation adds at a synchronisation, of which Lemmas 1, 2 and 5 of qprsgd speak."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import torch
from torch import Tensor

from empirical.measure.snapshot import Records, Snapshot, square
from empirical.measure.statistics import worst_over_time
from theory.constants import Estimate
from theory.methods.ar_qprsgd import ARQPRSGD

RING = ("quantisation_noise_sq", "update_sq", "segment_noise_sq", "segment_update_sq")
MESSAGES = {"message_noise_sq": "lost_sq", "message_sq": "vector_sq"}


def observe(snapshot: Snapshot) -> Mapping[str, Tensor]:
    """Of a ring, ‖Δ/M − mean_m w^{(m)}‖² and (1/M) Σ_m ‖w^{(m)}‖², whole and by segments.

    Of messages that no ring sums, the means of ‖Q(v) − v‖² and ‖v‖². A step that sends nothing has nan.
    """
    if isinstance(snapshot.setup.method, ARQPRSGD):
        return _around_the_ring(snapshot, snapshot.setup.method)
    watched = snapshot.setup.watched
    if watched is None or not watched.compressor.unbiased:
        return {}
    squares = {name: getattr(watched, of) for name, of in MESSAGES.items()}
    return {n: snapshot.nothing if x is None else snapshot.gathered(x).mean(-1) for n, x in squares.items()}


def _around_the_ring(snapshot: Snapshot, method: ARQPRSGD) -> Mapping[str, Tensor]:
    comm, t = snapshot.setup.comm, snapshot.steps_done
    by_segment = snapshot.nothing[..., None].expand(*snapshot.nothing.shape, comm.workers)
    if snapshot.drawn is None or t % method.local_steps:
        return dict(zip(RING, (snapshot.nothing, snapshot.nothing, by_segment, by_segment), strict=True))
    drawn = snapshot.drawn.gradients
    moved = method.local_step(snapshot.before, lambda x: drawn, t - 1).model
    update = snapshot.before.start - moved
    # x̃ − Δ/M is where the round ends and x̃ − mean_m w^{(m)} is the mean of the moved models
    error = comm.observed_mean(moved) - comm.observed_mean(snapshot.state.start)
    updates = comm.gathered(_segment_squares(update, comm.workers)).mean(-2)
    errors = _segment_squares(error, comm.workers)[..., 0, :]
    return dict(zip(RING, (errors.sum(-1), updates.sum(-1), errors, updates), strict=True))


def _segment_squares(x: Tensor, parts: int) -> Tensor:
    """‖·‖² of each of the parts of the last axis, whose last one zeros fill."""
    length = -(-x.shape[-1] // parts)
    filled = torch.nn.functional.pad(x, (0, parts * length - x.shape[-1]))
    return square(filled.reshape(*x.shape[:-1], parts, length))


def measured(records: Records) -> Mapping[str, Estimate]:
    for name, says in (
        ("quantisation_noise_sq", "‖Δ/M − mean_m w^{(m)}‖²"),
        ("message_noise_sq", "mean_m ‖Q(v) − v‖²"),
    ):
        series = records.get(name, np.empty((0, 1)))
        at = np.flatnonzero(np.isfinite(series).all(-1))
        if at.size:
            return {"quantisation_noise_sq": worst_over_time(series[at], says, at)}
    return {}
