"""Lyapunov functions: any state as a start, and by how much one step shrinks what it says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import isqrt
from typing import Any

from theory.errors import BadInput, nearest
from theory.worst_case.forms import Form, mean_of, sq
from theory.worst_case.question import Question
from theory.worst_case.recording import Coefficients
from theory.worst_case.run import Run

AVERAGES: Mapping[str, str] = {"gathered": "estimate", "received": "estimate"}
"""Fields of a state that are always the mean of another one."""


def any_state(run: Run) -> Any:
    """A state of which nothing is known but what holds at all times."""
    recording, first = run.recording, run.states[0]
    shared = {name: len(rows) == 1 for name, rows in first._asdict().items()}
    found: dict[str, Coefficients] = {"model": first.model}
    for name in first._fields[1:]:
        if name not in AVERAGES:
            found[name] = recording.fresh()[None] if shared[name] else recording.fresh_rows()
    for name in set(AVERAGES) & set(first._fields):
        found[name] = run.comm.mean(found[AVERAGES[name]])
    return first._replace(**found)


def root_of_lost(question: Question) -> Fraction:
    """√(1−δ); raises BadInput where it is no fraction."""
    lost = 1 - (question.contraction or Fraction(0))
    root = Fraction(isqrt(lost.numerator), isqrt(lost.denominator))
    if root**2 != lost:
        raise BadInput(f"contraction: read {question.contraction}; allowed: 1 − δ the square of a fraction")
    return root


def _error_feedback(question: Question, run: Run, state: Any) -> Form:
    """(1/K) Σ ‖x − x* − e_k‖² + ‖e_k‖²/√(1−δ)."""
    e, of = run.comm.per_worker(state.residual), run.recording.of
    weight = 1 / root_of_lost(question)
    return mean_of([sq(of(v)) + sq(of(u)) * weight for v, u in zip(state.model - e, e, strict=True)])


def _ef21(question: Question, run: Run, state: Any) -> Form:
    """(1/K) Σ ‖∇F_k(x) − g_k‖² + √(1−δ)‖∇F_k(x)‖², x where g_k was estimated: before the last step."""
    before = state.model + run.method.step_size * state.received
    gradients = run.oracle(before)
    of, root = run.recording.of, root_of_lost(question)
    pairs = zip(gradients, run.comm.per_worker(state.estimate), strict=True)
    return mean_of([sq(of(g - estimate)) + sq(of(g)) * root for g, estimate in pairs])


LYAPUNOV: Mapping[str, Callable[[Question, Run, Any], Form]] = {"ef": _error_feedback, "ef21": _ef21}
"""The functions whose contraction is tight for one worker (Thomsen, Taylor, Dieuleveut, arXiv 2506.05271)."""


def lyapunov(question: Question, run: Run, state: Any) -> Form:
    """The method's Lyapunov function at a state."""
    if question.method not in LYAPUNOV:
        raise BadInput(f"measure: {question.method} has no Lyapunov function here; {nearest('', LYAPUNOV)}")
    return LYAPUNOV[question.method](question, run, state)
