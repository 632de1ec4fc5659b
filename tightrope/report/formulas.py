"""A statement's bound and conditions: MathML in the paper's letters, text in the glossary's names."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from theory.constants import GLOSSARY
from theory.latex import (
    condition_latex,
    in_words,
    left_latex,
    output_lines,
    term_latex,
)
from theory.shown import Condition, Shown
from theory.statement import Constraint
from tightrope.report.markup import maths
from tightrope.show_formulas import compared, formula


@dataclass(frozen=True)
class Term:
    """A term of a bound, or an output: what it is called, and its expression in both alphabets."""

    name: str
    letters: Markup
    names: str
    source: str | None = None


@dataclass(frozen=True)
class Limit:
    """A condition: as MathML where it compares letters, else in its words."""

    constraint: Constraint
    letters: Markup | None
    names: str
    is_new: bool


@dataclass(frozen=True)
class Formulas:
    """All formulas of a statement."""

    left: Markup
    terms: tuple[Term, ...]
    outputs: tuple[Term, ...]
    constants: tuple[tuple[str, str, str, str], ...]
    """Each by letter, name, unit and meaning."""


def formulas(shown: Shown) -> Formulas:
    """What a statement states, term by term."""
    left, relation = left_latex(shown)
    terms = [
        Term(name, maths(term_latex(shown, node)), formula(shown.in_names(node)))
        for name, node in shown.terms.items()
    ]
    return Formulas(maths(f"{left} {relation}"), tuple(terms), _outputs(shown), _constants(shown))


def _outputs(shown: Shown) -> tuple[Term, ...]:
    """The outputs, without those that only repeat a letter."""
    found = []
    for definition, line in output_lines(shown).items():
        source = None if definition.source == shown.statement.id else definition.source
        names = formula(shown.in_names(definition.node))
        found.append(Term(definition.name, maths(line.replace(" &= ", " = ")), names, source))
    return tuple(found)


def _constants(shown: Shown) -> tuple[tuple[str, str, str, str], ...]:
    unit = shown.statement.unit_of
    return tuple((letter, n, unit(n), GLOSSARY[n].meaning) for n, letter in shown.letters.items())


def limits(shown: Shown, new: tuple[Constraint, ...]) -> tuple[Limit, ...]:
    """The conditions, those that are new against the printed statement marked."""
    return tuple(_limit(shown, condition, condition.constraint in new) for condition in shown.conditions)


def _limit(shown: Shown, condition: Condition, is_new: bool) -> Limit:
    letters = None if in_words(shown, condition) else maths(condition_latex(shown, condition))
    return Limit(condition.constraint, letters, compared(condition, shown.in_names), is_new)
