"""Labelled pictures, and how they become inputs of a network."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float, Int64, UInt8
from torch import Tensor

from theory.errors import BadInput


@dataclass(frozen=True, eq=False)
class Pictures:
    """Training and test pictures of 8 bits a channel, and their labels from 0 to classes − 1."""

    name: str
    images: UInt8[Tensor, "total channels height width"]
    labels: Int64[Tensor, " total"]
    test_images: UInt8[Tensor, "tests channels height width"]
    test_labels: Int64[Tensor, " tests"]
    classes: int

    @property
    def shape(self) -> tuple[int, ...]:
        """Channels, height and width."""
        return tuple(self.images.shape[1:])

    @cached_property
    def moments(self) -> tuple[Float[Tensor, "channels 1 1"], Float[Tensor, "channels 1 1"]]:
        """Mean and standard deviation of every channel's pixels, from 0 to 255, over all training pictures.

        Exact to rounding: a channel's 256 values are counted.
        """
        values = torch.arange(256, dtype=torch.float64)
        counts = torch.stack(
            [torch.bincount(c.flatten(), minlength=256) for c in self.images.transpose(0, 1)]
        ).double()
        total = counts.sum(-1, keepdim=True)
        mean = (counts * values).sum(-1, keepdim=True) / total
        variance = (counts * (values - mean) ** 2).sum(-1, keepdim=True) / total
        return mean[..., None], variance.sqrt().clamp(min=1.0)[..., None]


def checked_labels(path: Path, labels: np.ndarray, classes: int) -> Tensor:
    """The labels as integers. Raises BadInput for one beyond the classes."""
    if len(labels) == 0 or labels.max() >= classes:
        most = labels.max() if len(labels) else "none"
        raise BadInput(f"data: {path} has label {most}; allowed: labels from 0 to {classes - 1}")
    return torch.from_numpy(labels.astype(np.int64))


def shipped(name: str) -> Pictures:
    """A set in this folder, an archive of x_train, y_train, x_test and y_test."""
    with np.load(Path(__file__).with_name(f"{name}.npz"), allow_pickle=False) as file:
        images, labels, test_images, test_labels = (
            torch.from_numpy(file[key]) for key in ("x_train", "y_train", "x_test", "y_test")
        )
    return Pictures(
        name, images[:, None], labels.long(), test_images[:, None], test_labels.long(), int(labels.max()) + 1
    )
