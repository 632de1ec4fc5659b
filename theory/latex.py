r"""A statement's formulas as LaTeX, in the letters of its paper.

The commands are those of amsmath. What is displayed on several lines stands in `aligned`, so that it can be
put between \[ and \], or between the dollar signs of a notebook.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from theory.layout import Expression, Number, Power, Root, Symbol
from theory.prose import prose
from theory.readings.written import Node
from theory.shown import Condition, Definition, Shown, as_expression
from theory.statement import Formula, Statement, apply, needs
from theory.tex import joined, maths
from theory.writer import PRODUCT, Writer, is_negative, magnitude

if TYPE_CHECKING:
    import sympy

_FUNCTIONS = {"exp": r"\exp", "log": r"\log", "log2": r"\log_{2}", "maximum": r"\max", "minimum": r"\min"}
_FENCES = {"absolute": (r"\left|", r"\right|"), "ceiling": (r"\left\lceil ", r" \right\rceil")}
_RELATIONS = {"≤": r"\leq", "=": "=", "<": "<", "<=": r"\leq", "==": "="}
LINE = 90
"""A line of LaTeX that is longer has a term on each line."""


class LatexWriter(Writer):
    """Laid-out formulas as LaTeX."""

    minus, dot = "-", r" \, "

    def bracketed(self, text: str) -> str:
        return rf"\left({text}\right)"

    def gap(self, before: Expression, after: Expression) -> str:
        figure = after.base if isinstance(after, Power) else after
        if isinstance(figure, Number) or (isinstance(figure, Symbol) and figure.style == "numeral"):
            return r" \cdot "
        return " " if self.ends_clear(before) and self.starts_clear(after) else self.dot

    def starts_clear(self, x: Expression) -> bool:
        if isinstance(x, Symbol) and x.style == "letter":
            return True
        return super().starts_clear(x)

    def ends_clear(self, x: Expression) -> bool:
        return isinstance(x, Root) or (
            self.starts_clear(x) if isinstance(x, Power) else super().ends_clear(x)
        )

    def symbol(self, x: Symbol) -> str:
        if x.style == "word":
            return word(x.text)
        return numeral(x.text) if x.style == "numeral" else maths(x.text)

    def fraction(self, above: tuple[Expression, ...], below: tuple[Expression, ...]) -> str:
        if not below:
            return self.product(above)
        parts = [self.write(p[0]) if len(p) == 1 else self.product(p) for p in (above, below)]
        return rf"\frac{{{parts[0]}}}{{{parts[1]}}}"

    def power(self, base: str, exponent: Expression) -> str:
        return (f"{{{base}}}" if re.search("['^]", base) else base) + f"^{{{self.write(exponent)}}}"

    def root(self, x: Root) -> str:
        degree = "" if x.degree == 2 else f"[{x.degree}]"
        return rf"\sqrt{degree}{{{self.write(x.of)}}}"

    def call(self, function: str, arguments: str) -> str:
        if function in _FENCES:
            return arguments.join(_FENCES[function])
        return _FUNCTIONS[function] + self.bracketed(arguments)


_WRITER = LatexWriter()


def latex(x: Expression) -> str:
    """A laid-out formula as LaTeX."""
    return _WRITER.write(x)


def word(name: str) -> str:
    """A glossary name or an output's name, upright."""
    return rf"\mathrm{{{name.replace('_', chr(92) + '_')}}}"


def numeral(text: str) -> str:
    r"""A number: 2e-05 is 2 \times 10^{-5}."""
    mantissa, _, exponent = text.partition("e")
    return mantissa if not exponent else rf"{mantissa} \times 10^{{{int(exponent)}}}"


def letters_latex(text: str) -> str:
    """A formula in the paper's letters, or a word."""
    return word(text) if re.fullmatch("[A-Za-z_]{2,}", text) else maths(text)


def left_latex(shown: Shown) -> tuple[str, str]:
    """What is bounded, and the relation."""
    left, relation = shown.left
    return letters_latex(left), _RELATIONS[relation]


def sum_lines(left: str, relation: str, terms: Iterable[str]) -> list[str]:
    """An aligned sum: on one line where it is short, else a line for each term."""
    first, *rest = terms
    signed = [f"- {t[1:]}" if t.startswith("-") else f"+ {t}" for t in rest]
    if len("".join([left, first, *signed])) <= LINE:
        return [" ".join([left, f"&{relation}", first, *signed])]
    return [f"{left} &{relation} {first}", *(rf"&\quad {term}" for term in signed)]


def aligned(lines: list[str]) -> str:
    """Lines one below the other at their ampersands; a single line needs none."""
    if len(lines) == 1:
        return lines[0].replace(" &", " ").removeprefix("&")
    return "\\begin{aligned}\n" + " \\\\\n".join(lines) + "\n\\end{aligned}"


def term_latex(shown: Shown, node: Node) -> str:
    """A term of a sum, its sign first."""
    x = shown.in_letters(node)
    return "-" + _WRITER.within(magnitude(x), PRODUCT) if is_negative(x) else latex(x)


def definition_letter(definition: Definition) -> str:
    return latex(as_expression(definition.letter)) if definition.letter else word(definition.name)


def definition_line(shown: Shown, definition: Definition) -> str:
    r"""A line such as C_{1} &= …; what stands inside O(\cdot) has that around it."""
    expression = latex(shown.in_letters(definition.node))
    if definition.name not in shown.orders:
        return f"{definition_letter(definition)} &= {expression}"
    bounded, order = map(letters_latex, shown.ordered(definition))
    return rf"{bounded} &= {order}\left({expression}\right)"


def bound_lines(shown: Shown) -> list[str]:
    """The bound, if there is one, as aligned lines."""
    terms = [term_latex(shown, node) for node in shown.terms.values()]
    return sum_lines(*left_latex(shown), terms) if terms else []


def output_lines(shown: Shown) -> dict[Definition, str]:
    """The outputs, each with its line."""
    lines = {d: definition_line(shown, d) for d in shown.outputs}
    return {d: line for d, line in lines.items() if not _says_nothing(line)}


def _says_nothing(line: str) -> bool:
    """Whether a definition only repeats a letter's power, as in \tilde{G}^{2} = \tilde{G}^{2}."""
    left, _, right = line.partition(" &= ")
    return left == right


def in_words(shown: Shown, condition: Condition) -> bool:
    """Whether a constraint compares nothing in the paper's letters, being on what the paper fixes at 1."""
    return shown.in_letters(condition.left) == shown.in_letters(condition.right)


def condition_latex(shown: Shown, condition: Condition) -> str:
    """A constraint; one on what the paper fixes at 1 in its words, and an order of growth as that."""
    if in_words(shown, condition):
        return rf"\text{{{prose(condition.constraint.text)}}}"
    left, right = (latex(shown.in_letters(side)) for side in (condition.left, condition.right))
    if condition.constraint.order:
        return joined([right, rf" = \Omega\left({left}\right)"])
    return f"{left} {_RELATIONS[condition.constraint.relation]} {right}"


def shown_latex(shown: Shown) -> str:
    """The bound and the definitions that it needs; a sentence where a statement has neither."""
    lines = [*bound_lines(shown), *output_lines(shown).values()]
    return aligned(lines) if lines else rf"\text{{{prose(shown.statement.says)}}}"


def symbolic_terms(formula: Formula) -> Mapping[str, sympy.Expr]:
    """The terms of a formula as SymPy expressions in the glossary names."""
    from theory.readings.symbolic import Symbolic

    terms = apply(formula, {name: Symbolic.symbol(name) for name in needs(formula)})
    return {name: term.value for name, term in terms.items()}


def statement_latex(statement: Statement) -> str:
    """A statement's bound as LaTeX in the letters of its paper, with the constants that the paper names."""
    return shown_latex(Shown(statement))
