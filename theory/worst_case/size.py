"""How large a worst case is, before it starts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from theory.errors import BadInput
from theory.worst_case.program import counted
from theory.worst_case.question import Question

MOST_SECONDS = 600.0
MOST_BYTES = 4e9
TOO_MANY = 10**6
"""Places of a tree of outcomes after which nobody counts on."""
CUBE = 4e-11
"""Seconds, measured: gradient descent of 30 and 40 steps (2,143 and 3,653 rows) took 0.4 and 1.6 s."""


@dataclass(frozen=True)
class Size:
    """Basis vectors, rows of the largest Gram matrix, unknowns and constraints, and what they take."""

    basis: int
    gram: int
    unknowns: int
    constraints: int

    @property
    def bytes(self) -> float:
        """The dense matrix of constraints in floats, and a factor of the solver's system."""
        return 8.0 * (2 * self.constraints * self.unknowns + (self.constraints + self.unknowns) ** 2 / 2)

    @property
    def seconds(self) -> float:
        """Four solves; one takes less than CUBE times the cube of the rows of the solver's system."""
        return 4 * CUBE * (self.constraints + 2 * self.unknowns) ** 3


def size_of(question: Question) -> Size:
    """An upper estimate from a run that only counts."""
    recording = counted(question)
    basis = Counter(recording.deviation)
    unknowns = recording.values + sum(n * (n + 1) // 2 for n in basis.values())
    queries = Counter(query.function for query in recording.queries)
    constraints = len(recording.constraints) + sum(n * n for n in queries.values())
    return Size(len(recording.deviation), max(basis.values()), unknowns, constraints)


def least_size(question: Question) -> Size:
    """A lower estimate, for which nothing runs: a gradient and a noise of every worker in every place.

    With s values and K workers a run comes to Σ_{t<N} s^{Kt} places, each with its gradient and s − 1 free
    values of every worker.
    """
    if question.outcomes is None:
        return Size(0, 0, 0, 0)
    values, workers = len(question.outcomes), question.workers
    places = min(sum(values ** (workers * t) for t in range(question.steps)), TOO_MANY)
    basis = places * workers * values
    return Size(basis, basis, basis * (basis + 1) // 2, workers * places * places)


def feasible_size(question: Question, force: bool) -> Size:
    """The size; raises BadInput where a question would take too long or too much memory, unless forced."""
    for limit, estimate in (("at least", least_size), ("up to", size_of)):
        size = estimate(question)
        if not force and (size.seconds > MOST_SECONDS or size.bytes > MOST_BYTES):
            fewer = "fewer steps" if question.outcomes is None else "fewer steps, workers or outcomes"
            raise BadInput(
                f"steps: read {question.steps}; a Gram matrix of {limit} {size.gram} rows, "
                f"{size.constraints} constraints, about {size.seconds:.2g} s and "
                f"{size.bytes / 1e9:.2g} GB; take {fewer}, or force it"
            )
    return size
