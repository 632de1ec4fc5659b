"""What `hunt` looks for: the families of whole statements, and the steps of the proofs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from theory.errors import BadInput, nearest, shown
from theory.hunt.quarry import Quarry
from theory.hunt.search import Trophy
from theory.hunt.steps import quarries
from theory.papers import all_statements, encoded
from theory.papers.verdicts import shipped
from theory.proof.ledger import steps_of


@dataclass(frozen=True)
class Hunt:
    """One hunt: a statement by a family of problems, or a step by a part of its own problem."""

    id: str
    variant: str
    verdict: str
    """What the shipped verdicts say of it, or "not judged" for a step that is newer than they are."""
    what: str
    """The family's problem, or the step's claim."""
    quarry: Quarry
    family: bool
    seed_name: str


@dataclass(frozen=True)
class Hunted:
    """A hunt with what it found."""

    hunt: Hunt
    trophy: Trophy

    @property
    def contradicts(self) -> bool:
        """Whether the ledger says proved: a finding about the ledger, not about the paper."""
        return self.trophy.witness is not None and self.hunt.verdict == "proved"


def hunts(what: str | None) -> tuple[Hunt, ...]:
    """Everything, a paper, a statement with its steps, or one step; an unknown name gets the nearest ones."""
    papers = [paper for paper in encoded() if what is None or what.startswith(paper)]
    found = (*_of_families(what), *(h for paper in papers for h in _of_steps(paper, what)))
    if not found:
        raise BadInput(_unknown(what or ""))
    return found


def _named(what: str | None, statement: str) -> bool:
    return (
        what is None or what in (statement, statement.partition(".")[0]) or statement.startswith(f"{what}.")
    )


def _of_families(what: str | None) -> Iterator[Hunt]:
    if what is not None and "/" in what:
        return
    from toys.hunts import FAMILIES  # loads a framework, which a step does not need

    known, seen = all_statements(), Counter[str]()
    for family in FAMILIES:
        at, seen[family.statement] = seen[family.statement], seen[family.statement] + 1
        if not _named(what, family.statement):
            continue
        for s in known:
            if family.bounds(s):
                key = f"{s.id} {s.variant} {at}"
                yield Hunt(s.id, s.variant, s.verdict, family.problem, family.of(s.variant), True, key)


def _of_steps(paper: str, what: str | None) -> Iterator[Hunt]:
    for step in steps_of(paper):
        if what != step.id and not _named(what, step.statement):
            continue
        known = shipped()["steps"].get(step.statement, {}).get(step.id.partition("/")[2], {})
        for part, quarry in enumerate(quarries(step.problem)):
            key = f"{step.id} {part}"
            yield Hunt(
                step.id, step.variant, known.get("verdict", "not judged"), step.says, quarry, False, key
            )


def _unknown(what: str) -> str:
    """A statement that exists and has nothing to hunt is said to be one."""
    from toys.hunts import FAMILIES

    families = sorted({family.statement for family in FAMILIES})
    statements = {s.id for s in all_statements()}
    if what in statements:
        return (
            f"hunt: {what} has neither a family of problems nor a step with numbers to choose; "
            f"statements with a family: {', '.join(families)}"
        )
    steps = {step.id for paper in encoded() for step in steps_of(paper)}
    return f"hunt: read {shown(what)}; {nearest(what, statements | steps | set(encoded()))}"


def contradictions(found: Sequence[Hunted]) -> list[Hunted]:
    return [one for one in found if one.contradicts]
