"""Sentences with formulas among their words, kept as Unicode text, as LaTeX."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from theory.errors import BadInput
from theory.tex import maths, pairs

_ASCII_OPERATORS = frozenset("=<>+:")
_OPERATORS = _ASCII_OPERATORS | frozenset("≤≥≠≈→←·−×∈")
_ASCII_FORMULA = re.compile(
    r"[(\[]*[b-zB-HJ-Z]'?|[\d.]*\d[A-Za-z]+|[A-Z]\d|\w+\(.*|.*[_^=<>*|].*|[+:]"
    r"|(?=.*/)(?!.*[A-Za-z]{3})[\w()\[\]/+.]+"
)
"""Words without a letter of mathematics that are formulas: k, 2nT, W1, f(x), x_t, c/(t+1), +."""
_LAST_NUMBER = re.compile(r"\d+[)\]}⟩]+\W*")
_GLOSSARY_NAME = re.compile(r"[a-z]{3,}((_[a-z0-9]{2,})+|_…)")
_NUMBER_OR_FUNCTION = re.compile(r"[\[(]*(-?\d[\d.]*(e[+-]?\d+)?|[aA])[)\]]*|min|max|exp|log")
_ENDING = re.compile(r"[.,;:)]*$")
_ESCAPED = pairs(r"""
    – --  ’ '  “ ``  ” ''  Ł \L{}  ö \"o  … \ldots{}  \ \textbackslash{}
    % \%  & \&  # \#  _ \_  $ \$  { \{  } \}  ^ \^{}  ~ \~{}  < \textless{}  > \textgreater{}
""")
_NAME = re.compile("[A-Za-zŁö]*[A-Za-z]{3}[A-Za-zŁö]*(–[A-Za-zŁö]+)*('s)?")
"""A name such as Polyak–Łojasiewicz, or any other word; NASη² is none."""
_ORDINARY = re.compile(r"[A-Za-z][a-z]+")


def prose(text: str) -> str:
    """A sentence as LaTeX text, with its formulas between dollar signs."""
    return "".join(f"${maths(part)}$" if is_formula else _plain(part) for part, is_formula in parts(text))


def parts(text: str) -> Iterator[tuple[str, bool]]:
    """The parts of a sentence in order, and whether each is a formula."""
    words = [part for word in text.split(" ") for part in _hyphenated(word)]
    formula = _formulas(words)
    position = 0
    while position < len(words):
        run, end = words[position], position + 1
        while formula[position] and _goes_on(run, words[end:], formula[end:]):
            run, end = run + words[end], end + 1
        run = run if end < len(words) else run.removesuffix(" ")
        yield from _bare(run) if formula[position] else [(run, False)]
        position = end


def _hyphenated(word: str) -> list[str]:
    """A compound such as "δ-approximate" in parts; each part keeps the hyphen or the space after it."""
    parts = re.split(r"(?<=[A-Za-zα-ω∞]-)(?=\w)", word)
    return [*parts[:-1], parts[-1] + " "]


def _unclosed(text: str) -> int:
    """How many more brackets a text opens than it closes; [0, 1) closes."""
    return sum((c in "([{⟨") - (c in ")]}⟩") for c in text)


def _goes_on(run: str, words: list[str], formula: list[bool]) -> bool:
    """Whether a formula goes on in the next word: not across a hyphen, or a mark outside its brackets."""
    last, is_open = run.rstrip(), _unclosed(run) > 0
    if not words or last.endswith("-"):
        return False
    if is_open and _LAST_NUMBER.fullmatch(words[0]):
        return True
    return formula[0] and (is_open or last[-1] not in ".,;:" or last.endswith(" :"))


def _formulas(words: list[str]) -> list[bool]:
    """Which words belong to a formula: those with a letter of mathematics, and numbers beside operators."""
    bare = [_ENDING.sub("", word.strip().removesuffix("-")) or word.strip() for word in words]
    formula = [_is_formula(word) for word in bare]
    for place, word in enumerate(bare):
        beside = {bare[p] for p in (place - 1, place + 1) if 0 <= p < len(bare)}
        formula[place] |= bool(_NUMBER_OR_FUNCTION.fullmatch(word)) and bool(beside & _OPERATORS)
    for place, (first, second) in enumerate(pairwise(bare)):
        if words[place].endswith("-") and first.isascii() and second.isascii():  # L-smooth, but G-QPRSGD
            formula[place] &= bool(_ORDINARY.fullmatch(second))
            formula[place + 1] &= bool(_ORDINARY.fullmatch(first))
    for place, word in enumerate(bare):
        if word in _ASCII_OPERATORS:
            beside_it = [formula[p] for p in (place - 1, place + 1) if 0 <= p < len(bare)]
            formula[place] = all(beside_it) if word == ":" else any(beside_it)
    return formula


def _is_formula(word: str) -> bool:
    """Whether a word is a formula by itself; a glossary name is none, although it has an underscore."""
    if _GLOSSARY_NAME.fullmatch(word) or _NAME.fullmatch(word):
        return False
    return any(ord(c) > 127 and c not in "–’“”" for c in word) or _ASCII_FORMULA.fullmatch(word) is not None


def _bare(run: str) -> Iterator[tuple[str, bool]]:
    """A formula between what is none of it: the punctuation after it, and brackets that it does not close."""
    body = run.rstrip(" ")
    space = run[len(body) :]
    ending = re.search(r"[.,;:\-]*$", body)
    assert ending is not None
    body, after = body[: ending.start()], ending[0]
    before = ""
    while body.endswith(")") and body.count(")") > body.count("("):
        body, after = body[:-1], ")" + after
    while body.startswith("(") and body.count("(") > body.count(")"):
        body, before = body[1:], before + "("
    yield from (part for part in ((before, False), (body, True), (after + space, False)) if part[0])


def _plain(text: str) -> str:
    """Words as LaTeX text."""
    text = "".join(_ESCAPED.get(character, character) for character in text)
    if not text.isascii():
        raise BadInput(f"{text!r} has no LaTeX")
    return text
