"""The page's toys: what the papers say of their figures, and what came out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass

from paper_figs.claims import Judged, read_claims
from paper_figs.figure import FIGURES, VERDICTS, Verdict
from theory.constants import PAPERS
from tightrope.report.markup import Section, render

LOOKS: dict[Verdict, str] = {
    "reproduces": "proved",
    "does not reproduce": "refuted",
    "reproduces under": "sampled",
}
"""The style sheet's marks for a claim's verdict."""


@dataclass(frozen=True)
class Told:
    """A figure, what it shows, and how often its claims have which verdict."""

    judged: Judged
    shows: str

    @property
    def counts(self) -> list[tuple[Verdict, int]]:
        return counts([self.judged])


def counts(figures: Sequence[Judged]) -> list[tuple[Verdict, int]]:
    """How many claims have which verdict, in the verdicts' order; those that none has are left out."""
    found = Counter(claim.verdict for figure in figures for claim in figure.claims)
    return [(verdict, found[verdict]) for verdict in VERDICTS if found[verdict]]


def toys(papers: Container[str] = PAPERS) -> Section:
    """The claims of the papers' figures, by figure, as the shipped table has them."""
    figures = [figure for figure in read_claims() if paper_of(figure.figure) in papers]
    told = [Told(figure, FIGURES[figure.figure]) for figure in figures]
    return Section("toys", "Toys", render("toys.html", told=told, counts=counts(figures), looks=LOOKS))


def paper_of(figure: str) -> str:
    """The paper of a figure's name: gmc of gmc_fig1, def of gap_def_theorem43."""
    return figure.removeprefix("gap_").partition("_")[0]
