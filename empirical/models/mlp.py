"""A perceptron with one hidden layer, and softmax regression, which has none."""

from __future__ import annotations

from math import prod

from torch import nn

from empirical.models.asked import Asked

HIDDEN = 64
"""With 784 inputs and 10 classes d = 50890."""


def mlp(asked: Asked) -> nn.Module:
    """Linear, ReLU, linear."""
    hidden = asked.channels(HIDDEN)
    return nn.Sequential(
        nn.Flatten(), nn.Linear(prod(asked.shape), hidden), nn.ReLU(), nn.Linear(hidden, asked.classes)
    )


def softmax(asked: Asked) -> nn.Module:
    """Linear: with cross-entropy a convex problem."""
    return nn.Sequential(nn.Flatten(), nn.Linear(prod(asked.shape), asked.classes))
