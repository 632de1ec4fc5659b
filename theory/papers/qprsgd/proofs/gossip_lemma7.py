"""Proofs of Lemmas 7 to 9 (sections E and F): how far the workers' models are from their mean.

S_n is what the C_ε, or the gradients, add up to in the deviations X_n(I − 11ᵀ/M), so that
S_{n+1} = S_n W + C_n; a_n is Lemma 9's sum, a_{n+1} = ρa_n + b_n.
"""

from theory.axioms import spectral, unbiased
from theory.papers.qprsgd.proofs.gossip_common import AT_0, CONNECTED, EMPTY, LOCAL_STEPS, ZERO
from theory.proof.build import induction, one, reals, vectors
from theory.proof.claim import eq, given, le, lt
from theory.proof.compound import Induction
from theory.proof.quadratic import Quadratic
from theory.proof.step import to
from theory.proof.vectors import Fact, Used, mean, sq

STATEMENT = "qprsgd.lemma7"
STEP_SIZE = given("γ > 0", lambda gamma: lt(0, gamma))
START = "That x₁ = 0 is asked for in Theorem 2; of any other common start the deviations are the same."

# X_1 is 0, and so are the sums at n = 1; u has both sums up to n
MEANS = one(
    STATEMENT,
    "204",
    "X_n 1/M = −Σ_{ε<n} γΣG(X_{ε;k}) 1/M + Σ_{ε<n} C_ε 1/M for every n",
    Induction(
        {
            "start, the sums are empty": AT_0,
            "step, the difference of both sides stays": Quadratic(
                (),
                lambda v, gamma: eq(v.x - gamma * v.g + v.c - (v.u - gamma * v.g + v.c), v.x - v.u),
            ),
        }
    ),
    (ZERO,),
    note=START,
) + one(
    STATEMENT,
    "205",
    "x̃_n^{(m)} = −Σ_{ε<n} γΣG(X_{ε;k}) W^{n−ε−1} e^{(m)} + Σ_{ε<n} C_ε W^{n−ε−1} e^{(m)} for every n",
    Induction(
        {
            "start, the sums are empty": AT_0,
            "step, the difference of both sides is multiplied by W": Quadratic(
                (),
                lambda v, lam, gamma: eq(
                    lam * v.x - gamma * v.g + v.c - (lam * v.u - gamma * v.g + v.c), lam * (v.x - v.u)
                ),
            ),
        }
    ),
    (ZERO,),
    note=START,
)

# P_n is Σ_{ε<n} ρ^{2(n−ε−1)} ‖C_ε‖_F², a_n is γΣ_{ε<n} Σ_t ρ^{n−ε−1} ‖G‖_F, b what it grows by
APART = one(
    STATEMENT,
    "207",
    "Σ_m E‖X_n 1/M − x̃_n^{(m)}‖² ≤ 2Σ_ε E‖ρ^{n−ε−1}C_ε‖_F² + 2E(γΣ_εΣ_t ρ^{n−ε−1}‖G(X_{ε;t})‖_F)² for "
    "every n",
    Induction(
        {
            "start, the sums are empty": EMPTY,
            "(a)": Quadratic(
                (), lambda v, gamma: le(sq(v.C - gamma * v.G), 2 * sq(v.C) + 2 * sq(gamma * v.G))
            ),
            "step (b) and (c), the noise": Quadratic(
                (CONNECTED,),
                # ‖S_{n+1}‖² ≤ ρ²‖S_n‖² + ‖C_n‖², as P_{n+1} = ρ²P_n + ‖C_n‖²
                lambda v, rho: le(sq(v.SW + v.C), rho**2 * sq(v.S) + sq(v.C)),
                lambda v, rho: [
                    unbiased(v.C, v.SW),
                    Used(Fact("qprsgd.lemma8", le(sq(v.SW), rho**2 * sq(v.S))), 1),
                ],
            ),
            "step (c), the gradients": Quadratic(
                (
                    CONNECTED,
                    given("ρ, a and b > 0", lambda rho, a, b: (lt(0, rho), lt(0, a), lt(0, b))),
                ),
                # where one of them is 0, so is a summand, and nothing is to be shown
                lambda v, rho, a, b: le(sq(v.SW + v.g), (rho * a + b) ** 2),
                lambda v, rho, a, b: [
                    Used(Fact("qprsgd.lemma8", le(sq(v.SW), rho**2 * a**2)), 1 + b / (rho * a)),
                    Used(Fact("jensen", le(sq(v.g), b**2)), 1 + rho * a / b),
                ],
            ),
        }
    ),
    (CONNECTED,),
    transcription="restored",
    evidence="the OCR reads (a), (b) and (c) as fractions and loses a line; displays 213 and 214 have "
    "the bound",
    note="The text names Lemma 9 for Lemma 8; the next displays name Lemma 7 for Lemma 9.",
)

DECAYED = induction(
    STATEMENT,
    "208",
    "Σ_n Σ_{ε<n} E‖ρ^{n−ε−1}C_ε‖_F² ≤ (1/(1−ρ²)) Σ_n E‖C_n‖_F², as (1−ρ²)ΣP_n + ρ²P_N ≤ Σ‖C_n‖²",
    (CONNECTED,),
)(
    start=lambda rho: le(0 * rho, 0),
    step=lambda rho, A, P, B, c: le(
        (1 - rho**2) * (A + rho**2 * P + c) + rho**2 * (rho**2 * P + c),
        (1 - rho**2) * A + rho**2 * P + c,
    ),
)

SQUARES = induction(
    STATEMENT,
    "210",
    "Σ_n E(γΣ_εΣ_t ρ^{n−ε−1}‖G(X_{ε;t})‖_F)² ≤ (1/(1−ρ)²) Σ_n (γΣ_t ‖G(X_{n;t})‖_F)²",
    (CONNECTED,),
    note="The first sum's upper limit is printed M, and is N.",
)(
    start=lambda rho: le(0 * rho, 0),
    step=lambda rho, a, b: le(
        (1 - rho) ** 2 * (rho * a + b) ** 2 + rho * (1 - rho) * (rho * a + b) ** 2,
        rho * (1 - rho) * a**2 + b**2,
    ),
)

CAUCHY_SCHWARZ = vectors(
    STATEMENT,
    (CONNECTED, LOCAL_STEPS, STEP_SIZE),
    # b_t is ‖G(X_{n;t})‖_F, a family over local steps, whose sum is K times its mean
    lambda v, gamma, rho, K: (
        1 / (1 - rho) ** 2 * sq(gamma * K * mean(v.each("b"))),
        to("211", "<=", gamma**2 * K / (1 - rho) ** 2 * (K * sq(v.each("b")))),
    ),
)

BOUNDS = given(
    "X ≤ 2P + 2R (207), P ≤ C/(1−ρ²) (208), R ≤ γ²K·G/(1−ρ)² (211), all summed over n",
    lambda X, P, R, C, G, rho, gamma, K: (
        le(X, 2 * P + 2 * R),
        le(P, C / (1 - rho**2)),
        le(R, gamma**2 * K / (1 - rho) ** 2 * G),
    ),
)

LAST = reals(
    STATEMENT,
    (CONNECTED, LOCAL_STEPS, BOUNDS),
    lambda X, P, R, C, G, rho, gamma, K: (
        K * X,
        to("213", "<=", 2 * (K * P) + 2 * (K * R)),
        to("215", "<=", 2 * K / (1 - rho**2) * C + 2 * K**2 * gamma**2 / (1 - rho) ** 2 * G),
    ),
)

POWER = given("p = ρ^t, 0 ≤ p ≤ 1", lambda p: (le(0, p), le(p, 1)))

LEMMA8 = vectors(
    "qprsgd.lemma8",
    (POWER,),
    lambda v, p: (
        # Y is X_n W^t − X_n 11ᵀ/M
        sq(v.Y),
        to("216", "<=", p**4 * sq(v.X)),
        to("216", "==", p**2 * sq(v.X)),
    ),
    using={"216.1": lambda v, p: [Used(spectral(v.Y, v.X, p), 0)]},
    more={
        "216.1": {
            "severity": "cosmetic",
            "repair": "qprsgd.lemma8/216-repaired",
            "note": "‖ρ^{2t}X_n‖_F² is ρ^{4t}‖X_n‖_F²; the middle is ‖ρ^tX_n‖_F². The ends are right.",
        },
        "216.2": {
            "severity": "cosmetic",
            "repair": "qprsgd.lemma8/216-repaired",
            "note": "The other half of the same slip: ‖ρ^{2t}X_n‖_F² is ρ^{4t}‖X_n‖_F², not ρ^{2t}‖X_n‖_F².",
        },
    },
) + one(
    "qprsgd.lemma8",
    "216-repaired",
    "Σ_m ‖X_n W^t e^{(m)} − X_n 1/M‖² ≤ ‖ρ^tX_n‖_F² = ρ^{2t}‖X_n‖_F² for every t",
    Induction(
        {
            "start": Quadratic((), lambda v: le(sq(v.each("x") - mean(v.each("x"))), sq(v.each("x")))),
            "step": Quadratic(
                (CONNECTED,),
                lambda v, rho: le(sq(v.YW), rho**2 * sq(v.Y)),
                lambda v, rho: [Used(spectral(v.YW, v.Y, rho), 1)],
            ),
        }
    ),
    (CONNECTED,),
    variant="repaired",
)

SUMMANDS = given(
    "b ≥ 0, a ≥ 0; the bound holds so far",
    lambda a, b: (le(0, b), le(0, a)),
)

LEMMA9 = induction(
    "qprsgd.lemma9",
    "218.1",
    "Σ_{ε≤k} a_ε ≤ (1/(1−ρ)) Σ_{ε≤k} b_ε for every k, as (1−ρ)Σa + ρa_k ≤ Σb",
    (CONNECTED, SUMMANDS),
)(
    start=lambda rho: le(0 * rho, 0),
    step=lambda rho, A, a, b: le(
        (1 - rho) * (A + rho * a + b) + rho * (rho * a + b), (1 - rho) * A + rho * a + b
    ),
) + induction(
    "qprsgd.lemma9",
    "218.2",
    "Σ_{ε≤k} a_ε² ≤ (1/(1−ρ)²) Σ_{ε≤k} b_ε² for every k, as (1−ρ)²Σa² + ρ(1−ρ)a_k² ≤ Σb²",
    (CONNECTED, SUMMANDS),
)(
    start=lambda rho: le(0 * rho, 0),
    step=lambda rho, a, b: le(
        (1 - rho) ** 2 * (rho * a + b) ** 2 + rho * (1 - rho) * (rho * a + b) ** 2,
        rho * (1 - rho) * a**2 + b**2,
    ),
)

STEPS = (
    *MEANS,
    *APART,
    *DECAYED,
    *SQUARES,
    *CAUCHY_SCHWARZ,
    *LAST,
    *LEMMA8,
    *LEMMA9,
)

CLOSES = ("qprsgd.lemma7", "qprsgd.lemma8", "qprsgd.lemma9")
