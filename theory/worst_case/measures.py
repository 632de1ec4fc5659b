"""What a worst case maximises."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from theory.errors import BadInput, nearest, shown
from theory.worst_case.forms import Form, mean_of, sq, value
from theory.worst_case.lyapunov import lyapunov
from theory.worst_case.question import Question
from theory.worst_case.recording import Coefficients
from theory.worst_case.run import Run


def objective_at(run: Run, x: Coefficients) -> Form:
    """F at a point that all workers share."""
    return mean_of([query.value for query in run.oracle.asked(x).queries])


def gradient_sq(run: Run, x: Coefficients) -> Form:
    """‖∇F(x)‖² at a point that all workers share."""
    return sq(run.recording.of(run.comm.observed_mean(run.oracle(x))[0]))


def spread(run: Run, rows: Coefficients) -> Form:
    """(1/K) Σ ‖u_k‖²."""
    return mean_of([sq(run.recording.of(row)) for row in run.comm.per_worker(rows)])


def _field(run: Run, name: str) -> Coefficients:
    """A field of the last state."""
    state = run.states[-1]._asdict()
    if name not in state:
        raise BadInput(f"measure: the method has no {name}; it has {', '.join(state)}")
    rows: Coefficients = state[name]
    return rows


def _apart(run: Run, name: str) -> Form:
    """(1/K) Σ ‖u_k − ū‖²."""
    rows = run.comm.per_worker(_field(run, name))
    return spread(run, rows - run.comm.observed_mean(rows))


def _virtual_gap_sq(run: Run) -> Form:
    if not hasattr(run.method, "virtual_gap"):
        raise BadInput("measure: read 'virtual_gap_sq'; allowed: for methods with a virtual sequence, as gmc")
    apart = run.method.virtual_gap(run.states[-1], run.states[-2], run.comm)
    return sq(run.recording.of(apart[0]))


def _detach_distance_sq(run: Run) -> Form:
    """(1/K) Σ ‖λe_k − ē‖², from where DEF's workers ask to where it is evaluated (def, Eq. 9)."""
    residual = run.comm.per_worker(_field(run, "residual"))
    detach = getattr(run.method, "detach", Fraction(0))
    return spread(run, detach * residual - run.comm.observed_mean(residual))


MEASURES: Mapping[str, Callable[[Run], Form]] = {
    "average_gradient_sq": lambda run: mean_of([gradient_sq(run, x) for x in run.points()[:-1]]),
    "gradient_sq": lambda run: gradient_sq(run, run.point(-1)),
    "gap_final": lambda run: objective_at(run, run.point(-1)),
    "distance_sq": lambda run: sq(run.recording.of(run.point(-1)[0])),
    "average_residual_sq": lambda run: spread(run, _field(run, "residual")),
    "consensus_sq": lambda run: _apart(run, "model"),
    "momentum_spread_sq": lambda run: _apart(run, "buffer"),
    "virtual_gap_sq": _virtual_gap_sq,
    "detach_distance_sq": _detach_distance_sq,
}
"""What is known by the names of a constants file, after the last step where it is not an average."""
SPECIAL = ("minimum_gradient_sq", "lyapunov")


def measured(question: Question, run: Run) -> Form:
    """The form that is maximised; raises BadInput for a measure that the method does not have."""
    if question.measure == "minimum_gradient_sq":
        return _minimum(run)
    if question.measure == "lyapunov":
        return lyapunov(question, run, run.states[-1])
    if question.measure not in MEASURES:
        known = nearest(question.measure, (*MEASURES, *SPECIAL))
        raise BadInput(f"measure: read {shown(question.measure)}; {known}")
    if question.measure == "distance_sq" and not question.functions.has_minimiser:
        raise BadInput("measure: read 'distance_sq'; allowed: where the functions have a minimiser")
    return MEASURES[question.measure](run)


def _minimum(run: Run) -> Form:
    """The least ‖∇F‖² of the points x_0 … x_{N−1}: a value below each of them."""
    least = value(run.recording.fresh_value()) * run.oracle.smoothness
    for x in run.points()[:-1]:
        run.recording.known("minimum", least - gradient_sq(run, x))
    return least
