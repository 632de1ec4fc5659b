"""Where a refuted statement breaks, and where it holds as printed: from its witness and steps of ours."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from theory.proof.ledger import Judged
from theory.proof.wording import letter
from theory.prose import parts
from theory.statement import Statement
from tightrope.report.facts import Facts

_LETTER = re.compile(r"[A-Za-zΑ-Ωα-ωℓ][\u0300-\u036f]*(?:_\w+|[₀-₉]+)?[′'*]?")
_FUNCTION = re.compile("max|min|exp|log")


@dataclass(frozen=True)
class Spared:
    """A step that proves what is printed, and what it asks for."""

    judged: Judged
    asks: str


def spared(statement: Statement, repaired: Statement, facts: Facts) -> Iterator[Spared]:
    """Steps that prove what the repair proves, and ask for something else than its new conditions.

    Where the repair leaves the printed formula as it is, the statement holds there as printed.
    """
    if repaired.formula is not statement.formula:
        return
    new = {c.text for c in repaired.conditions} - {c.text for c in statement.conditions}
    proved = [one for one in facts.of(repaired) if one.finding.verdict == "proved"]
    for repair in (one for one in proved if new & set(one.step.hypotheses)):
        for other in (one for one in proved if one.step.says == repair.step.says):
            asks = [h for h in other.step.hypotheses if h not in repair.step.hypotheses]
            if asks and set(repair.step.hypotheses) - set(other.step.hypotheses) <= new:
                yield Spared(other, " and ".join(asks))


def broken_at(one: Judged, conditions: Iterable[str]) -> str:
    """The numbers of a witness on which the conditions depend, and both sides there.

    "" where it gives no condition all of its letters.
    """
    found = one.finding.witness
    if found is None:
        return ""
    named = {letter(name): value for name, value in found.values.items()}
    wanted = [letters for c in conditions if (letters := _letters(c)) and letters.keys() <= named.keys()]
    shown = ", ".join(f"{x} = {named[x]}" for x in dict.fromkeys(x for letters in wanted for x in letters))
    return f"at {shown}: left {found.left}, right {found.right}" if shown else ""


def _letters(condition: str) -> dict[str, None]:
    """The letters of a condition's formulas, in their order."""
    formulas = " ".join(text for text, is_formula in parts(condition) if is_formula)
    return dict.fromkeys(_LETTER.findall(_FUNCTION.sub("", formulas)))
