"""The rate after Corollary 2.1, and Table I: what the repaired corollary gives, in two ways to count K.

Letters as in `gossip_corollary`: √(NM) is rM. A is Σ_n E‖∇F(X_n 1/M)‖², H is 3L∛D₂′ + 16LD₃′ + 6L, and
K_max is the corollary's largest K, √(gap·σ²/(L·D₂′(σ²+4κ²))), in which no N, M or K occurs.
"""

from functools import reduce
from operator import add
from typing import Any

from theory.papers.qprsgd import gossip_repaired, theorem2
from theory.papers.qprsgd.proofs.gossip_common import LOCAL_STEPS
from theory.papers.qprsgd.proofs.gossip_corollary import NOISE, ROOT
from theory.proof.build import reals
from theory.proof.claim import given, le, lt
from theory.proof.step import to

COROLLARY = given(
    "Corollary 2.1 repaired; gap, H, L > 0",
    lambda A, sigma, r, M, H, N, K, L, gap: (
        *(lt(0, gap), lt(0, H), lt(0, L)),
        le(A / N, reduce(add, gossip_repaired.corollary21_of(sigma, r * M, H, N, K, L, gap).values())),
    ),
)
LOCAL_LIMIT = given("1 ≤ K ≤ K_max", lambda K, K_max: (le(1, K), le(K, K_max)))
SIZES = (ROOT, NOISE, LOCAL_STEPS, COROLLARY)
NOTE = (
    "As K is at most a constant, K_max, the noise 4Lσ/√(NM) of the repaired corollary is at most "
    "4LσK_max/(K√(NM)): the rate stands where all but N, M and K count as constants. It says nothing about "
    "more local steps: without K_max in the factor the rate is O(1/√(NM) + 1/N)."
)


def factor(sigma: Any, L: Any, gap: Any, of_noise: Any) -> Any:
    """What multiplies the leading term, its noise 4Lσ times `of_noise`."""
    return 16 * gap * sigma + 4 * L * sigma * of_noise


RATE = (
    *reals(
        "qprsgd.corollary2.1.rate",
        (*SIZES, LOCAL_LIMIT),
        lambda A, N, M, K, K_max, sigma, L, gap, H: (
            A / N,
            to(
                "the rate",
                "<=",
                (factor(sigma, L, gap, K_max) + 4 * gap * H) * theorem2.rate21(N, K, M),
            ),
        ),
        more={"the rate": {"note": NOTE}},
    ),
    *reals(
        "qprsgd.corollary2.1.rate",
        SIZES,
        lambda A, N, M, K, sigma, L, gap, H: (
            A / N,
            to(
                "the rate-repaired",
                "<=",
                (factor(sigma, L, gap, 1) + 4 * gap * H) * gossip_repaired.rate21(N, M),
            ),
        ),
        more={"the rate-repaired": {"variant": "repaired"}},
    ),
)


# N ≥ √(NM)·K, or ≥ √(NM), makes the leading term the larger
TABLE = reals(
    "qprsgd.tableI.gossip",
    (
        *SIZES,
        LOCAL_LIMIT,
        given("N is large: K√(NM) ≤ N", lambda K, r, M, N: le(K * (r * M), N)),
    ),
    lambda A, N, M, K, K_max, sigma, L, gap, H: (
        A / N,
        to(
            "the rate",
            "<=",
            (factor(sigma, L, gap, K_max) + 4 * gap * H) * theorem2.rate21_leading(N, K, M),
        ),
    ),
    more={"the rate": {"note": NOTE}},
) + reals(
    "qprsgd.tableI.gossip",
    (*SIZES, given("N is large: √(NM) ≤ N", lambda r, M, N: le(r * M, N))),
    lambda A, N, M, K, sigma, L, gap, H: (
        A / N,
        to(
            "the rate-repaired",
            "<=",
            (factor(sigma, L, gap, 1) + 4 * gap * H) * gossip_repaired.rate21_leading(N, M),
        ),
    ),
    more={"the rate-repaired": {"variant": "repaired"}},
)

STEPS = (*RATE, *TABLE)

CLOSES = ("qprsgd.corollary2.1.rate", "qprsgd.tableI.gossip")
