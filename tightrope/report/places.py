"""Where a step stands in its paper, for readers who have the paper and not the ledger."""

from __future__ import annotations

import re

from theory.papers import load_paper
from theory.proof.coverage import displays
from theory.proof.step import Step
from theory.statement import Statement

_POINTS = str.maketrans("÷⁄⋅", "//.")
"""A step's id has no slash and no point of its own in its place in words."""
_HEADING = re.compile(r"(?:Assumption|Lemma|Remark|Theorem) [A-Z\d.]*[A-Z\d]|Proof\.?.*|.*")
_ID = re.compile(r"\b(gmc|def|cdadam|qprsgd|qg)([.:])([\w.]*\w)(?:/([^;,.)]+))?")
_PADDED = re.compile(r"\b(displays?|in|and|after) 0+([1-9]\d?)\b(?!\.\d)")
_OURS = re.compile(r"\b0*(\d{2,3})-(?=repaired|with)")


def published(name: str) -> Statement | None:
    """A statement as printed, by its id."""
    paper = load_paper(name.partition(".")[0])
    return next((s for s in paper.statements if s.id == name and s.variant == "published"), None)


def place(step: Step) -> str:
    """Where a step stands: its statement, then its displayed line, or its place in words."""
    tail = step.id.partition("/")[2]
    if step.display is None:
        return in_words(f"{_name(step.statement)}; {tail.translate(_POINTS)}")
    _, tag = displays(step.paper)[step.display]
    number, _, relation = tail.partition(".")
    words = f"{_name(step.statement)}; displayed line {int(number)}"
    words += f", tagged ({tag})" if tag else ""
    words += f", relation {relation} of it" if relation.isdigit() else ""
    return f"{words}{_below(step.paper, step.display)}"


def in_words(text: str) -> str:
    """A text of the ledger whose ids, of statements, steps and displayed lines, are places."""
    text = _ID.sub(_told, text)
    return _PADDED.sub(r"\1 \2", _OURS.sub(r"line \1 ", text))


def _told(found: re.Match[str]) -> str:
    paper, mark, name, within = found.groups()
    if mark == ":":
        return f"displayed line {int(name)}" if name.isdigit() else found[0]
    return _name(f"{paper}.{name}") + (f", {within}" if within else "")


def _name(name: str) -> str:
    statement = published(name)
    return name if statement is None else statement.place


def _below(paper: str, display: str) -> str:
    """The heading above a line, and the line's number below it; a bare "Proof" tells nothing."""
    lines = displays(paper)
    heading = lines[display][0]
    found = _HEADING.match(heading)
    name = "" if found is None else found[0].strip("., ")
    if name == "front" or (name.startswith("Proof") and not name.startswith("Proof of")):
        return ""
    nth = 1 + [line for line, (under, _) in lines.items() if under == heading].index(display)
    return f", number {nth} below “{name}”"
