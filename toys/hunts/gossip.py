"""QPRSGD by gossip: Lemma 3, Theorem 2 and Corollary 2.1 on SGD, whose single number is quantised exactly."""

from __future__ import annotations

from typing import Any

import numpy as np

from theory.hunt.quarry import Within
from theory.methods.g_qprsgd import GQPRSGD
from theory.papers.qprsgd import theorem2
from theory.papers.qprsgd.proofs.gossip_theorem2_example import stationary
from theory.statement import apply
from toys.exact import ExactScale
from toys.hunts.family import LEFT, Family, Values
from toys.hunts.linear import Quadratics, run, second_moment

PROBLEM = "M equal workers with F_m(x) = (x − c)²/2, W = 11ᵀ/M, one local step, d = 1 so that Q_s is exact"


def of_quadratics(values: Values, noise: Any, gap: Any) -> Values:
    """The constants of equal quadratics of curvature 1 in one dimension, mixed by W = 11ᵀ/M, with K = 1."""
    one = noise * 0 + 1
    return {
        "workers": values["workers"],
        "batch": one,
        "dimension": one,
        "levels": values["levels"],
        "lambda2": 0 * one,
        "eigen_spread": one,
        "steps": values["steps"],
        "local_steps": one,
        "smoothness": one,
        "noise": noise,
        "heterogeneity": 0 * one,
        "gap": gap,
    }


def rounds(values: Values, centre: int, noisy: bool) -> Values:
    """Algorithm 2 from 0; means over rounds of the squared gradients at x̄_n and of the local ones."""
    gamma, workers, steps = values["gamma"], int(values["workers"]), int(values["steps"])
    one = gamma * 0 + 1
    problem = Quadratics(one, [centre * one] * workers, one * int(noisy), steps)
    mixing = (np.full((workers, workers), one / workers, dtype=object),)
    states = run(GQPRSGD(step_size=gamma, local_steps=1, compressor=ExactScale(1)), problem, mixing)[:-1]
    means = [second_moment(problem.true(s.model.sum(0, keepdims=True) / workers)) for s in states]
    return {
        **of_quadratics(values, noise=one * int(noisy), gap=one * centre**2 / 2),
        "step_size": gamma,
        "local_gradient_sq": sum(means) / steps,
        "model_gradient_sq": sum(means) / steps,
    }


def stochastic(values: Values) -> Values:
    """Σ_n Σ_k ‖G‖_F², K = 1."""
    found = rounds(values, centre=1, noisy=False)
    return {**found, LEFT: found["workers"] * found["steps"] * found["local_gradient_sq"]}


def sizes(workers: int, steps: int) -> tuple[Within, ...]:
    return (
        Within("gamma", 0.001, 0.2, log=True),
        Within("workers", 2, workers, whole=True),
        Within("steps", 1, steps, whole=True),
        Within("levels", 2, 200, log=True, whole=True),
    )


LEMMA_3 = Family("qprsgd.lemma3", f"{PROBLEM}; c = 1, from 0, without noise", sizes(8, 4), stochastic)


def descended(values: Values) -> Values:
    return rounds(values, centre=0, noisy=True)


def weighted(c: Values) -> Any:
    """Eq. (12)'s left side, K = 1: both of its sums are that of the squared gradients."""
    weight = apply(theorem2.gradient_weight, c) + apply(theorem2.local_descent, c)
    return weight * c["model_gradient_sq"]


THEOREM_2 = Family(
    "qprsgd.theorem2", f"{PROBLEM}; c = 0, from 0, noise ±1", sizes(3, 40), descended, left=weighted
)
GRADIENT = Family(
    "qprsgd.theorem2.gradient",
    THEOREM_2.problem,
    THEOREM_2.unknowns,
    descended,
    left=lambda values: values["model_gradient_sq"],
)


def chosen_step(c: Values) -> Any:
    """γ of Eq. (14)."""
    return apply(theorem2.step_size21, c)


def settled(values: Values) -> Values:
    """As many rounds as the corollary asks for, and more: too many to run, so in closed form."""
    one = values["start"] * 0 + 1
    return of_quadratics(values, noise=one, gap=values["start"] ** 2 / 2)


COROLLARY_21 = Family(
    "qprsgd.corollary2.1",
    f"{PROBLEM}; |c| = start, from 0, noise ±1: of E‖∇F(x̄_n)‖² the variance alone, summed in closed form",
    (
        Within("workers", 2, 4, whole=True),
        Within("levels", 2, 60, log=True, whole=True),
        Within("steps", 1e3, 1e9, log=True, whole=True),
        Within("start", 0.01, 10, log=True),
    ),
    settled,
    left=lambda c: stationary(chosen_step(c), c["smoothness"], c["workers"], c["steps"], c["noise"]),
)
