"""A paper's statements: does each hold, its formula, its hypotheses, its proof step by step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from theory.axioms import AXIOMS
from theory.papers import load_paper
from theory.proof.ledger import Judged
from theory.proof.wording import letter
from theory.shown import Shown, catalogue, used_by
from theory.statement import Statement
from tightrope.report.answers import (
    Answer,
    answer,
    clause,
    dropped_conditions,
    new_conditions,
    printed,
    variants,
)
from tightrope.report.check_lines import check_lines
from tightrope.report.claims import claim
from tightrope.report.facts import Facts, statements_of
from tightrope.report.formulas import Formulas, Limit, formulas, limits
from tightrope.report.gaps import gap_of
from tightrope.report.markup import Section, render
from tightrope.report.names import short_title
from tightrope.report.overview import is_theorem
from tightrope.report.regions import region
from tightrope.show_text import allowed, assumptions, findings


@dataclass(frozen=True)
class Assumed:
    """A hypothesis, the statements through which it is one, and what falls without it."""

    statement: Statement
    through: tuple[str, ...]
    steps: tuple[str, ...]
    statements: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """A step of a proof with its evidence, and the lines that check a refutation."""

    judged: Judged
    claim: Markup
    confirmed_by: str | None
    lines: str | None

    @property
    def place(self) -> str:
        return self.judged.step.id.partition("/")[2]


@dataclass(frozen=True)
class Group:
    """Steps that stand one after the other under the same hypotheses."""

    hypotheses: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Part:
    """All that the page says of a statement in one variant."""

    statement: Statement
    answer: Answer
    formulas: Formulas
    limits: tuple[Limit, ...]
    dropped: tuple[str, ...]
    hypotheses: tuple[Assumed, ...]
    requires: tuple[str, ...]
    groups: tuple[Group, ...]
    beside: tuple[Group, ...]
    """Steps of ours that stand beside the printed ones."""
    used_by: tuple[str, ...]
    units: tuple[str, ...]

    @property
    def summary(self) -> str:
        """What is folded away."""
        formula = bool(self.formulas.terms or self.formulas.outputs)
        hypotheses = bool(self.hypotheses or self.limits or self.requires)
        there = (("formula", formula), ("hypotheses", hypotheses), (self.counts, bool(self.groups)))
        named = [name for name, is_there in there if is_there]
        return ", ".join(named).capitalize() or "What it uses"

    @property
    def counts(self) -> str:
        """How many steps, and how many of them are refuted."""
        rows = [row for group in self.groups for row in group.rows]
        wrong = sum(row.judged.finding.verdict == "refuted" for row in rows)
        steps = "1 step" if len(rows) == 1 else f"{len(rows)} steps"
        return f"{steps}, {wrong} refuted" if wrong else steps


def paper_part(paper: str, facts: Facts) -> Section:
    """The statements of a paper, each variant by itself, in the order of the paper."""
    parts = [part(s, facts) for s in statements_of([paper])]
    constants = dict.fromkeys(row for each in parts for row in each.formulas.constants)
    laid_out = [_laid_out(each, facts) for each in parts]
    told = load_paper(paper)
    body = render("paper.html", paper=told, parts=laid_out, constants=constants)
    return Section(paper, told.title, body, short_title(told.title))


def statement_part(statement: Statement, facts: Facts) -> Markup:
    """A statement's own part of the page."""
    return _laid_out(part(statement, facts), facts)


def _laid_out(part: Part, facts: Facts) -> Markup:
    statement = part.statement
    return render(
        "statement.html",
        s=statement,
        part=part,
        others=[s for s in variants(statement) if s is not statement],
        letter=letter,
        known=frozenset(catalogue(statement.paper)),
        axioms=AXIOMS,
        by_id=facts.by_id,
        claim=claim,
        clause=clause,
        gap=gap_of(statement),
        region=region(statement),
        main=is_theorem(statement),
        printed=printed(statement),
    )


def part(statement: Statement, facts: Facts) -> Part:
    """What is known of a statement, ready to be laid out."""
    shown, steps = Shown(statement), facts.of(statement)
    return Part(
        statement,
        answer(statement, facts),
        formulas(shown),
        limits(shown, new_conditions(statement)),
        tuple(c.text for c in dropped_conditions(statement)),
        tuple(_assumed(shown, *found, facts) for found in assumptions(shown)),
        tuple(f"{allowed(r)}: {r.why}" for r in statement.requires),
        _groups(steps, facts),
        _groups(facts.beside(statement), facts),
        used_by(statement),
        tuple(findings(statement).values()),
    )


def _assumed(shown: Shown, assumption: Statement, path: tuple[str, ...], facts: Facts) -> Assumed:
    """What falls with an assumption: steps here, and statements below that take a fact from it."""
    taking = facts.takers.get(assumption.id, ())
    own = tuple(step for step in taking if step in shown.statement.steps)
    others = {step.partition("/")[0] for step in taking} - {assumption.id}
    return Assumed(assumption, path, own, tuple(used for used in shown.uses if used in others))


def _groups(steps: Sequence[Judged], facts: Facts) -> tuple[Group, ...]:
    groups: list[tuple[tuple[str, ...], list[Row]]] = []
    for one in steps:
        if not groups or groups[-1][0] != one.step.hypotheses:
            groups.append((one.step.hypotheses, []))
        rows = groups[-1][1]
        before = rows[-1].judged if rows and not one.finding.witness else None
        shown = claim(one.step, before.step if before and not before.finding.witness else None)
        rows.append(Row(one, shown, facts.confirmed_by.get(one.step.id), check_lines(one)))
    return tuple(Group(hypotheses, tuple(rows)) for hypotheses, rows in groups)
