"""Proofs of Lemmas 10 and 11 (section F): the local models' distances, and the mean stochastic gradient.

Families are over workers, over local steps, or over both, as each step says; a sum is the count times
the mean.
"""

from theory.axioms import independent
from theory.papers.qprsgd.proofs.gossip_common import (
    CONNECTED,
    LOCAL_STEPS,
    SIZES,
    VARIANCE,
    WORKERS,
)
from theory.proof.build import induction, vectors
from theory.proof.claim import eq, given, le
from theory.proof.step import to
from theory.proof.vectors import Fact, Used, mean, sq

STATEMENT = "qprsgd.lemma10"
STEP = given("k ≥ 0", lambda k: le(0, k))

# over workers m: x_m is x̃_n^{(m)}, s_m is Σ_{j<k} ∇f_m
ONE_STEP = vectors(
    STATEMENT,
    (SIZES, WORKERS),
    lambda v, gamma, M: (
        M * sq(mean(v.each("x")) - (v.each("x") - gamma * v.each("s"))),
        to("244", "==", M * sq(mean(v.each("x")) - v.each("x") + gamma * v.each("s"))),
        to("245", "<=", 2 * M * sq(mean(v.each("x")) - v.each("x")) + 2 * M * sq(gamma * v.each("s"))),
    ),
)

# over local steps j < k of one worker
CAUCHY_SCHWARZ = vectors(
    STATEMENT,
    (SIZES, STEP),
    lambda v, gamma, k: (
        2 * sq(gamma * k * mean(v.each("g"))),
        to("246", "<=", 2 * gamma**2 * k * (k * sq(v.each("g")))),
    ),
)

# X and Y are the sums so far of ‖X_n 1/M − x_{n;k}^{(m)}‖² and ‖X_n 1/M − x̃_n^{(m)}‖², Z of kΣ_{j<k}‖G_j‖²
SUMMED = induction(
    STATEMENT,
    "249",
    "ΣΣΣ‖X_n 1/M − x_{n;k}^{(m)}‖² ≤ 2ΣΣΣ‖X_n 1/M − x̃_n^{(m)}‖² + 2γ²ΣΣ kΣ_{j<k}‖G(X_{n;j})‖_F²",
    (
        SIZES,
        given(
            "the sums so far, and display 247",
            lambda X, Y, Z, x, y, z, gamma: (
                le(X, 2 * Y + 2 * gamma**2 * Z),
                le(x, 2 * y + 2 * gamma**2 * z),
            ),
        ),
    ),
)(
    start=lambda gamma: le(0 * gamma, 0),
    step=lambda X, Y, Z, x, y, z, gamma: le(X + x, 2 * (Y + y) + 2 * gamma**2 * (Z + z)),
)

# U is Σ_{j<K} ‖G_j‖², V is Σ_{j<K} j(j+1)‖G_j‖²; (K+j)(K−j−1) = K(K−1) − j(j+1)
EXCHANGED = induction(
    STATEMENT,
    "250",
    "Σ_{k<K} kΣ_{j<k}‖G_j‖² = Σ_{k<K} (K+k)(K−k−1)/2·‖G_k‖² for every K",
    (LOCAL_STEPS,),
)(
    start=lambda K: eq((K * (K - 1) * 0 - 0) / 2, 0),
    factor=lambda K, j: eq((K + j) * (K - j - 1), K * (K - 1) - j * (j + 1)),
    step=lambda K, U, V, g: eq(
        (K * (K - 1) * U - V) / 2 + K * U, ((K + 1) * K * (U + g) - V - K * (K + 1) * g) / 2
    ),
)

LAST = vectors(
    STATEMENT,
    (SIZES, LOCAL_STEPS, CONNECTED),
    # V is Σ_k k(k+1)‖G_k‖², summed over n; Y the triple sum of Lemma 7
    lambda v, gamma, K, rho: (
        2 * sq(v.Y) + 2 * gamma**2 * (K * (K - 1) / 2 * sq(v.G) - sq(v.V) / 2),
        to(
            "251",
            "<=",
            2 * (2 * K / (1 - rho**2) * sq(v.C) + 2 * K**2 * gamma**2 / (1 - rho) ** 2 * sq(v.G))
            + 2 * gamma**2 * K * (K - 1) / 2 * sq(v.G),
        ),
    ),
    using={
        "251": lambda v, gamma, K, rho: [
            Used(
                Fact(
                    "qprsgd.lemma7",
                    le(
                        sq(v.Y),
                        2 * K / (1 - rho**2) * sq(v.C) + 2 * K**2 * gamma**2 / (1 - rho) ** 2 * sq(v.G),
                    ),
                ),
                2,
            )
        ]
    },
)

TIE = vectors(
    STATEMENT,
    (SIZES, LOCAL_STEPS, CONNECTED),
    lambda v, gamma, K, rho: (
        2 * (2 * K / (1 - rho**2) * sq(v.C) + 2 * K**2 * gamma**2 / (1 - rho) ** 2 * sq(v.G))
        + 2 * gamma**2 * K * (K - 1) / 2 * sq(v.G),
        to(
            "the lemma",
            "==",
            4 * K / (1 - rho**2) * sq(v.C)
            + (4 * K**2 * gamma**2 / (1 - rho) ** 2 + gamma**2 * K * (K - 1)) * sq(v.G),
        ),
    ),
)

# over workers and local steps: n the noises, h the gradients ∇F_m(x_{n;k}^{(m)}); (1/M)ΣΣ is K times the mean
GRADIENT = vectors(
    "qprsgd.lemma11",
    (LOCAL_STEPS, WORKERS, VARIANCE),
    lambda v, K, M: (
        sq(K * mean(v.each("f"))),
        to("253", "==", sq(K * mean(v.each("f") - v.each("h")) + K * mean(v.each("h")))),
        to(
            "254",
            "<=",
            2 * sq(K * mean(v.each("f") - v.each("h"))) + 2 * sq(K * mean(v.each("h"))),
        ),
    ),
    more={
        "254": {
            "transcription": "restored",
            "evidence": "the OCR has E‖∇F_m‖² within a norm that it does not close; display 253 has the "
            "same sum",
        }
    },
)

# b_k, over local steps, is ∂F(X_{n;k})1/M
SUMS = vectors(
    "qprsgd.lemma11",
    (LOCAL_STEPS, WORKERS, VARIANCE),
    lambda v, K, M: (
        2 * sq(K * mean(v.each("n"))) + 2 * sq(K * mean(v.each("b"))),
        to("255", "<=", 2 * K / M * sq(v.each("n")) + 2 * K * (K * sq(v.each("b")))),
    ),
    using={"255": lambda v, K, M: [independent(v.each("n"), M * K)]},
    more={
        "255": {
            "note": "2/M²·ΣΣ‖n‖² is 2K/M times the mean; the noises of different workers and local steps are "
            "uncorrelated, as the nodes work independently (section E)."
        }
    },
)

BOUND = vectors(
    "qprsgd.lemma11",
    (LOCAL_STEPS, WORKERS, VARIANCE),
    lambda v, K, M, sigma_sq: (
        2 * K / M * sq(v.each("n")) + 2 * K * (K * sq(v.each("b"))),
        to("256", "==", 2 * K * sigma_sq / M + 2 * K * (K * sq(v.each("b")))),
    ),
    using={
        "256": lambda v, K, M, sigma_sq: [
            Used(Fact("qprsgd.assumption1", le(sq(v.each("n")), sigma_sq)), 0)  # ≤ proves no =
        ]
    },
    more={
        "256": {
            "severity": "cosmetic",
            "repair": "qprsgd.lemma11/256-repaired",
            "note": "The noise's second moment is at most σ² (Assumption 1), so = stands for ≤.",
        }
    },
) + vectors(
    "qprsgd.lemma11",
    (LOCAL_STEPS, WORKERS, VARIANCE),
    lambda v, K, M, sigma_sq: (
        2 * K / M * sq(v.each("n")) + 2 * K * (K * sq(v.each("b"))),
        to("256-repaired", "<=", 2 * K * sigma_sq / M + 2 * K * (K * sq(v.each("b")))),
    ),
    using={
        "256-repaired": lambda v, K, M, sigma_sq: [
            Used(Fact("qprsgd.assumption1", le(sq(v.each("n")), sigma_sq)), 2 * K / M)
        ]
    },
    more={"256-repaired": {"variant": "repaired"}},
)

STEPS = (
    *ONE_STEP,
    *CAUCHY_SCHWARZ,
    *SUMMED,
    *EXCHANGED,
    *LAST,
    *TIE,
    *GRADIENT,
    *SUMS,
    *BOUND,
)

CLOSES = ("qprsgd.lemma10", "qprsgd.lemma11")
