"""Wide residual networks (Zagoruyko and Komodakis, 2016), whose blocks normalise before they convolve."""

from __future__ import annotations

from itertools import pairwise

from jaxtyping import Float
from torch import Tensor, nn

from empirical.models.asked import Asked, convolution

CHANNELS = (16, 32, 64)


class Block(nn.Module):
    """With a = relu(norm(x)): shortcut + conv(relu(norm(conv(a)))); the shortcut is x, or a 1×1 of a."""

    def __init__(self, asked: Asked, inputs: int, outputs: int, stride: int) -> None:
        super().__init__()
        self.first = asked.normalised(inputs)
        self.residual = nn.Sequential(
            convolution(inputs, outputs, stride=stride),
            asked.normalised(outputs),
            convolution(outputs, outputs),
        )
        self.shortcut = convolution(inputs, outputs, 1, stride) if inputs != outputs else None

    def forward(self, x: Float[Tensor, "batch _ _ _"]) -> Float[Tensor, "batch _ _ _"]:
        active = self.first(x)
        shortcut: Tensor = x if self.shortcut is None else self.shortcut(active)
        found: Tensor = shortcut + self.residual(active)
        return found


def _wide(asked: Asked, depth: int, factor: int) -> nn.Module:
    """Three stages of (depth − 4)/6 blocks, `factor` times the channels of CIFAR's ResNets."""
    widths = [asked.channels(CHANNELS[0]), *(asked.channels(c * factor) for c in CHANNELS)]
    layers: list[nn.Module] = [convolution(asked.shape[0], widths[0])]
    for stage, (inputs, outputs) in enumerate(pairwise(widths)):
        layers.append(Block(asked, inputs, outputs, 2 if stage else 1))
        layers += [Block(asked, outputs, outputs, 1) for _ in range((depth - 4) // 6 - 1)]
    return nn.Sequential(
        *layers,
        asked.normalised(widths[-1]),
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.Linear(widths[-1], asked.classes),
    )


def wrn16_4(asked: Asked) -> nn.Module:
    """WRN-16-4, without dropout."""
    return _wide(asked, 16, 4)


def wrn28_10(asked: Asked) -> nn.Module:
    """WRN-28-10, without dropout."""
    return _wide(asked, 28, 10)
