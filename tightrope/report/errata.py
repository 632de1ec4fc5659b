"""The findings on papers as documents for their authors: each with its place, witness, reason and repair."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from theory.papers import load_paper
from theory.proof.coverage import coverage
from theory.proof.ledger import Judged
from theory.proof.quadratic import Quadratic
from theory.proof.step import SEVERITIES, Problem, Severity, Step
from theory.proof.vectors import Space, Vector
from theory.proof.wording import letter
from theory.readings.exact import Exact
from theory.statement import Paper, apply
from tightrope.report.facts import Facts
from tightrope.report.markup import begun
from tightrope.report.outcomes import as_printed, ours, results
from tightrope.report.overview import HEADLINES, is_sure
from tightrope.report.places import in_words, place, published

TITLES: dict[Severity, str] = {
    "false": "False: the statement itself has a counterexample",
    "unsupported": "Unsupported: the result does not follow by this proof",
    "step": "Steps that are false, though their result does not fail by them",
    "cosmetic": "Cosmetic: slips of the pen",
    "as_printed_only": "As printed only: edge cases that no reader means",
}
DOUBTFUL = "Check the print: findings that rest on one reading of a doubtful glyph"
_HOW = {
    "exact fractions": "in exact fractions",
    "balls that do not meet": "in rigorous enclosures, which do not meet",
    "exact run": "by an exact run",
}
CHECKED = (
    "This is what a check of the paper by machine found, line by line. Of its {displayed} displayed lines "
    "{encoded} are encoded and {set_aside} set aside, being definitions, algorithms, assumptions or "
    "repetitions. With claims of the running text they make {steps} steps: {proved} are proved, {refuted} "
    "refuted, {rest} neither. {ours} more steps, which are ours, say what is right instead, or sharper."
)
RESULTS = (
    "Of the paper's {statements} statements, as printed, {proved} are proved, {assumed} are assumptions "
    "or definitions, {refuted} refuted by a counterexample, and {open} open. The theorems stand first, with "
    "what is not proved as printed; the findings, by severity, follow."
)
AS_PRINTED = (
    "As printed means that every relation was taken literally, under the hypotheses that the paper states "
    "there, also where a reader sees at once what is meant. A line is given as it was checked: in letters "
    "that may be ours, or as what it says of an example. Displayed lines are counted from the first of the "
    "paper, each row of an aligned display by itself."
)
WITNESSES = (
    "Every finding has a witness: numbers for which all hypotheses hold and the line does not. They were "
    "evaluated again by code that is not the solver's, and are meant to be checked by hand. Where a claim "
    "is about vectors, theirs have one coordinate, or two: a letter is the mean over the workers, and "
    "with the index dev the root of the mean square of what the workers differ from it by."
)
READ = (
    "The formulas were read from the paper by optical character recognition, which loses a sign or an "
    "exponent now and then; where other lines settle a glyph, it was restored. Findings that rest on one "
    "reading of a doubtful glyph stand by themselves at the end: please look there at the print first. "
    "Where we have misread or misunderstood something, we should be glad to be told."
)
_ACCENTS = {"tilde": "\u0303", "hat": "\u0302", "bar": "\u0304"}
_INDICES = {"inf": "_∞", "star": "_*"}
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
    results: tuple[tuple[str, str], ...]
    """The theorems, and what else is not proved as printed: the place of each, and how it stands."""
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
    return Document(load_paper(paper), tuple(_front(paper, facts)), tuple(results(paper)), tuple(groups))


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
    parts = ((label, in_letters(in_words(text))) for label, text in _parts(one, facts) if text)
    return Entry(one.step.id, begun(place(one.step)), tuple(parts))


def _parts(one: Judged, facts: Facts) -> Iterator[tuple[str, str]]:
    step = one.step
    yield "The line, as checked", step.says
    yield "Given", "; ".join(step.hypotheses)
    yield "Counterexample", witness(one)
    yield "Why", _sentence(step.note)
    yield "What is right", _right(step, facts.by_id.get(step.repair or ""))
    if not is_sure(one) and step.severity is not None:
        yield "Severity", f"{TITLES[step.severity]}."
    yield "The result", _result(step)


def _right(step: Step, repair: Judged | None) -> str:
    """The step that repairs this one, with what it assumes that is not printed here, and its verdict."""
    if repair is None or _is_empty(repair.step.says):
        return ""
    new = [hypothesis for hypothesis in repair.step.hypotheses if hypothesis not in step.hypotheses]
    given = f", given {'; '.join(new)}" if new else ""
    return f"{repair.step.says}{given} ({repair.finding.verdict})"


def _is_empty(claim: str) -> bool:
    """Whether both sides read the same, so that only the reason tells what is right."""
    left, _, right = claim.partition(" = ")
    return left == right


def _result(step: Step) -> str:
    """How the step's statement stands; a step that it does not fail by is not what it is refuted for."""
    statement = published(step.statement)
    if statement is None:
        return ""
    aside = step.severity not in HEADLINES and statement.verdict in ("refuted", "open")
    return " ".join([f"{as_printed(statement)}{', for another reason' if aside else ''}.", *ours(statement)])


def witness(one: Judged) -> str:
    """Where a claim fails, and both sides there."""
    found = one.finding.witness
    if found is None:
        return ""
    values = ", ".join(f"{_letter(name)} = {_signed(str(value))}" for name, value in found.values.items())
    sides = f"the left side is {_signed(found.left)} and the right side {_signed(found.right)}"
    if _equates_vectors(one.step.problem, found.values):
        sides = f"the square of the difference of both sides is {_signed(found.left)}"
    return f"At {values} {sides}, {_HOW.get(found.how, found.how)}."


def _equates_vectors(problem: Problem, point: Mapping[str, Fraction]) -> bool:
    if not isinstance(problem, Quadratic):
        return False
    exact = {name: Exact(value) for name, value in point.items()}
    return isinstance(apply(problem.claim, {**exact, "v": Space(Exact.literal(1))}).left, Vector)


def _letter(name: str) -> str:
    """A value's letter; of a coordinate, with its number where that is not the first."""
    found = _COORDINATE.fullmatch(name)
    if found is None:
        return letter(name)
    written = letter(found["name"]) + ("_dev" if found["deviation"] else "")
    return written if found["index"] == "0" else f"{written}[{int(found['index']) + 1}]"


def _signed(number: str) -> str:
    return number.replace("-", "−")


def in_letters(text: str) -> str:
    """η_tilde as η̃, G_inf as G_∞, f_star as f_*."""
    text = re.sub(r"(η|[A-Za-z])_(tilde|hat|bar)(?![a-z])", lambda m: m[1] + _ACCENTS[m[2]], text)
    text = re.sub(r"(?<=[A-Za-z])_(inf|star)\b", lambda m: _INDICES[m[1]], text)
    return unicodedata.normalize("NFC", text)


def _sentence(text: str) -> str:
    """With a capital and a full stop."""
    text = begun(text)
    return text if not text or text.endswith((".", "?", "!")) else f"{text}."
