"""Sentences with formulas among their words as HTML: the formulas are MathML that a line can break."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markupsafe import Markup, escape

from theory import tex
from theory.prose import parts
from tightrope.report.markup import maths

SHORT = 30
"""Characters of a formula that a line need not break."""
_MARK_AFTER = re.compile("</math>([.,;:)]+)")
"""What a line must not begin with."""
_BREAKS = re.compile(r" (?=(?:\\leq|\\geq|=|<|>|\+|-) )|(?=\\cdot)|(?<=,) |(?<! )(?=\+)|(?=/\()")


def sentence(text: str) -> Markup:
    """A sentence, or a formula alone; a name of ours such as root_low stays as it is."""
    written = "".join(_formula(part) if is_formula else escape(part) for part, is_formula in parts(text))
    return Markup(_MARK_AFTER.sub(r"<mtext>\1</mtext></math>", written))


def _formula(text: str) -> Markup:
    """A formula as pieces, since browsers break a line between formulas only."""
    latex = tex.maths(text)
    first, *rest = [latex] if len(text) <= SHORT else _pieces(latex)
    return Markup("<wbr>").join([maths(first), *(_infix(maths(piece)) for piece in rest)])


def _pieces(latex: str) -> Iterator[str]:
    """LaTeX cut before relations, signs, dots and bracketed divisors, and after commas, outside braces."""
    start = 0
    for found in _BREAKS.finditer(latex):
        before = re.sub(r"\\[{}]", "", latex[: found.start()])
        if found.start() > start and before.count("{") == before.count("}"):
            yield latex[start : found.start()]
            start = found.end()
    yield latex[start:]


def _infix(formula: Markup) -> Markup:
    """A piece that goes on after another: an operator at its start has spaces on both sides."""
    return Markup(re.sub(r"^(<math[^>]*><mrow>)<mo>", r'\1<mo form="infix">', str(formula)))
