"""DEF's Lemma A.2 on noisy quadratics, and Theorem 4.3 on two wells."""

from __future__ import annotations

from typing import Any

from theory.errors import Void
from theory.hunt.quarry import Within
from theory.methods.def_ import DEF
from theory.papers.def_.proofs.counterexample import NOISE, Caught
from toys.exact import ExactScale
from toys.hunts.family import LEFT, Family, Values
from toys.hunts.linear import Quadratics, largest, run, second_moment


def residuals(values: Values) -> Values:
    """Algorithm 1 with unit noise; M is the largest gradient as far as the run gets."""
    rho, eta = values["rho"], values["eta"]
    detach, one = 1 - values["left_on"], eta * 0 + 1
    problem = Quadratics(-one, [0 * one] * 2, one, int(values["steps"]))
    state = run(DEF(step_size=eta, momentum=0, detach=detach, compressor=ExactScale(1 - rho)), problem)[-1]
    mean = state.residual.sum(0, keepdims=True) / 2
    reach = max(largest(points) for points in problem.points)
    return {
        "contraction": 1 - rho**2,
        "workers": 2 * one,
        "detach": detach,
        "step_size": eta,
        "smoothness": one,
        "noise": one,
        "batch": one,
        "gradient_sq": (reach + 1) ** 2,
        LEFT: second_moment(mean - detach * state.residual),
    }


LEMMA_A2 = Family(
    "def.lemmaA.2",
    "two workers, one coordinate, f(θ; ±) = −θ²/2 ± θ, L = 1, as far as the run gets and linear beyond, "
    "C(Δ) = (1−ρ)Δ with δ = 1 − ρ², left_on = 1 − λ; after so many steps from 0",
    (
        Within("rho", 0.05, 0.99),
        Within("left_on", 1e-6, 1, log=True),
        Within("eta", 0.01, 0.5),
        Within("steps", 1, 24, whole=True),
    ),
    residuals,
)


def wells(far: Any, near: Any, one: Any) -> tuple[tuple[Any, Any], ...]:
    """∇F with slopes ±1 outside the noise: peaks at −far and near, and wells beyond them, L = 1."""
    knots = (
        *((-far - 2 * (far - 1), 1 - far), (-far, far - 1), (-10, 9), (0, 0)),
        *((10, -9), (near, 1 - near), (near + 2 * (near - 1), near - 1)),
    )
    return tuple((place * one, value * one) for place, value in knots)


def caught(values: Values) -> Values:
    """The run that the noise strikes once, of opposite signs on two workers."""
    rho, eta, strikes, left_on = (values[name] for name in ("rho", "eta", "strikes", "left_on"))
    one = eta * 0 + 1
    problem = Caught(
        slope=wells(values["far"], values["near"], one),
        noise=tuple((place * one, value * one) for place, value in NOISE),
        strikes=strikes,
        rho=rho,
        eta=eta,
        detach=1 - left_on,
    )
    average = problem.average()
    if average is None:
        raise Void("the path is not caught, so nothing is known of the average")
    return {
        "contraction": 1 - rho**2,
        "workers": 2 * one,
        "detach": 1 - left_on,
        "batch": one,
        "steps": problem.steps * one,
        "step_size": eta,
        "smoothness": one,
        "noise": strikes,
        "gradient_sq": problem.largest**2,
        "gap": problem.gap,
        LEFT: average,
    }


THEOREM_43 = Family(
    "def.theorem4.3",
    "two workers, one coordinate, F with two wells, at −(3·far − 2) + far − 1 and 2·near − 1, C(Δ) = (1−ρ)Δ, "
    "a coin that is mostly 0 near the start and no noise beyond; 10⁹ steps, of which the run is exact until "
    "both points rest in affine pieces, where a step contracts",
    (
        Within("far", 12, 200, whole=True),
        Within("near", 12, 200, whole=True),
        Within("rho", 0.5, 0.98),
        Within("eta", 0.05, 0.25),
        Within("left_on", 1e-6, 0.1, log=True),
        Within("strikes", 1e-4, 0.1, log=True),
    ),
    caught,
)
