"""Equations (3), (8) and (9), and Appendix D.9: QG-DSGDm in matrices, in averages and without a buffer.

x, m, g are the columns of X, M, G of a step; wx, wm, wg what W makes of them; x_before is x^(t−1), eta_before
is η^(t−1).
"""

from typing import Any

from theory.papers.qg.formulas import buffer_memory
from theory.papers.qg.proofs.common import BETA, BUFFER, ETA, mixed
from theory.proof.build import reals, vectors
from theory.proof.claim import given, lt
from theory.proof.step import to
from theory.proof.vectors import mean

EARLIER = given("η^(t−1) > 0", lambda eta_before: lt(0, eta_before))
SIZES = (BETA, BUFFER, ETA)


def mixed_models(v: Any, eta: Any, beta: Any) -> Any:
    """X^(t+1) = W(X − η(βM + G))."""
    buffer = mixed(v, "wm", v.each("m"))
    return mixed(v, "wx", v.each("x")) - eta * (beta * buffer + mixed(v, "wg", v.each("g")))


def renewed(v: Any, mu: Any, eta: Any, after: Any) -> Any:
    """μM + (1−μ)(X − X^(t+1))/η."""
    return mu * v.each("m") + (1 - mu) * (v.each("x") - after) / eta


ORDER = reals(
    "qg.eq3",
    (given("X is a d×n matrix, W is n×n", lambda d, n: (lt(0, d), lt(0, n))),),
    lambda d, n: (d, to("the product WX in 004", "==", n)),
    more={
        "the product WX in 004": {
            "severity": "cosmetic",
            "note": "Eqs. (3), (4) and (8) print WX where X is d×n and W is n×n: XW is meant, as in "
            "Assumption 1 (for Algorithm 1, XWᵀ: the side matters where W is random and not symmetric)",
        }
    },
)

# What W multiplies, and what the buffer is fed, by lines 5, 6, 8 and 9 of Algorithm 1 and of Eq. (2).
FROM_ALGORITHM = (
    *vectors(
        "qg.eq3",
        SIZES,
        lambda v, beta, eta: (
            v.each("x") - eta * (beta * v.each("m") + v.each("g")),
            to("004", "==", v.each("x") - eta * beta * v.each("m") - eta * v.each("g")),
        ),
    ),
    *vectors(
        "qg.eq3",
        SIZES,
        lambda v, mu, eta: (
            mu * v.each("m") + (1 - mu) * (1 / eta * (v.each("x") - v.each("x_next"))),
            to("005", "==", renewed(v, mu, eta, v.each("x_next"))),
        ),
    ),
)

# Eq. (3) with G = 0, in ηM for M.
WITHOUT_GRADIENTS = (
    *vectors(
        "qg.eq4",
        SIZES,
        lambda v, beta, eta: (
            mixed(v, "wx", v.each("x")) - eta * (beta * mixed(v, "wm", v.each("m"))),
            to("007", "==", mixed(v, "wx", v.each("x")) - beta * (eta * mixed(v, "wm", v.each("m")))),
        ),
    ),
    *vectors(
        "qg.eq4",
        SIZES,
        lambda v, mu, eta: (
            eta * renewed(v, mu, eta, v.each("x_next")),
            to("008", "==", mu * (eta * v.each("m")) + (1 - mu) * (v.each("x") - v.each("x_next"))),
        ),
    ),
)

MATRICES = vectors(
    "qg.eq8",
    SIZES,
    lambda v, mu, beta, eta: (
        renewed(v, mu, eta, mixed_models(v, eta, beta)),
        to(
            "063",
            "==",
            mu * v.each("m")
            + (1 - mu) * beta * mixed(v, "wm", v.each("m"))
            + (1 - mu) * mixed(v, "wg", v.each("g"))
            + (1 - mu) / eta * (v.each("x") - mixed(v, "wx", v.each("x"))),
        ),
    ),
)

AVERAGES = (
    *vectors(
        "qg.eq9",
        SIZES,
        lambda v, mu, beta, eta: (
            mean(mixed_models(v, eta, beta)),
            to("064", "==", mean(v.each("x")) - eta * (beta * mean(v.each("m")) + mean(v.each("g")))),
        ),
    ),
    *vectors(
        "qg.eq9",
        SIZES,
        lambda v, mu, beta, eta: (
            mean(renewed(v, mu, eta, mixed_models(v, eta, beta))),
            to(
                "065",
                "==",
                mu * mean(v.each("m"))
                + (1 - mu) * (mean(v.each("x")) - mean(mixed_models(v, eta, beta))) / eta,
            ),
            to(
                "066",
                "==",
                buffer_memory(beta, mu) * mean(v.each("m")) + (1 - mu) * mean(v.each("g")),
            ),
        ),
    ),
)

WITHOUT_BUFFER = (
    *vectors(
        "qg.sectionD.9",
        (BETA, ETA, EARLIER),
        lambda v, beta, eta, eta_before: (
            # μ = 0: m^(t−1) = (x^(t−1) − x^(t))/η^(t−1); of both sides what W multiplies
            v.x - eta * (beta / eta_before * (v.x_before - v.x) + v.g),
            to(
                "item 3 of the first list",
                "==",
                (1 + beta * eta / eta_before) * v.x - beta * eta / eta_before * v.x_before - eta * v.g,
            ),
        ),
    ),
    *vectors(
        "qg.sectionD.9",
        (ETA,),
        lambda v, eta: (
            2 * v.x - v.x_before - eta * (v.g - v.g_before),
            to(
                "D² rewritten in the second list",
                "==",
                v.x - eta * (1 / eta * (v.x_before - v.x) + v.g - v.g_before),
            ),
        ),
    ),
)

STEPS = (*ORDER, *FROM_ALGORITHM, *WITHOUT_GRADIENTS, *MATRICES, *AVERAGES, *WITHOUT_BUFFER)

CLOSES = ("qg.eq3", "qg.eq4", "qg.eq8", "qg.eq9", "qg.sectionD.9")
