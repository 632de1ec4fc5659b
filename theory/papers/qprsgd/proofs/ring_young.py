"""Lemma 6 and Theorem 1 for any parameters of Young's inequality, and for the best ones (ours).

As in `lemma6_statement` and `theorem1`. a, b and j as in `theory.papers.qprsgd.ring_young`; x is the root of
D, the drift summed over the local steps. n and h are a round's noises and gradients off their means, times γ.
"""

from typing import Any

from theory.axioms import independent, lipschitz, walk
from theory.papers.qprsgd import ring_young
from theory.papers.qprsgd.proofs.common import LOCAL_STEPS, SMOOTH, STEP_SIZE, VARIANCES, WORKERS
from theory.papers.qprsgd.proofs.theorem1 import EPSILON, collected
from theory.papers.qprsgd.proofs.theorem1 import SIZES as OF_THEOREM
from theory.papers.qprsgd.proofs.theorem1_sum import DESCENT, ROUNDS
from theory.proof.build import More, reals, vectors
from theory.proof.claim import eq, given, le, lt
from theory.proof.step import to
from theory.proof.vectors import Fact, Used, dot, mean, sq

LEMMA, THEOREM = "qprsgd.lemma6", "qprsgd.theorem1.young"
OURS: More = {"variant": "strengthened"}
SIZES = (STEP_SIZE, SMOOTH, WORKERS)
CHOICE = given("q > 0, r > 0", lambda q, r: (lt(0, q), lt(0, r)))

ANY_Q = vectors(
    LEMMA,
    (*SIZES, CHOICE),
    lambda v, gamma, q: (
        sq(gamma * (v.each("N") + v.each("H")) - gamma * mean(v.each("N") + v.each("H"))),
        to(
            "129 for any q",
            "<=",
            (1 + q) * gamma**2 * sq(v.each("N") - mean(v.each("N")))
            + (1 + 1 / q) * gamma**2 * sq(v.each("H") - mean(v.each("H"))),
        ),
    ),
    more={"129 for any q": OURS},
) + vectors(
    LEMMA,
    SIZES,
    lambda v, gamma, M, t_noise: (
        sq(gamma * (v.each("N") - mean(v.each("N")))),
        to("the noise of 130", "<=", gamma**2 * (1 - 1 / M) * t_noise),
    ),
    using={
        "the noise of 130": lambda v, gamma, M, t_noise: [
            independent(v.each("N"), M),
            Used(walk(v.each("N"), t_noise), gamma**2 * (1 - 1 / M)),
        ]
    },
    more={"the noise of 130": OURS},
)

ANY_R = vectors(
    LEMMA,
    (*SIZES, CHOICE),
    lambda v, L, kappa_sq, r: (
        sq(v.each("h") - mean(v.each("h"))),
        to("134 for any r", "<=", (1 + r) * L**2 * sq(v.each("d")) + (1 + 1 / r) * kappa_sq),
    ),
    using={
        "134 for any r": lambda v, L, kappa_sq, r: [
            Used(lipschitz(v.each("h") - v.each("F"), v.each("d"), L), 1 + r),
            Used(Fact("qprsgd.assumption1", le(sq(v.each("F") - mean(v.each("F"))), kappa_sq)), 1 + 1 / r),
        ]
    },
    more={"134 for any r": OURS},
)

SUMS = given(
    "129 and 134 for any q and r are summed over t, with the sums of display 137",
    lambda D, J, A_d, T, gamma, L, M, K, sigma_sq, kappa_sq, q, r: (
        le(
            D,
            gamma**2
            * (
                (1 + q) * (1 - 1 / M) * sigma_sq * J
                + (1 + 1 / q) * ((1 + r) * L**2 * A_d + (1 + 1 / r) * kappa_sq * T)
            ),
        ),
        eq(J, (K - 1) * K / 2),
        le(A_d, (K + 1) * (K - 2) / 2 * D),
        le(T, (K - 1) * J),
        le(0, D),
    ),
)
MORE_STEPS = given(
    "K ≥ 2, (1+1/q)(1+r)(K+1)(K−2)L²γ² < 2",
    lambda K, q, r, L, gamma: (
        le(2, K),
        lt((1 + 1 / q) * (1 + r) * (K + 1) * (K - 2) * L**2 * gamma**2, 2),
    ),
)

ANY_CHOICE = reals(
    LEMMA,
    (*SIZES, VARIANCES, CHOICE, MORE_STEPS, SUMS),
    lambda D, gamma, L, M, K, sigma_sq, kappa_sq, q, r: (
        D * (1 - (1 + 1 / q) * (1 + r) * ((K + 1) * (K - 2) / 2) * L**2 * gamma**2),
        to(
            "any q and r",
            "<=",
            (K - 1)
            * K
            / 2
            * gamma**2
            * ((1 + q) * (1 - 1 / M) * sigma_sq + (1 + 1 / q) * (1 + 1 / r) * (K - 1) * kappa_sq),
        ),
    ),
    more={"any q and r": {**OURS, "note": "one local step has no drift"}},
)

ROOTS = given(
    "a ≥ 0, b ≥ 0, 0 ≤ j < 1, x ≥ 0",
    lambda a, b, j, x: (le(0, a), le(0, b), le(0, j), lt(j, 1), le(0, x)),
)


def any_choice(a: Any, b: Any, j: Any, x: Any, q: Any, r: Any) -> Any:
    """(1+q)a² + (1+1/q)((1+r)j²x² + (1+1/r)b²)."""
    return (1 + q) * a**2 + (1 + 1 / q) * ((1 + r) * j**2 * x**2 + (1 + 1 / r) * b**2)


BEST = (
    *vectors(
        LEMMA,
        (given("a > 0, c > 0", lambda a, c: (lt(0, a), lt(0, c))),),
        lambda v, a, c: (
            sq(v.n + v.h),
            to("noise and gradients", "<=", (a + c) ** 2),
        ),
        using={
            "noise and gradients": lambda v, a, c: [
                Used(Fact(f"{LEMMA}/the noise of 130", le(sq(v.n), a**2)), (a + c) / a),
                Used(Fact(f"{LEMMA}/the gradients", le(sq(v.h), c**2)), (a + c) / c),
            ]
        },
        more={
            "noise and gradients": {
                **OURS,
                "note": "all local steps together; c is b + jx; at a = 0 or c = 0 by one term",
            }
        },
    ),
    *vectors(
        LEMMA,
        (given("b > 0, m > 0", lambda b, m: (lt(0, b), lt(0, m))),),
        lambda v, b, m: (
            sq(v.d + v.f),
            to("the gradients", "<=", (b + m) ** 2),
        ),
        using={
            "the gradients": lambda v, b, m: [
                Used(Fact("lipschitz", le(sq(v.d), m**2)), (b + m) / m),
                Used(Fact("qprsgd.assumption1", le(sq(v.f), b**2)), (b + m) / b),
            ]
        },
        more={
            "the gradients": {
                **OURS,
                "note": "d and f are what 134 splits, both times γ; m is jx; at b = 0 or m = 0 by one term",
            }
        },
    ),
    *reals(
        LEMMA,
        (ROOTS, given("x² ≤ (a + b + jx)²", lambda a, b, j, x: le(x**2, (a + b + j * x) ** 2))),
        lambda a, b, j, x: (
            x**2,
            to("the best q and r", "<=", ((a + b) / (1 - j)) ** 2),
        ),
        more={"the best q and r": OURS},
    ),
    *reals(
        LEMMA,
        (ROOTS, CHOICE),
        lambda a, b, j, x, q, r: (
            (a + b + j * x) ** 2,
            to("no q and r are better in one line", "<=", any_choice(a, b, j, x, q, r)),
        ),
        more={"no q and r are better in one line": OURS},
    ),
    *reals(
        LEMMA,
        (
            ROOTS,
            CHOICE,
            given(
                "x = (a+b)/(1−j) (no q and r are better in one line)",
                lambda a, b, j, x, q, r: (
                    eq(x * (1 - j), a + b),
                    le((a + b + j * x) ** 2, any_choice(a, b, j, x, q, r)),
                ),
            ),
            given("(1+1/q)(1+r)j² < 1", lambda j, q, r: lt((1 + 1 / q) * (1 + r) * j**2, 1)),
        ),
        lambda a, b, j, x, q, r: (
            x**2,
            to(
                "no q and r are better",
                "<=",
                ((1 + q) * a**2 + (1 + 1 / q) * (1 + 1 / r) * b**2) / (1 - (1 + 1 / q) * (1 + r) * j**2),
            ),
        ),
        more={"no q and r are better": OURS},
    ),
)


def added(C1: Any, K: Any, gamma: Any, L: Any, M: Any, sigma_sq: Any, kappa_sq: Any, D: Any) -> Any:
    """What every round adds where Lemma 6's left side is at most D."""
    return (
        2 * C1 * L * gamma**2 * K * sigma_sq
        + 4 * L * K**2 * gamma**2 * C1 * kappa_sq
        + L * gamma**2 * K * sigma_sq / (2 * M)
        + (4 * K * L**3 * gamma**2 * C1 + L**2 * gamma / 2) * D
    )


def gathered(
    v: Any, K: Any, M: Any, gamma: Any, L: Any, C1: Any, sigma_sq: Any, kappa_sq: Any, D: Any
) -> list[Used]:
    """The facts of the repaired round, with Lemma 6 by what it bounds."""
    F, h, drift, A = v.each("F"), v.each("h"), v.number("D"), v.number("A")
    first = le(v.number("T1"), 2 * (K * sigma_sq + 2 * K * L**2 * drift + 2 * K * A))
    cross = le(-K * dot(F, h), -K * sq(F) / 2 - K * sq(h) / 2 + L**2 / 2 * drift)
    third = le(v.number("T3"), M * sigma_sq + sq(M * h))
    return [
        Used(Fact("qprsgd.theorem1/029-repaired", first), C1 * L * gamma**2),
        Used(Fact("qprsgd.assumption1", le(A, K * kappa_sq + K * sq(F))), 4 * K * C1 * L * gamma**2),
        Used(Fact("qprsgd.theorem1/119-repaired", cross), gamma),
        Used(Fact("qprsgd.theorem1/121-with-independence", third), L * gamma**2 * K / (2 * M**2)),
        Used(
            Fact(f"{LEMMA}/the best q and r", le(drift, D)), 4 * K * L**3 * gamma**2 * C1 + L**2 * gamma / 2
        ),
    ]


DRIFT = given("D ≥ 0", lambda D: le(0, D))

ROUND = vectors(
    THEOREM,
    (*OF_THEOREM, VARIANCES, EPSILON, DESCENT, DRIFT),
    lambda v, K, M, gamma, L, C1, sigma_sq, kappa_sq, eps, D: (
        collected(v, K, M, gamma, L, C1),
        to(
            "a round for any drift",
            "<=",
            -gamma * eps / 2 * (K * sq(v.each("F"))) + added(C1, K, gamma, L, M, sigma_sq, kappa_sq, D),
        ),
    ),
    using={"a round for any drift": gathered},
    more={"a round for any drift": OURS},
)

EVERY_ROUND = given(
    "a round for any drift, summed over n, and F_* ≤ E F(x̃_{N+1})",
    lambda gap, S, N, C1, K, gamma, L, M, sigma_sq, kappa_sq, D, eps: le(
        gamma * eps / 2 * S, gap + N * added(C1, K, gamma, L, M, sigma_sq, kappa_sq, D)
    ),
)

SUMMED = reals(
    THEOREM,
    (*OF_THEOREM, LOCAL_STEPS, VARIANCES, EPSILON, ROUNDS, DRIFT, EVERY_ROUND),
    lambda gap, S, N, C1, K, gamma, L, M, sigma_sq, kappa_sq, D, eps: (
        S / (N * K),
        to(
            "with Lemma 6 at its best",
            "<=",
            sum(ring_young.theorem1_given(C1, D, M, sigma_sq, N, K, gamma, L, kappa_sq, gap, eps).values()),
        ),
    ),
    more={"with Lemma 6 at its best": OURS},
)

STEPS = (*ANY_Q, *ANY_R, *ANY_CHOICE, *BEST, *ROUND, *SUMMED)
