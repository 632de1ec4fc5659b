"""Claims of proof steps as formulas: whole, breakable, and what a reader would see is what the step says."""

from __future__ import annotations

import re
from dataclasses import replace
from unicodedata import normalize
from xml.etree import ElementTree

import pytest

from theory.layout import Call, Fraction, Number, Power, Root, Sum, Symbol
from theory.papers import encoded
from theory.proof.ledger import steps_of
from theory.proof.step import Between, Step
from tightrope.report.claims import claim
from tightrope.report.mathml import NARROW, PIECE, compared
from tightrope.report.sentence import sentence

STEPS = [step for paper in encoded() for step in steps_of(paper)]
LINKS = [s for s in STEPS if isinstance(getattr(s.problem, "claim", None), Between)]
X, Y = Symbol("x"), Symbol("σ")
OPEN, CLOSE = '<mo stretchy="false">(</mo>', '<mo stretchy="false">)</mo>'
NOT_WRITTEN = r"[\s()·/−+^√_,…{}*~'′\u0300-\u036f]|hat|tilde|bar"
"""What the one line of text has and a formula has not, or has in another place."""


def elements(markup: str) -> ElementTree.Element:
    return ElementTree.fromstring(f"<p>{markup.replace('<wbr>', '')}</p>")


def letters(text: str) -> str:
    """The letters and numbers of a formula in their order; what is raised or lowered as any other."""
    return re.sub(NOT_WRITTEN, "", normalize("NFKD", text.replace("∛", "3")))


def by_id(identifier: str) -> Step:
    return next(step for step in STEPS if step.id == identifier)


def test_most_claims_are_formulas() -> None:
    assert len(LINKS) > 0.8 * len(STEPS)


@pytest.mark.parametrize("paper", encoded())
def test_every_claim_is_well_formed_and_says_what_the_step_says(paper: str) -> None:
    """Nothing is lost on the way, be it from the text's own expressions or from a text of more words."""
    for step in (s for s in LINKS if s.paper == paper):
        shown = "".join(elements(str(claim(step))).itertext())
        assert sorted(letters(shown)) == sorted(letters(step.says)), step.id


def test_no_element_lacks_a_part() -> None:
    """A fraction, a power and a root of a degree have two parts each."""
    for step in LINKS:
        for element in elements(str(claim(step))).iter():
            if element.tag in ("mfrac", "msup", "msub", "mroot"):
                assert len(element) == 2, step.id


@pytest.mark.parametrize(
    ("side", "written"),
    [
        (Number(-2), '<mo form="prefix">−</mo><mn>2</mn>'),
        (Power(X, Number(2)), "<msup><mi>x</mi><mn>2</mn></msup>"),
        (Root(Y, 2), "<msqrt><mi>σ</mi></msqrt>"),
        (Root(Y, 3), "<mroot><mi>σ</mi><mn>3</mn></mroot>"),
        (Fraction(False, (X,), (Number(2), Y)), "<mfrac><mi>x</mi><mrow><mn>2</mn><mi>σ</mi></mrow></mfrac>"),
        (
            Power(Sum((X, Number(1))), Number(2)),
            f"{OPEN}<mi>x</mi><mo>+</mo><mn>1</mn><msup>{CLOSE}<mn>2</mn></msup>",
        ),
        (
            Call("maximum", (X, Y)),
            f"<mi>max</mi>{OPEN}<mi>x</mi><mo>,</mo><mi>σ</mi>{CLOSE}",
        ),
        (Call("absolute", (X,)), '<mo form="prefix">|</mo><mi>x</mi><mo form="postfix">|</mo>'),
    ],
)
def test_an_expression_as_mathml(side: object, written: str) -> None:
    assert compared(X, "<", side) == f"<math><mi>x</mi><mo>&lt;</mo>{written}</math>"  # type: ignore[arg-type]


def test_a_long_formula_can_be_broken_after_its_operators() -> None:
    """Each piece is a formula by itself, and none is longer than need be."""
    long = Sum(tuple(Fraction(False, (Symbol(a), Symbol(b))) for a in "abcdefgh" for b in "xyz"))
    pieces = str(compared(X, "≤", long)).split("<wbr>")
    assert len(pieces) > 3
    for piece in pieces:
        assert len("".join(elements(piece).itertext())) <= PIECE
    assert all(piece.endswith("<mo>+</mo></math>") for piece in pieces[:-1])


def test_brackets_around_a_long_sum_are_broken_too() -> None:
    long = Sum(tuple(Symbol(a) for a in "abcdefghijklmnopqrstuvwxyz"))
    found = str(compared(X, "=", Fraction(False, (Y, long))))
    assert "<wbr>" in found
    assert '<mo stretchy="false">(</mo>' in found


def test_a_long_norm_is_broken_too() -> None:
    """Its square stands at the closing bars, as the whole norm would be too wide for a phone."""
    step = by_id("qg.lemmaC.4/102")
    longest = max(str(claim(step)).split("<wbr>"), key=lambda piece: len("".join(elements(piece).itertext())))
    assert len("".join(elements(longest).itertext())) <= NARROW
    assert '<msup><mo stretchy="false">‖</mo><mn>2</mn></msup>' in claim(step)


def test_a_bracket_grows_with_a_fraction() -> None:
    found = compared(X, "=", Power(Sum((Fraction(False, (X,), (Y,)), Number(1))), Number(2)))
    assert "<mrow><mo>(</mo><mfrac>" in found
    assert "<mn>1</mn><mo>)</mo></mrow>" in found


def test_a_wide_fraction_is_written_in_one_line() -> None:
    """It could not be broken otherwise."""
    wide = Sum(tuple(Symbol(a) for a in "abcdefghijklmnopqrstuvwxyz"))
    assert len("a+" * 26) > NARROW
    assert "<mfrac>" not in compared(X, "=", Fraction(False, (wide,), (Y,)))
    assert "<mfrac>" in compared(X, "=", Fraction(False, (X,), (Y,)))


def test_a_text_of_its_own_is_kept() -> None:
    """Where the chain's sides are not all that the step says."""
    step = replace(by_id("def.theorem4.3/068"), says="0 ≤ 1 for every t")
    assert claim(step) == sentence("0 ≤ 1 for every t")


def test_words_in_a_norm_keep_their_spaces() -> None:
    assert "on the same data" in claim(by_id("def.eq58/096"))


def test_a_chain_goes_on_where_it_ended() -> None:
    first, second = by_id("def.theorem4.3/067"), by_id("def.theorem4.3/068")
    assert str(claim(second, first)).startswith("… <math><mo>=</mo>")
    assert claim(second, by_id("def.theorem4.3/070")) == claim(second)
    assert not str(claim(second)).startswith("…")


def test_a_claim_in_words_stays_in_words() -> None:
    found = claim(by_id("def.lemmaA.2/the counterexample's D_t"))
    assert "for every" in found
    assert "<math>" in found
