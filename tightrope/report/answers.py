"""Does it hold, when, and why (not): a statement's verdict in plain sentences, composed from the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from theory.papers import all_statements
from theory.proof.ledger import Judged
from theory.proof.standing import meant
from theory.statement import Constraint, Statement, Verdict
from tightrope.report.facts import Facts
from tightrope.report.spared import Spared, broken_at, spared

_LEAD: dict[Verdict, str] = {
    "proved": "Yes.",
    "refuted": "No.",
    "open": "Not known.",
    "sampled": "Not known.",
    "assumed": "Taken as given.",
}


@dataclass(frozen=True)
class Answer:
    """One word, a sentence or two, why it fails where it does, and what is proved in its place."""

    lead: str
    sentence: str
    why: tuple[Judged, ...] = ()
    """The findings for which it does not hold, or is not supported."""
    spared: tuple[Spared, ...] = ()
    """Where a refuted statement is proved as it is printed."""
    instead: tuple[Statement, ...] = ()
    loose: tuple[Statement, ...] = ()
    """What a proved statement rests on that is not proved with all that it rests on in turn."""


def answer(statement: Statement, facts: Facts) -> Answer:
    """What someone who knows none of the papers should read first."""
    steps = facts.of(statement)
    fatal = tuple(one for one in steps if one.step.severity in ("false", "unsupported") and _fails(one))
    fallen = statement.variant == "published" and statement.verdict in ("refuted", "open")
    better = [s for s in variants(statement) if s.variant != "published" and s.verdict == "proved"]
    instead = tuple(better) if fallen else ()
    held = tuple(one for other in instead for one in spared(statement, other, facts))
    new = [c.text for other in instead for c in new_conditions(other) if not c.domain]
    asked = [*(one.asks for one in held), *new]
    sentence = " ".join(_sentences(statement, steps, facts, _broken(fatal, asked)))
    loose = _loose(statement, facts) if statement.verdict == "proved" else ()
    return Answer(_LEAD[statement.verdict], sentence, fatal, held, instead, loose)


def _broken(fatal: Iterable[Judged], asked: Sequence[str]) -> str:
    """Where a statement breaks, of what its other variants ask for."""
    places = (broken_at(one, asked) for one in fatal if one.step.severity == "false")
    return next((f" {place}" for place in places if place), "")


def _sentences(statement: Statement, steps: tuple[Judged, ...], facts: Facts, broken: str) -> Iterator[str]:
    how = "As printed" if statement.variant == "published" else statement.variant.capitalize()
    if statement.verdict == "assumed":
        yield _assumed(statement)
    elif statement.verdict == "refuted":
        yield f"{how}{clause(statement, ', asking for ')}, it has a counterexample{broken}."
    elif statement.verdict == "proved":
        yield f"{how}, it is proved{clause(statement)}{_ground(statement, facts)}."
        yield from _printed_steps(steps)
    else:
        yield f"{how}, it is neither proved nor refuted."
        yield from _printed_steps(steps)


def _assumed(statement: Statement) -> str:
    if (statement.note or "").startswith("a definition"):
        return "A definition, which claims nothing."
    return "The paper assumes it, or takes it from elsewhere; nothing is proved of it here."


def clause(statement: Statement, before: str = " for ") -> str:
    """The conditions under which a statement claims anything, as they continue a sentence.

    Where its bound means nothing is told beside it, unless that is new.
    """
    new = new_conditions(statement)
    texts = [c.text for c in statement.conditions if not c.domain or c in new]
    return before + " and ".join(texts) if texts else ""


def _printed_steps(steps: tuple[Judged, ...]) -> Iterator[str]:
    """How many steps of the proof are wrong."""
    wrong = sum(map(_fails, steps))
    if wrong and len(steps) > 1:
        yield f"{wrong} of its {len(steps)} steps {'is' if wrong == 1 else 'are'} wrong as printed."


def _ground(statement: Statement, facts: Facts) -> str:
    """That a proved statement rests on proved ones, where the whole ledger is known."""
    standing = facts.standings.get((statement.id, statement.variant))
    return ", with all that it rests on" if standing is not None and standing.fully else ""


def _loose(statement: Statement, facts: Facts) -> tuple[Statement, ...]:
    standing = facts.standings.get((statement.id, statement.variant))
    if standing is None or standing.fully:
        return ()
    known = {(s.id, s.variant): s for s in all_statements(statement.paper)}
    used = [known[key] for key in (meant(n, statement.variant, known) for n in standing.uses) if key in known]
    return tuple(s for s in used if not _firm(s, facts))


def _firm(statement: Statement, facts: Facts) -> bool:
    """An assumption stands by itself."""
    standing = facts.standings.get((statement.id, statement.variant))
    return statement.verdict in ("proved", "assumed") if standing is None else standing.fully


def variants(statement: Statement) -> tuple[Statement, ...]:
    """All variants of a statement, itself among them."""
    return tuple(s for s in all_statements(statement.paper) if s.id == statement.id)


def printed(statement: Statement) -> Statement | None:
    """The statement as printed, where this is another variant of it."""
    found = next((s for s in variants(statement) if s.variant == "published"), None)
    return None if found is statement else found


def new_conditions(statement: Statement) -> tuple[Constraint, ...]:
    """The conditions of a repaired or strengthened variant that the printed statement lacks."""
    return _without(statement, printed(statement))


def dropped_conditions(statement: Statement) -> tuple[Constraint, ...]:
    """The conditions of the printed statement that a variant does without."""
    return _without(printed(statement), statement)


def _without(one: Statement | None, other: Statement | None) -> tuple[Constraint, ...]:
    """The conditions that one has and the other has not, by their texts."""
    if one is None or other is None:
        return ()
    known = {c.text for c in other.conditions}
    return tuple(c for c in one.conditions if c.text not in known)


def _fails(one: Judged) -> bool:
    return one.finding.verdict == "refuted"
