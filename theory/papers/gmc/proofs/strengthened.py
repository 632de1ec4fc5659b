"""The residual of GMC is bounded for every β < 1 (ours).

x_k is what worker k compresses, c_k = C(x_k), y_k = x_k − c_k + βc̄ what the next one starts from before its
gradient g_k, as w_t − w_{t−1} = −ηc̄. V(u) = mean_k ‖u_k‖² + γ‖ū‖², γ = β/(1−β); √(E V) is a norm. N is
√(E V(x_t)), and rho is ρ with ρ² = 1 − δ(1−β).
"""

from typing import Any

from theory.axioms import contraction
from theory.papers.gmc.proofs.common import BETA, DELTA, DETACH, ETA, WORKERS
from theory.papers.gmc.proofs.lemma10 import virtual as detached_virtual
from theory.papers.gmc.proofs.theorem6 import CONSTANTS, MANY, SIZES
from theory.proof.build import induction, reals, vectors
from theory.proof.claim import eq, given, le, lt
from theory.proof.step import Step, to
from theory.proof.vectors import Fact, Used, mean, sq

OURS = {"variant": "strengthened"}
RHO = given(
    "ρ ≥ 0, ρ² = 1 − δ(1−β)",
    lambda rho, delta, beta: (le(0, rho), eq(rho**2, 1 - delta * (1 - beta))),
)
SECOND_MOMENT = given("G ≥ 0", lambda G: le(0, G))


def potential(family: Any, beta: Any) -> Any:
    """V(u) = mean_k ‖u_k‖² + β/(1−β)·‖ū‖²."""
    return sq(family) + beta / (1 - beta) * sq(mean(family))


def started(v: Any, beta: Any) -> Any:
    """y_k = x_k − C(x_k) + βc̄."""
    return v.each("x") - v.each("c") + beta * mean(v.each("c"))


IDENTITY = vectors(
    "gmc.lemma4",
    (BETA,),
    lambda v, beta: (
        potential(started(v, beta), beta),
        to(
            "identity of the potential",
            "==",
            sq(v.each("x") - v.each("c"))
            + beta / (1 - beta) * sq(mean(v.each("x")))
            - beta * sq(mean(v.each("c"))),
        ),
    ),
    more={"identity of the potential": OURS},
)

SHRINKS = vectors(
    "gmc.lemma4",
    (BETA, DELTA),
    lambda v, beta, delta: (
        potential(started(v, beta), beta),
        to("loss of the potential", "<=", potential(v.each("x"), beta) - delta * sq(v.each("x"))),
        to("shrinkage of the potential", "<=", (1 - delta * (1 - beta)) * potential(v.each("x"), beta)),
    ),
    using={
        "loss of the potential": lambda v, delta: [
            Used(contraction(v.each("x") - v.each("c"), v.each("x"), delta), 1)
        ]
    },
    more=dict.fromkeys(("loss of the potential", "shrinkage of the potential"), OURS),
)

GRADIENT = vectors(
    "gmc.lemma4",
    (BETA,),
    lambda v, beta, G: (
        potential(v.each("g"), beta),
        to("potential of the gradients", "<=", G**2 / (1 - beta)),
    ),
    using={
        "potential of the gradients": lambda v, beta, G: [
            Used(Fact("gmc.assumption2", le(sq(v.each("g")), G**2)), 1 / (1 - beta))
        ]
    },
    more={"potential of the gradients": OURS},
)

# N_{t+1} ≤ ρN_t + G/√(1−β), as √(E V) is a norm; r is √(1−β).
ROOT = given("r > 0, r² = 1 − β", lambda r, beta: (lt(0, r), eq(r**2, 1 - beta)))
FOR_ALL_T = induction(
    "gmc.lemma4",
    "potential for every t",
    "√(E V(x_t)) ≤ G/(√(1−β)(1−ρ)) for every t",
    (BETA, DELTA, RHO, SECOND_MOMENT, ROOT),
    **OURS,
)(
    room=lambda rho: lt(rho, 1),
    start=lambda G, r, rho: le(G / r, G / (r * (1 - rho))),
    step=lambda G, r, rho: le(rho * (G / (r * (1 - rho))) + G / r, G / (r * (1 - rho))),
)


def residual(statement: str) -> tuple[Step, ...]:
    """What the potential's bound says of the residual; GMC+ differs in where its gradients are taken."""
    return vectors(
        statement,
        (BETA, DELTA, RHO, SECOND_MOMENT),
        lambda v, beta, delta, rho, G: (
            sq(v.each("x") - v.each("c")),
            to("residual for every t", "<=", (1 - delta) * G**2 / ((1 - beta) * (1 - rho) ** 2)),
        ),
        using={
            "residual for every t": lambda v, beta, delta, rho, G: [
                Used(contraction(v.each("x") - v.each("c"), v.each("x"), delta), 1),
                Used(
                    Fact(
                        "gmc.lemma4/potential for every t",
                        le(potential(v.each("x"), beta), G**2 / ((1 - beta) * (1 - rho) ** 2)),
                    ),
                    1 - delta,
                ),
            ]
        },
        more={"residual for every t": OURS},
    )


FORM = reals(
    "gmc.lemma4",
    (BETA, DELTA, RHO, SECOND_MOMENT),
    lambda beta, delta, rho, G: (
        (1 - delta) * G**2 / ((1 - beta) * (1 - rho) ** 2),
        to(
            "form of the bound",
            "==",
            (1 - delta) * (1 + rho) ** 2 * G**2 / (delta**2 * (1 - beta) ** 3),
        ),
    ),
    more={"form of the bound": OURS},
)

GAP = vectors(
    "gmc.lemma5",
    (BETA, DELTA, RHO, SECOND_MOMENT, ETA),
    lambda v, beta, delta, rho, G, eta: (
        # z_t − w_t = −η/(1−β)·ȳ, with ȳ = ē_t + βc̄
        sq(eta / (1 - beta) * mean(started(v, beta))),
        to("gap and potential", "<=", eta**2 / (1 - beta) * potential(started(v, beta), beta)),
        to("gap for every t", "<=", eta**2 * rho**2 * G**2 / ((1 - beta) ** 2 * (1 - rho) ** 2)),
    ),
    using={
        "gap for every t": lambda v, beta, delta, rho, G, eta: [
            Used(
                Fact(
                    "gmc.lemma4/shrinkage of the potential",
                    le(potential(started(v, beta), beta), rho**2 * potential(v.each("x"), beta)),
                ),
                eta**2 / (1 - beta),
            ),
            Used(
                Fact(
                    "gmc.lemma4/potential for every t",
                    le(potential(v.each("x"), beta), G**2 / ((1 - beta) * (1 - rho) ** 2)),
                ),
                rho**2 * eta**2 / (1 - beta),
            ),
        ]
    },
    more=dict.fromkeys(("gap and potential", "gap for every t"), OURS),
)

SAME_SEQUENCE = vectors(
    "gmc.theorem12",
    (BETA, ETA, DETACH),
    lambda v, beta, eta, lam: (
        # Lemma 10's z̄_t at w̄_t = w_t − ληē_t and w̄_{t−1} = w_{t−1} − ληē_{t−1}
        detached_virtual(v.w - lam * eta * v.e, v.u - lam * eta * v.d, v.e, v.d, beta, eta, lam),
        to(
            "one virtual sequence for every λ",
            "==",
            v.w + beta / (1 - beta) * (v.w - v.u) - eta / (1 - beta) * v.e,
        ),
    ),
    more={"one virtual sequence for every λ": OURS},
)

# The proofs of Theorems 6 and 12 hold for every C₁ ≥ 0 with E‖z_t − w_t‖² ≤ C₁η², here that of the gap above.
MANY_12 = given(
    "T ≥ 1, and ΣE‖∇F(w_t)‖²·η/(2(1−β)) ≤ F(z₀) − F* + T·(what every step adds)",
    lambda T, S, gap, eta, beta, L, K, V, C1, lam, E_sq: (
        le(1, T),
        le(
            eta / (2 * (1 - beta)) * S,
            gap
            + T
            * (
                2 * eta * L**2 / (1 - beta) * C1 * eta**2
                + eta / (2 * (1 - beta)) * L**2 * lam**2 * E_sq * eta**2
                + L * V / (2 * (1 - beta) ** 2) * eta**2 / K
            ),
        ),
    ),
)

THEOREMS = (
    *reals(
        "gmc.theorem6",
        (*SIZES, WORKERS, CONSTANTS, MANY),
        lambda T, S, gap, beta, eta, L, K, C1, V: (
            S / T,
            to(
                "with the strengthened Lemma 5",
                "<=",
                4 * (1 - beta) * gap / (T * eta) + 2 * L * V / (1 - beta) * eta / K + 2 * C1 * L**2 * eta**2,
            ),
        ),
        more={"with the strengthened Lemma 5": OURS},
    ),
    *vectors(
        "gmc.theorem12",
        (*SIZES, DETACH),
        lambda v, beta, eta, L, lam, C1, E_sq: (
            # display 125, whose p is z_t − w_t as z̄_t is z_t
            2 * eta * L**2 / (1 - beta) * sq(v.p) + eta / (2 * (1 - beta)) * sq(v.gw - v.h),
            to(
                "what a step adds with the strengthened lemmas",
                "<=",
                2 * eta * L**2 / (1 - beta) * C1 * eta**2
                + eta / (2 * (1 - beta)) * L**2 * lam**2 * E_sq * eta**2,
            ),
        ),
        using={
            "what a step adds with the strengthened lemmas": lambda v, beta, eta, L, lam, C1, E_sq: [
                Used(
                    Fact("gmc.lemma5/gap for every t", le(sq(v.p), C1 * eta**2)), 2 * eta * L**2 / (1 - beta)
                ),
                Used(
                    Fact("gmc.theorem12/129.2", le(sq(v.gw - v.h), L**2 * lam**2 * E_sq * eta**2)),
                    eta / (2 * (1 - beta)),
                ),
            ]
        },
        more={"what a step adds with the strengthened lemmas": OURS},
    ),
    *reals(
        "gmc.theorem12",
        (
            *SIZES,
            DETACH,
            WORKERS,
            given("C₁ ≥ 0, E² ≥ 0, σ²/b ≥ 0", lambda C1, E_sq, V: (le(0, C1), le(0, E_sq), le(0, V))),
            MANY_12,
        ),
        lambda T, S, gap, beta, eta, L, K, V, C1, lam, E_sq: (
            S / T,
            to(
                "with the strengthened lemmas",
                "<=",
                2 * (1 - beta) * gap / (T * eta)
                + L * V / (1 - beta) * eta / K
                + (4 * C1 + lam**2 * E_sq) * L**2 * eta**2,
            ),
        ),
        more={"with the strengthened lemmas": OURS},
    ),
)

STEPS = (
    *IDENTITY,
    *SHRINKS,
    *GRADIENT,
    *FOR_ALL_T,
    *residual("gmc.lemma4"),
    *FORM,
    *GAP,
    *SAME_SEQUENCE,
    *residual("gmc.lemma9"),
    *THEOREMS,
)
