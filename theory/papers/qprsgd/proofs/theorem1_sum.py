"""Theorem 1 from one round to Eq. (9), its repaired variant, and the step sizes of its corollaries.

S is Σ_n Σ_k E‖∇F(x̄_{n;k})‖², gap is F(x̃₁) − F_*, drop is F(x̃₁) − E F(x̃_{N+1}). In the repaired round T1,
A and D are as in theorem1.py, F_k = ∇F(x̄_{n;k}) and h_k the mean over workers of ∇F_m(x_{n;k}).
"""

from functools import reduce
from operator import add
from typing import Any

from theory.papers.qprsgd import ring, ring_repaired
from theory.papers.qprsgd.proofs.common import DRIFT_DENOMINATOR, VARIANCES
from theory.papers.qprsgd.proofs.theorem1 import (
    DELTA,
    EPSILON,
    SECOND,
    SIZES,
    STATEMENT,
    added,
    collected,
)
from theory.proof.build import induction, reals, vectors
from theory.proof.claim import eq, given, le
from theory.proof.step import Step, to
from theory.proof.vectors import Fact, Used, dot, sq

ROUNDS = given("N ≥ 1", lambda N: le(1, N))
OPTIMUM = given("F_* ≤ E F(x̃_{N+1})", lambda gap, drop: le(drop, gap))
REPAIRED = {"variant": "repaired"}

TELESCOPED = tuple(
    step
    for display in ("024", "124", "036")
    for step in induction(
        STATEMENT, display, "F_* − F(x̃₁) ≤ E[F(x̃_{N+1}) − F(x̃₁)] = Σ_{n≤N} E[F(x̃_{n+1}) − F(x̃_n)]", (OPTIMUM,)
    )(
        start=lambda F_1: eq(F_1 - F_1, 0 * F_1),
        step=lambda F_1, F_n, F_next: eq((F_n - F_1) + (F_next - F_n), F_next - F_1),
        optimum=lambda gap, drop: le(-gap, -drop),
    )
)


EVERY_ROUND = given(
    "display 123 is summed over n",
    lambda drop, S, N, C1, K, gamma, L, M, sigma_sq, kappa_sq, delta, eps: le(
        -drop,
        -gamma * eps / 2 * S + N * added(C1, K, gamma, L, M, sigma_sq, kappa_sq, delta),
    ),
)


def summed(display: str) -> tuple[Step, ...]:
    """Display 123 over all rounds, as 037 and 125 print it."""
    return reals(
        STATEMENT,
        (*SIZES, VARIANCES, EPSILON, DELTA, ROUNDS, OPTIMUM, EVERY_ROUND),
        lambda gap, drop, S, N, C1, K, gamma, L, M, sigma_sq, kappa_sq, delta, eps: (
            -gap,
            to(
                display,
                "<=",
                -gamma * eps / 2 * S
                + C1 * L * gamma**2 * K * sigma_sq * N
                + 2 * L * K**2 * gamma**2 * C1 * kappa_sq * N
                + L * gamma**2 * K * sigma_sq * N / (2 * M)
                + (2 * K * L**3 * gamma**2 * C1 + L**2 * gamma / 2)
                * (
                    (K - 1) * K * gamma**2 * sigma_sq * (M + 1) / (2 * M * delta)
                    + 2 * (K - 1) * K**2 * gamma**2 * kappa_sq / delta
                )
                * N,
            ),
        ),
    )


THEOREM = reals(
    STATEMENT,
    (
        *SIZES,
        VARIANCES,
        EPSILON,
        DELTA,
        ROUNDS,
        given(
            "display 125",
            lambda gap, S, N, C1, K, gamma, L, M, sigma_sq, kappa_sq, delta, eps: le(
                -gap, -gamma * eps / 2 * S + N * added(C1, K, gamma, L, M, sigma_sq, kappa_sq, delta)
            ),
        ),
    ),
    lambda gap, S, N, C1, K, gamma, L, M, sigma_sq, kappa_sq, delta, eps: (
        S / (N * K),
        to(
            "022",
            "<=",
            sum(ring.theorem1_of(C1, M, sigma_sq, N, K, gamma, L, kappa_sq, gap, eps, delta).values()),
        ),
    ),
)

# The repaired theorem: 8C₁KLγ ≤ 1 − ε, Lγ ≤ 1 and the second inequality
DESCENT = given(
    "8C₁KLγ ≤ 1 − ε, Lγ ≤ 1",
    lambda C1, K, L, gamma, eps: (le(8 * C1 * K * L * gamma, 1 - eps), le(L * gamma, 1)),
)


def repaired(C1: Any, K: Any, gamma: Any, L: Any, M: Any, sigma_sq: Any, kappa_sq: Any, delta: Any) -> Any:
    """What every round adds once T₁ and Lemma 6 are repaired."""
    drift = (K - 1) * K * gamma**2 / delta * ((1 - 1 / M) * sigma_sq + 2 * (K - 1) * kappa_sq)
    return (
        2 * C1 * L * gamma**2 * K * sigma_sq
        + 4 * L * K**2 * gamma**2 * C1 * kappa_sq
        + L * gamma**2 * K * sigma_sq / (2 * M)
        + (4 * K * L**3 * gamma**2 * C1 + L**2 * gamma / 2) * drift
    )


def gathered(v: Any, K: Any, M: Any, gamma: Any, L: Any, C1: Any, sigma_sq: Any, kappa_sq: Any) -> list[Used]:
    """The facts of the repaired round."""
    F, h, D, A = v.each("F"), v.each("h"), v.number("D"), v.number("A")
    first = le(v.number("T1"), 2 * (K * sigma_sq + 2 * K * L**2 * D + 2 * K * A))
    cross = le(-K * dot(F, h), -K * sq(F) / 2 - K * sq(h) / 2 + L**2 / 2 * D)
    third = le(v.number("T3"), M * sigma_sq + sq(M * h))
    drifted = le(D, ring_repaired.drift_bound(M, K, gamma, L, sigma_sq, kappa_sq))
    return [
        Used(Fact(f"{STATEMENT}/029-repaired", first), C1 * L * gamma**2),
        Used(Fact("qprsgd.assumption1", le(A, K * kappa_sq + K * sq(F))), 4 * K * C1 * L * gamma**2),
        Used(Fact(f"{STATEMENT}/119-repaired", cross), gamma),
        Used(Fact(f"{STATEMENT}/121-with-independence", third), L * gamma**2 * K / (2 * M**2)),
        Used(Fact("qprsgd.lemma6/105-repaired", drifted), 4 * K * L**3 * gamma**2 * C1 + L**2 * gamma / 2),
    ]


REPAIRED_ROUND = vectors(
    STATEMENT,
    (*SIZES, VARIANCES, EPSILON, DELTA, DRIFT_DENOMINATOR, DESCENT, SECOND),
    lambda v, K, M, gamma, L, C1, sigma_sq, kappa_sq, eps, delta: (
        collected(v, K, M, gamma, L, C1),
        to(
            "123-repaired",
            "<=",
            -gamma * eps / 2 * (K * sq(v.each("F")))
            + repaired(C1, K, gamma, L, M, sigma_sq, kappa_sq, delta),
        ),
    ),
    using={"123-repaired": gathered},
    more={"123-repaired": REPAIRED},
)


def all_rounds(
    v: Any, N: Any, C1: Any, K: Any, gamma: Any, L: Any, M: Any, delta: Any, eps: Any
) -> list[Used]:
    """Display 123-repaired over all rounds, and F_* ≤ E F(x̃_{N+1})."""
    every = repaired(C1, K, gamma, L, M, v.number("σ²"), v.number("κ²"), delta)
    total = le(gamma * eps / 2 * v.number("S"), v.number("gap") + N * every)
    return [Used(Fact(f"{STATEMENT}/123-repaired", total), 2 / (N * K * gamma * eps))]


def theorem(variant: str) -> tuple[Step, ...]:
    """Eq. (9) repaired; C₁ is any constant of Remark 1, so also the strengthened one's."""
    return vectors(
        STATEMENT,
        (*SIZES, EPSILON, DELTA, ROUNDS),
        lambda v, N, C1, K, gamma, L, M, delta, eps: (
            v.number("S") / (N * K),
            to(
                f"022-{variant}",
                "<=",
                reduce(
                    add,
                    ring_repaired.theorem1_of(
                        *(C1, M, v.number("σ²"), N, K, gamma, L, v.number("κ²"), v.number("gap"), eps, delta)
                    ).values(),
                ),
            ),
        ),
        using={f"022-{variant}": all_rounds},
        more={f"022-{variant}": {"variant": variant}},
    )


STEPS = (
    *(*TELESCOPED, *summed("037"), *summed("125"), *THEOREM),
    *(*REPAIRED_ROUND, *theorem("repaired"), *theorem("strengthened")),
)

CLOSES = (STATEMENT,)
