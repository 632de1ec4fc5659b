"""A compact vision transformer of four blocks for small images (Lee et al., 2021).

Of that paper we take shifted patch tokenisation and locality self-attention, and its sizes for CIFAR: patches
of 4×4, 192 dimensions, 12 heads, a hidden layer twice as wide. Four blocks are gmc's, which prints no more.
"""

from __future__ import annotations

import torch
from jaxtyping import Float
from torch import Tensor, nn

from empirical.models.asked import Asked

PATCH, DIMENSION, HEADS, BLOCKS, WIDER = 4, 192, 12, 4, 2

Tokens = Float[Tensor, "batch tokens dimension"]


class ShiftedPatches(nn.Module):
    """An image beside its four diagonal shifts by half a patch, cut in patches, each one a token."""

    def __init__(self, channels: int, dimension: int) -> None:
        super().__init__()
        inputs = 5 * channels * PATCH * PATCH
        self.norm, self.embed = nn.LayerNorm(inputs), nn.Linear(inputs, dimension)

    def forward(self, x: Float[Tensor, "batch channels height width"]) -> Tokens:
        half = PATCH // 2
        shifts = [
            nn.functional.pad(x, (right, -right, down, -down))
            for right in (-half, half)
            for down in (-half, half)
        ]
        patches = nn.functional.unfold(torch.cat([x, *shifts], dim=1), PATCH, stride=PATCH)
        embedded: Tensor = self.embed(self.norm(patches.mT))
        return embedded


class LocalAttention(nn.Module):
    """Self-attention with a learned temperature, in which no token attends to itself."""

    def __init__(self, dimension: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.asked = nn.Linear(dimension, 3 * dimension, bias=False)
        self.log_temperature = nn.Parameter(torch.zeros(()))
        self.joined = nn.Linear(dimension, dimension)

    def forward(self, x: Tokens) -> Tokens:
        batch, tokens, dimension = x.shape
        parts = self.asked(x).reshape(batch, tokens, 3, self.heads, dimension // self.heads)
        query, key, value = parts.permute(2, 0, 3, 1, 4)
        scores = query @ key.mT * (torch.exp(self.log_temperature) * query.shape[-1] ** -0.5)
        itself = torch.eye(tokens, dtype=torch.bool, device=x.device)
        weights = scores.masked_fill(itself, float("-inf")).softmax(-1)
        joined: Tensor = self.joined((weights @ value).transpose(1, 2).reshape(x.shape))
        return joined


class Block(nn.Module):
    """x + attention(norm(x)), then x + perceptron(norm(x))."""

    def __init__(self, dimension: int, heads: int) -> None:
        super().__init__()
        self.attend = nn.Sequential(nn.LayerNorm(dimension), LocalAttention(dimension, heads))
        self.think = nn.Sequential(
            nn.LayerNorm(dimension),
            nn.Linear(dimension, WIDER * dimension),
            nn.GELU(),
            nn.Linear(WIDER * dimension, dimension),
        )

    def forward(self, x: Tokens) -> Tokens:
        attended: Tensor = x + self.attend(x)
        found: Tensor = attended + self.think(attended)
        return found


class Transformer(nn.Module):
    """Patches and a class token, with learned positions; the class is read off its token."""

    def __init__(self, asked: Asked) -> None:
        super().__init__()
        channels, height, width = asked.shape
        heads = max(1, round(HEADS * asked.width))
        dimension = DIMENSION // HEADS * heads
        tokens = (height // PATCH) * (width // PATCH) + 1
        self.patches = ShiftedPatches(channels, dimension)
        self.token = nn.Parameter(torch.zeros(1, 1, dimension))
        self.position = nn.Parameter(torch.zeros(1, tokens, dimension))
        self.blocks = nn.Sequential(*(Block(dimension, heads) for _ in range(BLOCKS)))
        self.read = nn.Sequential(nn.LayerNorm(dimension), nn.Linear(dimension, asked.classes))

    def forward(self, x: Float[Tensor, "batch channels height width"]) -> Float[Tensor, "batch classes"]:
        patches = self.patches(x)
        tokens = torch.cat([self.token.expand(len(x), -1, -1), patches], dim=1) + self.position
        read: Tensor = self.read(self.blocks(tokens)[:, 0])
        return read


def vit(asked: Asked) -> nn.Module:
    """The transformer; `width` changes the number of heads, of 16 dimensions each."""
    return Transformer(asked)
