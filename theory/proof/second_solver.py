"""A second solver, cvc5, on the text of a question that `--export smt2` writes."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from typing import Literal

from theory.errors import TightropeError

TIMEOUT = 2000
"""Milliseconds that one question may take."""

Answer = Literal["unsat", "sat", "unknown"]


class Missing(TightropeError):
    """The second solver is not installed."""


@cache
def name() -> str:
    """The second solver with its version."""
    if find_spec("cvc5") is None:
        raise Missing(
            "the second solver is not installed, so certificates alone confirm; "
            "pip install 'tightrope[solvers]' brings it"
        )
    import cvc5

    return f"cvc5 {cvc5.__version__}"


def ask(question: str) -> Answer:
    """Whether anything fulfils what an SMT-LIB 2 text asserts."""
    name()
    import cvc5

    solver = cvc5.Solver(cvc5.TermManager())
    solver.setOption("tlimit-per", str(TIMEOUT))
    parser = cvc5.InputParser(solver)
    parser.setStringInput(cvc5.InputLanguage.SMT_LIB_2_6, question, "question")
    symbols = parser.getSymbolManager()
    said = ""
    while not (command := parser.nextCommand()).isNull():
        said += command.invoke(solver, symbols)
    answers: dict[str, Answer] = {"unsat": "unsat", "sat": "sat"}
    return answers.get(said.strip(), "unknown")
