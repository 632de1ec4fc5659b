"""Appendix B.3.2: the forms of SGDm-N, and QG-SGDm against it.

m is the buffer m^(t−1) of Eqs. (6) and (7); that of the first form is −ηm. g is the gradient, wherever it is
taken; in the change of variables m is normalised by 1−β, and m_next is m^(t). r is √β.
"""

from typing import Any

from theory.papers.qg.formulas import combined_momentum
from theory.papers.qg.proofs.common import BETA, ETA
from theory.proof.build import reals, vectors
from theory.proof.claim import eq, given, le, lt
from theory.proof.step import to

STATEMENT = "qg.sectionB.3.2"
SIZES = (BETA, ETA)


def heavy(v: Any, beta: Any) -> Any:
    """m^(t) = βm + ∇f."""
    return beta * v.m + v.g


def normalised(v: Any, beta: Any) -> Any:
    """m^(t) = βm + (1−β)∇f."""
    return beta * v.m + (1 - beta) * v.g


FORMS = (
    *vectors(
        "qg.eq6",
        SIZES,
        lambda v, beta, eta: (v.x + beta * (-eta * v.m), to("035", "==", v.x + beta * v.m)),
        more={
            "035": {
                "severity": "cosmetic",
                "repair": "qg.eq6/035-repaired",
                "note": "the gradient's place x + βm of the first form is x − ηβm where m is Eq. (6)'s "
                "buffer, as Eq. (7) prints; Eq. (6) prints x + βm, and so do displays 050 and 058",
            }
        },
    ),
    *vectors(
        "qg.eq6",
        SIZES,
        lambda v, beta, eta: (
            v.x + beta * (-eta * v.m),
            to("035-repaired", "==", v.x - eta * beta * v.m),
        ),
        more={"035-repaired": {"variant": "repaired"}},
    ),
    *vectors(
        "qg.eq6",
        SIZES,
        lambda v, beta, eta: (
            beta * (-eta * v.m) - eta * v.g,
            to("036", "==", -eta * heavy(v, beta)),
        ),
    ),
    *vectors(
        "qg.eq6",
        SIZES,
        lambda v, beta, eta: (
            v.x + beta * (-eta * v.m) - eta * v.g,
            to("037", "==", v.x - eta * heavy(v, beta)),
        ),
    ),
    *vectors(
        "qg.eq7",
        SIZES,
        lambda v, beta, eta: (
            # the first form, then that of Gitman et al., then Eq. (7)
            v.x + beta * v.a - eta * v.g,
            to("039", "==", v.x + (beta * v.a - eta * v.g)),
        ),
    ),
    *vectors(
        "qg.eq7",
        SIZES,
        lambda v, beta, eta: (v.x + beta * (-eta * v.m), to("040", "==", v.x - eta * beta * v.m)),
    ),
    *vectors(
        "qg.eq7",
        SIZES,
        lambda v, beta, eta: (
            v.x + (beta * (-eta * v.m) - eta * v.g),
            to("041", "==", v.x - eta * heavy(v, beta)),
        ),
    ),
)

NORMALISED = (
    *vectors(
        STATEMENT,
        SIZES,
        lambda v, beta, eta: (
            (1 - beta) * heavy(v, beta),
            to("042", "==", beta * ((1 - beta) * v.m) + (1 - beta) * v.g),
        ),
    ),
    *vectors(
        STATEMENT,
        SIZES,
        lambda v, beta, eta: (
            v.x - eta / (1 - beta) * ((1 - beta) * v.m_next),
            to("043", "==", v.x - eta * v.m_next),
        ),
    ),
    *vectors(
        STATEMENT,
        SIZES,
        lambda v, beta, eta: (
            # x = y + ηβm, and m_next = βm + (1−β)g
            (v.y + eta * beta * v.m - eta * normalised(v, beta)) - eta * beta * normalised(v, beta),
            to(
                "046",
                "==",
                (v.y + eta * beta * v.m) - eta * normalised(v, beta) - eta * beta * normalised(v, beta),
            ),
            to(
                "047",
                "==",
                v.y + eta * beta * v.m - eta * normalised(v, beta) - eta * beta * normalised(v, beta),
            ),
            to(
                "048",
                "==",
                v.y
                + eta * (normalised(v, beta) - (1 - beta) * v.g)
                - eta * normalised(v, beta)
                - eta * beta * normalised(v, beta),
            ),
            to("049", "==", v.y - eta * ((1 - beta) * v.g + beta * normalised(v, beta))),
        ),
    ),
)

# What a step takes of the gradients g^(t), g^(t−1), g^(t−2): QG-SGDm η(1, w, wβ̂) with w = (1−μ)β; SGDm-N with
# momentum b and normalised step size s, in y: s(1−b)(1+b, b², b³).
SOME = given("0 < β < 1, 0 ≤ μ < 1", lambda beta, mu: (lt(0, beta), lt(beta, 1), le(0, mu), lt(mu, 1)))
NESTEROV = given("0 ≤ b < 1", lambda b: (le(0, b), lt(b, 1)))
SAME_FIRST = given("s(1−b)(1+b) = η", lambda s, b, eta: eq(s * (1 - b) * (1 + b), eta))
SAME_MEMORY = given("b = β̂", lambda b, beta, mu: eq(b, combined_momentum(beta, mu)))
SAME_SECOND = given(
    "s(1−b)b² = η(1−μ)β",
    lambda s, b, eta, mu, beta: eq(s * (1 - b) * b**2, eta * (1 - mu) * beta),
)
SAME_THIRD = given(
    "s(1−b)b³ = η(1−μ)ββ̂",
    lambda s, b, eta, mu, beta: eq(s * (1 - b) * b**3, eta * (1 - mu) * beta * combined_momentum(beta, mu)),
)
BALANCED = given(
    "μ = √β/(1+√β), with r = √β", lambda mu, beta, r: (le(0, r), eq(r**2, beta), eq(mu * (1 + r), r))
)

EQUIVALENT = (
    *reals(
        STATEMENT,
        (SOME, ETA, NESTEROV, SAME_FIRST, SAME_MEMORY),
        lambda s, b, eta, mu, beta: (
            s * (1 - b) * b**2,
            to("the equivalence of QG-SGDm and SGDm-N", "==", eta * (1 - mu) * beta),
        ),
        more={
            "the equivalence of QG-SGDm and SGDm-N": {
                "severity": "false",
                "repair": "qg.sectionB.3.2/the equivalence-repaired",
                "note": "at μ = 0 QG-SGDm is SGDm, as Appendix B.3.1 says, and that is not SGDm-N. SGDm-N is "
                "QHM with ν equal to its momentum; QG-SGDm is QHM with momentum β̂, ν = β/β̂ and step size "
                "η/(1−β). They are the same only for β̂² = β, that is μ = √β/(1+√β), which is not the "
                "paper's μ = β unless β = (3−√5)/2",
            }
        },
    ),
    *reals(
        STATEMENT,
        (SOME, ETA, NESTEROV, SAME_FIRST, SAME_MEMORY, BALANCED),
        lambda s, b, eta, mu, beta: (
            s * (1 - b) * b**2,
            to("the equivalence-repaired", "==", eta * (1 - mu) * beta),
        ),
        more={"the equivalence-repaired": {"variant": "repaired"}},
    ),
    *reals(
        STATEMENT,
        (SOME, ETA, NESTEROV, SAME_FIRST, SAME_SECOND, SAME_THIRD),
        lambda mu, beta: (
            combined_momentum(beta, mu) ** 2,
            to("no other equivalence", "==", beta),
        ),
        more={"no other equivalence": {"variant": "repaired"}},
    ),
)

STEPS = (*FORMS, *NORMALISED, *EQUIVALENT)

CLOSES = ("qg.eq6", "qg.eq7", STATEMENT)
