"""(B.21) in one dimension, where the scaled sign is C(x) = x and (B.9) is right but for ‖m_{t−1}‖.

The letters are those of the proof; as nothing is lost, E₁ = E₂ = 0. p, m, u are ∇f(x_t), m_{t−1} and g̃_t.
"""

from theory.axioms import unbiased
from theory.papers.cdadam.lemmas import momentum_weight
from theory.papers.cdadam.proofs.common import BETA, LENGTHS, SHRINKS, SMOOTH, STEP
from theory.papers.cdadam.proofs.one_step import ROOTS, weight
from theory.papers.cdadam.proofs.repaired import LARGEST, UPDATES, moved, rest
from theory.papers.cdadam.proofs.theorem64 import ENDS, MANY, REST, ROOT_T, SUMS, adaptive, summed
from theory.proof.build import reals, vectors
from theory.proof.claim import given, le
from theory.proof.step import to
from theory.proof.vectors import Fact, Used, dot, sq

STATEMENT = "cdadam.eqB.21"

PRODUCT = reals(
    STATEMENT,
    (
        BETA,
        SHRINKS,
        LENGTHS,
        given(
            "|∇f(x_t)| ≤ G, |m_{t−1}| ≤ G̃, |g̃_t| ≤ G̃",
            lambda p, m, u, G, G_tilde: (
                *(le(-x, bound) for x, bound in ((p, G), (m, G_tilde), (u, G_tilde))),
                *(le(x, bound) for x, bound in ((p, G), (m, G_tilde), (u, G_tilde))),
            ),
        ),
    ),
    lambda beta_1, a, b, p, m, u, G, G_tilde: (
        p * (a - b) * (momentum_weight(beta_1) * m + u),
        to("(B.9) in one dimension", "<=", weight(beta_1, G, G_tilde) * (a - b)),
    ),
)

ONE_STEP = vectors(
    STATEMENT,
    (SMOOTH, BETA, LENGTHS, STEP, ROOTS),
    lambda v, beta_1, L, G, G_tilde, alpha, r: (
        v.number("f_next")
        + weight(beta_1, G, G_tilde) * v.number("norm_B")
        - (v.number("f_z") + weight(beta_1, G, G_tilde) * v.number("norm_A")),
        to("(B.12) in one dimension", "<=", -alpha / r * sq(v.g) + rest(v, beta_1, L)),
    ),
    using={
        "(B.12) in one dimension": lambda v, beta_1, L, G, G_tilde, alpha, r: [
            Used(
                Fact(
                    "cdadam.eqB.20/047",
                    le(v.number("f_next"), v.number("f_z") + v.number("first") + v.number("last")),
                ),
                1,
            ),
            Used(
                Fact(
                    f"{STATEMENT}/(B.9) in one dimension",
                    le(
                        v.number("first"),
                        weight(beta_1, G, G_tilde) * (v.number("norm_A") - v.number("norm_B"))
                        - dot(v.g, v.AG + v.An),
                    ),
                ),
                1,
            ),
            Used(Fact("cdadam.eqB.20/058", le(v.number("last"), rest(v, beta_1, L))), 1),
            unbiased(v.An, v.g),
            Used(Fact("diagonal", le(alpha / r * sq(v.g), dot(v.g, v.AG))), 1),
        ]
    },
)

SUMMED = given(
    "(B.12) in one dimension summed for t = 1 … T, where norm₁ is A of t = 1, α/n",
    lambda S, f_1, f_T, norm_1, norm_T, Q, M, alpha, beta_1, L, G, G_tilde, r: le(
        f_T - f_1 + weight(beta_1, G, G_tilde) * (norm_T - norm_1),
        -alpha / r * S + moved(L, beta_1, Q, M),
    ),
)
HISTORY = given("H ≤ G̃_∞T^{1/2}", lambda H, K, q: le(H, K * q))

SUM = reals(
    STATEMENT,
    (BETA, LENGTHS, SMOOTH, STEP, ROOTS, MANY, SUMS, SUMMED, ENDS),
    lambda S, gap, Q, M, alpha, beta_1, L, G, G_tilde, r, n: (
        alpha / r * S,
        to(
            "(B.16) in one dimension",
            "<=",
            summed(gap, alpha, beta_1, L, G, G_tilde, n) + moved(L, beta_1, Q, M),
        ),
    ),
)

PUT_IN = reals(
    STATEMENT,
    (BETA, LARGEST, SMOOTH, STEP, ROOTS, MANY, SUMS, REST, ROOT_T, UPDATES, HISTORY),
    lambda Q, M, alpha, beta_1, L, K, n, T, s, gamma, r: (
        r / (T * alpha) * moved(L, beta_1, Q, M),
        to(
            "the sums in one dimension",
            "<=",
            alpha * (5 * (adaptive(L, r, n, s, gamma, beta_1) * K) / 6),
        ),
    ),
)

LAST = reals(
    STATEMENT,
    (
        BETA,
        LENGTHS,
        STEP,
        ROOTS,
        MANY,
        given(
            "(B.16) in one dimension, its sums; each of the T terms is at least S_min; P₁, P₂, M₄σ/√τ ≥ 0",
            lambda S, S_min, gap, beta_1, L, G, G_tilde, r, n, alpha, sums, T, P_1, P_2, R: (
                le(alpha / r * S, summed(gap, alpha, beta_1, L, G, G_tilde, n) + sums),
                le(r / (T * alpha) * sums, alpha * (5 * P_1 / 6)),
                le(T * S_min, S),
                *(le(0, x) for x in (P_1, P_2, R)),
            ),
        ),
    ),
    lambda S_min, gap, T, alpha, r, n, G, G_tilde, beta_1, P_1, P_2, R: (
        S_min,
        to(
            "(B.21) in one dimension",
            "<=",
            r * gap / (T * alpha) + 1 / (1 - beta_1) * r * G * G_tilde / n / T + alpha * (P_1 + P_2) + R,
        ),
    ),
)

STEPS = (*PRODUCT, *ONE_STEP, *SUM, *PUT_IN, *LAST)
