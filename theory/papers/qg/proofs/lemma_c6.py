"""Proof of Lemma C.6: how far the virtual sequence is from the average.

e = x̂^(t) − x̄^(t), m = m̄^(t), g = ḡ^(t) = G + n with G = E_t[ḡ^(t)]; xh and xb are x̂^(t) and x̄^(t). In a sum
over k, gk is ḡ^(k), g1 and m1 are ḡ^(k−1) and m̄^(k−1), and mk is m̄^(k).
"""

from typing import Any

from theory.axioms import unbiased
from theory.papers.qg import corrected, lemmas
from theory.papers.qg.formulas import buffer_memory
from theory.papers.qg.proofs.common import BETA, BUFFER, ETA, NOISE, noisy
from theory.proof.build import induction, one, vectors
from theory.proof.claim import eq, given
from theory.proof.compound import Induction
from theory.proof.implication import Implication
from theory.proof.step import to
from theory.proof.vectors import Used, mean, sq
from theory.statement import total

STATEMENT = "qg.lemmaC.6"
SIZES = (BETA, BUFFER, ETA, NOISE)
INVARIANT = given(
    "(1−μ)(1−β)e = −ηβm̄",
    lambda e, m, mu, beta, eta: eq((1 - mu) * (1 - beta) * e, -eta * beta * m),
)


def drift(v: Any, eta: Any, beta: Any, gradient: Any, buffer: Any) -> Any:
    """−ηβ(ḡ/(1−β) − m̄): what a step adds to e."""
    return -eta * beta * (1 / (1 - beta) * gradient - buffer)


def remembered(v: Any, mu: Any, beta: Any) -> Any:
    """m̄^(k) by Eq. (9)."""
    return buffer_memory(beta, mu) * v.m1 + (1 - mu) * v.g1


def contracted(v: Any, mu: Any, beta: Any, eta: Any, gradient: Any) -> Any:
    """(1−(1−μ)(1−β))e − (ηβ/(1−β))·gradient."""
    return buffer_memory(beta, mu) * v.e - eta * beta / (1 - beta) * gradient


def noise_apart(v: Any, eta: Any, beta: Any, sigma_sq: Any) -> list[Any]:
    """The mean noise has mean 0 given the past, and variance at most σ²."""
    return [
        unbiased(v.each("n"), v.e, v.G),
        Used(noisy(v.each("n"), sigma_sq), eta**2 * beta**2 / (1 - beta) ** 2),
    ]


ONE_STEP = vectors(
    STATEMENT,
    SIZES,
    lambda v, eta, beta: (
        # x̂^(t+1) by Eq. (10), x̄^(t+1) by Eq. (9)
        v.xh - eta / (1 - beta) * v.g - (v.xb - eta * beta * v.m - eta * v.g),
        to("117", "==", (v.xh - eta / (1 - beta) * v.g) - (v.xb - eta * (beta * v.m + v.g))),
        to("118", "==", (v.xh - v.xb) - eta * beta * (1 / (1 - beta) * v.g - v.m)),
    ),
)

SUMMED = induction(
    STATEMENT,
    "119",
    "e^(t+1) is the sum over k ≤ t of −ηβ(ḡ^(k)/(1−β) − m̄^(k))",
    (BETA, ETA),
)(
    # the empty sum is e^(0) = x̂^(0) − x̄^(0) with x̂^(0) = x̄^(0); S is the sum up to t − 1
    start=lambda x: eq(x - x, 0),
    step=lambda S, eta, beta, g, m: eq(
        S - eta * beta * (1 / (1 - beta) * g - m), S + (-eta * beta) * (1 / (1 - beta) * g - m)
    ),
)

EVERY_TERM = vectors(
    STATEMENT,
    SIZES,
    lambda v, eta, beta, mu: (
        drift(v, eta, beta, v.gk, remembered(v, mu, beta)),
        to(
            "121",
            "==",
            -eta * beta * (1 / (1 - beta) * v.gk - ((1 - (1 - mu) * (1 - beta)) * v.m1 + (1 - mu) * v.g1)),
        ),
        to(
            "122",
            "==",
            (1 - (1 - mu) * (1 - beta)) * drift(v, eta, beta, v.g1, v.m1)
            - eta * beta / (1 - beta) * (v.gk - v.g1),
        ),
    ),
)

RECURSION = one(
    STATEMENT,
    "123",
    "e^(t+1) = (1−(1−μ)(1−β))e^(t) − (ηβ/(1−β))ḡ^(t) for every t, where e^(0) = 0 and m̄^(0) = 0",
    Induction(
        {
            # (1−μ)(1−β)e^(t) = −ηβm̄^(t)
            "start": Implication(
                SIZES, lambda x, mu, beta, eta: eq((1 - mu) * (1 - beta) * (x - x), -eta * beta * (x - x))
            ),
            "step": Implication(
                (*SIZES, INVARIANT),
                lambda e, m, g, mu, beta, eta: eq(
                    (1 - mu) * (1 - beta) * (e - eta * beta * (g / (1 - beta) - m)),
                    -eta * beta * (buffer_memory(beta, mu) * m + (1 - mu) * g),
                ),
            ),
            "so": Implication(
                (*SIZES, INVARIANT),
                lambda e, m, g, mu, beta, eta: eq(
                    e - eta * beta * (g / (1 - beta) - m),
                    buffer_memory(beta, mu) * e - eta * beta / (1 - beta) * g,
                ),
            ),
        }
    ),
    SIZES,
    note="by e^(t) = −ηβm̄^(t)/((1−μ)(1−β)); it needs m̄^(0) = 0, which the lemma does not say and Algorithm 1 "
    "does",
)

NORMS = vectors(
    STATEMENT,
    SIZES,
    lambda v, eta, beta, mu, sigma_sq: (
        sq(contracted(v, mu, beta, eta, v.G + mean(v.each("n")))),
        to(
            "125",
            "<=",
            sq(contracted(v, mu, beta, eta, v.G)) + eta**2 * beta**2 * sigma_sq / (1 - beta) ** 2,
        ),
        to(
            "126",
            "<=",
            buffer_memory(beta, mu) * sq(v.e)
            + 2 * eta**2 * beta**2 / ((1 - beta) ** 3 * (1 - mu)) * sq(v.G)
            + eta**2 * beta**2 * sigma_sq / (1 - beta) ** 2,
        ),
        to("115", "==", total(lemmas.lemma_c6(eta, beta, mu, sigma_sq, 1, sq(v.e), sq(v.G)))),
    ),
    using={"125": noise_apart},
    more={"126": {"note": "1 would do for the factor 2 of the mean gradient"}},
)

STRENGTHENED = vectors(
    STATEMENT,
    SIZES,
    lambda v, eta, beta, mu, sigma_sq: (
        sq(contracted(v, mu, beta, eta, v.G + mean(v.each("n")))),
        to(
            "115-strengthened",
            "<=",
            total(corrected.lemma_c6(eta, beta, mu, sigma_sq, 1, sq(v.e), sq(v.G))),
        ),
    ),
    using={"115-strengthened": noise_apart},
    more={"115-strengthened": {"variant": "strengthened"}},
)

STEPS = (*ONE_STEP, *SUMMED, *EVERY_TERM, *RECURSION, *NORMS, *STRENGTHENED)

CLOSES = (STATEMENT,)
