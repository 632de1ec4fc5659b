"""Proof of Theorem C.7: the potential, its recursion and the last chain.

X, M and E are (1/n)E‖X − X̄‖², (1/n)E‖M − M̄‖² and E‖e‖² of step t, X_next … those of step t + 1; slope is
‖∇f(x̄)‖², push is ‖mean ∇f_i(x_i)‖². gap_virtual and gap_real are f − f* at x̂ and at x̄; S is the sum of the
slopes over T steps. batch is 1 throughout.
"""

from fractions import Fraction
from typing import Any

from theory.papers.qg import lemmas, potential
from theory.papers.qg.formulas import drift_sq, momentum_load, momentum_room, virtual_step
from theory.papers.qg.proofs.common import (
    BETA,
    BUFFER,
    ETA,
    NODES,
    RHO,
    SMOOTH,
    VARIANCES,
)
from theory.proof.build import reals, vectors
from theory.proof.claim import eq, given, le
from theory.proof.step import to
from theory.proof.vectors import Fact, Used
from theory.statement import total

STATEMENT = "qg.theoremC.7"
SIZES = (RHO, BETA, BUFFER, ETA, SMOOTH, NODES, VARIANCES)
STATE = given(
    "X, M, E and f(x̄) − f* are at least 0",
    lambda X, M, E, gap_real: (le(0, X), le(0, M), le(0, E), le(0, gap_real)),
)
MOMENTUM_STEP = given(
    "4βLη ≤ (1−μ)(1−β)²",
    lambda eta, beta, mu, L: le(eta * momentum_load(beta, L), momentum_room(beta, mu)),
)


def weighed(eta: Any, beta: Any, mu: Any, L: Any, rho: Any, X: Any, M: Any) -> Any:
    """The first two terms of Φ."""
    on_momentum = potential.momentum_factor(eta, beta, mu, L, rho)
    return potential.consensus_factor(eta, beta, L, rho) * X + on_momentum * M


def scaled(
    eta: Any, beta: Any, mu: Any, L: Any, rho: Any, sigma_sq: Any, zeta_sq: Any, X: Any, M: Any
) -> Any:
    """Display 129."""
    step = virtual_step(eta, beta)
    drift = drift_sq(sigma_sq, 1, zeta_sq, beta, mu)
    return (
        weighed(eta, beta, mu, L, rho, X, M)
        - 3 * L**2 * step * X
        + 312 * L**2 * step**3 * (1 - beta) ** 2 * drift / rho**2
    )


def virtual(eta: Any, beta: Any, mu: Any, L: Any, sigma_sq: Any, E: Any, push: Any) -> Any:
    """Display 130."""
    step = virtual_step(eta, beta)
    return (
        potential.virtual_factor(eta, beta, mu, L) * E
        - 3 * L**2 * step / 2 * E
        + 3 * L**2 * step**3 * beta**2 / ((1 - beta) ** 2 * (1 - mu) ** 2) * push
        + 3 * L**2 * step**3 * beta**2 * sigma_sq / (2 * (1 - mu) * (1 - beta))
    )


def numbers(v: Any, *names: str) -> list[Any]:
    """Numbers of the space, by their names."""
    return [v.number(name) for name in names]


def lemma_c5(v: Any, eta: Any, beta: Any, mu: Any, rho: Any, sigma_sq: Any, zeta_sq: Any) -> Fact:
    """Lemma C.5."""
    X, M, X_next, M_next = numbers(v, "X", "M", "X_next", "M_next")
    left = X_next + lemmas.momentum_scale(eta, beta, mu, rho) * M_next
    right = total(lemmas.lemma_c5(eta, beta, mu, rho, sigma_sq, 1, zeta_sq, X, M))
    return Fact("qg.lemmaC.5", le(left, right), complete=False)


def lemma_c6(v: Any, eta: Any, beta: Any, mu: Any, sigma_sq: Any) -> Fact:
    """Lemma C.6."""
    E, E_next, push = numbers(v, "E", "E_next", "push")
    right = total(lemmas.lemma_c6(eta, beta, mu, sigma_sq, 1, E, push))
    return Fact("qg.lemmaC.6", le(E_next, right), complete=False)


def lemma_c1(v: Any, eta: Any, beta: Any, L: Any, n: Any, sigma_sq: Any) -> Fact:
    """Lemma C.1, with f* subtracted."""
    X, E, slope, push, now, after = numbers(v, "X", "E", "slope", "push", "gap_virtual", "gap_virtual_next")
    right = total(lemmas.lemma_c1(eta, beta, L, sigma_sq, 1, n, now, slope, push, E, X))
    return Fact("qg.lemmaC.1", le(after, right), complete=False)


SCALED = (
    *vectors(
        STATEMENT,
        SIZES,
        lambda v, eta, beta, mu, L, rho, sigma_sq, zeta_sq: (
            weighed(eta, beta, mu, L, rho, v.number("X_next"), v.number("M_next")),
            to(
                "129",
                "<=",
                scaled(eta, beta, mu, L, rho, sigma_sq, zeta_sq, v.number("X"), v.number("M")),
            ),
        ),
        using={
            "129": lambda v, eta, beta, mu, L, rho, sigma_sq, zeta_sq: [
                Used(
                    lemma_c5(v, eta, beta, mu, rho, sigma_sq, zeta_sq),
                    potential.consensus_factor(eta, beta, L, rho),
                )
            ]
        },
    ),
    *vectors(
        STATEMENT,
        SIZES,
        lambda v, eta, beta, mu, L, sigma_sq: (
            potential.virtual_factor(eta, beta, mu, L) * v.number("E_next"),
            to("130", "<=", virtual(eta, beta, mu, L, sigma_sq, v.number("E"), v.number("push"))),
        ),
        using={
            "130": lambda v, eta, beta, mu, L, sigma_sq: [
                Used(lemma_c6(v, eta, beta, mu, sigma_sq), potential.virtual_factor(eta, beta, mu, L))
            ]
        },
    ),
)


def phi(v: Any, eta: Any, beta: Any, mu: Any, L: Any, rho: Any, after: str = "") -> Any:
    """Φ with f(x̂) for the printed f(x̄); Φ^(t+1) where `after` is "_next"."""
    X, M, E, value = numbers(v, *(f"{name}{after}" for name in ("X", "M", "E", "gap_virtual")))
    return total(potential.potential(eta, beta, mu, L, rho, X, M, E, value))


def phi_bound(
    v: Any, eta: Any, beta: Any, mu: Any, L: Any, rho: Any, sigma_sq: Any, zeta_sq: Any, n: Any
) -> Any:
    """Display 133, with f(x̂) for the f(x̄) of Φ."""
    X, M, E, value, slope, push = numbers(v, "X", "M", "E", "gap_virtual", "slope", "push")
    return total(
        potential.potential_step(eta, beta, mu, L, rho, sigma_sq, 1, zeta_sq, n, X, M, E, value, slope, push)
    )


def three_lemmas(
    v: Any, eta: Any, beta: Any, mu: Any, L: Any, rho: Any, sigma_sq: Any, zeta_sq: Any, n: Any
) -> list[Used]:
    """Lemmas C.5 and C.6, scaled, and Lemma C.1."""
    return [
        Used(
            lemma_c5(v, eta, beta, mu, rho, sigma_sq, zeta_sq),
            potential.consensus_factor(eta, beta, L, rho),
        ),
        Used(lemma_c6(v, eta, beta, mu, sigma_sq), potential.virtual_factor(eta, beta, mu, L)),
        Used(lemma_c1(v, eta, beta, L, n, sigma_sq), 1),
    ]


RECURSION = vectors(
    "qg.theoremC.7.display133",
    SIZES,
    lambda v, eta, beta, mu, L, rho, sigma_sq, zeta_sq, n: (
        phi(v, eta, beta, mu, L, rho, "_next"),
        to("133-repaired", "<=", phi_bound(v, eta, beta, mu, L, rho, sigma_sq, zeta_sq, n)),
    ),
    using={"133-repaired": three_lemmas},
    more={"133-repaired": {"variant": "repaired"}},
)

ARITHMETIC = reals(
    STATEMENT,
    (BETA, BUFFER, ETA, SMOOTH, MOMENTUM_STEP),
    lambda eta, beta, mu, L: (
        3 * L**2 * virtual_step(eta, beta) ** 3 * beta**2 / ((1 - beta) ** 2 * (1 - mu) ** 2),
        to("the step size after 133", "<=", virtual_step(eta, beta) / 4),
    ),
    more={"the step size after 133": {"slack": Fraction(99, 100)}},
)

START = (
    *reals(
        "qg.theoremC.7.potential",
        (*SIZES, STATE),
        lambda eta, beta, mu, L, rho, X, M, E, gap_real: (
            total(potential.potential(eta, beta, mu, L, rho, X, M, E, gap_real)),
            to("the start after 132", "==", gap_real),
        ),
        more={
            "the start after 132": {
                "severity": "as_printed_only",
                "repair": "qg.theoremC.7.potential/the start after 132-with-equal-models",
                "note": "Φ⁰ = f(x̄⁰) − f* needs x_i⁰ the same on all nodes, which the paper does not say",
            }
        },
    ),
    *reals(
        "qg.theoremC.7.potential",
        (*SIZES, given("X⁰ = M⁰ = e⁰ = 0", lambda X, M, E: (eq(X, 0), eq(M, 0), eq(E, 0)))),
        lambda eta, beta, mu, L, rho, X, M, E, gap_real: (
            total(potential.potential(eta, beta, mu, L, rho, X, M, E, gap_real)),
            to("the start after 132-with-equal-models", "==", gap_real),
        ),
    ),
    *reals(
        "qg.theoremC.7.potential",
        (*SIZES, STATE),
        lambda eta, beta, mu, L, rho, X, M, E, gap_real: (
            -total(potential.potential(eta, beta, mu, L, rho, X, M, E, gap_real)),
            to("the sign after 132", "<=", 0),
        ),
    ),
)

STEPS = (*SCALED, *RECURSION, *ARITHMETIC, *START)

CLOSES = ("qg.theoremC.7.potential", "qg.theoremC.7.display133")
