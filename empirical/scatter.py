"""Mean and scatter of vectors that arrive a few at a time."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from jaxtyping import Float
from torch import Tensor


@dataclass(frozen=True, eq=False)
class Scatter:
    """What is kept of the gradients of some batches, a batch of m samples having weight m."""

    batches: int
    samples: int
    value: Float[Tensor, " 1"]
    """The mean of the objective."""
    mean: Float[Tensor, " dimension"]
    """ḡ, the mean of the gradients."""
    spread: Float[Tensor, " 1"]
    """Σ m‖g − ḡ‖² over the batches."""

    @classmethod
    def of_nothing(cls) -> Scatter:
        zero = torch.zeros(1)
        return cls(0, 0, zero, zero, zero)

    @classmethod
    def of(
        cls, size: int, values: Float[Tensor, " batches"], gradients: Float[Tensor, "batches dimension"]
    ) -> Scatter:
        """Batches of this size."""
        mean = gradients.mean(0)
        apart = gradients - mean
        count = len(gradients)
        return cls(
            count, size * count, values.mean(0, keepdim=True), mean, size * (apart * apart).sum()[None]
        )

    def joined(self, other: Scatter) -> Scatter:
        """Both together (Chan, Golub and LeVeque, 1983)."""
        if not self.samples:
            return other
        samples = self.samples + other.samples
        share, apart = other.samples / samples, other.mean - self.mean
        return Scatter(
            self.batches + other.batches,
            samples,
            self.value + share * (other.value - self.value),
            self.mean + share * apart,
            self.spread + other.spread + self.samples * share * (apart * apart).sum(),
        )

    def variance(self, population: int) -> Float[Tensor, " 1"]:
        """An unbiased estimate of σ² = (1/N) Σ‖∇f(w; ξ) − ∇F(w)‖² over a population of N samples.

        With S² = σ²N/(N−1), a batch of m of n samples in random order has E‖g − ḡ‖² = S²(1/m − 1/n), so that
        Σ m‖g − ḡ‖² has expectation S²(C − 1) for C batches of any sizes. All samples one by one give σ²
        itself. One batch alone has no spread: a single sample has σ² = 0, otherwise nothing is known.
        """
        if self.batches > 1:
            return self.spread / (self.batches - 1) * (population - 1) / population
        return self.spread if population == 1 else torch.full_like(self.spread, torch.nan)
