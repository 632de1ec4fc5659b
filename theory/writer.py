"""Laid-out formulas as text: what needs parentheses, what may stand side by side, and one line of Unicode."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache, singledispatchmethod
from itertools import pairwise

from theory.layout import Call, Expression, Fraction, Number, Power, Root, Sum, Symbol

SUM, PRODUCT, POWER, ATOM = range(4)
"""How tightly an expression holds together."""

_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_ROOTS = {2: "√", 3: "∛", 4: "∜"}
FUNCTIONS = {"exp": "exp", "log": "log", "log2": "log₂", "maximum": "max", "minimum": "min"}
FENCES = {"absolute": ("|", "|"), "ceiling": ("⌈", "⌉")}
_LETTER = re.compile(r"\w[₀-₉]*[′']*")
_WITH_SUBSCRIPT = re.compile(r"\w[′']*_(\w+|∞|\{[^{}]*\})")
_NORM = re.compile(r"‖[^‖]*‖[₀-₉]*")


def _bare(symbol: Symbol) -> str:
    """A letter without its accents."""
    return "".join(c for c in unicodedata.normalize("NFD", symbol.text) if not unicodedata.combining(c))


@cache
def is_letter(symbol: Symbol) -> bool:
    """Whether a symbol is one letter, with accents, digits below or primes, so that it may touch others."""
    return symbol.style == "letter" and _LETTER.fullmatch(_bare(symbol)) is not None


def outermost(text: str) -> str:
    """What of a symbol's text stands outside its brackets and norm bars."""
    depth, bars, kept = 0, False, []
    for character in text:
        bars ^= character == "‖"
        depth += (character in "([{⟨") - (character in ")]}⟩")
        if not depth and not bars:
            kept.append(character)
    return "".join(kept)


@cache
def _symbol_level(symbol: Symbol) -> int:
    """A letter may itself be a difference, such as F(z₀) − F*, or a quotient; a numeral may be 2e-05."""
    outside = outermost(symbol.text)
    if symbol.style == "word":
        return ATOM
    if symbol.style == "numeral":
        return PRODUCT if "e" in outside else ATOM
    if re.search("[−+]", outside):
        return SUM
    if re.search("[/· ]", outside):
        return PRODUCT
    bare = _bare(symbol)
    return ATOM if any(p.fullmatch(bare) for p in (_LETTER, _WITH_SUBSCRIPT, _NORM)) else POWER


def level(x: Expression) -> int:
    """How tightly x holds together."""
    if isinstance(x, Symbol):
        return _symbol_level(x)
    if isinstance(x, Number):
        return ATOM if x.value >= 0 else SUM
    return {Sum: SUM, Fraction: PRODUCT, Power: POWER, Root: POWER, Call: POWER}[type(x)]


def is_negative(x: Expression) -> bool:
    return (isinstance(x, Fraction) and x.negative) or (isinstance(x, Number) and x.value < 0)


def magnitude(x: Expression) -> Expression:
    """A signed term without its sign."""
    if isinstance(x, Number):
        return Number(abs(x.value))
    if not isinstance(x, Fraction):
        return x
    return Fraction(False, x.above, x.below) if x.below or len(x.above) > 1 else x.above[0]


class Writer:
    """One line of Unicode text, such as 4(1 − β)(F(z₀) − F*)/(Tη); a subclass writes another alphabet."""

    minus, dot, slash, comma = "−", "·", "/", ", "

    def number(self, value: int) -> str:
        return str(value).replace("-", self.minus)

    def signed(self, term: str, *, negative: bool) -> str:
        """A term of a sum after the first one."""
        return f" {self.minus if negative else '+'} {term}"

    def bracketed(self, text: str) -> str:
        return f"({text})"

    def within(self, x: Expression, lowest: int) -> str:
        """x, in parentheses where it holds together less tightly than `lowest`."""
        return self.write(x) if level(x) >= lowest else self.bracketed(self.write(x))

    def product(self, factors: tuple[Expression, ...]) -> str:
        """Factors side by side, with a dot between those that would run into each other."""
        if len(factors) == 1:
            return self.within(factors[0], PRODUCT)
        written = self.within(factors[0], POWER)
        for before, after in pairwise(factors):
            written += self.gap(before, after) + self.within(after, POWER)
        return written

    def gap(self, before: Expression, after: Expression) -> str:
        return "" if self.ends_clear(before) and self.starts_clear(after) else self.dot

    def ends_clear(self, x: Expression) -> bool:
        """Whether a factor may follow x without a dot."""
        if isinstance(x, Root):
            return self.is_fenced_root(x)
        if isinstance(x, Power) and not isinstance(x.exponent, Number):
            return level(x.exponent) < ATOM
        return isinstance(x, Number) or self.starts_clear(x)

    def starts_clear(self, x: Expression) -> bool:
        """Whether x may follow a factor without a dot."""
        if isinstance(x, Power):
            return level(x.base) < ATOM or self.starts_clear(x.base)
        if isinstance(x, Symbol):
            return is_letter(x) or level(x) < POWER or _NORM.fullmatch(_bare(x)) is not None
        return isinstance(x, Sum | Root)

    def is_fenced_root(self, x: Root) -> bool:
        return not (isinstance(x.of, Number) or (isinstance(x.of, Symbol) and is_letter(x.of)))

    @singledispatchmethod
    def write(self, x: Expression) -> str:
        raise TypeError(f"{type(x).__name__} is no laid-out formula")

    @write.register
    def _(self, x: Number) -> str:
        return self.number(x.value)

    @write.register
    def _(self, x: Symbol) -> str:
        return self.symbol(x)

    @write.register
    def _(self, x: Sum) -> str:
        first, *rest = x.terms
        written = self.write(first)
        for term in rest:
            negative = is_negative(term)
            size = self.within(magnitude(term), PRODUCT if negative else SUM)
            written += self.signed(size, negative=negative)
        return written

    @write.register
    def _(self, x: Fraction) -> str:
        return (self.minus if x.negative else "") + self.fraction(x.above, x.below)

    @write.register
    def _(self, x: Power) -> str:
        return self.power(self.within(x.base, ATOM), x.exponent)

    @write.register
    def _(self, x: Root) -> str:
        return self.root(x)

    @write.register
    def _(self, x: Call) -> str:
        return self.call(x.function, self.comma.join(map(self.write, x.arguments)))

    def symbol(self, x: Symbol) -> str:
        return x.text

    def fraction(self, above: tuple[Expression, ...], below: tuple[Expression, ...]) -> str:
        if not below:
            return self.product(above)
        divisor = self.within(below[0], POWER) if len(below) == 1 else self.bracketed(self.product(below))
        return f"{self.product(above)}{self.slash}{divisor}"

    def power(self, base: str, exponent: Expression) -> str:
        if isinstance(exponent, Number) and exponent.value >= 0:
            return base + str(exponent.value).translate(_SUPERSCRIPTS)
        return f"{base}^{self.within(exponent, ATOM)}"

    def root(self, x: Root) -> str:
        sign = _ROOTS.get(x.degree, str(x.degree).translate(_SUPERSCRIPTS) + "√")
        return sign + (self.bracketed(self.write(x.of)) if self.is_fenced_root(x) else self.write(x.of))

    def call(self, function: str, arguments: str) -> str:
        if function in FENCES:
            return arguments.join(FENCES[function])
        return FUNCTIONS[function] + self.bracketed(arguments)


one_line: Callable[[Expression], str] = Writer().write
"""A formula in one line of text."""
