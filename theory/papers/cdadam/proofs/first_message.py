"""Lemmas B.4 and B.5 at t = 1: what the first messages lose.

ĝ₀ = 0, so the first message compresses the gradient itself and loses θG of it, which neither lemma counts.
E_t and S_t below are the mean over workers of E‖ĝ_t^{(i)} − g_t^{(i)}‖ and E‖g̃_t − ĝ_t‖; D bounds the mean of
E‖g_t^{(i)} − g_{t−1}^{(i)}‖ for t ≥ 2, which is LG̃α√dν^{−1/2} + 2σ/√τ in the paper; p is θ^t.
"""

from theory.arithmetic import sqrt
from theory.papers.cdadam import compressors, lemmas, repaired, theorem
from theory.papers.cdadam.proofs.common import THETA
from theory.proof.build import induction, one, reals
from theory.proof.claim import eq, given, le, lt
from theory.proof.implication import Implication
from theory.proof.step import to
from theory.statement import total

LINEAR = given(
    "d = 4, scaled sign, n = 2, σ = 0: f₁ and f₂ are linear, with gradients (1, 3, 1, 3) and "
    "(6, −6, 6, −6), so that any L > 0 will do; ĝ₁ − g₁ = (1, −1, 1, −1)/2, g̃₁ − ĝ₁ = −(1, 1, 1, 1); "
    "θ = 7/8 ≥ √(1−1/4), G = 12",
    lambda pi, G, dim, noise, L, alpha, nu, tau: (
        eq(64 * pi, 15),
        eq(G, 12),
        eq(dim, 4),
        eq(noise, 0),
        lt(0, L),
        eq(alpha, 1),
        eq(nu, 1),
        eq(tau, 1),
    ),
)
AT_FIRST = given("G ≥ 0, D ≥ 0", lambda G, D: (le(0, G), le(0, D)))


WORKERS = one(
    "cdadam.lemmaB.4",
    "038",
    "‖ĝ₁ − g₁‖ ≤ LG̃θ/(1−θ)·α√dν^{−1/2} + 2θ/(1−θ)·σ/√τ",
    Implication(
        (LINEAR, given("lost = ‖ĝ₁ − g₁‖", lambda lost: eq(lost, 1))),
        lambda lost, pi, G, nu, L, dim, alpha, noise, tau: le(
            lost, total(lemmas.lemmaB4(pi, G, nu, L, dim, alpha, noise, tau))
        ),
    ),
    (LINEAR,),
    severity="false",
    repair="cdadam.lemmaB.4/038-repaired",
    note="the sum in (C.6) starts at g₁ − g₀ with g₀ = 0, where L‖x₁ − x₀‖ = 0 does not bound it; a linear f "
    "and a small L leave 0 on the right. With θ^tG added the bound holds; the sum over t gets θG/(1−θ) once",
)

SERVER = one(
    "cdadam.lemmaB.5",
    "039",
    "‖g̃₁ − ĝ₁‖ ≤ LG̃θ(1+θ)/(1−θ)²·α√dν^{−1/2} + 2θ(1+θ)/(1−θ)²·σ/√τ",
    Implication(
        (LINEAR, given("lost = ‖g̃₁ − ĝ₁‖", lambda lost: eq(lost, 2))),
        lambda lost, pi, G, nu, L, dim, alpha, noise, tau: le(
            lost, total(lemmas.lemmaB5(pi, G, nu, L, dim, alpha, noise, tau))
        ),
    ),
    (LINEAR,),
    severity="false",
    repair="cdadam.lemmaB.5/039-repaired",
    note="as in Lemma B.4; summed over t the server's errors get θ(1+θ)G/(1−θ)² once",
)

BOTH = one(
    "cdadam.eqB.19",
    "both errors at T = 1",
    "αν^{−1/2}G(‖ĝ₁ − g₁‖ + ‖g̃₁ − ĝ₁‖) ≤ 2θ/(1−θ)²·LGG̃α²√dν⁻¹ + 4θ/(1−θ)²·Gαν^{−1/2}σ/√τ",
    Implication(
        (
            LINEAR,
            given("T = 1, lost = ‖ĝ₁ − g₁‖ + ‖g̃₁ − ĝ₁‖ = 1 + 2", lambda T, lost: (eq(T, 1), eq(lost, 3))),
        ),
        lambda lost, pi, G, nu, L, dim, alpha, T, noise, tau: le(
            alpha / sqrt(nu) * G * lost,
            total(theorem.compression_sum(pi, G, nu, L, dim, alpha, T, noise, tau)),
        ),
    ),
    (LINEAR,),
    severity="false",
    repair="cdadam.eqB.19/the repaired sum",
    note="it follows from Lemmas B.4 and B.5 as printed, and is false as they are: what the first messages "
    "lose does not fall with L. Summed over t they lose 2θ/(1−θ)²·αν^{−1/2}G² at most, once",
)

POWERS = given("0 ≤ p = θ^t ≤ 1", lambda p: (le(0, p), le(p, 1)))

EVERY_T = induction(
    "cdadam.lemmaB.4",
    "038-repaired",
    "E_t ≤ θ^t·G + θ/(1−θ)·D for every t ≥ 1",
    (THETA, AT_FIRST, POWERS),
    variant="repaired",
)(
    start=lambda theta, G, D: le(theta * G, theta * G + theta / (1 - theta) * D),
    step=lambda theta, p, G, D: le(
        theta * (p * G + theta / (1 - theta) * D) + theta * D, theta * p * G + theta / (1 - theta) * D
    ),
)

SUMS = given(
    "sums over t = 1 … T: W of E_t, S of S_t, M of E‖ĝ_t − ĝ_{t−1}‖, and c = G + (T−1)D of the changes of "
    "the gradients, from g₀ = 0; E_t ≤ θ(E_{t−1} + change), S_t ≤ θ(S_{t−1} + E‖ĝ_t − ĝ_{t−1}‖), "
    "E‖ĝ_t − ĝ_{t−1}‖ ≤ (1+θ)(E_{t−1} + change) by Lemma B.1; E₀ = S₀ = 0",
    lambda W, S, M, c, theta, G, T, D: (
        le(1, T),
        le(0, W),
        le(0, S),
        eq(c, G + (T - 1) * D),
        le(W, theta * (W + c)),
        le(S, theta * (S + M)),
        le(M, (1 + theta) * (W + c)),
    ),
)

SUMMED = reals(
    "cdadam.lemmaB.5",
    (THETA, AT_FIRST, SUMS),
    lambda S, theta, G, T, D: (
        S,
        to("039-repaired", "<=", theta * (1 + theta) / (1 - theta) ** 2 * (G + (T - 1) * D)),
    ),
    more={"039-repaired": {"variant": "repaired"}},
) + reals(
    "cdadam.eqB.19",
    (THETA, AT_FIRST, SUMS),
    lambda W, S, theta, G, T, D: (
        W + S,
        to("084-repaired", "<=", 2 * theta / (1 - theta) ** 2 * (G + (T - 1) * D)),
    ),
    more={"084-repaired": {"variant": "repaired"}},
)

RUN = given(
    "α > 0, ν > 0, L > 0, d ≥ 1, σ² ≥ 0, τ ≥ 1",
    lambda alpha, nu, L, dim, noise, tau: (
        *(lt(0, x) for x in (alpha, nu, L)),
        *(le(1, x) for x in (dim, tau)),
        le(0, noise),
    ),
)
LOST = given(
    "θ = √(1−π) < 1; E = ΣE‖ĝ_t − g_t‖ + ΣE‖g̃_t − ĝ_t‖, and D = LG̃α√dν^{−1/2} + 2σ/√τ",
    lambda theta, pi, E, D, G, T, L, alpha, dim, nu, noise, tau: (
        eq(theta, compressors.theta(pi)),
        lt(theta, 1),
        le(0, G),
        le(1, T),
        eq(D, lemmas.movement(pi, G, nu, L, dim, alpha) + 2 * (sqrt(noise) / sqrt(tau))),
        le(E, 2 * theta / (1 - theta) ** 2 * (G + (T - 1) * D)),
    ),
)

TIMES = reals(
    "cdadam.eqB.19",
    (RUN, LOST),
    lambda E, pi, G, nu, L, dim, alpha, T, noise, tau: (
        alpha / sqrt(nu) * G * E,
        to(
            "the repaired sum",
            "<=",
            total(repaired.compression_sum(pi, G, nu, L, dim, alpha, T, noise, tau)),
        ),
    ),
    more={"the repaired sum": {"variant": "repaired"}},
)

STEPS = (*WORKERS, *SERVER, *BOTH, *EVERY_T, *SUMMED, *TIMES)
