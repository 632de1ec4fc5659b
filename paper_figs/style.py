"""How every figure looks and is saved: legible at column width, colour-blind safe, the same bytes always."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

from theory.constants_file import write_atomically

COLUMN = 3.5
"""Inches of a column's width."""
BLUE, ORANGE, GREEN, PURPLE, GREY = "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#777777"
"""Okabe and Ito's colours, which colour-blind readers tell apart."""

SETTINGS: dict[Any, Any] = {
    "font.size": 8,
    "axes.labelsize": 8,
    "legend.fontsize": 7,
    "xtick.labelsize": 7,
    "ytick.labelsize": 7,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": "#e4e4e4",
    "grid.linewidth": 0.5,
    "lines.linewidth": 1.4,
    "legend.frameon": False,
    "savefig.bbox": "tight",
    "svg.hashsalt": "tightrope",
    "svg.fonttype": "none",
}


def save(figure: Figure, stem: Path, command: str) -> tuple[Path, Path]:
    """Write stem.svg and stem.png, with the command that makes them in their metadata."""
    written = []
    with mpl.rc_context(SETTINGS):
        for kind, metadata in (
            ("svg", {"Date": None, "Creator": "Tightrope", "Description": command}),
            ("png", {"Software": "Tightrope", "Description": command}),
        ):
            buffer = io.BytesIO()
            figure.savefig(buffer, format=kind, dpi=200, metadata=metadata)
            path = stem.with_suffix(f".{kind}")
            write_atomically(path, buffer.getvalue())
            written.append(path)
    return written[0], written[1]
