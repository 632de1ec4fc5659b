"""Lemma B.5 itself: what holds at every t, and what that adds to Theorem 6.4.

K is Lx + 2s, with x = α₁ν^{−1/2}G̃ and s = σ/√τ.
"""

from theory.arithmetic import sqrt
from theory.papers.cdadam import repaired, strengthened
from theory.papers.cdadam.proofs.compression import CONTRACTION, SMOOTH, STEP_SIZE, THETA
from theory.proof.build import induction, reals
from theory.proof.claim import eq, given, le, lt
from theory.proof.step import to
from theory.statement import total

STATEMENT = "cdadam.lemmaB.5"
SIZES = (
    THETA,
    given("G ≥ 0, K = Lα₁ν^{−1/2}G̃ + 2σ/√τ ≥ 0", lambda G, K: (le(0, G), le(0, K))),
    given("P = θ^t ≥ 0, t ≥ 0", lambda P, t: (le(0, P), le(0, t))),
)

REPAIRED = (
    *reals(
        STATEMENT,
        (
            *SIZES,
            given(
                "the repaired Lemma B.4 at j − 1 ≥ 1, P being θ^{j−1}; y = E‖ĝ_j − ĝ_{j−1}‖ by display 150",
                lambda D, y, theta, P, G, K: (
                    le(D, P * G + theta / (1 - theta) * K),
                    le(y, (1 + theta) * (D + K)),
                ),
            ),
        ),
        lambda y, theta, P, G, K: (
            y,
            to("the repaired change", "<=", (1 + theta) * (P * G + K / (1 - theta))),
        ),
        more={
            "the repaired change": {
                "variant": "repaired",
                "note": "for j ≥ 2; at j = 1 it says E‖C(g₁)‖ ≤ (1+θ)(G + …), which is Lemma B.1",
            }
        },
    ),
    *induction(
        STATEMENT,
        "the repaired bound",
        "E‖g̃_t − ĝ_t‖ ≤ (1+θ)tθ^t G + θ(1+θ)/(1−θ)²·(Lα₁ν^{−1/2}G̃ + 2σ/√τ) for every t, P being θ^t",
        SIZES,
        variant="repaired",
        note="display 143 with the repaired change; without √d too",
    )(
        start=lambda theta, K: le(0, theta * (1 + theta) / (1 - theta) ** 2 * K),
        step=lambda theta, G, K, P, t: le(
            theta * ((1 + theta) * t * P * G + theta * (1 + theta) / (1 - theta) ** 2 * K)
            + theta * ((1 + theta) * (P * G + K / (1 - theta))),
            (1 + theta) * (t + 1) * (theta * P) * G + theta * (1 + theta) / (1 - theta) ** 2 * K,
        ),
    ),
    *induction(
        STATEMENT,
        "how large tθ^t can be",
        "tθ^t ≤ θ(1 − θ^t)/(1−θ) for every t ≥ 0, P being θ^t",
        (THETA, given("0 ≤ P ≤ 1", lambda P: (le(0, P), le(P, 1)))),
        variant="repaired",
    )(
        start=lambda theta: le(0, theta * (1 - 1) / (1 - theta)),
        # (t + 1)θ^{t+1} = θ·tθ^t + θ·θ^t
        step=lambda theta, P: le(
            theta * (theta * (1 - P) / (1 - theta)) + theta * P, theta * (1 - theta * P) / (1 - theta)
        ),
    ),
    *reals(
        STATEMENT,
        (
            CONTRACTION,
            SMOOTH,
            STEP_SIZE,
            given("G ≥ 0", lambda G: le(0, G)),
            given("d ≥ 1, σ² ≥ 0, τ ≥ 1", lambda d, noise, tau: (le(1, d), le(0, noise), le(1, tau))),
            given("W = tθ^t ≤ θ/(1−θ), θ < 1", lambda W, theta: (lt(theta, 1), le(W, theta / (1 - theta)))),
        ),
        lambda theta, W, pi, G, nu, L, d, alpha, noise, tau: (
            (1 + theta) * W * G
            + theta
            * (1 + theta)
            / (1 - theta) ** 2
            * (L * (alpha / sqrt(nu) * ((1 + theta) / (1 - theta)) ** 2 * G))
            + theta * (1 + theta) / (1 - theta) ** 2 * (2 * sqrt(noise) / sqrt(tau)),
            to("without √d", "<=", total(strengthened.lemmaB5(pi, G, nu, L, alpha, noise, tau))),
            to("the repaired lemma", "<=", total(repaired.lemmaB5(pi, G, nu, L, d, alpha, noise, tau))),
        ),
        more={
            "without √d": {"variant": "strengthened"},
            "the repaired lemma": {"variant": "repaired"},
        },
    ),
    *induction(
        STATEMENT,
        "the start over T steps",
        "Σ_{t=1}^T θ^t = θ(1 − θ^T)/(1−θ) and Σ_{t=1}^T tθ^t = θ(1 − (T+1)θ^T + Tθ^{T+1})/(1−θ)², P "
        "being θ^T",
        SIZES,
        variant="repaired",
    )(
        start=lambda theta: eq(theta * (1 - 1) / (1 - theta), 0),
        step=lambda theta, P: eq(
            theta * (1 - P) / (1 - theta) + theta * P, theta * (1 - theta * P) / (1 - theta)
        ),
        start_weighted=lambda theta: eq(theta * (1 - 1 + 0 * theta) / (1 - theta) ** 2, 0),
        step_weighted=lambda theta, P, t: eq(
            theta * (1 - (t + 1) * P + t * theta * P) / (1 - theta) ** 2 + (t + 1) * theta * P,
            theta * (1 - (t + 2) * theta * P + (t + 1) * theta**2 * P) / (1 - theta) ** 2,
        ),
    ),
    *reals(
        STATEMENT,
        (*SIZES, given("β₁ < 1", lambda beta1: (le(0, beta1), lt(beta1, 1)))),
        lambda theta, G, P, t, beta1: (
            theta * (1 - P) / (1 - theta) * G
            + (1 + theta) * (theta * (1 - (t + 1) * P + t * theta * P) / (1 - theta) ** 2) * G,
            to("what the start adds to M₂", "<=", 2 * theta / (1 - theta) ** 2 * G),
            to(
                "what the start adds to M₂",
                "<=",
                ((1 + theta) / (1 - theta)) ** 2 * G / (2 * (1 - beta1)),
            ),
        ),
        more={
            f"what the start adds to M₂.{n}": {
                "variant": "repaired",
                "note": "both lemmas' additions over T steps, times (G̃_∞²+ν)^{1/2}ν^{−1/2}G: at "
                "most M₂/2, so that Theorem 6.4 survives this with 3M₂/2 for M₂",
            }
            for n in (1, 2)
        },
    ),
)

STEPS = REPAIRED
