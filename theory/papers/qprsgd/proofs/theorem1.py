"""Proof of Theorem 1 (section IV-A and appendix C): one round, and the sum over the rounds.

Families over the local steps k: F_k = ∇F(x̄_{n;k}), h_k the mean over workers of ∇F_m(x_{n;k}), n_k that of
their noises; Σ_k is K times a mean. G = ∇F(x̄_{n;K}), q is the quantisation's noise: x̃_{n+1} = x̄_{n;K} − q.
Numbers: F_next, F_K and F_0 are F at x̃_{n+1}, x̄_{n;K} and x̃_n; after and before are the means over k of
F(x̄_{n;k+1}) and F(x̄_{n;k}); T1 and T3 are means of T₁ over workers and of T₃ over k; D is Lemma 6's left
side, A the mean over workers of Σ_k‖∇F_m(x̄_{n;k})‖².
"""

from typing import Any

from theory.axioms import descent, unbiased
from theory.papers.qprsgd import ring
from theory.papers.qprsgd.proofs.common import (
    DRIFT_DENOMINATOR,
    LOCAL_STEPS,
    RING,
    SMOOTH,
    STEP_SIZE,
    VARIANCES,
    WORKERS,
)
from theory.proof.build import induction, reals, vectors
from theory.proof.claim import eq, given, le, lt
from theory.proof.step import Step, to
from theory.proof.vectors import Fact, Used, dot, sq

STATEMENT = "qprsgd.theorem1"
SIZES = (STEP_SIZE, SMOOTH, WORKERS, LOCAL_STEPS, RING)
EPSILON = given("0 < ε < 1", lambda eps: (lt(0, eps), lt(eps, 1)))
DELTA = given("0 < δ < 1", lambda delta: (lt(0, delta), lt(delta, 1)))
FIRST = given(
    "(8C₁L²γ² + (K−1)Lγ + 2C₁)KLγ/(1 − 2(K+1)(K−2)L²γ²) ≤ (1−ε)/2",
    lambda C1, K, L, gamma, eps: le(
        ring.descent_loss_of(C1, K, L * gamma, ring.drift_denominator(K, L, gamma)), (1 - eps) / 2
    ),
)
SECOND = given(
    "2(K+1)(K−2)L²γ² ≤ 1 − δ", lambda K, L, gamma, delta: le(ring.drift_growth(K, L, gamma), 1 - delta)
)
THIRD = given(
    "1 − Lγ − (4KLγC₁+1)(K−1)KL²γ²/(1 − 2(K+1)(K−2)L²γ²) > 0",
    lambda C1, K, L, gamma: lt(
        0, ring.local_descent_of(C1, K, L * gamma, ring.drift_denominator(K, L, gamma))
    ),
)
INDEX = "the index printed as k beside the sum over k is K in the same line of the main text (display 026)"


def telescoping(display: str, **more: Any) -> tuple[Step, ...]:
    """F(x̃_{n+1}) − F(x̃_n) as the last step and the K local ones."""
    return induction(
        STATEMENT,
        display,
        "F(x̃_{n+1}) − F(x̃_n) = F(x̃_{n+1}) − F(x̄_{n;K}) + Σ_{k<K} (F(x̄_{n;k+1}) − F(x̄_{n;k}))",
        (),
        **more,
    )(
        start=lambda F_next, F_0: eq(F_next - F_0, F_next - F_0),
        step=lambda F_next, F_0, F_K, F_more, S: eq(
            (F_next - F_K) + (S - S + F_K - F_0), (F_next - F_more) + ((F_K - F_0) + (F_more - F_K))
        ),
    )


def moved(v: Any, gamma: Any) -> Any:
    """x̄_{n;k+1} − x̄_{n;k}."""
    return -gamma * (v.each("h") + v.each("n"))


def smooth(v: Any, K: Any, gamma: Any, L: Any) -> Any:
    """The right side of displays 027 and 108."""
    local = dot(v.each("F"), moved(v, gamma)) + L / 2 * sq(moved(v, gamma))
    return dot(v.G, -v.q) + L / 2 * sq(-v.q) + K * local


def smooth_by(v: Any, K: Any, gamma: Any, L: Any) -> Any:
    number = v.number
    return [
        Used(descent(number("F_next"), number("F_K"), v.G, -v.q, L), 1),
        Used(descent(number("after"), number("before"), v.each("F"), moved(v, gamma), L), K),
    ]


def three_terms(v: Any, K: Any, M: Any, gamma: Any, L: Any, C1: Any) -> Any:
    """The right side of displays 028 and 110."""
    cross = -gamma * (K * dot(v.each("F"), v.each("h")))
    third = L * gamma**2 / (2 * M**2) * (K * sq(M * (v.each("h") + v.each("n"))))
    return C1 * L * gamma**2 * v.number("T1") + cross + third


def ring_noise(v: Any, gamma: Any, C1: Any) -> Fact:
    """Remark 1 with w^{(m)} = g_n^{(m)} = γΣ_j∇f_m."""
    return Fact("qprsgd.remark1", le(sq(v.q), 2 * C1 * gamma**2 * v.number("T1")))


def ring_by(v: Any, K: Any, M: Any, gamma: Any, L: Any, C1: Any) -> Any:
    return [
        unbiased(v.q, v.G),
        unbiased(v.each("n"), v.each("F")),
        Used(ring_noise(v, gamma, C1), L / 2),
    ]


ONE_ROUND = (
    *telescoping("026"),
    *telescoping("107", transcription="restored", evidence=INDEX),
    *vectors(
        STATEMENT,
        SIZES,
        lambda v, K, M, gamma, L, C1: (
            (v.number("F_next") - v.number("F_K")) + K * (v.number("after") - v.number("before")),
            to("027", "<=", smooth(v, K, gamma, L)),
            to("028", "<=", three_terms(v, K, M, gamma, L, C1)),
        ),
        using={"027": smooth_by, "028": ring_by},
    ),
    *vectors(
        STATEMENT,
        SIZES,
        lambda v, K, M, gamma, L, C1: (
            (v.number("F_next") - v.number("F_K")) + K * (v.number("after") - v.number("before")),
            to("108", "<=", smooth(v, K, gamma, L)),
            to(
                "109",
                "==",
                L / 2 * sq(-v.q)
                + K * dot(v.each("F"), -gamma * (v.each("h") + v.each("n")))
                + L / 2 * (K * sq(-gamma * (v.each("h") + v.each("n")))),
            ),
            to("110", "==", three_terms(v, K, M, gamma, L, C1)),
        ),
        using={"108": smooth_by, "109": lambda v: [unbiased(v.q, v.G)], "110": ring_by},
        more={
            "108": {"transcription": "restored", "evidence": INDEX},
            "110": {
                "severity": "cosmetic",
                "doubtful": True,
                "repair": f"{STATEMENT}/028",
                "note": "printed as an equation where Remark 1 is used, an upper bound; the main text's "
                "display 028 has ≤",
            },
        },
    ),
)


def collected(v: Any, K: Any, M: Any, gamma: Any, L: Any, C1: Any) -> Any:
    """Display 110 with numbers for what T₁ and T₃ are."""
    cross = -gamma * (K * dot(v.each("F"), v.each("h")))
    return C1 * L * gamma**2 * v.number("T1") + cross + L * gamma**2 / (2 * M**2) * (K * v.number("T3"))


def spread(K: Any, gamma: Any, M: Any, sigma_sq: Any, kappa_sq: Any, delta: Any) -> Any:
    """What Lemma 6 leaves of the drift, over δ."""
    noise = (K - 1) * K * gamma**2 * sigma_sq * (M + 1) / (2 * M * delta)
    return noise + 2 * (K - 1) * K**2 * gamma**2 * kappa_sq / delta


def added(C1: Any, K: Any, gamma: Any, L: Any, M: Any, sigma_sq: Any, kappa_sq: Any, delta: Any) -> Any:
    """What every round adds in displays 037, 123 and 125."""
    return (
        C1 * L * gamma**2 * K * sigma_sq
        + 2 * L * K**2 * gamma**2 * C1 * kappa_sq
        + L * gamma**2 * K * sigma_sq / (2 * M)
        + (2 * K * L**3 * gamma**2 * C1 + L**2 * gamma / 2) * spread(K, gamma, M, sigma_sq, kappa_sq, delta)
    )


OVER_DELTA = reals(
    STATEMENT,
    (STEP_SIZE, SMOOTH, WORKERS, LOCAL_STEPS, VARIANCES, DELTA, DRIFT_DENOMINATOR, SECOND),
    lambda K, M, gamma, L, sigma_sq, kappa_sq, delta: (
        spread(K, gamma, M, sigma_sq, kappa_sq, ring.drift_denominator(K, L, gamma)),
        to(
            "the second inequality in display 123",
            "<=",
            spread(K, gamma, M, sigma_sq, kappa_sq, delta),
        ),
    ),
)


def gathered(v: Any, K: Any, M: Any, gamma: Any, L: Any, C1: Any, delta: Any) -> list[Used]:
    """The facts of display 123: T₁, T₂ (as it should be printed), T₃, Assumption 1 and Lemma 6 over δ."""
    F, h, D, A = v.each("F"), v.each("h"), v.number("D"), v.number("A")
    sigma_sq, kappa_sq = v.number("σ²"), v.number("κ²")
    gradients = (K - 1) * K * gamma**2 / ring.drift_denominator(K, L, gamma)
    first = le(v.number("T1"), K * sigma_sq + 2 * K * L**2 * D + 2 * K * A)
    cross = le(-K * dot(F, h), -K * sq(F) / 2 - K * sq(h) / 2 + L**2 / 2 * D)
    third = le(v.number("T3"), M * sigma_sq + sq(M * h))
    drifted = le(
        D, spread(K, gamma, M, sigma_sq, kappa_sq, delta) + gradients * (K * sq(h) + 2 * (K * sq(F)))
    )
    return [
        Used(Fact(f"{STATEMENT}/029", first), C1 * L * gamma**2),
        Used(Fact("qprsgd.assumption1", le(A, K * kappa_sq + K * sq(F))), 2 * K * C1 * L * gamma**2),
        Used(Fact(f"{STATEMENT}/119-repaired", cross), gamma),
        Used(Fact(f"{STATEMENT}/121-with-independence", third), L * gamma**2 * K / (2 * M**2)),
        # with the second inequality, the line before
        Used(Fact("qprsgd.lemma6", drifted), 2 * K * L**3 * gamma**2 * C1 + L**2 * gamma / 2),
    ]


PLUGGED_IN = vectors(
    STATEMENT,
    (*SIZES, EPSILON, DELTA, DRIFT_DENOMINATOR, FIRST, THIRD),
    lambda v, K, M, gamma, L, C1, eps, delta: (
        collected(v, K, M, gamma, L, C1),
        to(
            "123",
            "<=",
            -gamma * eps / 2 * (K * sq(v.each("F")))
            + added(C1, K, gamma, L, M, v.number("σ²"), v.number("κ²"), delta),
        ),
    ),
    using={"123": gathered},
)

# K = 1: all workers are at x̄ = x̃_n, so that h is F, T₁ has no earlier noise and Lemma 6 is not needed
ONE_STEP = vectors(
    STATEMENT,
    (
        *(STEP_SIZE, SMOOTH, WORKERS, RING, EPSILON),
        given(
            "K = 1; the first inequality, 2C₁Lγ ≤ (1−ε)/2",
            lambda C1, L, gamma, eps: le(4 * C1 * L * gamma, 1 - eps),
        ),
        given("the third inequality, Lγ < 1", lambda L, gamma: lt(L * gamma, 1)),
    ),
    lambda v, M, gamma, L, C1, eps: (
        C1 * L * gamma**2 * v.number("T1") - gamma * sq(v.F) + L * gamma**2 / (2 * M**2) * v.number("T3"),
        to(
            "123 for one local step",
            "<=",
            -gamma * eps / 2 * sq(v.F) + added(C1, 1, gamma, L, M, v.number("σ²"), v.number("κ²"), 1),
        ),
    ),
    using={
        "123 for one local step": lambda v, M, gamma, L, C1: [
            Used(
                Fact("qprsgd.assumption1", le(v.number("T1"), v.number("σ²") + v.number("κ²") + sq(v.F))),
                C1 * L * gamma**2,
            ),
            Used(
                Fact(
                    f"{STATEMENT}/121-with-independence",
                    le(v.number("T3"), M * v.number("σ²") + M**2 * sq(v.F)),
                ),
                L * gamma**2 / (2 * M**2),
            ),
            Used(Fact("qprsgd.assumption1", le(0, v.number("κ²"))), C1 * L * gamma**2),
        ]
    },
    more={
        "123 for one local step": {
            "note": "For K = 1 Theorem 1 holds as printed: the first gradient carries no earlier noise."
        }
    },
)

COEFFICIENTS = reals(
    STATEMENT,
    (*SIZES, DRIFT_DENOMINATOR, FIRST),
    lambda C1, K, L, gamma, eps: (
        -gamma / 2
        + 2 * C1 * L * gamma**2 * K
        + (2 * K * L**3 * gamma**2 * C1 + L**2 * gamma / 2)
        * (2 * (K - 1) * K * gamma**2 / ring.drift_denominator(K, L, gamma)),
        to(
            "the coefficient of ‖∇F(x̄)‖² in display 123",
            "==",
            -gamma / 2 + gamma * ring.descent_loss_of(C1, K, L * gamma, ring.drift_denominator(K, L, gamma)),
        ),
        to("the first inequality in display 123", "<=", -gamma * eps / 2),
    ),
) + reals(
    STATEMENT,
    (*SIZES, DRIFT_DENOMINATOR, THIRD),
    lambda C1, K, L, gamma: (
        -gamma / 2
        + L * gamma**2 / 2
        + (2 * K * L**3 * gamma**2 * C1 + L**2 * gamma / 2)
        * ((K - 1) * K * gamma**2 / ring.drift_denominator(K, L, gamma)),
        to("the third inequality in display 123", "<", 0),
    ),
)

STEPS = (*ONE_ROUND, *COEFFICIENTS, *OVER_DELTA, *PLUGGED_IN, *ONE_STEP)
