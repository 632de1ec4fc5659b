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
_BREAKS = re.compile(
    r" (?=(?:\\leq|\\geq|=|<|>|\+|-) )|(?=\\cdot)|(?<=,) |(?<! )(?=\+)|(?=/\()|(?<=\)) (?=[A-Z])"
)

_INDEX = re.compile(r"\b[a-z]{5,}_\w+|(?P<sign>[_^])(?:\{(?P<many>[^{}]*)\}|(?P<one>[^\W_]|∞|\*)(?!\w))")
"""A name of ours, or an index or an exponent of one letter, or in braces."""


def sentence(text: str) -> Markup:
    """A sentence, or a formula alone; a name of ours such as root_low stays as it is."""
    written = "".join(_formula(part) if is_formula else escape(part) for part, is_formula in parts(text))
    return Markup(_MARK_AFTER.sub(r"<mtext>\1</mtext></math>", written))


def indexed(text: str) -> Markup:
    """A text as it is, its indices and exponents such as F_S, e_{k,t}, β^{1/2} lowered and raised.

    Far lighter than MathML, for what a page repeats often; names of ours such as step_size have no index.
    """
    return Markup(_INDEX.sub(_moved, str(escape(text))))


def _moved(found: re.Match[str]) -> str:
    if found["sign"] is None:
        return found[0]
    tag = "sub" if found["sign"] == "_" else "sup"
    return f"<{tag}>{found['many'] or found['one']}</{tag}>"


def _formula(text: str) -> Markup:
    """A formula as pieces, since browsers break a line between formulas only."""
    return Markup("<wbr>").join(pieces(text, SHORT))


def pieces(text: str, short: int) -> list[Markup]:
    """A formula in the paper's letters as formulas that follow each other; as one if it is short enough."""
    latex = tex.maths(text)
    first, *rest = [latex] if len(text) <= short else _pieces(latex)
    return [maths(first), *(_infix(maths(piece)) for piece in rest)]


def _pieces(latex: str) -> Iterator[str]:
    """LaTeX cut before relations, signs, dots, bracketed divisors; after commas, brackets; not in braces."""
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
