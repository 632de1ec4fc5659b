"""How loose bounds are, where a worst case is known: measured ≤ worst case ≤ sharpened ≤ published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup
from matplotlib.figure import Figure

from paper_figs.gap import draw_on
from theory.notation import constant_letter
from theory.papers import load
from theory.statement import Statement
from tightrope.gap_text import gap_notes, gap_table
from tightrope.report.charts import PALETTE, chart
from tightrope.report.markup import Section, render
from tightrope.report.numbers import written
from toys.gap import Row, case, points
from toys.gap_cases import Case
from toys.gap_shipped import shipped, shipped_rows

COLOURS = {
    "published": PALETTE["published"],
    "repaired": PALETTE["repaired"],
    "sharpened": PALETTE["strengthened"],
    "worst": PALETTE["worst"],
    "measured": PALETTE["measured"],
}


@dataclass(frozen=True)
class Gap:
    """A statement's gap along its axis, by the name that `gap` knows it by."""

    name: str
    case: Case
    rows: Sequence[Row]

    @property
    def says(self) -> str:
        """By what each side is above the next, over the points at which the bound is claimed."""
        stands = "repaired" if self.case.repaired else "published"
        below, named = "worst", "the worst case that its hypotheses allow"
        if not self._quotients(stands, below):
            below, named = "measured", "what runs on small problems reach; no worst case is known"
        if not self._quotients(stands, below):
            return f"The {stands} bound claims nothing at these constants."
        sentence = f"The {stands} bound is {self._times(stands, below)} {named}."
        if self._quotients("sharpened", below):
            sentence += f" Sharpened, it is {self._times('sharpened', below)} that."
        if below == "worst":
            reached = self._times("worst", "measured")
            sentence += f" The worst case is {reached} what runs on small problems reach."
        return sentence

    def _quotients(self, above: str, below: str) -> Sequence[float]:
        claimed = [r for r in self.rows if (r.repair_claimed if self.case.repaired else r.claimed)]
        sides = [(getattr(r, above), getattr(r, below)) for r in claimed]
        return [a / b for a, b in sides if a is not None and b]

    def _times(self, above: str, below: str) -> str:
        """From the least to the largest quotient."""
        found = self._quotients(above, below)
        least, most = (f"{x:.2g}" if x < 10 else f"{x:.0f}" for x in (min(found), max(found)))
        if least == most:
            return "the same as" if least == "1" else f"{least} times"
        return f"{least} to {most} times"

    @property
    def given(self) -> str:
        """The constants that do not vary, in the paper's letters where it has them."""
        fixed, paper = points(self.case, self.case.along, {})[0], self.case.statement.partition(".")[0]
        letters = {n: constant_letter(paper, n) for n in fixed if n != self.case.along.name}
        names = {n: letter if letter and letter != "1" else n for n, letter in letters.items()}
        return ", ".join(f"{name} = {written(fixed[n])}" for n, name in names.items())

    @property
    def picture(self) -> Markup:
        along = self.case.along.name

        def draw(figure: Figure) -> None:
            axes = draw_on(figure, self.case, along, self.rows, COLOURS)
            figure.subplots_adjust(left=0.1, right=0.99, bottom=0.28, top=0.99)
            figure.legend(*axes.get_legend_handles_labels(), loc="lower center", ncols=2)

        return chart(f"Gap of {self.name}", f"{self.says} The table below has the numbers.", draw, height=4.0)

    @property
    def table(self) -> Sequence[tuple[str, ...]]:
        return gap_table(self.case, self.case.along.name, self.rows)

    @property
    def notes(self) -> Sequence[str]:
        return gap_notes(self.rows)

    @property
    def place(self) -> str:
        return load(self.case.statement).place


def gaps(paper: str | None = None) -> list[Section]:
    """A section with a picture and a table for every gap of a paper, or of all, that is shipped."""
    found = [gap for gap in shipped_gaps() if paper in (None, gap.case.statement.partition(".")[0])]
    if not found:
        return []
    return [Section("gaps", "How loose the bounds are", render("gaps.html", gaps=found))]


def gap_of(statement: Statement) -> Markup | None:
    """One sentence on a statement's gap, with a link to its picture; None where none is shipped.

    Its own before one that is told of it by the number of another, as a rate is by its bound's.
    """
    own = [gap for gap in shipped_gaps() if gap.case.statement == statement.id]
    found = next(iter([*own, *(gap for gap in shipped_gaps() if gap.name == statement.id)]), None)
    if found is None:
        return None
    of = Markup("") if own else Markup('Of <a href="#{0}">{0}</a>: ').format(found.case.statement)
    return Markup('<p>{}{} <a href="#gap.{}">See it drawn</a></p>').format(of, found.says, found.name)


@cache
def shipped_gaps() -> Sequence[Gap]:
    return [Gap(name, case(name), shipped_rows(name)) for name in shipped()]
