"""Proof of Lemma B.3 from (C.2) on: the server's sequence and the moments.

h_k = ĝ_t^{(k)} and h its mean ĝ_t, s = g̃_t, s1 = g̃_{t+1}, h1 = ĝ_{t+1}, c = C(ĝ_{t+1} − g̃_t). Norms are those
of one outcome. The constants Ĝ and G̃ are as the lemma defines them.
"""

from typing import Any

from theory.arithmetic import absolute, maximum
from theory.papers.cdadam.proofs.compression import THETA, at_most, by_algorithm, surely_lost
from theory.proof.build import reals, vectors
from theory.proof.claim import eq, given, le, lt
from theory.proof.norms import norm, not_negative, of_mean, scaled, triangle
from theory.proof.step import to
from theory.proof.vectors import Used, mean

STATEMENT = "cdadam.lemmaB.3"
WORKER = given("Ĝ ≥ 0", lambda G_hat: le(0, G_hat))
BETA_1 = given("0 ≤ β₁ < 1", lambda beta1: (le(0, beta1), lt(beta1, 1)))
BETA_2 = given("0 ≤ β₂ < 1", lambda beta2: (le(0, beta2), lt(beta2, 1)))


def grown(theta: Any, bound: Any) -> Any:
    """(1+θ)/(1−θ) · a bound."""
    return (1 + theta) / (1 - theta) * bound


AGGREGATED = vectors(
    STATEMENT,
    (WORKER,),
    lambda v, G_hat: (
        norm(mean(v.each("h"))),
        to("101", "<=", norm(v.each("h"))),
        to("101", "<=", G_hat),
    ),
    using={
        "101.1": lambda v: [Used(of_mean(v.each("h")), 1)],
        # display 100 for every worker
        "101.2": lambda v, G_hat: [Used(at_most(STATEMENT, v.each("h"), G_hat), 1)],
    },
)

FIRST = (
    *reals(
        STATEMENT,
        (THETA, given("‖C(x) − x‖ ≤ θ‖x‖", lambda theta, x, c: le(absolute(c - x), theta * absolute(x)))),
        lambda theta, x, c: (absolute(c), to("g̃₁ at t = 1", "<=", absolute(x))),
        more={
            "g̃₁ at t = 1": {
                "severity": "step",
                "repair": f"{STATEMENT}/g̃₁ at t = 1, repaired",
                "note": "‖C(ĝ₁)‖ ≤ ‖ĝ₁‖ is called obvious, and the paper's three compressors have it, but "
                "C(x) = (1+θ)x has ‖C(x) − x‖ = θ‖x‖. The start holds with (1+θ)Ĝ ≤ G̃, or from t = 0, "
                "where g̃₀ = 0",
            }
        },
    ),
    *vectors(
        STATEMENT,
        (THETA, WORKER),
        lambda v, theta, G_hat: (
            norm(v.c),
            to("g̃₁ at t = 1, repaired", "<=", (1 + theta) * G_hat),
        ),
        using={
            "g̃₁ at t = 1, repaired": lambda v, theta, G_hat: [
                Used(triangle(v.c - v.h, v.h), 1),
                Used(surely_lost(v.c, v.h, theta), 1),
                Used(at_most(f"{STATEMENT}/101.2", v.h, G_hat), 1 + theta),
            ]
        },
        more={"g̃₁ at t = 1, repaired": {"variant": "repaired"}},
    ),
    *reals(
        STATEMENT,
        (THETA, WORKER),
        lambda theta, G_hat: ((1 + theta) * G_hat, to("(1+θ)Ĝ within G̃", "<=", grown(theta, G_hat))),
        more={"(1+θ)Ĝ within G̃": {"variant": "repaired"}},
    ),
)

SERVER = (
    *vectors(
        STATEMENT,
        (THETA, WORKER),
        lambda v: (norm(v.s1), to("102", "==", norm(v.s + v.c))),
        # Algorithm 1, line 10
        using={"102": lambda v: [Used(by_algorithm(v.s1, v.s + v.c), 1)]},
    ),
    *vectors(
        STATEMENT,
        (),
        lambda v: (norm(v.s + v.c), to("103", "<=", norm(v.s + v.c) + norm(v.h1))),
        using={"103": lambda v: [Used(not_negative(v.h1), 1)]},
        more={
            "103": {
                "note": "true, but −ĝ_{t+1} is missing within the first norm on the right: see 104",
            }
        },
    ),
    *reals(
        STATEMENT,
        (
            THETA,
            given(
                "‖C(ĝ_{t+1} − g̃_t) − (ĝ_{t+1} − g̃_t)‖ ≤ θ‖ĝ_{t+1} − g̃_t‖",
                lambda theta, h, s, c: le(absolute(c - (h - s)), theta * absolute(h - s)),
            ),
        ),
        lambda theta, h, s, c: (
            absolute(s + c) + absolute(h),
            to("104", "<=", theta * absolute(h - s) + absolute(h)),
        ),
        more={
            "104": {
                "severity": "cosmetic",
                "repair": f"{STATEMENT}/104-repaired",
                "note": "line 103 has to read ‖g̃_t + C(ĝ_{t+1} − g̃_t) − ĝ_{t+1}‖ + ‖ĝ_{t+1}‖, as "
                "in (C.1); as printed g̃_t = ĝ_{t+1} ≠ 0 and C(0) = 0 break line 104",
            }
        },
    ),
    *vectors(
        STATEMENT,
        (THETA, WORKER),
        lambda v, theta: (
            norm(v.s + v.c),
            to("103-repaired", "<=", norm(v.s + v.c - v.h1) + norm(v.h1)),
            to("104-repaired", "<=", theta * norm(v.h1 - v.s) + norm(v.h1)),
        ),
        using={
            "103-repaired": lambda v: [Used(triangle(v.s + v.c - v.h1, v.h1), 1)],
            "104-repaired": lambda v, theta: [Used(surely_lost(v.c, v.h1 - v.s, theta), 1)],
        },
        more={
            "103-repaired": {"variant": "repaired"},
            "104-repaired": {
                "variant": "repaired",
                "note": "it needs a compressor that contracts in every outcome: Assumption 4.1 has "
                "E‖C(x) − x‖²",
            },
        },
    ),
    *vectors(
        STATEMENT,
        (THETA, WORKER),
        lambda v, theta, G_hat: (
            theta * norm(v.h1 - v.s) + norm(v.h1),
            to("105", "<=", grown(theta, G_hat)),
        ),
        using={
            "105": lambda v, theta, G_hat: [
                Used(triangle(v.h1, -v.s), theta),
                Used(at_most(f"{STATEMENT}/101.2", v.h1, G_hat), 1 + theta),
                # the induction's hypothesis
                Used(at_most(f"{STATEMENT}/105", v.s, grown(theta, G_hat)), theta),
            ]
        },
    ),
)

MOMENTUM = vectors(
    STATEMENT,
    (BETA_1, given("G̃ ≥ 0", lambda G_tilde: le(0, G_tilde))),
    lambda v, beta1, G_tilde: (
        norm(v.m1),
        to("106", "==", norm(beta1 * v.m + (1 - beta1) * v.s1)),
        to("107", "<=", beta1 * norm(v.m) + (1 - beta1) * norm(v.s1)),
        to("108", "<=", beta1 * G_tilde + (1 - beta1) * G_tilde),
        to("109", "==", G_tilde),
    ),
    using={
        # Algorithm 1, line 13
        "106": lambda v, beta1: [Used(by_algorithm(v.m1, beta1 * v.m + (1 - beta1) * v.s1), 1)],
        "107": lambda v, beta1: [
            Used(triangle(beta1 * v.m, (1 - beta1) * v.s1), 1),
            Used(scaled(beta1, v.m), 1),
            Used(scaled(1 - beta1, v.s1), 1),
        ],
        "108": lambda v, beta1, G_tilde: [
            Used(at_most(f"{STATEMENT}/109", v.m, G_tilde), beta1),
            Used(at_most(f"{STATEMENT}/105", v.s1, G_tilde), 1 - beta1),
        ],
    },
)

# w is the vector of the squares g̃²_{t+1}, whose norm is at most ‖g̃_{t+1}‖²
SECOND_MOMENT = (
    *vectors(
        STATEMENT,
        (BETA_2, given("G̃ ≥ 0", lambda G_tilde: le(0, G_tilde))),
        lambda v, beta2, G_tilde: (
            norm(v.v1),
            to("110", "==", norm(beta2 * v.v + (1 - beta2) * v.w)),
            to("111", "<=", beta2 * norm(v.v) + (1 - beta2) * norm(v.w)),
            to("112", "<=", beta2 * G_tilde**2 + (1 - beta2) * G_tilde**2),
            to("113", "==", G_tilde**2),
        ),
        using={
            # Algorithm 1, line 14
            "110": lambda v, beta2: [Used(by_algorithm(v.v1, beta2 * v.v + (1 - beta2) * v.w), 1)],
            "111": lambda v, beta2: [
                Used(triangle(beta2 * v.v, (1 - beta2) * v.w), 1),
                Used(scaled(beta2, v.v), 1),
                Used(scaled(1 - beta2, v.w), 1),
            ],
            "112": lambda v, beta2, G_tilde: [
                Used(at_most(f"{STATEMENT}/113", v.v, G_tilde**2), beta2),
                Used(at_most(f"{STATEMENT}/‖g̃²‖ within ‖g̃‖²", v.w, G_tilde**2), 1 - beta2),
            ],
        },
    ),
    *reals(
        STATEMENT,
        (),
        # one coordinate more: a² is added to ‖g̃‖², and a⁴ to ‖g̃²‖² ≤ ‖g̃‖⁴
        lambda N, a: (
            (N**2) ** 2 + a**4,
            to("‖g̃²‖ within ‖g̃‖²", "<=", (N**2 + a**2) ** 2),
        ),
    ),
)

MAXIMUM = (
    *reals(
        STATEMENT,
        (
            BETA_2,
            given("G > 0", lambda G: lt(0, G)),
            given("β₂ = 1/5", lambda beta2: eq(5 * beta2, 1)),
        ),
        # g̃₁ = (G, 0) and g̃₂ = (0, G), so v̂₂ = (1−β₂)G²(1, 1); π = 1, so that G̃ = G; the norms squared
        lambda beta2, G: (
            2 * ((1 - beta2) * G**2) ** 2,
            to("‖v̂‖ within G̃²", "<=", (G**2) ** 2),
        ),
        more={
            "‖v̂‖ within G̃²": {
                "severity": "step",
                "repair": f"{STATEMENT}/max v̂ within G̃²",
                "note": "‖v̂_{t+1}‖₂ = max(‖v̂_t‖₂, ‖v_{t+1}‖₂) ≤ G̃² is false: the maximum is taken coordinate "
                "by coordinate. With π = 1, β₂ = 1/5, gradients (G, 0) and (0, G), ‖v̂₂‖₂ = 0.8√2 G² "
                "> G². The lemma does not claim it, and the theorem uses the maximum norm, for which "
                "it holds",
            }
        },
    ),
    *reals(
        STATEMENT,
        (given("v̂_t ≤ G̃_∞² and v_{t+1} ≤ G̃_∞² in a coordinate", lambda V, w, G: (le(V, G**2), le(w, G**2))),),
        lambda V, w, G: (maximum(V, w), to("max v̂ within G̃²", "<=", G**2)),
        more={"max v̂ within G̃²": {"variant": "repaired"}},
    ),
)

STEPS = (*AGGREGATED, *FIRST, *SERVER, *MOMENTUM, *SECOND_MOMENT, *MAXIMUM)
