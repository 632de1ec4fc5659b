"""The page as a file: its links, its ids, what it must not hold, and what the verb refuses."""

import re
from pathlib import Path

import pytest
from commands import answer, contents, refusal
from page_checks import CHECKS, Page

import tightrope
from theory.papers import all_statements, encoded, load_paper
from theory.proof.ledger import steps_of
from theory.statement import Statement
from tightrope.report.answers import answer as answered
from tightrope.report.facts import Facts, facts_of
from tightrope.report.markup import Section, anchor, begun, maths
from tightrope.report.names import short_title
from tightrope.report.page import assembled, page
from tightrope.report.sentence import indexed, sentence


@pytest.fixture(scope="module")
def whole() -> str:
    return page(())


def test_everything_has_its_place(whole: str) -> None:
    """Every statement in every variant, every step and every axiom that a step uses."""
    ids = set(re.findall(r' id="([^"]+)"', whole))
    assert {anchor(s.id, s.variant) for s in all_statements()} <= ids
    assert {anchor(step.id) for paper in encoded() for step in steps_of(paper)} <= ids


@pytest.mark.parametrize("paper", encoded())
def test_a_paper_alone_is_whole(paper: str) -> None:
    found = Page(page((), paper))
    assert [CHECKS[check](found) for check in ("links land", "ids are unique")] == [[], []]


def test_theorem_43_is_answered_first(whole: str) -> None:
    """What someone who knows none of the papers asks of DEF: does it hold, for which λ, and why."""
    article = whole[whole.index('<article class="card statement refuted" id="def.theorem4.3"') :]
    beginning = re.sub(r"<[^>]*>|\s", "", article[: article.index("<details")])
    for said in (
        "No.",
        "it has a counterexample",
        "For λ ≤ 2/3 it is proved as printed",
        "λ = 0.9999",
        "It holds for η ≤ δ/(4L)",
        "λ ≤ 2/3",
    ):
        assert said.replace(" ", "") in beginning


@pytest.mark.parametrize("statement", [s for s in all_statements() if s.verdict in ("open", "refuted")])
def test_what_does_not_hold_says_why(statement: Statement) -> None:
    """A refuted statement names the finding that breaks it; none that is refuted or open says yes."""
    found = answered(statement, facts_of(statement))
    assert found.lead == {"refuted": "No.", "open": "Not known."}[statement.verdict]
    assert statement.verdict == "open" or any(one.step.severity == "false" for one in found.why)


def test_the_same_facts_are_asked_by_statement_and_by_step() -> None:
    statement = next(s for s in all_statements("gmc") if s.id == "gmc.lemma4" and s.variant == "published")
    facts = facts_of(statement)
    assert isinstance(facts, Facts)
    assert [one.step.id for one in facts.of(statement)] == list(statement.steps)


def test_text_of_files_is_text() -> None:
    """A run may be called anything."""
    found = assembled([Section("runs", "<script>alert(1)</script>", maths("x"))])
    assert "<script>alert" not in found
    assert "&lt;script&gt;alert(1)" in found


def test_formulas_are_lean_and_escaped() -> None:
    assert maths(r"a < \beta") == "<math><mi>a</mi><mo>&lt;</mo><mi>β</mi></math>"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--paper", "qq"), "did you mean qg?"),
        (("--out", "report.pdf"), "allowed: a file name that ends in .html"),
        (("--out", "missing/report.html"), "there is no folder 'missing'"),
        (("--out", "folder.html"), "is a folder"),
    ],
)
def test_bad_input(arguments: tuple[str, ...], said: str, capsys, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.html").mkdir()
    before = contents(tmp_path)
    assert said in refusal(capsys, "report", *arguments)
    assert contents(tmp_path) == before


def test_the_verb_writes_one_file(capsys, tmp_path: Path) -> None:
    """An existing page is replaced."""
    out = tmp_path / "page.html"
    out.write_text("old")
    found = answer(capsys, "report", "--paper", "gmc", "--out", out, "--json")
    assert found.status == 0
    assert f'"bytes": {out.stat().st_size}' in found.out
    assert out.read_text("utf-8").startswith("<!DOCTYPE html>")
    assert list(contents(tmp_path)) == ["page.html"]


def test_a_notebook_shows_a_statement() -> None:
    """With a style that holds for it alone, and links that stay inside."""
    shown = tightrope.show("def.lemmaA.2", "repaired")
    found = shown._repr_html_()
    assert shown.id == "def.lemmaA.2.repaired"
    assert found.startswith('<div class="tightrope"><style>@scope (.tightrope) {')
    assert ":root" not in found
    targets = set(re.findall(r'href="#([^"]+)"', found))
    assert targets
    assert targets <= set(re.findall(r' id="([^"]+)"', found))
    assert "def.lemmaA.1" in found


def test_papers_are_named_in_words(whole: str) -> None:
    """In the navigation by what they are about, above their statements by their titles."""
    navigation = whole[whole.index("<nav") : whole.index("</nav>")]
    for name in ("Detached Error Feedback", "Quasi-Global Momentum", "Global Momentum Compression"):
        assert re.search(rf'<a href="#\w+">{name}</a>', navigation)
    for paper in encoded():
        title = load_paper(paper).title
        assert f'<h2 id="{paper}-title">{title}' in whole
        assert f'<option value="{paper}">{short_title(title)} ({paper})' in navigation


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("On the Convergence of Quantized SGD for Central Server Free Training", "Quantized SGD"),
        ("Quasi-Global Momentum: Accelerating Learning", "Quasi-Global Momentum"),
        ("A Title without Either", "A Title without Either"),
    ],
)
def test_short_titles(title: str, short: str) -> None:
    assert short_title(title) == short


@pytest.mark.parametrize(
    ("sentence", "capital"),
    [
        ("the bound", "The bound"),
        ("a λ below 1", "A λ below 1"),
        ("a = μc/2 is small", "a = μc/2 is small"),
        ("min_t E‖∇f(x_t)‖² is small", "min_t E‖∇f(x_t)‖² is small"),
        ("loss_range stands for 1", "loss_range stands for 1"),
    ],
)
def test_only_words_get_a_capital(sentence: str, capital: str) -> None:
    assert begun(sentence) == capital


def test_no_line_begins_with_a_comma() -> None:
    """A browser breaks a line before and after a formula: what follows without a space belongs to it."""
    assert (
        sentence("at λ = 1, not 2") == "at <math><mi>λ</mi><mo>=</mo><mn>1</mn><mtext>,</mtext></math> not 2"
    )


def test_indices_are_lowered_without_mathml() -> None:
    """Names of ours keep their underscores, and what a file says stays text."""
    assert indexed("‖∇F_S(θ)‖² and e_{k,t}") == "‖∇F<sub>S</sub>(θ)‖² and e<sub>k,t</sub>"
    assert indexed("β₂^{1/2}, u^q, ‖x‖_∞") == "β₂<sup>1/2</sup>, u<sup>q</sup>, ‖x‖<sub>∞</sub>"
    assert indexed("step_size, schedule_c, gradient_l2") == "step_size, schedule_c, gradient_l2"
    assert indexed("<b>_k") == "&lt;b&gt;<sub>k</sub>"
