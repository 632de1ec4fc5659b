"""Claims in words: a comparison's text in the paper's letters, from the one text that the checkers read."""

from __future__ import annotations

from functools import cache
from typing import Any

from theory.layout import Expression, lay_out
from theory.proof.claim import Comparison
from theory.proof.norms import norm
from theory.proof.vectors import dot, mean
from theory.readings.written import Node, Written
from theory.shown import as_expression
from theory.statement import Formula, needs
from theory.writer import one_line

_SIGNS = {"<": "<", "<=": "≤", "==": "="}
_NAMES = (
    *("alpha", "beta", "gamma", "delta", "eps", "zeta", "eta", "theta", "kappa", "lam", "mu", "nu", "xi"),
    *("pi", "rho", "sigma", "tau", "phi", "psi", "omega"),
)
_GREEK = dict(zip(_NAMES, "αβγδεζηθκλμνξπρστφψω", strict=True))
_DIGITS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def letter(name: str) -> str:
    """A quantity's letter: delta is δ, E2 with a suffix _sq is its square, C_1 is C₁."""
    base, _, suffix = name.partition("_")
    word = base.rstrip("0123456789")
    written = _GREEK.get(word, word) + base[len(word) :].translate(_DIGITS)
    if suffix == "sq":
        return written + "²"
    return written + (suffix.translate(_DIGITS) if suffix.isdigit() else f"_{suffix}" if suffix else "")


class _WrittenSpace:
    """Vectors that are only written down."""

    def __getattr__(self, name: str) -> Written:
        return Written.constant(letter(name))

    def each(self, name: str) -> Written:
        return Written.constant(f"{letter(name)}_k")

    def number(self, name: str) -> Written:
        return Written.constant(name)


def _laid_out(value: Any) -> Expression:
    return lay_out(Written.literal(0).lift(value).value, _symbol)


def _text(value: Any) -> str:
    return one_line(_laid_out(value))


def _symbol(node: Node) -> Any:
    return as_expression(str(node.parts[0]))


@dot.register
def _(one: Written, other: Any) -> Written:
    if one is other:
        return Written.constant(f"‖{_text(one)}‖²")
    return Written.constant(f"⟨{_text(one)}, {_text(other)}⟩")


@norm.register
def _(vector: Written) -> Written:
    return Written.constant(f"‖{_text(vector)}‖")


@mean.register
def _(family: Written) -> Written:
    return Written.constant(f"mean({_text(family)})")


@cache
def sides(claim: Formula) -> tuple[Expression, str, Expression]:
    """A claim's left side, the sign between, and its right side, laid out in the paper's letters."""
    found: Comparison = claim(**_written(claim))
    return _laid_out(found.left), _SIGNS[found.relation], _laid_out(found.right)


@cache
def says(claim: Formula) -> str:
    """A claim as one line of text."""
    left, sign, right = sides(claim)
    return f"{one_line(left)} {sign} {one_line(right)}"


def compares_with_zero(claim: Formula, *, of_vectors: bool) -> bool:
    """Whether the right side of a claim on vectors, or on named reals, is the literal 0."""
    reals = {name: Written.constant(letter(name)) for name in needs(claim)}
    found: Comparison = claim(**(_written(claim) if of_vectors else reals))
    return isinstance(found.right, int) and found.right == 0


def displays(chain: Formula) -> tuple[str, ...]:
    """The display of every link of a chain."""
    return tuple(link.display for link in chain(**_written(chain))[1:])


def _written(formula: Formula) -> dict[str, Any]:
    space = {"v": _WrittenSpace()} if "v" in needs(formula) else {}
    return {name: Written.constant(letter(name)) for name in needs(formula)} | space
