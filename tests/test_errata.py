"""The findings as documents: complete, escaped in every format, and valid HTML, Markdown and LaTeX."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from html import escape
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest
from commands import answer, refusal
from markdown_it import MarkdownIt
from page_checks import CHECKS, Page

from theory.papers import encoded, load_paper
from theory.proof.ledger import Cache, steps_of
from theory.proof.step import SEVERITIES
from tightrope.judging import judge
from tightrope.report.documents import FORMATS, html, in_markdown, latex, markdown
from tightrope.report.errata import DOUBTFUL, TITLES, Document, Entry, Group, document, in_letters, witness
from tightrope.report.facts import Facts, facts
from tightrope.report.markup import anchor, begun
from tightrope.report.places import in_words, place
from tightrope.report.sentence import sentence

PAPER = "cdadam"
HOSTILE = r"<script>alert</script> & 50 % of $5, #1, {a} ~ b \c *d* [e](f) `g` | ![i](j) &amp; <br>"
"""What HTML, Markdown or LaTeX would each take for more than text."""
RESULTS = "The theorems, and what is not proved as printed"


@pytest.fixture(scope="module")
def known() -> Facts:
    return facts([PAPER])


@pytest.fixture(scope="module")
def found(known: Facts) -> Document:
    return document(PAPER, known)


@pytest.fixture(scope="module")
def hostile() -> Document:
    entry = Entry(f"def.eq5/{HOSTILE.replace('`', '')}", HOSTILE, (("Line", HOSTILE),))
    results = ((HOSTILE, HOSTILE),)
    paper = replace(load_paper("def"), title=HOSTILE)
    return Document(paper, (HOSTILE,), results, (Group(HOSTILE, (entry,)),))


def parsed(text: str) -> Element:
    """The document that a strict parser reads."""
    root: Element = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    return root


def text_of(root: Element) -> str:
    return "".join(root.itertext())


# What a document holds


def test_every_finding_is_there_once_below_its_severity(known: Facts, found: Document) -> None:
    entries = [entry.id for group in found.groups for entry in group.entries]
    assert sorted(entries) == sorted(one.step.id for one in known.refuted())
    assert [group.title for group in found.groups] == [
        title
        for title in (*(TITLES[s] for s in SEVERITIES), DOUBTFUL)
        if title in {g.title for g in found.groups}
    ]


def test_every_finding_has_its_place_its_witness_and_what_becomes_of_the_result(found: Document) -> None:
    for entry in (entry for group in found.groups for entry in group.entries):
        labels = dict(entry.parts)
        assert entry.place
        sides = "the left side is .* and the right side|the square of the difference of both sides is"
        assert re.search(rf"^At .* ({sides}) .*\.$", labels["Counterexample"])
        assert {"The line, as checked", "Why", "The result"} <= labels.keys()


def test_what_a_result_does_not_fail_by_is_not_what_it_is_refuted_for(found: Document) -> None:
    """A slip in the proof of a statement that has a counterexample contradicts no heading above it."""
    told: dict[str, set[bool]] = {}
    for group in found.groups:
        for entry in group.entries:
            text = dict(entry.parts)["The result"]
            if "counterexample" in text or "neither" in text:
                told.setdefault(group.title, set()).add(", for another reason" in text)
    assert told[TITLES["false"]] == told[TITLES["unsupported"]] == {False}
    assert told[TITLES["step"]] == told[TITLES["cosmetic"]] == {True}


def test_the_theorems_stand_first_then_what_is_not_proved_as_printed(found: Document) -> None:
    places = [place for place, _ in found.results]
    assert places[0] == "Theorem 6.4, section 6"
    told = dict(found.results)
    assert told[places[0]].startswith("As printed, it is proved.")
    fallen = told["Eq. (B.19), appendix B"]
    assert fallen.startswith("As printed, it has a counterexample. Repaired, it is proved: ")
    assert "Eq. (B.20), last relation, appendix B (open)" in fallen
    printed = [s for s in load_paper(PAPER).statements if s.variant == "published"]
    assert places[1:] == [begun(s.place) for s in printed if s.verdict in ("refuted", "open")]


def test_no_name_of_the_ledger_is_left_in_a_sentence(found: Document) -> None:
    for entry in (entry for group in found.groups for entry in group.entries):
        for _, text in entry.parts:
            assert not re.search(r"\b(cdadam|gmc|def|qg)[.:]\w|_(tilde|hat|bar)\b", text), text
    assert in_words("see def:063 and def.theorem4.6.1/the logarithm.") == (
        "see displayed line 63 and Theorem 4.6 (1) (Eq. 22), section 4.2, the logarithm."
    )
    assert (
        in_words("as displays 050 and 058; 130-repaired, 0.05")
        == "as displays 50 and 58; line 130 repaired, 0.05"
    )
    assert in_words("whose code is 011") == "whose code is 011"


def test_equal_vectors_are_told_by_the_square_of_their_difference() -> None:
    """1/64 is the square of 1/8, and neither of the two sides."""
    step = next(s for s in steps_of("qg") if s.id == "qg.algorithm7/Algorithms 6 and 7")
    (one,) = judge([step], Cache.usual())
    assert "the square of the difference of both sides is 1/64" in witness(one)


def test_a_repair_says_what_it_asks_and_that_it_is_proved(known: Facts, found: Document) -> None:
    by_id = {entry.id: dict(entry.parts) for group in found.groups for entry in group.entries}
    for one in known.refuted():
        if one.step.repair is not None:
            right = known.by_id[one.step.repair]
            assert by_id[one.step.id]["What is right"].startswith(in_letters(right.step.says))
            assert by_id[one.step.id]["What is right"].endswith("(proved)")
    assert "given" in by_id["cdadam.eqB.20/‖A − B‖ = ‖A‖ − ‖B‖, after (B.9)"]["What is right"]


def test_the_front_counts_what_was_checked(known: Facts, found: Document) -> None:
    refuted = sum(1 for _ in known.refuted())
    printed = sum(one.step.variant == "published" for one in known.ledger)
    assert f"they make {printed} steps" in found.front[0]
    assert f"{refuted} refuted" in found.front[0]
    assert f"{len(known.ledger) - printed} more steps" in found.front[0]


def test_places_are_told_in_words() -> None:
    places = {step.id: place(step) for step in steps_of("def")}
    assert places["def.eq42/061.1"] == "Eq. (42), Appendix A.1; displayed line 61, relation 1 of it"
    assert places["def.lemmaA.2/the lemma within η ≤ 1÷(4L)"].endswith("; the lemma within η ≤ 1/(4L)")


@pytest.mark.parametrize("paper", encoded())
def test_every_sentence_of_the_ledger_can_be_set(paper: str) -> None:
    """Also of steps that are not refuted, as a page may show all of them."""
    for step in steps_of(paper):
        for text in (step.says, step.note, place(step), *step.hypotheses):
            assert "<math" in sentence(text) or not re.search("[α-ω≤√]", text), text


# Formats


@pytest.mark.parametrize("check", CHECKS)
def test_html_is_a_good_page(check: str, found: Document) -> None:
    assert CHECKS[check](Page(html([found]))) == []


def test_html_has_an_anchor_for_every_finding_and_no_script(found: Document) -> None:
    root = parsed(html([found]))
    ids = {element.get("id") for element in root.iter()}
    assert {anchor(e.id) for g in found.groups for e in g.entries} <= ids
    assert not list(root.iter("script"))


def test_html_escapes(hostile: Document) -> None:
    root = parsed(html([hostile]))
    assert not list(root.iter("script"))
    headings = [text_of(element) for level in ("h2", "h3", "h4") for element in root.iter(level)]
    assert headings == [HOSTILE, RESULTS, HOSTILE, "The paper", HOSTILE]


def test_markdown_says_what_was_found(found: Document) -> None:
    root = parsed(f"<!DOCTYPE html><title>a</title>{MarkdownIt().render(markdown([found]))}")
    items = [text_of(element) for element in root.iter("li")]
    for entry in (entry for group in found.groups for entry in group.entries):
        assert f"tightrope prove '{entry.id}'" in items
        for label, text in entry.parts:
            assert f"{label}: {text}" in items


def test_markdown_escapes(hostile: Document) -> None:
    root = parsed(f"<!DOCTYPE html><title>a</title>{MarkdownIt().render(markdown([hostile]))}")
    assert [text_of(element) for level in ("h2", "h3", "h4") for element in root.iter(level)] == [
        HOSTILE,
        RESULTS,
        HOSTILE,
        "The paper",
        HOSTILE,
    ]
    assert f"Line: {HOSTILE}" in [text_of(element) for element in root.iter("li")]
    assert not list(root.iter("img"))


@pytest.mark.parametrize("text", ["__a__ _b_", "<!-- a", "<script a", "![a](b)", "&lt; &amp;", "`a` ~~b~~"])
def test_markdown_says_what_it_is_given(text: str) -> None:
    """Also where it begins a line, and where it has no end."""
    assert MarkdownIt().render(in_markdown(text)) == f"<p>{escape(text)}</p>\n"


def test_latex_is_balanced_and_ascii(found: Document, hostile: Document) -> None:
    for text in (latex([found]), latex([hostile])):
        assert text.isascii()
        opened = re.findall(r"\\begin\{(\w+)\}", text)
        assert sorted(opened) == sorted(re.findall(r"\\end\{(\w+)\}", text))
        body = re.sub(r"\\begin\{verbatim\}.*?\\end\{verbatim\}", "", text, flags=re.DOTALL)
        bare = re.sub(r"\\[\\{}$%]", "", body)
        assert bare.count("{") == bare.count("}")
        assert bare.count("$") % 2 == 0


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed")
@pytest.mark.parametrize("which", ["found", "hostile"])
def test_latex_compiles(which: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    (tmp_path / "errata.tex").write_text(latex([request.getfixturevalue(which)]))
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "errata.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout[-2000:]
    assert (tmp_path / "errata.pdf").stat().st_size > 10_000


@pytest.mark.parametrize("style", FORMATS)
def test_the_same_findings_are_the_same_bytes(style: str, found: Document) -> None:
    assert FORMATS[style]([found]) == FORMATS[style]([found])


# The command


def test_the_ending_of_the_file_chooses_the_format(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for name, start in (
        ("a.html", "<!DOCTYPE html>"),
        ("a.md", "# "),
        ("a.tex", "\\documentclass"),
        ("a.txt", "As"),
    ):
        assert answer(capsys, "errata", "gmc", "--out", tmp_path / name) == (0, "", "")
        assert (tmp_path / name).read_text().startswith(start)
    told = answer(capsys, "errata", "gmc", "--format", "md")
    assert told.out == (tmp_path / "a.md").read_text()
    assert answer(capsys, "errata", "gmc").out == (tmp_path / "a.txt").read_text()


def test_json_stands_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert "--format" in refusal(capsys, "errata", "gmc", "--json", "--format", "md")
