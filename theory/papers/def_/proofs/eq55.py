"""Proof of Eq. (55) and (56) (Appendix B.1): how far the residuals of the two runs are apart.

Of one worker: d = e_{k,t} − ẽ_{k,t}, d1 the same a step later, g and h its two gradients. b is the Young
parameter β; s is the sum over t' < t of [(1−δ)(1+β)]^{t−1−t'}η_{t'}², u the sum of 1/(t'+1)². For the repair
ρ = √(1−δ) and h_t = Σ_{t'<t} ρ^{t−1−t'}/(t'+1), so that √E‖e_{k,t} − ẽ_{k,t}‖² ≤ 2Gcρ·h_t.
"""

from typing import Any

from theory.arithmetic import sqrt
from theory.axioms import contraction
from theory.papers.def_ import stability
from theory.papers.def_.proofs.stability_common import BOUND, DELTA, SCHEDULE, STEP, using
from theory.proof.build import one, reals, vectors
from theory.proof.claim import eq, given, le, lt
from theory.proof.compound import Induction
from theory.proof.implication import Implication
from theory.proof.step import to
from theory.proof.vectors import Used, sq

STATEMENT = "def.eq55"
YOUNG = given("β = δ/(2(1−δ))", lambda b, delta: eq(b, delta / (2 * (1 - delta))))
SQUARE = given("σ² + M² = G² > 0", lambda G_sq: lt(0, G_sq))
LATER = given("t ≥ 1", lambda t: le(1, t))


def _bounds(v: Any, delta: Any, b: Any, eta: Any, G_sq: Any) -> list[Used]:
    weight = 2 * (1 - delta) * (1 + 1 / b) * eta**2
    return [
        using("contraction", contraction(v.d1, eta * (v.g - v.h) + v.d, delta).comparison),
        using("def.eq5/005-repaired", le(sq(v.g), G_sq), weight),
        using("def.eq5/005-repaired", le(sq(v.h), G_sq), weight),
    ]


FOLLOWS = vectors(
    STATEMENT,
    (DELTA, YOUNG, STEP, SQUARE),
    lambda v, delta, b, eta, G_sq: (
        # as in Lemma A.3, for the runs' difference, as C is linear; at t = 1 it is (I − C)η(g − h)
        sq(v.d1),
        to("089", "<=", (1 - delta) * (1 + 1 / b) * 2 * G_sq * eta**2),
    ),
    using={
        "089": lambda v, delta, b, eta, G_sq: [
            using("contraction", contraction(v.d1, eta * (v.g - v.h), delta).comparison),
            using("def.eq5/005-repaired", le(sq(v.g), G_sq)),
            using("def.eq5/005-repaired", le(sq(v.h), G_sq)),
        ]
    },
    more={
        "089": {
            "severity": "step",
            "repair": "def.eq55/092-repaired",
            "note": "E‖g − g̃‖² is at most 4G², not 2G²: K = 1, of the N samples all but the n-th have the "
            "gradient 0, and the n-th has √N·G in one data set and −√N·G in the other. Then E‖g‖² = E‖g̃‖² "
            "= G², and E‖e₁ − ẽ₁‖² = 4(1−δ)η²G², above the printed 2(1−δ)(2−δ)/δ·η²G² for δ > 2/3. The "
            "result (55) survives by a sharper sum.",
        }
    },
) + vectors(
    STATEMENT,
    (DELTA, YOUNG, STEP, SQUARE),
    lambda v, delta, b, eta, G_sq: (
        sq(v.d1),
        to(
            "089-repaired",
            "<=",
            (1 - delta) * (1 + b) * sq(v.d) + (1 - delta) * (1 + 1 / b) * 4 * G_sq * eta**2,
        ),
    ),
    using={"089-repaired": _bounds},
    more={"089-repaired": {"variant": "repaired"}},
)

TERMWISE = (
    DELTA,
    YOUNG,
    SCHEDULE,
    STEP,
    given(
        "s ≤ c²u at t ≥ 0, and η ≤ c/(t+1)",
        lambda s, u, c, t, eta: (le(0, t), le(0, s), le(s, c**2 * u), le(eta * (t + 1), c)),
    ),
)
SUMMED = one(
    STATEMENT,
    "090",
    "Σ_{t'<t} [(1−δ)(1+β)]^{t−1−t'}η_{t'}² ≤ c²Σ_{t'<t} 1/(t'+1)²",
    Induction(
        {
            "start": Implication((SCHEDULE,), lambda c: le(0 * c, c**2 * 0)),
            "factor": Implication((DELTA, YOUNG), lambda delta, b: le((1 - delta) * (1 + b), 1)),
            "square": Implication(TERMWISE, lambda eta, c, t: le(eta**2, (c / (t + 1)) ** 2)),
            "step": Implication(
                (
                    given(
                        "0 ≤ p ≤ 1, 0 ≤ s ≤ c²u, x ≤ c²y",
                        lambda p, s, c, u, x, y: (
                            le(0, p),
                            le(p, 1),
                            le(0, s),
                            le(s, c**2 * u),
                            le(x, c**2 * y),
                        ),
                    ),
                ),
                lambda p, s, c, u, x, y: le(p * s + x, c**2 * (u + y)),
            ),
        }
    ),
    TERMWISE,
)

SQUARES = one(
    STATEMENT,
    "091",
    "Σ_{t'=0}^{t−1} 1/(t'+1)² ≤ 1 + (1 − 1/t)",
    Induction(
        {
            "start": Implication((LATER,), lambda t: le(1 + 0 * t, 1 + (1 - 1 / (1 + 0 * t)))),
            "step": Implication(
                (LATER,), lambda t: le(1 + (1 - 1 / t) + 1 / (t + 1) ** 2, 1 + (1 - 1 / (t + 1)))
            ),
        }
    ),
    (LATER,),
)

CLOSED = reals(
    STATEMENT,
    (DELTA, YOUNG, SCHEDULE, SQUARE, LATER),
    lambda delta, b, G_sq, c, t: (
        2 * (1 - delta) * (1 + 1 / b) * G_sq * c**2 * (1 + (1 - 1 / t)),
        to("092", "<=", 4 * (1 - delta) * (1 + 1 / b) * G_sq * c**2),
        to("093", "==", 4 * (1 - delta) * (2 - delta) / delta * G_sq * c**2),
    ),
)

RHO = given("0 < ρ < 1", lambda rho: (lt(0, rho), lt(rho, 1)))
SMALL = given("ρ ≤ 9/11", lambda rho: le(11 * rho, 9))
LARGE = given("ρ ≥ 9/11", lambda rho: le(9, 11 * rho))
H = given(
    "H² = (1+ρ²)/(1−ρ²), which is (2−δ)/δ",
    lambda H, rho: (lt(0, H), eq(H**2 * (1 - rho**2), 1 + rho**2)),
)
REPAIRED = one(
    STATEMENT,
    "092-repaired",
    "h_t² ≤ (2−δ)/δ for every t ≥ 1, so E‖e_{k,t} − ẽ_{k,t}‖² ≤ 4(1−δ)(2−δ)/δ·G²c² with ‖g − g̃‖ ≤ 2G",
    Induction(
        {
            "start at t = 1, small": Implication((RHO, SMALL, H), lambda H: le(1, H)),
            "start at t = 2, small": Implication(
                (RHO, SMALL, H), lambda rho, H: le(rho + 1 / (1 + rho / rho), H)
            ),
            "step, small": Implication(
                (RHO, SMALL, H, given("t ≥ 2", lambda t: le(2, t))),
                lambda rho, H, t: le(rho * H + 1 / (t + 1), H),
            ),
            "large, Cauchy–Schwarz": Implication(
                (RHO, given("h² ≤ AB, all ≥ 0", lambda h, A, B: (le(h**2, A * B), le(0, A), le(0, B)))),
                lambda rho, h, x, A, B: le((rho * h + x) ** 2, (rho**2 * A + 1) * (B + x**2)),
            ),
            "large, A": Implication((RHO,), lambda rho: le(rho**2 / (1 - rho**2) + 1, 1 / (1 - rho**2))),
            "start of B, large": Implication(
                (LATER,), lambda t: le(1, 5 / (3 + 0 * t) - 2 / (2 * (1 + 0 * t) + 1))
            ),
            "step of B, large": Implication(
                (LATER,), lambda t: le(1 / (t + 1) ** 2, 2 / (2 * t + 1) - 2 / (2 * t + 3))
            ),
            "large, together": Implication(
                (RHO, LARGE, H), lambda rho, H: le((5 / (3 + 0 * rho)) / (1 - rho**2), H**2)
            ),
        }
    ),
    (RHO,),
    variant="repaired",
    note="Minkowski with ‖g − g̃‖ ≤ 2G; for ρ ≤ 9/11 by induction, for larger ρ by Cauchy–Schwarz with "
    "Σ1/s² ≤ 5/3 − 1/(t+½).",
)

EXPECTED = reals(
    "def.eq56",
    (
        DELTA,
        SCHEDULE,
        BOUND,
        given(
            "m = E‖e_{k,t} − ẽ_{k,t}‖² ≤ 4(1−δ)(2−δ)/δ·G²c² (55), and (E①)² ≤ m",
            lambda m, E, delta, G, c: (
                le(0, E),
                le(E**2, m),
                le(m, 4 * stability.residual_spread_sq(delta) * G**2 * c**2),
            ),
        ),
    ),
    lambda E, m, delta, G, c: (
        E,
        to("094", "<=", sqrt(m)),
        to("094", "<=", 2 * G * c * stability.residual_spread(delta)),
    ),
)

STEPS = (*FOLLOWS, *SUMMED, *SQUARES, *CLOSED, *REPAIRED, *EXPECTED)

CLOSES = ("def.eq55", "def.eq56")
