"""Pictures of a run: what was observed along it, and how far above that the bounds are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

import numpy as np
from markupsafe import Markup

from tightrope.report.along import Along
from tightrope.report.lines import Line, picture
from tightrope.report.numbers import written

OBSERVED: Mapping[str, tuple[str, str]] = {
    "loss": ("loss", r"F(w_t)"),
    "gradient_sq": ("squared gradient", r"\|\nabla F(w_t)\|^2"),
    "test_accuracy": ("share of test pictures recognised", ""),
    "residual_sq": ("residuals", r"\frac{1}{K} \sum_k \|e_{t,k}\|^2"),
    "detach_distance_sq": (
        "distance of the detached points",
        r"\frac{1}{K} \sum_k \|e_t - \lambda e_{t,k}\|^2",
    ),
    "consensus_sq": ("consensus distance", r"\frac{1}{n} \sum_i \|x_i - \bar{x}\|^2"),
    "virtual_gap_sq": ("distance of the virtual sequence", r"\|z_t - w_t\|^2"),
    "worker_compression_error": ("workers' compression error", r"\|\hat{g}_t - g_t\|"),
    "server_compression_error": ("server's compression error", r"\|\tilde{g}_t - \hat{g}_t\|"),
    "momentum_spread_sq": ("spread of the momenta", r"\frac{1}{n} \sum_i \|m_i - \bar{m}\|^2"),
    "quantisation_noise_sq": ("quantisation noise", r"\|\frac{1}{M} \Delta - \bar{w}\|^2"),
}
"""Columns of a trajectory that are drawn, in this order: what they are, in words and in letters."""
MOST = 4
"""How many of them."""
POINTS = 240
"""Points of a curve: about one for each pixel that it is wide on a phone."""
TOO_LARGE = 1e150
"""What a diverging run passes on its way to infinity; an axis has no use for it."""
DASHES = 4


def trajectories(run: str, records: Mapping[str, np.ndarray]) -> list[Markup]:
    """A picture for each of the first few columns: the mean over seeds, and from the least to the most."""
    names = [name for name in OBSERVED if name in records and _has_a_curve(records[name])]
    return [_trajectory(run, name, records[name]) for name in names[:MOST]]


def _has_a_curve(column: np.ndarray) -> bool:
    return column.ndim == 2 and len(_usable(column)) > 1


def _usable(column: np.ndarray) -> np.ndarray:
    """The points at which observers looked and found numbers that can be drawn."""
    return np.flatnonzero((np.nan_to_num(np.abs(column), nan=np.inf) < TOO_LARGE).all(axis=1))


def _trajectory(run: str, name: str, column: np.ndarray) -> Markup:
    times = _usable(column)
    times = times[np.unique(np.linspace(0, len(times) - 1, POINTS).astype(int))]
    seeds = column[times]
    mean = seeds.mean(axis=1)
    spread = (seeds.min(axis=1), seeds.max(axis=1)) if seeds.shape[1] > 1 else (None, None)
    said = f"{written(mean[0])} at step {times[0]}, {written(mean[-1])} at step {times[-1]}"
    words, letters = OBSERVED[name]
    line = Line("", "measured", times, mean, *spread)
    return picture(f"{run}-{name}", words, said, [line], letters, log_y=_spans_decades(seeds))


def _spans_decades(seeds: np.ndarray) -> bool:
    """Whether most numbers are positive and lie so far apart that an even axis would show a flat line."""
    positive = seeds[seeds > 0]
    return positive.size > seeds.size / 2 and bool(positive.max() > 30 * positive.min())


def ratios(run: str, followed: Sequence[Along]) -> list[Markup]:
    """A picture for each quantity: bound ÷ measured over the steps, a line for each statement."""
    drawn = [one for one in followed if np.isfinite(one.ratio).sum() > 2]
    by_quantity = sorted(drawn, key=_quantity)
    return [_ratio(run, quantity, list(group)) for quantity, group in groupby(by_quantity, key=_quantity)]


def _quantity(one: Along) -> str:
    return one.met.bound.statement.quantity or ""


def _ratio(run: str, quantity: str, followed: Sequence[Along]) -> Markup:
    lines = list(map(_line, followed, _looks(followed)))
    ends = "; ".join(f"{line.label} {written(line.y[-1])}" for line in lines)
    return picture(
        f"{run}-bound-{quantity}",
        f"bound ÷ {quantity}",
        f"at the last step {ends}",
        lines,
        log_x=True,
        log_y=True,
        level=1.0,
    )


def _line(one: Along, look: str) -> Line:
    finite = np.isfinite(one.ratio)
    statement = one.met.bound.statement
    label = f"{statement.id} {statement.variant}" + (", not claimed here" if one.met.broken else "")
    return Line(label, look, one.times[finite], one.ratio[finite])


def _looks(followed: Sequence[Along]) -> list[str]:
    """Statements of one variant share its colour and differ in their dashes; one not claimed is thin."""
    looks: list[str] = []
    variants: list[str] = []
    for one in followed:
        variant = one.met.bound.statement.variant
        thin = " thin" if one.met.broken else ""
        looks.append(f"{variant} dash-{variants.count(variant) % DASHES}{thin}")
        variants.append(variant)
    return looks
