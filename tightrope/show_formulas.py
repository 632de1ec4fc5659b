"""A statement's formulas as lines of text, in the paper's letters and in the glossary's names."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from theory.layout import Expression
from theory.readings.written import Node
from theory.shown import RELATIONS, Condition, Definition, Shown
from theory.writer import one_line
from tightrope.output import columns, width

LONGEST = 800
"""Characters of a formula; a longer one is cut, as nobody reads it in one line."""

ROOM = 100
"""Columns of a line."""

Alphabet = Callable[[Node], Expression]


def formula(x: Expression) -> str:
    """A formula in one line, unless it is too long to be read."""
    text = one_line(x)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} … (long: {len(text)} characters; cut here)"


def folded(text: str, indent: str, hanging: str) -> list[str]:
    """A formula in lines that a terminal shows whole, broken before operators that bind least."""
    lines, margin = [], indent
    while width(margin + text) > ROOM and (place := _fold(text, ROOM - len(margin))):
        lines.append((margin + text[:place]).rstrip())
        text, margin = text[place:].lstrip(), indent + hanging
    return [*lines, margin + text] if text else lines


def _fold(text: str, room: int) -> int | None:
    """Where to break: outside as many brackets as can be, rather in a sum than in a product, far right."""
    depth, places = 0, []
    for place, character in enumerate(text[: room + 1]):
        if place > room // 3 and (character in "·/" or text[place : place + 2] in (" +", " −", " =", " ≤")):
            places.append((depth, character != " ", -place))
        depth += (character in "([{⌈") - (character in ")]}⌉")
    return -min(places)[2] if places else None


def in_letters(shown: Shown) -> list[str]:
    left, relation = shown.left
    unit = "" if shown.statement.unit == "1" else f"in {shown.statement.unit}"
    terms = _terms(f"{left} {relation}", shown.terms, shown.in_letters, unit)
    return [*terms, *_where(shown, _defined)]


def in_names(shown: Shown) -> list[str]:
    quantity = shown.statement.quantity or "bound"
    terms = _terms(f"{quantity} {shown.left[1]}", shown.terms, shown.in_names, "")
    return [*terms, *_where(shown, _named)]


def _terms(left: str, terms: Mapping[str, Node], alphabet: Alphabet, unit: str) -> list[str]:
    """A bound: on one line if it has one term, else a line for each term with its name."""
    if len(terms) <= 1:
        written = [formula(alphabet(node)) for node in terms.values()]
        return [line for text in written for line in folded(f"{left} {text}   {unit}".rstrip(), "  ", "    ")]
    rows = [(f"{name}:", formula(alphabet(node))) for name, node in terms.items()]
    heading = f"  {left} the sum of   {unit}".rstrip()
    hanging = " " * (max(len(name) for name, _ in rows) + 4)
    return [heading, *(line for row in columns(rows) for line in folded(row, "    ", hanging))]


def _defined(shown: Shown, definition: Definition) -> str:
    """A definition; empty where it only repeats a letter's power, as in G̃² = G̃²."""
    letter = definition.letter or definition.name
    right = formula(shown.in_letters(definition.node))
    if letter == right:
        return ""
    if definition.name in shown.orders:
        bounded, order = shown.ordered(definition)
        return f"{bounded} = {order}({right})"
    source = "" if definition.source == shown.statement.id else f"   ({definition.source})"
    return f"{letter} = {right}{source}"


def _named(shown: Shown, definition: Definition) -> str:
    right = formula(shown.in_names(definition.node))
    order = shown.ordered(definition)[1]
    return f"{definition.name} = " + (f"{order}({right})" if definition.name in shown.orders else right)


def _where(shown: Shown, write: Callable[[Shown, Definition], str]) -> list[str]:
    """The outputs below a bound, or below the outputs that are all that a statement states."""
    stated = [d for d in shown.outputs if not shown.terms and d.source == shown.statement.id]
    needed = [d for d in shown.outputs if d not in stated]
    lines = [part for d in stated for part in folded(write(shown, d), "  ", "    ")]
    below = [part for d in needed for part in folded(write(shown, d), "    ", "    ")]
    return [*lines, *(["  with", *below] if below else [])]


def compared(condition: Condition, alphabet: Alphabet) -> str:
    """A constraint as a comparison; in its own words where the paper fixes what it compares."""
    left, right = (formula(alphabet(side)) for side in (condition.left, condition.right))
    if left == right:
        return condition.constraint.text
    return f"{left} {RELATIONS[condition.constraint.relation]} {right}"
