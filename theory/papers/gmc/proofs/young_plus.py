"""Lemmas 9 and 11 and Theorem 12 for any parameters of their proofs, and for the best ones (ours).

As in `young`, `lemma11` and `theorem12`. E is √(E²), A is (1−λ+βλ)E, u and w are its parts; R is λE, and Q
the root of C₂.
"""

from typing import Any

from theory.axioms import contraction, descent, independent, lipschitz, unbiased
from theory.papers.gmc import young_plus
from theory.papers.gmc.proofs.common import BETA, DELTA, DETACH, ETA, WORKERS
from theory.papers.gmc.proofs.lemma11 import noise
from theory.papers.gmc.proofs.theorem12 import SIZES, cross
from theory.papers.gmc.proofs.young import MOMENTUM, OURS, SHRINKS
from theory.proof.build import induction, reals, vectors
from theory.proof.claim import given, le, lt
from theory.proof.step import to
from theory.proof.vectors import Fact, Used, mean, sq

LEMMA9, LEMMA11, THEOREM12 = "gmc.lemma9.young", "gmc.lemma11.young", "gmc.theorem12.young"

RESIDUAL = vectors(
    LEMMA9,
    (DELTA, SHRINKS),
    lambda v, delta, s, G_sq: (
        sq(v.each("x") - v.each("c")),
        to("the residual", "<=", (1 - delta) * G_sq / (1 - s) ** 2),
    ),
    using={
        "the residual": lambda v, delta, s, G_sq: [
            Used(contraction(v.each("x") - v.each("c"), v.each("x"), delta), 1),
            # GMC+'s recursion is that of GMC: only where its gradients are taken differs
            Used(Fact("gmc.lemma4.young/every t", le(sq(v.each("x")), G_sq / (1 - s) ** 2)), 1 - delta),
        ]
    },
    more={"the residual": OURS},
)

# Lemma 11
SPLIT = given("x > 0, y > 0, d > 0, f > 0", lambda x, y, d, f: (lt(0, x), lt(0, y), lt(0, d), lt(0, f)))


def left(v: Any, beta: Any, lam: Any, now: Any, before: Any) -> Any:
    """(1−λ)ē_t + βλē_{t−1}."""
    return (1 - lam) * now + beta * lam * before


LEFT = vectors(
    LEMMA11,
    (BETA, DETACH, given("E ≥ 0", lambda E: le(0, E))),
    lambda v, beta, lam, E: (
        sq(left(v, beta, lam, v.e1, v.e)),
        to("what is left of the residual", "<=", ((1 - lam + beta * lam) * E) ** 2),
    ),
    using={
        "what is left of the residual": lambda v, beta, lam, E: [
            Used(Fact(f"{LEMMA9}/the residual", le(sq(v.e1), E**2)), (1 - lam + beta * lam) * (1 - lam)),
            Used(Fact(f"{LEMMA9}/the residual", le(sq(v.e), E**2)), (1 - lam + beta * lam) * beta * lam),
        ]
    },
    more={"what is left of the residual": OURS},
)

MOVED = (
    *vectors(
        LEMMA11,
        (BETA, DETACH),
        lambda v, beta, lam: (
            noise(v, beta, lam),
            to(
                "two of what is left",
                "==",
                left(v, beta, lam, v.e2, v.e1) - left(v, beta, lam, v.e1, v.e) - v.g,
            ),
        ),
        more={"two of what is left": OURS},
    ),
    *vectors(
        LEMMA11,
        (given("A > 0, G > 0", lambda A, G: (lt(0, A), lt(0, G))),),
        lambda v, A, G: (
            sq(v.l1 - v.l - v.g),
            to("the sum of three", "<=", (2 * A + G) ** 2),
        ),
        using={
            "the sum of three": lambda v, A, G: [
                Used(Fact(f"{LEMMA11}/what is left of the residual", le(sq(v.l1), A**2)), (2 * A + G) / A),
                Used(Fact(f"{LEMMA11}/what is left of the residual", le(sq(v.l), A**2)), (2 * A + G) / A),
                Used(Fact("gmc.assumption2", le(sq(v.g), G**2)), (2 * A + G) / G),
            ]
        },
        more={"the sum of three": {**OURS, "note": "A is (1−λ+βλ)E; at A = 0 or G = 0 by fewer terms"}},
    ),
    *induction(
        LEMMA11,
        "the model's steps",
        "E‖w̄_t − w̄_{t−1}‖² ≤ η²(2A+G)²/(1−β)², A = (1−λ+βλ)E, for every t",
        (BETA, ETA, given("A ≥ 0, G ≥ 0", lambda A, G: (le(0, A), le(0, G)))),
        **OURS,
    )(
        start=lambda beta, eta, A, G: le(0, eta**2 * (2 * A + G) ** 2 / (1 - beta) ** 2),
        # β‖d‖² + η²‖noise‖²/(1−β), display 104 with a = 1/β − 1
        step=lambda beta, eta, A, G: le(
            beta * (eta**2 * (2 * A + G) ** 2 / (1 - beta) ** 2) + eta**2 * (2 * A + G) ** 2 / (1 - beta),
            eta**2 * (2 * A + G) ** 2 / (1 - beta) ** 2,
        ),
    ),
)

GAP = (
    *vectors(
        LEMMA11,
        (MOMENTUM, ETA, given("A > 0, B > 0", lambda A, B: (lt(0, A), lt(0, B)))),
        lambda v, beta, eta, A, B: (
            sq(beta / (1 - beta) * v.d - eta / (1 - beta) * v.e),
            to("the gap", "<=", eta**2 * (beta * B / (1 - beta) + A) ** 2 / (1 - beta) ** 2),
        ),
        using={
            "the gap": lambda v, beta, eta, A, B: [
                Used(
                    Fact(f"{LEMMA11}/the model's steps", le(sq(v.d), eta**2 * B**2 / (1 - beta) ** 2)),
                    (beta * B / (1 - beta) + A) * beta / (B * (1 - beta)),
                ),
                Used(
                    Fact(f"{LEMMA11}/what is left of the residual", le(sq(v.e), A**2)),
                    (beta * B / (1 - beta) + A) * eta**2 / (A * (1 - beta) ** 2),
                ),
            ]
        },
        more={
            "the gap": {
                **OURS,
                "note": "e is (1−λ)ē_t + βλē_{t−1}, B is 2A + G; at A = 0 or β = 0 by one term",
            }
        },
    ),
    *reals(
        LEMMA11,
        (SPLIT, given("u, w, G ≥ 0", lambda u, w, G: (le(0, u), le(0, w), le(0, G)))),
        lambda u, w, G, x, y: (
            (2 * u + 2 * w + G) ** 2,
            to(
                "no x and y are better",
                "<=",
                (2 * x + 2 * y + 1) * (2 * u**2 / x + 2 * w**2 / y + G**2),
            ),
        ),
        more={"no x and y are better": OURS},
    ),
    *reals(
        LEMMA11,
        (SPLIT, given("u, w ≥ 0", lambda u, w: (le(0, u), le(0, w)))),
        lambda u, w, f: (
            (u + w) ** 2,
            to("no f is better", "<=", (1 + f) * u**2 + (1 + 1 / f) * w**2),
        ),
        more={"no f is better": OURS},
    ),
    *reals(
        LEMMA11,
        (SPLIT, given("B, A ≥ 0", lambda A, B: (le(0, A), le(0, B)))),
        lambda A, B, d: (
            (B + A) ** 2,
            to("no d is better", "<=", (1 + d) * B**2 + (1 + 1 / d) * A**2),
        ),
        more={"no d is better": OURS},
    ),
)

# Theorem 12
CROSS = given(
    "0 < c ≤ 1 − Lη/(1−β)",
    lambda c, L, eta, beta: (lt(0, c), le(c, young_plus.cross_limit(beta, eta, L))),
)


def judged(v: Any, beta: Any, eta: Any, L: Any, c: Any) -> Any:
    """What display 118 bounds the cross term by, with 1/(2c) for its 2 and c/2 for its 1/8."""
    return eta / (2 * (1 - beta)) * (L**2 / c * sq(v.p) - sq(v.gw) + sq(v.gw - v.h) - (1 - c) * sq(v.h))


DESCENT = (
    *vectors(
        THEOREM12,
        (*SIZES, CROSS),
        lambda v, beta, eta, L, c: (
            cross(v, beta, eta, v.gz),
            to("the cross term for any c", "<=", judged(v, beta, eta, L, c)),
        ),
        using={
            "the cross term for any c": lambda v, beta, eta, L, c: [
                Used(lipschitz(v.gz - v.gw, v.p, L), eta / (2 * c * (1 - beta)))
            ]
        },
        more={"the cross term for any c": OURS},
    ),
    *vectors(
        THEOREM12,
        (*SIZES, CROSS, WORKERS, given("σ²/b ≥ 0", lambda V: le(0, V))),
        lambda v, beta, eta, L, c, K, V: (
            v.number("F_next"),
            to(
                "a step for any c",
                "<=",
                v.number("F_z")
                + eta / (2 * (1 - beta)) * (L**2 / c * sq(v.p) - sq(v.gw) + sq(v.gw - mean(v.each("h"))))
                + L * V / (2 * (1 - beta) ** 2) * eta**2 / K,
            ),
        ),
        using={
            "a step for any c": lambda v, beta, eta, L, c, K, V: [
                Used(
                    descent(
                        v.number("F_next"),
                        v.number("F_z"),
                        v.gz,
                        -eta / (1 - beta) * mean(v.each("h") + v.each("n")),
                        L,
                    ),
                    1,
                ),
                unbiased(v.each("n"), v.gz),
                independent(v.each("n"), K, v.gz, v.each("h")),
                Used(Fact("gmc.assumption2", le(sq(v.each("n")), V)), L * eta**2 / (2 * (1 - beta) ** 2 * K)),
                Used(lipschitz(v.gz - v.gw, v.p, L), eta / (2 * c * (1 - beta))),
            ]
        },
        more={"a step for any c": OURS},
    ),
)

APART = (
    *vectors(
        THEOREM12,
        (ETA, given("Q > 0, R > 0", lambda Q, R: (lt(0, Q), lt(0, R)))),
        lambda v, eta, Q, R: (
            sq(v.q + v.r),
            to("how far z̄_t is from w_t", "<=", (Q + R) ** 2 * eta**2),
        ),
        using={
            "how far z̄_t is from w_t": lambda v, eta, Q, R: [
                Used(Fact(f"{LEMMA11}/the gap", le(sq(v.q), Q**2 * eta**2)), (Q + R) / Q),
                Used(Fact(f"{LEMMA9}/the residual", le(sq(v.r), R**2 * eta**2)), (Q + R) / R),
            ]
        },
        more={"how far z̄_t is from w_t": {**OURS, "note": "at Q = 0 or λ = 0 by one term"}},
    ),
    *reals(
        THEOREM12,
        (
            CROSS,
            given("g > 0", lambda g: lt(0, g)),
            given("Q, R ≥ 0", lambda Q, R: (le(0, Q), le(0, R))),
            *SIZES,
        ),
        lambda Q, R, g, c, L, eta, beta: (
            (Q + R) ** 2 / young_plus.cross_limit(beta, eta, L) + R**2,
            to("no g and c are better", "<=", young_plus.lost_of(Q**2, R**2, 1, g, c)),
        ),
        more={"no g and c are better": {**OURS, "note": "R² is λ²E²"}},
    ),
)

MANY = given(
    "T ≥ 1, and ΣE‖∇F(w_t)‖²·η/(2(1−β)) ≤ F(z̄₀) − F* + T·(what every step adds)",
    lambda T, S, gap, eta, beta, L, K, V, c, Q, R: (
        le(1, T),
        le(
            eta / (2 * (1 - beta)) * S,
            gap
            + T
            * (
                eta / (2 * (1 - beta)) * L**2 * eta**2 * ((Q + R) ** 2 / c + R**2)
                + L * V / (2 * (1 - beta) ** 2) * eta**2 / K
            ),
        ),
    ),
)

SUMMED = (
    *vectors(
        THEOREM12,
        (*SIZES, CROSS, given("Q, R ≥ 0", lambda Q, R: (le(0, Q), le(0, R)))),
        lambda v, beta, eta, L, c, Q, R: (
            eta / (2 * (1 - beta)) * (L**2 / c * sq(v.p) + sq(v.gw - v.h)),
            to(
                "what a step adds for any c",
                "<=",
                eta / (2 * (1 - beta)) * L**2 * eta**2 * ((Q + R) ** 2 / c + R**2),
            ),
        ),
        using={
            "what a step adds for any c": lambda v, beta, eta, L, c, Q, R: [
                Used(
                    Fact(f"{THEOREM12}/how far z̄_t is from w_t", le(sq(v.p), (Q + R) ** 2 * eta**2)),
                    eta / (2 * (1 - beta)) * L**2 / c,
                ),
                Used(
                    Fact("gmc.theorem12/129.2", le(sq(v.gw - v.h), L**2 * R**2 * eta**2)),
                    eta / (2 * (1 - beta)),
                ),
            ]
        },
        more={"what a step adds for any c": OURS},
    ),
    *reals(
        THEOREM12,
        (*SIZES, CROSS, WORKERS, given("σ²/b ≥ 0", lambda V: le(0, V)), MANY),
        lambda T, S, gap, beta, eta, L, K, V, c, Q, R: (
            S / T,
            to(
                "with Lemmas 9 and 11 at their best",
                "<=",
                2 * (1 - beta) * gap / (T * eta)
                + L * V / (1 - beta) * eta / K
                + ((Q + R) ** 2 / c + R**2) * L**2 * eta**2,
            ),
        ),
        more={"with Lemmas 9 and 11 at their best": {**OURS, "note": "the bound is this at the largest c"}},
    ),
)

STEPS = (*RESIDUAL, *LEFT, *MOVED, *GAP, *DESCENT, *APART, *SUMMED)
