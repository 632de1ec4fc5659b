"""Proof of Eq. (75) to (80) (Appendix B.3): the products and sums that η_t = c/(t+1) leaves.

a is μc/2; (1) is Π_{t<T} (1 − a/(t+1)), (2) is Σ_{t<T} c²/(t+1)²·Π_{t<t'<T} (1 − a/(t'+1)). Y and Z are
powers of neighbouring numbers, such as (T+1)^{−a} and (T+2)^{−a}.
"""

from fractions import Fraction
from typing import Any

from theory.arithmetic import exp, log
from theory.papers.def_.proofs.stability_common import SCHEDULE, induced, using
from theory.papers.def_.proofs.stability_common import STEPS as ITERATIONS
from theory.proof.boxes import Boxed
from theory.proof.build import one, reals
from theory.proof.claim import eq, given, le, lt
from theory.proof.compound import Induction
from theory.proof.implication import Implication
from theory.proof.step import Step, to

SMALL = given("0 < a ≤ 1/8, from c ≤ 1/(4L) and μ ≤ L", lambda a: (lt(0, a), le(8 * a, 1)))
LARGE = given("a ≥ 1", lambda a: le(1, a))
FAST = given("a ≥ 2", lambda a: le(2, a))
SLOW = given("0 < a ≤ 2, a ≠ 1", lambda a: (lt(0, a), le(a, 2), lt(0, (a - 1) ** 2)))
RANGE = {"a": (Fraction(1, 100), Fraction(1, 8))}
DIRECTION = (
    "1/(t+1) summed from 1 to T−1 is at most log T, not at least: the sum of a falling function "
    "over t < T lies "
    "below the integral that ends with it. "
)


def by_exponentials(statement: str, place: str, claim: str) -> tuple[Step, ...]:
    """Π (1 − x_t) ≤ Π exp(−x_t) for 0 ≤ x_t ≤ 1."""
    return induced(statement, place, claim, ())(
        start=lambda v: le(1 + 0 * v.number("(1)"), 1 + 0 * v.number("(1)")),
        step=(
            # with the product P ≤ Q and E = exp(−x)
            lambda v, x, P, Q: le((1 - x) * P, Q * v.number("exp(−x)")),
            lambda v, x, P, Q: [using("exponential", le(1 - x, v.number("exp(−x)")), Q)],
            (given("0 ≤ x ≤ 1, 0 ≤ P ≤ Q", lambda x, P, Q: (le(0, x), le(x, 1), le(0, P), le(P, Q))),),
        ),
    )


def split_off(statement: str, place: str, claim: str) -> tuple[Step, ...]:
    """exp(s)·exp(x) = exp(s + x), term by term."""
    same = given("p = q, and exp(s + x) = exp(s)·exp(x)", lambda p, q: (eq(p, q),))
    parts = {
        "start": Implication((), lambda e: eq(e * 1, e)),
        "step": Implication((same,), lambda p, q, x: eq(p * x, q * x)),
    }
    return one(statement, place, claim, Induction(parts))


def telescoping(statement: str, place: str, claim: str, first: Any = "1", **more: Any) -> tuple[Step, ...]:
    """Π_{t<T} (1 − a/(t+1)) ≤ (T+1)^{−a}, since ((T+2)/(T+1))^{−a} ≥ 1 − a/(T+1)."""
    return induced(statement, place, claim, (SMALL, ITERATIONS), **more)(
        start=lambda v: le(1 + 0 * v.number("Y"), 1 + 0 * v.number("Y")),
        step=(
            lambda v, a, T: le((1 - a / (T + 1)) * v.number("Y"), v.number("Z")),
            lambda v, a, T: [using("bernoulli", le((1 - a / (T + 1)) * v.number("Y"), v.number("Z")))],
        ),
    )


def rising(statement: str, place: str, claim: str, of: Any) -> tuple[Step, ...]:
    """Σ_{u≤T} u^{q−1} ≤ ((T+1)^q − 1)/q for q = of(a) ≥ 1: u^{q−1} is at most the bound's increase."""
    return induced(statement, place, claim, ())(
        start=lambda v: le(0 * v.number("1"), 0 * v.number("1")),
        step=(
            lambda v, q, T: le(v.number("Y") / (T + 1), v.number("Z") / q - v.number("Y") / q),
            lambda v, q, T: [using("bernoulli", le((1 + q / (T + 1)) * v.number("Y"), v.number("Z")), 1 / q)],
            (given(f"q = {of} ≥ 1, T ≥ 0", lambda q, T: (le(1, q), le(0, T))),),
        ),
    )


def falling(statement: str, place: str, claim: str, of: str, **more: Any) -> tuple[Step, ...]:
    """Σ_{u≤T} u^{q−1} ≤ 1 + (T^q − 1)/q for q = of ≤ 1, q ≠ 0."""

    def step(v: Any, q: Any, T: Any) -> Any:
        return le(v.number("Z") / (T + 1), v.number("Z") / q - v.number("Y") / q)

    return induced(statement, place, claim, (), **more)(
        start=(
            lambda v, q: le(1 + 0 * v.number("1"), 1 + 0 * v.number("1") / q),
            None,
            (given("q ≠ 0", lambda q: lt(0, q**2)),),
        ),
        step_above_0=(
            step,
            # (T/(T+1))^q ≤ 1 − q/(T+1)
            lambda v, q, T: [using("bernoulli", le(v.number("Y"), (1 - q / (T + 1)) * v.number("Z")), 1 / q)],
            (given(f"0 < q = {of} ≤ 1, T ≥ 1", lambda q, T: (lt(0, q), le(q, 1), le(1, T))),),
        ),
        step_below_0=(
            step,
            # (T/(T+1))^q ≥ 1 − q/(T+1)
            lambda v, q, T: [
                using("bernoulli", le((1 - q / (T + 1)) * v.number("Z"), v.number("Y")), -1 / q)
            ],
            (given(f"q = {of} < 0, T ≥ 1", lambda q, T: (lt(q, 0), le(1, T))),),
        ),
    )


def harmonic(statement: str, place: str, claim: str) -> tuple[Step, ...]:
    """Σ_{u≤T} 1/u ≤ 1 + log T."""
    return induced(statement, place, claim, (ITERATIONS,))(
        start=lambda v: le(1 + 0 * v.number("log 1"), 1 + 0 * v.number("log 1")),
        step=(
            lambda v, T: le(1 / (T + 1), -v.number("log(T/(T+1))")),
            lambda v, T: [using("exponential", le(v.number("log(T/(T+1))"), T / (T + 1) - 1))],
        ),
    )


def at_least_one(statement: str, place: str) -> tuple[Step, ...]:
    """Π_{t'<t<T} (1 − a/(t+1)) ≤ ((t'+1)/T)^a for a ≥ 1, since (T/(T+1))^a ≥ 1 − a/(T+1)."""
    return induced(
        statement,
        place,
        "Π_{t'<t<T} (1 − a/(t+1)) ≤ ((t'+1)/T)^a for a ≥ 1, where no factor is negative",
        (LARGE, ITERATIONS, given("a ≤ T+1", lambda a, T: le(a, T + 1))),
        note="The case cannot occur: c ≤ 1/(4L), for DEF-A c ≤ 1/(8L), leaves smaller exponents only.",
    )(
        start=lambda v: le(1 + 0 * v.number("Y"), 1 + 0 * v.number("Y")),
        step=(
            lambda v, a, T: le((1 - a / (T + 1)) * v.number("Y"), v.number("Z")),
            lambda v, a, T: [using("bernoulli", le((1 - a / (T + 1)) * v.number("Y"), v.number("Z")))],
        ),
    )


PRODUCT = (
    by_exponentials("def.eq75", "138.1", "Π_{t<T} (1 − μc/(2(t+1))) ≤ Π_{t<T} exp(−μc/(2(t+1)))")
    + split_off("def.eq75", "138.2", "Π_{t<T} exp(−a/(t+1)) = exp(−a)·exp(−a·Σ_{t=1}^{T−1} 1/(t+1))")
    + one(
        "def.eq75",
        "138.3",
        "exp(−a)·exp(−a·Σ_{t=1}^{T−1} 1/(t+1)) ≤ exp(−a)·exp(−a·log T), at T = 2",
        Boxed(RANGE, lambda a: le(exp(-a) * exp(-a / 2), exp(-a) * exp(-a * log(2 * a / a)))),
        severity="step",
        repair="def.eq75/138-repaired",
        note=DIRECTION + "At T = 2: 1/2 against log 2 = 0.693.",
    )
    + reals(
        "def.eq75",
        (given("E = exp(−a), P = T^a = exp(a·log T)", lambda E, P: (lt(0, E), lt(0, P))),),
        lambda E, P: (E * (1 / P), to("138.4", "==", E / P)),
    )
    + one(
        "def.eq75",
        "the whole",
        "Π_{t<T} (1 − a/(t+1)) ≤ exp(−a)·T^{−a}, at T = 2, for 0.01 ≤ a ≤ 1/8",
        Boxed(RANGE, lambda a: le((1 - a) * (1 - a / 2), exp(-a) * exp(-a * log(2 * a / a)))),
        severity="false",
        repair="def.eq75/138-repaired",
        note="For small a the product is 1 − a(1 + 1/2 + … + 1/T) and the bound 1 − a(1 + log T): smaller.",
    )
    + telescoping("def.eq75", "138-repaired", "Π_{t<T} (1 − a/(t+1)) ≤ (T+1)^{−a}", variant="repaired")
)

SUM = (
    by_exponentials(
        "def.eq77",
        "139.1",
        "Π_{t<t'<T} (1 − μc/(2(t'+1))) ≤ exp(−μc/2·Σ_{t'=t+1}^{T−1} 1/(t'+1)), in every term",
    )
    + one(
        "def.eq77",
        "139.2",
        "Σ_{t<T} 1/(t+1)²·exp(−a·Σ_{t'=t+1}^{T−1} 1/(t'+1)) ≤ Σ_{t<T} "
        "1/(t+1)²·exp(−a·log(T/(t+1))), at T = 2",
        Boxed(RANGE, lambda a: le(exp(-a / 2) + a / a / 4, exp(-a * log(2 * a / a)) + a / a / 4)),
        severity="step",
        repair="def.eq77/139-repaired",
        note=DIRECTION
        + "At T = 2 the term of t = 0 is exp(−a/2) against exp(−a·log 2); every other term too.",
    )
    + reals(
        "def.eq77",
        (SCHEDULE, given("P = T^a, Q = (t+1)^a, n = t+1", lambda P, Q, n: (lt(0, P), lt(0, Q), lt(0, n)))),
        lambda c, P, Q, n: (c**2 / n**2 * (1 / (P / Q)), to("139.3", "==", c**2 * (1 / P) * (Q / n**2))),
    )
    + telescoping(
        "def.eq77",
        "139-repaired",
        "Π_{t<t'<T} (1 − a/(t'+1)) ≤ ((t+2)/(T+1))^a, which is at most 2^a·((t+1)/T)^a",
        variant="repaired",
    )
    + reals(
        "def.eq77",
        (given("T ≥ 1, t ≥ 0", lambda T, t: (le(1, T), le(0, t))),),
        lambda T, t: ((t + 2) / (T + 1), to("139-repaired, the base", "<=", 2 * ((t + 1) / T))),
        more={"139-repaired, the base": {"variant": "repaired"}},
    )
)
POWERS = given("P = T^{a−1}, R = (T+1)^{a−1}", lambda P, R: (lt(0, P), lt(0, R)))
CASES = (
    at_least_one("def.eq77", "the product of (76) for a ≥ 1")
    + rising("def.eq77", "140.1", "Σ_{t<T} (t+1)^{a−2} ≤ ((T+1)^{a−1} − 1)/(a−1)", "a − 1")
    + reals(
        "def.eq77",
        (FAST, SCHEDULE, ITERATIONS, POWERS),
        lambda a, c, T, P, R: (
            c**2 / (T * P) / (a - 1) * (R - 1),
            to("140.2", "<=", c**2 / (a - 1) * (R / P) / T),
        ),
        more={"140.2": {"note": "The case a ≥ 2 cannot occur: a ≤ 1/8."}},
    )
    + reals(
        "def.eq78",
        (SLOW, SCHEDULE),
        # both sides at T = 1
        lambda a, c: (c**2, to("141.1", "<=", c**2 / (a - 1) * (1 + 1 - 1))),
        more={
            "141.1": {
                "severity": "false",
                "repair": "def.eq78/141-repaired",
                "note": "For a < 1 the right side is negative. The sum is at most 1 + (T^{a−1} − "
                "1)/(a − 1), as "
                "Eq. (92) has it; only a quotient of all of it is printed. a ≤ 1/8 always, by c ≤ 1/(4L), so "
                "that this is the only case, and no case of (77) to (79) supports (80).",
            }
        },
    )
    + reals(
        "def.eq78",
        (SLOW, SCHEDULE, ITERATIONS, POWERS),
        lambda a, c, T, P, R: (
            c**2 * (1 / (T * P)) / (a - 1) * (1 + P - 1),
            to("141.2", "==", c**2 / (a - 1) / T),
        ),
    )
    + reals(
        "def.eq78",
        (given("1 < a ≤ 2", lambda a: (lt(1, a), le(a, 2))), POWERS),
        lambda a, P, R: (1 + (P - 1) / (a - 1), to("141-with-a-above-1", "<=", (1 + P - 1) / (a - 1))),
    )
    + falling(
        "def.eq78",
        "141-repaired",
        "Σ_{t<T} (t+1)^{a−2} ≤ 1 + (T^{a−1} − 1)/(a−1) for a ≤ 2, a ≠ 1",
        "a − 1",
        variant="repaired",
    )
    + at_least_one("def.eq79", "the product of (76) at a = 1")
    + harmonic("def.eq79", "142", "Σ_{t<T} (t+1)^{−1} ≤ 1 + log T")
)

ORDER = reals(
    "def.theorem4.6.2",
    (
        SMALL,
        ITERATIONS,
        SCHEDULE,
        given(
            "gap ≤ G₀(T+1)^{−a} + Q·2^a·c²T^{−a}[1 + (1 − T^{a−1})/(1 − a)], from 137-, 138-, "
            "139- and 141-repaired; "
            "Y = T^{−a} ≥ (T+1)^{−a} = X, Z = T^{a−1}, w = 2^a",
            lambda gap, G0, X, Y, Z, Q, w, a, c: (
                le(gap, G0 * X + Q * w * c**2 * Y * (1 + (1 - Z) / (1 - a))),
                le(0, G0),
                le(0, Q),
                lt(0, X),
                le(X, Y),
                lt(0, Z),
                lt(0, w),
            ),
        ),
    ),
    lambda gap, G0, Q, w, a, c, X, Y, Z, T: (
        gap,
        to("143", "<=", (G0 + Q * w * c**2 * (2 - a) / (1 - a)) * (Y + 1 / T)),
    ),
    more={"143": {"note": "By the repaired lines; T^{−a} leads, as a ≤ 1/8, and no logarithm is left."}},
)

STEPS = (*PRODUCT, *SUM, *CASES, *ORDER)

CLOSES = ("def.eq75", "def.eq77", "def.eq78", "def.eq79", "def.theorem4.6.2")
