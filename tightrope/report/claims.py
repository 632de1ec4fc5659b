"""Steps' claims as formulas: from a claim's own expressions where its text is theirs, else from the text."""

from __future__ import annotations

from functools import cache

from markupsafe import Markup

from theory.layout import Expression
from theory.proof.step import Between, Step
from theory.proof.wording import sides
from tightrope.report.mathml import compared
from tightrope.report.sentence import sentence


def claim(step: Step, before: Step | None = None) -> Markup:
    """A step's claim; one that goes on where the step before it ends has that side left out, as in print."""
    link = _link(step)
    if link is None:
        return sentence(step.says)
    left, sign, right = _sides(link)
    last = _link(before) if before else None
    goes_on = last is not None and _sides(last)[2] == left
    return Markup("… ") + compared(None, sign, right) if goes_on else compared(left, sign, right)


def _link(step: Step) -> Between | None:
    """The link of a chain, whose sides are a step's text; None for a claim in words of its own."""
    link = getattr(step.problem, "claim", None)
    return link if isinstance(link, Between) else None


@cache
def _sides(link: Between) -> tuple[Expression, str, Expression]:
    return sides(link)
