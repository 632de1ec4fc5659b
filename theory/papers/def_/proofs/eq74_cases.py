"""Eq. (74) and (86) with the paper's bounds on their products and sums, case by case in the exponent.

a is μc/2 for DEF and SGD, μδc/2 for DEF-A; (1), (2), (3), (5) and (6) are the circled products and sums.
"""

from theory.papers.def_.proofs.eq75 import SMALL
from theory.papers.def_.proofs.stability_common import SCHEDULE
from theory.proof.build import reals
from theory.proof.claim import eq, given, le, lt
from theory.proof.step import Step, to

SHARE = given("0 < p ≤ 1; p is δ for DEF-A, else 1", lambda p: (lt(0, p), le(p, 1)))
CURVED = given("0 < μ ≤ L, as F is not constant", lambda mu, L: (lt(0, mu), le(mu, L)))
EXCLUDED = ("eq74.eq77", "eq74.eq79", "eq74.eq77.sgd", "eq74.eq79.sgd")
EXCLUDED_A = ("eq86.eq91", "eq86.eq92", "eq86.eq93")
NEGATIVE = ("eq74.eq78", "eq74.eq78.sgd")


def excluded(name: str, least: int) -> tuple[Step, ...]:
    """A case with an exponent of 1 or more, which c ≤ 1/(least·L) rules out."""
    return reals(
        f"def.{name}",
        (CURVED, SHARE, SCHEDULE, given(f"c ≤ 1/({least}L)", lambda c, L: le(least * c * L, 1))),
        lambda mu, c, p: (2 * least * (mu * p * c / 2), to("the case is excluded", "<=", p)),
        more={
            "the case is excluded": {
                "note": f"No exponent is above 1/{2 * least}, and the case asks for 1 or more: nothing is "
                "claimed. For constant F, which has no μ, the left side is 0."
            }
        },
    )


def negative(name: str) -> tuple[Step, ...]:
    """(74) with (75) and (78) at constant F, where its left side is 0."""
    return reals(
        f"def.{name}",
        (SMALL, SCHEDULE, given("T = 2, and Q > 0 multiplies (2)", lambda T, Q: (eq(T, 2), lt(0, Q)))),
        lambda a, c, T, Q: (0 * Q, to("the whole", "<=", Q * (c**2 / (a - 1) / T))),
        more={
            "the whole": {
                "severity": "false",
                "repair": f"def.{name}/the sum",
                "note": "a = μc/2 ≤ 1/8, so that the bound (78) on (2) is negative. f(θ;ξ) = ±σθ with "
                "F = 0 keeps every assumption, both gaps are 0, and the right side is below 0.",
            }
        },
    )


def summed(name: str) -> tuple[Step, ...]:
    """(74) with bounds on (1) and (2) that hold."""
    bounds = given(
        "gap ≤ G₀·(1) + Q·(2), (1) ≤ X, (2) ≤ S; G₀, Q ≥ 0",
        lambda gap, G0, Q, P, U, X, S: (le(gap, G0 * P + Q * U), le(0, G0), le(0, Q), le(P, X), le(U, S)),
    )
    return reals(
        f"def.{name}",
        (bounds,),
        lambda gap, G0, Q, X, S: (gap, to("the sum", "<=", G0 * X + Q * S)),
        more={
            "the sum": {
                "variant": "repaired",
                "note": "X = (T+1)^{−a} from 138-repaired, S = 2^a·c²T^{−a}[1 + (T^{a−1} − 1)/(a−1)] from "
                "139- and 141-repaired",
            }
        },
    )


AVERAGED = reals(
    "def.eq86.eq90",
    (
        given(
            "gap ≤ G₀·(3) + R·(5) + V·(6), (3) ≤ X, (5) ≤ D, (6) ≤ S; G₀, R, V ≥ 0",
            lambda gap, G0, R, V, P, U, W, X, D, S: (
                le(gap, G0 * P + R * U + V * W),
                le(0, G0),
                le(0, R),
                le(0, V),
                le(P, X),
                le(U, D),
                le(W, S),
            ),
        ),
    ),
    lambda gap, G0, R, V, X, D, S: (gap, to("the sum", "<=", G0 * X + R * D + V * S)),
    more={
        "the sum": {
            "variant": "repaired",
            "note": "X = (T+1)^{−a} from 163-repaired, D = 2/(μδ) from 166-repaired, "
            "S = 2^a·c²T^{−a}[1 + (T^{a−1} − 1)/(a−1)] from 164-repaired and 168.2; R as in 159-repaired",
        }
    },
)

STEPS = (
    *(step for name in EXCLUDED for step in excluded(name, 4)),
    *(step for name in EXCLUDED_A for step in excluded(name, 8)),
    *(step for name in NEGATIVE for step in (*negative(name), *summed(name))),
    *AVERAGED,
)

CLOSES = tuple(f"def.{name}" for name in (*EXCLUDED, *EXCLUDED_A, *NEGATIVE))
