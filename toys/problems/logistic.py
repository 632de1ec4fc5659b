"""Logistic regression with the non-convex regulariser λ Σ x²/(1+x²), on real data split over workers."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

import torch
from jaxtyping import Float, Int
from torch import Tensor

from theory.constants import Estimate
from toys.data import Dataset


@dataclass(frozen=True, eq=False)
class Logistic:
    """F_k(w) = mean over the worker's samples (a, y) of log(1 + exp(−y aᵀw)), plus λ Σ_j w_j²/(1+w_j²).

    Source: cdadam, section 7.1. The rows stand in the order of the workers; `edges` are the row numbers at
    which the workers' parts begin, with the total at the end. F is the mean of the F_k also where the parts
    are unequal.
    """

    rows: Float[Tensor, "total dimension"]
    labels: Float[Tensor, " total"]
    edges: tuple[int, ...]
    regulariser: float
    finite_sum: bool = True

    @classmethod
    def of(cls, data: Dataset, parts: Sequence[Int[Tensor, " _"]], regulariser: float) -> Logistic:
        """The problem on a data set whose rows are dealt out in parts."""
        order = torch.cat(tuple(parts))
        edges = tuple(accumulate(map(len, parts), initial=0))
        return cls(data.rows[order], data.labels[order], edges, regulariser)

    @property
    def hypotheses(self) -> Mapping[str, str]:
        return {
            "smooth": "holds: L is the curvature at 0, where it is largest",
            "bounded gradient": "holds: the loss is Lipschitz and the regulariser's gradient is bounded",
            "lower bound": "holds: F ≥ 0",
            "unbiased gradients": "holds: samples are drawn uniformly, with replacement",
        }

    @property
    def workers(self) -> int:
        return len(self.edges) - 1

    @property
    def dimension(self) -> int:
        return self.rows.shape[1]

    def start(self) -> Float[Tensor, "1 dimension"]:
        return self.rows.new_zeros(1, self.dimension)

    def samples(self, worker: int) -> int:
        return self.edges[worker + 1] - self.edges[worker]

    def lower_bound(self) -> float:
        """0: every term of F is nonnegative."""
        return 0.0

    # One text for a full and for a sampled gradient: the rows (…, n, d) are all or some of a worker's.

    @staticmethod
    def _margins(rows: Tensor, labels: Tensor, x: Tensor) -> Float[Tensor, "*lead n"]:
        """y aᵀx."""
        return labels * (x[..., None, :] @ rows.mT)[..., 0, :]

    def _regulariser(self, x: Tensor) -> Tensor:
        """λ Σ x²/(1+x²)."""
        return self.regulariser * (x**2 / (1 + x**2)).sum(-1)

    def _regulariser_gradient(self, x: Tensor) -> Tensor:
        """λ 2x/(1+x²)²."""
        return self.regulariser * 2 * x / (1 + x**2) ** 2

    @staticmethod
    def _pull(rows: Tensor, labels: Tensor, margins: Tensor) -> Float[Tensor, "*lead dimension"]:
        """mean of −y a/(1 + exp(y aᵀx)), the gradient without the regulariser's."""
        weights = -labels * torch.sigmoid(-margins)
        return (weights[..., None, :] @ rows)[..., 0, :] / rows.shape[-2]

    def sampled_gradient(self, workers: Sequence[int], x: Tensor, samples: Tensor) -> Tensor:
        chosen = samples + torch.tensor([self.edges[w] for w in workers], device=samples.device)[:, None]
        rows, labels = self.rows[chosen], self.labels[chosen]
        return self._pull(rows, labels, self._margins(rows, labels, x)) + self._regulariser_gradient(x)

    def _local(self, worker: int) -> tuple[Tensor, Tensor]:
        part = slice(self.edges[worker], self.edges[worker + 1])
        return self.rows[part], self.labels[part]

    @cached_property
    def row_squares(self) -> Float[Tensor, " total"]:
        """‖a‖² of every row."""
        return (self.rows**2).sum(-1)

    def seen(self, workers: Sequence[int], x: Tensor) -> Tensor:
        return torch.stack([self._seen(k, _of(x, at)) for at, k in enumerate(workers)], dim=-2)

    def _seen(self, worker: int, x: Tensor) -> Float[Tensor, "*lead two_and_dimension"]:
        """F_k, σ² = mean ‖c a‖² − ‖mean c a‖² with c a a sample's gradient, ∇F_k: one pass of margins.

        The regulariser is the same for every sample, so it cancels in σ².
        """
        rows, labels = self._local(worker)
        squares = self.row_squares[self.edges[worker] : self.edges[worker + 1]]
        margins = self._margins(rows, labels, x)
        pull = self._pull(rows, labels, margins)
        loss = torch.nn.functional.softplus(-margins).mean(-1) + self._regulariser(x)
        noise = ((torch.sigmoid(-margins) ** 2 @ squares) / len(rows) - (pull**2).sum(-1)).clamp(min=0)
        gradient = pull + self._regulariser_gradient(x)
        return torch.cat([loss[..., None], noise[..., None], gradient], dim=-1)

    def loss(self, workers: Sequence[int], x: Tensor) -> Tensor:
        return self.seen(workers, x)[..., :1]

    def noise(self, workers: Sequence[int], x: Tensor) -> Tensor:
        return self.seen(workers, x)[..., 1:2]

    def gradient(self, workers: Sequence[int], x: Tensor) -> Tensor:
        return torch.stack([self._gradient(k, _of(x, at)) for at, k in enumerate(workers)], dim=-2)

    def _gradient(self, worker: int, x: Tensor) -> Float[Tensor, "*lead dimension"]:
        """∇F_k without what `seen` adds to it: a run in itself needs no more."""
        rows, labels = self._local(worker)
        return self._pull(rows, labels, self._margins(rows, labels, x)) + self._regulariser_gradient(x)

    def hessian_product(self, worker: int, x: Tensor, direction: Tensor) -> Tensor:
        """mean s(1−s) a aᵀ v + λ (2−6x²)/(1+x²)³ v, s the logistic function of the margin."""
        rows, labels = self._local(worker)
        s = torch.sigmoid(self._margins(rows, labels, x))
        curvature = self.regulariser * (2 - 6 * x**2) / (1 + x**2) ** 3
        return (s * (1 - s) * (direction @ rows.T)) @ rows / len(rows) + curvature * direction

    def constants(self) -> Mapping[str, Estimate]:
        """L, the gap, and bounds on σ² and M² over all of space.

        L: s(1−s) ≤ 1/4 and the regulariser's curvature is at most 2λ in magnitude, both attained at w = 0, so
        L = max_k λ_max(AᵀA)/(4n) + 2λ exactly. M: |c| ≤ 1 gives a mean of ‖a‖, and |2x/(1+x²)²| ≤ 3√3/8 in
        each component, so also G and G_∞. σ²: a variance is at most the second moment, mean ‖a‖². ζ²: the
        regulariser cancels, and the rest of ∇F_k is at most the mean of ‖a‖.
        """
        start, everyone = self.start(), range(self.workers)
        gap = float(self.loss(everyone, start).mean()) - self.lower_bound()
        squares = [self.row_squares[self.edges[k] : self.edges[k + 1]] for k in everyone]
        pull = self.regulariser * 3 * math.sqrt(3) / 8 * math.sqrt(self.dimension)
        largest_mean = max(float(s.sqrt().mean()) for s in squares)
        return {
            "smoothness": Estimate(
                max(self._largest_curvature(k) for k in everyone),
                "exact",
                how="max_k λ_max(∇²F_k(0)), where the curvature is largest",
            ),
            "gap": Estimate(gap, "upper", how="F(w₀) − 0: F ≥ 0 is the lower bound of F* that is used"),
            "noise": Estimate(max(float(s.mean()) for s in squares), "upper", how="max_k mean ‖a‖²"),
            "gradient_sq": Estimate(
                (largest_mean + pull) ** 2, "upper", how="(max_k mean ‖a‖ + λ·(3√3/8)·√d)²"
            ),
            "gradient_l2": Estimate(
                float(self.row_squares.max().sqrt()) + pull, "upper", how="max ‖a‖ + λ·(3√3/8)·√d"
            ),
            "gradient_linf": Estimate(
                float(self.rows.abs().max()) + pull / math.sqrt(self.dimension),
                "upper",
                how="max |a_j| + λ·3√3/8",
            ),
            "heterogeneity": Estimate(largest_mean**2, "upper", how="(max_k mean ‖a‖)²"),
        }

    def _largest_curvature(self, worker: int) -> float:
        """λ_max(AᵀA)/(4n) + 2λ, from the smaller one of AᵀA and AAᵀ, whose largest eigenvalues are equal."""
        rows, _ = self._local(worker)
        gram = rows @ rows.T if len(rows) < self.dimension else rows.T @ rows
        return float(torch.linalg.eigvalsh(gram / (4 * len(rows)))[-1]) + 2 * self.regulariser


def _of(x: Tensor, at: int) -> Tensor:
    """The point of the at-th worker, (…, dimension)."""
    return x[..., at if x.shape[-2] > 1 else 0, :]
