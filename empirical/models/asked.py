"""What a network is asked to be."""

from __future__ import annotations

from dataclasses import dataclass

from torch import nn

from empirical.models.norms import NORMS


@dataclass(frozen=True)
class Asked:
    """The shape of an input (channels, height, width), the number of classes, norm and width of a network."""

    shape: tuple[int, ...]
    classes: int
    norm: str = "gn"
    width: float = 1.0

    def channels(self, usual: int) -> int:
        """A layer's width, at least 2 and even, so that two groups of channels are equal."""
        return max(2, 2 * round(usual * self.width / 2))

    def normalised(self, channels: int, active: bool = True) -> nn.Module:
        """The normalisation layer, followed by a ReLU where `active`, unless it has an activation itself."""
        return NORMS[self.norm](channels, active)


def convolution(
    inputs: int, outputs: int, kernel: int = 3, stride: int = 1, *, bias: bool = False
) -> nn.Conv2d:
    """A convolution that keeps the size at stride 1; a bias is for networks without normalisation."""
    return nn.Conv2d(inputs, outputs, kernel, stride=stride, padding=kernel // 2, bias=bias)
