"""The rates of Theorems C.7 and 3.1: where the printed step size fails, and what one more branch gives.

The counterexample: two nodes, W = (3/4, 1/4; 1/4, 3/4), so ρ = 3/4; f(x) = x²/2 and
∇f_i(x) = x ± clip(x + 56/3, −24, 24), so L = 2, ζ² = 576 and no noise; β = μ = 0. Theorem C.7's step size is
3/56 for every T. From x₁ = x₂ = 2 the models stay where nothing is clipped, and x̄ ≥ 1 for ever.
"""

from fractions import Fraction
from typing import Any

from theory.papers.qg import formulas as qg
from theory.proof.build import one, reals
from theory.proof.claim import Comparison, eq, given, le
from theory.proof.compound import Induction
from theory.proof.implication import Implication
from theory.proof.step import to

STATEMENT = "qg.theoremC.7"


def in_region(a: Any, b: Any) -> tuple[Comparison, ...]:
    """What REGION says, each comparison on its own."""
    return le(2, a + b), le(a + b, 4), le(-4, a - b), le(a - b, 0), le(2, b)


# a = x₁ and b = x₂; their gradients are 2a + 56/3 and −56/3, and a step moves by 3/56 of them
REGION = given(
    "2 ≤ a + b ≤ 4, −4 ≤ a − b ≤ 0, b ≥ 2",
    in_region,
)
BEGIN = given("a = b = 2", lambda a, b: (eq(a, 2), eq(b, 2)))


def next_pair(a: Any, b: Any) -> tuple[Any, Any]:
    """One step of both nodes: the gradient, then W."""
    first, second = a - 6 * a / 56 - 1, b + 1
    return (3 * first + second) / 4, (first + 3 * second) / 4


def begins(at: int) -> Implication:
    """One comparison of REGION at the start."""
    return Implication((BEGIN,), lambda a, b: in_region(a, b)[at])


def stays(at: int) -> Implication:
    """One comparison of REGION after a step."""
    return Implication((REGION,), lambda a, b: in_region(*next_pair(a, b))[at])


FOR_EVER = one(
    STATEMENT,
    "the counterexample to 127",
    "x̄^t ≥ 1, so that ‖∇f(x̄^t)‖² ≥ 1, for every t, and nothing is clipped",
    Induction(
        {
            **{f"start {at}": begins(at) for at in range(5)},
            **{f"step {at}": stays(at) for at in range(5)},
            "slope": Implication((REGION,), lambda a, b: le(1, ((a + b) / 2) ** 2)),
            "not clipped, first": Implication((REGION,), lambda a: le((3 * a + 56) ** 2, 72**2)),
            "not clipped, second": Implication((REGION,), lambda b: le((3 * b + 56) ** 2, 72**2)),
        }
    ),
    (BEGIN,),
)


def constants(n: Any, L: Any, rho: Any, beta: Any, mu: Any) -> tuple[Comparison, ...]:
    """The constants of the counterexample."""
    return eq(n, 2), eq(L, 2), eq(4 * rho, 3), eq(beta, 0), eq(mu, 0)


SETTING = (
    given("n = 2, L = 2, ρ = 3/4, β = μ = 0", constants),
    given(
        "σ² = 0, ζ² = 576, f(x̄⁰) − f* = 2",
        lambda sigma_sq, zeta_sq, gap: (eq(sigma_sq, 0), eq(zeta_sq, 576), eq(gap, 2)),
    ),
    given("T ≥ 1", lambda T: le(1, T)),
)


STEP_SIZE = reals(
    STATEMENT,
    SETTING,
    lambda n, L, rho, beta, mu, sigma_sq, gap, T: (
        56 * qg.chosen_step(n, 1, T, L, sigma_sq, gap, rho, beta, mu),
        to("the step size of the counterexample to 127", "==", 3),
    ),
)

PRINTED = reals(
    STATEMENT,
    (
        *SETTING,
        given("S = 1, which the average of x̄² is at least", lambda S: eq(S, 1)),
        given("C = 1000, for the constant of O(·)", lambda C: eq(C, 1000)),
    ),
    lambda S, C, n, L, rho, beta, mu, sigma_sq, zeta_sq, gap, T: (
        S,
        to("127", "<=", C * qg.rate(n, 1, T, L, sigma_sq, zeta_sq, gap, rho, beta, mu)),
    ),
    more={
        "127": {
            "severity": "false",
            "repair": "qg.theoremC.7/127-repaired",
            "note": "no branch of the printed step size shrinks with ζ̃: without noise, or before it "
            "matters, η does not depend on T, and heterogeneous nodes keep ‖∇f(x̄)‖² above a constant "
            "while the right-hand side falls to 0. Small σ and β change neither side much at a fixed T. "
            "A fifth branch, η ≤ ∛((f(x̄⁰) − f*)ρ²/(L²ζ̃²T)), repairs it. The norm is printed without "
            "its square",
        }
    },
)

EVERY_CONSTANT = reals(
    STATEMENT,
    (
        given("C ≥ 1, T ≥ 256C²", lambda C, T: (le(1, C), le(256 * C**2, T))),
        # the second term of the rate in the setting of the counterexample; the third is 28/(3T)
        given("r³ = 16384/T², r ≥ 0", lambda r, T: (le(0, r), eq(r**3 * T**2, 16384))),
    ),
    lambda C, r, T: (C * (r + 28 / (3 * T)), to("every constant in 127", "<", 1)),
    more={"every constant in 127": {"slack": Fraction(99, 100)}},
)

NORM = reals(
    STATEMENT,
    (given("N ≥ 0, N² ≤ R", lambda N, R: (le(0, N), le(N**2, R))),),
    lambda N, R: (N, to("the norm in 127", "<=", R)),
    more={
        "the norm in 127": {
            "severity": "cosmetic",
            "note": "E‖∇f(x̄)‖ is printed for E‖∇f(x̄)‖²: Theorem 3.1 and the proof have the square",
        }
    },
)

STEPS = (*FOR_EVER, *STEP_SIZE, *EVERY_CONSTANT, *PRINTED, *NORM)
