"""A statement's bound as LaTeX, in the letters of its paper."""

from __future__ import annotations

from collections.abc import Mapping
from unicodedata import normalize

import sympy

from theory.constants import GLOSSARY
from theory.readings.symbolic import Symbolic
from theory.statement import Formula, Statement, apply, needs

_LETTERS: Mapping[str, str] = {
    "α": r"\alpha",
    "β": r"\beta",
    "γ": r"\gamma",
    "δ": r"\delta",
    "ε": r"\varepsilon",
    "ζ": r"\zeta",
    "η": r"\eta",
    "κ": r"\kappa",
    "λ": r"\lambda",
    "μ": r"\mu",
    "ν": r"\nu",
    "π": r"\pi",
    "ρ": r"\rho",
    "σ": r"\sigma",
    "τ": r"\tau",
    "ξ": r"\xi",
    "Δ": r"\Delta ",
    "⁰": "^{0}",
    "₀": "_{0}",
    "₁": "_{1}",
    "₂": "_{2}",
    "̄": r"\bar{}",
    "²": "^{2}",
    "−": "-",
    "∞": r"\infty",
    "‖": r"\|",
    "√": r"\surd ",
    "∇": r"\nabla ",
    "Σ": r"\Sigma ",
    "\u0302": r"\hat{}",
    "\u0303": r"\tilde{}",
    "·": r"\cdot ",
}


def letter(name: str, paper: str) -> str:
    """The LaTeX of a constant's letter in a paper; its glossary name where the paper has none.

    A letter that is a difference, such as F(z₀) − F*, comes in parentheses.
    """
    written = GLOSSARY[name].letters.get(paper)
    if written is None:
        return rf"\mathrm{{{name.replace('_', ' ')}}}"
    latex = "".join(_LETTERS.get(character, character) for character in normalize("NFD", written))
    return rf"\left({latex}\right)" if " " in written else latex


def symbolic_terms(formula: Formula) -> Mapping[str, sympy.Expr]:
    """The terms of a formula as SymPy expressions in the glossary names."""
    terms = apply(formula, {name: Symbolic.symbol(name) for name in needs(formula)})
    return {name: term.value for name, term in terms.items()}


def statement_latex(statement: Statement) -> str:
    """The bound's terms, in the paper's order and letters, as one sum.

    A constant that the paper fixes at 1, as most do with the batch, is written as that. A
    statement without an explicit bound is given by its sentence.
    """
    if statement.formula is None:
        return rf"\text{{{statement.says}}}"
    names = {sympy.Symbol(n, positive=True): letter(n, statement.paper) for n in needs(statement.formula)}
    fixed = {symbol: 1 for symbol, written in names.items() if written == "1"}
    terms = [term.subs(fixed) for term in symbolic_terms(statement.formula).values()]
    return " + ".join(sympy.latex(term, symbol_names=names) for term in terms).replace(" + - ", " - ")
