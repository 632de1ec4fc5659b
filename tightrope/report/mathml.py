"""Laid-out formulas as MathML that a browser can break at a sum's terms, within brackets too."""

from __future__ import annotations

import re
from functools import cache

from markupsafe import Markup, escape

from theory.layout import ONE, Expression, Number, Root, Sum, Symbol, divided
from theory.writer import FENCES, FUNCTIONS, Writer
from tightrope.report.sentence import pieces

NARROW = 24
"""Characters of a numerator or a divisor, or of a formula, for which a phone has room."""
PIECE = 18
"""Characters between which no line is broken, where there are places enough to break it."""
_BREAK = "\N{ZERO WIDTH SPACE}"
_STILL = ' stretchy="false"'
_WORDS = re.compile("[a-z]{2,} [a-z]{2,}")
_TAG = re.compile("<[^>]*>")


class MathmlWriter(Writer):
    """Laid-out formulas as MathML; where a line may be broken, a mark stands."""

    minus, dot, slash = '<mo form="prefix">−</mo>', "<mo>·</mo>", f"{_BREAK}<mo>/</mo>"
    comma = f"<mo>,</mo>{_BREAK}"

    def number(self, value: int) -> str:
        return f"{self.minus if value < 0 else ''}<mn>{abs(value)}</mn>"

    def signed(self, term: str, *, negative: bool) -> str:
        return f"<mo>{'−' if negative else '+'}</mo>{_BREAK}{term}"

    def gap(self, before: Expression, after: Expression) -> str:
        """A dot where factors would run into each other; a break there, and beside a bracket."""
        dot = super().gap(before, after)
        return dot + _BREAK if dot or isinstance(before, Sum) or isinstance(after, Sum) else ""

    def bracketed(self, text: str) -> str:
        """Brackets that grow with a fraction stand on one line; around a longer text they do not grow."""
        if "<mfrac>" in text and _length(text) <= PIECE:
            return f"<mrow><mo>(</mo>{text.replace(_BREAK, '')}<mo>)</mo></mrow>"
        return f"<mo{_STILL}>(</mo>{text}<mo{_STILL}>)</mo>"

    def symbol(self, x: Symbol) -> str:
        return _letter(x.text)

    def fraction(self, above: tuple[Expression, ...], below: tuple[Expression, ...]) -> str:
        """One above the other where both are narrow, else in one line, which can be broken."""
        if not below:
            return self.product(above)
        parts = [self.write(p[0]) if len(p) == 1 else self.product(p) for p in (above, below)]
        if max(map(_length, parts)) > NARROW:
            return super().fraction(above, below)
        return f"<mfrac>{_one(parts[0])}{_one(parts[1])}</mfrac>"

    def power(self, base: str, exponent: Expression) -> str:
        """Where the base can be broken, only its closing bracket has the exponent, as in LaTeX."""
        at = base.rindex("<mo") if _BREAK in base and base.endswith("</mo>") else 0
        return f"{base[:at]}<msup>{_one(base[at:])}{_one(self.write(exponent))}</msup>"

    def root(self, x: Root) -> str:
        """Of what is too wide for one line, the power that it is."""
        of = self.write(x.of)
        if _length(of) > NARROW:
            return self.power(self.bracketed(of), divided(ONE, Number(x.degree)))
        if x.degree == 2:
            return f"<msqrt>{of.replace(_BREAK, '')}</msqrt>"
        return f"<mroot>{_one(of)}<mn>{x.degree}</mn></mroot>"

    def call(self, function: str, arguments: str) -> str:
        if function in FENCES:
            left, right = FENCES[function]
            return f'<mo form="prefix">{left}</mo>{arguments}<mo form="postfix">{right}</mo>'
        return f"<mi>{FUNCTIONS[function]}</mi>{self.bracketed(arguments)}"


_WRITER = MathmlWriter()


@cache
def _letter(text: str) -> str:
    """A letter of the paper with what stands below and above it, or what has words in it as text."""
    if _WORDS.search(text):
        return f"<mtext>{escape(text)}</mtext>"
    return _BREAK.join(re.sub("^<math>|</math>$", "", str(piece)) for piece in pieces(text, PIECE))


def _one(text: str) -> str:
    """What must be one element, and is not broken."""
    text, depth = text.replace(_BREAK, ""), 0
    for tag in _TAG.finditer(text):
        depth += -1 if tag[0][1] == "/" else 1
        if not depth:
            return text if tag.end() == len(text) else f"<mrow>{text}</mrow>"
    return f"<mrow>{text}</mrow>"


def _length(text: str) -> int:
    """How many characters are seen."""
    return len(_TAG.sub("", text.replace(_BREAK, "")))


def compared(left: Expression | None, sign: str, right: Expression) -> Markup:
    """A comparison as formulas between which a line can be broken; without a left side it goes on."""
    parts: list[str] = []
    written = f"{_WRITER.write(left) if left else ''}<mo>{escape(sign)}</mo>{_BREAK}{_WRITER.write(right)}"
    for piece in written.split(_BREAK):
        if parts and _length(parts[-1]) + _length(piece) <= PIECE:
            parts[-1] += piece
        else:
            parts.append(piece)
    lines = ["".join(parts)] if sum(map(_length, parts)) <= NARROW else parts
    return Markup("<wbr>".join(f"<math>{line}</math>" for line in lines))
