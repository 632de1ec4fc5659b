"""VGG for CIFAR (Simonyan and Zisserman, 2014): its convolutions, then one linear layer."""

from __future__ import annotations

from torch import nn

from empirical.models.asked import Asked, convolution

POOL = 0
ELEVEN = (64, POOL, 128, POOL, 256, 256, POOL, 512, 512, POOL, 512, 512, POOL)
SIXTEEN = (
    *(64, 64, POOL, 128, 128, POOL, 256, 256, 256, POOL),
    *(512, 512, 512, POOL, 512, 512, 512, POOL),
)
"""Channels of the convolutions, configurations A and D."""


def _vgg(asked: Asked, configuration: tuple[int, ...]) -> nn.Module:
    inputs, layers = asked.shape[0], list[nn.Module]()
    for channels in configuration:
        if channels == POOL:
            layers.append(nn.MaxPool2d(2, ceil_mode=True))
            continue
        outputs = asked.channels(channels)
        layers += [convolution(inputs, outputs, bias=True), asked.normalised(outputs)]
        inputs = outputs
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(inputs, asked.classes))


def vgg11(asked: Asked) -> nn.Module:
    """Eight convolutions; qg has width 1/2 and no normalisation."""
    return _vgg(asked, ELEVEN)


def vgg16(asked: Asked) -> nn.Module:
    """Thirteen convolutions."""
    return _vgg(asked, SIXTEEN)
