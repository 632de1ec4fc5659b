"""Proof of Lemma B.2, in one coordinate i: the squared updates over time.

m, V and v are m_{t,i}, v̂_{t,i} and v_{t,i}; g is g̃_{j,i}. With the weights β₁^{t−j} or β₂^{t−j}:
S₁ = Σ β₁^{t−j}, A = Σ β₁^{t−j}g̃_j, Q = Σ β₁^{t−j}g̃_j², B = Σ β₂^{t−j}g̃_j². What holds in every coordinate
holds for the sum over them. The appendix writes ε for ν.
"""

from typing import Any

from theory.arithmetic import absolute, sqrt
from theory.proof.build import induction, reals
from theory.proof.claim import eq, given, le, lt
from theory.proof.step import to

STATEMENT = "cdadam.lemmaB.2.1"
NU = given("ν > 0, α > 0", lambda nu, alpha: (lt(0, nu), lt(0, alpha)))
BETA_1 = given("0 ≤ β₁ < 1", lambda beta1: (le(0, beta1), lt(beta1, 1)))
BETA_2 = given("0 < β₂ < 1", lambda beta2: (lt(0, beta2), lt(beta2, 1)))
SECOND = given("B > 0", lambda B: lt(0, B))


def weight(beta1: Any, beta2: Any) -> Any:
    """(1−β₁)²/√(1−β₂)."""
    return (1 - beta1) ** 2 / sqrt(1 - beta2)


UPDATE = reals(
    STATEMENT,
    (NU, given("v̂ > 0", lambda V: lt(0, V))),
    lambda alpha, m, V, nu: (
        alpha**2 * (m / sqrt(V + nu)) ** 2,
        to("156", "==", alpha**2 * (m**2 / (V + nu))),
        to("156", "<=", alpha**2 * (m**2 / (2 * sqrt(V) * sqrt(nu)))),
        to("156", "==", alpha**2 / (2 * sqrt(nu)) * (m**2 / sqrt(V))),
    ),
)

RECURSIONS = induction(
    STATEMENT,
    "the recursions",
    "m_t = (1−β₁)A_t and v_t = (1−β₂)B_t for every t",
    (BETA_1, BETA_2),
)(
    start=lambda beta1: eq((1 - beta1) * 0, 0),
    step_of_m=lambda beta1, A, g: eq(
        beta1 * ((1 - beta1) * A) + (1 - beta1) * g, (1 - beta1) * (beta1 * A + g)
    ),
    step_of_v=lambda beta2, B, g: eq(
        beta2 * ((1 - beta2) * B) + (1 - beta2) * g**2, (1 - beta2) * (beta2 * B + g**2)
    ),
)

EXPANDED = (
    *reals(
        STATEMENT,
        (
            BETA_1,
            BETA_2,
            given("v̂ ≥ v = (1−β₂)B > 0", lambda V, B, beta2: (lt(0, B), le((1 - beta2) * B, V))),
            given(
                "an instance: β₂ = 1/2, B = 2, v̂ = 4",
                lambda beta2, B, V: (eq(2 * beta2, 1), eq(B, 2), eq(V, 4)),
            ),
        ),
        lambda V, A, B, beta1, beta2: (
            ((1 - beta1) * A) ** 2 / sqrt(V),
            to("157", "==", ((1 - beta1) * A) ** 2 / sqrt((1 - beta2) * B)),
        ),
        more={
            "157": {
                "severity": "cosmetic",
                "repair": f"{STATEMENT}/157-repaired",
                "note": "v̂_t ≥ v_t is the maximum so far, so = has to be ≤",
            }
        },
    ),
    *reals(
        STATEMENT,
        (
            BETA_1,
            BETA_2,
            given("v̂ ≥ v = (1−β₂)B > 0", lambda V, B, beta2: (lt(0, B), le((1 - beta2) * B, V))),
        ),
        lambda V, A, B, beta1, beta2: (
            ((1 - beta1) * A) ** 2 / sqrt(V),
            to("157-repaired", "<=", ((1 - beta1) * A) ** 2 / sqrt((1 - beta2) * B)),
        ),
        more={"157-repaired": {"variant": "repaired"}},
    ),
    *reals(
        STATEMENT,
        (BETA_1, BETA_2, SECOND),
        lambda A, B, beta1, beta2: (
            ((1 - beta1) * A) ** 2 / sqrt((1 - beta2) * B),
            to("158", "==", weight(beta1, beta2) * (A**2 / sqrt(B))),
        ),
    ),
    *reals(
        STATEMENT,
        (given("w = β₁^{t−j} ≥ 0", lambda w: le(0, w)),),
        lambda w, g: (w * g, to("159", "==", sqrt(w) * (sqrt(w) * g))),
        more={"159": {"note": "a term of the sum within the square"}},
    ),
)

LOST_SQUARE = (
    "a square is missing on g̃_{j,i} in the numerator's second bracket: Hölder's inequality gives g̃², and "
    "the next line has it. With t = 1 the lines ask for g̃² ≤ g̃, then for g̃ ≤ g̃²/(1−β₁)"
)

HOLDER = (
    *reals(
        STATEMENT,
        (
            BETA_1,
            BETA_2,
            given(
                "t = 1: S₁ = 1, A = g̃, B = Q = g̃² > 0",
                lambda S1, A, B, Q: (eq(S1, 1), eq(B, A**2), eq(Q, A**2), lt(0, B)),
            ),
            given("β₂ = 3/4", lambda beta2: eq(4 * beta2, 3)),
        ),
        lambda A, B, Q, S1, beta1, beta2: (
            weight(beta1, beta2) * (A**2 / sqrt(B)),
            to("160", "<=", weight(beta1, beta2) * (S1 * A / sqrt(B))),
            to("161", "<=", (1 - beta1) / sqrt(1 - beta2) * (Q / sqrt(B))),
        ),
        more={
            "160": {
                "severity": "cosmetic",
                "repair": f"{STATEMENT}/160-repaired",
                "doubtful": True,
                "note": LOST_SQUARE,
            },
            "161": {
                "severity": "cosmetic",
                "repair": f"{STATEMENT}/161-repaired",
                "doubtful": True,
                "note": LOST_SQUARE,
            },
        },
    ),
    *induction(
        STATEMENT,
        "Hölder's inequality",
        "A² ≤ S₁Q for every t",
        (
            BETA_1,
            given("A² ≤ S₁Q", lambda A, S1, Q: (le(0, S1), le(0, Q), le(A**2, S1 * Q))),
        ),
    )(
        start=lambda g: le(g**2, 1 * g**2),
        step=lambda A, S1, Q, beta1, g: le((beta1 * A + g) ** 2, (beta1 * S1 + 1) * (beta1 * Q + g**2)),
    ),
    *induction(
        STATEMENT,
        "the sum of β₁^{t−j}",
        "S₁ ≤ 1/(1−β₁) for every t",
        (BETA_1, given("S₁ ≤ 1/(1−β₁)", lambda S1, beta1: le(S1, 1 / (1 - beta1)))),
    )(
        start=lambda beta1: le(1, 1 / (1 - beta1)),
        step=lambda S1, beta1: le(beta1 * S1 + 1, 1 / (1 - beta1)),
    ),
    *reals(
        STATEMENT,
        (
            BETA_1,
            BETA_2,
            SECOND,
            given(
                "A² ≤ S₁Q, Q ≥ 0, S₁ ≤ 1/(1−β₁)",
                lambda A, S1, Q, beta1: (le(A**2, S1 * Q), le(0, Q), le(S1, 1 / (1 - beta1))),
            ),
        ),
        lambda A, B, Q, S1, beta1, beta2: (
            weight(beta1, beta2) * (A**2 / sqrt(B)),
            to("160-repaired", "<=", weight(beta1, beta2) * (S1 * Q / sqrt(B))),
            to("161-repaired", "<=", (1 - beta1) / sqrt(1 - beta2) * (Q / sqrt(B))),
        ),
        more={n: {"variant": "repaired"} for n in ("160-repaired", "161-repaired")},
    ),
)

# a term j: w is β₁^{t−j}, u is β₂^{t−j}, R what the other terms add to B, and p is γ^{t−j}
TERMS = (
    *reals(
        STATEMENT,
        (
            BETA_1,
            BETA_2,
            given(
                "w ≥ 0, u > 0, R ≥ 0, g̃ ≠ 0",
                lambda w, u, R, g: (le(0, w), lt(0, u), le(0, R), lt(0, absolute(g))),
            ),
            given("γ^{t−j} = β₁^{t−j}/β₂^{(t−j)/2}", lambda p, w, u: eq(p * sqrt(u), w)),
        ),
        lambda w, u, g, R, p, beta1, beta2: (
            (1 - beta1) / sqrt(1 - beta2) * (w * g**2 / sqrt(u * g**2 + R)),
            to("162", "<=", (1 - beta1) / sqrt(1 - beta2) * (w * g**2 / (sqrt(u) * absolute(g)))),
            to("163", "<=", (1 - beta1) / sqrt(1 - beta2) * (p * absolute(g))),
        ),
        more={
            "162": {
                "note": "the rule that the text cites, for Σx/Σy, does not fit a root of a sum; term "
                "by term it holds because the root is at least β₂^{(t−j)/2}|g̃_{j,i}|"
            }
        },
    ),
    *reals(
        STATEMENT,
        (given("x ≥ 0, y > 0", lambda x1, x2, y1, y2: (le(0, x1), le(0, x2), lt(0, y1), lt(0, y2))),),
        lambda x1, x2, y1, y2: (
            (x1 + x2) / (y1 + y2),
            to("the rule before (C⋅17)", "<=", x1 / y1 + x2 / y2),
        ),
    ),
)

STEPS = (*UPDATE, *RECURSIONS, *EXPANDED, *HOLDER, *TERMS)
