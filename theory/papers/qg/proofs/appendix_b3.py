"""Appendices B.3.1 and B.3.3: one worker's QG-SGDm and QG-SGDm-N as quasi-hyperbolic momentum.

m and h are m^(t−1) and m̂^(t−1) = m/(1−μ), g the gradient; β̂ = μ + (1−μ)β.
"""

from typing import Any

from theory.papers.qg.formulas import combined_momentum
from theory.papers.qg.proofs.common import BETA, BUFFER, ETA
from theory.proof.build import vectors
from theory.proof.claim import given, lt
from theory.proof.step import to

FIRST = "qg.eq5"
THIRD = "qg.sectionB.3.3"
SIZES = (BETA, BUFFER, ETA)
SOME = given("β̂ > 0", lambda beta, mu: lt(0, combined_momentum(beta, mu)))


def renewed(v: Any, beta: Any, mu: Any) -> Any:
    """m̂^(t) = β̂m̂^(t−1) + g."""
    return combined_momentum(beta, mu) * v.h + v.g


def weighted(v: Any, beta: Any, mu: Any) -> Any:
    """(1 − μ/β̂)m̂^(t) + (μ/β̂)g."""
    share = mu / combined_momentum(beta, mu)
    return (1 - share) * renewed(v, beta, mu) + share * v.g


SCALED = (
    *vectors(
        FIRST,
        SIZES,
        lambda v, beta, mu, eta: (
            # x^(t) − x^(t+1) = η(βm + g)
            mu * v.m + (1 - mu) * (eta * (beta * v.m + v.g)) / eta,
            to("023", "==", (mu + (1 - mu) * beta) * v.m + (1 - mu) * v.g),
        ),
    ),
    *vectors(
        FIRST,
        SIZES,
        lambda v, beta, mu, eta: (
            v.x - eta * (beta * ((1 - mu) * v.h) + v.g),
            to("024", "==", v.x - eta * (beta * (1 - mu) * v.h + v.g)),
            to(
                "026",
                "==",
                v.x
                - eta
                * (
                    combined_momentum(beta, mu) * v.h
                    + v.g
                    + (beta * (1 - mu) - combined_momentum(beta, mu)) * v.h
                ),
            ),
            to("026", "==", v.x - eta * (combined_momentum(beta, mu) * v.h + v.g - mu * v.h)),
        ),
    ),
    *vectors(
        FIRST,
        SIZES,
        lambda v, beta, mu: (
            ((mu + (1 - mu) * beta) * ((1 - mu) * v.h) + (1 - mu) * v.g) / (1 - mu),
            to("025", "==", (mu + (1 - mu) * beta) * v.h + v.g),
            to("027", "==", renewed(v, beta, mu)),
        ),
    ),
    *vectors(
        FIRST,
        (*SIZES, SOME),
        lambda v, beta, mu, eta: (
            v.x - eta * (combined_momentum(beta, mu) * v.h + v.g - mu * v.h),
            to("029", "==", v.x - eta * (renewed(v, beta, mu) - mu * v.h)),
            to("029", "==", v.x - eta * weighted(v, beta, mu)),
        ),
    ),
)

RECOVERED = (
    *vectors(
        FIRST,
        (*SIZES, SOME),
        lambda v, beta, mu, eta: (
            v.x - eta * weighted(v, beta, mu),
            # QHM with momentum β̂, ν = β/β̂ and step size η/(1−β); its buffer is (1−β̂)m̂
            to(
                "QHM after 029",
                "==",
                v.x
                - eta
                / (1 - beta)
                * (
                    (1 - beta / combined_momentum(beta, mu)) * v.g
                    + beta
                    / combined_momentum(beta, mu)
                    * ((1 - combined_momentum(beta, mu)) * renewed(v, beta, mu))
                ),
            ),
        ),
    ),
    *vectors(
        "qg.sectionB.3.1",
        (BETA, ETA),
        lambda v, beta, eta: (
            v.x - eta * (renewed(v, beta, 0) - 0 * v.h),
            to("031", "==", v.x - eta * (beta * v.h + v.g)),
        ),
    ),
)

NESTEROV = (
    *vectors(
        THIRD,
        SIZES,
        lambda v, beta, mu, eta: (
            # x^(t+1) = x − η(βm + g), and m̂^(t) = βm + g
            mu * v.m + (1 - mu) * (v.x - (v.x - eta * (beta * v.m + v.g))) / eta,
            to("054", "==", mu * v.m + (1 - mu) * (beta * v.m + v.g)),
            to("055", "==", (mu + beta - mu * beta) * v.m + (1 - mu) * v.g),
        ),
    ),
    *vectors(
        THIRD,
        SIZES,
        lambda v, beta, mu, eta: (
            v.x - eta * renewed(v, beta, mu),
            to("056", "==", v.x - eta * (beta * (1 - mu) * v.h + v.g)),
        ),
        more={
            "056": {
                "severity": "cosmetic",
                "repair": "qg.sectionB.3.3/056-repaired",
                "note": "m̂^(t) has two meanings: the line's first m̂^(t) is the old one, βm^(t−1) + "
                "∇f, and not the m^(t)/(1−μ) that the sentence before it introduces",
            }
        },
    ),
    *vectors(
        THIRD,
        SIZES,
        lambda v, beta, mu, eta: (
            v.x - eta * (beta * ((1 - mu) * v.h) + v.g),
            to("056-repaired", "==", v.x - eta * (beta * (1 - mu) * v.h + v.g)),
        ),
        more={"056-repaired": {"variant": "repaired"}},
    ),
    *vectors(
        THIRD,
        SIZES,
        lambda v, beta, mu: (
            ((mu + beta - mu * beta) * ((1 - mu) * v.h) + (1 - mu) * v.g) / (1 - mu),
            to("057", "==", (mu + beta - mu * beta) * v.h + v.g),
            to("059", "==", renewed(v, beta, mu)),
        ),
    ),
    *vectors(
        THIRD,
        (*SIZES, SOME),
        lambda v, beta, mu, eta: (
            v.x + beta * ((1 - mu) * v.h),
            to("058", "==", v.x + beta * (1 - mu) * v.h),
        ),
    ),
    *vectors(
        THIRD,
        (*SIZES, SOME),
        lambda v, beta, mu, eta: (
            v.x - eta * (beta * (1 - mu) * v.h + v.g),
            to("060", "==", v.x - eta * weighted(v, beta, mu)),
        ),
    ),
)

# At μ = 0 the three lines are those of Eq. (6): where the gradient is taken, the buffer, and the model.
SPECIAL = (
    *vectors(
        THIRD,
        (BETA,),
        lambda v, beta: (
            v.x + beta * (1 - 0) * v.h,
            to("SGDm-N after 060, where the gradient is taken", "==", v.x + beta * v.h),
        ),
        more={
            "SGDm-N after 060, where the gradient is taken": {
                "note": "SGDm-N as Eq. (6) prints it; the sign and scale there are qg.eq6/035"
            }
        },
    ),
    *vectors(
        THIRD,
        (BETA,),
        lambda v, beta: (
            renewed(v, beta, 0),
            to("SGDm-N after 060, the buffer", "==", beta * v.h + v.g),
        ),
    ),
    *vectors(
        THIRD,
        (BETA, ETA, given("β̂ > 0 at μ = 0", lambda beta: lt(0, combined_momentum(beta, 0)))),
        lambda v, beta, eta: (
            v.x - eta * weighted(v, beta, 0),
            to("SGDm-N after 060, the model", "==", v.x - eta * (beta * v.h + v.g)),
        ),
    ),
)

# From Eq. (3) on one worker, with m^(t−1) = (1−μ)m̂^(t−1).
MAIN_TEXT = (
    *vectors(
        "qg.section4.2",
        SIZES,
        lambda v, beta, mu, eta: (
            (mu * ((1 - mu) * v.h) + (1 - mu) * (eta * (beta * ((1 - mu) * v.h) + v.g)) / eta) / (1 - mu),
            to("009", "==", renewed(v, beta, mu)),
        ),
    ),
    *vectors(
        "qg.section4.2",
        (*SIZES, SOME),
        lambda v, beta, mu, eta: (
            v.x - eta * (beta * ((1 - mu) * v.h) + v.g),
            to("010", "==", v.x - eta * weighted(v, beta, mu)),
        ),
    ),
)

STEPS = (*MAIN_TEXT, *SCALED, *RECOVERED, *NESTEROV, *SPECIAL)

CLOSES = ("qg.section4.2", FIRST, "qg.sectionB.3.1", THIRD)
