"""What stands beside the solver's word for the proved steps of a judged ledger."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from theory.papers.verdicts import shipped
from theory.proof import evidence, second_solver
from theory.proof.ledger import Judged
from tightrope.progress import Progress


def _nothing() -> None:
    """What was not looked for cannot be shipped."""


@dataclass(frozen=True)
class Confirmation:
    """By step: exact, certificate, cvc5 or z3 alone; and the steps that the second solver disputes."""

    by: Mapping[str, str]
    disputed: tuple[str, ...] = ()
    notice: str | None = None
    """Why no second solver was asked."""
    ship: Callable[[], None] = _nothing


def shipped_confirmation(found: Sequence[Judged]) -> Confirmation:
    """What the package ships of it."""
    known = {
        f"{statement}/{place}": step["confirmed_by"]
        for statement, steps in shipped()["steps"].items()
        for place, step in steps.items()
        if "confirmed_by" in step
    }
    proved = (one.step.id for one in found if one.finding.verdict == "proved")
    return Confirmation({step: known[step] for step in proved if step in known})


def confirmed(found: Sequence[Judged], *, fresh: bool = False) -> Confirmation:
    """Look for it now: what is kept is checked again, the rest is sought, then the second solver is asked."""
    known = evidence.Evidence.usual()
    if fresh:
        known.forget_answers()
    notice = None
    try:
        known.solver = second_solver.name()
    except second_solver.Missing as missing:
        notice = str(missing)
    steps: list[evidence.Confirmed] = []
    try:
        with Progress("certificates") as progress:
            for done, one in enumerate(evidence.confirmed(found, known), start=1):
                steps.append(one)
                progress(done, len(found))
    finally:
        known.save()
    by = {one.judged.step.id: one.by for one in steps if one.by is not None}
    disputed = tuple(one.judged.step.id for one in steps if one.disputed)
    return Confirmation(by, disputed, notice, known.ship)
