"""The same worst cases as PEPit's users write them: one vector a worker, and its solver's number as it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Asked = Callable[[], Any]
"""A new problem, ready to be solved."""


def gradient_descent(steps: int) -> Any:
    """f(x_N) − f* of gradient descent with η = 1/L = 1 where ‖x_0 − x*‖ ≤ 1; PEPit's own first example."""
    from PEPit import PEP
    from PEPit.functions import SmoothConvexFunction

    problem = PEP()
    f = problem.declare_function(SmoothConvexFunction, L=1)
    optimum = f.stationary_point()
    x = start = problem.set_initial_point()
    problem.set_initial_condition((start - optimum) ** 2 <= 1)
    for _ in range(steps):
        x = x - f.gradient(x)
    problem.set_performance_metric(f(x) - f(optimum))
    return problem


def error_feedback(workers: int, steps: int) -> Any:
    """The mean ‖∇F(x_t)‖² of error feedback, η = 1/4, δ = 1/2, L = 1, F(x_0) − F* ≤ 1, ζ² = 1."""
    from PEPit import PEP, Point
    from PEPit.functions import SmoothFunction

    problem = PEP()
    functions = [problem.declare_function(SmoothFunction, L=1) for _ in range(workers)]
    x = problem.set_initial_point()
    residual = [0 * x for _ in functions]
    measure = 0
    for t in range(steps):
        answers = [f.oracle(x) for f in functions]
        gradient = sum((g for g, _ in answers[1:]), answers[0][0]) / workers
        value = sum((v for _, v in answers[1:]), answers[0][1]) / workers
        apart = [(g - gradient) ** 2 for g, _ in answers]
        problem.add_constraint(sum(apart[1:], apart[0]) / workers <= 1)
        problem.add_constraint(gradient**2 / 2 <= value)
        if t == 0:
            problem.set_initial_condition(value <= 1)
        measure = measure + gradient**2 / steps
        sent = [Point() for _ in functions]
        for k, (g, _) in enumerate(answers):
            carried = g / 4 + residual[k]
            problem.add_constraint((sent[k] - carried) ** 2 <= carried**2 / 2)
            residual[k] = carried - sent[k]
        x = x - sum(sent[1:], sent[0]) / workers
    problem.set_performance_metric(measure)
    return problem


def solved(asked: Asked, solver: str | None) -> float:
    """The number that PEPit prints."""
    return float(asked().solve(wrapper="cvxpy", solver=solver, verbose=0))


def assembling(asked: Asked) -> float:
    """The seconds until the solver begins, and after it has ended: all but what it says that it took."""
    from time import perf_counter

    begin = perf_counter()
    problem = asked()
    problem.solve(wrapper="cvxpy", solver="CLARABEL", verbose=0)
    return perf_counter() - begin - float(problem.wrapper.prob.solver_stats.solve_time)
