"""Residual networks: ResNet-20 and -110 for CIFAR (He et al., 2016), ResNet-18 and -34 in CIFAR's size."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from jaxtyping import Float
from torch import Tensor, nn

from empirical.models.asked import Asked, convolution


class Thinned(nn.Module):
    """The shortcut without parameters: every second pixel, and zeros for the new channels (option A)."""

    def __init__(self, inputs: int, outputs: int, stride: int) -> None:
        super().__init__()
        self.more, self.stride = outputs - inputs, stride

    def forward(self, x: Float[Tensor, "batch _ _ _"]) -> Float[Tensor, "batch _ _ _"]:
        before = self.more // 2
        thinned = x[..., :: self.stride, :: self.stride]
        return nn.functional.pad(thinned, (0, 0, 0, 0, before, self.more - before))


def projected(asked: Asked, inputs: int, outputs: int, stride: int) -> nn.Module:
    """The shortcut by a 1×1 convolution (option B)."""
    return nn.Sequential(convolution(inputs, outputs, 1, stride), asked.normalised(outputs, active=False))


class Block(nn.Module):
    """relu(x + norm(conv(relu(norm(conv(x)))))), both convolutions 3×3."""

    def __init__(self, asked: Asked, inputs: int, outputs: int, stride: int, project: bool) -> None:
        super().__init__()
        self.residual = nn.Sequential(
            convolution(inputs, outputs, stride=stride),
            asked.normalised(outputs),
            convolution(outputs, outputs),
            asked.normalised(outputs, active=False),
        )
        self.shortcut: nn.Module = nn.Identity()
        if stride > 1 or inputs != outputs:
            self.shortcut = (
                projected(asked, inputs, outputs, stride) if project else Thinned(inputs, outputs, stride)
            )

    def forward(self, x: Float[Tensor, "batch _ _ _"]) -> Float[Tensor, "batch _ _ _"]:
        return nn.functional.relu(self.shortcut(x) + self.residual(x))


def _residual_network(asked: Asked, widths: Sequence[int], blocks: Sequence[int], project: bool) -> nn.Module:
    """Stages of blocks; every stage but the first begins with stride 2."""
    each = [asked.channels(width) for width in widths]
    layers = [convolution(asked.shape[0], each[0]), asked.normalised(each[0])]
    for stage, ((inputs, outputs), count) in enumerate(zip(pairwise([each[0], *each]), blocks, strict=True)):
        for block in range(count):
            begins = block == 0
            layers.append(
                Block(
                    asked,
                    inputs if begins else outputs,
                    outputs,
                    2 if begins and stage else 1,
                    project,
                )
            )
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(each[-1], asked.classes))


def resnet20(asked: Asked) -> nn.Module:
    """Three stages of three blocks, 16, 32 and 64 channels, shortcuts without parameters."""
    return _residual_network(asked, (16, 32, 64), (3, 3, 3), project=False)


def resnet110(asked: Asked) -> nn.Module:
    """Three stages of eighteen blocks."""
    return _residual_network(asked, (16, 32, 64), (18, 18, 18), project=False)


def resnet18(asked: Asked) -> nn.Module:
    """Four stages of two blocks, 64 to 512 channels, a first convolution of 3×3 and no pooling after it."""
    return _residual_network(asked, (64, 128, 256, 512), (2, 2, 2, 2), project=True)


def resnet34(asked: Asked) -> nn.Module:
    """Four stages of 3, 4, 6 and 3 blocks, otherwise as ResNet-18."""
    return _residual_network(asked, (64, 128, 256, 512), (3, 4, 6, 3), project=True)
