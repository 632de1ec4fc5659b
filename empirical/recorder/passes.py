"""What takes passes of its own at one point: gradients of further samples, secants, the Hessian."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import torch
from torch import Tensor, nn
from torch.func import functional_call, grad, vmap
from torch.nn.modules.batchnorm import _BatchNorm

from empirical.lanczos import largest_eigenvalue
from empirical.recorder.table import one_batch
from empirical.recorder.vectors import flat, gradient, square, trainable, undisturbed
from empirical.scatter import Scatter
from theory.errors import BadInput
from toys.streams import generator

Loss = Callable[[], Tensor]
"""The loss of one fixed mini-batch at the parameters of the moment."""

BatchLoss = Callable[[Any], Tensor]
"""The mean loss of a mini-batch."""

SampleLoss = Callable[[Tensor, Tensor], Tensor]
"""The mean loss of the model's outputs and the targets."""


def of_batches(model: nn.Module, loss: BatchLoss, batches: Iterable[Any], size: int) -> Scatter:
    """The gradients of mini-batches of `size` samples, one at a time."""
    parameters, found = trainable(model), Scatter.of_nothing()
    with undisturbed(model):
        for batch in batches:
            value = loss(batch)
            slope = gradient(value, parameters)
            found = found.joined(one_batch(size, value.detach().reshape(1).to(slope), slope))
    return found


def of_samples(model: nn.Module, loss: SampleLoss, inputs: Tensor, targets: Tensor, chunk: int) -> Scatter:
    """The gradient of every sample by itself, `chunk` of them at a time."""
    _demand_samples_apart(model)
    frozen = {n: p.detach() for n, p in model.named_parameters() if not p.requires_grad}
    fixed = {**frozen, **dict(model.named_buffers())}
    free = {n: p.detach() for n, p in model.named_parameters() if p.requires_grad}

    def one(parameters: dict[str, Tensor], x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
        value = loss(functional_call(model, (parameters, fixed), (x[None],)), y[None])
        return value, value.detach()

    each = vmap(grad(one, has_aux=True), in_dims=(None, 0, 0), randomness="different")
    found = Scatter.of_nothing()
    with undisturbed(model):
        for x, y in zip(torch.split(inputs, chunk), torch.split(targets, chunk), strict=True):
            pieces, values = each(free, x, y)
            found = found.joined(_scatter([pieces[n] for n in free], values))
    return found


def _scatter(pieces: Sequence[Tensor], values: Tensor) -> Scatter:
    """Of the samples along the first axis, in place: what is largest is not copied."""
    count, means = len(values), [p.mean(0) for p in pieces]
    spread = square(*(p.sub_(mean) for p, mean in zip(pieces, means, strict=True)))
    mean = flat(means, means)
    return Scatter(count, count, values.mean(0, keepdim=True).to(mean), mean, mean.new_full((1,), spread))


def _demand_samples_apart(model: nn.Module) -> None:
    for name, layer in model.named_modules():
        if isinstance(layer, _BatchNorm) and layer.training:
            raise BadInput(
                f"model: {name} normalises over the mini-batch, so that a sample has no gradient of its own; "
                "record several mini-batches, with Recorder.batches in place of samples"
            )


def curvature(model: nn.Module, loss: Loss, iterations: int, seed: int) -> tuple[float, float]:
    """The eigenvalue of largest modulus of the loss's Hessian at this point, and Lanczos' own error."""
    parameters = trainable(model)
    with undisturbed(model):
        slope = torch.autograd.grad(
            loss(), parameters, create_graph=True, allow_unused=True, materialize_grads=True
        )
        lengths = [p.numel() for p in parameters]

        def product(v: Tensor) -> Tensor:
            parts = [
                part.reshape(p.shape).to(p.device, p.dtype)
                for part, p in zip(torch.split(v, lengths), parameters, strict=True)
            ]
            along = sum((s * part).sum().to(v.device) for s, part in zip(slope, parts, strict=True))
            if not isinstance(along, Tensor) or not along.requires_grad:
                return torch.zeros_like(v)
            return flat(
                torch.autograd.grad(along, parameters, retain_graph=True, allow_unused=True), parameters
            )

        drawn = generator(seed, "power iteration").standard_normal(sum(lengths))
        start = flat([torch.from_numpy(drawn)], [parameters[0]]).to(flat(parameters, parameters))
        return largest_eigenvalue(product, start, iterations)


def slope_at(model: nn.Module, loss: Loss) -> tuple[Tensor, Tensor]:
    """The parameters and the gradient there."""
    parameters: Sequence[Tensor] = trainable(model)
    with undisturbed(model):
        return flat(parameters, parameters), gradient(loss(), parameters)


def secant(first: tuple[Tensor, Tensor], second: tuple[Tensor, Tensor]) -> float:
    """‖∇f(y) − ∇f(x)‖/‖y − x‖, which no L is below; nan where nothing moved."""
    moved, turned = square(second[0] - first[0]), square(second[1] - first[1])
    return (turned / moved) ** 0.5 if moved else float("nan")
