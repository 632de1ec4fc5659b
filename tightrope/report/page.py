"""The page: its parts in their order, in one HTML file."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from markupsafe import Markup

from theory.papers import encoded
from tightrope import __version__
from tightrope.report.dependencies import dependencies
from tightrope.report.facts import facts
from tightrope.report.gaps import gaps
from tightrope.report.markup import Section, render
from tightrope.report.overview import overview
from tightrope.report.printed import tables
from tightrope.report.runs import runs as run_part
from tightrope.report.statement_part import paper_part
from tightrope.report.toys import toys

_TEMPLATES = Path(__file__).parent / "templates"


def page(runs: Sequence[Path], paper: str | None = None) -> str:
    """The page of one paper or of all, with runs beside it; the same input gives the same bytes."""
    papers = encoded() if paper is None else (paper,)
    known = facts(papers)
    sections = [
        overview(papers, known),
        dependencies(papers),
        *(paper_part(p, known) for p in papers),
        *gaps(paper),
        run_part(runs, papers),
        toys(papers),
        tables(papers),
    ]
    return assembled(sections)


def assembled(sections: Sequence[Section]) -> str:
    """Sections as one file that needs no other."""
    return render(
        "page.html",
        sections=sections,
        css=_gathered("css"),
        js=_gathered("js"),
        version=__version__,
    )


@cache
def text_of(name: str) -> Markup:
    """A style sheet or a script, as it is written."""
    return Markup((_TEMPLATES / name).read_text("utf-8"))


def _gathered(ending: str) -> Markup:
    """The page's own style sheet or script, then those of its parts."""
    files = sorted(_TEMPLATES.glob(f"*.{ending}"), key=lambda file: (file.stem != "page", file.stem))
    return Markup("").join(text_of(file.name) for file in files)
