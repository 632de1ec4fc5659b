"""The worst case between two proved bounds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import product
from time import perf_counter

from theory.errors import BadInput, Undecided
from theory.worst_case.bound import Bound, proved
from theory.worst_case.certain import apart, certain
from theory.worst_case.instance import Attained, attained
from theory.worst_case.program import program, written
from theory.worst_case.question import Question
from theory.worst_case.size import feasible_size
from theory.worst_case.solve import Answer, Assembled, Stopped, assembled, solved, solved_near

INTERIORS = (1e-9, 1e-8, 1e-7, 1e-6)
"""What a unit of trace pays, tried in turn until the rounded multipliers prove a bound: with each first equal
payment, then payment by the lengths of the first answer."""


@dataclass(frozen=True, eq=False)
class WorstCase:
    """The largest value of a measure: as the solver has it, proved from above, and attained from below.

    A bound that was not found is None, and then the number is numerical, not proved. `seconds` are those of
    the program, the solver and the proof.
    """

    question: Question
    numerical: float
    upper: Bound | None
    lower: Attained | None
    why_no_lower: str
    seconds: tuple[float, float, float]

    @property
    def status(self) -> str:
        """proved, where a certificate proves the upper bound; else numerical."""
        return "numerical" if self.upper is None else "proved"


def worst_case(question: Question, lower: bool = True, force: bool = False) -> WorstCase:
    """The worst case of a question, with an instance that attains nearly as much if `lower` asks for one.

    Raises BadInput where the program is too large and not forced, where nothing is admissible, where nothing
    bounds the measure, and where the solver stops early.
    """
    start = perf_counter()
    basis = feasible_size(question, force=force).basis
    asked, size = question.normalised()
    problem = assembled(written(asked, basis))
    seconds = perf_counter() - start
    answer, upper, proof = _proved(problem, few=asked.descends)
    found, why = _lower(asked) if lower else (None, "not asked for")
    return WorstCase(
        question,
        answer.value * float(size),
        upper and replace(upper, value=upper.value * size),
        found and replace(found, value=found.value * size),
        why,
        (seconds, answer.seconds, proof),
    )


def _proved(problem: Assembled, few: bool) -> tuple[Answer, Bound | None, float]:
    """The solver's answer with the bound that its multipliers prove, for the first interior that does.

    With `few` a program of fewer constraints comes first.
    """
    proof, bound = 0.0, None
    answers: list[Answer] = []
    stopped: list[Stopped] = []
    for ask in _asked(problem, answers, few):
        try:
            answer = ask()
        except Stopped as error:
            stopped.append(error)
            continue
        if answer is None:
            continue
        answers.append(answer)
        start = perf_counter()
        bound = proved(problem.program, answer.multipliers)
        proof += perf_counter() - start
        if bound is not None:
            break
    if not answers:
        raise stopped[0]
    return answers[-1 if bound else 0], bound, proof


def _asked(problem: Assembled, answers: Sequence[Answer], few: bool) -> Iterator[Callable[[], Answer | None]]:
    """What is tried in turn."""
    if few:
        yield partial(solved_near, problem, INTERIORS[0])
    for interior, weighted in product(INTERIORS, (False, True)):
        yield partial(solved, problem, interior, answers[0] if weighted and answers else None)


def _lower(question: Question) -> tuple[Attained | None, str]:
    """A value attained in the class, or why there is none."""
    try:
        inside = certain(question)
        try:
            found = _attained(inside)
        except Undecided:
            if not (inside.tilted and inside.alike):
                raise
            found = _attained(apart(inside))
    except (Undecided, BadInput) as error:
        return None, str(error)
    return found, "" if found else "no world near the solver's is admissible"


def _attained(question: Question) -> Attained | None:
    return attained(question, assembled(program(question)))
