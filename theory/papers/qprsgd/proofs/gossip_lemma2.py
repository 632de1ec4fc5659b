"""Proof of Lemma 2 (section D): the quantisation noise, summed over n.

A matrix is a vector with the Frobenius inner product, and a sum over n the squared norm of all its matrices
put together. Where the paper turns to the eigenvectors of W, its x̃_n^{(m)} with m ≥ 2 are the coordinates of
the deviations X_n(I − 11ᵀ/M); S_n is their part that the C_ε, or the gradients, add up to, so that
S_{n+1} = S_n W + C_n.
"""

from typing import Any

from theory.axioms import spectral, unbiased
from theory.papers.qprsgd.proofs.gossip_common import AT_0, CONNECTED, EMPTY, ZERO
from theory.proof.build import one, reals, vectors
from theory.proof.claim import eq, given, le, lt
from theory.proof.compound import Induction
from theory.proof.quadratic import Quadratic
from theory.proof.step import to
from theory.proof.vectors import Fact, Used, mean, sq

STATEMENT = "qprsgd.lemma2"
QUANTISER = given("d > 0, s > 0", lambda d, s: (lt(0, d), lt(0, s)))
STEP_SIZE = given("γ > 0", lambda gamma: lt(0, gamma))

DIRECT = vectors(
    STATEMENT,
    (QUANTISER, STEP_SIZE),
    lambda v, d, s, gamma: (
        sq(v.C),
        to("142", "<=", d / (4 * s**2) * sq(v.XW - gamma * v.g - v.X)),
        to("143", "==", d / (4 * s**2) * sq((v.XW - v.X) - gamma * v.g)),
        to("144", "<=", d / (2 * s**2) * sq(v.XW - v.X) + d / (2 * s**2) * sq(gamma * v.g)),
    ),
    using={
        "142": lambda v, d, s, gamma: [
            Used(Fact("qprsgd.lemma5", le(sq(v.C), d / (4 * s**2) * sq(v.XW - gamma * v.g - v.X))), 1)
        ]
    },
    more={"142": {"note": "The text names Lemma 4 for Lemma 5."}},
)

EIGENVALUES = reals(
    STATEMENT,
    (
        given("|λ_m − 1| ≤ μ", lambda lam, mu: (le(lam - 1, mu), le(1 - lam, mu))),
        given("‖x̃‖² ≥ 0", lambda x_sq: le(0, x_sq)),
    ),
    lambda lam, mu, x_sq: ((lam - 1) ** 2 * x_sq, to("the lines after 145", "<=", mu**2 * x_sq)),
)


def spread(v: Any, mu: Any) -> Fact:
    """‖X_n(W − I)‖_F² ≤ μ²Σ_{m≥2} ‖x̃_n^{(m)}‖²."""
    return spectral(v.XW - v.X, v.x, mu)


ACCUMULATED = vectors(
    STATEMENT,
    (QUANTISER, STEP_SIZE),
    lambda v, d, s, gamma, mu: (
        sq(v.C),
        to("147", "<=", d * mu**2 / (2 * s**2) * sq(v.x) + d / (2 * s**2) * sq(gamma * v.g)),
    ),
    using={
        "147": lambda v, d, s, gamma, mu: [
            Used(
                Fact(
                    "qprsgd.lemma2/144",
                    le(sq(v.C), d / (2 * s**2) * sq(v.XW - v.X) + d / (2 * s**2) * sq(gamma * v.g)),
                ),
                1,
            ),
            Used(spread(v, mu), d / (2 * s**2)),
        ]
    },
)

# along one eigenvector of W, with its eigenvalue λ: c is C_{n−1}, c_n is C_n
RECURSION = vectors(
    STATEMENT,
    (),
    lambda v, lam, gamma: (
        lam * v.x - gamma * v.g + v.c,
        to("148", "==", lam * v.x - gamma * v.g + v.c_n),
    ),
    more={
        "148": {
            "severity": "cosmetic",
            "repair": "qprsgd.lemma2/148-repaired",
            "note": "X_n = X_{n−1}W − γΣG(X_{n−1;k}) + C_{n−1} by Eq. (11); C_n is printed. The sums of the "
            "next display have it right.",
        }
    },
) + vectors(
    STATEMENT,
    (),
    lambda v, lam, gamma: (
        lam * v.x - gamma * v.g + v.c,
        to("148-repaired", "==", -gamma * v.g + lam * v.x + v.c),
    ),
    more={"148-repaired": {"variant": "repaired"}},
)

# X_1 is 0, and so are the sums at n = 1; S has both sums up to n
UNROLLED = one(
    STATEMENT,
    "149",
    "X_n = −Σ_{ε<n} γΣG(X_{ε;k}) W^{n−ε−1} + Σ_{ε<n} C_ε W^{n−ε−1} for every n",
    Induction(
        {
            "start, the sums are empty": AT_0,
            "step, the difference of both sides is multiplied by W": Quadratic(
                (),
                lambda v, lam, gamma: eq(
                    lam * v.x - gamma * v.g + v.c - (lam * v.S - gamma * v.g + v.c), lam * (v.x - v.S)
                ),
            ),
        }
    ),
    (ZERO,),
    note="That x₁ = 0 is asked for in Theorem 2; of any other common start the deviations are the same.",
)

TWO_SUMS = vectors(
    STATEMENT,
    (),
    lambda v, gamma: (
        sq(v.c - gamma * v.g),
        to("152", "<=", 2 * sq(v.c) + 2 * sq(gamma * v.g)),
    ),
)

# S has the sum with powers of W, R the sum with powers of ρ
WITHOUT_W = one(
    STATEMENT,
    "155",
    "Σ_{m≥2} E‖Σ_{ε<n} C_ε W^{n−ε−1} e^{(m)}‖² ≤ E‖Σ_{ε<n} ρ^{n−ε−1} C_ε‖_F² for every n",
    Induction(
        {
            "start, the sums are empty": EMPTY,
            "step": Quadratic(
                (CONNECTED,),
                # what both sides gain: ‖S_{n+1}‖² − ρ²‖S_n‖² ≤ ‖R_{n+1}‖² − ρ²‖R_n‖²
                lambda v, rho: le(sq(v.SW + v.C) + rho**2 * sq(v.R), sq(rho * v.R + v.C) + rho**2 * sq(v.S)),
                lambda v, rho: [
                    unbiased(v.C, v.SW, v.R),
                    Used(spectral(v.SW, v.S, rho), 1),
                ],
            ),
        }
    ),
    (CONNECTED,),
    note="It needs that C_n has mean 0 given the past (Lemma 4), which the text does not name here: with "
    "λ = −ρ and C_2 = −ρC_1 the left side at n = 3 would be 4ρ²‖C_1‖² and the right side 0.",
)

GEOMETRIC = vectors(
    STATEMENT,
    (CONNECTED,),
    # N = 2: the sums at n = 1 are empty, and at n = 2 are C_1
    lambda v, rho: (sq(v.C_1), to("156", "==", 1 / (1 - rho) ** 2 * (sq(v.C_1) + sq(v.C_2)))),
    more={
        "156": {
            "severity": "cosmetic",
            "repair": "qprsgd.lemma2/156-repaired",
            "note": "= stands for ≤ (Lemma 9): C_N is on the right side only.",
        }
    },
)


def potential(v: Any, rho: Any, vector: Any) -> Any:
    """(1−ρ)²‖R_{n+1}‖² + ρ(1−ρ)‖R_{n+1}‖²: what one more n adds, and what it keeps in store."""
    return (1 - rho) ** 2 * sq(vector) + rho * (1 - rho) * sq(vector)


GEOMETRIC_REPAIRED = one(
    STATEMENT,
    "156-repaired",
    "Σ_n ‖Σ_{ε<n} ρ^{n−ε−1} C_ε‖_F² ≤ (1/(1−ρ)²) Σ_n ‖C_n‖_F², as (1−ρ)²Σ‖R_n‖² + ρ(1−ρ)‖R_N‖² ≤ Σ‖C_n‖²",
    Induction(
        {
            "start, the sums are empty": EMPTY,
            "step": Quadratic(
                (CONNECTED,),
                lambda v, rho: le(potential(v, rho, rho * v.R + v.C), rho * (1 - rho) * sq(v.R) + sq(v.C)),
            ),
        }
    ),
    (CONNECTED,),
    variant="repaired",
) + one(
    STATEMENT,
    "156-strengthened",
    "Σ_n E‖Σ_{ε<n} ρ^{n−ε−1} C_ε‖_F² ≤ (1/(1−ρ²)) Σ_n E‖C_n‖_F², as C_n has mean 0 given the past",
    Induction(
        {
            "start, the sums are empty": EMPTY,
            "step": Quadratic(
                (CONNECTED,),
                lambda v, rho: le(
                    (1 - rho**2) * sq(rho * v.R + v.C) + rho**2 * sq(rho * v.R + v.C),
                    rho**2 * sq(v.R) + sq(v.C),
                ),
                lambda v: [unbiased(v.C, v.R)],
            ),
        }
    ),
    (CONNECTED,),
    variant="strengthened",
)

# S_n W is ρ times a matrix whose norm is at most that of S_n
GRADIENT_SUMS = one(
    STATEMENT,
    "158",
    "Σ_n Σ_{m≥2} E‖Σ_{ε<n} γΣG(X_{ε;k}) W^{n−ε−1} e^{(m)}‖² ≤ (1/(1−ρ)²) Σ_n Σ_m ‖γΣ∇f_m‖²",
    Induction(
        {
            "start, the sums are empty": EMPTY,
            "step": Quadratic(
                (CONNECTED,),
                lambda v, rho: le(potential(v, rho, rho * v.U + v.g), rho * (1 - rho) * sq(v.S) + sq(v.g)),
                lambda v, rho: [Used(spectral(v.U, v.S, 1), rho * (1 - rho))],
            ),
            "deviations are no longer": Quadratic(
                (), lambda v: le(sq(v.each("g") - mean(v.each("g"))), sq(v.each("g")))
            ),
        }
    ),
    (CONNECTED,),
)


STEPS = (
    *DIRECT,
    *EIGENVALUES,
    *ACCUMULATED,
    *RECURSION,
    *UNROLLED,
    *TWO_SUMS,
    *WITHOUT_W,
    *GEOMETRIC,
    *GEOMETRIC_REPAIRED,
    *GRADIENT_SUMS,
)
