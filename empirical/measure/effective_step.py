"""The effective step size: how far the model moves for a gradient of length one, or η/‖w‖² (qg, Figure 5)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import torch

from empirical.measure.snapshot import Found, Records, Snapshot
from empirical.measure.statistics import last_seen, over_seeds
from empirical.squares import square
from theory.constants import Estimate


def observe(snapshot: Snapshot) -> Found:
    """‖w_t‖² and ‖w_t − w_{t−1}‖² of the point that the theorem names, and how many components changed."""
    found = {"parameters_sq": square(snapshot.model)[..., 0]}
    if snapshot.drawn is None:
        return {**found, "moved_sq": snapshot.nothing, "changed": snapshot.nothing}
    setup = snapshot.setup
    moved = snapshot.model - setup.method.model(snapshot.before, setup.comm)
    changed = torch.count_nonzero(moved, dim=-1)[..., 0]
    return {**found, "moved_sq": square(moved)[..., 0], "changed": changed}


def constants(snapshot: Snapshot, records: Records) -> Mapping[str, Estimate]:
    """‖w_T‖², of which qg's effective step size η/‖w_t‖² is computed."""
    last = last_seen(records["parameters_sq"])
    return {"current_parameters_sq": over_seeds(last, "‖w_T‖² at the last point")}


def measured(records: Records) -> Mapping[str, Estimate]:
    """The ratio of two sums, over the steps before which the gradient was looked at."""
    moved, gradient = records["moved_sq"][1:], records["gradient_sq"][:-1]
    looked = (np.isfinite(gradient) & np.isfinite(moved)).all(-1)
    lengths = gradient[looked].sum(0)
    if not lengths.all():
        return {}
    ratio = (moved[looked].sum(0) / lengths) ** 0.5
    return {"effective_step_size": over_seeds(ratio, "√(Σ_t ‖w_{t+1} − w_t‖² / Σ_t ‖∇F(w_t)‖²)")}
