"""L: known exactly for the toys, and found again by Lanczos; else what the run saw of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import torch
from torch import Tensor

from empirical.lanczos import largest_eigenvalue
from empirical.measure.snapshot import Found, Records, Snapshot, largest
from empirical.squares import distance_sq
from theory.constants import Estimate
from theory.errors import TightropeError
from toys.problems.problem import Problem
from toys.streams import generator

PRODUCTS = 300
"""Enough for AGREEMENT on every shipped data set; Lanczos takes no more than there are dimensions."""
SEEN_PRODUCTS = 20
"""Where nothing is known of L, and two points of a run give no more than its order of magnitude."""
AGREEMENT = 1e-6
"""How far closed form and Lanczos may differ, relatively."""


def observe(snapshot: Snapshot) -> Found:
    """max_k ‖∇F_k(x) − ∇F_k(y)‖/‖x − y‖ between the points of this look and of the one before."""
    if snapshot.earlier is None:
        return {"secant": snapshot.nothing}
    point, gradients = snapshot.earlier
    turned, moved = distance_sq(snapshot.gradients, gradients), distance_sq(snapshot.model, point)
    return {"secant": largest((turned / torch.where(moved > 0, moved, torch.nan)).sqrt())}


def curvature(problem: Problem, worker: int, x: Tensor, products: int = PRODUCTS) -> tuple[float, float]:
    """The eigenvalue of ∇²F_k(x) that is largest in magnitude, x (1, dimension), and Lanczos' own error."""
    drawn = generator(0, "power iteration", worker).standard_normal((1, problem.dimension))
    start = torch.from_numpy(drawn).to(x)[0]
    return largest_eigenvalue(lambda v: problem.hessian_product(worker, x, v[None])[0], start, products)


def constants(snapshot: Snapshot, records: Records) -> Mapping[str, Estimate]:
    secants = records["secant"][np.isfinite(records["secant"])]
    found = smoothness(snapshot.setup.problem, snapshot.model[0])
    if not secants.size:
        return {"smoothness": found}
    most = float(secants.max())
    how = f"{found.how}; the largest of {secants.size} secants along the run, a lower bound, is {most:.6g}"
    if found.kind == "seen" and most > found.value:
        found = replace(found, value=most, interval=None)
    return {"smoothness": replace(found, how=how, seen={"maximum": most, "mean": float(secants.mean())})}


def smoothness(problem: Problem, last: Tensor) -> Estimate:
    """L = max_k L_k in closed form; Lanczos, which only approaches L from below, must agree.

    The toys' curvature is largest at the starting point. Where L is not known, it is the largest curvature
    that Lanczos finds there and at the last point, (1, dimension), up to its error bound.
    """
    start, workers = problem.start(), range(problem.workers)
    known = problem.constants().get("smoothness")
    if known is None:
        found = [curvature(problem, k, x, SEEN_PRODUCTS) for x in (start, last) for k in workers]
        low, high = max(abs(v) for v, _ in found), max(abs(v) + error for v, error in found)
        how = (
            f"largest |eigenvalue| of ∇²F_k that Lanczos found in {SEEN_PRODUCTS} products at the first "
            f"and the last point; by its own error bound eigenvalues there reach at most {high:.6g}"
        )
        return Estimate(low, "seen", interval=(low, high), how=how)
    iterated = max(curvature(problem, worker, start)[0] for worker in workers)
    if abs(iterated - known.value) > AGREEMENT * known.value:
        raise TightropeError(f"smoothness: {known.value!r} in closed form, but {iterated!r} by Lanczos")
    return Estimate(known.value, "exact", how=f"{known.how}; Lanczos gives {iterated:.9g}")
