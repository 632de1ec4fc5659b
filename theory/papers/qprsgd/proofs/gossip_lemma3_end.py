"""Proof of Lemma 3 (section E), its last lines, and the lemma itself.

Sums of squares as in `gossip_common`; Y is Σ_n Σ_m ‖x̃_n^{(m)} − X_n 1/M‖², T is T_4, G_K are the gradients
after the last local step.
"""

from functools import reduce
from operator import add
from typing import Any

from theory.papers.qprsgd import gossip_repaired
from theory.papers.qprsgd.proofs.gossip_common import (
    CONNECTED,
    DENOMINATORS,
    LOCAL_STEPS,
    NOISE_FACTOR,
    ROUNDS,
    SIZES,
    SPREAD,
    VARIANCE,
    WORKERS,
    gradients,
    lemma2,
)
from theory.proof.build import vectors
from theory.proof.claim import eq, given, le, lt
from theory.proof.step import to
from theory.proof.vectors import Fact, Used, sq

STATEMENT = "qprsgd.lemma3"
RANGES = (SIZES, WORKERS, LOCAL_STEPS, VARIANCE, SPREAD)


def last(gamma: Any, M: Any, N: Any, K: Any, sigma_sq: Any, kappa_sq: Any, P: Any) -> Any:
    """2γ²MK(K−1)[σ² + κ²(2K−1)]N/P."""
    return 2 * gamma**2 * M * K * (K - 1) * (sigma_sq + kappa_sq * (2 * K - 1)) * N / P


def mixed(D1: Any, D2: Any, rho: Any) -> Any:
    """2D₁′D₂′/(1−ρ²) + 2D₁′/(1−ρ)²."""
    return 2 * D1 * D2 / (1 - rho**2) + 2 * D1 / (1 - rho) ** 2


POSITIVE = given("D₁′ ≥ 0, P > 0", lambda D1, P: (le(0, D1), lt(0, P)))

LEMMAS = vectors(
    STATEMENT,
    (*RANGES, ROUNDS, CONNECTED, NOISE_FACTOR, POSITIVE),
    lambda v, gamma, M, N, K, sigma_sq, kappa_sq, rho, P, D1, D2: (
        # display 196, with P for its denominator and D₁′ for its first quotient
        D1 * sq(v.Y)
        + (
            2 * sigma_sq * gamma**2 * M * K * (K - 1)
            + 2 * gamma**2 * kappa_sq * M * (K - 1) * K * (2 * K - 1)
        )
        / P
        * N,
        to(
            "197",
            "<=",
            mixed(D1, D2, rho) * gamma**2 * K * sq(v.G) + last(gamma, M, N, K, sigma_sq, kappa_sq, P),
        ),
    ),
    using={
        "197": lambda v, gamma, K, rho, D1, D2: [
            Used(
                Fact(
                    "qprsgd.lemma7",  # each of the K equal summands
                    le(
                        sq(v.Y),
                        2 / (1 - rho**2) * sq(v.C) + 2 * K * gamma**2 / (1 - rho) ** 2 * sq(v.G),
                    ),
                ),
                D1,
            ),
            Used(lemma2(v, gamma, K, D2), 2 * D1 / (1 - rho**2)),
        ]
    },
)


def plugged(v: Any, constants: Any, of_A: Any) -> Any:
    """Display 201 without the term in ΣΣ‖G‖²."""
    gamma, L, M, N, K, sigma_sq, kappa_sq, P = constants
    return (
        N * K * M * sigma_sq
        + 4 * L**2 * last(gamma, M, N, K, sigma_sq, kappa_sq, P)
        + 4 * kappa_sq * M * N * K
        + 4 * N * L**2 * sigma_sq * gamma**2 * K * (K - 1)
        + of_A * sq(v.A)
        + 4 * M * L**2 * gamma**2 * (K - 1) * K * (sq(v.B) + sq(v.B_rest))
    )


def into_17(v: Any, constants: Any, of_A: Any) -> Any:
    """Eq. (17), with Σ_k k = K(K−1)/2; Z is ΣΣ_k Σ_{t<k} k‖∂F(X_{n;t})1/M‖²."""
    gamma, L, M, N, K, sigma_sq, kappa_sq, _ = constants
    return (
        N * K * M * sigma_sq
        + 4 * L**2 * sq(v.T)
        + 4 * kappa_sq * M * N * K
        + 8 * N * L**2 * sigma_sq * gamma**2 * (K * (K - 1) / 2)
        + 8 * M * L**2 * gamma**2 * sq(v.Z)
        + of_A * sq(v.A)
    )


def used_in_201(v: Any, constants: Any, rho: Any, D1: Any, D2: Any) -> Any:
    """Display 197, and that every b_t of Z has at most Σ_k k = K(K−1)/2 before it."""
    gamma, L, M, N, K, sigma_sq, kappa_sq, P = constants
    drift = mixed(D1, D2, rho) * gamma**2 * K * sq(v.G) + last(gamma, M, N, K, sigma_sq, kappa_sq, P)
    times = le(sq(v.Z), K * (K - 1) / 2 * (sq(v.B) + sq(v.B_rest)))
    return [
        Used(Fact("qprsgd.lemma3/197", le(sq(v.T), drift)), 4 * L**2),
        Used(Fact("qprsgd.lemma3/the power sums of 188", times), 8 * M * L**2 * gamma**2),
    ]


PLUGGED_IN = vectors(
    STATEMENT,
    (*RANGES, ROUNDS, CONNECTED, NOISE_FACTOR, POSITIVE),
    # G_K are the gradients after the last local step: the sum is printed up to K
    lambda v, gamma, L, M, N, K, sigma_sq, kappa_sq, rho, P, D1, D2: (
        into_17(v, (gamma, L, M, N, K, sigma_sq, kappa_sq, P), 4 * K),
        to(
            "201",
            "<=",
            4 * L**2 * mixed(D1, D2, rho) * gamma**2 * K * (sq(v.G) + sq(v.G_K))
            + plugged(v, (gamma, L, M, N, K, sigma_sq, kappa_sq, P), 4 * K),
        ),
    ),
    using={
        "201": lambda v, gamma, L, M, N, K, sigma_sq, kappa_sq, rho, P, D1, D2: used_in_201(
            v, (gamma, L, M, N, K, sigma_sq, kappa_sq, P), rho, D1, D2
        )
    },
) + vectors(
    STATEMENT,
    (*RANGES, ROUNDS, CONNECTED, NOISE_FACTOR, POSITIVE),
    lambda v, gamma, L, M, N, K, sigma_sq, kappa_sq, rho, P, D1, D2: (
        into_17(v, (gamma, L, M, N, K, sigma_sq, kappa_sq, P), 4 * M * K),
        to(
            "201-repaired",
            "<=",
            4 * L**2 * mixed(D1, D2, rho) * gamma**2 * K * sq(v.G)
            + plugged(v, (gamma, L, M, N, K, sigma_sq, kappa_sq, P), 4 * M * K),
        ),
    ),
    using={
        "201-repaired": lambda v, gamma, L, M, N, K, sigma_sq, kappa_sq, rho, P, D1, D2: used_in_201(
            v, (gamma, L, M, N, K, sigma_sq, kappa_sq, P), rho, D1, D2
        )
    },
    more={"201-repaired": {"variant": "repaired"}},
)

UNPRIMED = given(
    "K = 2, M = 2, N = 1, γL = 1/20, ρ = 0, D₂′ = 1, and P, Q and D₁′ what they are defined to be",
    lambda gamma, L, M, N, K, rho, P, Q, D1, D2: (
        *(eq(K, 2), eq(M, 2), eq(N, 1), eq(20 * gamma, 1), eq(L, 1), eq(rho, 0), eq(D2, 1), eq(P, 1)),
        *(eq(D1, 3 + 24 * gamma**2 * L**2), eq(Q, 1 - 32 * gamma**2 * L**2 * D1)),
    ),
)


def display_201(place: str, v: Any, constants: Any, rho: Any, D1: Any, D2: Any, of_A: Any) -> Fact:
    """ΣΣ_{k<K} ‖G‖² ≤ display 201, its sum of ‖G‖² up to K − 1, as display 197 has it."""
    gamma, L, _, _, K, *_ = constants
    mixing = 4 * L**2 * mixed(D1, D2, rho) * gamma**2 * K
    return Fact(place, le(sq(v.G), mixing * sq(v.G) + plugged(v, constants, of_A)))


AS_PRINTED_203 = vectors(
    STATEMENT,
    (*RANGES, ROUNDS, CONNECTED, NOISE_FACTOR, POSITIVE, DENOMINATORS, UNPRIMED),
    lambda v, gamma, L, M, N, K, sigma_sq, kappa_sq, rho, P, Q, D1, D2: (
        Q * (sq(v.G) + sq(v.G_K)),
        to(
            "203",
            "<=",
            N * K * M * sigma_sq
            + 4 * kappa_sq * M * N * K
            + 4 * N * L**2 * sigma_sq * gamma**2 * K * (K - 1)
            + 8 * L**2 * gamma**2 * M * K * (K - 1) * (sigma_sq + kappa_sq * (2 * K - 1)) * N / P
            + 4 * K * sq(v.A),
        ),
    ),
    using={
        "203": lambda v, gamma, L, M, N, K, sigma_sq, kappa_sq, rho, P, Q, D1, D2: [
            Used(
                display_201(
                    "qprsgd.lemma3/201", v, (gamma, L, M, N, K, sigma_sq, kappa_sq, P), rho, D1, D2, 4 * K
                ),
                1,
            ),
        ]
    },
    more={
        "203": {
            "severity": "cosmetic",
            "repair": "qprsgd.lemma3/203-repaired",
            "doubtful": True,
            "note": "The term 4MK(K−1)L²γ²ΣΣ‖∂F1/M‖² of display 201 is gone here, and stands in Lemma 3; the "
            "sum of ‖G‖² runs to K, which nothing bounds, where the proof began with K − 1.",
        }
    },
)

REPAIRED_203 = vectors(
    STATEMENT,
    (*RANGES, ROUNDS, CONNECTED, NOISE_FACTOR, POSITIVE, DENOMINATORS),
    lambda v, gamma, L, M, N, K, sigma_sq, kappa_sq, rho, P, D1, D2: (
        (1 - 8 * L**2 * gamma**2 * K * D1 * (D2 / (1 - rho**2) + 1 / (1 - rho) ** 2)) * sq(v.G),
        to(
            "203-repaired",
            "<=",
            gradients((gamma, L, M, N, K, sigma_sq, kappa_sq, P, 1), v, M),
        ),
    ),
    using={
        "203-repaired": lambda v, gamma, L, M, N, K, sigma_sq, kappa_sq, rho, P, D1, D2: [
            Used(
                display_201(
                    "qprsgd.lemma3/201-repaired",
                    v,
                    (gamma, L, M, N, K, sigma_sq, kappa_sq, P),
                    rho,
                    D1,
                    D2,
                    4 * M * K,
                ),
                1,
            )
        ]
    },
    more={"203-repaired": {"variant": "repaired"}},
)

REPAIRED_LEMMA = vectors(
    STATEMENT,
    (*RANGES, ROUNDS, DENOMINATORS),
    lambda v, gamma, L, M, N, K, sigma_sq, kappa_sq, P, Q: (
        sq(v.G),
        to(
            "the lemma-repaired",
            "<=",
            reduce(
                add,
                gossip_repaired.lemma3_of(
                    *(M, sigma_sq, P, Q, N, K, L, gamma, kappa_sq, sq(v.B) + sq(v.B_rest), sq(v.A))
                ).values(),
            ),
        ),
    ),
    using={
        "the lemma-repaired": lambda v, gamma, L, M, N, K, sigma_sq, kappa_sq, P, Q: [
            Used(
                Fact(
                    "qprsgd.lemma3/203-repaired",
                    le(
                        Q * sq(v.G),
                        gradients((gamma, L, M, N, K, sigma_sq, kappa_sq, P, 1), v, M),
                    ),
                ),
                1 / Q,
            )
        ]
    },
    more={"the lemma-repaired": {"variant": "repaired"}},
)

STEPS = (*LEMMAS, *PLUGGED_IN, *AS_PRINTED_203, *REPAIRED_203, *REPAIRED_LEMMA)
