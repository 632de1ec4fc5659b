"""Theorem 6 of gmc beside the run that it speaks of: the gradient norm's trajectory against the bound."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure

from empirical.parts import CONSTANTS, TRAJECTORY
from paper_figs.style import BLUE, COLUMN, GREEN, GREY, ORANGE, PURPLE, SETTINGS
from theory.constants_file import read_constants
from theory.errors import Void
from theory.papers import load
from theory.statement import total

TERM_COLOURS = {"initial gap": GREEN, "noise": PURPLE, "compression": ORANGE}


@dataclass(frozen=True)
class Curves:
    """One run: for each T the average over t < T of ‖∇F(w_t)‖², and what Theorem 6 says of it."""

    momentum: float
    steps: np.ndarray
    average: np.ndarray
    """(T, seeds)."""
    terms: Mapping[str, np.ndarray]
    bound: np.ndarray | None
    void: str | None


def data(run: Path) -> Curves:
    """Read a run folder; the bound at every T is the formula's array reading."""
    with np.load(run / TRAJECTORY, allow_pickle=False) as file:
        gradient_sq = file["gradient_sq"][:-1]
    steps = np.arange(1, len(gradient_sq) + 1)
    average = np.cumsum(gradient_sq, axis=0) / steps[:, None]
    constants = read_constants(run / CONSTANTS).values()
    theorem = load("gmc.theorem6")
    try:
        terms = theorem.bound(**{**constants, "steps": steps.astype(float)})
    except Void as void:
        return Curves(constants["momentum"], steps, average, {}, None, str(void))
    curves = {name: np.broadcast_to(np.asarray(term), steps.shape) for name, term in terms.items()}
    return Curves(constants["momentum"], steps, average, curves, np.asarray(total(curves)), None)


def draw(inside: Curves, outside: Curves) -> Figure:
    """Bound and measurement over T, on logarithmic axes."""
    with mpl.rc_context(SETTINGS):
        figure = Figure(figsize=(COLUMN, 2.9))
        axes = figure.subplots()
        if inside.bound is not None:
            axes.plot(inside.steps, inside.bound, color="black", label=f"Theorem 6, β = {inside.momentum:g}")
        for name, term in inside.terms.items():
            axes.plot(
                inside.steps,
                term,
                color=TERM_COLOURS[name],
                linewidth=0.9,
                linestyle="--",
                label=f"  its {name} term",
            )
        _measured(axes, inside, BLUE, "")
        _measured(axes, outside, GREY, " (no bound)" if outside.void else "")
        if inside.bound is not None:
            _mark_ratio(axes, inside)
        axes.set(xscale="log", yscale="log", xlabel="steps T", ylabel="average of ‖∇F‖² over t < T")
        axes.set_xlim(1, inside.steps[-1] * 1.8)
        figure.legend(
            *axes.get_legend_handles_labels(), loc="upper center", bbox_to_anchor=(0.55, -0.02), ncols=2
        )
    return figure


def _measured(axes: mpl.axes.Axes, curves: Curves, colour: str, note: str) -> None:
    mean = curves.average.mean(axis=1)
    axes.plot(curves.steps, mean, color=colour, label=f"measured, β = {curves.momentum:g}{note}")
    axes.fill_between(
        curves.steps, curves.average.min(axis=1), curves.average.max(axis=1), color=colour, alpha=0.2
    )


def _mark_ratio(axes: mpl.axes.Axes, curves: Curves) -> None:
    """An arrow between measurement and bound at the last T."""
    assert curves.bound is not None
    at, low, high = curves.steps[-1], float(curves.average[-1].mean()), float(curves.bound[-1])
    axes.annotate("", (at, high), (at, low), arrowprops={"arrowstyle": "<->", "linewidth": 0.7})
    axes.text(at * 0.85, low**0.3 * high**0.7, f"× {high / low:,.0f}", ha="right", va="center", fontsize=8)
