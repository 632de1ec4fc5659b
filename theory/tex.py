r"""Formulas in a paper's letters, kept as Unicode text, as LaTeX.

A character that is not known is bad input, so that no Unicode letter gets into a LaTeX file unseen.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache

from theory.errors import BadInput


def pairs(table: str) -> dict[str, str]:
    """A table written as words: each first one with the one after it."""
    words = table.split()
    return dict(zip(words[::2], words[1::2], strict=True))


_SYMBOLS: Mapping[str, str] = pairs(r"""
    α \alpha  β \beta  γ \gamma  δ \delta  ε \varepsilon  ζ \zeta  η \eta  θ \theta  κ \kappa  λ \lambda
    μ \mu  ν \nu  ξ \xi  π \pi  ρ \rho  σ \sigma  τ \tau  φ \varphi  ω \omega
    Δ \Delta  Θ \Theta  Λ \Lambda  Φ \Phi  Ψ \Psi  Ω \Omega  Σ \sum  Π \prod  ∇ \nabla  ∂ \partial
    ∞ \infty  ℓ \ell  ≤ \leq  ≥ \geq  ≠ \neq  ≈ \approx  ≺ \prec  ≻ \succ  ⪯ \preceq  ⪰ \succeq
    ∈ \in  ∉ \notin
    → \rightarrow  ← \leftarrow  ± \pm  ÷ \div  ∫ \int  · \cdot  × \times  ⊙ \odot  ½ \frac{1}{2}
    ⟨ \langle  ⟩ \rangle  ⌈ \lceil  ⌉ \rceil  ⌊ \lfloor  ⌋ \rfloor  ‖ \|  … \ldots
    − -  ′ '  ’ '  { \{  } \}  % \%
    ① \mathrm{(1)}  ② \mathrm{(2)}  ③ \mathrm{(3)}  ④ \mathrm{(4)}  ⑤ \mathrm{(5)}  ⑥ \mathrm{(6)}
""")
_ACCENTS = {"\u0302": r"\hat", "\u0303": r"\tilde", "\u0304": r"\bar", "\u0307": r"\dot"}
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_LOWERED = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_FUNCTIONS = ("exp", "log", "max", "min")
_PLAIN = r"[A-Za-z0-9 ()\[\]+\-=<>|,;:/'.!]"
_GROUP = r"∞|\d+|[A-Z]|[a-z]{2}(?![a-z_])|[a-z](?![a-z](?!_))|[α-ω]"
"""What a subscript or a superscript without brackets may be."""

_RULES: tuple[tuple[str, Callable[[re.Match[str]], str]], ...]


@cache
def maths(text: str) -> str:
    """A formula in the paper's letters as LaTeX."""
    pieces: list[str] = []
    text, position = _decomposed(text), 0
    while position < len(text):
        piece, position = _piece(text, position)
        again = bool(pieces) and piece[0] in "_^" and pieces[-1][0] == piece[0]
        pieces.append(_both(pieces.pop(), piece) if again else piece)
    return joined(pieces)


def _both(one: str, other: str) -> str:
    """Two subscripts, or two superscripts, of the same letter as one, which is all that LaTeX takes."""
    inner = [script[1:].removeprefix("{").removesuffix("}") for script in (one, other)]
    return f"{one[0]}{{{(',' if one[0] == '_' else '').join(inner)}}}"


def _decomposed(text: str) -> str:
    """Letters with their accents apart; a relation that is struck out stays one character."""
    return re.sub(
        "[^≠∉]+", lambda found: unicodedata.normalize("NFD", found[0]), unicodedata.normalize("NFC", text)
    )


def joined(pieces: list[str]) -> str:
    """Pieces of LaTeX one after the other, with a space where a command would swallow the next letter."""
    written = ""
    for piece in pieces:
        swallows = re.search(r"\\[A-Za-z]+$", written) and re.match("[A-Za-z]", piece)
        written += f" {piece}" if swallows else piece
    return written


@cache
def _rules() -> tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...]:
    """How to write what matches, the first of the patterns first."""
    return tuple((re.compile(pattern), convert) for pattern, convert in _RULES)


def _piece(text: str, position: int) -> tuple[str, int]:
    """The LaTeX of what stands at a position, and the position after it."""
    for pattern, convert in _rules():
        if found := pattern.match(text, position):
            return convert(found), found.end()
    if text[position] in "√∛":
        return _root(text, position)
    if text[position] in "_^" and text[position + 1 : position + 2] in ("(", "{"):
        end = _closing(text, position + 1)
        return text[position] + _braced(text[position + 1 : end].strip("{}")), end
    if text[position] in _SYMBOLS:
        return _SYMBOLS[text[position]], position + 1
    if re.match(_PLAIN, text[position]):
        return text[position], position + 1
    raise BadInput(f"{text[position]!r} in {text!r} has no LaTeX")


def _closing(text: str, position: int) -> int:
    """The position after the bracket that closes the one at `position`."""
    opening, closing = ("(", ")") if text[position] == "(" else ("{", "}")
    depth = 0
    for place in range(position, len(text)):
        depth += (text[place] == opening) - (text[place] == closing)
        if depth == 0:
            return place + 1
    raise BadInput(f"{text!r} leaves a bracket open")


def _root(text: str, position: int) -> tuple[str, int]:
    degree = "[3]" if text[position] == "∛" else ""
    if text[position + 1] == "(":
        end = _closing(text, position + 1)
        return rf"\sqrt{degree}{{{maths(text[position + 2 : end - 1])}}}", end
    of, end = _piece(text, position + 1)
    while end < len(text) and text[end] in "₀₁₂₃₄₅₆₇₈₉_′":
        script, end = _piece(text, end)
        of += script
    return rf"\sqrt{degree}{{{of}}}", end


def _accented(found: re.Match[str]) -> str:
    letter = _SYMBOLS.get(found[1], found[1])
    for accent in found[2]:
        letter = f"{_ACCENTS[accent]}{{{letter}}}"
    return letter


def _braced(text: str) -> str:
    """A subscript or superscript, which needs no braces where it is one command."""
    inner = maths(text)
    return inner if re.fullmatch(r"\\[A-Za-z]+", inner) else f"{{{inner}}}"


def _word(found: re.Match[str]) -> str:
    return rf"\{found[0]}" if found[0] in _FUNCTIONS else rf"\mathrm{{{found[0]}}}"


_RULES = (
    (r"([A-Za-zα-ωΑ-Ω∇])([\u0302\u0303\u0304\u0307]+)", _accented),
    (r"E(?=[‖\[|∇(]| \S)", lambda _: r"\mathbb{E}"),
    (r"(η|[A-Za-z])_(tilde|hat|bar)", lambda found: rf"\{found[2]}{{{_SYMBOLS.get(found[1], found[1])}}}"),
    (r"(?:[a-z]{3,}|[A-Z][a-z]{2,})(?![\u0300-\u036f])", _word),
    (r"_(\*|[a-z]{3,})", lambda found: f"_{{{maths(found[1]).lstrip('^')}}}"),
    (rf"([_^])({_GROUP})", lambda found: found[1] + _braced(found[2])),
    (r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+", lambda found: f"^{{{found[0].translate(_RAISED)}}}"),
    (r"[₀-₉]+", lambda found: f"_{{{found[0].translate(_LOWERED)}}}"),
    (r"ᵀ", lambda _: r"^{\top}"),
    (r"\*", lambda _: "^{*}"),
    (
        r"(?<![\w)])\((\w)/(\w{1,2})\)(?![\^⁰¹²³⁴⁵⁶⁷⁸⁹⁻])",  # a power is of the whole quotient
        lambda found: rf"\frac{{{maths(found[1])}}}{{{maths(found[2])}}}",
    ),
)
