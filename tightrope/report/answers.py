"""Does it hold, when, and why (not): a statement's verdict in plain sentences, composed from the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from theory.papers import all_statements
from theory.proof.ledger import Judged
from theory.statement import Constraint, Statement, Verdict
from tightrope.report.facts import Facts

_LEAD: dict[Verdict, str] = {
    "proved": "Yes.",
    "refuted": "No.",
    "open": "Not known.",
    "sampled": "Not known.",
    "assumed": "Taken as given.",
}


@dataclass(frozen=True)
class Answer:
    """One word, one or two sentences, and why it fails where it does."""

    lead: str
    sentence: str
    why: tuple[Judged, ...] = ()
    """The findings for which it does not hold, or is not supported."""


def answer(statement: Statement, facts: Facts) -> Answer:
    """What someone who knows none of the papers should read first."""
    steps = facts.of(statement)
    fatal = tuple(one for one in steps if one.step.severity in ("false", "unsupported") and _fails(one))
    return Answer(_LEAD[statement.verdict], " ".join(_sentences(statement, steps, facts)), fatal)


def _sentences(statement: Statement, steps: tuple[Judged, ...], facts: Facts) -> Iterator[str]:
    how = "As printed" if statement.variant == "published" else f"As {statement.variant}"
    under = conditions_clause(statement)
    if statement.verdict == "assumed":
        yield _assumed(statement)
    elif statement.verdict == "refuted":
        yield f"{how}, a case that keeps every hypothesis breaks it."
    elif statement.verdict == "proved":
        yield f"{how} it is proved{under}."
        yield from _printed_steps(steps)
        yield from _ground(statement, facts)
    else:
        yield f"{how} it is neither proved nor refuted."
        yield from _printed_steps(steps)
    if statement.variant == "published" and statement.verdict in ("refuted", "open"):
        yield from _instead(statement)


def _assumed(statement: Statement) -> str:
    if (statement.note or "").startswith("a definition"):
        return "A definition, which claims nothing."
    return "The paper assumes it, or takes it from elsewhere; nothing is proved of it here."


def conditions_clause(statement: Statement) -> str:
    """The conditions under which a statement claims anything, as they continue a sentence."""
    texts = [c.text for c in statement.conditions if not c.domain]
    return f" for {' and '.join(texts)}" if texts else ""


def _printed_steps(steps: tuple[Judged, ...]) -> Iterator[str]:
    """How many steps of the proof are wrong."""
    wrong = sum(map(_fails, steps))
    if wrong and len(steps) > 1:
        yield f"Of the {len(steps)} steps of its proof {wrong} {'is' if wrong == 1 else 'are'} wrong as printed."


def _ground(statement: Statement, facts: Facts) -> Iterator[str]:
    """What a proved statement rests on, where the whole ledger is known."""
    standing = facts.standings.get((statement.id, statement.variant))
    if standing is not None and not standing.fully:
        yield "Not all that its proof cites is proved."
    elif standing is not None:
        yield "So is all that it rests on, the axioms apart."


def _instead(statement: Statement) -> Iterator[str]:
    """What holds in its place."""
    for other in variants(statement):
        if other.variant != "published" and other.verdict == "proved":
            yield f"Proved as {other.variant}{conditions_clause(other)}."


def variants(statement: Statement) -> tuple[Statement, ...]:
    """All variants of a statement, itself among them."""
    return tuple(s for s in all_statements(statement.paper) if s.id == statement.id)


def new_conditions(statement: Statement) -> tuple[Constraint, ...]:
    """The conditions of a repaired or strengthened variant that the printed statement lacks."""
    printed = next((s for s in variants(statement) if s.variant == "published"), None)
    if printed is None or printed is statement:
        return ()
    known = {c.text for c in printed.conditions}
    return tuple(c for c in statement.conditions if c.text not in known)


def dropped_conditions(statement: Statement) -> tuple[Constraint, ...]:
    """The conditions of the printed statement that a variant does without."""
    printed = next((s for s in variants(statement) if s.variant == "published"), None)
    if printed is None or printed is statement:
        return ()
    known = {c.text for c in statement.conditions}
    return tuple(c for c in printed.conditions if c.text not in known)


def _fails(one: Judged) -> bool:
    return one.finding.verdict == "refuted"
