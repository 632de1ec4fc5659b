"""Proof of Theorem C.7, the last chain: displays 134 to 137 as printed, and 134 repaired.

gap is f(x̄⁰) − f*, S the sum of E‖∇f(x̄^t)‖² over T steps; X, M, E and gap_T make Φ^T. batch is 1.
"""

from typing import Any

from theory.papers.qg import corrected, potential
from theory.papers.qg.formulas import drift_sq, virtual_step
from theory.papers.qg.proofs.common import (
    BETA,
    BUFFER,
    CONSENSUS_STEP,
    ETA,
    MOMENTUM,
    NODES,
    RHO,
    SMOOTH,
    VARIANCES,
)
from theory.proof.build import reals
from theory.proof.claim import eq, given, le
from theory.proof.step import to
from theory.statement import total

SIZES = (RHO, BETA, BUFFER, ETA, SMOOTH, NODES, VARIANCES)
STEPS_RUN = given("T ≥ 1", lambda T: le(1, T))
LAST_STATE = given(
    "X, M, E and f(x̄^T) − f* are at least 0",
    lambda X, M, E, gap_T: (le(0, X), le(0, M), le(0, E), le(0, gap_T)),
)


def added(eta: Any, beta: Any, mu: Any, L: Any, rho: Any, sigma_sq: Any, zeta_sq: Any, n: Any) -> Any:
    """What a step adds to Φ at most (display 133, after the step size)."""
    step = virtual_step(eta, beta)
    return (
        L * step**2 * sigma_sq / n
        + 3 * L**2 * step**3 * beta**2 * sigma_sq / (2 * (1 - mu) * (1 - beta))
        + 312 * L**2 * step**3 * (1 - beta) ** 2 * drift_sq(sigma_sq, 1, zeta_sq, beta, mu) / rho**2
    )


SUMMED = given(
    "display 133 with f(x̂), summed: (η̃/4)S ≤ Φ⁰ − Φ^T + T·(what every step adds)",
    lambda S, gap, X, M, E, gap_T, T, eta, beta, mu, L, rho, sigma_sq, zeta_sq, n: le(
        virtual_step(eta, beta) / 4 * S,
        gap
        - total(potential.potential(eta, beta, mu, L, rho, X, M, E, gap_T))
        + T * added(eta, beta, mu, L, rho, sigma_sq, zeta_sq, n),
    ),
)

# One step from the minimum of f_i(x) = x²/2 on two nodes that average exactly, where each has the noise ±1
# independently: x̄¹ is 0 or ±η, and E f(x̄¹) = η²/4. No node is off the average, and no buffer.
FROM_THE_MINIMUM = (
    given("ρ = 1, β = μ = 0, L = 1", lambda rho, beta, mu, L: (eq(rho, 1), eq(beta, 0), eq(mu, 0), eq(L, 1))),
    given("n = 2, σ² = 1, ζ² = 0", lambda n, sigma_sq, zeta_sq: (eq(n, 2), eq(sigma_sq, 1), eq(zeta_sq, 0))),
    given("η = 1/10000, T = 1", lambda eta, T: (eq(10000 * eta, 1), eq(T, 1))),
    given("S = 0, f(x̄⁰) = f*", lambda S, gap: (eq(S, 0), eq(gap, 0))),
    given(
        "X = M = E = 0, f(x̄¹) − f* = η²/4",
        lambda X, M, E, gap_T, eta: (eq(X, 0), eq(M, 0), eq(E, 0), eq(4 * gap_T, eta**2)),
    ),
)

AVERAGED = reals(
    "qg.theoremC.7.display134",
    (*SIZES, MOMENTUM, CONSENSUS_STEP, *FROM_THE_MINIMUM),
    lambda S, gap, X, M, E, gap_T, T, eta, beta, mu, L, rho, sigma_sq, zeta_sq, n: (
        S / T,
        to(
            "134",
            "<=",
            total(
                potential.display134(eta, beta, mu, L, rho, sigma_sq, 1, zeta_sq, n, T, gap, X, M, E, gap_T)
            ),
        ),
    ),
    more={
        "134": {
            "severity": "false",
            "repair": "qg.theoremC.7.display134/134-repaired",
            "note": "4/η̃ times display 133 has 4Lη̃σ²/n and 6L²η̃²β²σ²/((1−μ)(1−β)); printed are "
            "Lη̃σ²/n and 6L²η̃²β²σ²/(1−μ). One step from the minimum of x²/2 with η = 1/10000 and noise ±1 on "
            "each of two nodes makes Φ¹ = η²/4, and the right side −η + η/2 + 2496η² < 0. The next lines, "
            "which drop Φ^T, hold by another proof. The line also prints x for x̄",
        }
    },
)

AVERAGED_REPAIRED = reals(
    "qg.theoremC.7.display134",
    (*SIZES, STEPS_RUN, SUMMED),
    lambda S, gap, X, M, E, gap_T, T, eta, beta, mu, L, rho, sigma_sq, zeta_sq, n: (
        S / T,
        to(
            "134-repaired",
            "<=",
            total(
                corrected.display134(eta, beta, mu, L, rho, sigma_sq, 1, zeta_sq, n, T, gap, X, M, E, gap_T)
            ),
        ),
    ),
    more={"134-repaired": {"variant": "repaired"}},
)


def chain_135(
    eta: Any, beta: Any, mu: Any, L: Any, rho: Any, sigma_sq: Any, zeta_sq: Any, n: Any, T: Any, gap: Any
) -> Any:
    """Display 135."""
    return total(potential.display135(eta, beta, mu, L, rho, sigma_sq, 1, zeta_sq, n, T, gap))


ENDED = (
    *reals(
        "qg.theoremC.7.display135",
        (*SIZES, STEPS_RUN, MOMENTUM, LAST_STATE),
        lambda eta, beta, mu, L, rho, sigma_sq, zeta_sq, n, T, gap, X, M, E, gap_T: (
            total(
                potential.display134(eta, beta, mu, L, rho, sigma_sq, 1, zeta_sq, n, T, gap, X, M, E, gap_T)
            ),
            to("135", "<=", chain_135(eta, beta, mu, L, rho, sigma_sq, zeta_sq, n, T, gap)),
        ),
    ),
    *reals(
        "qg.theoremC.7.display136",
        (*SIZES, STEPS_RUN),
        lambda eta, beta, mu, L, rho, sigma_sq, zeta_sq, n, T, gap: (
            chain_135(eta, beta, mu, L, rho, sigma_sq, zeta_sq, n, T, gap),
            to(
                "136",
                "<=",
                total(potential.display136(eta, beta, mu, L, rho, sigma_sq, 1, zeta_sq, n, T, gap)),
            ),
        ),
    ),
    *reals(
        "qg.theoremC.7.display137",
        (*SIZES, STEPS_RUN),
        lambda eta, beta, mu, L, rho, sigma_sq, zeta_sq, n, T, gap: (
            total(potential.display136(eta, beta, mu, L, rho, sigma_sq, 1, zeta_sq, n, T, gap)),
            to(
                "137",
                "<=",
                total(potential.display137(eta, beta, mu, L, rho, sigma_sq, 1, zeta_sq, n, T, gap)),
            ),
        ),
    ),
)

STEPS = (*AVERAGED, *AVERAGED_REPAIRED, *ENDED)

CLOSES = (
    "qg.theoremC.7.display134",
    "qg.theoremC.7.display135",
    "qg.theoremC.7.display136",
    "qg.theoremC.7.display137",
)
