"""Norms and distances of long vectors, piece by piece, so that what is in between stays in the cache."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from toys.compressors.packing import Scratch, pieces

Vectors = Float[Tensor, "... dimension"]
Numbers = Float[Tensor, "..."]


def square(x: Vectors) -> Numbers:
    """‖x‖²."""
    (squares,) = _by_pieces(x, _square_of(x))
    return squares.sum(0)


def distance_sq(x: Vectors, y: Vectors, scale: int | float = 1) -> Numbers:
    """‖x − scale·y‖², where x or y may be one vector for many."""
    shape = np.broadcast_shapes(tuple(x.shape), tuple(y.shape))
    x, y = x.expand(shape), y.expand(shape)
    (squares,) = _by_pieces(x, _distance_of(x, y, scale))
    return squares.sum(0)


def norms(x: Vectors) -> tuple[Numbers, Numbers]:
    """‖x‖² and ‖x‖_∞, for which x is read once."""
    squares, largest = _by_pieces(x, _square_of(x), _largest_of(x))
    return squares.sum(0), largest.amax(0)


def square_and_distance_sq(x: Vectors, y: Vectors) -> tuple[Numbers, Numbers]:
    """‖x‖² and ‖x − y‖², for which x is read once."""
    squares, distances = _by_pieces(x, _square_of(x), _distance_of(x, y, 1))
    return squares.sum(0), distances.sum(0)


OfPiece = Callable[[slice, Tensor], Tensor]
"""A number for every row of a piece; what is given beside the piece is overwritten."""


def _square_of(x: Tensor) -> OfPiece:
    return lambda piece, room: torch.mul(x[..., piece], x[..., piece], out=room).sum(-1)


def _distance_of(x: Tensor, y: Tensor, scale: int | float) -> OfPiece:
    return lambda piece, room: (
        torch.sub(x[..., piece], y[..., piece], alpha=scale, out=room).square_().sum(-1)
    )


def _largest_of(x: Tensor) -> OfPiece:
    return lambda piece, room: torch.abs(x[..., piece], out=room).amax(-1)


def _by_pieces(x: Tensor, *of: OfPiece) -> list[Tensor]:
    """Of each function its numbers of every piece, (pieces, …)."""
    room = Scratch(x, x.dtype)
    found = [[one(piece, room.of(piece)) for one in of] for piece in pieces(x.shape[-1])]
    return [torch.stack(numbers) for numbers in zip(*found, strict=True)]
