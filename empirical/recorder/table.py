"""What was seen of the workers at one point of the run, and the table of all such points."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import torch
import torch.distributed as dist
from torch import Tensor

from empirical.recorder.vectors import square
from empirical.scatter import Scatter
from theory.errors import BadInput, TightropeError

COLUMNS = (
    "gradient_sq",  # ‖g_k‖², g_k the gradient of all samples that worker k uses in the step
    "samples",  # how many these are
    "largest",  # ‖g_k‖_∞
    "loss",
    "mean_sq",  # ‖mean_k g_k‖²
    "noise",  # an unbiased estimate of worker k's σ²
    "contraction",  # 1 − ‖C(v) − v‖²/‖v‖² of the worker's message
    "residual_sq",  # ‖e_k‖²
    "secant",
    "curvature",
    "curvature_error",
)

Table = Mapping[str, np.ndarray]
"""The columns, arrays of shape (points, workers); nan where nothing was recorded."""


@dataclass(eq=False)
class Point:
    """One point of the run, for the workers of this process."""

    workers: int
    scatters: dict[int, Scatter] = field(default_factory=dict)
    """The gradients of the mini-batches that the step uses."""
    mean_sq: float | None = None
    """‖mean_k g_k‖², where DDP has formed the mean."""
    total: Tensor | None = None
    """What `backward` has accumulated so far."""
    rows: dict[str, np.ndarray] = field(default_factory=dict)

    def put(self, column: str, worker: int, value: float) -> None:
        self.rows.setdefault(column, np.full(self.workers, np.nan))[worker] = value

    def has(self, column: str, worker: int) -> bool:
        return column in self.rows and not np.isnan(self.rows[column][worker])

    def added(self, worker: int, gradients: Scatter) -> None:
        """One more mini-batch of a worker."""
        earlier = self.scatters.get(worker, Scatter.of_nothing())
        self.scatters[worker] = earlier.joined(gradients)

    def summed_up(self, step: int) -> bool:
        """Take the gradients' norms; whether all are finite. A worker without a gradient is bad input."""
        for worker in range(self.workers):
            if worker not in self.scatters:
                raise BadInput(
                    f"worker: {worker} has no gradient at step {step}; allowed: a call of "
                    "after_backward for each of the workers, before after_step"
                )
            self._gradient(worker, self.scatters[worker])
        mean_sq = self._norm_of_mean() if self.mean_sq is None else self.mean_sq
        for worker in range(self.workers):
            self.put("mean_sq", worker, mean_sq)
        return math.isfinite(mean_sq)

    def _norm_of_mean(self) -> float:
        if self.workers == 1:
            return float(self.rows["gradient_sq"][0])
        return square(torch.stack([s.mean for s in self.scatters.values()]).mean(0))

    def line(self) -> np.ndarray:
        """The point in the table, (columns, workers)."""
        nothing = np.full(self.workers, np.nan)
        return np.stack([self.rows.get(column, nothing) for column in COLUMNS])

    def _gradient(self, worker: int, seen: Scatter) -> None:
        self.put("gradient_sq", worker, square(seen.mean))
        self.put("samples", worker, float(seen.samples))
        self.put("largest", worker, max(abs(float(end)) for end in seen.mean.aminmax()))
        self.put("loss", worker, float(seen.value))
        if seen.batches > 1 and not self.has("noise", worker):
            self.put("noise", worker, noise(seen))


def one_batch(size: int, loss: Tensor, gradient: Tensor) -> Scatter:
    """A single mini-batch, which is its own mean."""
    return Scatter(1, size, loss, gradient, gradient.new_zeros(1))


def noise(seen: Scatter) -> float:
    """σ̂² of one sample: Σ m‖g − ḡ‖² of C independent mini-batches has expectation (C − 1)σ²."""
    return float(seen.spread) / (seen.batches - 1)


def stacked(points: list[np.ndarray], workers: int) -> np.ndarray:
    """The lines (columns, workers) of all points, (points, columns, workers)."""
    return np.stack(points) if points else np.empty((0, len(COLUMNS), workers))


def as_table(points: np.ndarray) -> Table:
    return dict(zip(COLUMNS, points.swapaxes(0, 1), strict=True))


def gathered(values: np.ndarray, group: dist.ProcessGroup | None, device: torch.device) -> np.ndarray:
    """The arrays (…, 1) of all ranks as one (…, ranks), on every rank."""
    ranks = dist.get_world_size(group)
    sizes = [torch.zeros(1, dtype=torch.int64, device=device) for _ in range(ranks)]
    dist.all_gather(sizes, torch.tensor([values.size], device=device), group=group)
    if len({int(size) for size in sizes}) > 1:
        raise TightropeError("the ranks recorded different numbers of points: all must call the same methods")
    mine = torch.from_numpy(np.ascontiguousarray(values)).to(device)
    everyone = [torch.empty_like(mine) for _ in range(ranks)]
    dist.all_gather(everyone, mine, group=group)
    return torch.cat(everyone, dim=-1).cpu().numpy()
