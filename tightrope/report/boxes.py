"""The boxes of the dependency graph: a statement in one of its variants, or an axiom, and how it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from theory.axioms import AXIOMS
from theory.papers import load_paper
from theory.papers.verdicts import fully, shipped_step
from theory.statement import Statement
from tightrope.report.markup import anchor
from tightrope.report.names import short_name

LETTER = 7.4
"""Pixels of a letter at the boxes' size of type, in the widest of the usual fonts."""
MARK = 10.5
"""Pixels of a mark."""
HARMLESS = ("cosmetic", "as_printed_only")
"""Severities of a refuted step that leave the proof standing as it is printed."""

PROOFS: Mapping[str, tuple[str, str]] = {
    "whole": ("✓✓", "proved, and so is all that it rests on"),
    "proved": ("✓", "proved, but not all that it rests on is"),
    "slip": ("!", "a step of its printed proof is refuted"),
    "refuted": ("✗", "refuted: there is a counterexample"),
    "none": ("?", "not proved"),
    "assumed": ("", "taken as known: an axiom, an assumption, a definition"),
}
"""How the proof of a box stands: its mark, and in words."""


@dataclass(frozen=True)
class Box:
    """An axiom, or a statement in one of its variants: where its link leads and what it shows."""

    id: str
    variant: str
    href: str
    name: str
    verdict: str
    proof: str
    x: float = 0.0
    y: float = 0.0

    @property
    def text(self) -> str:
        return f"{self.name} {PROOFS[self.proof][0]}".strip()

    @property
    def width(self) -> float:
        return LETTER * len(self.name) + MARK * len(PROOFS[self.proof][0]) + 14

    @property
    def says(self) -> str:
        variant = "" if self.variant == "published" else f", {self.variant}"
        return f"{self.id}{variant}: {self.verdict}; {PROOFS[self.proof][1]}"


def row(node: str, paper: str) -> Sequence[Box]:
    """An axiom's box, or those of a statement's variants, all but the first by a letter."""
    if node in AXIOMS:
        return [Box(node, "published", f"axiom.{node}", short_name(node), "assumed", "assumed")]
    first, *others = (box_of(s) for s in load_paper(paper).statements if s.id == node)
    return [first, *(replace(box, name=box.variant[0].upper()) for box in others)]


def box_of(statement: Statement) -> Box:
    href = anchor(statement.id, statement.variant)
    name = short_name(statement.id)
    return Box(statement.id, statement.variant, href, name, statement.verdict, proof_of(statement))


def proof_of(statement: Statement) -> str:
    """How a statement's proof stands, by the names of PROOFS."""
    if statement.verdict in ("assumed", "refuted"):
        return statement.verdict
    if any(shipped_step(step).get("severity", HARMLESS[0]) not in HARMLESS for step in statement.steps):
        return "slip"
    if statement.verdict != "proved":
        return "none"
    return "whole" if fully(statement) else "proved"
