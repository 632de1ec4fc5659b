"""Reads a formula back: evaluates its line of text or its LaTeX, given what its letters stand for.

Only what `theory.writer` and `theory.latex` write is understood; anything else is a SyntaxError. Side by side
is a product, and the longest letter that fits is the one that is meant.
"""

import math
import re
from collections.abc import Mapping

SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
FUNCTIONS = {
    "exp": math.exp,
    "log₂": math.log2,
    r"\log_{2}": math.log2,
    "log": math.log,
    "max": max,
    "min": min,
}


class Line:
    """One line of Unicode text, read from left to right."""

    opening, closing = "(", ")"
    minus, dots = "−", ("·",)
    ceiling, absolute = ("⌈", "⌉"), ("|", "|")

    def __init__(self, text: str, letters: Mapping[str, float]) -> None:
        self.text = text
        self.position = 0
        self.letters = dict(sorted(letters.items(), key=lambda item: -len(item[0])))
        self.within_bars = False

    def value(self) -> float:
        found = self.sum()
        if self.rest:
            raise SyntaxError(f"{self.text!r} goes on with {self.rest!r}")
        return found

    @property
    def rest(self) -> str:
        return self.text[self.position :]

    def take(self, *tokens: str) -> str | None:
        """The first of the tokens that stands here, after spaces; read if there is one."""
        spaces = len(self.rest) - len(self.rest.lstrip(" "))
        for token in tokens:
            if self.text.startswith(token, self.position + spaces):
                self.position += spaces + len(token)
                return token
        return None

    def need(self, token: str) -> None:
        if self.take(token) is None:
            raise SyntaxError(f"{self.text!r}: no {token!r} at {self.rest!r}")

    def sum(self) -> float:
        total = -self.product() if self.take(self.minus) else self.product()
        while sign := self.take("+", self.minus):
            total += self.product() if sign == "+" else -self.product()
        return total

    def product(self) -> float:
        found = self.power()
        if found is None:
            raise SyntaxError(f"{self.text!r}: no factor at {self.rest!r}")
        while True:
            divided = self.take("/", *self.dots)
            factor = self.power()
            if factor is None:
                if divided:
                    raise SyntaxError(f"{self.text!r}: no factor at {self.rest!r}")
                return found
            found = found / factor if divided == "/" else found * factor

    def power(self) -> float | None:
        base = self.atom()
        if base is None:
            return None
        if raised := re.match("[⁰¹²³⁴⁵⁶⁷⁸⁹]+", self.rest):
            self.position += raised.end()
            return base ** int(raised[0].translate(SUPERSCRIPTS))
        return base ** self.exponent() if self.take("^") else base

    def exponent(self) -> float:
        found = self.atom()
        if found is None:
            raise SyntaxError(f"{self.text!r}: no exponent at {self.rest!r}")
        return found

    def bracketed(self, opening: str, closing: str) -> float:
        self.need(opening)
        found = self.sum()
        self.need(closing)
        return found

    def atom(self) -> float | None:
        for letter, value in self.letters.items():
            if self.take(letter):
                return value
        if number := re.match(r" *(\d+(?:\.\d+)?)", self.rest):
            self.position += number.end()
            return float(number[1])
        if function := self.take(*FUNCTIONS):
            return self.call(function)
        return self.fenced()

    def fenced(self) -> float | None:
        if self.take(self.ceiling[0]):
            return self.closed(math.ceil(self.sum()), self.ceiling[1])
        if not self.within_bars and self.take(self.absolute[0]):
            self.within_bars = True
            found = self.closed(abs(self.sum()), self.absolute[1])
            self.within_bars = False
            return found
        return self.closed(self.sum(), self.closing) if self.take(self.opening) else self.root()

    def closed(self, found: float, closing: str) -> float:
        self.need(closing)
        return found

    def call(self, function: str) -> float:
        self.need(self.opening)
        arguments = [self.sum()]
        while self.take(","):
            arguments.append(self.sum())
        self.need(self.closing)
        return FUNCTIONS[function](*arguments)

    def root(self) -> float | None:
        sign = self.take("√", "∛")
        if sign is None:
            return None
        of = self.atom()
        if of is None:
            raise SyntaxError(f"{self.text!r}: no root at {self.rest!r}")
        return of ** (1 / (2 if sign == "√" else 3))


class Latex(Line):
    """The same for LaTeX; its fractions and roots have braces."""

    opening, closing = r"\left(", r"\right)"
    minus, dots = "-", (r"\cdot", r"\,", r"\times")
    ceiling, absolute = (r"\left\lceil", r"\right\rceil"), (r"\left|", r"\right|")

    def power(self) -> float | None:
        base = self.atom()
        return base ** self.bracketed("{", "}") if base is not None and self.take("^") else base

    def atom(self) -> float | None:
        if self.take(r"\frac"):
            return self.bracketed("{", "}") / self.bracketed("{", "}")
        if self.take("{"):
            return self.closed(self.sum(), "}")
        for name in ("exp", "log", "max", "min"):
            if self.take(rf"\{name}\left("):
                self.position -= len(r"\left(")
                return self.call(name)
        return super().atom()

    def root(self) -> float | None:
        if not self.take(r"\sqrt"):
            return None
        degree = self.bracketed("[", "]") if self.rest.startswith("[") else 2
        return self.bracketed("{", "}") ** (1 / degree)
