"""The end of the proof of Theorem 6.4: (B.21), and what its α, T and τ make of it.

The letters are those of (B.16) to (B.20); k is √τ and h the largest of the d norms ‖g̃_{1:T,i}‖.
"""

from theory.papers.cdadam.proofs.theorem64 import LARGEST, REST, ROOT_T, SIZES, adaptive, substituted
from theory.proof.build import reals
from theory.proof.claim import eq, given, le, lt
from theory.proof.step import to

HISTORY = reals(
    "cdadam.eqB.20.history",
    (
        ROOT_T,
        given("G̃_∞ ≥ 0, d ≥ 1", lambda G_inf, dim: (le(0, G_inf), le(1, dim))),
        given(
            "the d norms are at most h each, and h ≥ 0, h² = T·G̃_∞² (Lemma B.3)",
            lambda H, h, dim, T, G_inf: (le(0, h), eq(h**2, T * G_inf**2), le(H, dim * h)),
        ),
    ),
    lambda H, q, G_inf, dim: (H, to("after (B.20)", "<=", dim * G_inf * q)),
)

LAST = reals(
    "cdadam.eqB.21",
    (
        *SIZES,
        REST,
        LARGEST,
        ROOT_T,
        given("share ≥ 0", lambda share: le(0, share)),
        given("H ≤ dG̃_∞T^{1/2}", lambda H, root_d, G_inf, q: le(H, root_d**2 * G_inf * q)),
    ),
    lambda gap, alpha, beta_1, L, G, G_tilde, G_inf, r, n, q, T, s, gamma, H, share, root_d, noise: (
        # the line before the misprint
        substituted(gap, alpha, beta_1, L, G, G_tilde, r, n, q, T, s, gamma, H, share, root_d, noise),
        to(
            "088",
            "<=",
            r * gap / (T * alpha)
            + 1 / (1 - beta_1) * r * G * G_tilde / n / T
            + alpha
            * (
                adaptive(L, r, n, s, gamma, beta_1) * G_inf * root_d**2
                + share * L * r * G * G_tilde * root_d / n**2
            )
            + 2 * share * r * G / n * noise,
        ),
    ),
)

CHOICES = (
    given("ε > 0, M₃ > 0", lambda eps, M_3: (lt(0, eps), lt(0, M_3))),
    given("M₁, M₂, M₄, σ ≥ 0", lambda M_1, M_2, M_4, sigma: tuple(le(0, x) for x in (M_1, M_2, M_4, sigma))),
    given("α = ε/(3M₃)", lambda alpha, eps, M_3: eq(alpha, eps / (3 * M_3))),
    given(
        "T is a whole number and at least 9M₁M₃/ε² + 3M₂/ε",
        lambda T, M_1, M_2, M_3, eps: (le(1, T), le(9 * M_1 * M_3 / eps**2 + 3 * M_2 / eps, T)),
    ),
    given(
        "k = √τ, where τ is at least 1 and (3M₄σ/ε)²",
        lambda k, tau, M_4, sigma, eps: (
            lt(0, k),
            eq(k**2, tau),
            le(1, tau),
            le((3 * M_4 * sigma / eps) ** 2, tau),
        ),
    ),
)

CHOSEN = (
    *reals(
        "cdadam.theorem6.4",
        CHOICES,
        lambda M_1, M_2, T, alpha, eps: (M_1 / (T * alpha) + M_2 / T, to("092.a", "<=", eps / 3)),
    ),
    *reals("cdadam.theorem6.4", CHOICES, lambda alpha, M_3, eps: (alpha * M_3, to("092.b", "<=", eps / 3))),
    *reals(
        "cdadam.theorem6.4", CHOICES, lambda M_4, sigma, k, eps: (M_4 * sigma / k, to("092.c", "<=", eps / 3))
    ),
    *reals(
        "cdadam.theorem6.4",
        CHOICES,
        lambda M_1, M_2, M_3, M_4, sigma, k, T, alpha, eps: (
            M_1 / (T * alpha) + M_2 / T + alpha * M_3 + M_4 * sigma / k,
            to("093", "<=", eps),
        ),
    ),
)

STEPS = (*HISTORY, *LAST, *CHOSEN)

CLOSES = ("cdadam.eqB.20.history",)
