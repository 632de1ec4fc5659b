"""Proof of Lemma 4 (section B.2): the residual's bound E².

For a worker k: e = e_{t,k}, x = e_{t−½,k}, c = C(x), g = ∇f(w_t; I_{t,k}); y_k and m_k are the other workers'
x and c. X is the mean over all workers of E‖e_{t−½,k}‖².
"""

from typing import Any

from theory.axioms import contraction, selection
from theory.papers.gmc import formulas as gmc
from theory.papers.gmc.proofs.common import (
    BETA,
    DELTA,
    ETA,
    MOMENTUM,
    WORKERS,
    YOUNG_A,
    YOUNG_B,
)
from theory.proof.build import induction, reals, vectors
from theory.proof.claim import given, le
from theory.proof.step import to
from theory.proof.vectors import Fact, Used, mean, sq

STATEMENT = "gmc.lemma4"
SIZES = (BETA, WORKERS, ETA)
YOUNG = (BETA, WORKERS, YOUNG_A, YOUNG_B)
SQUARES = given("G² ≥ 0, X ≥ 0", lambda G_sq, X: (le(0, G_sq), le(0, X)))


def others(v: Any, K: Any) -> Any:
    """Σ over the other workers of C(e_{t−½,k'}): their K − 1 messages."""
    return (K - 1) * mean(v.each("m"))


def carried(v: Any, beta: Any, K: Any) -> Any:
    """What worker k compresses next, as display 048 has it."""
    return (1 - beta / K) * (v.x - v.c) + v.g + beta / K * v.x + beta / K * others(v, K)


def one_worker(v: Any, beta: Any, K: Any, a: Any, b: Any, delta: Any, G_sq: Any) -> Any:
    """The right side of display 054."""
    return (
        (1 + a) * (1 + b) * (1 - beta / K) ** 2 * (1 - delta) * sq(v.x)
        + (1 + a) * (1 + 1 / b) * beta**2 / K * (sq(v.x) + (K - 1) * sq(v.each("y")))
        + (1 + 1 / a) * G_sq
    )


def known(v: Any, beta: Any, K: Any, a: Any, b: Any, delta: Any, G_sq: Any) -> list[Used]:
    """The compressor's contraction, its selection, and the bounded second moment."""
    return [
        Used(contraction(v.x - v.c, v.x, delta), (1 + a) * (1 + b) * (1 - beta / K) ** 2),
        Used(
            selection(v.each("m"), v.each("y")),
            (1 + a) * (1 + 1 / b) * beta**2 / K * (K - 1),
        ),
        Used(Fact("gmc.assumption2", le(sq(v.g), G_sq)), 1 + 1 / a),
    ]


UNROLLED = vectors(
    STATEMENT,
    SIZES,
    lambda v, beta, K, eta: (
        # w_t − w_{t−1} = −(η/K) Σ C(e_{t−½,k'}), and e = x − c
        v.x - v.c + v.g - beta / eta * (-eta / K * (v.c + others(v, K))),
        to("045", "==", v.x - v.c + v.g + beta / K * (v.c + others(v, K))),
        to("046", "==", v.x - v.c + beta / K * v.c + v.g + beta / K * others(v, K)),
        to("047", "==", v.x - (1 - beta / K) * v.c + v.g + beta / K * others(v, K)),
        to("048", "==", carried(v, beta, K)),
    ),
)

ONE_WORKER = vectors(
    STATEMENT,
    (*YOUNG, DELTA),
    lambda v, beta, K, a, b, delta, G_sq: (
        sq(carried(v, beta, K)),
        to(
            "051",
            "<=",
            (1 + a) * sq((1 - beta / K) * (v.x - v.c) + beta / K * v.x + beta / K * others(v, K))
            + (1 + 1 / a) * sq(v.g),
        ),
        to(
            "052",
            "<=",
            (1 + a) * (1 + b) * (1 - beta / K) ** 2 * sq(v.x - v.c)
            + (1 + a) * (1 + 1 / b) * sq(beta / K * v.x + beta / K * others(v, K))
            + (1 + 1 / a) * sq(v.g),
        ),
        to(
            "053",
            "<=",
            (1 + a) * (1 + b) * (1 - beta / K) ** 2 * sq(v.x - v.c)
            + (1 + a) * (1 + 1 / b) * beta**2 / K * sq(v.x)
            + (1 + a) * (1 + 1 / b) * beta**2 / K * (K - 1) * sq(v.each("m"))
            + (1 + 1 / a) * sq(v.g),
        ),
        to("054", "<=", one_worker(v, beta, K, a, b, delta, G_sq)),
    ),
    using={"054": known},
)

AVERAGED = reals(
    STATEMENT,
    (DELTA, BETA, WORKERS, YOUNG_A, YOUNG_B, SQUARES),
    lambda delta, beta, K, a, b, G_sq, X: (
        # display 054 averaged over the workers: both sums become X
        (1 + a) * (1 + b) * (1 - beta / K) ** 2 * (1 - delta) * X
        + (1 + a) * (1 + 1 / b) * beta**2 * X
        + (1 + 1 / a) * G_sq,
        to(
            "055",
            "<=",
            ((1 + a) * (1 + b) * (1 - beta / K) ** 2 * (1 - delta) + (1 + a) * (1 + 1 / b) * beta**2) * X
            + (1 + 1 / a) * G_sq,
        ),
    ),
)

ALL_WORKERS = reals(
    STATEMENT,
    (DELTA, BETA, WORKERS, SQUARES),
    lambda delta, beta, K, G_sq, X: (
        # display 055 at a = δ/4, b = δ/2
        ((1 + delta / 4) * (1 + delta / 2) * (1 - beta / K) ** 2 * (1 - delta)) * X
        + (1 + delta / 4) * (1 + 2 / delta) * beta**2 * X
        + (1 + 4 / delta) * G_sq,
        to(
            "057",
            "==",
            (
                (1 + delta / 4) * (1 + delta / 2) * (1 - delta) * (1 - beta / K) ** 2
                + (1 + delta / 4) * (1 + 2 / delta) * beta**2
            )
            * X
            + (1 + 4 / delta) * G_sq,
        ),
        to("058", "<=", gmc.residual_factor(delta, beta, K) * X + (1 + 4 / delta) * G_sq),
    ),
)

SHRINKS = reals(
    STATEMENT,
    (DELTA, BETA, WORKERS, MOMENTUM),
    lambda delta, beta, K: (
        gmc.residual_factor(delta, beta, K),
        to("059", "<=", (1 - delta / 4) + 2 * (1 + 2 / delta) * beta**2),
        to("059", "<=", 1 - delta / 8),
        to("059", "<", 1),
    ),
)

FOR_ALL_T = induction(
    STATEMENT,
    "061",
    "mean E‖e_{t+½,k}‖² ≤ (1 + 4/δ)G²/(1 − q) for every t",
    (DELTA, BETA, WORKERS, MOMENTUM, SQUARES),
)(
    start=lambda delta, beta, K, G_sq: le(
        G_sq, (1 + 4 / delta) * G_sq / (1 - gmc.residual_factor(delta, beta, K))
    ),
    step=lambda delta, beta, K, G_sq: le(
        gmc.residual_factor(delta, beta, K)
        * ((1 + 4 / delta) * G_sq / (1 - gmc.residual_factor(delta, beta, K)))
        + (1 + 4 / delta) * G_sq,
        (1 + 4 / delta) * G_sq / (1 - gmc.residual_factor(delta, beta, K)),
    ),
    factor=lambda delta, beta, K: le(0, gmc.residual_factor(delta, beta, K)),
)

LOST = vectors(
    STATEMENT,
    (DELTA,),
    lambda v, delta: (
        sq(v.each("x") - v.each("c")),
        to("062", "<=", (1 - delta) * sq(v.each("x"))),
    ),
    using={"062": lambda v, delta: [Used(contraction(v.each("x") - v.each("c"), v.each("x"), delta), 1)]},
)

LAST = reals(
    STATEMENT,
    (
        DELTA,
        BETA,
        WORKERS,
        MOMENTUM,
        SQUARES,
        given(
            "X ≤ (1 + 4/δ)G²/(1 − q), which is display 061",
            lambda X, delta, beta, K, G_sq: le(
                X, (1 + 4 / delta) * G_sq / (1 - gmc.residual_factor(delta, beta, K))
            ),
        ),
    ),
    lambda delta, beta, K, X, G_sq: (
        (1 - delta) * X,
        to(
            "063",
            "<=",
            (1 - delta) * (1 + 4 / delta) * G_sq / (1 - gmc.residual_factor(delta, beta, K)),
        ),
    ),
)

STEPS = (*UNROLLED, *ONE_WORKER, *AVERAGED, *ALL_WORKERS, *SHRINKS, *FOR_ALL_T, *LOST, *LAST)

CLOSES = (STATEMENT,)
