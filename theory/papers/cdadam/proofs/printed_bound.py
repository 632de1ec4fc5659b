"""(B.21) as printed, for the scaled sign of Algorithm 1 and every α and T: by another proof than (B.9).

In two or more dimensions what M₂ lacks, M₃ has to spare. X is by how much the repaired M₂ exceeds the printed
one; P_1 and P_2 are the two parts of M₃, of which the proof needs 5/6 of the first; g is ((1+θ)/(1−θ))². As
S_min ≤ ‖∇f(x₁)‖² ≤ 2LΔf, the bound says nothing unless rΔf/(Tα) < 2LΔf, and then αT is long.
"""

from fractions import Fraction

from theory.axioms import small_gradient
from theory.papers.cdadam.proofs.common import BETA, LENGTHS, SMOOTH, STEP, THETA
from theory.papers.cdadam.proofs.one_step import ROOTS
from theory.papers.cdadam.proofs.theorem64 import adaptive
from theory.proof.build import reals, vectors
from theory.proof.claim import eq, given, le, lt
from theory.proof.step import to
from theory.proof.vectors import Fact, Used, sq

STATEMENT = "cdadam.eqB.21"
GROWN = given(
    "g = ((1+θ)/(1−θ))², share = 2θ/(1−θ)²",
    lambda g, share, theta: (
        eq(g * (1 - theta) ** 2, (1 + theta) ** 2),
        eq(share * (1 - theta) ** 2, 2 * theta),
    ),
)

LACKING = reals(
    STATEMENT,
    (BETA, THETA, LENGTHS, GROWN, given("G̃ = gG", lambda G_tilde, g, G: eq(G_tilde, g * G))),
    lambda root_d, G_inf, K, beta_1, share, G, G_tilde: (
        root_d**2 * G_inf * K / (1 - beta_1) + share * G**2 - G * G_tilde / (1 - beta_1),
        to("what M₂ lacks", "<=", root_d**2 * G_inf * K / (1 - beta_1)),
    ),
)

SPARE = reals(
    STATEMENT,
    (
        BETA,
        ROOTS,
        SMOOTH,
        given(
            "G_∞ ≥ 0, G̃_∞ = gG_∞ ≤ r",
            lambda G_inf, K, g, r: (le(0, G_inf), eq(K, g * G_inf), le(K, r)),
        ),
        given(
            "(1−β₂)^{1/2} = s ≤ g/12; β₁ ≤ γ < 1",
            lambda s, g, gamma, beta_1: (lt(0, s), le(12 * s, g), le(beta_1, gamma), lt(gamma, 1)),
        ),
    ),
    lambda L, n, root_d, G_inf, K, beta_1, r, s, gamma: (
        2 * L / n * (root_d**2 * G_inf * K / (1 - beta_1)),
        to("what M₃ has to spare", "<=", adaptive(L, r, n, s, gamma, beta_1) * K * root_d**2 / 6),
    ),
)

SIGN = reals(
    STATEMENT,
    (
        THETA,
        given(
            "the scaled sign, d ≥ 2: θ² ≥ 1 − 1/d, as by (A.2) it loses nearly that share of x near e₁",
            lambda theta, dim: (le(2, dim), le(1 - 1 / dim, theta**2)),
        ),
        given("(1−β₂)^{1/2} = s ≤ 1", lambda s: (lt(0, s), le(s, 1))),
    ),
    lambda theta, s: (
        12 * s,
        to("the scaled sign in two or more dimensions", "<=", ((1 + theta) / (1 - theta)) ** 2),
    ),
    more={"the scaled sign in two or more dimensions": {"slack": Fraction(99, 200)}},
)

AT_FIRST = vectors(
    STATEMENT,
    (SMOOTH,),
    lambda v, L: (
        v.number("S_min"),
        to("what ∇f(x₁) can be", "<=", 2 * L * v.number("gap")),
    ),
    using={
        "what ∇f(x₁) can be": lambda v, L: [
            Used(Fact("minimum", le(v.number("S_min"), sq(v.g1))), 1),
            Used(small_gradient(v.g1, v.number("gap"), L), 1),
        ]
    },
)

LONG = reals(
    STATEMENT,
    (
        SMOOTH,
        STEP,
        ROOTS,
        given("T ≥ 1, Δf ≥ 0", lambda T, gap: (le(1, T), le(0, gap))),
        given("rΔf/(Tα) < 2LΔf", lambda r, gap, T, alpha, L: lt(r * gap / (T * alpha), 2 * L * gap)),
    ),
    lambda r, L, T, alpha: (r / (2 * L), to("αT where the bound says something", "<", T * alpha)),
)

REACHED = (
    given("T ≥ 1, Δf ≥ 0", lambda T, gap: (le(1, T), le(0, gap))),
    given("S_min ≤ 2LΔf", lambda S_min, L, gap: le(S_min, 2 * L * gap)),
    given(
        "αT ≥ r/(2L) unless rΔf/(Tα) ≥ 2LΔf",
        lambda r, L, T, alpha, gap, long: (
            eq(long * (1 - long), 0),
            le(long * r / (2 * L), T * alpha),
            le((1 - long) * 2 * L * gap, r * gap / (T * alpha)),
        ),
    ),
)

BOUND = reals(
    STATEMENT,
    (
        STEP,
        SMOOTH,
        ROOTS,
        *REACHED,
        given("P₁ > 0", lambda P_1: lt(0, P_1)),
        given(
            "X ≤ (r/n)·Y, Y ≥ 0, 2LY/n ≤ P₁/6; P₂, M₂, M₄σ/√τ ≥ 0",
            lambda X, Y, r, n, L, P_1, P_2, M_2, R: (
                le(X, r / n * Y),
                le(2 * L / n * Y, P_1 / 6),
                *(le(0, x) for x in (Y, P_2, M_2, R)),
            ),
        ),
        given(
            "(B.21) repaired, with 5/6 of P₁",
            lambda S_min, r, gap, M_2, X, T, alpha, P_1, P_2, R: le(
                S_min, r * gap / (T * alpha) + (M_2 + X) / T + alpha * (5 * P_1 / 6 + P_2) + R
            ),
        ),
    ),
    lambda S_min, r, gap, M_2, T, alpha, P_1, P_2, R: (
        S_min,
        to("with the printed M₂", "<=", r * gap / (T * alpha) + M_2 / T + alpha * (P_1 + P_2) + R),
    ),
    more={
        "with the printed M₂": {
            "note": "so (B.21) holds as printed for the compressor of Algorithm 1, though not by its proof; "
            "in one dimension the scaled sign loses nothing, and (B.9) is right. For another compressor "
            "that contracts both norms in every outcome it needs (1−β₂)^{1/2} ≤ ((1+θ)/(1−θ))²/12"
        }
    },
)

STEPS = (*LACKING, *SPARE, *SIGN, *AT_FIRST, *LONG, *BOUND)

CLOSES = ("cdadam.eqB.21", "cdadam.theorem6.4")
"""By this proof and that in one dimension; what the theorem's choices make of (B.21) is in the conclusion."""
