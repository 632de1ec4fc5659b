"""Section 5: what the server sends and receives, in float values, and Eq. (9).

S is Σ_t Σ_k ‖C(e_{t+½,k})‖₀ and W is Σ_t ‖w_{t+1} − w_t‖₀.
"""

from fractions import Fraction
from typing import Any

from theory.arithmetic import absolute
from theory.papers.gmc import formulas as gmc
from theory.papers.gmc.proofs.common import WORKERS
from theory.proof.build import induction, reals
from theory.proof.claim import eq, given, le
from theory.proof.step import to
from theory.statement import total

SIZES = (WORKERS, given("d ≥ 1, T ≥ 1", lambda d, T: (le(1, d), le(1, T))))
BLOCK = given(
    "a block of d/1024 components in every message and in every w_{t+1} − w_t",
    lambda S, W, d, K, T: (eq(1024 * S, K * T * d), eq(1024 * W, T * d)),
)


def ratio(S: Any, W: Any, d: Any, K: Any, T: Any) -> Any:
    """(1/dKT)(KW + S), as Eq. (9) prints it."""
    return 1 / (d * K * T) * (K * W + S)


COSTS = (
    *induction(
        "gmc.section5.cost",
        "DMSGD",
        "T steps, in each of which K vectors of d values arrive and one goes to each of K workers, cost 2dKT",
        SIZES,
    )(
        start=lambda d, K: eq(gmc.dense_cost(d, K, 0), 0),
        step=lambda d, K, T: eq(gmc.dense_cost(d, K, T) + K * d + K * d, gmc.dense_cost(d, K, T + 1)),
    ),
    *reals(
        "gmc.section5.cost",
        SIZES,
        lambda S, K, T: (2 * S, to("received by GMC's server", "==", gmc.pairs_received(S / (K * T), K, T))),
    ),
    *reals(
        "gmc.section5.cost",
        SIZES,
        lambda W, K, T: (2 * K * W, to("sent by GMC's server", "==", gmc.pairs_sent(W / T, K, T))),
    ),
    *reals(
        "gmc.section5.cost",
        SIZES,
        lambda S, W, K, T: (
            2 * (S + K * W),
            to("GMC's cost", "==", gmc.pairs_cost(S / (K * T), W / T, K, T)),
        ),
    ),
)

RELATIVE = (
    *reals(
        "gmc.eq9",
        SIZES,
        lambda S, W, d, K, T: (
            gmc.pairs_cost(S / (K * T), W / T, K, T) / gmc.dense_cost(d, K, T),
            to("029", "==", ratio(S, W, d, K, T)),
            to("as averages", "==", total(gmc.relative_cost(S / (K * T), W / T, d, K))),
        ),
    ),
    *reals(
        "gmc.eq9",
        (
            *SIZES,
            given(
                "in float values alone: S = dKT and W = dT",
                lambda S, W, d, K, T: (eq(S, d * K * T), eq(W, d * T)),
            ),
        ),
        lambda S, W, d, K, T: (
            gmc.block_cost(S / (K * T), W / T, K, T) / gmc.dense_cost(d, K, T),
            to("the RCC of DMSGD", "==", 1),
        ),
    ),
)

SHARED_BLOCK = (
    *reals(
        "gmc.section5.cost.rbgs",
        SIZES,
        lambda S, K, T: (
            2 * gmc.block_received(S / (K * T), K, T),
            to("received, half of top-s", "==", gmc.pairs_received(S / (K * T), K, T)),
        ),
    ),
    *reals(
        "gmc.section5.cost.rbgs",
        SIZES,
        lambda W, K, T: (K * W, to("sent without indices", "==", gmc.block_sent(W / T, K, T))),
    ),
    *reals(
        "gmc.eq9.rbgs",
        (*SIZES, BLOCK),
        lambda S, W, d, K, T: (
            total(gmc.relative_cost_block(S / (K * T), W / T, d, K)),
            to("030.1", "==", ratio(S, W, d, K, T) / 2),
        ),
    ),
    *reals(
        "gmc.eq9.rbgs",
        (*SIZES, BLOCK),
        lambda S, W, d, K, T: (1024 * (ratio(S, W, d, K, T) / 2), to("030.2", "==", 1)),
    ),
    *reals(
        "gmc.eq9.rbgs",
        (given("x = 1/1024", lambda x: eq(1024 * x, 1)),),
        # ≈ 0.098%, to half a unit of the last digit, in millionths
        lambda x: (absolute(10**6 * x - 980), to("030.3", "<=", 5)),
        more={"030.3": {"slack": Fraction(99, 100)}},
    ),
)

STEPS = (*COSTS, *RELATIVE, *SHARED_BLOCK)

CLOSES = ("gmc.section5.cost", "gmc.eq9", "gmc.section5.cost.rbgs", "gmc.eq9.rbgs")
