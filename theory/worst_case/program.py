"""The semidefinite program of a question: the method's own text, run in Gram coordinates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from theory.worst_case.communicator import Gram, Unknown
from theory.worst_case.compressors import COMPRESSORS
from theory.worst_case.forms import Constraint, Form, combined, mean_of, sq
from theory.worst_case.lyapunov import any_state, lyapunov
from theory.worst_case.measures import measured, objective_at, spread
from theory.worst_case.oracle import Noisy, Oracle
from theory.worst_case.outcomes import Path, nothing, paths
from theory.worst_case.question import Question
from theory.worst_case.recording import Coefficients, Instance, Recording
from theory.worst_case.run import Run


@dataclass(frozen=True, eq=False)
class Program:
    """Maximise a form over Gram matrices and values, under constraints; all of it in exact fractions."""

    vectors: Coefficients
    """(vectors, basis)."""
    blocks: tuple[Sequence[int], ...]
    """The basis vectors of every Gram matrix."""
    sizes: Sequence[Fraction]
    """What a run's new vectors are in units of the basis vectors."""
    values: int
    constraints: tuple[Constraint, ...]
    objective: Form


def program(question: Question) -> Program:
    """The semidefinite program of a question.

    A first run, on vectors of length 0, counts the basis; the second one has vectors of that length.
    """
    return written(question, len(counted(question).deviation))


def counted(question: Question) -> Recording:
    """The recording of a run that only counts."""
    found = _paths(question, 0)
    _expected(question, found)
    return found[0][1].recording


def written(question: Question, capacity: int, instance: Instance | None = None) -> Program:
    """The program of a run on vectors of that length, or in a chosen world."""
    found = _paths(question, capacity, instance)
    objective = _expected(question, found)
    run = found[0][1]
    recording = run.recording
    _known_everywhere(question, run)
    question.functions.conditions(recording)
    return Program(
        np.stack(recording.vectors),
        recording.blocks(),
        recording.sizes,
        recording.values,
        tuple(recording.constraints),
        objective,
    )


def _expected(question: Question, found: Sequence[Path]) -> Form:
    """The measure's mean over all outcomes."""
    return combined([probability for probability, _ in found], [measured(question, run) for _, run in found])


def _paths(question: Question, capacity: int, instance: Instance | None = None) -> list[Path]:
    """The run, through every outcome of its noise where that has finitely many values."""
    rows = (2 if instance else 1) if question.alike else question.workers
    recording = Recording(capacity, rows, question.alike, instance)
    oracle = Oracle(recording, question.functions.smoothness, question.tilted, question.identical)
    comm = Gram(recording, _mixing(question), question.inside)
    if question.functions.has_minimiser:
        start = recording.fresh()[None]
        _optimum(question, recording, oracle)
    else:
        start = recording.nothing()[None]
    compressor = question.compressor and COMPRESSORS[question.compressor](recording, question.contraction)
    method = question.made(compressor)
    run = Run(recording, comm, oracle, method, [])
    gradient: Any = oracle
    if question.outcomes is not None:
        gradient = nothing
    elif question.noise is not None:
        gradient = Noisy(oracle, question.noise, question.workers)
    run.states.append(method.init(start, gradient, comm))
    if question.lyapunov:
        run.states[0] = any_state(run)
        recording.known("start", lyapunov(question, run, run.states[0]) - 1)
    _start(question, run, start)
    if question.outcomes is not None:
        return paths(run, question.steps, question.outcomes, question.noise or Fraction(0))
    for t in range(question.steps):
        if question.noise is not None:
            oracle(run.point(-1))
        run.states.append(method.step(run.states[-1], gradient, comm, t))
    return [(Fraction(1), run)]


def _mixing(question: Question) -> list[Coefficients] | Unknown | None:
    if question.consensus is not None:
        return Unknown(1 - question.consensus)
    if question.mixing is None:
        return None
    return [np.array([[Fraction(w) for w in row] for row in W], dtype=object) for W in question.mixing]


def _optimum(question: Question, recording: Recording, oracle: Oracle) -> None:
    """x* = 0, where F is 0 and the workers' gradients have mean 0."""
    nowhere = recording.nothing()[None]
    gradients = oracle.asked(nowhere, optimum=True).gradients
    if question.heterogeneity_at_optimum is not None:
        apart = mean_of([sq(recording.of(row)) for row in gradients])
        recording.known("heterogeneity at x*", apart - question.heterogeneity_at_optimum)


def _start(question: Question, run: Run, start: Coefficients) -> None:
    """What is known of the start."""
    if question.gap is not None:
        run.recording.known("gap", objective_at(run, start) - question.gap)
    if question.distance_sq is not None:
        run.recording.known("distance", sq(run.recording.of(start[0])) - question.distance_sq)


def _known_everywhere(question: Question, run: Run) -> None:
    """What the class says of every point, at the points of the run, beside its curvature.

    F ≥ F* = 0 gives F(x) ≥ ‖∇F(x)‖²/(2L) for an L-smooth F, and a single function with such values exists. Of
    several functions that are bounded below in the mean only, it is certain if each of them is.
    """
    recording, half = run.recording, 1 / (2 * question.functions.smoothness)
    bounded_below = not question.functions.has_minimiser
    if question.tilted and question.heterogeneity is not None:
        recording.known("heterogeneity", spread(run, run.oracle.tilt()) - question.heterogeneity)
    if bounded_below and (question.inside or question.identical):
        for query in recording.queries:
            recording.known("lower bound", sq({query.gradient: 1}) * half - query.value)
    for answer in run.oracle.answers.values():
        if question.gradient_sq is not None:
            for gradient in answer.gradients:
                recording.known("bounded gradient", sq(recording.of(gradient)) - question.gradient_sq)
        if question.inside or not answer.common:
            continue
        mean = run.comm.observed_mean(answer.gradients)
        if bounded_below:
            here = mean_of([query.value for query in answer.queries])
            recording.known("lower bound", sq(recording.of(mean[0])) * half - here)
        if question.heterogeneity is not None:
            recording.known("heterogeneity", spread(run, answer.gradients - mean) - question.heterogeneity)
