"""Where training starts: parameters drawn from counter-based streams."""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt

import numpy as np
import torch
from torch import Tensor, nn

from toys.streams import generator

_ONES = ("weight", "gate")
"""What a normalisation layer multiplies by, and EvoNorm's v."""


def initial(module: nn.Module, seed: int, dtype: torch.dtype) -> Mapping[str, Tensor]:
    """Weights of variance 2/(number of inputs) (He et al., 2015); factors 1; biases, tokens, positions 0.

    Every tensor has a stream of its own, so that the numbers of one do not depend on the size of another.
    """
    weighted = {
        f"{name}.weight" for name, layer in module.named_modules() if isinstance(layer, nn.Conv2d | nn.Linear)
    }
    return {
        name: _normal(shape, seed, number, dtype)
        if name in weighted
        else torch.full(shape, float(name.rpartition(".")[2] in _ONES), dtype=dtype)
        for number, (name, shape) in enumerate((n, p.shape) for n, p in module.named_parameters())
    }


def _normal(shape: torch.Size, seed: int, number: int, dtype: torch.dtype) -> Tensor:
    inputs = shape[1:].numel()
    drawn = generator(seed, "start", segment=number).standard_normal(tuple(shape), dtype=np.float32)
    return torch.from_numpy(drawn).to(dtype) * sqrt(2 / inputs)
