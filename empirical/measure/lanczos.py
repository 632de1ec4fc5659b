"""The eigenvalue of a symmetric matrix that is largest in magnitude, by Lanczos, with its own error bound."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

TOLERANCE = 1e-8
"""Relative error bound at which the iteration stops."""
MOST_PRODUCTS = 1000
"""Far more than a spectrum with gaps needs; the basis is kept whole, and is what limits this."""


@dataclass(frozen=True)
class Eigenvalue:
    """A Ritz value: some eigenvalue lies within `error` of it, and some is at least as large in magnitude."""

    value: float
    error: float
    products: int


def largest_eigenvalue(
    product: Callable[[Tensor], Tensor],
    start: Tensor,
    tolerance: float = TOLERANCE,
    most: int = MOST_PRODUCTS,
) -> Eigenvalue:
    """The Ritz value of largest magnitude over the Krylov space of a start vector, (1, dimension).

    With orthonormal v_1, …, v_m and T = VᵀHV tridiagonal, a pair (θ, s) of T has ‖HVs − θVs‖ = β_m|s_m|, so
    an eigenvalue of H lies that close to θ; and |θ| ≤ ‖H‖, so it is no overestimate. Every new vector is made
    orthogonal to all before it, twice, as rounding leaves something the first time.
    """
    basis = [start / start.norm()]
    diagonal: list[float] = []
    beside: list[float] = []
    while True:
        image = product(basis[-1])
        diagonal.append(float((basis[-1] * image).sum()))
        stacked = torch.cat(basis)
        for _ in range(2):
            image = image - (image @ stacked.T) @ stacked
        beside.append(float(image.norm()))
        found = _ritz(diagonal, beside)
        scale = max(map(abs, (found.value, *diagonal)))
        if found.error <= tolerance * scale or len(diagonal) >= min(most, start.shape[-1]):
            return found
        basis.append(image / beside[-1])


def _ritz(diagonal: list[float], beside: list[float]) -> Eigenvalue:
    inner = torch.tensor(beside[:-1], dtype=torch.float64)
    tridiagonal = torch.diag(torch.tensor(diagonal, dtype=torch.float64))
    tridiagonal = tridiagonal + torch.diag(inner, 1) + torch.diag(inner, -1)
    values, vectors = torch.linalg.eigh(tridiagonal)
    at = int(values.abs().argmax())
    return Eigenvalue(float(values[at]), beside[-1] * abs(float(vectors[-1, at])), len(diagonal))
