"""The page: its parts in their order, in one HTML file."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from markupsafe import Markup

from theory.papers import encoded
from tightrope import __version__
from tightrope.report.facts import facts
from tightrope.report.markup import Section, render
from tightrope.report.overview import overview
from tightrope.report.statement_part import paper_part

_TEMPLATES = Path(__file__).parent / "templates"


def page(runs: Sequence[Path], paper: str | None = None) -> str:
    """The page of one paper or of all, with runs beside it; the same input gives the same bytes."""
    papers = encoded() if paper is None else (paper,)
    known = facts(papers)
    sections = [
        overview(papers, known),
        *(paper_part(p, known) for p in papers),
    ]
    return assembled(sections)


def assembled(sections: Sequence[Section]) -> str:
    """Sections as one file that needs no other."""
    return render(
        "page.html",
        sections=sections,
        css=text_of("page.css"),
        js=text_of("page.js"),
        version=__version__,
    )


@cache
def text_of(name: str) -> Markup:
    """A style sheet or a script, as it is written."""
    return Markup((_TEMPLATES / name).read_text("utf-8"))
