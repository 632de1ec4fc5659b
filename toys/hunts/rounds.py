"""QPRSGD on the ring: Theorem 1 on quadratics with noise, one component that is quantised exactly."""

from __future__ import annotations

from theory.hunt.quarry import Within
from theory.methods.pr_sgd import PRSGD
from toys.exact import Exact
from toys.hunts.family import LEFT, Family, Values
from toys.hunts.linear import Quadratics, second_moment


def restarted(values: Values) -> Values:
    """The mean of E‖∇F(x̄_{n,k})‖² over the local steps of all rounds, in coins."""
    gamma, slope, workers = values["gamma"], values["slope"], int(values["workers"])
    local_steps, steps = int(values["local_steps"]), int(values["steps"])
    one = gamma * 0 + 1
    centres = [values["centre"] + values["apart"] * (-1) ** m for m in range(workers)]
    problem = Quadratics(slope, centres, values["sigma"], local_steps * steps)
    method, comm = PRSGD(step_size=gamma, local_steps=local_steps), Exact(workers)
    state, squares = method.init(problem.start, problem, comm), 0 * one
    middle = problem.centres.sum(0) / workers
    for t in range(local_steps * steps):
        squares += slope**2 * second_moment(state.model.sum(0, keepdims=True) / len(state.model) - middle)
        state = method.step(state, problem, comm, t)
    away = [centre - middle[0] for centre in centres]
    return {
        **{name: values[name] for name in ("workers", "levels", "steps", "local_steps")},
        **{name: values[name] for name in ("descent_margin", "drift_margin")},
        "dimension": one,
        "batch": one,
        "step_size": gamma,
        "smoothness": one,
        "noise": values["sigma"] ** 2,
        "heterogeneity": slope**2 * sum(x**2 for x in away) / workers,
        "gap": slope * middle[0] ** 2 / 2,
        LEFT: squares / (local_steps * steps),
    }


THEOREM_1 = Family(
    "qprsgd.theorem1",
    "M workers with F_m(x) = a(x − c_m)²/2, a ≤ L = 1, c_m = centre ± apart, from 0, noise ±sigma, K ≥ 2; "
    "d = 1, so that Q_s is exact, of as many levels as the statement likes",
    (
        Within("gamma", 0.001, 1, log=True),
        Within("slope", 0.001, 1),
        Within("workers", 2, 4, whole=True),
        Within("levels", 2, 200, log=True, whole=True),
        Within("local_steps", 2, 4, whole=True),
        Within("steps", 1, 4, whole=True),
        Within("centre", 0.1, 5),
        Within("apart", 0, 5),
        Within("sigma", 0, 5),
        Within("descent_margin", 0.001, 0.999),
        Within("drift_margin", 0.001, 0.999),
    ),
    restarted,
)
