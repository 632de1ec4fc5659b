"""Lemmas 4 and 5 and Theorem 6 for any parameters of Young's inequality, and for the best ones (ours).

As in `lemma4`, and r is √(1−δ), u is 1 − β/K, s is ru + β. X is the mean over all workers of E‖e_{t−½,k}‖².
E is √(E²), and D is E‖w_t − w_{t−1}‖².
"""

from typing import Any

from theory.axioms import contraction, selection
from theory.papers.gmc import young
from theory.papers.gmc.proofs.common import BETA, DELTA, ETA, WORKERS, YOUNG_A, YOUNG_B
from theory.papers.gmc.proofs.lemma4 import SQUARES, carried, others
from theory.papers.gmc.proofs.theorem6 import CONSTANTS, MANY, SIZES
from theory.proof.build import More, induction, reals, vectors
from theory.proof.claim import eq, given, le, lt
from theory.proof.step import to
from theory.proof.vectors import Fact, Used, sq

LEMMA4, LEMMA5, THEOREM6 = "gmc.lemma4.young", "gmc.lemma5.young", "gmc.theorem6.young"
OURS: More = {"variant": "strengthened"}
ROOT = given("r = √(1−δ) > 0", lambda r, delta: (lt(0, r), eq(r**2, 1 - delta)))
SHRINKS = given("s = r(1−β/K) + β < 1", lambda s, r, beta, K: (eq(s, r * (1 - beta / K) + beta), lt(s, 1)))
MOMENTUM = given("0 < β < 1", lambda beta: (lt(0, beta), lt(beta, 1)))

ANY_CHOICE = induction(
    LEMMA4,
    "any a and b",
    "mean E‖e_{t+½,k}‖² ≤ (1 + 1/a)G²/(1 − q), q = (1+a)[(1+b)(1−δ)(1−β/K)² + (1+1/b)β²], for every t "
    "where q < 1",
    (
        DELTA,
        BETA,
        WORKERS,
        YOUNG_A,
        YOUNG_B,
        SQUARES,
        given(
            "q < 1",
            lambda q, delta, beta, K, a, b: (eq(q, young.factor_with(delta, beta, K, a, b)), lt(q, 1)),
        ),
    ),
    **OURS,
)(
    factor=lambda q: le(0, q),
    start=lambda G_sq, a, q: le(G_sq, (1 + 1 / a) * G_sq / (1 - q)),
    # gmc.lemma4/055
    step=lambda G_sq, a, q: le(
        q * ((1 + 1 / a) * G_sq / (1 - q)) + (1 + 1 / a) * G_sq, (1 + 1 / a) * G_sq / (1 - q)
    ),
)

NO_CHOICE = (
    *reals(
        LEMMA4,
        (BETA, WORKERS, YOUNG_A, YOUNG_B, ROOT),
        lambda r, beta, K, a, b, delta: (
            (1 + a) * (r * (1 - beta / K) + beta) ** 2,
            to("no b is better", "<=", young.factor_with(delta, beta, K, a, b)),
        ),
        more={"no b is better": OURS},
    ),
    *reals(
        LEMMA4,
        (
            YOUNG_A,
            given(
                "s ≥ 0, (1+a)s² ≤ q < 1 (no b is better)",
                lambda s, q, a: (le(0, s), le((1 + a) * s**2, q), lt(q, 1)),
            ),
        ),
        lambda s, q, a: (
            1 / (1 - s) ** 2,
            to("no a is better", "<=", (1 + 1 / a) / (1 - q)),
        ),
        more={
            "no a is better": {
                **OURS,
                "note": "and where s ≥ 1 there is no bound at all, as (1+a)s² > 1",
            }
        },
    ),
    *reals(
        LEMMA4,
        (MOMENTUM, WORKERS, ROOT, SHRINKS),
        lambda r, s, beta, K, delta: (
            (1 + 1 / (1 / s - 1))
            / (1 - young.factor_with(delta, beta, K, 1 / s - 1, beta / (r * (1 - beta / K)))),
            to("the best a and b", "==", 1 / (1 - s) ** 2),
        ),
        more={"the best a and b": OURS},
    ),
)


def one_worker(v: Any, r: Any, s: Any, beta: Any, K: Any, G_sq: Any) -> Any:
    """ru‖x‖² + (β/K)(‖x‖² + Σ over the others of ‖y‖²) + G²/(1−s)."""
    kept = r * (1 - beta / K) * sq(v.x)
    return kept + beta / K * (sq(v.x) + (K - 1) * sq(v.each("y"))) + G_sq / (1 - s)


BEST_CHOICE = (
    *vectors(
        LEMMA4,
        (BETA, WORKERS, DELTA, ROOT, SHRINKS),
        lambda v, r, s, beta, K, delta, G_sq: (
            sq(carried(v, beta, K)),
            to("the gradient apart", "<=", sq(carried(v, beta, K) - v.g) / s + sq(v.g) / (1 - s)),
            to(
                "the momentum apart",
                "<=",
                (1 - beta / K) / r * sq(v.x - v.c) + sq(v.x + others(v, K)) * beta / K**2 + sq(v.g) / (1 - s),
            ),
            to(
                "every message apart",
                "<=",
                (1 - beta / K) / r * sq(v.x - v.c)
                + beta / K * (sq(v.x) + (K - 1) * sq(v.each("m")))
                + sq(v.g) / (1 - s),
            ),
            to("one worker", "<=", one_worker(v, r, s, beta, K, G_sq)),
        ),
        using={
            "one worker": lambda v, r, s, beta, K, delta, G_sq: [
                # display 054's weights at the best a and b, which need neither β > 0 nor a quotient by it
                Used(contraction(v.x - v.c, v.x, delta), (1 - beta / K) / r),
                Used(selection(v.each("m"), v.each("y")), beta / K * (K - 1)),
                Used(Fact("gmc.assumption2", le(sq(v.g), G_sq)), 1 / (1 - s)),
            ]
        },
        more=dict.fromkeys(
            ("the gradient apart", "the momentum apart", "every message apart", "one worker"), OURS
        ),
    ),
    *reals(
        LEMMA4,
        (SQUARES, SHRINKS),
        lambda r, s, beta, K, G_sq, X: (
            # the same averaged over the workers: both sums become X
            r * (1 - beta / K) * X + beta / K * (X + (K - 1) * X) + G_sq / (1 - s),
            to("all workers", "==", s * X + G_sq / (1 - s)),
        ),
        more={"all workers": OURS},
    ),
    *induction(
        LEMMA4,
        "every t",
        "mean E‖e_{t+½,k}‖² ≤ G²/(1−s)² for every t",
        (BETA, WORKERS, ROOT, SHRINKS, SQUARES),
        **OURS,
    )(
        factor=lambda s: le(0, s),
        start=lambda G_sq, s: le(G_sq, G_sq / (1 - s) ** 2),
        step=lambda G_sq, s: le(s * (G_sq / (1 - s) ** 2) + G_sq / (1 - s), G_sq / (1 - s) ** 2),
    ),
    *vectors(
        LEMMA4,
        (DELTA, SHRINKS),
        lambda v, delta, s, G_sq: (
            sq(v.each("x") - v.each("c")),
            to("the residual", "<=", (1 - delta) * G_sq / (1 - s) ** 2),
        ),
        using={
            "the residual": lambda v, delta, s, G_sq: [
                Used(contraction(v.each("x") - v.each("c"), v.each("x"), delta), 1),
                Used(Fact(f"{LEMMA4}/every t", le(sq(v.each("x")), G_sq / (1 - s) ** 2)), 1 - delta),
            ]
        },
        more={"the residual": {**OURS, "note": "at δ = 1 contraction alone makes it 0"}},
    ),
)

# Lemma 5: c = G/(2E) and d make of the two splittings triangle inequalities
SPLIT = given("c > 0, d > 0", lambda c, d: (lt(0, c), lt(0, d)))
ROOTS = given("E ≥ 0, G ≥ 0", lambda E, G: (le(0, E), le(0, G)))


def squares(v: Any, E: Any, G: Any) -> list[Fact]:
    """‖ē‖ ≤ E before and after, ‖g‖ ≤ G."""
    known = "gmc.lemma4.young/the residual"
    return [
        Fact(known, le(sq(v.e1), E**2)),
        Fact(known, le(sq(v.e), E**2)),
        Fact("gmc.assumption2", le(sq(v.g), G**2)),
    ]


LEMMA5_STEPS = (
    *vectors(
        LEMMA5,
        (given("E > 0, G > 0", lambda E, G: (lt(0, E), lt(0, G))),),
        lambda v, E, G: (
            sq(v.e1 - v.e - v.g),
            to("the sum of three", "<=", (2 * E + G) ** 2),
        ),
        using={
            "the sum of three": lambda v, E, G: [
                Used(fact, weight)
                for fact, weight in zip(
                    squares(v, E, G), ((2 * E + G) / E, (2 * E + G) / E, (2 * E + G) / G), strict=True
                )
            ]
        },
        more={"the sum of three": {**OURS, "note": "at E = 0 or G = 0 by fewer terms"}},
    ),
    *vectors(
        LEMMA5,
        (MOMENTUM, ETA),
        lambda v, beta, eta, E, G: (
            sq(beta * v.d + eta * v.h),
            to("a step of the model", "<=", beta * sq(v.d) + eta**2 * (2 * E + G) ** 2 / (1 - beta)),
        ),
        using={
            "a step of the model": lambda v, beta, eta, E, G: [
                Used(Fact(f"{LEMMA5}/the sum of three", le(sq(v.h), (2 * E + G) ** 2)), eta**2 / (1 - beta))
            ]
        },
        more={"a step of the model": {**OURS, "note": "h = e₁ − e − g; display 066 with a = 1/β − 1"}},
    ),
    *induction(
        LEMMA5,
        "the model's steps",
        "E‖w_t − w_{t−1}‖² ≤ η²(2E+G)²/(1−β)² for every t",
        (BETA, ETA, ROOTS),
        **OURS,
    )(
        start=lambda beta, eta, E, G: le(0, eta**2 * (2 * E + G) ** 2 / (1 - beta) ** 2),
        step=lambda beta, eta, E, G: le(
            beta * (eta**2 * (2 * E + G) ** 2 / (1 - beta) ** 2) + eta**2 * (2 * E + G) ** 2 / (1 - beta),
            eta**2 * (2 * E + G) ** 2 / (1 - beta) ** 2,
        ),
    ),
    *vectors(
        LEMMA5,
        (MOMENTUM, ETA, given("E > 0, B = 2E+G", lambda E, B, G: (lt(0, E), le(0, G), eq(B, 2 * E + G)))),
        lambda v, beta, eta, E, B: (
            sq(beta / (1 - beta) * v.d - eta / (1 - beta) * v.e),
            to("the gap", "<=", eta**2 * (beta * B / (1 - beta) + E) ** 2 / (1 - beta) ** 2),
        ),
        using={
            "the gap": lambda v, beta, eta, E, B: [
                Used(
                    Fact(f"{LEMMA5}/the model's steps", le(sq(v.d), eta**2 * B**2 / (1 - beta) ** 2)),
                    (beta * B / (1 - beta) + E) * beta / (B * (1 - beta)),
                ),
                Used(
                    Fact(f"{LEMMA4}/the residual", le(sq(v.e), E**2)),
                    (beta * B / (1 - beta) + E) * eta**2 / (E * (1 - beta) ** 2),
                ),
            ]
        },
        more={"the gap": {**OURS, "note": "at E = 0 or β = 0 by one term"}},
    ),
    *reals(
        LEMMA5,
        (MOMENTUM, SPLIT, ROOTS),
        lambda beta, E, G, c, d: (
            (beta * (2 * E + G) / (1 - beta) + E) ** 2 / (1 - beta) ** 2,
            to("no c and d are better", "<=", young.virtual_gap_with(E**2, G**2, beta, c, d)),
        ),
        more={"no c and d are better": OURS},
    ),
)

THEOREM6_STEPS = reals(
    THEOREM6,
    (*SIZES, WORKERS, CONSTANTS, MANY),
    lambda T, S, gap, beta, eta, L, K, C1, V: (
        S / T,
        to(
            "with Lemma 5 at its best",
            "<=",
            4 * (1 - beta) * gap / (T * eta) + 2 * L * V / (1 - beta) * eta / K + 2 * C1 * L**2 * eta**2,
        ),
    ),
    more={"with Lemma 5 at its best": {**OURS, "note": "for every C₁ ≥ 0 with E‖z_t − w_t‖² ≤ C₁η²"}},
)

STEPS = (*ANY_CHOICE, *NO_CHOICE, *BEST_CHOICE, *LEMMA5_STEPS, *THEOREM6_STEPS)
