"""The end of the proof of Theorem 2: Lemma 3 is put in, Eq. (12) follows, and what is left of it.

B and B_rest are the mean gradients at k = 0 and at the other local steps. P and Q are the denominators
1 − 12γ²L²(K+1)(K−2) and 1 − 8L²γ²K·D₁′D₃′.
"""

from typing import Any

from theory.papers.qprsgd import gossip_repaired, theorem2
from theory.papers.qprsgd.proofs.gossip_common import (
    DENOMINATORS,
    LOCAL_STEPS,
    ROUNDS,
    SIZES,
    SPREAD,
    VARIANCE,
    WORKERS,
    gradients,
)
from theory.proof.build import reals, vectors
from theory.proof.claim import eq, given, le, lt
from theory.proof.step import Step, to
from theory.proof.vectors import Fact, Used, sq

STATEMENT = "qprsgd.theorem2"


def variance_weight(gamma: Any, L: Any, K: Any, D4: Any, Q: Any) -> Any:
    """D₅′ = 2KLγ·D₄′/Q."""
    return theorem2.variance_weight_of(D4, Q, K, L, gamma)


def local_descent(gamma: Any, L: Any, K: Any, D4: Any, Q: Any) -> Any:
    """D₆′ = 1 − 4K(K−1)L²γ²·D₅′ − 2γKL."""
    return theorem2.local_descent_of(variance_weight(gamma, L, K, D4, Q), K, L, gamma)


FACTOR = given(
    "D₄′ ≥ 0, D₆′ > 0",
    lambda D4, gamma, L, K, Q: (le(0, D4), lt(0, local_descent(gamma, L, K, D4, Q))),
)
ALL = (SIZES, LOCAL_STEPS, WORKERS, ROUNDS, VARIANCE, SPREAD, DENOMINATORS, FACTOR)


def before(v: Any, gamma: Any, L: Any, K: Any, M: Any, D4: Any) -> Any:
    """Display 241, its factor of ΣΣ‖G‖² as γ²KL·D₄′/M."""
    return (
        -gamma * K / 2 * sq(v.A)
        - (gamma / 2 - gamma**2 * L * K) * (sq(v.B) + sq(v.B_rest))
        + gamma**2 * K * L / M * D4 * sq(v.G)
    )


def after(v: Any, constants: Any, D4: Any, of_A: Any, of_noise: Any) -> Any:
    """Display 242; `of_A` multiplies −γK/2·Σ‖∇F‖², and `of_noise` is K, or K² for what the algebra gives."""
    gamma, L, M, N, K, sigma_sq, kappa_sq, P, Q = constants
    z_sq = L**2 * gamma**2
    noise = 1 + 4 * z_sq * (K - 1) / M + 8 * (K - 1) * z_sq / P
    spread = 1 + 4 * (K - 1) * (2 * K - 1) * z_sq / P
    return (
        -gamma * K / 2 * of_A * sq(v.A)
        - gamma / 2 * local_descent(gamma, L, K, D4, Q) * sq(v.B)
        + gamma**2 * of_noise * L * D4 * N / Q * noise * sigma_sq
        + 4 * gamma**2 * K**2 * L * D4 * N / Q * spread * kappa_sq
    )


COEFFICIENTS = reals(
    STATEMENT,
    (
        SIZES,
        LOCAL_STEPS,
        WORKERS,
        given("D₂′ ≥ 0, 0 ≤ ρ < 1", lambda D2, rho: (le(0, D2), le(0, rho), lt(rho, 1))),
    ),
    lambda gamma, L, K, M, D2, rho: (
        gamma**3 * L**2 * K / (2 * M) * (4 * K / (1 - rho) ** 2 + K - 1)
        + gamma**2 * K * L / M * (2 * gamma * L * K / (1 - rho**2) + 1 / (2 * M)) * D2,
        to(
            "D₄′ collects the factor of ΣΣ‖G‖²",
            "==",
            gamma**2
            * K
            * L
            / M
            * (
                2 * gamma * L * K * (D2 / (1 - rho**2) + 1 / (1 - rho) ** 2)
                + gamma * L * (K - 1) / 2
                + D2 / (2 * M)
            ),
        ),
    ),
)

AN_EXAMPLE = given(
    "K = 2, M = 2, N = 1, ρ = 0, μ = 1, D₂′ = 1, which makes D₃′ = 2, γL = 1/20, σ² = 1, κ² = 0, "
    "and P, Q and D₄′ what they are defined to be",
    lambda gamma, L, M, N, K, sigma_sq, kappa_sq, P, Q, D4: (
        *(eq(K, 2), eq(M, 2), eq(N, 1), eq(20 * gamma, 1), eq(L, 1), eq(sigma_sq, 1), eq(kappa_sq, 0)),
        *(eq(P, 1), eq(Q, 1 - 32 * gamma**2 * L**2 * (3 + 24 * gamma**2 * L**2))),
        eq(D4, 8 * gamma * L + gamma * L / 2 + 1 / (2 * M)),
    ),
)

PUT_IN = vectors(
    STATEMENT,
    (*ALL, AN_EXAMPLE),
    lambda v, gamma, L, M, N, K, sigma_sq, kappa_sq, P, Q, D4: (
        before(v, gamma, L, K, M, D4),
        to(
            "242",
            "<=",
            after(
                v,
                (gamma, L, M, N, K, sigma_sq, kappa_sq, P, Q),
                D4,
                1 - variance_weight(gamma, L, K, D4, Q),
                K,
            ),
        ),
    ),
    using={
        "242": lambda v, gamma, L, M, N, K, sigma_sq, kappa_sq, P, Q, D4: [
            Used(
                Fact(
                    "qprsgd.lemma3",
                    le(sq(v.G), gradients((gamma, L, M, N, K, sigma_sq, kappa_sq, P, Q), v, 1)),
                ),
                gamma**2 * K * L / M * D4,
            )
        ]
    },
    more={
        "242": {
            "severity": "step",
            "repair": "qprsgd.theorem2/242-repaired",
            "note": "Lemma 3 as printed gives 1 − 4D₅′/M, which Eq. (12) has, where 1 − D₅′ is printed, and "
            "Lemma 3 as its proof can give it 1 − 4D₅′; the factor of σ² lacks a K: γ²K²L·D₄′N/Q, which "
            "Eq. (12) has too.",
        }
    },
)

REPAIRED = vectors(
    STATEMENT,
    ALL,
    lambda v, gamma, L, M, N, K, sigma_sq, kappa_sq, P, Q, D4: (
        before(v, gamma, L, K, M, D4) + gamma**2 * L * K * sigma_sq * N / M,
        to(
            "242-repaired",
            "<=",
            after(
                v,
                (gamma, L, M, N, K, sigma_sq, kappa_sq, P, Q),
                D4,
                1 - 4 * variance_weight(gamma, L, K, D4, Q),
                K**2,
            )
            + gamma**2 * L * K * sigma_sq * N / M,
        ),
    ),
    using={
        "242-repaired": lambda v, gamma, L, M, N, K, sigma_sq, kappa_sq, P, Q, D4: [
            Used(
                Fact(
                    "qprsgd.lemma3/203-repaired",
                    le(sq(v.G), gradients((gamma, L, M, N, K, sigma_sq, kappa_sq, P, Q), v, M)),
                ),
                gamma**2 * K * L / M * D4,
            )
        ]
    },
    more={"242-repaired": {"variant": "repaired"}},
)


def averages(constants: Any, D5: Any, gap: Any) -> Any:
    """The right side of Eq. (12) with σ² where it belongs, and with the lost noise 2Lγσ²/M."""
    gamma, L, M, N, K, sigma_sq, kappa_sq, P = constants
    return sum(gossip_repaired.theorem2_of(D5, P, M, sigma_sq, N, K, L, gamma, kappa_sq, gap).values())


THEOREM = vectors(
    STATEMENT,
    (*ALL, given("F(x₁) − F_* ≥ 0", lambda gap: le(0, gap))),
    lambda v, gamma, L, M, N, K, sigma_sq, kappa_sq, P, Q, D4, gap: (
        gossip_repaired.gradient_weight_of(variance_weight(gamma, L, K, D4, Q)) / N * sq(v.A)
        + local_descent(gamma, L, K, D4, Q) / (K * N) * sq(v.B),
        to(
            "Eq. (12)-repaired",
            "<=",
            averages((gamma, L, M, N, K, sigma_sq, kappa_sq, P), variance_weight(gamma, L, K, D4, Q), gap),
        ),
    ),
    using={
        "Eq. (12)-repaired": lambda v, gamma, L, M, N, K, sigma_sq, kappa_sq, P, Q, D4, gap: [
            Used(
                Fact(
                    "qprsgd.theorem2/242-repaired",
                    le(
                        -gap,
                        after(
                            v,
                            (gamma, L, M, N, K, sigma_sq, kappa_sq, P, Q),
                            D4,
                            1 - 4 * variance_weight(gamma, L, K, D4, Q),
                            K**2,
                        )
                        + gamma**2 * L * K * sigma_sq * N / M,
                    ),
                ),
                2 / (gamma * K * N),
            )
        ]
    },
    more={"Eq. (12)-repaired": {"variant": "repaired"}},
)

WEIGHT = given(
    "1 − 4D₅′ > 0",
    lambda gamma, L, K, D4, Q: lt(0, gossip_repaired.gradient_weight_of(variance_weight(gamma, L, K, D4, Q))),
)


def solved(variant: str) -> tuple[Step, ...]:
    """Eq. (12)-repaired over 1 − 4D₅′; D₂′ is any constant of Lemma 2, so also the strengthened one's."""
    return vectors(
        f"{STATEMENT}.gradient",
        (*ALL, WEIGHT),
        lambda v, gamma, L, M, N, K, sigma_sq, kappa_sq, P, Q, D4, gap: (
            sq(v.A) / N,
            to(
                f"Eq. (12)-{variant}, solved",
                "<=",
                averages((gamma, L, M, N, K, sigma_sq, kappa_sq, P), variance_weight(gamma, L, K, D4, Q), gap)
                / gossip_repaired.gradient_weight_of(variance_weight(gamma, L, K, D4, Q)),
            ),
        ),
        using={f"Eq. (12)-{variant}, solved": weighted},
        more={f"Eq. (12)-{variant}, solved": {"variant": variant}},
    )


def weighted(
    v: Any,
    gamma: Any,
    L: Any,
    M: Any,
    N: Any,
    K: Any,
    sigma_sq: Any,
    kappa_sq: Any,
    P: Any,
    Q: Any,
    D4: Any,
    gap: Any,
) -> list[Used]:
    """Eq. (12)-repaired, over 1 − 4D₅′."""
    D5 = variance_weight(gamma, L, K, D4, Q)
    weight = gossip_repaired.gradient_weight_of(D5)
    left = weight / N * sq(v.A) + local_descent(gamma, L, K, D4, Q) / (K * N) * sq(v.B)
    right = averages((gamma, L, M, N, K, sigma_sq, kappa_sq, P), D5, gap)
    return [Used(Fact(f"{STATEMENT}/Eq. (12)-repaired", le(left, right)), 1 / weight)]


STEPS = (*COEFFICIENTS, *PUT_IN, *REPAIRED, *THEOREM, *solved("repaired"), *solved("strengthened"))
