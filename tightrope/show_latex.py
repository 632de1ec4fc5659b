r"""A statement as a piece of a LaTeX document: its sentence, its inequality, and its numbers.

It needs amsmath and amssymb; each display stands between \[ and \].
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from theory.constants import Constants
from theory.errors import Void
from theory.evaluate import Bound, evaluate
from theory.latex import (
    aligned,
    bound_lines,
    condition_latex,
    definition_letter,
    in_words,
    latex,
    left_latex,
    numeral,
    output_lines,
)
from theory.layout import Expression
from theory.papers import load_paper
from theory.prose import prose
from theory.readings.written import Node
from theory.shown import Definition, Shown
from tightrope.output import number
from tightrope.show_text import about_run


def show_latex(shown: Shown, constants: Constants | None) -> list[str]:
    """The sentence, the inequality with its definitions, its constraints, and what constants make of it."""
    statement = shown.statement
    title = load_paper(statement.paper).title
    return [
        f"% {statement.id} ({statement.variant}, {statement.verdict}): {prose(statement.place)}",
        f"% {prose(title)}",
        "% needs amsmath and amssymb",
        prose(statement.says),
        *_display([*bound_lines(shown), *output_lines(shown).values()]),
        *_constraints(shown),
        *([] if constants is None else _numbers(shown, constants)),
    ]


def _display(lines: list[str]) -> list[str]:
    return [r"\[", *aligned(lines).splitlines(), r"\]"] if lines else []


def _constraints(shown: Shown) -> list[str]:
    words = [f"{prose(c.constraint.text)}," for c in shown.conditions if in_words(shown, c)]
    lines = [f"& {condition_latex(shown, c)}" for c in shown.conditions if not in_words(shown, c)]
    return ["provided that", *words, *_display(lines)] if shown.conditions else []


# With the numbers of a constants file


def _numbers(shown: Shown, constants: Constants) -> list[str]:
    bound = evaluate(shown.statement, constants)
    return [
        *_display(_substituted(shown, bound, constants.values())),
        *_reservations(shown, bound),
        *table_row(bound),
    ]


def _substituted(shown: Shown, bound: Bound, constants: Mapping[str, float]) -> list[str]:
    """Each definition and each term with its numbers and its value, then the total."""
    numerals = {name: f"{value:.6g}" for name, value in constants.items()}
    definitions = [(d, _value(d, constants)) for d in shown.outputs]
    known = {d.name: value for d, value in definitions if value is not None}
    outputs = {name: number(value) for name, value in known.items()}

    def line(left: str, node: Node, value: float) -> str:
        return _line(left, shown.in_numbers(node, numerals, outputs), value)

    lines = [
        line(definition_letter(d), d.node, value)
        for d, value in definitions
        if value is not None and d.node.mentions("output") <= known.keys()
    ]
    if bound.value is None:
        return lines
    left, relation = left_latex(shown)
    terms = [line(rf"\text{{{prose(n)}}}", node, bound.terms[n]) for n, node in shown.terms.items()]
    return [*lines, *terms, f"{left} &{relation} {numeral(number(bound.value))}"]


def _value(definition: Definition, constants: Mapping[str, float]) -> float | None:
    try:
        return definition.value(constants)
    except (Void, KeyError, ArithmeticError, ValueError):
        return None


def _reservations(shown: Shown, bound: Bound) -> list[str]:
    """What must be said beside the numbers: why there are none, and for what they hold."""
    said = [about_run(bound)] if bound.misfit is not None else []
    if bound.statement.formula is not None and bound.value is None:
        said.append(f"No bound: {bound.why_no_value}.")
    if bound.unmet:
        claims = (
            "The paper does not claim this number, as this fails" if bound.value is not None else "This fails"
        )
        said.append(f"{claims}: {', '.join(c.constraint.text for c in bound.unmet)}.")
    if bound.a_posteriori and bound.value is not None:
        letters = ", ".join(shown.letters[name] for name in bound.a_posteriori)
        said.append(f"A posteriori, about this run only: suprema over its points stand for {letters}.")
    return [prose(sentence) for sentence in said]


def _line(left: str, expression: Expression, value: float) -> str:
    """A line such as C_{1} &= … = 12.3; a numeral that stands alone is not repeated."""
    written, rounded = latex(expression), numeral(number(value))
    return f"{left} &= {written}" + ("" if written == rounded else f" = {rounded}")


def table_row(bound: Bound) -> list[str]:
    """A row of a table: the statement, its bound, what was measured, and their ratio."""
    if bound.statement.formula is None:
        return []
    cells: Iterable[float | None] = (bound.value, bound.measured, bound.tightness)
    written = ("--" if cell is None else f"${numeral(number(cell))}$" for cell in cells)
    name = bound.statement.id.replace("_", r"\_")
    return ["% statement & bound & measured & ratio", " & ".join([name, *written]) + r" \\"]
