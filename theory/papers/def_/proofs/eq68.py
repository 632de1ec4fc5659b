"""Proof of Eq. (68) to (71) (Appendix B.2): T steps of Eq. (67), unrolled, and the t₀ that the paper takes.

r is δ^{1/2}, a is (1−K/N)δ^{1/2}Lc, X the bracket K/N + 1 + (1−K/N)LcλB₄; D, U, E, x as in Eq. (59).
"""

from fractions import Fraction

from theory.arithmetic import exp, log
from theory.papers.def_ import generalisation_averaged as averaged
from theory.papers.def_ import stability
from theory.papers.def_.proofs.stability_common import (
    BOUND,
    DETACH,
    EXPONENT,
    ROOT,
    SAMPLES,
    SCHEDULE,
    SMOOTH,
    induced,
    using,
)
from theory.papers.def_.proofs.stability_common import STEPS as ITERATIONS
from theory.proof.boxes import Boxed
from theory.proof.build import one, reals
from theory.proof.claim import eq, given, le, lt
from theory.proof.compound import Induction
from theory.proof.implication import Implication
from theory.proof.step import to

STATEMENT = "def.eq68"
SIZES = (ROOT, SAMPLES, SMOOTH, DETACH, BOUND, SCHEDULE)
SPREAD = given("B₄ > 0", lambda B4: lt(0, B4))
BRACKET = given("X > 0", lambda X: lt(0, X))
SUMMED = given(
    "W > 0 is T^a·t₀^{−1−a}/(1+a)",
    lambda W: lt(0, W),
)
REPAIR = "def.eq68/127-repaired"

UNROLLED = one(
    STATEMENT,
    "122",
    "E‖x_T − x̃_T‖ ≤ Σ_{t=t₀}^{T−1} A_t·Π_{t'=t+1}^{T−1} exp((1−K/N)δ^{1/2}η_{t'}L), A_t what (67) adds",
    Induction(
        {
            "start": Implication((), lambda A: le(0 * A, 0 * A)),
            "step": Implication(
                (given("0 ≤ D ≤ U, E > 0", lambda D, U, E: (le(0, D), le(D, U), lt(0, E))),),
                lambda D, U, E, A: le(E * D + A, E * U + A),
            ),
        }
    ),
) + reals(
    STATEMENT,
    (
        *SIZES,
        SPREAD,
        given(
            "t ≥ 0, 0 < η ≤ c/(t+1), and 0 < E ≤ x the two exponentials",
            lambda t, eta, c, E, x: (le(0, t), lt(0, eta), le(eta * (t + 1), c), lt(0, E), le(E, x)),
        ),
    ),
    lambda K, N, r, eta, G, L, lam, B4, c, t, E, x: (
        # one term of the sum
        (K / N * 2 * r * eta * G + r * (1 + (1 - K / N) * eta * L * lam) * 2 * B4 * G * c) * E,
        to(
            "123",
            "<=",
            2 * r * G * (K / N * c / (t + 1) + (1 + (1 - K / N) * c / (t + 1) * L * lam) * B4 * c) * x,
        ),
    ),
)

HARMONIC = induced(STATEMENT, "124", "Σ_{t'=t+1}^{T−1} 1/(t'+1) ≤ log(T/(t+1)) for T ≥ t+1", (ITERATIONS,))(
    start=lambda v: le(0 * v.number("log 1"), 0 * v.number("log 1")),
    step=(
        lambda v, T: le(1 / (T + 1), -v.number("log(T/(T+1))")),
        lambda v, T: [using("exponential", le(v.number("log(T/(T+1))"), T / (T + 1) - 1))],
    ),
)

LOGARITHM_LEFT = one(
    STATEMENT,
    "125",
    "exp(a·log(T/(t+1))) = (T/(t+1))^a·log(T/(t+1)), the factor of the terms at T/(t+1) = 2",
    Boxed({"a": (1, 1)}, lambda a: eq(exp(a * log(2 * a)), exp(a * log(2 * a)) * log(2 * a))),
    severity="cosmetic",
    repair="def.eq68/125-repaired",
    note="A factor log(T/(t+1)) and a bracket without its pair are left over from the line before: 2 against "
    "2·log 2 at T/(t+1) = 2, a = 1. The next line does not have it.",
) + reals(
    STATEMENT,
    (given("P = T^a, Q = (t+1)^a", lambda P, Q: (lt(0, P), lt(0, Q))),),
    # exp(a·log(T/(t+1))) is (T/(t+1))^a
    lambda P, Q: (P / Q, to("125-repaired", "==", P * (1 / Q))),
    more={"125-repaired": {"variant": "repaired"}},
)

LOST_SPREAD = one(
    STATEMENT,
    "126",
    "c[K/(NT) + (1 + (1−K/N)cLλ/T)B₄] ≤ c[K/N + 1 + (1−K/N)LcλB₄], the last term of the sum, at "
    "K = 1, N = T = 2, "
    "λ = 0, δ = 1/4",
    Boxed(
        {"delta": (Fraction(1, 4), Fraction(1, 4))},
        lambda delta: le(delta + stability.residual_spread(delta), 2 * delta + 1),
    ),
    severity="step",
    repair=REPAIR,
    note="The 1 in the bracket is B₄, which is above 1 for small δ (2.29 at δ = 1/4): there the "
    "last term of the "
    "sum alone, where (T/(t+1))^a = 1, is larger than its bound, 2.54 against 1.5.",
)

WRONG_SUM = reals(
    STATEMENT,
    (
        BRACKET,
        SCHEDULE,
        given("a = 1, t = t₀ = 1, T = 3", lambda a, t0, T: (eq(a, 1), eq(t0, 1), eq(T, 3))),
    ),
    lambda X, c, a, t0, T: (
        c * X * T * (1 / (t0 + 1) + 1 / (t0 + 2)),
        to("127", "<=", c * X * T * (1 / t0**2 / (1 + a))),
    ),
    more={
        "127": {
            "severity": "step",
            "repair": REPAIR,
            "note": "Σ_{t=t₀}^{T−1} (t+1)^{−a} grows with T for a ≤ 1; the right side is what "
            "(t+1)^{−a−2} would "
            "give. a = 1, t₀ = 1, T = 3: 5/6 against 1/2. B₄c in (67) is not multiplied by η_t, "
            "so this proof "
            "gives a bound that grows like T. With residuals that shrink like 1/t the exponent survives.",
        }
    },
)

LOST_C = reals(
    STATEMENT,
    (ROOT, BOUND, SCHEDULE, BRACKET, SUMMED),
    lambda r, delta, G, c, X, W: (
        2 * r * G * c * X * W,
        to("128", "<=", 2 * r * G * X * W),
    ),
    more={
        "128": {
            "severity": "step",
            "repair": REPAIR,
            "note": "The factor c is dropped: false for every c > 1.",
        }
    },
) + reals(
    STATEMENT,
    (
        ROOT,
        BOUND,
        BRACKET,
        EXPONENT,
        given("P = T^a, Q = t₀^a, t = t₀ ≥ 1", lambda P, Q, t0: (lt(0, P), lt(0, Q), le(1, t0))),
    ),
    lambda r, delta, G, X, a, P, Q, t0: (
        2 * r * G * X * P * (1 / (t0 * Q) / (1 + a)),
        to("129", "<=", 2 * r * G * X / (1 + a) * (P / Q)),
    ),
)

WHOLE = one(
    STATEMENT,
    "the whole",
    "E‖x_T − x̃_T‖ ≤ 2δ^{1/2}G[…]/(1+a)·(T/t₀)^a, for f(θ;ξ) = ±θ, K = 1, N = 2, λ = 0, t₀ = 1, "
    "T = 2, δ = 1/4, "
    "L = 1/c",
    Boxed(
        {"c": (100, 100)},
        lambda c: le(
            # with probability K/N the step t = 1 moves the runs apart by C(2η₁), and E|C(v)| = δ|v|
            c / 8,
            averaged.eq68(
                1 + 0 * c,
                2 + 0 * c,
                1 / (4 + 0 * c),
                1 + 0 * c,
                2 + 0 * c,
                0 * c,
                1 / c,
                c,
                1 + 0 * c,
                1 + 0 * c,
                1 + 0 * c,
            )["divergence"],
        ),
    ),
    severity="false",
    repair=REPAIR,
    note="Without the lost c the bound does not grow with the step size: at c = 100, L = "
    "1/100 the left "
    "side is 12.5, the right side 2.02; ±θ needs σ² = M² = 1 for both data sets.",
)

FACTOR = reals(
    "def.eq69",
    (
        *SIZES,
        BRACKET,
        given("K = 1, N = 2", lambda K, N: (eq(K, 1), eq(N, 2))),
        given("R = (T/t₀)^a > 0, t₀ ≥ 1", lambda R, t0: (lt(0, R), le(1, t0))),
    ),
    lambda K, N, L, r, delta, G, c, X, R, t0: (
        K * t0 / N + G * (2 * r * G * X / (1 + (1 - K / N) * r * L * c) * R),
        to("130", "<=", K * t0 / N + 2 * r * G * X / (1 + (1 - K / N) * r * L) * R),
    ),
    more={
        "130": {
            "severity": "step",
            "repair": "def.eq69/130-repaired",
            "note": "From (53) B₇ has a factor G more, and from (68) its denominator has Lc "
            "where L is printed.",
        }
    },
)

STEPS = (
    *UNROLLED,
    *HARMONIC,
    *LOGARITHM_LEFT,
    *LOST_SPREAD,
    *WRONG_SUM,
    *LOST_C,
    *WHOLE,
    *FACTOR,
)

CLOSES = (STATEMENT,)
