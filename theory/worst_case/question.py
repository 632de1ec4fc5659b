"""A worst case asked for: a method's text, N steps, what is known of functions, compressor and start."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from theory.worst_case.classes import Smooth
from theory.worst_case.communicator import COMPRESSORS, Gram, Oracle
from theory.worst_case.forms import Constraint, Form, mean_of, sq, value
from theory.worst_case.recording import Coefficients, Instance, Recording

MethodOf = Callable[[Any], Any]
"""A compressor → the method with its hyper-parameters, in exact fractions."""


@dataclass(frozen=True, eq=False)
class Question:
    """The largest value of a measure after N steps of a method, over a class of problems.

    `gap` bounds F(x_0) − F*, `distance_sq` bounds ‖x_0 − x*‖² (convex classes), and one of them must be
    there. `heterogeneity` bounds mean_k ‖∇F_k − ∇F‖² at every point that all workers are asked for,
    `heterogeneity_at_optimum` at x* alone. Exchangeable workers are reduced, and the answer is that for every
    number of them from two on; otherwise they are written out one by one.

    What is asked of the points of a run is necessary for a problem of the class, and an upper bound needs no
    more. `inside` asks for what is sufficient: problems of which it is certain that they exist in all of
    space. A value attained there is attained in the class.
    """

    method: MethodOf
    steps: int
    functions: Smooth
    measure: str
    workers: int = 1
    exchangeable: bool = True
    compressor: str | None = None
    contraction: Fraction | None = None
    mixing: Any = None
    gap: Fraction | None = None
    distance_sq: Fraction | None = None
    heterogeneity: Fraction | None = None
    heterogeneity_at_optimum: Fraction | None = None
    inside: bool = False

    @property
    def alike(self) -> bool:
        """Whether one row stands for all workers."""
        return self.exchangeable and self.workers > 1

    @property
    def tilted(self) -> bool:
        """Whether the F_k are to be F + ⟨b_k, ·⟩, whose heterogeneity is the same everywhere."""
        return self.inside and self.workers > 1 and self.heterogeneity is not None


@dataclass(frozen=True, eq=False)
class Program:
    """Maximise a form over Gram matrices and values, under constraints; all of it in exact fractions."""

    vectors: Coefficients
    """(vectors, basis)."""
    blocks: tuple[Sequence[int], ...]
    """The basis vectors of every Gram matrix."""
    values: int
    constraints: tuple[Constraint, ...]
    objective: Form


@dataclass(frozen=True, eq=False)
class Run:
    """A run in Gram coordinates: the recording, the states and the oracle that the measures ask."""

    recording: Recording
    comm: Gram
    oracle: Oracle
    method: Any
    states: list[Any]

    def points(self) -> list[Coefficients]:
        return [self.method.model(state, self.comm) for state in self.states]


def program(question: Question) -> Program:
    """The semidefinite program of a question.

    A first run, on vectors of length 0, counts the basis; the second one has vectors of that length.
    """
    counted = _run(question, 0)
    _measured(question, counted)
    return written(question, len(counted.recording.deviation))


def written(question: Question, capacity: int, instance: Instance | None = None) -> Program:
    """The program of a run on vectors of that length, or in a chosen world."""
    run = _run(question, capacity, instance)
    objective = _measured(question, run)
    recording = run.recording
    _at_queries(question, run)
    question.functions.conditions(recording)
    return Program(
        np.stack(recording.vectors),
        recording.blocks(),
        recording.values,
        tuple(recording.constraints),
        objective,
    )


def _run(question: Question, capacity: int, instance: Instance | None = None) -> Run:
    rows = (2 if instance else 1) if question.alike else question.workers
    recording = Recording(capacity, rows, question.alike, instance)
    oracle, comm = Oracle(recording, question.tilted), Gram(recording, question.mixing)
    start = recording.fresh()[None] if question.functions.convex else np.full((1, capacity), Fraction(0))
    if question.functions.convex:
        _optimum(question, recording, oracle)
    compressor = None
    if question.compressor is not None:
        compressor = COMPRESSORS[question.compressor](recording, question.contraction)
    method = question.method(compressor)
    states = [method.init(start, oracle, comm)]
    for t in range(question.steps):
        states.append(method.step(states[-1], oracle, comm, t))
    run = Run(recording, comm, oracle, method, states)
    _start(question, run, start)
    return run


def _optimum(question: Question, recording: Recording, oracle: Oracle) -> None:
    """x* = 0, where F is 0 and the workers' gradients have mean 0."""
    nowhere = np.full((1, recording.capacity), Fraction(0))
    gradients, _ = oracle.asked_at_optimum(nowhere)
    if question.heterogeneity_at_optimum is not None:
        spread = mean_of([sq(recording.of(row)) for row in gradients])
        recording.known("heterogeneity at x*", spread - question.heterogeneity_at_optimum)


def _start(question: Question, run: Run, start: Coefficients) -> None:
    """What is known of the start."""
    recording = run.recording
    if question.gap is not None:
        recording.known("gap", _objective_at(run, start) - question.gap)
    if question.distance_sq is not None:
        recording.known("distance", sq(recording.of(start[0])) - question.distance_sq)


def _objective_at(run: Run, x: Coefficients) -> Form:
    """F at a point that all workers share."""
    return mean_of([query.value for query in run.oracle.asked(x)[1]])


def _gradient_sq(run: Run, x: Coefficients) -> Form:
    """‖∇F(x)‖² at a point that all workers share."""
    return sq(run.recording.of(run.comm.observed_mean(run.oracle(x))[0]))


def _spread(run: Run, rows: Coefficients) -> Form:
    """(1/K) Σ ‖u_k‖²."""
    return mean_of([sq(run.recording.of(row)) for row in run.comm.per_worker(rows)])


MEASURES: Mapping[str, Callable[[Run], Form]] = {
    "average_gradient_sq": lambda run: mean_of([_gradient_sq(run, x) for x in run.points()[:-1]]),
    "gradient_sq": lambda run: _gradient_sq(run, run.points()[-1]),
    "gap_final": lambda run: _objective_at(run, run.points()[-1]),
    "distance_sq": lambda run: sq(run.recording.of(run.points()[-1][0])),
    "average_residual_sq": lambda run: _spread(run, run.states[-1].residual),
    "consensus_sq": lambda run: _spread(
        run, run.states[-1].model - run.comm.observed_mean(run.states[-1].model)
    ),
}
"""What is maximised, by the names of a constants file."""


def _measured(question: Question, run: Run) -> Form:
    if question.measure == "minimum_gradient_sq":
        recording = run.recording
        least = recording.fresh_value()
        for x in run.points():
            recording.known("minimum", value(least) - _gradient_sq(run, x))
        return value(least)
    return MEASURES[question.measure](run)


def _at_queries(question: Question, run: Run) -> None:
    """What is known at the points where the workers were asked, beside the class of functions.

    F ≥ F* = 0 gives F(x) ≥ ‖∇F(x)‖²/(2L) for an L-smooth F. A single function with such values exists (Drori
    and Shamir, 2020); of several that are bounded below in the mean only, it is certain if each of them is.
    """
    recording, smoothness = run.recording, question.functions.smoothness
    if not question.functions.convex and question.inside and not question.tilted:
        for query in recording.queries:
            recording.known("lower bound", sq({query.gradient: 1}) * (1 / (2 * smoothness)) - query.value)
    for gradients, queries, common in run.oracle.answers.values():
        if not common:
            continue
        mean = run.comm.observed_mean(gradients)
        if not question.functions.convex:
            here = mean_of([query.value for query in queries])
            recording.known("lower bound", sq(recording.of(mean[0])) * (1 / (2 * smoothness)) - here)
        if question.heterogeneity is not None:
            recording.known("heterogeneity", _spread(run, gradients - mean) - question.heterogeneity)
