"""The effective step size: how far the model moves for a gradient of length one."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from torch import Tensor

from empirical.measure.snapshot import Records, Snapshot, square
from empirical.measure.statistics import over_seeds
from theory.constants import Estimate


def observe(snapshot: Snapshot) -> Mapping[str, Tensor]:
    """‖w_t − w_{t−1}‖² of the point that the theorem names."""
    if snapshot.drawn is None:
        return {"moved_sq": snapshot.nothing}
    setup = snapshot.setup
    return {"moved_sq": square(snapshot.model - setup.method.model(snapshot.before, setup.comm))[..., 0]}


def measured(records: Records) -> Mapping[str, Estimate]:
    """The ratio of two sums, over the steps before which the gradient was looked at."""
    moved, gradient = records["moved_sq"][1:], records["gradient_sq"][:-1]
    looked = np.isfinite(gradient).all(-1)
    lengths = gradient[looked].sum(0)
    if not lengths.all():
        return {}
    ratio = (moved[looked].sum(0) / lengths) ** 0.5
    return {"effective_step_size": over_seeds(ratio, "√(Σ_t ‖w_{t+1} − w_t‖² / Σ_t ‖∇F(w_t)‖²)")}
