"""Eq. (11), and the sketch of Theorem 2's proof in section IV-B, where it differs from appendix F.

One synchronisation: a = ∇F(X_n 1/M), c is C_n 1/M, and over the local steps b_k = ∂F(X_{n;k})1/M and n_k is
the workers' mean noise. D is Σ_k Σ_m ‖X_n 1/M − x_{n;k}^{(m)}‖², C is Σ_m ‖C_n^{(m)}‖², G is
Σ_k ‖G(X_{n;k}, ξ_k)‖².
"""

from typing import Any

from theory.axioms import descent, unbiased
from theory.papers.qprsgd.proofs.common import LOCAL_STEPS, SMOOTH, STEP_SIZE, WORKERS
from theory.proof.build import reals, vectors
from theory.proof.claim import eq, given, le, lt
from theory.proof.step import to
from theory.proof.vectors import Fact, Used, dot, sq

STATEMENT = "qprsgd.theorem2"
SIZES = (STEP_SIZE, SMOOTH, LOCAL_STEPS, WORKERS)


def sampled(v: Any) -> Any:
    """(1/M) Σ_m ∇f_m at every local step."""
    return v.each("b") + v.each("n")


def moved(v: Any, K: Any, gamma: Any) -> Any:
    """X_{n+1} 1/M − X_n 1/M."""
    return v.c - gamma * (K * v.s)


def halved(v: Any, K: Any, gamma: Any, L: Any, drift: Any, noise: Any) -> Any:
    """Display 056 with its third and fourth term."""
    return (
        -gamma * K / 2 * sq(v.a)
        - gamma / 2 * (K * sq(v.each("b")))
        + drift
        + noise
        + L * gamma**2 / 2 * sq(K * v.s)
    )


# s is the mean over k of (1/M) Σ_m ∇f_m
DESCENT = vectors(
    STATEMENT,
    SIZES,
    lambda v, K, gamma, L: (
        v.number("F_next") - v.number("F_n"),
        to("053", "<=", dot(v.a, moved(v, K, gamma)) + L / 2 * sq(moved(v, K, gamma))),
        to(
            "054",
            "==",
            dot(v.a, v.c) - dot(v.a, gamma * (K * v.s)) + L / 2 * sq(-gamma * (K * v.s) + v.c),
        ),
        to(
            "055",
            "==",
            -gamma * K * dot(v.a, v.s) + L / 2 * sq(v.c) + L * gamma**2 / 2 * sq(K * v.s),
        ),
    ),
    using={
        "053": lambda v, K, gamma, L: [
            Used(descent(v.number("F_next"), v.number("F_n"), v.a, moved(v, K, gamma), L), 1)
        ],
        "055": lambda v: [unbiased(v.c, v.a, v.s)],
    },
    more={"055": {"note": "∇F_m for ∇f_m in the first term is the tower rule"}},
)

# −γΣ_k⟨a, b_k + n_k⟩, the first term of 055
HALVES = vectors(
    STATEMENT,
    SIZES,
    lambda v, K, gamma, L, M, D, C: (
        -gamma * (K * dot(v.a, sampled(v))) + L / 2 * sq(v.c) + L * gamma**2 / 2 * sq(K * v.s),
        to("056", "<=", halved(v, K, gamma, L, L**2 * gamma / (2 * M) * D, L / (2 * M**2) * C)),
    ),
    using={
        "056": lambda v, K, gamma, L, M, D, C: [
            unbiased(v.each("n"), v.a),
            # Jensen over the workers, and ∇F_m is L-Lipschitz
            Used(Fact("lipschitz", le(K * sq(v.a - v.each("b")), L**2 / M * D), complete=False), gamma / 2),
            Used(Fact("independent", le(sq(v.c), C / M**2)), L / 2),
        ]
    },
)

UNBIASED = vectors(
    STATEMENT,
    (),
    lambda v: (dot(v.c, v.a), to("057", "==", 0)),
    using={"057": lambda v: [unbiased(v.c, v.a)]},
    more={"057": {"note": "E C_n 1/M = 0, put as E⟨C_n 1/M, u⟩ = 0 for every u that is known before"}},
)

EXAMPLE = given(
    "F_1(x) = ‖x − (1, 0)‖²/2, F_2(x) = ‖x − (0, 3/4)‖²/2, no noise, W = ½11ᵀ, x₁ = 0, γ = 1, K = 1, s = 2: "
    "after one step each worker is at its own minimum, where its gradient is 0; D = 25/32, E‖C_2‖² = 5/64",
    lambda K, rho, gamma, D, C, G: (
        *(eq(K, 1), eq(rho, 0), eq(gamma, 1), eq(32 * D, 25), eq(64 * C, 5), eq(G, 0)),
    ),
)

ONE_SYNCHRONISATION = reals(
    "qprsgd.lemma10",
    (EXAMPLE,),
    lambda K, rho, gamma, D, C, G: (
        D,
        to(
            "061",
            "<=",
            4 * K / (1 - rho**2) * C + (4 * K**2 * gamma**2 / (1 - rho) ** 2 + gamma**2 * K * (K - 1)) * G,
        ),
    ),
    more={
        "061": {
            "severity": "cosmetic",
            "repair": "qprsgd.lemma10/the lemma",
            "note": "Printed for one n; Lemma 10 has sums over n on both sides, as the next line uses it. "
            "For one n the workers' distances come from earlier synchronisations: at n = 2 of the example "
            "they are 25/32, and the right side is 5/16.",
        }
    },
)

# What multiplies 4(K−1)(2K−1)L²γ²: one over the denominator of Lemma 3, and of the line
CUBED = reals(
    STATEMENT,
    (
        *SIZES,
        given(
            "1 − 12γ²L²(K+1)(K−2) > 0, the same with L³, and K = 3",
            lambda K, gamma, L: (
                eq(K, 3),
                lt(0, 1 - 12 * gamma**2 * L**2 * (K + 1) * (K - 2)),
                lt(0, 1 - 12 * gamma**2 * L**3 * (K + 1) * (K - 2)),
            ),
        ),
    ),
    lambda K, gamma, L: (
        1 / (1 - 12 * gamma**2 * L**2 * (K + 1) * (K - 2)),
        to("067", "<=", 1 / (1 - 12 * gamma**2 * L**3 * (K + 1) * (K - 2))),
    ),
    more={
        "067": {
            "severity": "cosmetic",
            "doubtful": True,
            "note": "L³ is printed in the last denominator; appendix F (display 242) and Lemma 3 have L². "
            "The rest of the line is judged there.",
        }
    },
)

# x̃ is a worker's model, W its neighbours' mean, start and end its local steps' ends, which γs, their sum,
# lies between; Q is Q_s(ΔX_n), and −Q that of what the worker sends, as Q_s is odd (Eq. 3)
RECURSION = vectors(
    "qprsgd.eq11",
    (),
    lambda v, gamma: (
        v.x - (v.W - v.start + (v.start - gamma * v.s)),
        to("what is sent is −ΔX_n", "==", -(v.W - gamma * v.s - v.x)),
    ),
) + vectors(
    "qprsgd.eq11",
    (),
    lambda v, gamma: (
        v.x - (-v.Q),
        to("X_{n+1} of Algorithm 2", "==", v.W - gamma * v.s + (v.Q - (v.W - gamma * v.s - v.x))),
    ),
)

STEPS = (*RECURSION, *DESCENT, *HALVES, *UNBIASED, *ONE_SYNCHRONISATION, *CUBED)

CLOSES = ("qprsgd.eq11",)
