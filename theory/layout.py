"""How a formula's text is laid out on paper: sums, fractions, powers, without a change of meaning.

What `theory.readings.written` keeps as a chain of two-sided operations is gathered here into sums of terms
and fractions of factors, as a reader expects them: 2 · L · σ² / ((1 − β) · b) · (η / K) becomes
2Lσ²η/((1 − β)bK). Integers come first, equal factors become a power, and nothing else is simplified:
nothing cancels, nothing is multiplied out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal, cast

from theory.readings.written import Node

Style = Literal["letter", "word", "numeral"]


@dataclass(frozen=True)
class Number:
    """An integer of the formula's text."""

    value: int


@dataclass(frozen=True)
class Symbol:
    """What stands for a constant or an output: a paper's letter, a name, or a numeral with its value."""

    text: str
    style: Style = "letter"


@dataclass(frozen=True)
class Sum:
    terms: tuple[Expression, ...]


@dataclass(frozen=True)
class Fraction:
    """A signed product of factors over a product of factors."""

    negative: bool
    above: tuple[Expression, ...]
    below: tuple[Expression, ...] = ()


@dataclass(frozen=True)
class Power:
    base: Expression
    exponent: Expression


@dataclass(frozen=True)
class Root:
    of: Expression
    degree: int


@dataclass(frozen=True)
class Call:
    """exp, log, log2, absolute, maximum, minimum or ceiling."""

    function: str
    arguments: tuple[Expression, ...]


Expression = Number | Symbol | Sum | Fraction | Power | Root | Call

ONE = Number(1)


def lay_out(node: Node, symbol: Callable[[Node], Expression]) -> Expression:
    """Lay a formula out; `symbol` says how a constant or an output is written."""
    if node.kind in ("constant", "output"):
        return symbol(node)
    if node.kind == "number":
        return Number(cast(int, node.parts[0]))
    if node.kind == "root":
        return rooted(lay_out(cast(Node, node.parts[0]), symbol), cast(int, node.parts[1]))
    parts = [lay_out(part, symbol) for part in node.parts if isinstance(part, Node)]
    if node.kind in _BUILDERS:
        return _BUILDERS[node.kind](*parts)
    return Call(node.kind, tuple(_flattened(node.kind, parts)))


def _flattened(function: str, parts: list[Expression]) -> Iterable[Expression]:
    """max(max(a, b), c) is max(a, b, c)."""
    for part in parts:
        if function in ("maximum", "minimum") and isinstance(part, Call) and part.function == function:
            yield from part.arguments
        else:
            yield part


def added(left: Expression, right: Expression) -> Expression:
    return Sum(_terms(left) + _terms(right))


def _terms(x: Expression) -> tuple[Expression, ...]:
    return x.terms if isinstance(x, Sum) else (x,)


def _fraction(x: Expression) -> Fraction:
    if isinstance(x, Fraction):
        return x
    if isinstance(x, Number) and x.value < 0:
        return Fraction(True, (Number(-x.value),))
    return Fraction(False, (x,))


def negated(x: Expression) -> Expression:
    f = _fraction(x)
    return _gathered(not f.negative, f.above, f.below)


def multiplied(left: Expression, right: Expression) -> Expression:
    a, b = _fraction(left), _fraction(right)
    return _gathered(a.negative != b.negative, a.above + b.above, a.below + b.below)


def divided(left: Expression, right: Expression) -> Expression:
    a, b = _fraction(left), _fraction(right)
    return _gathered(a.negative != b.negative, a.above + b.below, a.below + b.above)


def _gathered(negative: bool, above: tuple[Expression, ...], below: tuple[Expression, ...]) -> Expression:
    above, below = _factors(above) or (ONE,), _factors(below)
    return above[0] if len(above) == 1 and not below and not negative else Fraction(negative, above, below)


def _factors(factors: tuple[Expression, ...]) -> tuple[Expression, ...]:
    """The product of the integers first, unless it is 1; then each factor once, with its power."""
    number = 1
    powers: dict[Expression, int] = {}
    for factor in factors:
        if isinstance(factor, Number):
            number *= factor.value
            continue
        base, exponent = _base(factor)
        powers[base] = powers.get(base, 0) + exponent
    gathered = tuple(raised(base, Number(exponent)) for base, exponent in powers.items())
    return gathered if number == 1 else (Number(number), *gathered)


def _base(x: Expression) -> tuple[Expression, int]:
    """x as a positive integer power."""
    if isinstance(x, Power) and isinstance(x.exponent, Number) and x.exponent.value > 0:
        return x.base, x.exponent.value
    return x, 1


def raised(base: Expression, exponent: Expression) -> Expression:
    inner, power = _base(base)
    if isinstance(exponent, Number) and exponent.value > 0:
        base, exponent = inner, Number(power * exponent.value)
    return base if ONE in (base, exponent) else Power(base, exponent)


def rooted(x: Expression, degree: int) -> Expression:
    """A root; that of a letter's own power is the letter, since constants are not negative: √σ² = σ."""
    base, exponent = _base(x)
    if isinstance(base, Symbol) and exponent == degree:
        return base
    return x if x == ONE else Root(x, degree)


_BUILDERS: dict[str, Callable[..., Expression]] = {
    "sum": added,
    "minus": negated,
    "product": multiplied,
    "quotient": divided,
    "power": raised,
}
