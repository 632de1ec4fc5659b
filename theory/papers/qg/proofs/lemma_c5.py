"""The end of the proof of Lemma C.4, and Lemma C.5, on real quantities.

X and M are (1/n)E‖X_t − X̄_t‖² and (1/n)E‖M_t − M̄_t‖²; X_next and M_next are those of step t + 1.
"""

from fractions import Fraction
from typing import Any

from theory.papers.qg import corrected, lemmas
from theory.papers.qg.proofs.common import (
    BETA,
    BUFFER,
    ETA,
    MOMENTUM,
    RHO,
    SMOOTH,
    STATE,
    VARIANCES,
)
from theory.proof.build import reals
from theory.proof.claim import eq, given, le, lt
from theory.proof.step import to
from theory.statement import total

SIZES = (RHO, BETA, BUFFER, ETA, VARIANCES, STATE)
STEP_SIZE = given("0 < L, η ≤ 1/(7L)", lambda eta, L: (le(0, L), le(7 * L * eta, 1)))
BEFORE = given(
    "display 111, with the factor 8 of the repaired display 108",
    lambda M_next, mu, beta, eta, L, sigma_sq, zeta_sq, X, M: le(
        M_next, total(corrected.buffer_spread(eta, beta, mu, L, sigma_sq, 1, zeta_sq, X, M))
    ),
)
AS_PRINTED = given(
    "display 111",
    lambda M_next, mu, beta, eta, L, sigma_sq, zeta_sq, X, M: le(
        M_next, total(lemmas.buffer_spread(eta, beta, mu, L, sigma_sq, 1, zeta_sq, X, M))
    ),
)
LEMMA_C3 = given(
    "Lemma C.3",
    lambda X_next, eta, beta, rho, sigma_sq, zeta_sq, X, M: le(
        X_next, total(lemmas.lemma_c3(eta, beta, rho, sigma_sq, 1, zeta_sq, X, M))
    ),
)
LEMMA_C4 = given(
    "Lemma C.4, whose η ≤ 1/(7L) Lemma C.5 asks for too",
    lambda M_next, eta, beta, mu, rho, sigma_sq, zeta_sq, X, M: le(
        lemmas.momentum_scale(eta, beta, mu, rho) * M_next,
        total(lemmas.lemma_c4(eta, beta, mu, rho, sigma_sq, 1, zeta_sq, X, M)),
    ),
)


def multiplied(
    eta: Any, beta: Any, mu: Any, rho: Any, L: Any, sigma_sq: Any, zeta_sq: Any, X: Any, M: Any
) -> Any:
    """Display 112."""
    scale = lemmas.momentum_scale(eta, beta, mu, rho)
    return (
        scale * M
        - lemmas.momentum_push(eta, beta, rho) * M
        + 48 * beta**2 * (1 + L**2 * eta**2) / (rho * (1 - beta) ** 2) * X
        + 24 * eta**2 * beta**2 * sigma_sq / (rho * (1 - mu) * (1 - beta))
        + 48 * eta**2 * beta**2 * zeta_sq / (rho * (1 - beta) ** 2)
    )


MULTIPLIED = reals(
    "qg.lemmaC.4",
    (*SIZES, SMOOTH, AS_PRINTED),
    lambda eta, beta, mu, rho, L, sigma_sq, zeta_sq, X, M, M_next: (
        lemmas.momentum_scale(eta, beta, mu, rho) * M_next,
        to("112", "<=", multiplied(eta, beta, mu, rho, L, sigma_sq, zeta_sq, X, M)),
    ),
    more={"112": {"note": "48 is twice 6·4, and 6·8, which the repaired display 108 asks for"}},
)

MULTIPLIED_REPAIRED = reals(
    "qg.lemmaC.4",
    (*SIZES, SMOOTH, BEFORE),
    lambda eta, beta, mu, rho, L, sigma_sq, zeta_sq, X, M, M_next: (
        lemmas.momentum_scale(eta, beta, mu, rho) * M_next,
        to("112-repaired", "<=", multiplied(eta, beta, mu, rho, L, sigma_sq, zeta_sq, X, M)),
    ),
    more={"112-repaired": {"variant": "repaired"}},
)

ENDED = reals(
    "qg.lemmaC.4",
    (*SIZES, SMOOTH, STEP_SIZE, MOMENTUM),
    lambda eta, beta, mu, rho, L, sigma_sq, zeta_sq, X, M: (
        multiplied(eta, beta, mu, rho, L, sigma_sq, zeta_sq, X, M),
        to("113", "<=", total(lemmas.lemma_c4(eta, beta, mu, rho, sigma_sq, 1, zeta_sq, X, M))),
    ),
)

ARITHMETIC = reals(
    "qg.lemmaC.4",
    (RHO, BETA, ETA, SMOOTH, STEP_SIZE, MOMENTUM),
    lambda eta, beta, rho, L: (
        48 * beta**2 * (1 + L**2 * eta**2) / (rho * (1 - beta) ** 2),
        to("the step size after 113", "<=", 49 * beta**2 / (rho * (1 - beta) ** 2)),
        to("the momentum after 113", "<=", rho / 8),
    ),
    more={"the momentum after 113": {"slack": Fraction(99, 100)}},
)

# Two nodes with f_i(x) = (L/2)x², x₁ − x₂ an eigenvector of W with eigenvalue λ, M = 0 and σ = ζ = 0.
WITHOUT_STEP_SIZE = reals(
    "qg.lemmaC.4",
    (
        RHO,
        BETA,
        BUFFER,
        ETA,
        SMOOTH,
        MOMENTUM,
        given("λ² = 1 − ρ", lambda lam, rho: eq(lam**2, 1 - rho)),
        given("X > 0", lambda X: lt(0, X)),
    ),
    lambda eta, beta, mu, rho, L, lam, X: (
        lemmas.momentum_scale(eta, beta, mu, rho)
        * (((1 - mu) * lam * L + (1 - mu) / eta * (1 - lam)) ** 2 * X),
        to("101", "<=", rho * X / 8),
    ),
    more={
        "101": {
            "severity": "false",
            "repair": "qg.lemmaC.4/113",
            "note": "the lemma prints no bound on η, and fails for large Lη: two nodes with f_i = "
            "(L/2)x², empty buffers, no noise, where x₁ − x₂ has an eigenvalue λ > 0 of W, for which the "
            "left side holds (λLη + 1 − λ)²X/η². Its proof takes η ≤ 1/(7L), as all that use it do, and "
            "holds with it",
        }
    },
)

ADDED = reals(
    "qg.lemmaC.5",
    (*SIZES, LEMMA_C3, LEMMA_C4),
    lambda eta, beta, mu, rho, sigma_sq, zeta_sq, X, M, X_next, M_next: (
        X_next + lemmas.momentum_scale(eta, beta, mu, rho) * M_next,
        to("114", "<=", total(lemmas.lemma_c5(eta, beta, mu, rho, sigma_sq, 1, zeta_sq, X, M))),
    ),
)

STEPS = (
    *MULTIPLIED,
    *MULTIPLIED_REPAIRED,
    *ENDED,
    *ARITHMETIC,
    *WITHOUT_STEP_SIZE,
    *ADDED,
)

CLOSES = ("qg.lemmaC.4", "qg.lemmaC.5")
