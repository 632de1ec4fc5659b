"""Theorem 4.10 (Appendix C.1 to C.4): SGD and SGD-IA, one worker of DEF and DEF-A with λ = 1 "
"and C(Δ) = δΔ."""

from theory.papers.def_ import generalisation as gen
from theory.papers.def_ import generalisation_averaged as averaged
from theory.papers.def_.proofs.stability_common import (
    BOUND,
    DELTA,
    SCHEDULE,
    SMOOTH,
    STEP,
    induced,
    norm,
    using,
)
from theory.proof.build import reals, vectors
from theory.proof.claim import eq, given, le, lt
from theory.proof.step import to
from theory.proof.vectors import mean, sq

ONE = given("K = 1, λ = 1, N > 1", lambda K, lam, N: (eq(K, 1), eq(lam, 1), lt(1, N)))
NOISE = given("σ² ≥ 0", lambda sigma_sq: le(0, sigma_sq))
SQUARES = given("g ≥ 0, m ≥ 0", lambda g, m: (le(0, g), le(0, m)))

GENERALISATION = reals(
    "def.theorem4.10.1",
    (SMOOTH, SCHEDULE, ONE),
    lambda K, N, L, c, lam: (
        gen.growth(K, N, L, c),
        to("183", "==", gen.single_growth(N, L, c)),
    ),
    more={"183": {"note": "The exponent of (22) for one worker; the order is that of def.theorem4.6.1/024."}},
)

AVERAGING = (
    reals(
        "def.theorem4.10.3",
        (SMOOTH, SCHEDULE, ONE, DELTA),
        lambda delta, K, N, L, c, lam: (
            delta * gen.growth(K, N, L, c),
            to("184", "==", averaged.iterate_averaging_growth(delta, N, L, c)),
        ),
        more={
            "184": {
                "note": "The exponent of (24) for one worker with δ for δ^{1/2}. (71), which the "
                "paper refers to, rests "
                "on the false (68); the order follows from def.theorem4.10.3/the logarithm."
            }
        },
    )
    + vectors(
        "def.theorem4.10.3",
        (DELTA,),
        lambda v, delta: (
            sq(delta * v.g - delta * v.h),
            to("δ for δ^{1/2} in Eq. (64)", "==", delta**2 * sq(v.g - v.h)),
        ),
    )
    + induced(
        "def.theorem4.10.3",
        "the logarithm",
        "√E‖x_T − x̃_T‖² ≤ D = 2Gc(1 + log T), as x_T averages y_0, …, y_T, so ε_gen ≤ GD + (L/2)D²",
        (DELTA, BOUND, SCHEDULE),
        variant="strengthened",
    )(
        start=lambda v: le(0 * norm(v, "x_0 − x̃_0"), 0 * norm(v, "x_0 − x̃_0")),
        step=(
            lambda v, delta: le(norm(v, "x_{t+1} − x̃_{t+1}"), v.number("2Gc(1 + log T)")),
            lambda v, delta: [
                using(
                    "triangle",
                    le(
                        norm(v, "x_{t+1} − x̃_{t+1}"),
                        (1 - delta) * norm(v, "x_t − x̃_t") + delta * norm(v, "y_{t+1} − ỹ_{t+1}"),
                    ),
                ),
                using(
                    "def.theorem4.10.3/the logarithm",
                    le(norm(v, "x_t − x̃_t"), v.number("2Gc(1 + log T)")),
                    1 - delta,
                ),
                using(
                    "def.theorem4.6.1/the logarithm",
                    le(norm(v, "y_{t+1} − ỹ_{t+1}"), v.number("2Gc(1 + log T)")),
                    delta,
                ),
            ],
        ),
    )
)

SINGLE = vectors(
    "def.theorem4.10.2",
    (STEP, SMOOTH),
    lambda v, eta, L: (
        # one worker: e_t is e_{1,t}, and λ = 1
        eta * L**2 * sq(mean(v.e) - v.e),
        to("185", "<=", 0),
    ),
    more={
        "185": {
            "note": "With it (73) loses its residuals' term, whatever the step sizes were, and "
            "(80) is (104): the order "
            "is that of def.theorem4.6.2/143."
        }
    },
)

LARGER = (
    reals(
        "def.theorem4.10.4",
        (
            STEP,
            SMOOTH,
            NOISE,
            SQUARES,
            given(
                "δ = 1/100, η ≤ 1/(8δL)",
                lambda delta, eta, L: (eq(100 * delta, 1), le(8 * delta * eta * L, 1)),
            ),
        ),
        lambda delta, eta, L, sigma_sq, g, m: (
            # (82), and L/2 times (83) with δ² for δ
            -delta * eta / 2 * g
            + delta * (eta**2 * L**2 + 1) / (2 * eta) * m
            + L
            / 2
            * (
                4 * delta**2 * eta**2 * g
                + 2 * delta**2 * (2 * eta**2 * L**2 + 1) * m
                + 2 * delta**2 * eta**2 * sigma_sq
            ),
            to("186", "<=", -(delta * eta / 4 * g) + delta * 2 / eta * m + delta * eta**2 * L * sigma_sq),
        ),
        more={
            "186": {
                "severity": "step",
                "repair": "def.theorem4.10.4/186-repaired",
                "note": "η ≤ 1/(8δL) keeps the gradient's term, but not the residuals': in (84) "
                "their factor needs ηL to be "
                "bounded, and now ηL may be 1/(8δ). With the factor (1 + 1/(8δ))² for 1 + λ² = 2 "
                "the order in T survives, "
                "not that in δ; with η ≤ 1/(8L) all of (84) holds.",
            }
        },
    )
    + reals(
        "def.theorem4.10.4",
        (
            DELTA,
            STEP,
            SMOOTH,
            NOISE,
            SQUARES,
            given("η ≤ 1/(8δL)", lambda delta, eta, L: le(8 * delta * eta * L, 1)),
        ),
        lambda delta, eta, L, sigma_sq, g, m: (
            -delta * eta / 2 * g
            + delta * (1 + eta * L) ** 2 / (2 * eta) * m
            + L
            / 2
            * (
                4 * delta**2 * eta**2 * g
                + 2 * delta**2 * (2 * eta**2 * L**2 + 1) * m
                + 2 * delta**2 * eta**2 * sigma_sq
            ),
            to(
                "186-repaired",
                "<=",
                -(delta * eta / 4 * g) + delta * (1 + eta * L) ** 2 / eta * m + delta * eta**2 * L * sigma_sq,
            ),
        ),
        more={"186-repaired": {"variant": "repaired"}},
    )
    + reals(
        "def.theorem4.10.4",
        (DELTA, STEP, SMOOTH, given("η ≤ 1/(8δL)", lambda delta, eta, L: le(8 * delta * eta * L, 1))),
        lambda delta, eta, L: (
            (1 + eta * L) ** 2,
            to("186-repaired, the residuals' factor", "<=", (1 + 1 / (8 * delta)) ** 2),
        ),
        more={"186-repaired, the residuals' factor": {"variant": "repaired"}},
    )
)

STEPS = (*GENERALISATION, *AVERAGING, *SINGLE, *LARGER)

CLOSES = ("def.theorem4.10.1", "def.theorem4.10.2", "def.theorem4.10.3", "def.theorem4.10.4")
