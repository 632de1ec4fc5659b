"""def, Eq. (7) and (9) and Remark 4.5: how far from y_t gradients are taken, for every σ²/M² and λ."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from paper_figs.figure import main
from paper_figs.style import BLUE, COLUMN, GREEN, GREY, ORANGE, PURPLE, SETTINGS
from paper_figs.tradeoff import DEFAULT, LAMBDAS, POSITIVE, RATIOS, TIMES, Measured, Tradeoff, data
from paper_figs.tradeoff_judged import claims
from theory.papers.def_ import convergence, residual

__all__ = ["claims", "data", "draw"]

SHOWN = {0.3: (BLUE, "o"), 10.0: (ORANGE, "s"), 100.0: (PURPLE, "^")}
LOOKS = {8: (GREEN, "o", "1/8"), 2: (PURPLE, "s", "1/32")}


def draw(data: Tradeoff) -> Figure:
    """The distance over λ for δ = 1/8; the best λ, and what λ = 0.3 gains, over σ²/M² for both δ."""
    with mpl.rc_context(SETTINGS):
        figure = Figure(figsize=(2 * COLUMN, 2.9), layout="constrained")
        distance, best, times = figure.subplots(1, 3)
        _draw_distance(distance, data[8])
        _draw_best(best, data)
        for kept, m in data.items():
            colour, marker, name = LOOKS[kept]
            times.plot(POSITIVE, m.times[1:], marker, color=colour, markersize=4, label=f"δ = {name}")
            times.plot(*_curve(partial(_times, m)), color=colour, linewidth=0.9)
        times.axhline(TIMES, color=GREY, linestyle=":", linewidth=1)
        times.text(0.11, TIMES + 0.02, "×1.7 of the paper", fontsize=6.5, color=GREY)
        times.set(xscale="log", xlabel="σ²/M²", ylabel=f"times smaller than EF at λ = {DEFAULT}")
        times.legend(loc="lower left")
    return figure


def _curve(of: Callable[[float], float]) -> tuple[np.ndarray, list[float]]:
    ratios = np.geomspace(POSITIVE[0], POSITIVE[-1], 100)
    return ratios, [of(float(ratio)) for ratio in ratios]


def _times(m: Measured, ratio: float) -> float:
    return float(residual.gain_over_error_feedback(*m.expected(ratio), DEFAULT))  # type: ignore[arg-type]


def _best(m: Measured, ratio: float) -> float:
    return float(residual.best_detach_of_step(*m.expected(ratio)))  # type: ignore[arg-type]


def _draw_distance(axes: Axes, m: Measured) -> None:
    fine = np.linspace(0, 1, 101)
    for ratio, (colour, marker) in SHOWN.items():
        at = RATIOS.index(ratio)
        axes.plot(LAMBDAS, m.relative[at], marker, color=colour, markersize=4, label=f"σ²/M² = {ratio:g}")
        curve = np.asarray(residual.detach_distance(*m.expected(ratio), fine))
        axes.plot(fine, curve / curve[0], color=colour, linewidth=0.9)
        bounds = [m.bound(ratio, float(x)) / m.bound(ratio, 0.0) for x in fine]
        axes.plot(fine, bounds, color=colour, linewidth=0.9, linestyle="--")
    axes.set(xlabel="λ", ylabel="mean ‖$e_t$ − λ$e_{k,t}$‖², as a share of λ = 0", ylim=(0, 1.9))
    axes.plot([], [], color="black", linewidth=0.9, label="expected")
    axes.plot([], [], color="black", linewidth=0.9, linestyle="--", label="Lemma A.2")
    axes.legend(loc="upper left", fontsize=6.5, frameon=True, framealpha=0.9, edgecolor="none")


def _draw_best(axes: Axes, data: Tradeoff) -> None:
    for kept, m in data.items():
        colour, marker, name = LOOKS[kept]
        axes.plot(POSITIVE, m.best[1:], marker, color=colour, markersize=4, label=f"δ = {name}")
        axes.plot(
            *_curve(partial(_best, m)),
            color=colour,
            linewidth=0.9,
        )
    m = data[8]
    for of, alpha, name in ((m.of_worker, 0.15, "λ*(k,t)"), (m.of_step, 0.3, "λ*(t)")):
        low, high = of[0, 1:], of[2, 1:]
        axes.fill_between(POSITIVE, low, high, color=GREEN, alpha=alpha, linewidth=0, label=f"{name}, 80 %")
    axes.plot(
        *_curve(lambda r: float(convergence.best_detach(m.workers, r, 1, 1))),  # type: ignore[arg-type]
        color="black",
        linestyle="--",
        label="least bound",
    )
    axes.axhline(DEFAULT, color=GREY, linestyle=":", linewidth=1)
    axes.set(xscale="log", ylim=(0, 1.05), xlabel="σ²/M²", ylabel="best λ")
    axes.legend(loc="lower left", fontsize=6.5, frameon=True, framealpha=0.9, edgecolor="none")


if __name__ == "__main__":
    main("def_tradeoff")
