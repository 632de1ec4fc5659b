"""How loose a theorem is: measured, worst case, sharpened and published bound along one constant."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import ceil, floor, log10

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FormatStrFormatter, LogLocator, NullFormatter

from paper_figs.figure import Claim
from paper_figs.style import BLUE, COLUMN, GREEN, GREY, ORANGE, SETTINGS
from toys.gap import Row, asked_for, case, points, row
from toys.gap_cases import Case

LETTERS = {
    "steps": "steps T",
    "contraction": "contraction δ",
    "momentum": "momentum β",
    "step_size": "step size η",
    "detach": "detach coefficient λ",
    "consensus": "consensus ρ",
    "local_steps": "local steps K",
    "heterogeneity": "heterogeneity κ²",
    "levels": "levels s",
    "noise": "noise σ²",
    "dimension": "dimension d",
}
QUANTITIES = {
    "average_gradient_sq": "average of ‖∇F‖² over t < T",
    "minimum_gradient_sq": "least ‖∇F‖² over t < T",
    "average_residual_sq": "mean squared residual after T steps",
}


Rows = Sequence[Row]


def figure_of(
    statement: str,
) -> tuple[Callable[[], Rows], Callable[[Rows], Figure], Callable[[Rows], Sequence[Claim]]]:
    """What the module of a statement's figure offers: `data`, `draw` and `claims`."""
    found = case(statement)

    def data() -> Rows:
        """The statement's own toy along its own axis."""
        return [row(found, found.along.name, point) for point in points(found, found.along, {})]

    def drawn(data: Rows) -> Figure:
        return draw(found, found.along.name, data)

    def claims(data: Rows) -> Sequence[Claim]:
        """The papers say nothing of worst cases."""
        return ()

    return data, drawn, claims


WIDE = 15
"""A range whose ends are farther apart than this many times is drawn logarithmically."""

COLOURS: Mapping[str, str] = {
    "published": "black",
    "repaired": GREY,
    "sharpened": GREEN,
    "worst": ORANGE,
    "measured": BLUE,
}


def draw(found: Case, name: str, rows: Sequence[Row]) -> Figure:
    """All sides at a column's width."""
    with mpl.rc_context(SETTINGS):
        figure = Figure(figsize=(COLUMN, 2.7))
        axes = draw_on(figure, found, name, rows, COLOURS)
        figure.legend(
            *axes.get_legend_handles_labels(), loc="upper center", bbox_to_anchor=(0.55, -0.02), ncols=2
        )
    return figure


def draw_on(figure: Figure, found: Case, name: str, rows: Sequence[Row], colours: Mapping[str, str]) -> Axes:
    """All sides on a logarithmic axis; a bound is dotted where its statement does not claim it."""
    axes = figure.subplots()
    line = (colours["published"], 1.8, "-")
    _claimed(axes, rows, lambda r: r.published, lambda r: r.claimed, line, "published")
    if found.repaired:
        line = (colours["repaired"], 1.2, "--")
        _claimed(axes, rows, lambda r: r.repaired, lambda r: bool(r.repair_claimed), line, "repaired")
    line = (colours["sharpened"], 1.4, "-")
    _claimed(axes, rows, lambda r: r.sharpened, lambda _: True, line, "sharpened, proved")
    worst = [(r.at, r.worst) for r in rows if r.worst is not None]
    if worst:
        axes.plot(*zip(*worst, strict=True), color=colours["worst"], label="worst case, proved from above")
    lower = [(r.at, r.lower, r.worst) for r in rows if r.lower is not None]
    if lower:
        x, low, high = zip(*lower, strict=True)
        label = "down to what is attained"
        axes.fill_between(x, low, high, color=colours["worst"], alpha=0.3, linewidth=0, label=label)
    at, measured = [r.at for r in rows], [r.measured for r in rows]
    axes.plot(
        at, measured, color=colours["measured"], marker="o", markersize=3.5, linestyle="", label="measured"
    )
    quantity = asked_for(found).quantity or "expected bits of a message"
    xlabel, ylabel = LETTERS.get(name, name), QUANTITIES.get(quantity, quantity)
    axes.set(yscale="log", xlabel=xlabel.replace("_", " "), ylabel=ylabel.replace("_", " "))
    if rows[-1].at > WIDE * rows[0].at > 0:
        axes.set_xscale("log")
    _mark(axes)
    return axes


def _mark(axes: Axes) -> None:
    """Numbers at the powers of ten; at 2 and 5 times them too where fewer than two are in the picture."""
    low, high = map(log10, axes.get_ylim())
    if floor(high) - ceil(low) < 1:
        axes.yaxis.set_minor_locator(LogLocator(subs=(2, 5)))
        axes.yaxis.set_minor_formatter(FormatStrFormatter("%g"))
    else:
        axes.yaxis.set_minor_formatter(NullFormatter())


def _claimed(
    axes: Axes,
    rows: Sequence[Row],
    value: Callable[[Row], float | None],
    holds: Callable[[Row], bool],
    style: tuple[str, float, str],
    label: str,
) -> None:
    """A bound: a dotted line, and over it its own one where it is claimed."""
    colour, width, line = style
    known = [(r.at, value(r)) for r in rows if value(r) is not None]
    solid = [(r.at, value(r)) for r in rows if value(r) is not None and holds(r)]
    if len(known) > len(solid):
        unclaimed = f"{label}, not claimed"
        axes.plot(*zip(*known, strict=True), color=colour, linestyle=":", linewidth=1, label=unclaimed)
    if solid:
        axes.plot(*zip(*solid, strict=True), color=colour, linewidth=width, linestyle=line, label=label)
