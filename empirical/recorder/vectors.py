"""The tensors of a model as one vector."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

import torch
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel


def trainable(model: nn.Module) -> tuple[nn.Parameter, ...]:
    """The parameters that the dimension counts: frozen ones are constants of the objective."""
    return tuple(p for p in model.parameters() if p.requires_grad)


def flat(pieces: Iterable[Tensor | None], parameters: Sequence[Tensor]) -> Tensor:
    """One vector of a piece for every parameter, in at least 32 bits; 0 where a parameter has no gradient."""
    first = parameters[0]
    dtype = torch.float64 if any(p.dtype == torch.float64 for p in parameters) else torch.float32
    return torch.cat(
        [
            _dense(torch.zeros_like(p) if piece is None else piece.detach())
            .reshape(-1)
            .to(first.device, dtype)
            for piece, p in zip(pieces, parameters, strict=True)
        ]
    )


def _dense(x: Tensor) -> Tensor:
    return x.to_dense() if x.is_sparse else x


BLOCK = 2**16
"""So many components of a norm are added in the run's own precision, as fast as memory is read; blocks are
added in 64 bits. A library's dot product keeps several sums at a time, each short enough for 32 bits."""


def square(*pieces: Tensor) -> float:
    """‖·‖² of all pieces together."""
    blocks = (block for p in pieces for block in torch.split(_dense(p.detach()).reshape(-1), BLOCK))
    wide = (b if b.dtype == torch.float64 else b.float() for b in blocks)
    return float(torch.stack([torch.dot(b, b).double().to("cpu") for b in wide]).sum())


def gradient(loss: Tensor, parameters: Sequence[Tensor]) -> Tensor:
    """∇loss as one vector; what `backward` has left in the parameters stays as it is."""
    return flat(torch.autograd.grad(loss, parameters, allow_unused=True), parameters)


@contextmanager
def undisturbed(model: nn.Module) -> Iterator[None]:
    """Further passes through the model leave its buffers, the random numbers and DDP as they were."""
    kept = [b.clone() for b in model.buffers()]
    cards = sorted({p.device.index for p in model.parameters() if p.device.type == "cuda"})
    try:
        with torch.random.fork_rng(cards), _unsynced(model), torch.enable_grad():
            yield
    finally:
        with torch.no_grad():
            for buffer, before in zip(model.buffers(), kept, strict=True):
                buffer.copy_(before)


@contextmanager
def _unsynced(model: nn.Module) -> Iterator[None]:
    """DDP's no_sync, after which the next pass broadcasts buffers as if nothing had been in between."""
    if not isinstance(model, DistributedDataParallel):
        yield
        return
    broadcast = model.require_forward_param_sync
    with model.no_sync():
        yield
    model.require_forward_param_sync = broadcast
