"""Proof of Lemma 3 (section E), the sums over local steps.

For one n: y is Σ_m ‖x̃_n^{(m)} − X_n 1/M‖², w is Σ_{k≥1} Σ_m ‖x_{n;k}^{(m)} − X_{n;k}1/M‖², w_0 its value at
k = 0, which is y. Y, W and T_4 are sums over n.
"""

from typing import Any

from theory.papers.qprsgd.proofs.gossip_common import (
    DRIFT,
    LOCAL_STEPS,
    ROUNDS,
    SIZES,
    SPREAD,
    VARIANCE,
    WORKERS,
)
from theory.proof.build import induction, reals
from theory.proof.claim import eq, given, le
from theory.proof.step import to

STATEMENT = "qprsgd.lemma3"
RANGES = (SIZES, WORKERS, LOCAL_STEPS, VARIANCE, SPREAD)
SUMS = given("y ≥ 0, w ≥ 0", lambda y, w: (le(0, y), le(0, w)))

SUMMED = induction(
    STATEMENT,
    "187",
    "Σ_{k=1}^{K−1} Σ_m ‖x_{n;k}^{(m)} − X_{n;k}1/M‖² ≤ the sums over k of the terms of display 184, "
    "with X_{n;j} for X_n",
    RANGES,
)(
    start=lambda y, gamma, L, M, sigma_sq, kappa_sq: le(
        0 * y, summed(y, 0, gamma, L, M, sigma_sq, kappa_sq, (0, 0, 0))
    ),
    # w, S1, Z and S2 have the sums up to k = K − 1; D is Σ_{j<K} Σ_m at k = K
    step=lambda w, y, K, gamma, L, M, sigma_sq, kappa_sq, S1, S2, Z, D: le(
        summed(y, K - 1, gamma, L, M, sigma_sq, kappa_sq, (S1, S2, Z))
        + 2 * y
        + 4 * K * sigma_sq * gamma**2 * M
        + 4 * gamma**2 * (6 * K * L**2 * D + 3 * K**2 * kappa_sq * M),
        summed(y, K, gamma, L, M, sigma_sq, kappa_sq, (S1 + K, S2 + K**2, Z + K * D)),
    ),
)


def summed(y: Any, count: Any, gamma: Any, L: Any, M: Any, sigma_sq: Any, kappa_sq: Any, sums: Any) -> Any:
    """Display 187 at Σk, Σk² and Σ_k k Σ_{j<k} Σ_m ‖w_j‖²."""
    S1, S2, Z = sums
    return (
        2 * count * y
        + 4 * sigma_sq * gamma**2 * M * S1
        + 24 * gamma**2 * L**2 * Z
        + 12 * gamma**2 * kappa_sq * M * S2
    )


EXCHANGED = induction(
    STATEMENT,
    "the double sum of 188",
    "Σ_{k<K} k Σ_{j<k} w_j ≤ K(K−1)/2·w_0 + (K+1)(K−2)/2·Σ_{1≤j<K} w_j for every K",
    (LOCAL_STEPS, SUMS, given("w_K ≥ 0", lambda w_K: le(0, w_K))),
)(
    start=lambda y: le(0 * y, 0 * y),
    step=lambda K, y, w, w_K: le(
        K * (K - 1) / 2 * y + (K + 1) * (K - 2) / 2 * w + K * (y + w),
        (K + 1) * K / 2 * y + (K + 2) * (K - 1) / 2 * (w + w_K),
    ),
)

POWER_SUMS = induction(
    STATEMENT,
    "the power sums of 188",
    "Σ_{k<K} k = K(K−1)/2 and Σ_{k<K} k² = (K−1)K(2K−1)/6 for every K",
    (LOCAL_STEPS,),
)(
    start=lambda K: eq((K - K) * (K - 1) / 2, 0),
    step_of_k=lambda K: eq(K * (K - 1) / 2 + K, (K + 1) * K / 2),
    start_of_squares=lambda K: eq((K - 1) * (K - K) * (2 * K - 1) / 6, 0),
    step_of_squares=lambda K: eq((K - 1) * K * (2 * K - 1) / 6 + K**2, K * (K + 1) * (2 * K + 1) / 6),
)

KNOWN = given(
    "Σk = K(K−1)/2, Σk² = (K−1)K(2K−1)/6, and the double sum's bound",
    lambda K, y, w, S1, S2, Z: (
        eq(S1, K * (K - 1) / 2),
        eq(S2, (K - 1) * K * (2 * K - 1) / 6),
        le(Z, K * (K - 1) / 2 * y + (K + 1) * (K - 2) / 2 * w),
    ),
)
WHOLE = given("K is 1 or at least 2", lambda K: le(0, (K - 1) * (K - 2)))


def counted(constants: Any, y: Any, w: Any, last: Any) -> Any:
    """Display 188, but for its last term."""
    gamma, L, M, K, sigma_sq = constants
    return (
        2 * (K - 1) * y
        + 2 * sigma_sq * gamma**2 * M * K * (K - 1)
        + 24 * gamma**2 * L**2 * (K * (K - 1) / 2) * y
        + 12 * gamma**2 * L**2 * (K + 1) * (K - 2) * w
        + last
    )


AS_PRINTED = reals(
    STATEMENT,
    (*RANGES, SUMS, KNOWN, WHOLE),
    lambda y, w, gamma, L, M, K, sigma_sq, kappa_sq, S1, S2, Z: (
        summed(y, K - 1, gamma, L, M, sigma_sq, kappa_sq, (S1, S2, Z)),
        to(
            "188",
            "<=",
            counted(
                (gamma, L, M, K, sigma_sq),
                y,
                w,
                2 * sigma_sq * gamma**2 * M * K * (K - 1) * K * (2 * K - 1),
            ),
        ),
    ),
    more={
        "188": {
            "severity": "cosmetic",
            "repair": "qprsgd.lemma3/188-repaired",
            "note": "The last term is 2γ²κ²M(K−1)K(2K−1), as display 189 has it; printed are σ² for κ² and a "
            "second K. The third sum's limits are printed k = 0 … M, and are read as m = 1 … M.",
        }
    },
)


def drifted(constants: Any, y: Any, w: Any) -> Any:
    """Display 189."""
    gamma, L, _, K, _, _ = constants
    return moderate(constants, y) + 12 * gamma**2 * L**2 * (K + 1) * (K - 2) * w


def moderate(constants: Any, y: Any) -> Any:
    """The right side of display 191."""
    gamma, L, _, K, _, _ = constants
    return (2 * K - 2 + 12 * K * (K - 1) * gamma**2 * L**2) * y + noises(constants)


def noises(constants: Any) -> Any:
    """2σ²γ²MK(K−1) + 2γ²κ²M(K−1)K(2K−1)."""
    gamma, _, M, K, sigma_sq, kappa_sq = constants
    return 2 * sigma_sq * gamma**2 * M * K * (K - 1) + 2 * gamma**2 * kappa_sq * M * (K - 1) * K * (2 * K - 1)


def denominator(constants: Any) -> Any:
    """1 − 12γ²L²(K+1)(K−2)."""
    gamma, L, _, K, _, _ = constants
    return 1 - 12 * gamma**2 * L**2 * (K + 1) * (K - 2)


def factor(constants: Any) -> Any:
    """2K − 1 + 24γ²L²."""
    gamma, L, _, K, _, _ = constants
    return 2 * K - 1 + 24 * gamma**2 * L**2


REPAIRED = reals(
    STATEMENT,
    (*RANGES, SUMS, KNOWN),
    lambda y, w, gamma, L, M, K, sigma_sq, kappa_sq, S1, S2, Z: (
        summed(y, K - 1, gamma, L, M, sigma_sq, kappa_sq, (S1, S2, Z)),
        to(
            "188-repaired",
            "<=",
            counted(
                (gamma, L, M, K, sigma_sq),
                y,
                w,
                2 * gamma**2 * kappa_sq * M * (K - 1) * K * (2 * K - 1),
            ),
        ),
        to("189", "==", drifted((gamma, L, M, K, sigma_sq, kappa_sq), y, w)),
    ),
    more={
        "188-repaired": {"variant": "repaired"},
        "189": {"note": "From display 188 with its last term as it must be."},
    },
)

ONE_SIDE = given(
    "w ≤ display 189",
    lambda w, y, gamma, L, M, K, sigma_sq, kappa_sq: le(
        w, drifted((gamma, L, M, K, sigma_sq, kappa_sq), y, w)
    ),
)

SOLVED = reals(
    STATEMENT,
    (*RANGES, SUMS, ONE_SIDE),
    lambda w, y, gamma, L, M, K, sigma_sq, kappa_sq: (
        denominator((gamma, L, M, K, sigma_sq, kappa_sq)) * w,
        to("191", "<=", moderate((gamma, L, M, K, sigma_sq, kappa_sq), y)),
    ),
) + reals(
    STATEMENT,
    (*RANGES, SUMS, DRIFT, ONE_SIDE),
    lambda w, y, gamma, L, M, K, sigma_sq, kappa_sq: (
        w,
        to(
            "193",
            "<=",
            moderate((gamma, L, M, K, sigma_sq, kappa_sq), y)
            / denominator((gamma, L, M, K, sigma_sq, kappa_sq)),
        ),
        to(
            "194",
            "<=",
            (factor((gamma, L, M, K, sigma_sq, kappa_sq)) * y + noises((gamma, L, M, K, sigma_sq, kappa_sq)))
            / denominator((gamma, L, M, K, sigma_sq, kappa_sq)),
        ),
    ),
)

ALL_STEPS = reals(
    STATEMENT,
    (
        *RANGES,
        ROUNDS,
        DRIFT,
        given(
            "display 193 summed over n, and Y for k = 0",
            lambda T_4, Y, W, N, gamma, L, M, K, sigma_sq, kappa_sq: (
                eq(T_4, Y + W),
                le(
                    W * denominator((gamma, L, M, K, sigma_sq, kappa_sq)),
                    (2 * K - 2 + 12 * K * (K - 1) * gamma**2 * L**2) * Y
                    + noises((gamma, L, M, K, sigma_sq, kappa_sq)) * N,
                ),
            ),
        ),
    ),
    lambda T_4, Y, N, gamma, L, M, K, sigma_sq, kappa_sq: (
        T_4,
        to(
            "196",
            "<=",
            factor((gamma, L, M, K, sigma_sq, kappa_sq))
            / denominator((gamma, L, M, K, sigma_sq, kappa_sq))
            * Y
            + noises((gamma, L, M, K, sigma_sq, kappa_sq))
            / denominator((gamma, L, M, K, sigma_sq, kappa_sq))
            * N,
        ),
    ),
)


STEPS = (*SUMMED, *EXCHANGED, *POWER_SUMS, *AS_PRINTED, *REPAIRED, *SOLVED, *ALL_STEPS)
