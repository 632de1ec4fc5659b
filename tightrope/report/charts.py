"""Matplotlib's pictures as inline SVG in the page's own colours, which follow its light or dark scheme."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import matplotlib as mpl
from markupsafe import Markup, escape
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

PALETTE = {
    "ink": "#010101",
    "muted": "#020202",
    "faint": "#030303",
    "paper": "#040404",
    "published": "#050505",
    "repaired": "#060606",
    "strengthened": "#070707",
    "measured": "#080808",
    "worst": "#090909",
    "refuted": "#0a0a0a",
    "proved": "#0b0b0b",
    "open": "#0c0c0c",
}
"""Colours that stand in a drawing for the page's own, `var(--ink)` for ink and so on, until it is inlined."""

_STYLE: Any = {
    "svg.fonttype": "none",
    "svg.hashsalt": "tightrope",
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 0.6,
    "axes.edgecolor": PALETTE["muted"],
    "axes.labelcolor": PALETTE["ink"],
    "text.color": PALETTE["ink"],
    "xtick.color": PALETTE["muted"],
    "ytick.color": PALETTE["muted"],
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "legend.frameon": False,
}

_LEAN = (
    (r"<(metadata|style).*?</\1>|<!--.*?-->", ""),
    (r'(<g) id="[^"]*"', r"\1"),
    (r" font-family: [^;]*;", ""),
    (r' transform="rotate\(-0 [^"]*\)"', ""),
    (r"(\d\.\d\d)\d+", r"\1"),
    (r">\s+<", "><"),
    (r"\s+", " "),
)
"""What a drawing on the page does without: groups' names, fonts, thousandths of pixels, line ends."""


def chart(
    title: str, description: str, draw: Callable[[Figure], None], width: float = 6.4, height: float = 3.6
) -> Markup:
    """What `draw` puts on an empty figure, as inline SVG with a title and a description."""
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(width, height))
        FigureCanvasSVG(figure)
        draw(figure)
        file = io.StringIO()
        figure.savefig(file, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    svg = file.getvalue()
    return inlined(svg[svg.index("<svg") :], title, description)


def inlined(svg: str, title: str, description: str) -> Markup:
    """An SVG text with ids of its own, sized by the page, its stand-in colours replaced by the page's."""
    name = re.sub(r"[^a-z0-9]+", "-", title.lower())
    for pattern, lean in _LEAN:
        svg = re.sub(pattern, lean, svg, flags=re.DOTALL)
    svg = re.sub(r'(id="|href="#|url\(#)', rf"\g<1>{name}-", svg)
    for colour, stand_in in PALETTE.items():
        svg = svg.replace(stand_in, f"var(--{colour})")
    head = f'role="img" aria-labelledby="{name}-title {name}-description" class="chart"'
    said = (
        f'<title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-description">{escape(description)}</desc>'
    )
    svg = re.sub(r'<svg [^>]*?viewBox="([^"]+)"[^>]*>', rf'<svg viewBox="\1" {head}>{said}', svg, count=1)
    return Markup(svg)
