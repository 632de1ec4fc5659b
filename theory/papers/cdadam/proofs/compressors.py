"""Appendix A: Rand-k, Top-k and the scaled sign.

Sums over the d coordinates are d times means: a is the family of the |x_i|, its mean ‖x‖₁/d, the mean of its
squares ‖x‖₂²/d.
"""

from typing import Any

from theory.arithmetic import sqrt
from theory.proof.build import one, reals, vectors
from theory.proof.claim import eq, given, le, lt
from theory.proof.implication import Implication
from theory.proof.step import to
from theory.proof.vectors import dot, mean, sq

DIMENSION = given("d ≥ 1", lambda d: le(1, d))
KEPT = given("1 ≤ k ≤ d", lambda d, k: (le(1, k), le(k, d)))

RANDOM = reals(
    "cdadam.eqA.1",
    (
        KEPT,
        given(
            "every coordinate is left out with the same probability q, and d − k of them are: dq = d − k",
            lambda d, k, q: eq(d * q, d - k),
        ),
    ),
    lambda d, k, q, X: (
        # X is ‖x‖², E Σ_{i∉S} x_i² = Σ_i q x_i²
        q * X,
        to("023", "==", (1 - k / d) * X),
    ),
)

TOP = reals(
    "cdadam.definitionA.top",
    (
        given(
            "both leave out c; only Top-k leaves out a, only Rand-k b: as many coordinates, m of them, those "
            "of a at most and those of b at least s in square",
            lambda a, b, c, m, s: (
                le(0, a),
                le(0, c),
                le(0, m),
                le(0, s),
                le(a, m * s),
                le(m * s, b),
            ),
        ),
    ),
    lambda a, b, c: (sqrt(c + a), to("025", "<=", sqrt(c + b))),
)

TOP_BOUND = reals(
    "cdadam.definitionA.top",
    (
        given("d = 2, k = 1", lambda d, k: (eq(d, 2), eq(k, 1))),
        given("x = (3, 4), of which Top-1 loses a = 3", lambda a, b: (eq(a, 3), eq(b, 4))),
        given("N = ‖x‖₂", lambda N, a, b: (le(0, N), eq(N**2, a**2 + b**2))),
    ),
    lambda d, k, a, N: (a, to("026", "<=", (1 - k / d) * N)),
    more={
        "026": {
            "severity": "false",
            "repair": "cdadam.definitionA.top/026-repaired",
            "note": "without squares the factor is (1−k/d)^{1/2}; at x = (1, 1) the left side is 1, the "
            "right one 1/√2. Both lines for Top-k are printed without squares, (A.1) with them. With "
            "squares, as is surely meant, it holds, and nothing else uses the line",
        }
    },
)

TOP_REPAIRED = reals(
    "cdadam.definitionA.top",
    (
        KEPT,
        given(
            "the squares of the d − k coordinates left out are at most s each, of those kept at least s",
            lambda left_out, whole, s, d, k: (
                le(0, left_out),
                le(left_out, (d - k) * s),
                le(k * s, whole - left_out),
            ),
        ),
    ),
    lambda left_out, whole, d, k: (left_out, to("026-repaired", "<=", (1 - k / d) * whole)),
    more={"026-repaired": {"variant": "repaired"}},
)


def squares(v: Any) -> Any:
    """‖x‖₂²/d."""
    return sq(v.each("a"))


def one_norm_sq(v: Any, d: Any) -> Any:
    """‖x‖₁²."""
    return d**2 * sq(mean(v.each("a")))


SIGN = reals(
    "cdadam.eqA.2",
    (
        given(
            "x_i = s·|x_i|, where s is 1 or −1, also for x_i = 0", lambda x, s, a: (eq(x, s * a), eq(s**2, 1))
        ),
    ),
    lambda s, m, x, a: (
        # one coordinate; m is ‖x‖₁/d and a is |x_i|
        (s * m - x) ** 2,
        to("028-with-no-sign-0", "==", (m - a) ** 2),
    ),
) + vectors(
    "cdadam.eqA.2",
    (DIMENSION,),
    lambda v, d: (
        d * sq(mean(v.each("a")) - v.each("a")),
        to(
            "029",
            "==",
            d * sq(mean(v.each("a"))) - 2 * d * dot(mean(v.each("a")), mean(v.each("a"))) + d * squares(v),
        ),
    ),
)

TWO = given("x = (a, b) with a, b > 0, d = 2", lambda a, b: (lt(0, a), lt(0, b)))

MISPRINTED = reals(
    "cdadam.eqA.2",
    (TWO,),
    lambda a, b: (
        2 * ((a + b) / 2) ** 2 - 2 * (a + b) * ((a + b) / 2) + (a**2 + b**2),
        to("030", "==", (a**2 + b**2) - (a + b) ** 2 + (a**2 + b**2)),
        to("031", "==", (a**2 + b**2) - (a + b) ** 2 / 2),
    ),
    more={
        "030": {
            "severity": "cosmetic",
            "repair": "cdadam.eqA.2/030-repaired",
            "note": "the first term is d·(1/d²)‖x‖₁², not d·(1/d)‖x‖₂²: the line before and the line after "
            "are right, this one is too large by ‖x‖₂² − ‖x‖₁²/d",
        },
        "031": {
            "severity": "cosmetic",
            "repair": "cdadam.eqA.2/031-repaired",
            "note": "false only from the misprinted line before it",
        },
    },
)

SIGN_REPAIRED = vectors(
    "cdadam.eqA.2",
    (DIMENSION,),
    lambda v, d: (
        d * sq(mean(v.each("a")) - v.each("a")),
        to(
            "030-repaired",
            "==",
            d * (1 / d**2) * one_norm_sq(v, d) - 2 / d * one_norm_sq(v, d) + d * squares(v),
        ),
        to("031-repaired", "==", d * squares(v) - 1 / d * one_norm_sq(v, d)),
    ),
    more={"030-repaired": {"variant": "repaired"}, "031-repaired": {"variant": "repaired"}},
)

SIGN_SHARE = reals(
    "cdadam.eqA.2",
    (DIMENSION, given("‖x‖₂ > 0", lambda X_2: lt(0, X_2))),
    lambda d, X_1, X_2: (
        # X₁ and X₂ are ‖x‖₁² and ‖x‖₂²
        X_2 - 1 / d * X_1,
        to("032", "==", (1 - X_1 / (d * X_2)) * X_2),
    ),
)

SIGN_OF_0 = one(
    "cdadam.eqA.2",
    "028",
    "‖C_sign(x) − x‖² = Σ_i ((1/d)Σ_j|x_j| − |x_i|)² where sign(0) = 0, at x = (a, 0)",
    Implication(
        (
            given(
                "x = (a, 0), d = 2: C_sign(x) = (a/2, 0), so that lost = ‖C_sign(x) − x‖² = a²/4",
                lambda a, lost: (lt(0, a), eq(lost, (a / 2 - a) ** 2)),
            ),
        ),
        lambda a, lost: eq(lost, (a / 2 - a) ** 2 + (a / 2) ** 2),
    ),
    severity="as_printed_only",
    repair="cdadam.eqA.2/028-with-no-sign-0",
    note="where sign(0) is 0 a coordinate that is 0 loses nothing and (A.2) is only an upper bound: a²/4 "
    "against a²/2; it is an equality where no coordinate is 0, or where sign(0) is ±1, as one bit has it",
)

STEPS = (
    *RANDOM,
    *TOP,
    *TOP_BOUND,
    *TOP_REPAIRED,
    *SIGN,
    *MISPRINTED,
    *SIGN_REPAIRED,
    *SIGN_SHARE,
    *SIGN_OF_0,
)

CLOSES = ("cdadam.eqA.1", "cdadam.definitionA.top", "cdadam.eqA.2")
