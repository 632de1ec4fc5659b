"""What a step costs against workers × dimension, in float32; `python -m benchmarks.linear_cost` draws it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from time import perf_counter
from typing import Any

import matplotlib as mpl
import numpy as np
import torch
from matplotlib.figure import Figure
from torch import Tensor

from benchmarks.timing import Row, Work, compared, interleaved
from empirical.experiment import one_thread
from paper_figs.style import BLUE, COLUMN, GREEN, GREY, ORANGE, SETTINGS, save
from theory.methods.gmc import GMC
from toys.compressors import parse_compressor
from toys.stacked import Stacked

STEP_SIZE, MOMENTUM, COMPRESSOR = 0.1, 0.5, "top:1/100"
SIZES: Mapping[int, tuple[int, ...]] = {
    1: (10**4, 10**5, 10**6),
    8: (10**3, 10**4, 10**5, 10**6),
    64: (10**3, 10**4, 10**5, 10**6),
}
"""Dimensions for each number of workers; the last is 64 × 10⁶ numbers, 256 MB a vector of all workers."""
LARGE = 10**6
"""From so many numbers on (4 MB) the slope is fitted: below, calls cost more than numbers."""
FOLDER = Path("out") / "benchmarks"
MARKERS = {1: ("o", BLUE), 8: ("s", ORANGE), 64: ("^", GREEN)}


@dataclass(eq=False)
class Stepping:
    """GMC on F_k(w) = ½‖w − a_k‖² in float32, step after step."""

    targets: Tensor
    """a_k, (workers, dimension)."""
    method: GMC
    comm: Stacked
    state: Any = None

    @classmethod
    def begin(cls, workers: int, dimension: int) -> Stepping:
        random = torch.Generator().manual_seed(0)
        targets = torch.randn(workers, dimension, dtype=torch.float32, generator=random)
        method = GMC(STEP_SIZE, MOMENTUM, parse_compressor(COMPRESSOR, dimension))
        run = cls(targets, method, Stacked(workers, lead=False))
        run.state = method.init(torch.zeros(1, dimension), run.gradient, run.comm)
        return run

    def gradient(self, x: Tensor) -> Tensor:
        return x - self.targets

    def step(self) -> None:
        self.state = self.method.step(self.state, self.gradient, self.comm, 0)


def rows(dimensions: Sequence[int] = SIZES[64], workers: int = 64, rounds: int = 3) -> list[Row]:
    """Each size against the one before it, by the time for one number: 1 where the cost is linear."""
    one_thread()
    found = []
    for smaller, larger in pairwise(dimensions):
        runs = {f"{workers} × {d:.0e}": (Stepping.begin(workers, d), workers * d) for d in (larger, smaller)}
        times = interleaved(rounds, {name: Work(run.step, units) for name, (run, units) in runs.items()})
        ours, peer = runs
        found.append(compared(__name__, f"GMC step, {ours}", "number", times, ours, peer, "ratio"))
    return found


@dataclass(frozen=True)
class Costs:
    """Seconds of a step, the least of a few, for each (workers, dimension)."""

    workers: np.ndarray
    dimension: np.ndarray
    seconds: np.ndarray

    @property
    def numbers(self) -> np.ndarray:
        numbers: np.ndarray = self.workers * self.dimension
        return numbers

    @property
    def slope(self) -> float:
        """The exponent p in seconds ∝ numbersᵖ, by least squares over the large sizes."""
        large = self.numbers >= LARGE
        return float(np.polyfit(np.log(self.numbers[large]), np.log(self.seconds[large]), 1)[0])


def data(sizes: Mapping[int, Sequence[int]] = SIZES, steps: int = 3) -> Costs:
    """Every size by itself, so that no two need memory at once."""
    one_thread()
    points = [(workers, dimension) for workers, each in sizes.items() for dimension in each]
    seconds = [_least(Stepping.begin(*point), steps) for point in points]
    workers, dimension = np.array(points).T
    return Costs(workers, dimension, np.array(seconds))


def _least(run: Stepping, steps: int) -> float:
    run.step()
    times = []
    for _ in range(steps):
        begin = perf_counter()
        run.step()
        times.append(perf_counter() - begin)
    return min(times)


def draw(costs: Costs) -> Figure:
    """Seconds against workers × dimension on logarithmic axes, beside a line of slope 1."""
    with mpl.rc_context(SETTINGS):
        figure = Figure(figsize=(COLUMN, 2.6), layout="constrained")
        axes = figure.subplots()
        for workers, (marker, colour) in MARKERS.items():
            own = costs.workers == workers
            many = f"{workers} workers" if workers > 1 else "1 worker"
            axes.plot(costs.numbers[own], costs.seconds[own], marker, color=colour, label=many)
        ends = np.array([costs.numbers.min(), costs.numbers.max()])
        last = costs.seconds[costs.numbers.argmax()]
        axes.plot(ends, last * ends / ends[-1], color=GREY, linewidth=0.8, linestyle="--", label="slope 1")
        axes.set(xscale="log", yscale="log", xlabel="workers × dimension", ylabel="seconds a step")
        axes.set_title(f"GMC with {COMPRESSOR}, float32; fitted slope {costs.slope:.2f}", fontsize=8)
        axes.legend()
    return figure


def main() -> None:
    """Measure, write the figure, and print the slope."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    costs = data()
    files = save(draw(costs), FOLDER / "linear_cost", "python -m benchmarks.linear_cost")
    print(f"slope {costs.slope:.3f} from {LARGE:.0e} numbers on;", *files)


if __name__ == "__main__":
    main()
