"""The page's first part: each paper's theorems with their verdicts, its steps, coverage and main findings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from theory.papers import load_paper
from theory.proof.coverage import Coverage, coverage
from theory.proof.ledger import Judged
from theory.proof.step import SEVERITIES
from theory.statement import Paper, Statement
from tightrope.report.answers import Answer, answer, variants
from tightrope.report.facts import Facts, statements_of
from tightrope.report.markup import Section, render

_THEOREM = re.compile(r"\w+\.theorem[A-Z]*\d+(\.\d+)*")
HEADLINES = ("false", "unsupported")
"""The severities that touch a result; the rest is told by its number."""


@dataclass(frozen=True)
class Card:
    """A theorem: as printed, and every variant with its answer."""

    statement: Statement
    answers: tuple[tuple[Statement, Answer], ...]


@dataclass(frozen=True)
class Told:
    """A paper on the overview."""

    paper: Paper
    cards: tuple[Card, ...]
    verdicts: Mapping[str, int]
    coverage: Coverage
    headlines: tuple[Judged, ...]
    severities: Mapping[str, int]
    doubtful: int


def overview(papers: Sequence[str], facts: Facts) -> Section:
    """Each paper with its theorems, which are the statements that it numbers as such."""
    told = [_told(paper, facts) for paper in papers]
    steps = Counter(one.finding.verdict for one in facts.ledger)
    return Section("overview", "Overview", render("overview.html", told=told, steps=steps))


def theorems(paper: str) -> tuple[Statement, ...]:
    """What a paper numbers as a theorem, as printed, part by part."""
    return tuple(s for s in statements_of([paper]) if s.variant == "published" and is_theorem(s))


def is_theorem(statement: Statement) -> bool:
    """Whether the paper numbers a statement as a theorem, or as a part of one."""
    return _THEOREM.fullmatch(statement.id) is not None


def _told(paper: str, facts: Facts) -> Told:
    steps = [one for one in facts.ledger if one.step.paper == paper]
    refuted = [one for one in steps if one.finding.verdict == "refuted"]
    sure = [one for one in refuted if is_sure(one)]
    severities = Counter(one.step.severity for one in sure)
    return Told(
        load_paper(paper),
        tuple(_card(s, facts) for s in theorems(paper)),
        Counter(one.finding.verdict for one in steps),
        coverage(paper),
        tuple(one for severity in HEADLINES for one in sure if one.step.severity == severity),
        {severity: severities[severity] for severity in SEVERITIES if severities[severity]},
        len(refuted) - len(sure),
    )


def _card(statement: Statement, facts: Facts) -> Card:
    return Card(statement, tuple((s, answer(s, facts)) for s in variants(statement)))


def is_sure(one: Judged) -> bool:
    """Whether a finding does not rest on one reading of a doubtful glyph."""
    return one.step.transcription == "ocr" and not one.step.doubtful
