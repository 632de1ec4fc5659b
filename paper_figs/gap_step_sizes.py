"""Where gmc, qg and def may be used: what theorems allow and where the worst case blows up.

Over the step size and the momentum, for def over the step size and λ.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from paper_figs.figure import Claim, main
from paper_figs.style import BLUE, PAGE, SETTINGS
from theory.papers import load
from theory.statement import Statement, Variant
from theory.worst_case.answer import worst_case
from theory.worst_case.classes import Smooth
from theory.worst_case.question import Question

DELTA = Fraction(1, 2)
RHO = Fraction(1, 2)
FEW, MANY = 3, 6
"""Steps: the worst case blows up where its average squared gradient is no smaller over MANY than over FEW.
Gradients may be of any size here."""
DETACHED = (Fraction(0), Fraction(1, 4), Fraction(1, 2), Fraction(3, 4), Fraction(9, 10), Fraction(1))
MOMENTA = (Fraction(0), Fraction(1, 50), Fraction(1, 10), Fraction(3, 10), Fraction(1, 2), Fraction(7, 10))
HALVINGS = 6
LARGEST = Fraction(4)
"""The search for an edge begins between 0 and this η, in units of 1/L."""


@dataclass(frozen=True)
class Region:
    """For every momentum or λ the η at which the worst case blows up, and what each statement allows."""

    title: str
    letter: str
    scanned: Sequence[float]
    blown_up: Sequence[float]
    fine: Mapping[str, tuple[np.ndarray, np.ndarray]]
    """By the label: momenta or λ, and the largest η that the theorem's conditions allow at each."""


def _gmc(eta: Fraction, beta: Fraction, steps: int) -> Question:
    return Question(
        "gmc",
        steps,
        Smooth(Fraction(1), Fraction(-1)),
        "average_gradient_sq",
        {"step_size": eta, "momentum": beta},
        workers=2,
        compressor="shrinking",
        contraction=DELTA,
        identical=True,
        gap=Fraction(1),
    )


def _qg(eta: Fraction, beta: Fraction, steps: int) -> Question:
    return Question(
        "qg",
        steps,
        Smooth(Fraction(1), Fraction(-1)),
        "average_gradient_sq",
        {"step_size": eta, "momentum": beta, "buffer": beta},
        workers=2,
        consensus=RHO,
        gap=Fraction(1),
        heterogeneity=Fraction(0),
    )


def _def(eta: Fraction, detach: Fraction, steps: int) -> Question:
    """Without noise, of which def has a floor that no step size removes."""
    return Question(
        "def",
        steps,
        Smooth(Fraction(1), Fraction(-1)),
        "average_gradient_sq",
        {"step_size": eta, "detach": detach, "momentum": 0},
        workers=2,
        compressor="linear",
        contraction=DELTA,
        identical=True,
        gap=Fraction(1),
    )


Asked = Callable[[Fraction, Fraction, int], Question]
"""The question at a step size, a momentum or λ, and a number of steps."""


def _blows_up(asked: Asked, eta: Fraction, beta: Fraction) -> bool:
    """Whether the worst average does not fall from few steps to many."""
    few, many = (worst_case(asked(eta, beta, n), lower=False).numerical for n in (FEW, MANY))
    return many >= few


def _region(
    title: str,
    letter: str,
    asked: Asked,
    scanned: Sequence[Fraction],
    fine: Mapping[str, tuple[np.ndarray, np.ndarray]],
) -> Region:
    return Region(title, letter, [float(x) for x in scanned], [_edge(asked, x) for x in scanned], fine)


def _edge(asked: Asked, beta: Fraction) -> float:
    """The η below which the worst average falls, by halving."""
    low, high = Fraction(0), LARGEST
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if _blows_up(asked, middle, beta) else (middle, high)
    return float(low + high) / 2


def _allowed(
    statement: Statement, constants: Mapping[str, float], names: Sequence[str] = ("momentum", "buffer")
) -> tuple[np.ndarray, np.ndarray]:
    """The largest η under the statement's conditions at each value of the named constants that they allow."""
    from theory.best_step import largest_step

    momenta, edges = np.linspace(0, 0.999, 400), []
    for beta in momenta:
        point = {**constants, **dict.fromkeys(names, float(beta))}
        point = {n: x for n, x in point.items() if n in statement.needs}
        edges.append(largest_step(statement, point)[0])
    return momenta, np.array(edges)


def data() -> Sequence[Region]:
    known = {"workers": 2, "contraction": float(DELTA), "consensus": float(RHO), "smoothness": 1.0}
    gmc, qg = load("gmc.theorem6"), load("qg.theoremC.7.display137")
    return (
        _region(
            "gmc, δ = ½, K = 2",
            "momentum β",
            _gmc,
            MOMENTA,
            {
                "Theorem 6": _allowed(gmc, known),
                "Theorem 6, best parameters": _allowed(load("gmc.theorem6.young", "strengthened"), known),
                "Theorem 6 strengthened": _allowed(load("gmc.theorem6", "strengthened"), known),
            },
        ),
        _region(
            "qg, ρ = ½, μ = β", "momentum β", _qg, MOMENTA, {"Theorem C.7's inequality": _allowed(qg, known)}
        ),
        _region(
            "def, δ = ½, no noise",
            "detach coefficient λ",
            _def,
            DETACHED,
            {
                "Theorem 4.3 repaired": _detached("repaired", known),
                "Theorem 4.3 (refuted)": _detached("published", known),
            },
        ),
    )


def _detached(variant: Variant, known: Mapping[str, float]) -> tuple[np.ndarray, np.ndarray]:
    return _allowed(load("def.theorem4.3", variant), known, ("detach",))


COLOURS = (BLUE, "#e69f4d", "#a9d8c5")


def draw(data: Sequence[Region]) -> Figure:
    """A panel a method; grey is where the worst case blows up."""
    with mpl.rc_context(SETTINGS):
        figure = Figure(figsize=(PAGE, 2.8))
        for axes, region in zip(
            figure.subplots(1, len(data), gridspec_kw={"wspace": 0.4}), data, strict=True
        ):
            _panel(axes, region)
    return figure


def _panel(axes: Axes, region: Region) -> None:
    """The larger region first, so that what a theorem allows lies on what a better one does."""
    beta, lowest = region.scanned, 1e-3
    for colour, (label, (momenta, edges)) in zip(COLOURS, region.fine.items(), strict=False):
        m, e = momenta[edges > 0], edges[edges > 0]
        order = len(COLOURS) - COLOURS.index(colour)
        axes.fill_betweenx(m, lowest, e, color=colour, linewidth=0, label=label, zorder=order)
    axes.fill_betweenx(
        beta,
        region.blown_up,
        10,
        color="#999999",
        linewidth=0,
        label=f"worst case grows, {FEW} to {MANY} steps",
    )
    axes.set(xscale="log", xlim=(lowest, 10), ylim=(0, beta[-1]), title=region.title)
    axes.set(xlabel="step size η in 1/L", ylabel=region.letter)
    axes.set_axisbelow(True)
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.2), ncols=1)


def claims(data: Sequence[Region]) -> Sequence[Claim]:
    """The papers say nothing of where their methods fail."""
    return ()


if __name__ == "__main__":
    main("gap_step_sizes")
