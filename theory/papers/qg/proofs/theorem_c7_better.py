"""Displays 135 to 137 by another proof, which gives display 137 with 2 for 4, and 105 for 1249.

As in the proof of Lemma C.1, gh = ∇f(x̂), G_k = ∇f_k(x_k), B_k = ∇f_k(x̄), e = x̂ − x̄, c_k = x_k − x̄. The
potential weighs the state by L²η̃/((1−μ)(1−β)) and 4L²η̃/ρ: no more than its own recursions need.
"""

from typing import Any

from theory.axioms import descent, independent, lipschitz
from theory.papers.qg import corrected, lemmas, potential
from theory.papers.qg.formulas import drift_sq, virtual_step
from theory.papers.qg.proofs import theorem_c7
from theory.papers.qg.proofs.common import (
    BETA,
    BUFFER,
    ETA,
    MOMENTUM,
    NODES,
    NOISE,
    RHO,
    SMOOTH,
    VARIANCES,
    VIRTUAL_STEP,
    noisy,
)
from theory.proof.build import More, reals, vectors
from theory.proof.claim import given, le
from theory.proof.step import to
from theory.proof.vectors import Fact, Used, mean, sq
from theory.statement import total

STATEMENT = "qg.theoremC.7.display137"
SIZES = (RHO, BETA, BUFFER, ETA, SMOOTH, NODES, VARIANCES)
BETTER: More = {"variant": "strengthened"}


def descended(
    eta_tilde: Any, L: Any, n: Any, sigma_sq: Any, F: Any, slope: Any, push: Any, E: Any, X: Any
) -> Any:
    """f(x̂) − (η̃/2)‖∇f(x̄)‖² − (η̃/16)‖mean ∇f_i(x_i)‖² + L²η̃‖e‖² + (L²η̃/2)X + Lη̃²σ²/(2n)."""
    state = L**2 * eta_tilde * E + L**2 * eta_tilde / 2 * X
    return F - eta_tilde / 2 * slope - eta_tilde / 16 * push + state + L * eta_tilde**2 * sigma_sq / (2 * n)


DESCENT = vectors(
    STATEMENT,
    (SMOOTH, NODES, NOISE, VIRTUAL_STEP),
    lambda v, eta_tilde, L, n, sigma_sq: (
        v.number("F_next"),
        to(
            "the descent-strengthened",
            "<=",
            descended(
                eta_tilde,
                L,
                n,
                sigma_sq,
                v.number("F"),
                sq(mean(v.each("B"))),
                sq(mean(v.each("G"))),
                sq(v.e),
                sq(v.each("c")),
            ),
        ),
    ),
    using={
        "the descent-strengthened": lambda v, eta_tilde, L, n, sigma_sq: [
            Used(
                descent(
                    v.number("F_next"), v.number("F"), v.gh, -eta_tilde * mean(v.each("G") + v.each("n")), L
                ),
                1,
            ),
            independent(v.each("n"), n, v.gh, v.each("G"), v.each("B")),
            Used(noisy(v.each("n"), sigma_sq), L * eta_tilde**2 / (2 * n)),
            Used(lipschitz(v.gh - mean(v.each("B")), v.e, L), eta_tilde),
            Used(lipschitz(v.each("G") - v.each("B"), v.each("c"), L), eta_tilde / 2),
        ]
    },
    more={"the descent-strengthened": BETTER},
)


def weights(eta: Any, beta: Any, mu: Any, L: Any, rho: Any) -> tuple[Any, Any]:
    """4L²η̃/ρ and L²η̃/((1−μ)(1−β)), by which Lemma C.5 and the virtual gap's recursion are scaled."""
    step = virtual_step(eta, beta)
    return 4 * L**2 * step / rho, L**2 * step / ((1 - mu) * (1 - beta))


def phi(v: Any, eta: Any, beta: Any, mu: Any, L: Any, rho: Any, after: str = "") -> Any:
    """The potential; of step t + 1 where `after` is "_next"."""
    X, M, E, F = theorem_c7.numbers(v, *(f"{name}{after}" for name in ("X", "M", "E", "F")))
    on_consensus, on_gap = weights(eta, beta, mu, L, rho)
    return on_consensus * (X + lemmas.momentum_scale(eta, beta, mu, rho) * M) + on_gap * E + F


def added(eta: Any, beta: Any, mu: Any, L: Any, rho: Any, sigma_sq: Any, zeta_sq: Any, n: Any) -> Any:
    """What a step adds to the potential at most."""
    step = virtual_step(eta, beta)
    return (
        L * step**2 * sigma_sq / (2 * n)
        + L**2 * step**3 * beta**2 * sigma_sq / ((1 - mu) * (1 - beta))
        + 52 * L**2 * step**3 * (1 - beta) ** 2 * drift_sq(sigma_sq, 1, zeta_sq, beta, mu) / rho**2
    )


def facts(
    v: Any, eta: Any, beta: Any, mu: Any, L: Any, rho: Any, sigma_sq: Any, zeta_sq: Any, n: Any
) -> list[Used]:
    """Lemma C.5, the virtual gap's recursion, the descent, and ‖mean ∇f_i(x_i)‖² ≥ 0."""
    step = virtual_step(eta, beta)
    on_consensus, on_gap = weights(eta, beta, mu, L, rho)
    X, E, E_next, F, F_next, slope, push = theorem_c7.numbers(
        v, "X", "E", "E_next", "F", "F_next", "slope", "push"
    )
    pushed = eta**2 * beta**2 / ((1 - beta) ** 3 * (1 - mu))
    gap = total(corrected.lemma_c6(eta, beta, mu, sigma_sq, 1, E, push))
    return [
        Used(theorem_c7.lemma_c5(v, eta, beta, mu, rho, sigma_sq, zeta_sq), on_consensus),
        Used(Fact("qg.lemmaC.6/115-strengthened", le(E_next, gap), False), on_gap),
        Used(
            Fact(
                f"{STATEMENT}/the descent-strengthened",
                le(F_next, descended(step, L, n, sigma_sq, F, slope, push, E, X)),
                False,
            ),
            1,
        ),
        # not negative by the step size-strengthened
        Used(Fact("norm", le(0 * push, push)), step / 16 - on_gap * pushed),
    ]


RECURSION = vectors(
    STATEMENT,
    (*SIZES, theorem_c7.MOMENTUM_STEP),
    lambda v, eta, beta, mu, L, rho, sigma_sq, zeta_sq, n: (
        phi(v, eta, beta, mu, L, rho, "_next"),
        to(
            "the recursion-strengthened",
            "<=",
            phi(v, eta, beta, mu, L, rho)
            - virtual_step(eta, beta) / 2 * v.number("slope")
            + added(eta, beta, mu, L, rho, sigma_sq, zeta_sq, n),
        ),
    ),
    using={"the recursion-strengthened": facts},
    more={"the recursion-strengthened": BETTER},
)

ARITHMETIC = reals(
    STATEMENT,
    (BETA, BUFFER, ETA, SMOOTH, theorem_c7.MOMENTUM_STEP),
    lambda eta, beta, mu, L: (
        L**2 * virtual_step(eta, beta) ** 3 * beta**2 / ((1 - beta) ** 2 * (1 - mu) ** 2),
        to("the step size-strengthened", "<=", virtual_step(eta, beta) / 16),
    ),
    more={"the step size-strengthened": BETTER},
)

SUMMED = given(
    "the recursion, summed over T ≥ 1 steps from Φ⁰ = f(x̄⁰) − f* to Φ^T ≥ 0",
    lambda S, gap, T, eta, beta, mu, L, rho, sigma_sq, zeta_sq, n: (
        le(1, T),
        le(
            virtual_step(eta, beta) / 2 * S,
            gap + T * added(eta, beta, mu, L, rho, sigma_sq, zeta_sq, n),
        ),
    ),
)


AVERAGED = reals(
    STATEMENT,
    (*SIZES, MOMENTUM, SUMMED),
    lambda S, gap, T, eta, beta, mu, L, rho, sigma_sq, zeta_sq, n: (
        S / T,
        to(
            "137-strengthened",
            "<=",
            total(corrected.display137(eta, beta, mu, L, rho, sigma_sq, 1, zeta_sq, n, T, gap)),
        ),
    ),
    more={"137-strengthened": BETTER},
)

AS_PRINTED = reals(
    "qg.theoremC.7.display135",
    (*SIZES, MOMENTUM, SUMMED, given("f(x̄⁰) ≥ f*", lambda gap: le(0, gap))),
    lambda S, gap, T, eta, beta, mu, L, rho, sigma_sq, zeta_sq, n: (
        S / T,
        to(
            "the average of the squared gradients",
            "<=",
            total(potential.display135(eta, beta, mu, L, rho, sigma_sq, 1, zeta_sq, n, T, gap)),
        ),
    ),
    more={
        "the average of the squared gradients": {
            "note": "by the strengthened recursion, as display 134 is false; displays 136 and 137 follow"
        }
    },
)

STEPS = (*DESCENT, *ARITHMETIC, *RECURSION, *AVERAGED, *AS_PRINTED)
