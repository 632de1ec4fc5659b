"""The repaired rate of Theorem C.7, with a fifth branch of the step size, then Theorem 3.1 and Remark 3.2.

D is f(x̄⁰) − f*; s and r are the first two terms of the rate, s² = Lσ²D/(nT) and r³ = L²D²ζ̃²/(ρ²T²). The fifth
branch is ∛(Dρ²/(L²ζ̃²T)) = D/(Tr), and the fourth is 2D/(Ts). drift_sq is ζ̃².
"""

from typing import Any

from theory.papers.qg import formulas as qg
from theory.papers.qg.formulas import virtual_step
from theory.papers.qg.proofs.common import (
    BETA,
    BUFFER,
    ETA,
    MOMENTUM,
    NODES,
    RHO,
    SMOOTH,
    VARIANCES,
)
from theory.proof.build import cited, one, reals
from theory.proof.claim import eq, given, le, lt
from theory.proof.compound import Together
from theory.proof.implication import Implication
from theory.proof.step import to

STATEMENT = "qg.theoremC.7"
MAIN = "qg.theorem3.1"
REMARK = "qg.remark3.2"
RUN = given("n ≥ 1, T ≥ 1, D > 0", lambda n, T, D: (le(1, n), le(1, T), lt(0, D)))
FIRST = given(
    "s ≥ 0, s² = Lσ²D/(nT)", lambda s, n, T, L, sigma_sq, D: (le(0, s), eq(s**2 * n * T, L * sigma_sq * D))
)
SECOND = given(
    "r ≥ 0, r³ = L²D²ζ̃²/(ρ²T²)",
    lambda r, rho, T, L, drift_sq, D: (le(0, r), eq(r**3 * rho**2 * T**2, L**2 * D**2 * drift_sq)),
)
NOISE_BRANCH = given("η ≤ 2D/(Ts)", lambda eta, T, s, D: le(eta * T * s, 2 * D))
DRIFT_BRANCH = given("η ≤ D/(Tr)", lambda eta, T, r, D: le(eta * T * r, D))
SMALLEST = given(
    "η is the smallest of the five branches, so 1/η is at most the sum of their reciprocals",
    lambda eta, rho, beta, mu, L, T, s, r, D: le(
        1 / eta, 4 * L * mixing(rho, beta, mu) + 3 * L / rho + T * s / (2 * D) + T * r / D
    ),
)
SIZES = (RHO, BETA, BUFFER, ETA, SMOOTH)
LARGE = given("A ≥ 1, the constant of the rate; ε > 0", lambda A, eps: (le(1, A), lt(0, eps)))


def mixing(rho: Any, beta: Any, mu: Any) -> Any:
    """1/ρ + 1/(1−β) + β/((1−μ)(1−β)²)."""
    return 1 / rho + 1 / (1 - beta) + beta / ((1 - mu) * (1 - beta) ** 2)


REPAIRED = one(
    STATEMENT,
    "127-repaired",
    "with the fifth branch ∛((f(x̄⁰) − f*)ρ²/(L²ζ̃²T)) of the step size the average of E‖∇f(x̄)‖² is at "
    "most 119 times the printed rate",
    Together(
        {
            "initial": Implication(
                (*SIZES, RUN, SMALLEST),
                lambda eta, rho, beta, mu, L, T, s, r, D: le(
                    2 * D / (virtual_step(eta, beta) * T),
                    14 * mixing(rho, beta, mu) * L * D / T + s + 2 * r,
                ),
            ),
            "noise": Implication(
                (*SIZES, RUN, MOMENTUM, FIRST, NOISE_BRANCH),
                lambda eta, beta, L, n, sigma_sq, s: le(virtual_step(eta, beta) * (L * sigma_sq / n), 3 * s),
            ),
            "drift": Implication(
                (*SIZES, RUN, MOMENTUM, SECOND, DRIFT_BRANCH),
                lambda eta, beta, L, rho, drift_sq, r: le(
                    105 * virtual_step(eta, beta) ** 2 * L**2 * drift_sq / rho**2, 117 * r
                ),
            ),
        }
    ),
    (*SIZES, RUN, MOMENTUM, FIRST, SECOND, NOISE_BRANCH, DRIFT_BRANCH, SMALLEST),
    variant="repaired",
    note="from qg.theoremC.7.display137/137-strengthened, term by term",
)

ITERATIONS = one(
    MAIN,
    "006",
    "A·(the rate of Theorem C.7) ≤ ε after T = 9A²(f(x̄⁰) − f*)·(the printed number of iterations)",
    Together(
        {
            "statistical": Implication(
                (
                    *SIZES,
                    RUN,
                    LARGE,
                    FIRST,
                    given(
                        "T ≥ 9A²DLσ²/(nε²)",
                        lambda T, A, D, L, sigma_sq, n, eps: le(
                            9 * A**2 * D * L * sigma_sq / (n * eps**2), T
                        ),
                    ),
                ),
                lambda A, s, eps: le(3 * A * s, eps),
            ),
            "drift": Implication(
                (
                    *SIZES,
                    RUN,
                    LARGE,
                    given(
                        "T ≥ 9A²DLζ̃/(ρε^{3/2}), with z = ζ̃ and q = √ε",
                        lambda T, A, D, L, z, rho, q: (
                            lt(0, q),
                            le(0, z),
                            le(9 * A**2 * D * L * z, T * rho * q**3),
                        ),
                    ),
                    given(
                        "r ≥ 0, r³ = L²D²ζ̃²/(ρ²T²)",
                        lambda r, rho, T, L, z, D: (
                            le(0, r),
                            eq(r**3 * rho**2 * T**2, (L * D * z) ** 2),
                        ),
                    ),
                ),
                lambda A, r, q: le(3 * A * r, q**2),
            ),
            "mixing": Implication(
                (
                    *SIZES,
                    RUN,
                    LARGE,
                    given(
                        "T ≥ 9A²(DL/ε)(1/ρ + 1/((1−μ)(1−β)²))",
                        lambda T, A, D, L, eps, rho, mu, beta: le(
                            9 * A**2 * (D * L / eps) * (1 / rho + 1 / ((1 - mu) * (1 - beta) ** 2)), T
                        ),
                    ),
                ),
                lambda A, L, D, T, eps, rho, mu, beta: le(3 * A * mixing(rho, beta, mu) * L * D / T, eps),
            ),
        }
    ),
    (*SIZES, RUN, LARGE),
    note="for some η of the printed order: it needs the rate, which takes the fifth branch of the step size, "
    "qg.theoremC.7/127-repaired; with the η of Theorem C.7 it fails. f(x̄⁰) − f* is hidden in O(·)",
)

SMALL_TARGET = given(
    "ε = q², q > 0, so small that n·q(ζ̃/ρ + q(1/ρ + 1/((1−μ)(1−β)²))) ≤ κσ²",
    lambda eps, q, z, kappa, n, sigma_sq, zeta_sq, rho, beta, mu: (
        eq(eps, q**2),
        lt(0, q),
        le(0, z),
        eq(z**2, qg.drift_sq(sigma_sq, 1, zeta_sq, beta, mu)),
        le(n * q * (z / rho + q * (1 / rho + 1 / qg.momentum_room(beta, mu))), kappa * sigma_sq),
    ),
)

LEADING = reals(
    REMARK,
    (*SIZES, NODES, VARIANCES, SMALL_TARGET),
    lambda n, L, sigma_sq, zeta_sq, rho, beta, mu, eps, kappa: (
        qg.iterations(n, 1, L, sigma_sq, zeta_sq, rho, beta, mu, eps),
        to("the leading term", "<=", (1 + kappa) * (L * qg.leading_iterations(n, 1, sigma_sq, eps))),
    ),
)

EARLIER = reals(
    REMARK,
    (*SIZES, NODES, VARIANCES, MOMENTUM, given("ε > 0", lambda eps: lt(0, eps))),
    lambda n, L, sigma_sq, beta, eps: (
        qg.earlier_iterations(n, 1, L, sigma_sq, beta, eps),
        to("earlier analyses", "<=", 22 * (L * qg.leading_iterations(n, 1, sigma_sq, eps)) / 21),
    ),
    more={
        "earlier analyses": {
            "note": "the factor 1/(1−β) by which the remark improves on earlier analyses is at most 22/21: "
            "Theorem 3.1 asks for β ≤ 1/22"
        }
    },
)

OPTIMAL = cited(
    REMARK,
    "the optimal order",
    "DSGD and mini-batch SGD need σ²/(nε²) too, which is the least; DSGD's drift term is 1/(ρε^{3/2})",
    "Lian et al., 2017; Dekel et al., 2012; Arjevani et al., 2019; Koloskova et al., 2020b",
)

STEPS = (*REPAIRED, *ITERATIONS, *LEADING, *EARLIER, *OPTIMAL)

CLOSES = (STATEMENT, MAIN, REMARK)
