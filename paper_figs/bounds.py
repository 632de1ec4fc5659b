"""Bounds drawn: along a range of one constant, or beside what was measured."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure

from paper_figs.style import BLUE, COLUMN, GREEN, GREY, ORANGE, PURPLE, SETTINGS
from theory.evaluate import Bound
from theory.sweep import Range, Swept

COLOURS = (GREEN, PURPLE, ORANGE, BLUE, GREY)


def draw_sweep(found: Sequence[Swept], along: Range) -> Figure:
    """One panel a statement: the bound in black, its terms dashed, grey where the paper does not claim it."""
    shown = [s for s in found if s.total is not None and np.isfinite(s.total).any()]
    with mpl.rc_context(SETTINGS):
        figure = Figure(figsize=(COLUMN, 2.4 * max(len(shown), 1)), layout="constrained")
        for axes, s in zip(
            figure.subplots(len(shown), squeeze=False).flat if shown else (), shown, strict=True
        ):
            axes.plot(s.values, s.total, color="black", label="bound")
            for colour, (name, term) in zip(COLOURS * 3, s.terms.items(), strict=False):
                if (term > 0).any():
                    axes.plot(s.values, term, color=colour, linestyle="--", linewidth=0.9, label=name)
            scale = "log" if along.low > 0 else "linear"
            axes.set(xscale=scale, yscale="log", xlabel=along.name, ylabel=s.statement.quantity or "bound")
            axes.set_title(s.statement.id, fontsize=8, loc="left")
            if s.claimed_to < along.high:
                axes.axvspan(max(s.claimed_to, along.low), along.high, color="#f0f0f0", zorder=0)
            axes.legend(frameon=True, framealpha=0.9, edgecolor="none")
    return figure


def draw_terms(found: Sequence[Bound]) -> Figure:
    """One row a statement: its bound, its terms, and what was measured, on one logarithmic axis."""
    shown = [(b, b.value) for b in found if b.value is not None and b.value > 0 and b.applies is not False]
    with mpl.rc_context(SETTINGS):
        figure = Figure(figsize=(COLUMN, 0.7 + 0.4 * len(shown)), layout="constrained")
        axes = figure.subplots()
        for row, (b, value) in enumerate(shown):
            _terms(axes, row, b)
            axes.plot(value, row, "o", color="black")
            if b.measured:
                axes.plot([b.measured, value], [row, row], color=GREY, linewidth=0.6, zorder=0)
                axes.plot(b.measured, row, "o", color=BLUE)
        axes.set_yticks(range(len(shown)), [b.statement.id for b, _ in shown])
        axes.set(xscale="log", ylim=(len(shown) - 0.4, -0.6))
        axes.set_xlabel("black: bound, orange: its terms, blue: measured")
    return figure


def _terms(axes: mpl.axes.Axes, row: int, bound: Bound) -> None:
    for i, (name, term) in enumerate(bound.terms.items()):
        if term > 0 and len(bound.terms) > 1:
            axes.plot(term, row, "|", color=ORANGE, markersize=9)
            place = (0, -10 if i % 2 else 6)
            axes.annotate(name, (term, row), place, textcoords="offset points", ha="center", fontsize=5)
