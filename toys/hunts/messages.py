"""QPRSGD's messages: Remark 2 on equal updates, Lemma 2 on one round, Theorem 3 on equal components."""

from __future__ import annotations

from math import floor
from typing import Any

from theory.arithmetic import sqrt
from theory.hunt.quarry import Within
from theory.papers.qprsgd import quantiser
from toys.hunts.family import LEFT, Family, Values


def equal_updates(values: Values) -> Values:
    """E‖X‖² is at least what it is without noise and (11/400)Σm² of it, where s = 4.

    The noise of a hop is at least (11/400)y₁y₂ on the circle, and E y₁y₂ = m²·w₁w₂ as components are rounded
    independently: qprsgd.remark2/the noise of equal updates.
    """
    workers, second = values["workers"], values["second"]
    square = 1 + second**2
    hops = workers * (workers + 1) * (2 * workers + 1) / 6
    return {
        "workers": workers,
        "dimension": 2 * workers,
        "levels": 4 + 0 * second,
        "update_sq": square,
        "mean_update_sq": square,
        LEFT: square + 11 * second / 400 * hops / workers**2,
    }


REMARK_2 = Family(
    "qprsgd.remark2",
    "M workers, s = 4 levels, segments of 2 components, all updates (1, second); the noise by the ledger's "
    "lower bound on it",
    (Within("workers", 2, 200, whole=True), Within("second", 0.01, 1)),
    equal_updates,
)


def second_message(values: Values) -> Values:
    """What the workers send after the second round from 0: γ²c_m − γc̄ for the centres (1, 0) and (0, r).

    The first messages have one component each, which is quantised exactly.
    """
    gamma, r = values["gamma"], values["r"]
    one = gamma * 0 + 1
    return {
        "workers": 2 * one,
        "dimension": 2 * one,
        "levels": values["levels"],
        "lambda2": 0 * one,
        "eigen_spread": one,
        "local_steps": one,
        "step_size": gamma,
        "stochastic_gradient_sq": (1 - gamma) ** 2 * (1 + r**2) / 2,
        "message 1": gamma**2 - gamma / 2,
        "message 2": -gamma * r / 2,
        "message 3": -gamma / 2,
        "message 4": (gamma**2 - gamma / 2) * r,
    }


def rounded(c: Values) -> Any:
    """E‖C_2‖_F², by the exact variance of a rounding."""
    first, second, third, fourth = (c[f"message {n}"] for n in range(1, 5))
    noise = quantiser.rounding_variance
    pairs = ((first, second), (second, first), (third, fourth), (fourth, third))
    return sum(noise(x, sqrt(x**2 + other**2), c["levels"]) for x, other in pairs)


LEMMA_2 = Family(
    "qprsgd.lemma2",
    "two workers with F_m(x) = ‖x − c_m‖²/2, c_m = (1, 0) and (0, r), no noise, W = ½11ᵀ, one local step a "
    "round, the second round from 0",
    (Within("gamma", 0.01, 2), Within("r", 0.1, 10, log=True), Within("levels", 2, 20, whole=True)),
    second_message,
    left=rounded,
    only=("published",),
)


def bits(value: int) -> int:
    """The length of Elias' gamma code of a positive number."""
    return 2 * value.bit_length() - 1


def coded(values: Values) -> Values:
    """E|Code(Q_s(v))| of d = n² equal components, each rounded from s/n."""
    place = values["levels"] / values["n"]
    level = floor(place)
    length = bits(level + 1) + (place - level) * (bits(level + 2) - bits(level + 1))
    d = values["n"] ** 2
    return {
        "dimension": d,
        "levels": values["levels"],
        "float_bits": values["float_bits"],
        LEFT: values["float_bits"] + d * (1 + length),
    }


THEOREM_3 = Family(
    "qprsgd.theorem3",
    "n² equal components, s levels; a float, a sign and an Elias code for each component",
    (
        Within("n", 1, 60, whole=True),
        Within("levels", 1, 60, log=True, whole=True),
        Within("float_bits", 8, 64, whole=True),
    ),
    coded,
)
