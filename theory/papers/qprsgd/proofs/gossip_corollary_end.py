"""The end of the proof of Corollary 2.1, the corollary itself, and what is left of it.

Letters as in `gossip_corollary`: √(NM) is rM. A is Σ_n E‖∇F(X_n 1/M)‖².
"""

from fractions import Fraction
from functools import reduce
from operator import add
from typing import Any

from theory.papers.qprsgd import gossip_repaired
from theory.papers.qprsgd.proofs.gossip_common import LOCAL_STEPS
from theory.papers.qprsgd.proofs.gossip_corollary import NOISE, ROOT, SMOOTH, STATEMENT, line_261
from theory.papers.qprsgd.theorem2 import corollary21_of, higher_order_of
from theory.proof.build import reals
from theory.proof.claim import given, le, lt
from theory.proof.step import Step, to

FACTORS = given("D₂′ > 0, D₃′ ≥ 1", lambda D2, D3: (lt(0, D2), le(1, D3)))
SAMPLED = given("γ ≤ 1/(σ√(N/M))", lambda gamma, sigma, r: le(gamma * sigma * r, 1))
ROUNDS_1 = given(
    "N ≥ (L²M/σ²)·K²M²(4D₃′+1)²/(D₂′)²: its root, KLM²(4D₃′+1) ≤ σ√(NM)·D₂′",
    lambda K, L, M, D3, D2, sigma, r: le(K * L * M**2 * (4 * D3 + 1), sigma * (r * M) * D2),
)
ROUNDS_2 = given(
    "N ≥ (L²M/σ²)·6(K−1)(2K−1)",
    lambda K, L, M, N, sigma: le(6 * (K - 1) * (2 * K - 1) * L**2 * M, sigma**2 * N),
)
WHOLE = given("K is 1 or at least 2", lambda K: le(0, (K - 1) * (K - 2)))
BASE = (SMOOTH, NOISE, ROOT, LOCAL_STEPS)


def leading(K: Any, L: Any, D2: Any, sigma: Any, r: Any, M: Any) -> Any:
    """KLD₂′/(σ√(NM))."""
    return K * L * D2 / (sigma * (r * M))


def mixing(K: Any, L: Any, M: Any, N: Any, sigma: Any, D2: Any, D3: Any, r: Any) -> Any:
    """3K²L²M/(σ²N)·(2D₃′ + 1/2) + 3KLD₂′/(2σ√(NM))."""
    return 3 * K**2 * L**2 * M / (sigma**2 * N) * ((4 * D3 + 1) / 2) + 3 * leading(K, L, D2, sigma, r, M) / 2


def expanded(gamma: Any, K: Any, L: Any, M: Any, D2: Any, D3: Any) -> Any:
    """Display 264."""
    return 6 * gamma**2 * K**2 * L**2 * D3 + 3 * gamma**2 * L**2 * K**2 / 2 + 3 * gamma * K * L * D2 / (2 * M)


FIRST = reals(
    STATEMENT,
    (*BASE, FACTORS, SAMPLED),
    lambda gamma, K, L, M, N, sigma, D2, D3, r: (
        # D₄′ as it is defined
        3 * gamma * K * L * (2 * gamma * L * K * D3 + gamma * L * (K - 1) / 2 + D2 / (2 * M)),
        to(
            "263",
            "==",
            3 * gamma * K * L * (2 * gamma * K * L * D3 + gamma * L * (K - 1) / 2 + D2 / (2 * M)),
        ),
        to("264", "<=", expanded(gamma, K, L, M, D2, D3)),
        to("265.1", "==", mixing(K, L, M, N, sigma, D2, D3, r)),
    ),
    more={
        "265.1": {
            "severity": "cosmetic",
            "repair": "qprsgd.corollary2.1/265.1-repaired",
            "note": "γ² < M/(σ²N), as Eq. (14) has more in its denominator, so = stands for ≤.",
        }
    },
) + reals(
    STATEMENT,
    (*BASE, FACTORS, SAMPLED),
    lambda gamma, K, L, M, N, sigma, D2, D3, r: (
        expanded(gamma, K, L, M, D2, D3),
        to("265.1-repaired", "<=", mixing(K, L, M, N, sigma, D2, D3, r)),
    ),
    more={"265.1-repaired": {"variant": "repaired"}},
)

FIRST_LIMIT = reals(
    STATEMENT,
    (*BASE, FACTORS, ROUNDS_1),
    lambda K, L, M, N, sigma, D2, D3, r: (
        mixing(K, L, M, N, sigma, D2, D3, r),
        to("265.2", "<=", 3 * leading(K, L, D2, sigma, r, M)),
    ),
)

SECOND = reals(
    STATEMENT,
    (*BASE, SAMPLED),
    lambda gamma, K, L, M, N, sigma, r: (
        4 * L**2 * gamma**2 * (K - 1) / M + 12 * (K - 1) * L**2 * gamma**2,
        to("267", "==", 4 * (K - 1) * L**2 * gamma**2 * (1 / M + 3)),
        to("267", "<=", 4 * (K - 1) * L**2 / (sigma**2 * N / M) * (1 / M + 3)),
        to("268.1", "==", 4 * (K - 1) * L**2 / (sigma**2 * N) * (1 + 3 * M)),
    ),
    more={
        "267.2": {
            "transcription": "restored",
            "evidence": "no sign is printed between two expressions of the line; γ² ≤ M/(σ²N) makes it "
            "≤, as in display 269",
        }
    },
) + reals(
    STATEMENT,
    (*BASE, WHOLE, ROUNDS_2),
    lambda K, L, M, N, sigma: (
        4 * (K - 1) * L**2 / (sigma**2 * N) * (1 + 3 * M),
        to("268.2", "<=", 1),
    ),
    more={"268.2": {"slack": Fraction(99, 100)}},
)

THIRD = reals(
    STATEMENT,
    (*BASE, SAMPLED, ROUNDS_2),
    lambda gamma, K, L, M, N, sigma, r: (
        6 * (K - 1) * (2 * K - 1) * L**2 * gamma**2,
        to("269", "<=", 6 * (K - 1) * (2 * K - 1) * L**2 / (sigma**2 * N / M)),
        to("269", "<=", 1),
    ),
)

THREE = given(
    "3γKLD₄′ ≤ 3KLD₂′/(σ√(NM)) (265), 4z²(K−1)/M + 12(K−1)z² ≤ 1 (268), 6(K−1)(2K−1)z² ≤ 1 (269)",
    lambda gamma, K, L, D4, D2, sigma, r, M: (
        le(0, D4),
        le(gamma * K * L * D4, leading(K, L, D2, sigma, r, M)),
        le(4 * (gamma * L) ** 2 * (K - 1) / M + 12 * (K - 1) * (gamma * L) ** 2, 1),
        le(6 * (K - 1) * (2 * K - 1) * (gamma * L) ** 2, 1),
    ),
)


def initial(gap: Any, K: Any, L: Any, M: Any, N: Any, c: Any, D3: Any, r: Any, of_noise: Any) -> Any:
    """2·gap·σ/(K√(NM)) + 2·gap·(3L∛D₂′ + 16LD₃′ + 6L)/N, σ or what stands for it left free."""
    return 2 * gap * of_noise / (K * (r * M)) + 2 * gap * higher_order_of(c, D3, L) / N


TOGETHER = reals(
    STATEMENT,
    (*BASE, FACTORS, THREE),
    lambda gamma, K, L, M, N, sigma, kappa_sq, D2, D3, D4, c, r, gap: (
        line_261(gamma, K, L, M, D4, sigma, kappa_sq) + initial(gap, K, L, M, N, c, D3, r, sigma),
        to(
            "271",
            "<=",
            6 * leading(K, L, D2, sigma, r, M) * (sigma**2 + 4 * kappa_sq)
            + initial(gap, K, L, M, N, c, D3, r, sigma),
        ),
    ),
)

LOCAL_LIMIT = given(
    "K² ≤ [F(x₁)−F_*]σ²/(L·D₂′(σ²+4κ²))",
    lambda K, gap, L, D2, sigma, kappa_sq: le(K**2 * L * D2 * (sigma**2 + 4 * kappa_sq), gap * sigma**2),
)
LAST = (*BASE, FACTORS, LOCAL_LIMIT, given("gap > 0, c > 0", lambda gap, c: (lt(0, gap), lt(0, c))))


def twice(K: Any, L: Any, M: Any, N: Any, sigma: Any, kappa_sq: Any, rest: Any) -> Any:
    """Display 271 twice over, which bounds A/N."""
    D2, D3, c, r, gap = rest
    return 12 * leading(K, L, D2, sigma, r, M) * (sigma**2 + 4 * kappa_sq) + 2 * initial(
        gap, K, L, M, N, c, D3, r, sigma
    )


def claimed(deviation: Any, r: Any, M: Any, c: Any, D3: Any, N: Any, K: Any, L: Any, gap: Any) -> Any:
    """The bound of the corollary with `deviation` times its first term: 1 as printed."""
    return reduce(add, corollary21_of(deviation, r * M, higher_order_of(c, D3, L), N, K, gap).values())


TIE = reals(
    STATEMENT,
    LAST,
    lambda K, L, M, N, sigma, kappa_sq, D2, D3, c, r, gap: (
        twice(K, L, M, N, sigma, kappa_sq, (D2, D3, c, r, gap)),
        to(
            "the last line",
            "<=",
            claimed(1, r, M, c, D3, N, K, L, gap),
        ),
    ),
    more={
        "the last line": {
            "severity": "step",
            "repair": "qprsgd.corollary2.1/the last line-repaired",
            "note": "With K at its bound display 271 gives 16[F(x₁)−F_*]σ/(K√(NM)); the corollary prints it "
            "without σ, and its units do not agree.",
        }
    },
) + reals(
    STATEMENT,
    LAST,
    lambda K, L, M, N, sigma, kappa_sq, D2, D3, c, r, gap: (
        twice(K, L, M, N, sigma, kappa_sq, (D2, D3, c, r, gap)),
        to(
            "the last line-repaired",
            "<=",
            claimed(sigma, r, M, c, D3, N, K, L, gap),
        ),
    ),
    more={"the last line-repaired": {"variant": "repaired"}},
)

# with the noise 2Lγσ²/M of the repaired Theorem 2, and 1 − 4D₅′ ≥ 1/2 (258.3-strengthened)
WITH_NOISE = given(
    "A/(2N) ≤ display 271 + 2Lγσ²/M, by 261-with the noise and 262",
    lambda A, K, L, M, N, sigma, kappa_sq, D2, D3, c, r, gap, gamma: le(
        A / N,
        twice(K, L, M, N, sigma, kappa_sq, (D2, D3, c, r, gap)) + 4 * L * gamma * sigma**2 / M,
    ),
)


def repaired(sigma: Any, r: Any, M: Any, c: Any, D3: Any, N: Any, K: Any, L: Any, gap: Any) -> Any:
    """The bound of the repaired corollary."""
    higher = higher_order_of(c, D3, L)
    return reduce(add, gossip_repaired.corollary21_of(sigma, r * M, higher, N, K, L, gap).values())


def corollary(variant: str, note: str) -> tuple[Step, ...]:
    """The corollary with the noise of the stochastic gradients, for any D₂′ of Lemma 2."""
    return reals(
        STATEMENT,
        (*LAST, SAMPLED, WITH_NOISE),
        lambda A, K, L, M, N, sigma, D3, c, r, gap: (
            A / N,
            to(f"the corollary-{variant}", "<=", repaired(sigma, r, M, c, D3, N, K, L, gap)),
        ),
        more={f"the corollary-{variant}": {"variant": variant, "note": note}},
    )


REPAIRED = corollary(
    "repaired", "The rate is O(1/√(NM)): more local steps do not shrink the second term."
) + corollary(
    "strengthened",
    "The proof knows D₂′ only as what Lemma 2 bounds the noise with, and D₃′ ≥ D₂′ + 1: the strengthened "
    "lemma's constant will do.",
)

STEPS = (
    *FIRST,
    *FIRST_LIMIT,
    *SECOND,
    *THIRD,
    *TOGETHER,
    *TIE,
    *REPAIRED,
)
