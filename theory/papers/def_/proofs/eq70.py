"""Eq. (70) and (71) (Appendix B.2), and what becomes of (68) with residuals that shrink.

r is δ^{1/2}, ρ is √(1−δ). For the repair: √(1−δ) times (a residual's difference plus 2Gη_t) bounds the next
one, so that it is at most 2GcC/(t+1) with C = ρ(2−ρ)/(1−ρ)². s bounds
its unweighted sum, W is (t+1) times it.
"""

from theory.papers.def_.proofs.stability_common import (
    BOUND,
    DETACH,
    EXPONENT,
    ROOT,
    SAMPLES,
    SCHEDULE,
    SMOOTH,
    induced,
    norm,
    shrinking,
    using,
)
from theory.papers.def_.proofs.stability_common import STEPS as ITERATIONS
from theory.proof.build import one, reals
from theory.proof.claim import eq, given, le, lt
from theory.proof.quadratic import Quadratic
from theory.proof.step import Step, to

SIZES = (ROOT, SAMPLES, SMOOTH, SCHEDULE)
APART = (BOUND, SCHEDULE, given("B₄ > 0", lambda B4: lt(0, B4)))
POSITIVE = given(
    "B₇ > 0, s > 0, P = T^a, q = s^a", lambda B, s, P, q: (lt(0, B), lt(0, s), lt(0, P), lt(0, q))
)
PRINTED = given(
    "s^{a+1} = (N/K − 1)LcB₇·T^a, which is (70)",
    lambda s, q, P, K, N, L, c, B: eq(s * q, (N / K - 1) * L * c * B * P),
)
REPAIRED = given(
    "s^{a+1} = (N/K − 1)δ^{1/2}LcB₇·T^a",
    lambda s, q, P, K, N, L, c, B, r: eq(s * q, (N / K - 1) * r * L * c * B * P),
)
GROWTH = given("a = (1−K/N)δ^{1/2}Lc", lambda a, K, N, L, c, r: eq(a, (1 - K / N) * r * L * c))

NOT_BEST = reals(
    "def.eq70",
    (
        ROOT,
        given(
            "K = 1, N = 2, B₇ = 1/4, T = 4, Lc = 4, δ = 1/4: a = 1",
            lambda r, L, c: (eq(2 * r, 1), eq(L * c, 4)),
        ),
        given("s² = (N/K − 1)Lc·B₇T = 4, x > 0", lambda s, x, L, c: (lt(0, s), eq(s**2, L * c), lt(0, x))),
    ),
    lambda s, x, r, delta, L, c: (
        s / 2 + 1 / s,
        to("131", "<=", x / 2 + 1 / x),
    ),
    more={
        "131": {
            "severity": "false",
            "repair": "def.eq70/131-repaired",
            "note": "The bracket lacks δ^{1/2}: the least place is where t₀^{a+1} = "
            "(N/K−1)δ^{1/2}LcB₇T^a. At K = 1, "
            "N = 2, δ = 1/4, Lc = 4 (a = 1), B₇T = 1 the printed t₀ = 2 gives 3/2; t₀ = 3/2 gives 17/12.",
        }
    },
) + reals(
    "def.eq70",
    (*SIZES, POSITIVE, REPAIRED, GROWTH),
    lambda K, N, s, a, B, P, q, r, delta, L, c: (
        K / N * s,
        # the slope is 0; that the place is the least is as for (61)
        to("131-repaired", "==", a * (B * P / q)),
    ),
    more={"131-repaired": {"variant": "repaired"}},
)

VALUE = reals(
    "def.eq71",
    (*SIZES, POSITIVE, PRINTED),
    lambda K, N, L, c, s, B, P, q: (
        K * s / N + B * (P / q),
        to("132", "==", (K / N + 1 / ((N / K - 1) * L * c)) * s),
    ),
    more={
        "132": {
            "transcription": "restored",
            "evidence": "a closing bracket without an opening one stands at the end",
            "note": "The value of (69) at the t₀ of (70), which is not its least.",
        }
    },
)


def rounded(statement: str, passed: str) -> tuple[Step, ...]:
    """(69) as repaired, at its own t₀ rounded up; r is what C passes on."""
    best = given(
        f"s^{{a+1}} = (N/K − 1)·r·LcB₇·T^a with r = {passed}, 0 < r < 1",
        lambda s, q, P, K, N, L, c, B, r: (
            lt(0, r),
            lt(r, 1),
            eq(s * q, (N / K - 1) * r * L * c * B * P),
        ),
    )
    up = given("s ≤ m ≤ s + 1, so that m^a = Q ≥ q", lambda s, m, q, Q: (le(s, m), le(m, s + 1), le(q, Q)))
    return reals(
        statement,
        (*SIZES[1:], POSITIVE, best, up),
        lambda K, N, L, c, r, s, m, B, P, Q: (
            K * m / N + B * (P / Q),
            to("132-repaired", "<=", K / N * (s + 1) + 1 / ((N / K - 1) * r * L * c) * s),
        ),
        more={
            "132-repaired": {
                "variant": "repaired",
                "note": "B₇ and t₀ = s as repaired; m is t₀ rounded up to a step. Where m exceeds T, KT/N "
                "times the loss's range is a bound already.",
            }
        },
    )


ROUNDED = (*rounded("def.eq71", "δ^{1/2}"), *rounded("def.eq71.ia", "δ"))

SHRINKING = shrinking(
    "def.eq68",
    "residuals that shrink",
    "E‖e_{k,t} − ẽ_{k,t}‖ ≤ 2Gc·ρ(2−ρ)/(1−ρ)²/(t+1) for t ≥ 1",
)

STABLE = (
    reals(
        "def.eq68",
        (
            ROOT,
            SAMPLES,
            SMOOTH,
            DETACH,
            BOUND,
            SCHEDULE,
            given(
                "C > 0, t ≥ 1, 0 < η ≤ c/(t+1)",
                lambda C, t, eta, c: (lt(0, C), le(1, t), lt(0, eta), le(eta * (t + 1), c)),
            ),
        ),
        lambda K, N, r, delta, eta, G, L, lam, c, C, t: (
            K / N * 2 * r * eta * G + r * (1 + (1 - K / N) * eta * L * lam) * (2 * G * c * C / (t + 1)),
            to(
                "126-repaired",
                "<=",
                2 * r * G * (K / N + (1 + (1 - K / N) * L * c * lam) * C) * (c / (t + 1)),
            ),
        ),
        more={"126-repaired": {"variant": "repaired"}},
    )
    + induced(
        "def.eq68",
        "127-repaired",
        "Σ_{t=t₀}^{T−1} (t+1)^{−a−1} ≤ (t₀^{−a} − T^{−a})/a, so E‖x_T − x̃_T‖ ≤ "
        "2G[K/N + (1+(1−K/N)Lcλ)C]/((1−K/N)L)·(T/t₀)^a",
        (ITERATIONS, EXPONENT),
        variant="repaired",
    )(
        start=lambda v, a: le(0 * v.number("Z"), (v.number("Z") - v.number("Z")) / a),
        step=(
            lambda v, a, T: le(v.number("Y") / (T + 1), (v.number("Z") - v.number("Y")) / a),
            lambda v, a, T: [using("bernoulli", le((1 + a / (T + 1)) * v.number("Y"), v.number("Z")), 1 / a)],
        ),
    )
    + reals(
        "def.eq69",
        (
            ROOT,
            SAMPLES,
            SMOOTH,
            SCHEDULE,
            BOUND,
            given(
                "X > 0, P = T^a, Z₀ = t₀^{−a}, Z = T^{−a}",
                lambda X, P, Z0, Z: (lt(0, X), lt(0, P), lt(0, Z0), lt(0, Z)),
            ),
        ),
        lambda K, N, L, c, r, delta, G, X, P, Z0, Z: (
            # X is K/N + (1+(1−K/N)Lcλ)C
            G * (2 * r * G * X * c * P * ((Z0 - Z) / ((1 - K / N) * r * L * c))),
            to("130-repaired", "<=", 2 * G**2 * X / ((1 - K / N) * L) * (P * Z0)),
        ),
        more={
            "130-repaired": {
                "variant": "repaired",
                "note": "The repaired B₇ is 2G²[K/N + (1+(1−K/N)Lcλ)C]/((1−K/N)L), with the "
                "printed exponent.",
            }
        },
    )
)

ORDER = reals(
    "def.theorem4.6.3",
    (
        *SIZES,
        given(
            "S = […]^{1/(a+1)}, R = T^{a/(a+1)}, C free of T", lambda S, R, C: (lt(0, S), lt(0, R), lt(0, C))
        ),
        given(
            "C = [K/N + 1/((N/K−1)δ^{1/2}Lc)]·S",
            lambda C, K, N, L, c, r, S: eq(C, (K / N + 1 / ((N / K - 1) * r * L * c)) * S),
        ),
    ),
    lambda K, N, L, c, r, delta, S, R, C: (
        (K / N + 1 / ((N / K - 1) * r * L * c)) * (S * R),
        to("026", "<=", C * R),
    ),
    more={
        "026": {"note": "With the repaired B₇ and its own t₀; (71) as printed rests on (68), which is false."}
    },
) + one(
    "def.theorem4.6.3",
    "the logarithm",
    "√E‖x_T − x̃_T‖² ≤ D = 2Gc(1 + log T + B₄), so ε_gen ≤ GD + (L/2)D²",
    Quadratic(
        APART,
        lambda v, G, c, B4: le(norm(v, "x_T − x̃_T"), 2 * G * c * (1 + v.number("log T") + B4)),
        lambda v, G, c, B4: [
            using("triangle", le(norm(v, "x_T − x̃_T"), norm(v, "y_T − ỹ_T") + norm(v, "e_k − ẽ_k"))),
            using(
                "def.theorem4.6.1/the logarithm",
                le(norm(v, "y_T − ỹ_T"), 2 * G * c * (1 + v.number("log T"))),
            ),
            using("def.eq55", le(norm(v, "e_k − ẽ_k"), 2 * B4 * G * c)),
        ],
    ),
    APART,
    variant="strengthened",
    note="x_T = y_T + e_T, and the loss as in def.theorem4.6.1/the logarithm: any compressor of Assumptions "
    "3.3 and 4.2, no range of f.",
)

COMPARED = reals(
    "def.theorem4.6.3",
    (ROOT, given("x = (1−K/N)Lc > 0", lambda x: lt(0, x))),
    lambda r, delta, x: (
        r * x / (r * x + 1),
        to("Remark 4.8, the generalisation error's exponent", "<=", x / (x + 1)),
    ),
) + reals(
    "def.theorem4.6.4",
    (ROOT, given("x = μc/2 > 0", lambda x: lt(0, x))),
    lambda r, delta, x: (-x, to("Remark 4.8, the optimisation error's exponent", "<=", -(delta * x))),
)

STEPS = (*NOT_BEST, *VALUE, *ROUNDED, *SHRINKING, *STABLE, *ORDER, *COMPARED)

CLOSES = ("def.eq70", "def.theorem4.6.3")
