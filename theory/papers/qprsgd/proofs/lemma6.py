"""Proof of Lemma 6 (appendix C.1): how far the workers are from their mean.

For one worker: N̄ and N are the sums over j < t of the noises, of all workers' mean and the worker's own; H̄
and H are those of the gradients ∇F_m(x_{n;j}). A family over the steps j has h_j = ∇F_m(x_{n;j}), the mean
m_j of all workers' h_j, F_j = ∇F_m(x̄_{n;j}) and d_j = x_{n;j} − x̄_{n;j}. z is Lγ.
"""

from typing import Any

from theory.axioms import lipschitz, walk
from theory.papers.qprsgd import ring
from theory.papers.qprsgd.proofs.common import DRIFT_DENOMINATOR, LOCAL_STEPS, SMOOTH, STEP_SIZE, WORKERS
from theory.proof.build import induction, one, reals, vectors
from theory.proof.claim import eq, given, le, lt
from theory.proof.implication import Implication
from theory.proof.step import to
from theory.proof.vectors import Fact, Used, mean, sq

STATEMENT = "qprsgd.lemma6"
SIZES = (STEP_SIZE, SMOOTH, WORKERS)
TIMES = given("t ≥ 0", lambda t: le(0, t))
NOISE = given("σ² > 0", lambda sigma_sq: lt(0, sigma_sq))
FIVE = (
    "the OCR repeats terms in the middle of the line; its first two terms and its last are legible, and the "
    "next line bounds three"
)
STEPS_LOST = "the OCR repeats the line twice and loses t and Σ_j, which the next line has"


def three(v: Any, gamma: Any, mean_noise: Any, noise: Any) -> Any:
    """What display 129 ends with, the first two terms by their bounds."""
    return mean_noise + noise + sq(gamma * v.Hbar - gamma * v.H)


SPLIT = vectors(
    STATEMENT,
    SIZES,
    lambda v, gamma: (
        sq((v.x - gamma * (v.Nbar + v.Hbar)) - (v.x - gamma * (v.N + v.H))),
        to("127", "==", sq(gamma * (v.Nbar + v.Hbar) - gamma * (v.N + v.H))),
        to("128", "==", sq(gamma * v.Nbar + gamma * v.Hbar - gamma * (v.N + v.H))),
    ),
)

NO_CROSS_TERM = one(
    STATEMENT,
    "129",
    "E‖γN̄ + γH̄ − γ(N + H)‖² = E‖γN̄‖² + E‖γN‖² + E‖γH̄ − γH‖² (here t = 1, M = 2, equal gradients)",
    Implication(
        (STEP_SIZE, NOISE),
        lambda gamma, sigma_sq: eq(
            gamma**2 * sigma_sq / 2, gamma**2 * sigma_sq / 2 + gamma**2 * sigma_sq + 0 * gamma
        ),
    ),
    (STEP_SIZE, NOISE),
    transcription="restored",
    evidence=FIVE,
    severity="unsupported",
    repair=f"{STATEMENT}/129-repaired",
    note="N̄ contains N/M, and later gradients contain earlier noise, so that neither product vanishes. With "
    "t = 1, M = 2 and noise of variance σ² the left side is γ²σ²/2 and the right one 3γ²σ²/2; the loss at "
    "t = 1 has the harmless sign, but from t = 2 on the left side can be the larger one.",
)

# t = 2, F_m = −Lx²/2 for all m, x̃_n = 0: x₁ = −γn₀, h₁ = zn₀, so N + H = (1+z)n₀ + n₁
AS_A_BOUND = one(
    STATEMENT,
    "display 130 as a bound at t = 2",
    "E‖x̄_{n;2} − x_{n;2}‖² ≤ 2γ²σ²/M + 2γ²σ² + γ²E‖H̄ − H‖² (here F_m = −Lx²/2, x̃_n = 0, z = Lγ)",
    Implication(
        (
            given(
                "M = 10, z = 1/4, γ > 0, σ² > 0",
                lambda M, z, gamma, sigma_sq: (eq(M, 10), eq(4 * z, 1), lt(0, gamma), lt(0, sigma_sq)),
            ),
        ),
        lambda M, z, gamma, sigma_sq: le(
            gamma**2 * sigma_sq * (1 - 1 / M) * ((1 + z) ** 2 + 1),
            gamma**2 * sigma_sq * (2 / M + 2 + (1 - 1 / M) * z**2),
        ),
    ),
    severity="unsupported",
    repair=f"{STATEMENT}/130-repaired",
    note="With F_m(x) = −Lx²/2 on all workers, x̃_n = 0 and Lγ = 1/4, which K = 3 allows, noise of the first "
    "step grows in the second: with M = 10 the left side is 2.30625γ²σ², the right one 2.25625γ²σ².",
)

BOUNDED = vectors(
    STATEMENT,
    (*SIZES, TIMES),
    lambda v, t, gamma, M, sigma_sq: (
        three(v, gamma, sq(gamma * v.Nbar), sq(gamma * v.N)),
        to(
            "130",
            "<=",
            gamma**2 / M**2 * M * t * sigma_sq + gamma**2 * t * sigma_sq + gamma**2 * sq(v.Hbar - v.H),
        ),
    ),
    using={
        "130": lambda v, t, gamma, M, sigma_sq: [
            # independent workers, and steps whose noise has mean 0 given the past
            Used(Fact("independent", le(sq(v.Nbar), t * sigma_sq / M)), gamma**2),
            Used(walk(v.N, t * sigma_sq), gamma**2),
        ]
    },
)


def drift(v: Any, t: Any, gamma: Any, M: Any, sigma_sq: Any, rest: Any) -> Any:
    """(1 + 1/M)γ²tσ² and what is added to it."""
    return (1 + 1 / M) * gamma**2 * t * sigma_sq + rest


# Σ_j over the t steps is t times a mean over j
OVER_STEPS = vectors(
    STATEMENT,
    (*SIZES, TIMES),
    lambda v, t, gamma, M, L, sigma_sq: (
        gamma**2 / M**2 * M * t * sigma_sq
        + gamma**2 * t * sigma_sq
        + gamma**2 * sq(t * mean(v.each("m")) - t * mean(v.each("h"))),
        to("131", "<=", drift(v, t, gamma, M, sigma_sq, gamma**2 * t * (t * sq(v.each("m") - v.each("h"))))),
        to(
            "134",
            "<=",
            drift(v, t, gamma, M, sigma_sq, gamma**2 * t * (t * (2 * sq(v.each("m")) + 2 * sq(v.each("h"))))),
        ),
        to(
            "134",
            "<=",
            drift(
                v,
                t,
                gamma,
                M,
                sigma_sq,
                2 * gamma**2 * t * (t * sq(v.each("m")))
                + 4 * gamma**2 * t * L**2 * (t * sq(v.each("d")))
                + 4 * gamma**2 * t * (t * sq(v.each("F"))),
            ),
        ),
    ),
    using={
        "134.2": lambda v, t, gamma, M, L, sigma_sq: [
            Used(lipschitz(v.each("h") - v.each("F"), v.each("d"), L), 4 * gamma**2 * t**2)
        ]
    },
    more={"131": {"transcription": "restored", "evidence": STEPS_LOST}},
)

# J = Σ_t t, and for m, d and F: A is Σ_t Σ_{j<t} t·a_j, B is Σ_t a_t
SUMS = given(
    "displays 134 are summed over t; J = Σ_t t, A_m, A_d, A_F are Σ_t t Σ_{j<t} of the three squares",
    lambda D, J, A_m, A_d, A_F, gamma, L, M, sigma_sq: le(
        D,
        (1 + 1 / M) * gamma**2 * (sigma_sq * J)
        + 2 * (gamma**2 * A_m)
        + 4 * (gamma**2 * L**2 * A_d)
        + 4 * (gamma**2 * A_F),
    ),
)
COUNTED = given(
    "J = (K−1)K/2, A_m ≤ (K−1)K/2·B_m, A_d ≤ (K+1)(K−2)/2·B_d, A_F ≤ (K−1)K/2·B_F",
    lambda J, A_m, A_d, A_F, B_m, D, B_F, K: (
        eq(J, (K - 1) * K / 2),
        le(A_m, (K - 1) * K / 2 * B_m),
        le(A_d, (K + 1) * (K - 2) / 2 * D),
        le(A_F, (K - 1) * K / 2 * B_F),
    ),
)

COUNTING = induction(
    STATEMENT,
    "the sums of display 137",
    "Σ_{t<K} t Σ_{j<t} a_j ≤ (K−1)K/2·Σ_{t<K} a_t for a_j ≥ 0, and with (K+1)(K−2)/2 where a₀ = 0",
    (LOCAL_STEPS, given("B ≥ 0 and a ≥ 0 are Σ_{t<K} a_t and a_K", lambda B, a: (le(0, B), le(0, a)))),
)(
    # K → K + 1 adds K·B to the left side and a to B; at K = 1 the left side is 0, and B is a₀
    start=lambda B, K: le(0, (K - K) * K / 2 * B),
    step=lambda K, B, a: le((K - 1) * K / 2 * B + K * B, K * (K + 1) / 2 * (B + a)),
    step_without_first=lambda K, B, a: le((K + 1) * (K - 2) / 2 * B + K * B, (K + 2) * (K - 1) / 2 * (B + a)),
    noise=lambda K: eq((K - 1) * K / 2 + K, K * (K + 1) / 2),
)

SUMMED = reals(
    STATEMENT,
    (*SIZES, LOCAL_STEPS, SUMS, COUNTED),
    lambda D, J, A_m, A_d, A_F, B_m, B_F, gamma, L, M, K, sigma_sq: (
        D,
        to(
            "136",
            "<=",
            (1 + 1 / M) * gamma**2 * sigma_sq * J
            + 2 * gamma**2 * A_m
            + 4 * gamma**2 * L**2 * A_d
            + 4 * gamma**2 * A_F,
        ),
        to(
            "137",
            "<=",
            (1 + 1 / M) * gamma**2 * sigma_sq * ((K - 1) * K / 2)
            + 2 * gamma**2 * ((K - 1) * K / 2) * B_m
            + 4 * gamma**2 * L**2 * ((K + 1) * (K - 2) / 2) * D
            + 4 * gamma**2 * ((K - 1) * K / 2) * B_F,
        ),
        to(
            "138",
            "==",
            (K - 1) * K * gamma**2 * sigma_sq * (M + 1) / (2 * M)
            + gamma**2 * (K - 1) * K * B_m
            + 2 * (K + 1) * (K - 2) * gamma**2 * L**2 * D
            + 2 * (K - 1) * K * gamma**2 * B_F,
        ),
    ),
    more={"137": {"note": "the index of x̄ − x in the third sum is printed j where it is t; so in 138"}},
)


def divided(K: Any, gamma: Any, M: Any, sigma_sq: Any, P: Any, B_m: Any, B_F: Any) -> Any:
    """The right sides of 140 and 141 over the denominator P."""
    return (
        (K - 1) * K * gamma**2 * sigma_sq * (M + 1) / (2 * M * P)
        + gamma**2 * (K - 1) * K / P * B_m
        + 2 * (K - 1) * K * gamma**2 / P * B_F
    )


SOLVED_FOR = (
    *SIZES,
    LOCAL_STEPS,
    DRIFT_DENOMINATOR,
    given("Σ ≥ 0", lambda B_m, B_F, D, sigma_sq: (le(0, B_m), le(0, B_F), le(0, D), le(0, sigma_sq))),
    given(
        "display 138",
        lambda D, B_m, B_F, gamma, L, M, K, sigma_sq: le(
            D,
            (K - 1) * K * gamma**2 * sigma_sq * (M + 1) / (2 * M)
            + gamma**2 * (K - 1) * K * B_m
            + 2 * (K + 1) * (K - 2) * gamma**2 * L**2 * D
            + 2 * (K - 1) * K * gamma**2 * B_F,
        ),
    ),
)

HERE = given("K = 3 and M = 2, say", lambda K, M: (eq(K, 3), eq(M, 2)))

SOLVED = reals(
    STATEMENT,
    (*SOLVED_FOR, HERE),
    lambda D, B_m, B_F, gamma, L, M, K, sigma_sq: (
        D,
        to(
            "140",
            "<=",
            divided(K, gamma, M, sigma_sq, 1 - 2 * (K + 1) * (K - 2) * L**2 * gamma**2 * L**2, B_m, B_F),
        ),
    ),
    more={
        "140": {
            "severity": "cosmetic",
            "repair": f"{STATEMENT}/140-repaired",
            "note": "L² is printed twice in all three denominators; Lemma 6 has it once",
        }
    },
) + reals(
    STATEMENT,
    SOLVED_FOR,
    lambda D, B_m, B_F, gamma, L, M, K, sigma_sq: (
        D,
        to(
            "140-repaired",
            "<=",
            divided(K, gamma, M, sigma_sq, ring.drift_denominator(K, L, gamma), B_m, B_F),
        ),
    ),
    more={"140-repaired": {"variant": "repaired"}},
)

STEPS = (
    *SPLIT,
    *NO_CROSS_TERM,
    *AS_A_BOUND,
    *BOUNDED,
    *OVER_STEPS,
    *COUNTING,
    *SUMMED,
    *SOLVED,
)
