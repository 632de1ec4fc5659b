"""Proof of Lemma A.3 (section A.1): the residual.

At step t−1, for a worker k: e = e_{k,t−1}, h + n = g_{k,t−1} with its noise n, c = C(ηg + e).
q is (1−δ)(1+β), N is (1−δ)(1+1/β), and S and R are Σ q^{t'} with t and t − 1 terms.
"""

from typing import Any

from theory.arithmetic import sqrt
from theory.axioms import contraction, unbiased
from theory.papers.def_ import residual
from theory.papers.def_.proofs.common import BOUNDS, DELTA, ETA, YOUNG
from theory.proof.build import reals, vectors
from theory.proof.claim import eq, given, le, lt
from theory.proof.step import to
from theory.proof.vectors import Fact, Used, sq

STATEMENT = "def.lemmaA.3"
CONTRACTS = given("(1−δ)(1+β) < 1", lambda delta, beta: lt(residual.carried_over(delta, beta), 1))
SUMS = given(
    "S = Σ_{t'<t} q^{t'}, R the same with one term less: S = qR + 1, R ≥ 0, S(1−q) ≤ 1, q = (1−δ)(1+β)",
    lambda S, R, delta, beta: (
        eq(S, residual.carried_over(delta, beta) * R + 1),
        le(0, R),
        le(S * (1 - residual.carried_over(delta, beta)), 1),
    ),
)
GAMMA = given("β = 1/√(1−δ) − 1 > 0", lambda beta, delta: (lt(0, beta), eq((1 - delta) * (1 + beta) ** 2, 1)))


def whole(v: Any, eta: Any) -> Any:
    """p_k = ηg_k + e_k."""
    return eta * (v.each("h") + v.each("n")) + v.each("e")


def added(delta: Any, beta: Any, eta: Any, sigma_sq: Any, M_sq: Any) -> Any:
    """(1−δ)(1+1/β)η²(σ² + M²)."""
    return (1 - delta) * (1 + 1 / beta) * eta**2 * (sigma_sq + M_sq)


CHAIN = vectors(
    STATEMENT,
    (DELTA, YOUNG, ETA, BOUNDS, CONTRACTS, SUMS),
    lambda v, delta, beta, eta, sigma_sq, M_sq, S: (
        sq(eta * v.each("h") + eta * v.each("n") + v.each("e") - v.each("c")),
        to("063", "==", sq(whole(v, eta) - v.each("c"))),
        to("063", "<=", (1 - delta) * sq(whole(v, eta))),
        to(
            "063",
            "<=",
            (1 - delta) * (1 + beta) * sq(v.each("e")) + added(delta, beta, eta, sigma_sq, M_sq),
        ),
        to("063", "<=", added(delta, beta, eta, sigma_sq, M_sq) * S),
        to(
            "063",
            "<=",
            added(delta, beta, eta, sigma_sq, M_sq) / (1 - residual.carried_over(delta, beta)),
        ),
    ),
    using={
        "063.2": lambda v, delta, eta: [
            Used(contraction(whole(v, eta) - v.each("c"), whole(v, eta), delta), 1)
        ],
        "063.3": lambda v, delta, beta, eta, sigma_sq, M_sq: [
            unbiased(v.each("n"), v.each("h"), v.each("e")),
            Used(
                Fact("def.assumption3.1", le(sq(v.each("n")), sigma_sq)),
                (1 - delta) * (1 + 1 / beta) * eta**2,
            ),
            Used(Fact("def.assumption3.2", le(sq(v.each("h")), M_sq)), (1 - delta) * (1 + 1 / beta) * eta**2),
        ],
        "063.4": lambda v, delta, beta, eta, sigma_sq, M_sq, R: [
            # at t − 1
            Used(
                Fact("induction", le(sq(v.each("e")), added(delta, beta, eta, sigma_sq, M_sq) * R)),
                (1 - delta) * (1 + beta),
            )
        ],
    },
)

LAST = reals(
    STATEMENT,
    (DELTA, ETA, BOUNDS, GAMMA),
    lambda delta, beta, eta, sigma_sq, M_sq: (
        added(delta, beta, eta, sigma_sq, M_sq) / (1 - residual.carried_over(delta, beta)),
        to("063.6", "==", residual.residual_amplification(delta) * eta**2 * (sigma_sq + M_sq)),
    ),
)

# what the lemma's proof gives of the best β, as for h(β)
BEST = reals(
    STATEMENT,
    (DELTA, YOUNG, CONTRACTS),
    lambda delta, beta: (
        residual.residual_amplification(delta),
        to(
            "β = 1÷√(1−δ) − 1 is the best",
            "<=",
            (1 - delta) * (1 + 1 / beta) / (1 - residual.carried_over(delta, beta)),
        ),
    ),
)

ORDER = reals(
    "def.eq6",
    (DELTA, ETA, BOUNDS),
    lambda delta, eta, sigma_sq, M_sq: (
        residual.lemma_a3(delta, eta, sigma_sq, 1, M_sq)["residual"],
        to("006", "==", (eta / (1 / sqrt(1 - delta) - 1)) ** 2 * (sigma_sq + M_sq)),
    ),
    more={"006": {"note": "the order of Lemma A.3's bound, for a constant η"}},
)

STEPS = (*CHAIN, *LAST, *BEST, *ORDER)

CLOSES = (STATEMENT, "def.eq6")
