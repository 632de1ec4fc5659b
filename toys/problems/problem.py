"""What a problem is: the local objectives of several workers, with what is known of their constants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, runtime_checkable

from torch import Tensor

from theory.constants import Estimate


@runtime_checkable
class Problem(Protocol):
    """F = mean over workers of F_k.

    Every function takes the workers whose local objectives are meant and the points x, whose worker axis is
    second to last: one point for each of these workers, or of length 1 for a point that they share. Results
    are (…, workers, dimension) for a gradient and (…, workers, 1) for a number.
    """

    @property
    def workers(self) -> int: ...

    @property
    def dimension(self) -> int: ...

    @property
    def finite_sum(self) -> bool:
        """Whether F_k is a mean over samples, so that a stochastic gradient makes sense."""

    @property
    def hypotheses(self) -> Mapping[str, str]:
        """What is known of the papers' assumptions for this problem, by a short name."""

    def lower_bound(self) -> float:
        """F*, or the lower bound of it that `gap` uses."""

    def start(self) -> Tensor:
        """The common starting point w₀, (1, dimension)."""

    def samples(self, worker: int) -> int:
        """The number of samples on a worker."""

    def loss(self, workers: Sequence[int], x: Tensor) -> Tensor:
        """F_k(x), F."""

    def gradient(self, workers: Sequence[int], x: Tensor) -> Tensor:
        """∇F_k(x), F/w."""

    def sampled_gradient(self, workers: Sequence[int], x: Tensor, samples: Tensor) -> Tensor:
        """The mean of ∇f(x; ξ) over a worker's listed samples, (…, workers, batch), F/w."""

    def noise(self, workers: Sequence[int], x: Tensor) -> Tensor:
        """E‖∇f(x; ξ) − ∇F_k(x)‖² over one sample of the worker, F²/w²."""

    def seen(self, workers: Sequence[int], x: Tensor) -> Tensor:
        """F_k(x), the noise and ∇F_k(x) side by side, (…, workers, 2 + dimension), as observers ask."""

    def hessian_product(self, worker: int, x: Tensor, direction: Tensor) -> Tensor:
        """∇²F_k(x)·direction."""

    def constants(self) -> Mapping[str, Estimate]:
        """The constants that are known in closed form, by their glossary names."""
