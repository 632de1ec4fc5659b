"""The step size of Lemma A.2: Eq. (42) and (43), and what they should say.

B₃ = (1−δ)(1+1/β)·2B₂²η²L² is to be at most δ/2 at β = √((1−δ/2)/(1−δ)) − 1.
"""

from fractions import Fraction
from typing import Any

from theory.papers.def_ import residual
from theory.papers.def_.proofs.common import (
    DELTA,
    DETACH,
    ETA,
    SMOOTH,
    STEP_SIZE_A2,
    WORKERS,
    YOUNG,
)
from theory.proof.build import reals
from theory.proof.claim import eq, given, le, lt
from theory.proof.step import to

RUN = (DELTA, ETA, SMOOTH, WORKERS, DETACH)
HALF_YOUNG = given(
    "β = √((1−δ/2)/(1−δ)) − 1",
    lambda beta, delta: eq((1 - delta) * (1 + beta) ** 2, 1 - delta / 2),
)
WITHIN_42 = given(
    "2B₂²η²L² < (δ/2)/((1−δ)β)",
    lambda K, lam, eta, L, delta, beta: lt(residual.drift(K, lam, eta, L), delta / 2 / ((1 - delta) * beta)),
)
WITHIN_REPAIRED = given(
    "2B₂²η²L² ≤ (δ/2)β/((1−δ)(1+β)), β = √((1−δ/2)/(1−δ)) − 1",
    lambda K, lam, eta, L, delta: le(residual.drift(K, lam, eta, L), residual.half_share_limit(delta)),
)
LARGER = given("0 < δ < ε < 1", lambda delta, eps: (lt(0, delta), lt(delta, eps), lt(eps, 1)))
TWO_WORKERS = given(
    "K = 2, λ = 1, η = 1/(4L), δ ≤ 9/20",
    lambda K, lam, eta, L, delta: (eq(K, 2), eq(lam, 1), eq(4 * L * eta, 1), le(20 * delta, 9)),
)


def bounded_drift(eta: Any, L: Any) -> Any:
    """8η²L², which is above 2B₂²η²L² as B₂ ≤ 2."""
    return 8 * eta**2 * L**2


EQUATION_42 = (
    *reals(
        "def.eq42",
        (*RUN, YOUNG, HALF_YOUNG, WITHIN_42),
        lambda delta, beta, K, lam, eta, L: (
            residual.drift_share(delta, beta, K, lam, eta, L),
            to("061.1", "<=", delta / 2),
        ),
        more={
            "061.1": {
                "severity": "false",
                "repair": "def.eq42/061.1-repaired",
                "note": "B₃ ≤ δ/2 solved for 2B₂²η²L² is (δ/2)·β/((1−δ)(1+β)); printed is (δ/2)/((1−δ)β), "
                "as if B₃ had β where it has 1 + 1/β. At δ = 6/7, where β = 1, the limits are 3/2 and 3, "
                "and 2B₂²η²L² = 2 gives B₃ = 4/7. The right limit tends to 0 with δ, as δ²/8, the printed "
                "one to 2, so that no step size free of δ is enough. Read as necessary for B₃ ≤ δ/2 only, "
                "(42) would say nothing below η = 1/(2L), where the left side is below 2 and the right one "
                "above, and (43) needs it as sufficient",
            }
        },
    ),
    *reals(
        "def.eq42",
        (*RUN, WITHIN_REPAIRED),
        lambda delta, K, lam, eta, L: (
            residual.half_share_drift_share(delta, K, lam, eta, L),
            to("061.1-repaired", "<=", delta / 2),
        ),
        more={"061.1-repaired": {"variant": "repaired"}},
    ),
    *reals(
        "def.eq42",
        (DELTA,),
        lambda delta: (
            delta / 2 / ((1 - delta) * residual.half_share_young(delta)),
            to("061.2", "==", residual.drift_limit(delta)),
        ),
    ),
    *reals(
        "def.eq42",
        (LARGER,),
        lambda delta, eps: (
            residual.drift_limit(delta),
            to("the right side of (42) increases", "<", residual.drift_limit(eps)),
        ),
    ),
    *reals(
        "def.eq42",
        (DELTA,),
        lambda delta: (
            delta**2 / 8,
            to("the right limit is at least δ²/8", "<=", residual.half_share_limit(delta)),
        ),
        more={"the right limit is at least δ²/8": {"variant": "repaired"}},
    ),
    *reals(
        "def.eq42",
        (DELTA, given("δ ≤ 1/4", lambda delta: le(4 * delta, 1))),
        lambda delta: (
            residual.half_share_limit(delta),
            to("the right limit is at most δ²/5 up to δ = 1/4", "<=", delta**2 / 5),
        ),
        more={
            "the right limit is at most δ²/5 up to δ = 1/4": {
                "variant": "repaired",
                "slack": Fraction(99, 100),
            }
        },
    ),
)

EQUATION_43 = (
    *reals(
        "def.eq43",
        RUN,
        lambda K, lam, eta, L: (
            residual.drift(K, lam, eta, L),
            to("062.1", "<=", residual.drift_above(lam, eta, L)),
        ),
        more={
            "062.1": {
                "severity": "step",
                "repair": "def.eq43/062.1-repaired",
                "note": "B₂² ≤ 2(1 + (1−λ)²) fails from K = 4 on: at K = 4, λ = 1 it is 9/4 ≤ 2; what "
                "holds is B₂ < 2, and η < 1/(2L) gives 2B₂²η²L² < 2 all the same",
            }
        },
    ),
    *reals(
        "def.eq43",
        (*RUN, STEP_SIZE_A2),
        lambda K, lam, eta, L: (
            residual.drift(K, lam, eta, L),
            to("062.1-repaired", "<=", bounded_drift(eta, L)),
            to("062.2-repaired", "<", 2),
        ),
        more={name: {"variant": "repaired"} for name in ("062.1-repaired", "062.2-repaired")},
    ),
    *reals(
        "def.eq43",
        (*RUN, STEP_SIZE_A2),
        lambda lam, eta, L: (residual.drift_above(lam, eta, L), to("062.2", "<", 2)),
    ),
    *reals(
        "def.eq43",
        (DELTA, given("δ ≤ 1/2", lambda delta: le(2 * delta, 1))),
        lambda delta: (
            residual.drift_limit(delta),
            to("062.3", "<=", 2 + delta),
        ),
        more={"062.3": {"note": "the limit is 2: the right side of (42) is between 2 and 2 + δ"}},
    ),
    *reals(
        "def.eq43",
        (DELTA,),
        lambda delta: (2, to("062.4", "<", residual.drift_limit(delta))),
    ),
)

CONTRACTION = (
    *reals(
        "def.eq43",
        (*RUN, STEP_SIZE_A2),
        lambda delta, K, lam, eta, L: (
            residual.half_share_drift_share(delta, K, lam, eta, L)
            + residual.carried_over(delta, residual.half_share_young(delta)),
            to("η < 1/(2L) makes the recursion contract", "<", 1),
        ),
        more={
            "η < 1/(2L) makes the recursion contract": {
                "severity": "false",
                "repair": "def.eq43/η ≤ δ÷(4B₂L) makes the recursion contract",
                "note": "(43) is said to be all that B₃ + (1−δ)(1+β) < 1 needs. At δ = 9/17 the lemma's β is "
                "1/4, and K = 1, λ = 1/8, ηL = 3/8 < 1/2 give B₃ = (8/17)·5·(441/2048) = 0.507 and "
                "(8/17)(5/4) = 0.588, together 1.095. For δ ≤ 9/20 no β helps, even at η = 1/(4L)",
            }
        },
    ),
    *reals(
        "def.eq43",
        (*RUN, YOUNG, TWO_WORKERS),
        lambda delta, K, lam, eta, L, beta: (
            1,
            to(
                "no β makes the recursion contract at η = 1÷(4L)",
                "<",
                residual.drift_share(delta, beta, K, lam, eta, L) + residual.carried_over(delta, beta),
            ),
        ),
    ),
    *reals(
        "def.eq43",
        (*RUN, WITHIN_REPAIRED),
        lambda delta, K, lam, eta, L: (
            residual.half_share_drift_share(delta, K, lam, eta, L)
            + residual.carried_over(delta, residual.half_share_young(delta)),
            to("η ≤ δ÷(4B₂L) makes the recursion contract", "<", 1),
        ),
        more={"η ≤ δ÷(4B₂L) makes the recursion contract": {"variant": "repaired"}},
    ),
)

STEPS = (*EQUATION_42, *EQUATION_43, *CONTRACTION)

CLOSES = ("def.eq42", "def.eq43")
