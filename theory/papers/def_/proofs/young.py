"""Lemma A.2 and Theorem 4.3 for any β and θ, and for the best ones (ours).

As in `lemma_a2_repaired`: r, e, g, a, b; γ is 1/√(1−δ) − 1, A is P + (1+1/θ)q² with P = B₁σ², q = (1−λ)M,
and k is ηL. d is the root of the bound: γ²d² = η²(P + (Ld + q)²). D is what is bounded.
"""

from typing import Any

from theory.axioms import contraction, independent, lipschitz
from theory.papers.def_ import residual, young
from theory.papers.def_.proofs.common import BOUNDS, DELTA, DETACH, ETA, SMOOTH, STEP_SIZE, WORKERS, YOUNG
from theory.papers.def_.proofs.lemma_a2 import MOMENT, apart
from theory.papers.def_.proofs.lemma_a2_repaired import GAMMA
from theory.papers.def_.proofs.theorem43_sum import TIMES, repaired_bound, summed
from theory.proof.build import More, reals, vectors
from theory.proof.claim import eq, given, le, lt
from theory.proof.step import to
from theory.proof.vectors import Fact, Used, sq

LEMMA, THEOREM = "def.lemmaA.2", "def.theorem4.3"
OURS: More = {"variant": "strengthened"}
SPLIT = given("θ > 0", lambda theta: lt(0, theta))
ROOM = given("(1+θ)η²L² < γ²", lambda theta, eta, L, gamma: lt((1 + theta) * eta**2 * L**2, gamma**2))


def moment(K: Any, lam: Any, theta: Any, sigma_sq: Any, M_sq: Any) -> Any:
    """B₁σ² + (1+1/θ)(1−λ)²M²."""
    return residual.noise_factor(K, lam) * sigma_sq + (1 + 1 / theta) * (1 - lam) ** 2 * M_sq


GRADIENTS = vectors(
    LEMMA,
    (DETACH, SMOOTH, WORKERS, BOUNDS, SPLIT),
    lambda v, lam, K, L, theta, sigma_sq, M_sq: (
        sq(apart(v.each("a") + v.each("b") + v.gy, lam)),
        to(
            "Lemma A.1 for any θ",
            "<=",
            moment(K, lam, theta, sigma_sq, M_sq) + (1 + theta) * L**2 * sq(apart(v.each("e"), lam)),
        ),
    ),
    using={
        "Lemma A.1 for any θ": lambda v, lam, K, L, theta, sigma_sq, M_sq: [
            independent(v.each("a"), K, v.each("b"), v.gy),
            Used(Fact("def.assumption3.1", le(sq(v.each("a")), sigma_sq)), residual.noise_factor(K, lam)),
            Used(Fact("def.assumption3.2", le(sq(v.gy), M_sq)), (1 + 1 / theta) * (1 - lam) ** 2),
            Used(lipschitz(v.each("b"), apart(v.each("e"), lam), L), 1 + theta),
        ]
    },
    more={"Lemma A.1 for any θ": OURS},
)


def any_theta(v: Any, lam: Any, L: Any, theta: Any, A: Any) -> Fact:
    """Lemma A.1 for any θ."""
    bound = A + (1 + theta) * L**2 * sq(apart(v.each("e"), lam))
    return Fact(f"{LEMMA}/Lemma A.1 for any θ", le(sq(apart(v.each("g"), lam)), bound))


def carried(v: Any, delta: Any, eta: Any, L: Any, lam: Any, beta: Any, theta: Any, A: Any) -> Any:
    """[(1−δ)(1+β) + (1−δ)(1+1/β)(1+θ)η²L²]·mean‖e − λe_k‖² + (1−δ)(1+1/β)η²A."""
    fresh = (1 - delta) * (1 + 1 / beta)
    factor = (1 - delta) * (1 + beta) + fresh * (1 + theta) * eta**2 * L**2
    return factor * sq(apart(v.each("e"), lam)) + fresh * eta**2 * A


ANY_CHOICE = (
    *vectors(
        LEMMA,
        (DELTA, ETA, SMOOTH, DETACH, YOUNG, SPLIT, MOMENT),
        lambda v, delta, eta, L, lam, beta, theta, A: (
            sq(v.each("r")),
            to("the recursion for any β and θ", "<=", carried(v, delta, eta, L, lam, beta, theta, A)),
        ),
        using={
            "the recursion for any β and θ": lambda v, delta, eta, L, lam, beta, theta, A: [
                Used(contraction(v.each("r"), apart(eta * v.each("g") + v.each("e"), lam), delta), 1),
                Used(any_theta(v, lam, L, theta, A), (1 - delta) * (1 + 1 / beta) * eta**2),
            ]
        },
        more={"the recursion for any β and θ": OURS},
    ),
    *reals(
        LEMMA,
        (
            DELTA,
            ETA,
            SMOOTH,
            YOUNG,
            SPLIT,
            MOMENT,
            given(
                "h = (1−δ)(1+1/β)/(1 − (1−δ)(1+β) − (1−δ)(1+1/β)(1+θ)η²L²) > 0",
                lambda h, delta, eta, L, beta, theta: (
                    lt(0, h),
                    eq(h, young.factor_with(delta, eta, L, beta, theta)),
                ),
            ),
            given("D ≤ hη²A at t − 1", lambda D, h, eta, A: le(D, h * eta**2 * A)),
        ),
        lambda D, h, delta, eta, L, beta, theta, A: (
            ((1 - delta) * (1 + beta) + (1 - delta) * (1 + 1 / beta) * (1 + theta) * eta**2 * L**2) * D
            + (1 - delta) * (1 + 1 / beta) * eta**2 * A,
            to("the bound for any β and θ", "<=", h * eta**2 * A),
        ),
        more={"the bound for any β and θ": {**OURS, "note": "the step of the induction over t from e₀ = 0"}},
    ),
    *vectors(
        LEMMA,
        (DELTA, ETA, SMOOTH, DETACH, GAMMA, SPLIT, ROOM, MOMENT),
        lambda v, delta, eta, L, lam, gamma, theta, A: (
            sq(v.each("r")),
            to("the best β", "<=", eta**2 * A / (gamma**2 - (1 + theta) * eta**2 * L**2)),
        ),
        using={
            "the best β": lambda v, delta, eta, L, lam, gamma, theta, A: [
                Used(contraction(v.each("r"), apart(eta * v.each("g") + v.each("e"), lam), delta), 1),
                Used(any_theta(v, lam, L, theta, A), (1 - delta) * (1 + 1 / gamma) * eta**2),
                Used(
                    Fact(
                        "induction",
                        le(
                            sq(apart(v.each("e"), lam)),
                            eta**2 * A / (gamma**2 - (1 + theta) * eta**2 * L**2),
                        ),
                    ),
                    (1 - delta) * (1 + gamma) + (1 - delta) * (1 + 1 / gamma) * (1 + theta) * eta**2 * L**2,
                ),
            ]
        },
        more={"the best β": OURS},
    ),
)

NO_BETA = reals(
    LEMMA,
    (DELTA, YOUNG, GAMMA),
    lambda delta, beta, gamma: (
        1 - (1 - delta) * (1 + beta),
        to("no β is better", "<=", (1 - delta) * (1 + 1 / beta) * gamma**2),
    ),
    more={"no β is better": OURS},
)

SIZES = given(
    "k = ηL > 0, P ≥ 0, q ≥ 0, γ > k", lambda k, P, q, gamma: (lt(0, k), le(0, P), le(0, q), lt(k, gamma))
)
ROOT = given(
    "d > 0, γ²d² = η²P + (kd + ηq)²",
    lambda d, gamma, eta, P, k, q: (
        lt(0, d),
        eq(gamma**2 * d**2, eta**2 * P + (k * d + eta * q) ** 2),
    ),
)

BEST_THETA = (
    *reals(
        LEMMA,
        (
            ETA,
            SIZES,
            ROOT,
            given("q > 0, θ = ηq/(kd)", lambda theta, k, d, eta, q: (lt(0, q), eq(theta * k * d, eta * q))),
        ),
        lambda d, gamma, eta, P, k, q, theta: (
            eta**2 * (P + (1 + 1 / theta) * q**2),
            to("the best θ", "==", d**2 * (gamma**2 - (1 + theta) * k**2)),
        ),
        more={"the best θ": OURS},
    ),
    *reals(
        LEMMA,
        (
            ETA,
            SIZES,
            ROOT,
            SPLIT,
            given("(1+θ)k² < γ²", lambda theta, k, gamma: lt((1 + theta) * k**2, gamma**2)),
        ),
        lambda d, gamma, eta, P, k, q, theta: (
            d**2 * (gamma**2 - (1 + theta) * k**2),
            to("no θ is better", "<=", eta**2 * (P + (1 + 1 / theta) * q**2)),
        ),
        more={"no θ is better": OURS},
    ),
    *reals(
        LEMMA,
        (
            ETA,
            SIZES,
            given(
                "D > η²P/(γ²−k²), θ = (D(γ²−k²) − η²P)/(2Dk²)",
                lambda D, theta, gamma, k, eta, P: (
                    lt(0, D),
                    lt(eta**2 * P, D * (gamma**2 - k**2)),
                    eq(2 * D * k**2 * theta, D * (gamma**2 - k**2) - eta**2 * P),
                ),
            ),
        ),
        lambda D, gamma, eta, P, k, theta: (
            eta**2 * P,
            to("θ → 0 where q = 0", "<", D * (gamma**2 - (1 + theta) * k**2)),
        ),
        more={
            "θ → 0 where q = 0": {**OURS, "note": "a larger D than the limit breaks the bound at this θ > 0"}
        },
    ),
    *reals(
        LEMMA,
        (
            ETA,
            SIZES,
            ROOT,
            given(
                "w = √((γ²−k²)P + γ²q²)",
                lambda w, gamma, k, P, q: (le(0, w), eq(w**2, (gamma**2 - k**2) * P + gamma**2 * q**2)),
            ),
        ),
        lambda d, gamma, eta, P, k, q, w: (
            d * (gamma**2 - k**2),
            to("the root", "==", eta * (w + k * q)),
        ),
        more={"the root": {**OURS, "note": "d² is the statement's bound, as Q = q²"}},
    ),
)

THEOREM_STEPS = vectors(
    THEOREM,
    (ETA, SMOOTH, WORKERS, BOUNDS, STEP_SIZE, TIMES, given("d ≥ 0", lambda d: le(0, d))),
    lambda v, T, eta, L, K, sigma_sq, d: (
        v.number("S") / T,
        to("with Lemma A.2 at its best", "<=", repaired_bound(v, T, eta, L, K, sigma_sq, 4 * L**2 * d**2)),
    ),
    using={
        "with Lemma A.2 at its best": lambda v, T, eta, L, K, sigma_sq, d: summed(
            v, f"{LEMMA}/the best β", T, eta, L, K, sigma_sq, d**2
        )
    },
    more={"with Lemma A.2 at its best": OURS},
)

STEPS = (*GRADIENTS, *ANY_CHOICE, *NO_BETA, *BEST_THETA, *THEOREM_STEPS)
