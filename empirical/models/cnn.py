"""A small convolutional network, for what two cores can do."""

from __future__ import annotations

from torch import nn

from empirical.models.asked import Asked, convolution

CHANNELS = (16, 32)


def cnn(asked: Asked) -> nn.Module:
    """Two normalised convolutions of stride 2, the mean over pixels, and a linear layer."""
    first, second = (asked.channels(c) for c in CHANNELS)
    bias = asked.norm == "none"
    return nn.Sequential(
        convolution(asked.shape[0], first, stride=2, bias=bias),
        asked.normalised(first),
        convolution(first, second, stride=2, bias=bias),
        asked.normalised(second),
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.Linear(second, asked.classes),
    )
