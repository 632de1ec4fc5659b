"""Norms and distances of long vectors, piece by piece, so that what is in between stays in the cache."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from jaxtyping import Float
from torch import Tensor

from toys.compressors.packing import PIECE

Vectors = Float[Tensor, "... dimension"]
Numbers = Float[Tensor, "..."]


def square(x: Vectors) -> Numbers:
    """‖x‖²."""
    return _added([_square(part) for part in _parts(x)])


def distance_sq(x: Vectors, y: Vectors, scale: int | float = 1) -> Numbers:
    """‖x − scale·y‖², where x or y may be one vector for many."""
    return _added([_distance(*parts, scale) for parts in zip(_parts(x), _parts(y), strict=True)])


def norms(x: Vectors) -> tuple[Numbers, Numbers]:
    """‖x‖² and ‖x‖_∞, the latter without a vector of magnitudes."""
    return square(x), torch.maximum(x.amax(-1), -x.amin(-1))


def square_and_distance_sq(x: Vectors, y: Vectors) -> tuple[Numbers, Numbers]:
    """‖x‖² and ‖x − y‖², for which x is read once."""
    found = [(_square(of_x), _distance(of_x, of_y)) for of_x, of_y in zip(_parts(x), _parts(y), strict=True)]
    squares, distances = zip(*found, strict=True)
    return _added(squares), _added(distances)


def _parts(x: Tensor) -> tuple[Tensor, ...]:
    """The pieces of a vector, which is one of its own where it is short."""
    return (x,) if x.shape[-1] <= PIECE else torch.split(x, PIECE, dim=-1)


def _added(numbers: Sequence[Tensor]) -> Tensor:
    return numbers[0] if len(numbers) == 1 else torch.stack(tuple(numbers)).sum(0)


def _square(x: Tensor) -> Tensor:
    return torch.mul(x, x).sum(-1)


def _distance(x: Tensor, y: Tensor, scale: int | float = 1) -> Tensor:
    return torch.sub(x, y, alpha=scale).square_().sum(-1)
