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
    return _by_pieces(x, lambda piece, room: torch.mul(x[..., piece], x[..., piece], out=room).sum(-1)).sum(0)


def distance_sq(x: Vectors, y: Vectors, scale: float = 1) -> Numbers:
    """‖x − scale·y‖², where x or y may be one vector for many."""
    shape = np.broadcast_shapes(tuple(x.shape), tuple(y.shape))
    x, y = x.expand(shape), y.expand(shape)
    return _by_pieces(
        x,
        lambda piece, room: torch.sub(x[..., piece], y[..., piece], alpha=scale, out=room).square_().sum(-1),
    ).sum(0)


def largest_component(x: Vectors) -> Numbers:
    """‖x‖_∞."""
    return _by_pieces(x, lambda piece, room: torch.abs(x[..., piece], out=room).amax(-1)).amax(0)


def _by_pieces(x: Tensor, of: Callable[[slice, Tensor], Tensor]) -> Tensor:
    """A number of every piece of every row, (pieces, …), found with a scratch that all pieces share."""
    room = Scratch(x, x.dtype)
    return torch.stack([of(piece, room.of(piece)) for piece in pieces(x.shape[-1])])
