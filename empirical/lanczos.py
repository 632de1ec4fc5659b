"""The eigenvalue of largest modulus of a symmetric matrix that is known by its products alone."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor

VANISHED = 1e-12
"""Relative length below which what is left of a vector is rounding: the space is invariant."""


def largest_eigenvalue(
    product: Callable[[Tensor], Tensor], start: Tensor, iterations: int
) -> tuple[float, float]:
    """Return θ and r: the Ritz value of largest modulus, and a distance within which an eigenvalue lies.

    Lanczos' recursion β_j v_{j+1} = Hv_j − α_j v_j − β_{j−1}v_{j−1} without reorthogonalisation, which holds
    three vectors and finds the ends of the spectrum all the same (Paige, 1980). For θ with the eigenvector s
    of the tridiagonal matrix, ‖Hy − θy‖ = β_m|s_m|, so that some eigenvalue is within r = β_m|s_m| of θ. In
    exact arithmetic |θ| never exceeds the largest modulus.
    """
    diagonal: list[float] = []
    beside: list[float] = []
    before, v = torch.zeros_like(start), start / start.norm()
    for _ in range(min(iterations, start.numel())):
        w = product(v) - (beside[-1] if beside else 0.0) * before
        diagonal.append(float(w @ v))
        w = w - diagonal[-1] * v
        beside.append(float(w.norm()))
        if beside[-1] <= VANISHED * max(map(abs, diagonal)):
            break
        before, v = v, w / beside[-1]
    values, vectors = np.linalg.eigh(np.diag(diagonal) + np.diag(beside[:-1], 1) + np.diag(beside[:-1], -1))
    largest = int(np.abs(values).argmax())
    return float(values[largest]), abs(beside[-1] * float(vectors[-1, largest]))
