"""Normalisation layers by name: bn, gn, evonorm, none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import gcd

import torch
from jaxtyping import Float
from torch import Tensor, nn

EPSILON = 1e-5
"""Under every root; PyTorch's default, and that of Liu et al., 2020."""

GN_GROUPS = 2
"""qg, section 5.1."""

EVONORM_GROUPS = 32
"""Liu et al., 2020; the largest divisor of the channels that it has where there are fewer. qg is silent."""

Images = Float[Tensor, "batch channels height width"]


class BatchNorm(nn.Module):
    """γ(x − mean)/√(variance + ε) + β over the batch, a channel at a time (Ioffe and Szegedy, 2015).

    Training takes the statistics of the batch, evaluation those of the buffers, which a worker finds on its
    own data; nothing here changes them.
    """

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.weight, self.bias = nn.Parameter(torch.ones(channels)), nn.Parameter(torch.zeros(channels))
        self.mean: Tensor
        self.variance: Tensor
        self.register_buffer("mean", torch.zeros(channels))
        self.register_buffer("variance", torch.ones(channels))

    def forward(self, x: Images) -> Images:
        mean, variance = (None, None) if self.training else (self.mean, self.variance)
        return nn.functional.batch_norm(
            x, mean, variance, self.weight, self.bias, training=self.training, eps=EPSILON
        )


class GroupNorm(nn.Module):
    """γ(x − mean)/√(variance + ε) + β over each of two groups of a sample's channels (Wu and He, 2018)."""

    def __init__(self, channels: int, groups: int = GN_GROUPS) -> None:
        super().__init__()
        self.groups = groups
        self.weight, self.bias = nn.Parameter(torch.ones(channels)), nn.Parameter(torch.zeros(channels))

    def forward(self, x: Images) -> Images:
        return nn.functional.group_norm(x, self.groups, self.weight, self.bias, EPSILON)


class EvoNorm(nn.Module):
    """EvoNorm-S0, γ x·sigmoid(vx)/√(group variance + ε) + β (Liu et al., 2020), with its own activation.

    Where no activation follows the normalisation that it replaces, it is γx + β, as in its authors' code.
    """

    def __init__(self, channels: int, active: bool) -> None:
        super().__init__()
        self.groups = gcd(EVONORM_GROUPS, channels)
        self.weight, self.bias = nn.Parameter(torch.ones(channels)), nn.Parameter(torch.zeros(channels))
        self.gate = nn.Parameter(torch.ones(channels)) if active else None

    def forward(self, x: Images) -> Images:
        if self.gate is not None:
            members = x.reshape(len(x), self.groups, -1)  # neighbouring channels, with all their pixels
            variance = members.var(-1, correction=0)
            root = torch.sqrt(variance + EPSILON).repeat_interleave(x.shape[1] // self.groups, dim=1)
            x = x * torch.sigmoid(self.gate[:, None, None] * x) / root[..., None, None]
        return x * self.weight[:, None, None] + self.bias[:, None, None]


Normalise = Callable[..., nn.Module]
"""normalise(channels, active): the layer, followed by an activation where it is to be active."""


def _followed_by_relu(layer: Callable[[int], nn.Module]) -> Normalise:
    def normalise(channels: int, active: bool = True) -> nn.Module:
        return nn.Sequential(layer(channels), nn.ReLU()) if active else layer(channels)

    return normalise


NORMS: Mapping[str, Normalise] = {
    "bn": _followed_by_relu(BatchNorm),
    "gn": _followed_by_relu(GroupNorm),
    "evonorm": EvoNorm,
    "none": _followed_by_relu(lambda channels: nn.Identity()),
}
"""Every normalisation by its name."""
