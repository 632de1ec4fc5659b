"""The papers' empirical sentences as dots with intervals, a panel a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from textwrap import fill

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from empirical.sentences import family
from empirical.sentences.sentence import Finding, Sentence, verdict
from empirical.sentences.table import Measured
from paper_figs.style import BLUE, GREEN, GREY, ORANGE, PAGE, SETTINGS

COLOURS = {"yes": BLUE, "no": ORANGE, "open": GREY}
MARKS = {"yes": "o", "no": "s", "open": "D"}
MEANINGS = {"yes": "as the sentence says", "no": "not so here", "open": "not decided by these seeds"}
ROW, HEAD = 0.14, 0.72
"""Inches of a finding, and of a panel's title and axis."""
COLUMNS = 2

Panel = tuple[Sentence, tuple[Finding, ...]]


def draw(measured: Sequence[Measured]) -> Figure:
    """Where a finding's interval should lie is shaded; sentences without findings are not drawn."""
    panels = [
        (sentence, found)
        for one in measured
        for sentence in family(one.name).SENTENCES
        if (found := one.of(sentence))
    ]
    columns = _columns(panels)
    with mpl.rc_context(SETTINGS):
        height = max(sum(map(_height, column)) for column in columns) + 0.3
        figure = Figure(figsize=(PAGE * len(columns), height), layout="constrained")
        for part, column in zip(figure.subfigures(1, len(columns), squeeze=False)[0], columns, strict=True):
            heights = [*map(_height, column), height - sum(map(_height, column))]
            *axes, rest = part.subplots(len(heights), 1, height_ratios=heights)
            rest.set_axis_off()
            for panel, (sentence, found) in zip(axes, column, strict=True):
                _draw_sentence(panel, sentence, found)
        rest.legend(handles=_legend(), loc="lower right", ncols=len(COLOURS))
    return figure


def _columns(panels: Sequence[Panel]) -> list[list[Panel]]:
    """The panels in their order, in columns of about the same height."""
    whole = sum(map(_height, panels))
    columns: list[list[Panel]] = []
    above = 0.0
    for panel in panels:
        if above >= len(columns) * whole / COLUMNS:
            columns.append([])
        columns[-1].append(panel)
        above += _height(panel)
    return columns


def _height(panel: Panel) -> float:
    """Inches."""
    _, findings = panel
    return HEAD + ROW * len(findings)


def _legend() -> list[Line2D]:
    return [
        Line2D([], [], color=COLOURS[o], marker=MARKS[o], linewidth=1, label=meaning)
        for o, meaning in MEANINGS.items()
    ]


def _draw_sentence(axes: Axes, sentence: Sentence, findings: Sequence[Finding]) -> None:
    """One row a finding; measures with different units share the axis, so each is named in its row."""
    for row, finding in enumerate(findings):
        low, high = finding.interval
        colour = COLOURS[finding.outcome]
        if isfinite(finding.mean):
            axes.plot([low, high], [row, row], color=colour, linewidth=1.2)
            axes.plot(finding.mean, row, MARKS[finding.outcome], color=colour, markersize=3.5)
            axes.plot(finding.values, [row] * len(finding.values), "|", color=colour, markersize=5, alpha=0.6)
    _shade(axes, findings)
    axes.set_yticks(range(len(findings)), [finding.case for finding in findings], fontsize=6)
    axes.set_ylim(len(findings) - 0.5, -0.5)
    axes.set_xlabel("; ".join(dict.fromkeys(finding.measure for finding in findings)), fontsize=6)
    title = f"{sentence.name}: {verdict(findings)}\n{fill(sentence.says, 75)}"
    axes.set_title(title, loc="left", fontsize=7)


def _shade(axes: Axes, findings: Sequence[Finding]) -> None:
    """The wanted range of each row, up to the edge of what is drawn where it has no end."""
    drawn = [x for f in findings for x in (*f.interval, f.mean, *f.wanted) if isfinite(x)]
    margin = 0.05 * (max(drawn) - min(drawn)) or 1.0
    edges = (min(drawn) - margin, max(drawn) + margin)
    for row, finding in enumerate(findings):
        low, high = np.clip(finding.wanted, *edges)
        axes.fill_betweenx([row - 0.5, row + 0.5], low, high, color=GREEN, alpha=0.12, linewidth=0)
    axes.set_xlim(*edges)
