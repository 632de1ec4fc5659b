"""The worst case between two proved bounds."""

from __future__ import annotations

from dataclasses import dataclass, replace

from theory.errors import Undecided
from theory.worst_case.bound import Bound, checked, rounded
from theory.worst_case.instance import Attained, attained
from theory.worst_case.question import Question, program
from theory.worst_case.solve import Answer, Assembled, assembled, solved

INTERIORS = (1e-9, 1e-8, 1e-7, 1e-6)
"""What a unit of trace pays, tried in turn until the rounded multipliers prove a bound."""


@dataclass(frozen=True, eq=False)
class WorstCase:
    """The largest value of a measure: as the solver has it, proved from above, and attained from below.

    A bound that was not found is None: then the number is numerical, not proved.
    """

    numerical: float
    upper: Bound | None
    lower: Attained | None
    why_no_lower: str = ""


def worst_case(question: Question, lower: bool = True) -> WorstCase:
    """The worst case of a question.

    Raises BadInput where the solver finds that nothing is admissible, or that nothing bounds the measure.
    """
    problem = assembled(program(question))
    answer, upper = _proved(problem)
    if not lower:
        return WorstCase(answer.value, upper, None, "not asked for")
    try:
        found = _attained(question, problem, answer)
    except Undecided as error:
        return WorstCase(answer.value, upper, None, str(error))
    return WorstCase(answer.value, upper, found, "" if found else "no world near the solver's is admissible")


def _proved(problem: Assembled) -> tuple[Answer, Bound | None]:
    """The solver's answer with the bound that its multipliers prove, for the least interior that does."""
    for interior in INTERIORS:
        answer = solved(problem, interior)
        bound = checked(problem.program, rounded(problem.program, answer.multipliers))
        if bound is not None:
            break
    return answer, bound


def _attained(question: Question, problem: Assembled, answer: Answer) -> Attained | None:
    """A value attained in the class: of the question itself where its conditions are sufficient."""
    certain = replace(question, inside=True)
    if question.workers > 1:
        problem = assembled(program(certain))
        answer = solved(problem, INTERIORS[0])
    return attained(certain, problem, answer)
