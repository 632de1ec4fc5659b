"""Lemma B.4 itself, which Algorithm 1's start breaks: one more counterexample, and what holds.

The counterexample: f(x) = Gx in one coordinate, no noise, C(x) = (1−θ)x, ĝ₀ = 0 as in Algorithm 1. Then
|ĝ_t − g_t| = θ^t G whatever the step size, while the bound is proportional to α₁.
"""

from theory.arithmetic import sqrt
from theory.papers.cdadam import repaired, strengthened
from theory.papers.cdadam.proofs.compression import (
    CONTRACTION,
    SMOOTH,
    STEP_SIZE,
    THETA,
)
from theory.proof.build import induction, reals
from theory.proof.claim import eq, given, le, lt
from theory.proof.step import to
from theory.statement import total

STATEMENT = "cdadam.lemmaB.4"
GRADIENT = given("G ≥ 0", lambda G: le(0, G))

ERROR = induction(
    STATEMENT,
    "the counterexample's error",
    "|ĝ_t − g_t| = θ^t G for every t ≥ 1, P being θ^t",
    (THETA, GRADIENT),
    note="so the lemma fails at every t where α₁ is small: at θ = 1/2, d = 1, G = L = ν = 1, α₁ = 1/20 "
    "it is 1/2 against 9/20 at t = 1",
)(
    # ĝ' = ĝ + (1−θ)(g − ĝ), so g − ĝ' = θ(g − ĝ), and g − ĝ₀ = G
    start=lambda theta, G: eq(G - (0 + (1 - theta) * (G - 0)), theta * G),
    step=lambda theta, G, P, h: eq(G - (h + (1 - theta) * (G - h)), theta * (G - h)),
)

MOVED = given("E‖x_{t+1} − x_t‖ ≤ α₁ν^{−1/2}G̃ = x, s = σ/√τ", lambda x, s, B: (le(0, x), le(0, s), le(0, B)))

REPAIRED = (
    *induction(
        STATEMENT,
        "the repaired bound",
        "mean E‖ĝ_t^{(i)} − g_t^{(i)}‖ ≤ θ^t G + θ/(1−θ)·(Lx + 2s) for every t ≥ 1, P being θ^t",
        (THETA, SMOOTH, GRADIENT, MOVED),
        variant="repaired",
        note="D₁ ≤ θG, then display 125; it needs α_tν^{−1/2} ≤ α₁ν^{−1/2}, no decrease of V̂_t, and "
        "only E‖m_t‖ ≤ G̃",
    )(
        start=lambda theta, G, L, x, s: le(theta * G, theta * G + theta / (1 - theta) * (L * x + 2 * s)),
        step=lambda theta, G, L, x, s, P: le(
            theta * (P * G + theta / (1 - theta) * (L * x + 2 * s)) + theta * L * x + 2 * theta * s,
            theta * P * G + theta / (1 - theta) * (L * x + 2 * s),
        ),
    ),
    *reals(
        STATEMENT,
        (
            CONTRACTION,
            SMOOTH,
            STEP_SIZE,
            GRADIENT,
            given("d ≥ 1, σ² ≥ 0, τ ≥ 1", lambda d, noise, tau: (le(1, d), le(0, noise), le(1, tau))),
            given("0 ≤ P = θ^t ≤ θ < 1", lambda P, theta: (le(0, P), le(P, theta), lt(theta, 1))),
        ),
        lambda theta, P, pi, G, nu, L, d, alpha, noise, tau: (
            P * G
            + theta / (1 - theta) * (L * (alpha / sqrt(nu) * ((1 + theta) / (1 - theta)) ** 2 * G))
            + theta / (1 - theta) * (2 * sqrt(noise) / sqrt(tau)),
            to("without √d", "<=", total(strengthened.lemmaB4(pi, G, nu, L, alpha, noise, tau))),
            to("the repaired lemma", "<=", total(repaired.lemmaB4(pi, G, nu, L, d, alpha, noise, tau))),
        ),
        more={
            "without √d": {"variant": "strengthened"},
            "the repaired lemma": {"variant": "repaired"},
        },
    ),
)

STEPS = (*ERROR, *REPAIRED)
