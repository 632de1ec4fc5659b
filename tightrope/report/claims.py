"""Steps' claims as formulas: from a claim's own expressions where its text is theirs, else from the text."""

from __future__ import annotations

from markupsafe import Markup

from theory.layout import Expression
from theory.proof.step import Between, Step
from theory.proof.wording import says, sides
from tightrope.report.mathml import compared
from tightrope.report.sentence import sentence

Sides = tuple[Expression, str, Expression]
"""Left side, sign, right side."""


def claim(step: Step, before: Step | None = None) -> Markup:
    """A step's claim; one that goes on where the step before it ends has that side left out, as in print."""
    found = _sides(step)
    if found is None:
        return sentence(step.says)
    left, sign, right = found
    last = _sides(before) if before else None
    goes_on = last is not None and last[2] == left
    return Markup("… ") + compared(None, sign, right) if goes_on else compared(left, sign, right)


def _sides(step: Step) -> Sides | None:
    """What a link of a chain compares; None where a step has a text of its own, with more in it."""
    link = getattr(step.problem, "claim", None)
    if not isinstance(link, Between):
        return None
    return sides(link) if step.says == says(link) else None
