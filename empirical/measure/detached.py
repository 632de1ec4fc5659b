"""How far from y_t detached gradients are taken, of which Lemmas A.1 and A.2 of def speak."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import torch
from torch import Tensor

from empirical.measure.snapshot import Found, OfWorkers, Records, Snapshot, mean
from empirical.measure.statistics import over_seeds, worst_over_time
from empirical.squares import distance_sq, square
from theory.constants import Estimate
from theory.methods.gmc import GMC
from theory.methods.schedules import is_constant


def observe(snapshot: Snapshot) -> Found:
    """The distances of Eq. (9), and with the last step's gradients the left side of Lemma A.1.

    ‖e_t‖², (1/K) Σ_k ‖e_{k,t} − e_t‖², λ*(t) = ‖e_t‖²/((1/K) Σ_k ‖e_{k,t}‖²), at which the distance is least,
    (1/K) Σ_k ‖e_t − λe_{k,t}‖² and (1/K) Σ_k ‖g_{t−1} − λg_{k,t−1}‖², where e_t and g_t are the means over
    workers. The last two only where there is a λ.
    """
    comm, residual = snapshot.setup.comm, getattr(snapshot.state, "residual", None)
    if residual is None:
        return {}
    centre = comm.observed_mean(residual)
    centre_sq, spreads = square(centre), distance_sq(residual, centre)
    found: Found = {
        "residual_mean_sq": centre_sq[..., 0],
        "residual_variance": mean(spreads),
        "best_detach": OfWorkers(torch.stack((centre_sq.expand_as(spreads), spreads), -1), _best),
    }
    detach = getattr(snapshot.setup.method, "detach", None)
    if detach is None:
        return found
    found = {**found, "detach_distance_sq": mean(distance_sq(centre, residual, detach))}
    if snapshot.drawn is None:
        return {**found, "detached_gradient_sq": snapshot.nothing}
    gradients = snapshot.drawn.gradients
    apart = distance_sq(comm.observed_mean(gradients), gradients, detach)
    return {**found, "detached_gradient_sq": mean(apart)}


def _best(squares: Tensor) -> Tensor:
    """λ*(t) of ‖e_t‖² and ‖e_{k,t} − e_t‖², (seeds, workers, 2)."""
    centre_sq, variance = squares.mean(1).unbind(-1)
    return centre_sq / (centre_sq + variance)


def measured(snapshot: Snapshot, records: Records) -> Mapping[str, Estimate]:
    """‖e_t‖², and the distance in parameters: gmc's residual, which is a gradient, counts times η."""
    found = {}
    if "residual_mean_sq" in records:
        found["mean_residual_sq"] = worst_over_time(records["residual_mean_sq"], "‖mean_k e_{t,k}‖²")
    method = snapshot.setup.method
    outside = isinstance(method, GMC)
    if "detach_distance_sq" in records and (not outside or is_constant(method.step_size)):
        distance = (method.step_size**2 if outside else 1) * records["detach_distance_sq"]
        found["detach_distance_sq"] = worst_over_time(distance, "mean_k ‖e_t − λe_{k,t}‖²")
    return found


def best(records: Records) -> Mapping[str, Estimate]:
    """λ* = Σ_t ‖e_t‖²/(Σ_t (1/K) Σ_k ‖e_{k,t}‖²): at this λ the distances of Eq. (9) have their least sum."""
    if "residual_mean_sq" not in records:
        return {}
    mean_sq, spread = (np.nansum(records[name], 0) for name in ("residual_mean_sq", "residual_variance"))
    if not (mean_sq + spread).all():
        return {}
    how = "λ* that makes Σ_t (1/K) Σ_k ‖e_t − λe_{k,t}‖² least: Σ_t ‖e_t‖² over Σ_t (1/K) Σ_k ‖e_{k,t}‖²"
    return {"best_detach": over_seeds(mean_sq / (mean_sq + spread), how)}
