"""How loose a theorem is: measured, worst case, sharpened and published bound along one constant."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from paper_figs.style import BLUE, COLUMN, GREEN, GREY, ORANGE, SETTINGS
from theory.papers import load
from toys.gap import Case, Row, case, points, row

LETTERS = {
    "steps": "steps T",
    "contraction": "contraction δ",
    "momentum": "momentum β",
    "step_size": "step size η",
    "detach": "detach coefficient λ",
    "consensus": "consensus ρ",
}
QUANTITIES = {
    "average_gradient_sq": "average of ‖∇F‖² over t < T",
    "average_residual_sq": "mean of ‖e_k‖² after T steps",
}


def rows(statement: str) -> Sequence[Row]:
    """The statement's own toy along its own axis."""
    found = case(statement)
    return [row(found, found.along.name, point) for point in points(found, found.along, {})]


def draw(found: Case, name: str, rows: Sequence[Row]) -> Figure:
    """All sides on a logarithmic axis; a bound is dashed where its statement does not claim it."""
    with mpl.rc_context(SETTINGS):
        figure = Figure(figsize=(COLUMN, 2.7))
        axes = figure.subplots()
        _claimed(axes, rows, lambda r: r.published, lambda r: r.claimed, "black", "published")
        if found.repaired:
            _claimed(axes, rows, lambda r: r.repaired, lambda r: bool(r.repair_claimed), GREY, "repaired")
        _claimed(axes, rows, lambda r: r.sharpened, lambda _: True, GREEN, "sharpened, proved")
        at = [r.at for r in rows]
        axes.plot(at, [r.worst for r in rows], color=ORANGE, label="worst case, proved above")
        lower = [(r.at, r.lower, r.worst) for r in rows if r.lower is not None]
        if lower:
            axes.fill_between(*zip(*lower, strict=True), color=ORANGE, alpha=0.3, linewidth=0)  # type: ignore[arg-type]
        axes.plot(at, [r.measured for r in rows], color=BLUE, marker="o", markersize=3, label="measured")
        quantity = load(found.statement).quantity or ""
        axes.set(yscale="log", xlabel=LETTERS[name], ylabel=QUANTITIES[quantity])
        figure.legend(
            *axes.get_legend_handles_labels(), loc="upper center", bbox_to_anchor=(0.55, -0.02), ncols=2
        )
    return figure


def _claimed(
    axes: Axes,
    rows: Sequence[Row],
    value: Callable[[Row], float | None],
    holds: Callable[[Row], bool],
    colour: str,
    label: str,
) -> None:
    """A bound: a dashed line, and a solid one over it where it is claimed."""
    known = [(r.at, value(r)) for r in rows if value(r) is not None]
    solid = [(r.at, value(r)) for r in rows if value(r) is not None and holds(r)]
    if known:
        axes.plot(*zip(*known, strict=True), color=colour, linestyle=":", linewidth=1)
    if solid:
        axes.plot(*zip(*solid, strict=True), color=colour, label=label)
