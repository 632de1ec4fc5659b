"""The page: its parts in their order, in one HTML file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from theory.constants import PAPERS
from theory.papers import encoded
from tightrope import __version__
from tightrope.report.dependencies import dependencies
from tightrope.report.facts import facts
from tightrope.report.gaps import gaps
from tightrope.report.laid_away import laid_away
from tightrope.report.markup import Section, gathered, render
from tightrope.report.overview import overview
from tightrope.report.printed import tables
from tightrope.report.runs import runs as run_part
from tightrope.report.statement_part import paper_part
from tightrope.report.toys import toys


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
        sections=[replace(section, body=laid_away(section.body)) for section in sections],
        papers=PAPERS,
        css=gathered("css"),
        js=gathered("js"),
        version=__version__,
    )
