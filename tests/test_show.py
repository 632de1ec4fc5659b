"""`tightrope show`: every statement is shown whole, and what is shown is its formula."""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

import pytest
from matplotlib.mathtext import MathTextParser
from readback import Latex, Line

from theory.constants import GLOSSARY
from theory.constants_file import write_constants
from theory.errors import BadInput
from theory.latex import latex
from theory.layout import ONE, Expression, Fraction, Number, Power, Sum, Symbol, lay_out
from theory.notation import notation
from theory.papers import all_statements, encoded, load
from theory.prose import prose
from theory.readings.written import Node, Written
from theory.shown import Shown, used_by
from theory.statement import Statement, apply
from theory.tex import maths
from theory.writer import one_line
from tightrope.command_line import run
from tightrope.output import columns, width
from tightrope.show_formulas import folded, formula
from tightrope.show_text import show_text

STATEMENTS = all_statements()
POINT = {
    "workers": 4, "batch": 1, "dimension": 16, "kept": 5, "steps": 1000, "local_steps": 3, "samples": 64,
    "step_size": 0.01, "momentum": 0.02, "momentum2": 0.99, "buffer": 0.3, "detach": 0.35, "young": 0.33,
    "epsilon_adam": 0.5, "smoothness": 0.7, "pl": 3.1, "noise": 1.3, "heterogeneity": 0.6, "gap": 1.9,
    "gradient_sq": 2.1, "gradient_l2": 1.7, "gradient_linf": 0.9, "contraction": 0.4, "levels": 6,
    "consensus": 0.8, "lambda2": 0.31, "eigen_spread": 0.41, "loss_range": 1, "schedule_c": 3.3,
}  # fmt: skip
"""Where no bound is void and no two constants are alike, but for those that papers fix at 1."""
for place, row in enumerate(GLOSSARY.values()):
    POINT.setdefault(row.name, 7 + place if row.integer else 0.51 + place / 1000)


def name_of(statement: Statement) -> str:
    return f"{statement.id}-{statement.variant}"


@cache
def shown(statement_id: str, variant: str = "published") -> Shown:
    return Shown(load(statement_id, variant))


every_statement = pytest.mark.parametrize("statement", STATEMENTS, ids=name_of)


# The command


@every_statement
def test_every_statement_is_shown(statement: Statement, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["show", statement.id, "--variant", statement.variant]) == 0
    text = capsys.readouterr().out
    heading = f"{statement.id} ({statement.variant}, {statement.verdict}) · {statement.place}"
    assert " ".join(text.split()).startswith(heading)
    assert "cut here" not in text
    table = {tuple(line.split("  ")[1:3]) for line in re.sub("   +", "  ", text).splitlines()}
    for name, letter in shown(statement.id, statement.variant).letters.items():
        assert (letter, name) in table
    for condition in statement.conditions:
        assert condition.text in " ".join(text.split())
    assert all(used in text for used in statement.uses)
    assert max(map(width, text.splitlines())) <= 110


@every_statement
def test_json_has_all_of_it(statement: Statement, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["show", statement.id, "--variant", statement.variant, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["schema"] == 1
    for key in ("id", "variant", "paper", "place", "says", "verdict", "quantity", "unit", "note"):
        assert document[key] == getattr(statement, key)
    assert [c["name"] for c in document["constants"]] == list(statement.needs)
    assert [c["unit"] for c in document["constants"]] == [statement.unit_of(n) for n in statement.needs]
    assert {o["name"] for o in document["outputs"]} >= statement.outputs.keys()
    assert [c["id"] for c in document["constraints"]] == [c.id for c in statement.conditions]
    assert [r["key"] for r in document["requires"]] == [r.key for r in statement.requires]
    assert document["uses"] == list(statement.uses)
    assert "formula" in document["findings"] or statement.dimension_finding is None
    assert document["latex"] == statement.latex()
    assert document["bibtex"].startswith("@")


def test_used_by_is_the_inverse_of_uses() -> None:
    uses = {(s.id, used) for s in STATEMENTS for used in s.uses}
    assert uses == {(user, s.id) for s in STATEMENTS for user in used_by(s)}


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["gmc.theorm6"], "gmc.theorem6"),
        (["gmc.theorem6", "--variant", "publishd"], "published"),
        (["gmc.theorem6", "--variant", "repaired"], "published"),
        (["nobody.theorem1"], "theorem1"),
        (["gmc.theorem6", "--constants", "no/such.toml"], "no/such.toml"),
    ],
)
def test_bad_input_gets_the_nearest_names(
    arguments: list[str], named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["show", *arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert named in captured.err


def test_theorem6_names_its_constants(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["show", "gmc.theorem6"]) == 0
    text = capsys.readouterr().out
    for line in (
        "compression:  2C₁L²η²",
        "noise:        2Lσ²η/((1 − β)bK)",
        "initial gap:  4(1 − β)(F(z₀) − F*)/(Tη)",
        "E² = (1 − δ)(1 + 4/δ)G²/(1 − ((1 − δ/4)(1 − β/K)² + (1 + δ/4)(1 + 2/δ)β²))",
        "C₁ = 6(2E² + G²)β²/(1 − β)⁴ + 2E²/(1 − β)²",
        "G² = σ² + M²   (gmc.assumption2)",
        "compression:  2·C1·smoothness²·step_size²",
        "momentum ≤ contraction/(4√(2 + contraction))",
    ):
        assert line in text
    uses = text.partition("Uses\n")[2].partition("\n\n")[0]
    assert "    gmc.lemma4: " in uses
    assert uses.count("gmc.assumption1:") == 1


@pytest.mark.parametrize(
    ("statement", "lines"),
    [
        ("qg.theoremC.7.display137", ["1249L²η̃²ζ̃²/ρ²", "η̃ = η/(1 − β)", "The paper has 1 for batch"]),
        ("qg.theoremC.7.display134", ["−4·Φ^t/(η̃T)", "Φ^t = 24L²η̃‖X_t − X̄_t‖²/(ρn)"]),
        ("qg.theorem3.1", ["T = O(Lσ²/(nε²) + Lζ̃/(ρε√ε)", "T = O(smoothness·noise"]),
        ("cdadam.theorem6.4", ["M₄σ/√τ", "M₁ = √(G̃_∞² + ν)·Δf", "γ = β₁/√β₂   (cdadam.lemmaB.2.1)"]),
        ("qprsgd.theorem2", ["D₅′ = 2KLγD₄′/(1 − 8L²γ²KD₁′D₃′)", "adds unlike units: F^2/w^2 and 1"]),
        ("qprsgd.corollary2.1", ["a term in F, where F^2/w^2 is claimed", "step_size adds unlike units"]),
        ("def.theorem4.6.2", ["E[F(y_T) − F*] = Õ(T^(−μc/2) + 1/T)"]),
    ],
)
def test_in_the_papers_form(statement: str, lines: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["show", statement]) == 0
    text = " ".join(capsys.readouterr().out.split())
    assert all(" ".join(line.split()) in text for line in lines)


def test_letters_that_a_paper_uses_twice_are_told_apart() -> None:
    both = Statement("def.both", "nowhere", "", formula=lambda momentum, pl: {"sum": momentum * pl})
    assert list(Shown(both).letters.values()) == ["μ_{momentum}", "μ_{pl}"]
    assert latex(Shown(both).in_letters(Shown(both).terms["sum"])) == r"\mu_{\mathrm{momentum}} \mu_{pl}"


def test_another_variant_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    lemma = load("gmc.lemma3")
    both = (lemma, replace(lemma, variant="repaired"))
    assert not any("--variant" in line for line in show_text(Shown(lemma), None))
    monkeypatch.setattr("tightrope.show_text.all_statements", lambda paper: both)
    assert "Also repaired: see --variant" in show_text(Shown(lemma), None)


def test_no_framework_is_loaded() -> None:
    """The text of a formula is its own reading, which needs no computer algebra."""
    loaded = "import sys; from tightrope.command_line import run; run(['show', 'gmc.theorem6', '--latex'])"
    heavy = "print([m for m in ('sympy', 'torch', 'matplotlib', 'numpy') if m in sys.modules])"
    code = f"{loaded}; {heavy}"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.endswith("[]\n")


# What is shown is the formula


def assign(values: dict[str, float], x: Expression, value: float) -> None:
    """Give the letters of a constant the values that make it `value`."""
    if isinstance(x, Symbol):
        values[one_line(x)] = values[latex(x)] = value
    elif isinstance(x, Power):
        assert isinstance(x.exponent, Number)
        assign(values, x.base, value ** (1 / x.exponent.value))
    elif isinstance(x, Fraction):
        assign(values, x.below[0], POINT["workers"])
        assign(values, x.above[0], value * POINT["workers"])
    else:
        assert x == ONE
        assert value == 1


def shown_formulas(s: Shown) -> Iterator[tuple[Node, float]]:
    """Each formula's text with the value of the formula itself."""
    if s.statement.formula is not None:
        terms = apply(s.statement.formula, POINT)
        yield from ((s.terms[name], float(term)) for name, term in terms.items())
    yield from ((d.node, d.value(POINT)) for d in s.outputs)
    for condition in s.conditions:
        left, right = condition.constraint.sides(POINT)
        yield from ((condition.left, float(left)), (condition.right, float(right)))


@every_statement
def test_every_formula_is_read_back(statement: Statement) -> None:
    """A line of text and the LaTeX, evaluated letter by letter, have the formula's value."""
    s = shown(statement.id, statement.variant)
    letters: dict[str, float] = {}
    names: dict[str, float] = {name: POINT[name] for name in s.letters}
    for name in s.letters:
        assign(letters, s.in_letters(Node("constant", name)), POINT[name])
    for output in s.outputs:
        if output.letter not in s.letters.values():  # else nothing is written with it
            assign(letters, s.in_letters(Node("output", output.name)), output.value(POINT))
            names.setdefault(output.name, output.value(POINT))
    for node, value in shown_formulas(s):
        assert Line(one_line(s.in_letters(node)), letters).value() == pytest.approx(value, rel=1e-9)
        assert Line(one_line(s.in_names(node)), names).value() == pytest.approx(value, rel=1e-9)
        assert Latex(latex(s.in_letters(node)), letters).value() == pytest.approx(value, rel=1e-9)


@pytest.mark.parametrize(
    ("formula", "text", "code"),
    [
        (lambda a, b, c: a * (b / c) / 2, "ab/(2c)", r"\frac{a b}{2 c}"),
        (lambda a, b, c: a - (b - c), "a − (b − c)", r"a - \left(b - c\right)"),
        (lambda a, b, c: -(a + b) / c, "−(a + b)/c", r"-\frac{a + b}{c}"),
        (lambda a, b, c: 2 * a * 3 * a * b**2 * b, "6a²b³", "6 a^{2} b^{3}"),
        (lambda a, b, c: a / (b / c), "ac/b", r"\frac{a c}{b}"),
        (lambda a, b, c: (a / b) ** 2 * c, "(a/b)²c", r"\left(\frac{a}{b}\right)^{2} c"),
        (lambda a, b, c: -1 * a * b - c, "−ab − c", "-a b - c"),
        (lambda a, b, c: b.root(2) * a, "√b·a", r"\sqrt{b} a"),
        (lambda a, b, c: a.power(b) * c, "a^b·c", r"a^{b} c"),
        (lambda a, b, c: a.maximum(b).maximum(c), "max(a, b, c)", r"\max\left(a, b, c\right)"),
        (lambda a, b, c: a.log() / a.literal(2).log(), "log₂(a)", r"\log_{2}\left(a\right)"),
        (lambda a, b, c: a * b / a, "ab/a", r"\frac{a b}{a}"),
        (lambda a, b, c: (a * a).root(2) * 1, "a", "a"),
    ],
)
def test_layout(formula: Callable[..., Written], text: str, code: str) -> None:
    node = formula(*map(Written.constant, "abc")).value
    x = lay_out(node, lambda leaf: Symbol(str(leaf.parts[0])))
    assert (one_line(x), latex(x)) == (text, code)


def test_the_reader_notices_what_is_wrong() -> None:
    """Without its parentheses a formula reads as another, or not at all."""
    letters = {"a": 2.0, "b": 3.0, "β": 0.5, r"\beta": 0.5}
    assert Line("a(b − β)/(2b)", letters).value() == pytest.approx(5 / 6)
    assert Line("a·b − β/2·b", letters).value() == pytest.approx(5.25)
    assert Latex(r"\frac{a \left(b - \beta\right)}{2 b}", letters).value() == pytest.approx(5 / 6)
    for wrong in ("a(b", "a·", "a + x", "", "√"):
        with pytest.raises(SyntaxError):
            Line(wrong, letters).value()
    for wrong in (r"\frac{a}", r"a \left(b", r"\alpha", "a_{1}"):
        with pytest.raises(SyntaxError):
            Latex(wrong, letters).value()


# LaTeX that compiles

COMMANDS = frozenset(
    re.findall(
        r"\\[A-Za-z]+",
        r"""\alpha \approx \bar \begin \beta \cdot \delta \Delta \dot \ell \end \eta \exp \frac \gamma \geq
        \hat \in \infty \kappa \lambda \langle \lceil \ldots \left \leftarrow \leq \log \mathbb \mathrm \max
        \min \mu \nabla \neq \nu \odot \Omega \omega \partial \Phi \pi \prec \prod \quad \rangle \rceil
        \rho \right \rightarrow \sigma \sqrt \sum \tau \text \theta \tilde \times \top \varepsilon \xi
        \zeta \L""",
    )
)
COMMAND = re.compile(r"\\(?:[A-Za-z]+|.)", re.DOTALL)


def problems(code: str) -> list[str]:
    """What a LaTeX document could not contain: letters outside ASCII, unknown commands, unclosed groups."""
    found = [f"not ASCII: {c!r}" for c in code if ord(c) > 127]
    code = re.sub(r"(?<!\\)%.*", "", code)
    commands = [c for c in COMMAND.findall(code) if c[1].isalpha()]
    found += [f"unknown: {c}" for c in commands if c not in COMMANDS]
    bare = COMMAND.sub("", code)
    found += [f"unbalanced: {pair}" for pair in ("{}",) if bare.count(pair[0]) != bare.count(pair[1])]
    if commands.count(r"\left") != commands.count(r"\right"):
        found.append("unbalanced: left and right")
    if commands.count(r"\begin") != commands.count(r"\end") or code.count(r"\[") != code.count(r"\]"):
        found.append("unbalanced: environment")
    if bare.count("$") % 2:
        found.append("unbalanced: $")
    words = re.sub(r"\$.*?\$|\\\[.*?\\\]", "", code, flags=re.DOTALL)
    return found + [f"outside mathematics: {c}" for c in "_^" if re.search(rf"(?<!\\)\{c}", words)]


def formulas_of(code: str) -> Iterator[str]:
    """The single formulas of a document: between dollars, and the lines of its displays."""
    code = re.sub(r"(?m)(?<!\\)%.*$", "", code)
    for display in re.findall(r"\\\[(.*?)\\\]", code, flags=re.DOTALL):
        for line in re.sub(r"\\(begin|end)\{aligned\}", "", display).split(r"\\"):
            yield re.sub(r"(?<!\\)&|\n", " ", line).strip()
    yield from re.findall(r"\$(.*?)\$", re.sub(r"\\\[.*?\\\]", "", code, flags=re.DOTALL))


@cache
def parsed(formula: str) -> bool:
    MathTextParser("path").parse(f"${formula}$")
    return True


def test_the_checker_finds_what_does_not_compile() -> None:
    assert problems(r"With $x_{t}$: \[ \frac{a}{b} \] % ² in 50\% _") == ["not ASCII: '²'"]
    for wrong in (r"\[ \frac{a}{b \]", r"$σ$", r"$\gama$", r"$a", "a_b", r"$\left(a$", r"\[ a", "Φ^t"):
        assert problems(wrong), wrong
    for wrong in (r"\frac{a}", r"a^{2}^{2}", r"\left(a"):
        with pytest.raises(ValueError, match=r"(?s)."):
            parsed(wrong)


@every_statement
def test_latex_compiles(statement: Statement, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["show", statement.id, "--variant", statement.variant, "--latex"]) == 0
    code = capsys.readouterr().out
    assert problems(code) == []
    assert all(parsed(formula) for formula in formulas_of(code))
    assert problems(f"\\[{statement.latex()}\\]") == []


@pytest.mark.parametrize("paper", encoded())
def test_notation_is_about_statements_that_exist(paper: str) -> None:
    written = notation(paper)
    known = {s.id: s for s in all_statements(paper)}
    variants = {f"{s.id} {s.variant}" for s in all_statements(paper) if s.variant != "published"}
    assert {*written.orders, *written.defines, *written.soft} <= known.keys()
    assert written.left.keys() <= known.keys() | variants
    assert {s.id for s in known.values() if s.formula is not None} <= written.left.keys()
    names = {name for s in known.values() for name in (*s.outputs, *s.needs)}
    assert written.letters.keys() <= names
    outputs = {(s.id, name) for s in all_statements(paper) for name in s.outputs}  # of every variant
    assert {(i, name) for i, ordered in written.orders.items() for name in ordered} <= outputs


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("E‖z̄_t − w̄_t‖²", r"\mathbb{E}\|\bar{z}_{t} - \bar{w}_{t}\|^{2}"),
        ("(1/T) Σ_t D₁′", r"\frac{1}{T} \sum_{t} D_{1}'"),
        ("α_tV̂_t^{−1/2}", r"\alpha_{t}\hat{V}_{t}^{-1/2}"),
        ("∛D₂′·√(K/T) G̃_∞", r"\sqrt[3]{D_{2}'}\cdot\sqrt{K/T} \tilde{G}_\infty"),
        ("(6/5)⁴(T/t)^a", r"(6/5)^{4}(T/t)^{a}"),
        ("x^(t+½) F* {1}", r"x^{(t+\frac{1}{2})} F^{*} \{1\}"),
    ],
)
def test_letters_as_latex(text: str, code: str) -> None:
    assert maths(text) == code


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("C is δ-approximate with δ in (0, 1].", r"$C$ is $\delta$-approximate with $\delta$ in (0, 1]."),
        ("G-QPRSGD is L-smooth for K = 1.", r"G-QPRSGD is $L$-smooth for $K = 1$."),
        ("Sum f(x, y), 1/n; of β = 0: a_t.", r"Sum $f(x, y)$, $1/n$; of $\beta = 0$: $a_{t}$."),
        ("gradient_sq takes 50% of 32 bits", r"gradient\_sq takes 50\% of 32 bits"),
        ("the Polyak–Łojasiewicz condition", r"the Polyak--\L{}ojasiewicz condition"),
        ("the run has method = 'gmc'", "the run has method = 'gmc'"),
    ],
)
def test_sentences_as_latex(sentence: str, code: str) -> None:
    assert prose(sentence) == code


@pytest.mark.parametrize("convert", [maths, prose])
def test_an_unknown_letter_is_refused(convert: Callable[[str], str]) -> None:
    with pytest.raises(BadInput, match="has no LaTeX"):
        convert("x ≤ ж")


# With the numbers of a constants file


@pytest.fixture
def constants_file(tmp_path):
    """A run of GMC inside and one outside Theorem 6, and what was measured."""

    def write(momentum: float) -> str:
        from theory.constants import Constants, Estimate

        known = {name: Estimate(POINT[name]) for name in load("gmc.theorem6").needs}
        known |= {"momentum": Estimate(momentum), "noise": Estimate(1.3, kind="seen")}
        compressor = {"name": "top", "sparsifying": True}
        run_table = {"method": "gmc", "schedule": "constant", "compressor": compressor}
        measured = {"average_gradient_sq": Estimate(0.25)}
        path = tmp_path / f"{momentum}.toml"
        write_constants(path, Constants(known, run=run_table, measured=measured))
        return str(path)

    return write


def test_latex_with_numbers(constants_file, capsys: pytest.CaptureFixture[str]) -> None:
    path = constants_file(0.02)
    terms = load("gmc.theorem6").bound(**{n: POINT[n] for n in load("gmc.theorem6").needs})
    bound = sum(terms.values())
    assert run(["show", "gmc.theorem6", "--latex", "--constants", path]) == 0
    code = capsys.readouterr().out
    assert problems(code) == []
    assert all(parsed(formula) for formula in formulas_of(code))
    for name, term in terms.items():
        line = next(line for line in code.splitlines() if line.startswith(rf"\text{{{name}}}"))
        written, _, value = line.removesuffix(r" \\").partition("&= ")[2].rpartition(" = ")
        assert float(value) == pytest.approx(term, rel=1e-3)
        assert Latex(written, {}).value() == pytest.approx(term, rel=1e-3)
    assert rf"&\leq {bound:.4g}" in code
    assert f"gmc.theorem6 & ${bound:.4g}$ & $0.25$ & ${bound / 0.25:.4g}$ \\\\" in code
    assert r"A posteriori, about this run only: suprema over its points stand for $\sigma^{2}$." in code


def test_latex_outside_the_theorem(constants_file, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["show", "gmc.theorem6", "--latex", "--constants", constants_file(0.9)]) == 0
    code = capsys.readouterr().out
    assert problems(code) == []
    assert "No bound: the denominator of $E^{2}$" in code
    assert r"This fails: $\beta \leq \delta/(4\sqrt{2+\delta})$" in code
    assert r"G^{2} = 1.3 + 2.1 = 3.4" in code
    assert r"gmc.theorem6 & -- & $0.25$ & -- \\" in code


def test_latex_about_another_run(constants_file, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["show", "qg.theoremC.7.display137", "--latex", "--constants", constants_file(0.02)]) == 0
    code = capsys.readouterr().out
    assert problems(code) == []
    assert "Not about this run: the statement is about qg; the run has method = 'gmc'." in code
    assert "No bound: missing: buffer, consensus, heterogeneity." in code


def test_text_and_json_with_numbers(constants_file, capsys: pytest.CaptureFixture[str]) -> None:
    path = constants_file(0.02)
    assert run(["show", "gmc.theorem6", "--constants", path]) == 0
    text = capsys.readouterr().out
    assert "At these constants\n" in text
    assert "← dominant" in text
    assert run(["bounds", path, "--paper", "gmc", "--json"]) == 0
    bounds = {(b["id"], b["variant"]): b for b in json.loads(capsys.readouterr().out)["bounds"]}
    assert run(["show", "gmc.theorem6", "--constants", path, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["evaluated"] == bounds["gmc.theorem6", "published"]


def test_a_bound_without_a_quantity_goes_by_its_letters(
    constants_file, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["show", "cdadam.lemmaB.8", "--constants", constants_file(0.02)]) == 0
    text = capsys.readouterr().out
    assert "‖∇f(z_t) − ∇f(x_t)‖₂: missing: moved" in text
    assert "None" not in text


def test_a_formula_is_broken_where_it_binds_least() -> None:
    term = "x(a + b)(a + b)(a + b)"
    lines = folded(" + ".join([term] * 9), "  ", "  ")
    assert " ".join(line.strip() for line in lines) == " + ".join([term] * 9)
    assert all(line.strip().startswith(("x", "+ x")) for line in lines)
    assert [len(line) <= 100 for line in lines] == [True] * 3
    assert folded("·".join([term.replace(" ", "")] * 6), "", "")[1].startswith("·x")
    assert folded("x" * 120, "  ", "  ") == ["  " + "x" * 120]
    assert folded("", "  ", "  ") == []


def test_what_nobody_would_read_is_cut() -> None:
    """No statement of the five papers is as long; the longest has 350 characters."""
    text = formula(Sum((Symbol("a"), Symbol("b")) * 400))
    assert text.endswith("(long: 3197 characters; cut here)")
    assert len(text) < 900


def test_columns_count_what_is_seen() -> None:
    assert columns([("x̄", "1"), ("ab", "2")]) == ["x̄   1", "ab  2"]
