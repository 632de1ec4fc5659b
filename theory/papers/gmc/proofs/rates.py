"""Remarks 7 and 13: what Theorems 6 and 12 give at η = c√(K/T), where K³ ≤ bT.

r is √(KT); S_1 is C₁, or 8C₂ + 10λ²E², and V is σ² divided by the batch size. With K = T = 1 and η = c each
term of a theorem is its constant.
"""

from typing import Any

from theory.papers.gmc import formulas as gmc
from theory.papers.gmc.proofs.common import BETA, DELTA, ETA, SMOOTH, WORKERS
from theory.proof.build import reals
from theory.proof.claim import eq, given, le, lt
from theory.proof.step import Step, to
from theory.statement import Formula, total

MANY = given("T ≥ 1", lambda T: le(1, T))
STEP_SIZE = given("η = c√(K/T), c > 0", lambda eta, c, K, T: (lt(0, c), eq(eta**2 * T, c**2 * K)))
ROOT = given("r = √(KT) > 0", lambda r, K, T: (lt(0, r), eq(r**2, K * T)))
FEW = given("K³ ≤ bT, b > 0", lambda K, b, T: (lt(0, b), le(K**3, b * T)))
READING = "η = O(√(K/T)) is read as η = c√(K/T): a smaller one does not give the rate"


def remark(statement: str, terms: Formula, largest: Formula) -> tuple[Step, ...]:
    """The steps of a remark on the theorem with these terms and this largest step size."""

    def at(K: Any, T: Any, eta: Any, S_1: Any, beta: Any, L: Any, V: Any, gap: Any) -> Any:
        return terms(S_1, beta, K, 1, T, eta, L, V, gap)

    def ordered(K: Any, T: Any, r: Any, one: Any) -> Any:
        return (one["initial gap"] + one["noise"]) / r + one["compression"] * K / T

    long = given(
        "T is large: T² ≥ bx³, where √(K/T) ≤ 1/√x is what the theorem asks of η",
        lambda T, b, x, L, c, beta: (eq(x * largest(beta, L) ** 2, c**2), le(b * x**3, T**2)),
    )
    return (
        *reals(
            statement,
            (BETA, WORKERS, ETA, SMOOTH, MANY, STEP_SIZE, ROOT),
            lambda S_1, beta, K, T, eta, c, r, L, V, gap: (
                total(at(K, T, eta, S_1, beta, L, V, gap)),
                to("at η = c√(K÷T)", "==", ordered(K, T, r, at(1, 1, c, S_1, beta, L, V, gap))),
            ),
            more={"at η = c√(K÷T)": {"note": READING}},
        ),
        *reals(
            statement,
            (WORKERS, MANY, ROOT, FEW),
            lambda K, T, b, r: ((K / T) ** 2, to("K÷T for K³ ≤ bT", "<=", b / r**2)),
        ),
        *reals(
            statement,
            (BETA, WORKERS, ETA, SMOOTH, MANY, STEP_SIZE, FEW, long),
            lambda eta, beta, L: (eta, to("the step size from some T on", "<=", largest(beta, L))),
        ),
        *reals(
            statement,
            (
                DELTA,
                given(
                    "the factor of Lemma 4's recursion is at most 1 − δ/8",
                    lambda delta, beta, K: le(gmc.residual_factor(delta, beta, K), 1 - delta / 8),
                ),
            ),
            lambda delta, beta, K: (
                delta / 8,
                to("E² is bounded for all K", "<=", gmc.residual_denominator(delta, beta, K)),
            ),
            more={
                "E² is bounded for all K": {
                    "note": "so E² ≤ 8(1−δ)(1+4/δ)G²/δ, and C₁ and C₂ are bounded too, however many workers"
                }
            },
        ),
    )


STEPS = (
    *remark("gmc.remark7", gmc.theorem6_given, gmc.step_size_limit6),
    *remark("gmc.remark13", gmc.theorem12_given, gmc.step_size_limit12),
)

CLOSES = ("gmc.remark7", "gmc.remark13")
