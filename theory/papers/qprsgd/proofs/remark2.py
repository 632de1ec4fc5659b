"""Remark 2 (section IV-A): what Eq. (7) should say, and a counterexample to Eq. (8) under what it says.

a = d/(4s²M), x = d/4s² = aM, r = (a+1)^{M−1}, growth = exp(x), W = Σ_m ‖w^{(m)}‖², S = ‖Σ_m w^{(m)}‖².

Counterexample: M = 48, s = 4, segments of 2 components, all w^{(m)} = (1, 1). The noises of the hops are
unbiased, so that their second moments add up: N = Σ_m E φ(y_m) with y_m = S_{m−1} + w^{(m)} and φ(y) =
(‖y‖²/16)(f(u) + f(v)), f(u) = (u − ⌊u⌋)(⌊u⌋ + 1 − u), u = 4y₁/‖y‖, v = 4y₂/‖y‖. On the circle u² + v² = 16,
f(u) + f(v) ≥ (11/400)uv, so φ(y) ≥ (11/400)y₁y₂. The two components are rounded independently, so that
E y₁y₂ = m², exactly: the noise is at least (11/400)Σ m².
"""

from itertools import product

from theory.arithmetic import exp
from theory.papers.qprsgd.proofs.common import LEVELS, WORKERS
from theory.proof.boxes import Boxed
from theory.proof.build import one, reals
from theory.proof.claim import eq, given, le, lt
from theory.proof.compound import Induction, Together
from theory.proof.implication import Implication
from theory.proof.step import to

STATEMENT = "qprsgd.remark2"

BOUNDED = given(
    "E‖MX‖² ≤ S + (2exp(x) + (8s²M/d)(r − 1) − 2M)W (Lemma 1's proof), r(a+1) ≤ exp(x) (display 103)",
    lambda second, S, W, d, s, M, r, growth: (
        le(second, S + (2 * growth + 8 * s**2 * M / d * (r - 1) - 2 * M) * W),
        le(r * (d / (4 * s**2 * M) + 1), growth),
        lt(1, r),
        le(0, W),
        lt(1 + d / (4 * s**2), growth),
    ),
)
LIMIT = given(
    "M ≤ (d/4s²)(1 + d/4s²)(exp(d/4s²) − d/4s² − 1)⁻¹",
    lambda M, d, s, growth: le(M * (growth - d / (4 * s**2) - 1), d / (4 * s**2) * (1 + d / (4 * s**2))),
)

REPAIRED = reals(
    STATEMENT,
    (LEVELS, WORKERS, BOUNDED, LIMIT),
    lambda second, S, W, d, s, M, r, growth: (
        r,
        to("the power that Eq. (7) is to bound", "<=", 1 + d / (4 * s**2)),
    ),
    more={"the power that Eq. (7) is to bound": {"variant": "repaired"}},
) + reals(
    STATEMENT,
    (
        LEVELS,
        WORKERS,
        BOUNDED,
        given("(a+1)^{M−1} ≤ 1 + d/4s²", lambda r, d, s: le(r, 1 + d / (4 * s**2))),
    ),
    lambda second, S, W, d, s, M, r, growth: (
        second / M**2,
        to("013-repaired", "<=", 2 / M**2 * growth * W + S / M**2),
    ),
    more={"013-repaired": {"variant": "repaired"}},
)

# Eq. (7) holds here for exp(1) < 3; (a+1)^4 with a = 1/5
SMALL = given(
    "d = 4, s = 1, M = 5; Eq. (7)",
    lambda d, s, M, growth: (
        *(eq(d, 4), eq(s, 1), eq(M, 5), lt(5, 2 * growth), lt(growth, 3)),
        le(M * (growth - d / (4 * s**2) - 1), d * (1 + d / (4 * s**2))),
    ),
)
FROM_LEMMA1 = reals(
    STATEMENT,
    (SMALL,),
    lambda d, s, M, growth: (
        2 * growth + 8 * s**2 * M / d * ((d / (4 * s**2 * M) + 1) ** 4 - 1) - 2 * M,
        to("from Lemma 1 to display 013", "<=", 2 * growth),
    ),
    more={
        "from Lemma 1 to display 013": {
            "severity": "unsupported",
            "repair": f"{STATEMENT}/013-repaired",
            "note": "Eq. (7) starts with d where the argument gives d/4s². The step needs "
            "(1 + d/(4s²M))^{M−1} ≤ 1 + d/4s²; with d = 4, s = 1, M = 5, which Eq. (7) allows (M ≤ 11.1), "
            "it is 2.0736 ≤ 2.",
        }
    },
)


def cell(i: int, j: int) -> Implication:
    """f(u) + f(v) ≥ (11/400)uv where ⌊u⌋ = i and ⌊v⌋ = j on the circle."""
    here = given(
        "u² + v² = 16 in a cell",
        lambda u, v: (
            *(le(i, u), le(u, i + 1), le(j, v), le(v, j + 1)),
            eq(u**2 + v**2, 16),
        ),
    )
    return Implication(
        (here,), lambda u, v: le(11 * u * v / 400, (u - i) * (i + 1 - u) + (v - j) * (j + 1 - v))
    )


NOISE = one(
    STATEMENT,
    "the noise of equal updates",
    "N ≥ (11/400)·M(M+1)(2M+1)/6 with s = 4, segments of 2 components and all w^{(m)} = (1, 1)",
    Induction(
        {
            **{f"cell {i}, {j}": cell(i, j) for i, j in product(range(4), range(4))},
            # E y₁y₂ = m² grows by E y₁ + E y₂ + 1
            "start of the product": Implication((), lambda m: eq((m - m + 1) ** 2, 1)),
            "step of the product": Implication((), lambda m: eq(m**2 + 2 * m + 1, (m + 1) ** 2)),
            "start of the sum": Implication((), lambda m: eq(11 * (m - m) * (m + 1) * (2 * m + 1) / 2400, 0)),
            "step of the sum": Implication(
                (),
                lambda m: eq(
                    11 * m * (m + 1) * (2 * m + 1) / 2400 + 11 * (m + 1) ** 2 / 400,
                    11 * (m + 1) * (m + 2) * (2 * m + 3) / 2400,
                ),
            ),
        }
    ),
)

EXPONENTIAL = one(
    STATEMENT,
    "exp(3/2)",
    "4 < exp(3/2) < 9/2",
    Together(
        {
            "above": Boxed({"x": (3, 3)}, lambda x: lt(4, exp(x / 2))),
            "below": Boxed({"x": (3, 3)}, lambda x: lt(2 * exp(x / 2), 9)),
        }
    ),
)

EQUAL_UPDATES = given(
    "M = 48, s = 4, d = 96, all w^{(m)} = (1, 1): W = 96, S = 2·48², N as above, 4 < growth < 9/2; Eq. (7)",
    lambda M, s, d, W, S, N, growth: (
        *(eq(M, 48), eq(s, 4), eq(d, 96), eq(W, 96), eq(S, 4608)),
        *(le(11 * 48 * 49 * 97, 2400 * N), lt(4, growth), lt(2 * growth, 9)),
        le(M * (growth - d / (4 * s**2) - 1), d * (1 + d / (4 * s**2))),
    ),
)

STATED = reals(
    STATEMENT,
    (EQUAL_UPDATES,),
    lambda M, s, d, W, S, N, growth: (
        (N + S) / M**2,
        to("013", "<=", 2 / M**2 * growth * W + S / M**2),
    ),
    more={
        "013": {
            "severity": "false",
            "repair": f"{STATEMENT}/013-repaired",
            "note": "With M = 48, s = 4, d = 96 and all updates (1, 1) in a segment, which Eq. (7) allows "
            "(M ≤ 121), the noise adds at least 1045.6/M² to ‖mean‖², Eq. (8) allows 2·96·exp(3/2)/M² = "
            "860.5/M². Eq. (7) with d/4s² in front in place of d (here M ≤ 1.9) is right.",
        }
    },
)

STEPS = (*REPAIRED, *FROM_LEMMA1, *NOISE, *EXPONENTIAL, *STATED)

CLOSES = (STATEMENT,)
