"""The findings on papers as documents for their authors: each with its place, witness, reason and repair."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from theory.papers import load_paper
from theory.proof.coverage import coverage, displays
from theory.proof.ledger import Judged
from theory.proof.step import SEVERITIES, Severity, Step
from theory.proof.wording import letter
from theory.shown import used_by
from theory.statement import Paper, Statement
from tightrope.report.answers import clause, variants
from tightrope.report.facts import Facts
from tightrope.report.overview import is_sure

TITLES: dict[Severity, str] = {
    "false": "False: the statement itself has a counterexample",
    "unsupported": "Unsupported: the result does not follow by this proof",
    "step": "Steps that are false while the result survives",
    "cosmetic": "Cosmetic",
    "as_printed_only": "As printed only: edge cases that no reader means",
}
DOUBTFUL = "Check the print: findings that rest on one reading of a doubtful glyph"
_IN_WORDS: dict[Severity, str] = {
    "false": "the claim itself is false",
    "unsupported": "the result does not follow by this proof",
    "step": "this line is false, and the result survives",
    "cosmetic": "a slip of the pen",
    "as_printed_only": "an edge case that no reader means",
}
_HOW = {
    "exact fractions": "in exact fractions",
    "balls that do not meet": "in rigorous enclosures, which do not meet",
    "exact run": "by an exact run",
}
_POINTS = str.maketrans("÷⁄⋅", "//.")
"""A step's id has no slash and no point of its own in its place in words."""
CHECKED = (
    "This is what a check of the paper by machine found, line by line. Of its {displayed} displayed lines "
    "{encoded} are encoded and {set_aside} set aside, being definitions, algorithms, assumptions or "
    "repetitions. With claims of the running text they make {steps} steps: {proved} are proved, {refuted} "
    "refuted, {rest} neither. {ours} more steps, which are ours, say what is right instead, or sharper."
)
RESULTS = (
    "Of the paper's {statements} statements, as printed, {proved} are proved, {assumed} are assumptions "
    "or definitions, {refuted} have a counterexample, and {open} are open. Each finding says whether the "
    "result that it belongs to survives."
)
AS_PRINTED = (
    "As printed means that every relation was taken literally, under the hypotheses that the paper states "
    "there, also where a reader sees at once what is meant. Displayed lines are counted from the first of "
    "the paper, each row of an aligned display by itself."
)
WITNESSES = (
    "Every finding has a witness: numbers for which all hypotheses hold and the line does not. They were "
    "evaluated again by code that is not the solver's, and are meant to be checked by hand. Where a claim "
    "is about vectors, theirs have one coordinate, or two: a letter is the mean over the workers, and "
    "with the index dev the root of the mean square of what the workers differ from it by; two vectors "
    "are equal where the square of their distance, the left side, is 0."
)
READ = (
    "The formulas were read from the paper by optical character recognition, which loses a sign or an "
    "exponent now and then; where other lines settle a glyph, it was restored. Findings that rest on one "
    "reading of a doubtful glyph stand by themselves at the end: please look there at the print first. "
    "Where we have misread or misunderstood something, we should be glad to be told."
)
_HEADING = re.compile(r"(?:Assumption|Lemma|Remark|Theorem) [A-Z\d.]*[A-Z\d]|Proof\.?.*|.*")
_COORDINATE = re.compile(r"(?P<name>.+?)(?P<deviation>~?)\[(?P<index>\d)\]")


@dataclass(frozen=True)
class Entry:
    """A finding: the id under which `prove` judges it, its place, and labelled sentences."""

    id: str
    place: str
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Group:
    """Findings of one severity, or those that the print should be asked about."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Document:
    """What is found in one paper, with what was checked in front."""

    paper: Paper
    front: tuple[str, ...]
    groups: tuple[Group, ...]


def document(paper: str, facts: Facts) -> Document:
    """The findings on a paper whose steps are all judged."""
    found = [one for one in facts.refuted() if one.step.paper == paper]
    listed = [
        (TITLES[severity], [o for o in _sure(found) if o.step.severity == severity])
        for severity in SEVERITIES
    ]
    listed.append((DOUBTFUL, [one for one in found if not is_sure(one)]))
    groups = (Group(title, tuple(_entry(o, facts) for o in some)) for title, some in listed if some)
    return Document(load_paper(paper), tuple(_front(paper, facts)), tuple(groups))


def _sure(found: list[Judged]) -> list[Judged]:
    return [one for one in found if is_sure(one)]


# What was checked, and how


def _front(paper: str, facts: Facts) -> Iterator[str]:
    """How much was checked, in numbers of this paper, then what all documents say."""
    lines = coverage(paper)
    judged = [one for one in facts.ledger if one.step.paper == paper]
    steps = Counter(one.finding.verdict for one in judged if one.step.variant == "published")
    statements = Counter(s.verdict for s in load_paper(paper).statements if s.variant == "published")
    yield CHECKED.format(
        displayed=len(lines.encoded) + len(lines.set_aside) + len(lines.waiting),
        encoded=len(lines.encoded),
        set_aside=len(lines.set_aside),
        steps=steps.total(),
        proved=steps["proved"],
        refuted=steps["refuted"],
        rest=steps.total() - steps["proved"] - steps["refuted"],
        ours=len(judged) - steps.total(),
    )
    yield RESULTS.format(
        statements=statements.total(),
        **{verdict: statements[verdict] for verdict in ("proved", "assumed", "refuted", "open", "sampled")},
    )
    yield from (AS_PRINTED, WITNESSES, READ)


# A finding


def _entry(one: Judged, facts: Facts) -> Entry:
    return Entry(
        one.step.id, place(one.step), tuple((label, text) for label, text in _parts(one, facts) if text)
    )


def _parts(one: Judged, facts: Facts) -> Iterator[tuple[str, str]]:
    step = one.step
    yield "Printed", step.says
    yield "Given", "; ".join(step.hypotheses)
    yield "Counterexample", witness(one)
    yield "Why", _sentence(step.note)
    yield "What is right", _right(step, facts.by_id.get(step.repair or ""))
    if step.severity is not None:
        yield "Severity", _sentence(_IN_WORDS[step.severity])
    yield "Does the result survive?", _survival(step.statement)


def _right(step: Step, repair: Judged | None) -> str:
    """The step that repairs this one, with what it assumes that is not printed here, and its verdict."""
    if repair is None:
        return ""
    new = [hypothesis for hypothesis in repair.step.hypotheses if hypothesis not in step.hypotheses]
    given = f", given {'; '.join(new)}" if new else ""
    return f"{repair.step.says}{given} ({repair.finding.verdict})"


def place(step: Step) -> str:
    """Where a step stands: its statement, then its displayed line, or its place in words."""
    statement = _published(step.statement)
    tail = step.id.partition("/")[2]
    where = statement.place if statement else step.statement
    if step.display is None:
        return f"{where}; {tail.translate(_POINTS)}"
    under, tag = displays(step.paper)[step.display]
    number, _, relation = tail.partition(".")
    words = f"{where}; displayed line {int(number)}"
    words += f", tagged ({tag})" if tag else ""
    words += f", relation {relation} of it" if relation.isdigit() else ""
    return f"{words}{_below(under)}"


def _below(heading: str) -> str:
    """The heading above a line, without the sentence that may follow it; a bare "Proof" tells nothing."""
    found = _HEADING.match(heading)
    name = "" if found is None else found[0].strip("., ")
    return "" if name.startswith("Proof") and not name.startswith("Proof of") else f", below “{name}”"


def witness(one: Judged) -> str:
    """Where a claim fails, and both sides there."""
    found = one.finding.witness
    if found is None:
        return ""
    values = ", ".join(f"{_letter(name)} = {_signed(str(value))}" for name, value in found.values.items())
    sides = f"the left side is {_signed(found.left)} and the right side {_signed(found.right)}"
    return f"At {values} {sides}, {_HOW.get(found.how, found.how)}."


def _letter(name: str) -> str:
    """A value's letter; of a coordinate, with its number where that is not the first."""
    found = _COORDINATE.fullmatch(name)
    if found is None:
        return letter(name)
    written = letter(found["name"]) + ("_dev" if found["deviation"] else "")
    return written if found["index"] == "0" else f"{written}[{int(found['index']) + 1}]"


def _signed(number: str) -> str:
    return number.replace("-", "−")


def _published(name: str) -> Statement | None:
    paper = load_paper(name.partition(".")[0])
    return next((s for s in paper.statements if s.id == name and s.variant == "published"), None)


def _survival(name: str) -> str:
    """How the statement stands as printed, what is proved in its place, and what rests on it."""
    statement = _published(name)
    if statement is None:
        return ""
    words = {
        "proved": "Yes: as printed, it is proved.",
        "assumed": "It is an assumption or a definition.",
        "refuted": "Not as printed: it has a counterexample.",
    }.get(statement.verdict, "Not known: as printed, it is neither proved nor refuted.")
    proved = [s for s in variants(statement) if s.variant != "published" and s.verdict == "proved"]
    instead = [f"{s.variant.capitalize()}, it is proved{clause(s)}." for s in proved]
    return " ".join([words, *instead, *_rests(statement)])


def _rests(statement: Statement) -> Iterator[str]:
    users = [s for s in map(_published, used_by(statement)) if s is not None]
    if users and statement.verdict != "proved":
        yield "It is used by " + ", ".join(f"{s.place} ({s.verdict})" for s in users) + "."


def _sentence(text: str) -> str:
    """With a capital, where a word and no letter begins it, and a full stop."""
    text = text[:1].upper() + text[1:] if re.match(r"[a-z]{2}|a ", text) else text
    return text if not text or text.endswith((".", "?", "!")) else f"{text}."
