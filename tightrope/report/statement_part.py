"""A paper's statements: does each hold, its formula, its hypotheses, its proof step by step."""

from __future__ import annotations

from theory.papers import load_paper
from tightrope.report.answers import answer, variants
from tightrope.report.facts import Facts, statements_of
from tightrope.report.markup import Section, render


def paper_part(paper: str, facts: Facts) -> Section:
    """The statements of a paper, each variant by itself."""
    shown = [(s, answer(s, facts), [v for v in variants(s) if v is not s]) for s in statements_of([paper])]
    return Section(paper, paper, render("paper.html", paper=load_paper(paper), shown=shown, facts=facts))
