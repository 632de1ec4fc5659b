"""Augmentation: a picture's variants, numbered, so that drawing one is drawing an integer.

He et al., 2016, pad CIFAR's pictures by 4 pixels, crop them at random and flip every second one: 9·9·2
variants of equal chance. An augmented training set is then a finite one, of samples times variants.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from jaxtyping import Int64, UInt8
from torch import Tensor

PADDING = 4


@dataclass(frozen=True)
class Augmentation:
    """Crops to the old size after padding with zeros, and flips."""

    padding: int
    flips: bool

    @property
    def variants(self) -> int:
        return (2 * self.padding + 1) ** 2 * (1 + self.flips)

    def apply(
        self, images: UInt8[Tensor, "count channels height width"], variant: Int64[Tensor, " count"]
    ) -> UInt8[Tensor, "count channels height width"]:
        """Every picture in the variant whose number it is given: ((flip·9) + down)·9 + right."""
        if self.variants == 1:
            return images
        count, channels, height, width = images.shape
        offsets = 2 * self.padding + 1
        right, down, flip = variant % offsets, variant // offsets % offsets, variant // offsets**2
        rows = down[:, None] + torch.arange(height, device=images.device)
        along = torch.arange(width, device=images.device).expand(count, -1)
        columns = right[:, None] + torch.where(flip[:, None] > 0, width - 1 - along, along)
        padded = torch.nn.functional.pad(images, (self.padding,) * 4)
        picture = torch.arange(count, device=images.device)[:, None, None, None]
        channel = torch.arange(channels, device=images.device)[None, :, None, None]
        return padded[picture, channel, rows[:, None, :, None], columns[:, None, None, :]]


AUGMENTATIONS: Mapping[str, Augmentation] = {
    "none": Augmentation(0, flips=False),
    "crop": Augmentation(PADDING, flips=False),
    "flip": Augmentation(0, flips=True),
    "crop-flip": Augmentation(PADDING, flips=True),
}
"""Every augmentation by its name; crop-flip is the papers'."""
