"""How a paper's results stand, told to its authors: as printed, and what is proved in their place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from theory.papers import load_paper
from theory.shown import used_by
from theory.statement import Statement, Verdict
from tightrope.report.answers import clause, variants
from tightrope.report.markup import begun
from tightrope.report.overview import is_theorem
from tightrope.report.places import in_words, published

_AS_PRINTED: dict[Verdict, str] = {
    "proved": "As printed, it is proved",
    "assumed": "It is an assumption or a definition",
    "refuted": "As printed, it has a counterexample",
}


def results(paper: str) -> Iterator[tuple[str, str]]:
    """The theorems, then what else is not proved as printed: the place of each, and how it stands."""
    printed = [s for s in load_paper(paper).statements if s.variant == "published"]
    fallen = [s for s in printed if s.verdict in ("refuted", "open") and not is_theorem(s)]
    for statement in [*filter(is_theorem, printed), *fallen]:
        told = [f"{as_printed(statement)}.", *ours(statement, notes=True), *_rests(statement)]
        yield begun(statement.place), " ".join(told)


def as_printed(statement: Statement) -> str:
    """Its verdict in words, without a full stop."""
    return _AS_PRINTED.get(statement.verdict, "As printed, it is neither proved nor refuted")


def ours(statement: Statement, *, notes: bool = False) -> Iterator[str]:
    """What is proved in its place, and for what; with notes, how else it differs."""
    for one in variants(statement):
        if one.variant != "published" and one.verdict == "proved":
            note = re.sub("^ours[,;:] ", "", in_words(one.note or "")) if notes else ""
            yield f"{one.variant.capitalize()}, it is proved{clause(one)}{f': {note}' if note else ''}."


def _rests(statement: Statement) -> Iterator[str]:
    """What uses a result that is not proved as printed."""
    users = [s for s in map(published, used_by(statement)) if s is not None]
    if users and statement.verdict != "proved":
        yield "It is used by " + "; ".join(f"{s.place} ({s.verdict})" for s in users) + "."
