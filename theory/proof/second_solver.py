"""A second solver, cvc5, on the text of a question that `--export smt2` writes."""

from __future__ import annotations

import resource
import subprocess
import sys
from functools import cache
from importlib.util import find_spec
from typing import Literal

from theory.errors import TightropeError

SECONDS = 3
"""Processor time that one question may take, with the start of the process."""
PATIENCE = 60
"""Seconds of a clock, on a machine that others use too."""

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
    """Whether anything fulfils what an SMT-LIB 2 text asserts.

    In a process of its own, which the system ends: some of the solver's loops do not look at the clock.
    """
    name()
    command = [sys.executable, "-m", "theory.proof.second_solver"]
    try:
        done = subprocess.run(
            command, input=question, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        return "unknown"
    answers: dict[str, Answer] = {"unsat": "unsat", "sat": "sat"}
    return answers.get(done.stdout.strip(), "unknown")


def _answered(question: str) -> str:
    """What the solver prints, within this process."""
    import cvc5

    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    solver = cvc5.Solver(cvc5.TermManager())
    parser = cvc5.InputParser(solver)
    parser.setStringInput(cvc5.InputLanguage.SMT_LIB_2_6, question, "question")
    symbols = parser.getSymbolManager()
    said = ""
    while not (command := parser.nextCommand()).isNull():
        said += command.invoke(solver, symbols)
    return said


if __name__ == "__main__":
    sys.stdout.write(_answered(sys.stdin.read()))
