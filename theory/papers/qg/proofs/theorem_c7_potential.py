"""A run that breaks display 133: Φ with f(x̄) grows, where that with f(x̂) does not.

Two nodes, W = 11ᵀ/2, so ρ = 1; η = 1/10, β = 1/22, μ = 0, L = 1 and no noise. Both have the same f: ∇f is
x − ηβ above ηβ, 0 from 0 to ηβ, x from −ηβ² to 0, back to 0 at −2ηβ², and 0 below. Buffers are empty at the
start, and x̂⁰ = x̄⁰; x₁ = 2 + ηβ has the gradient 2, and x₂ = 2η + ηβ − 2 has 0. Then both are at ηβ, at 0 and
at −ηβ²: the models are where f is flat, but the buffers still move them, on to where f rises.
"""

from typing import Any

from theory.papers.qg import potential
from theory.papers.qg.formulas import virtual_step
from theory.papers.qg.proofs.common import BETA, BUFFER, CONSENSUS_STEP, ETA, MOMENTUM, RHO, SMOOTH
from theory.papers.qg.proofs.theorem_c7 import MOMENTUM_STEP
from theory.proof.build import one, reals
from theory.proof.claim import Comparison, eq, given, le
from theory.proof.compound import Together
from theory.proof.implication import Implication
from theory.proof.step import to
from theory.statement import total

STATEMENT = "qg.theoremC.7.display133"


def sizes(eta: Any, beta: Any) -> tuple[Comparison, ...]:
    """The step size and the momentum of the run."""
    return eq(10 * eta, 1), eq(22 * beta, 1)


def starts(x1: Any, x2: Any, eta: Any, beta: Any) -> tuple[Comparison, ...]:
    """The models at the start."""
    return eq(x1, 2 + eta * beta), eq(x2, 2 * eta + eta * beta - 2)


def after(x1: Any, x2: Any, eta: Any) -> Any:
    """Both models after the first step, with the gradients 2 and 0 and empty buffers."""
    return ((x1 - 2 * eta) + x2) / 2


def moved_on(x1: Any, x2: Any, eta: Any, beta: Any) -> Any:
    """Both models after the second step, without a gradient: W averages what the buffers do."""
    first = after(x1, x2, eta)
    return first - eta * beta * ((x1 - first) / eta + (x2 - first) / eta) / 2


RUN = (given("η = 1/10, β = 1/22", sizes), given("x₁ = 2 + ηβ, x₂ = 2η + ηβ − 2", starts))

WALKED = one(
    STATEMENT,
    "the run to 133",
    "x̄¹ = ηβ, x̄² = 0 and x̄³ = −ηβ², with equal models and equal buffers from t = 2 on",
    Together(
        {
            "no gradient at x₂": Implication(RUN, lambda x2, eta, beta: le(x2, -2 * eta * beta**2)),
            "x̄¹": Implication(RUN, lambda x1, x2, eta, beta: eq(after(x1, x2, eta), eta * beta)),
            "x̄²": Implication(RUN, lambda x1, x2, eta, beta: eq(moved_on(x1, x2, eta, beta), 0)),
            # μ = 0: m² = (x̄¹ − x̄²)/η = β on both nodes
            "x̄³": Implication(RUN, lambda eta, beta: eq(0 - eta * beta * (eta * beta / eta), -eta * beta**2)),
            # x̂ moves by η̃ in the first step, whose mean gradient is 1, and in no other
            "e²": Implication(
                RUN,
                lambda x1, x2, eta, beta: eq(
                    (x1 + x2) / 2 - virtual_step(eta, beta), -eta * beta**2 / (1 - beta)
                ),
            ),
            "e³": Implication(
                RUN,
                lambda x1, x2, eta, beta: eq(
                    (x1 + x2) / 2 - virtual_step(eta, beta) + eta * beta**2, -eta * beta**3 / (1 - beta)
                ),
            ),
        }
    ),
    RUN,
)

STATE = (
    given("η = 1/10, β = 1/22", sizes),
    given("ρ = 1, μ = 0, L = 1, n = 2", lambda rho, mu, L, n: (eq(rho, 1), eq(mu, 0), eq(L, 1), eq(n, 2))),
    given("σ² = ζ² = 0", lambda sigma_sq, zeta_sq: (eq(sigma_sq, 0), eq(zeta_sq, 0))),
    given(
        "X = M = 0 at t = 2 and t = 3; no gradient and f = f* at t = 2",
        lambda X, M, slope, gap: (eq(X, 0), eq(M, 0), eq(slope, 0), eq(gap, 0)),
    ),
    given(
        "e² = −ηβ²/(1−β), e³ = βe², f(x̄³) − f* = (ηβ²)²/2",
        lambda E, E_next, gap_next, eta, beta: (
            eq(E * (1 - beta) ** 2, (eta * beta**2) ** 2),
            eq(E_next, beta**2 * E),
            eq(2 * gap_next, (eta * beta**2) ** 2),
        ),
    ),
)

BROKEN = reals(
    STATEMENT,
    (RHO, BETA, BUFFER, ETA, SMOOTH, MOMENTUM, CONSENSUS_STEP, MOMENTUM_STEP, *STATE),
    lambda eta, beta, mu, L, rho, sigma_sq, zeta_sq, n, X, M, E, E_next, gap, gap_next, slope: (
        total(potential.potential(eta, beta, mu, L, rho, X, M, E_next, gap_next)),
        to(
            "133",
            "<=",
            total(
                potential.potential_step(
                    eta, beta, mu, L, rho, sigma_sq, 1, zeta_sq, n, X, M, E, gap, slope, slope
                )
            ),
        ),
    ),
    more={
        "133": {
            "severity": "false",
            "repair": f"{STATEMENT}/133-repaired",
            "note": "Φ is printed with f(x̄), but Lemma C.1 is about f(x̂): the three lemmas add up to the "
            "line for Φ with f(x̂), and the rest of the proof goes through with that. With f(x̄) the "
            "buffers can move equal models from where f is flat to where it rises by more than the term of "
            "‖e‖² falls. The run starts from unequal models, which nothing excludes; none from equal ones "
            "was found",
        }
    },
)

STEPS = (*WALKED, *BROKEN)
