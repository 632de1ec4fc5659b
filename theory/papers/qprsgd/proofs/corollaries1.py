"""Corollaries 1.1 to 1.3 (section IV-A) and Table I: what their step sizes make of the terms of Eq. (9).

w is γL and q the rate: w = q/K, q or Mq. growth is exp(d/4s²), B what C₁M is at most. The corollaries are
judged on Theorem 1 as printed, and on the repaired one, which has 2C₁ for C₁ and a smaller spread.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from theory.papers.qprsgd import ring, ring_repaired
from theory.papers.qprsgd.proofs.common import LEVELS, LOCAL_STEPS, RING, SMOOTH, VARIANCES, WORKERS
from theory.papers.qprsgd.proofs.theorem1 import DELTA, EPSILON
from theory.papers.qprsgd.quantiser import variance_factor
from theory.proof.build import reals
from theory.proof.claim import Hypothesis, eq, given, le, lt
from theory.proof.step import Step, to
from theory.statement import Formula, Terms

SIZES = (
    *(WORKERS, LOCAL_STEPS, SMOOTH, RING, VARIANCES, EPSILON, DELTA),
    given("F(x̃₁) − F_* ≥ 0, N ≥ 1", lambda gap, N: (le(0, gap), le(1, N))),
)
THEOREM1 = {"published": ring.theorem1_of, "repaired": ring_repaired.theorem1_of}
FACTOR = {"published": 1, "repaired": 2}
"""What a variant of Theorem 1 multiplies C₁ by."""


def corollary(
    number: str, step_size: str, limits: Sequence[Hypothesis], noise: Formula, drift: Formula
) -> tuple[Step, ...]:
    """The terms of Eq. (9) are at most a factor times q: 2L·gap/ε, noise/ε and drift/(δε)."""
    return tuple(
        step
        for variant in ("published", "repaired")
        for step in terms(number, step_size, (*SIZES, *limits), noise, drift, variant)
    )


def terms(
    number: str,
    step_size: str,
    hypotheses: Sequence[Hypothesis],
    noise: Formula,
    drift: Formula,
    variant: str,
) -> Iterator[Step]:
    """The terms of a variant of Eq. (9), each with the constants that it needs, and any for the rest."""
    statement, theorem1, factor = f"qprsgd.corollary{number}", THEOREM1[variant], FACTOR[variant]
    places = [f"{term} at γ = {step_size}" for term in ("the initial term", "the noise", "the drift")]
    places = places if variant == "published" else [f"{place}-{variant}" for place in places]
    more = {place: {"variant": variant} for place in places}
    yield from reals(
        statement,
        hypotheses,
        lambda N, K, L, w, q, gap, eps: (
            theorem1(K, K, K, N, K, w / L, K, K, gap, eps, eps)["initial gap"],
            to(places[0], "==", 2 * L * gap / eps * q),
        ),
        more,
    )
    yield from reals(
        statement,
        hypotheses,
        lambda C1, M, sigma_sq, K, kappa_sq, eps, w, q, B: (
            added(theorem1(C1, M, sigma_sq, K, K, w, 1, kappa_sq, w, eps, eps)),
            to(places[1], "<=", noise(factor * C1, factor * B, M, sigma_sq, kappa_sq) / eps * q),
        ),
        more,
    )
    yield from reals(
        statement,
        hypotheses,
        lambda C1, M, sigma_sq, K, kappa_sq, eps, delta, w, q, B: (
            theorem1(C1, M, sigma_sq, K, K, w, 1, kappa_sq, w, eps, delta)["drift"],
            to(places[2], "<=", drift(factor * C1, factor * B, sigma_sq, kappa_sq) / (delta * eps) * q),
        ),
        more,
    )


def added(found: Terms) -> Any:
    """The terms of Eq. (9) that are printed as one."""
    return found["quantisation"] + found["noise"]


FIRST = corollary(
    "1.1",
    "1/(LK√N)",
    (
        given("q = 1/√N ≤ 1", lambda q, N: (lt(0, q), le(q, 1), eq(q**2 * N, 1))),
        given("w = q/K", lambda w, q, K: eq(w * K, q)),
    ),
    noise=lambda C1, B, M, sigma_sq, kappa_sq: 2 * C1 * sigma_sq + 4 * C1 * kappa_sq + sigma_sq / M,
    drift=lambda C1, B, sigma_sq, kappa_sq: (4 * C1 + 1) * (sigma_sq + 2 * kappa_sq),
)

SECOND = corollary(
    "1.2",
    "1/(L√(NK))",
    (
        given("q = 1/√(NK)", lambda q, N, K: (lt(0, q), eq(q**2 * N * K, 1))),
        given("w = q, and N ≥ K: Kw ≤ 1", lambda w, q, K: (eq(w, q), le(K * w, 1))),
        given("2Kκ² ≤ σ²", lambda K, kappa_sq, sigma_sq: le(2 * K * kappa_sq, sigma_sq)),
    ),
    noise=lambda C1, B, M, sigma_sq, kappa_sq: 4 * C1 * sigma_sq + sigma_sq / M,
    drift=lambda C1, B, sigma_sq, kappa_sq: 2 * (4 * C1 + 1) * sigma_sq,
)

THIRD_SIZE = given("q = 1/√(NKM)", lambda q, N, K, M: (lt(0, q), eq(q**2 * N * K * M, 1)))
THIRD = corollary(
    "1.3",
    "√M/(L√(NK))",
    (
        THIRD_SIZE,
        given("w = Mq, and N ≥ KM³: KMw ≤ 1", lambda w, q, K, M: (eq(w, M * q), le(K * M * w, 1))),
        given(
            "2Kκ² ≤ σ²(1 + 2exp(−d/4s²)) ≤ 3σ²",
            lambda K, kappa_sq, sigma_sq: le(2 * K * kappa_sq, 3 * sigma_sq),
        ),
        given("C₁M ≤ B", lambda C1, M, B: (le(C1 * M, B), le(0, B))),
    ),
    noise=lambda C1, B, M, sigma_sq, kappa_sq: (8 * B + 1) * sigma_sq,
    drift=lambda C1, B, sigma_sq, kappa_sq: 4 * (4 * B + 1) * sigma_sq,
)


# C₁M ≤ B under Eq. (7), as printed and repaired; r is (d/(4s²M) + 1)^{M−1}


def limited(d: Any, s: Any, M: Any, r: Any, growth: Any) -> Any:
    """C₁M."""
    return M * ring.ring_factor_of(variance_factor(d, s), M, growth, r - 1)


PRINTED_LIMIT = given(
    "M ≤ d(1 + d/4s²)(exp(d/4s²) − d/4s² − 1)⁻¹ (Eq. 7)",
    lambda M, d, s, growth: le(M * (growth - d / (4 * s**2) - 1), d * (1 + d / (4 * s**2))),
)
GROWN = given(
    "r ≤ exp(d/4s²) (display 103), 1 + d/4s² < exp(d/4s²)",
    lambda r, growth, d, s: (le(1, r), le(r, growth), lt(1 + d / (4 * s**2), growth)),
)
EXAMPLE = given(
    "d = 4, s = 1, M = 5, r = (6/5)⁴, 5/2 < exp(1) < 3",
    lambda d, s, M, r, growth: (
        *(eq(d, 4), eq(s, 1), eq(M, 5), eq(r * 5**4, 6**4)),
        *(lt(5, 2 * growth), lt(growth, 3)),
    ),
)
BOUNDED = (
    *reals(
        "qprsgd.corollary1.3",
        (EXAMPLE, PRINTED_LIMIT),
        lambda d, s, M, r, growth: (
            limited(d, s, M, r, growth),
            to("C₁M under Eq. (7), as in Remark 2", "<=", growth),
        ),
        more={
            "C₁M under Eq. (7), as in Remark 2": {
                "severity": "step",
                "repair": "qprsgd.corollary1.3/C₁M under Eq. (7)",
                "note": "The corollary takes C₁ ≤ exp(d/4s²)/M from Remark 2; with d = 4, s = 1, M = 5, "
                "which Eq. (7) allows (M ≤ 11.1), C₁ is exp(1)/5 + 0.0736. But Eq. (7) bounds M by a "
                "constant, and gives C₁ ≤ (exp(d/4s²) + 4s² + d)/M. So the rate stands, as d and s count "
                "as constants there, but its factor hides that more than about 8s²/d workers, which Eq. (7) "
                "allows, bring no speed-up.",
            }
        },
    ),
    *reals(
        "qprsgd.corollary1.3",
        (LEVELS, WORKERS, GROWN, PRINTED_LIMIT),
        lambda d, s, M, r, growth: (
            limited(d, s, M, r, growth),
            to("C₁M under Eq. (7)", "<=", growth + 4 * s**2 + d),
        ),
    ),
    *reals(
        "qprsgd.corollary1.3",
        (
            *(LEVELS, WORKERS, GROWN),
            given("r ≤ 1 + d/4s², by Eq. (7) repaired", lambda r, d, s: le(r, 1 + d / (4 * s**2))),
        ),
        lambda d, s, M, r, growth: (
            limited(d, s, M, r, growth),
            to("C₁M under Eq. (7)-repaired", "<=", growth),
        ),
        more={"C₁M under Eq. (7)-repaired": {"variant": "repaired"}},
    ),
)


def table(place: str, variant: str) -> tuple[Step, ...]:
    """Table I: the terms of Corollary 1.3 together."""
    return reals(
        "qprsgd.tableI.rar",
        (
            *(WORKERS, LOCAL_STEPS, THIRD_SIZE),
            given(
                "Corollary 1.3: Eq. (9) is at most a·q + b·q + c·q, with factors that know no N, K or M",
                lambda total, a, b, c, q, N: (le(1, N), le(total, a * q + b * q + c * q)),
            ),
        ),
        lambda total, N, K, M, a, b, c: (total, to(place, "<=", (a + b + c) * ring.rate13(N, K, M))),
        more={place: {"variant": variant}},
    )


TABLE = (*table("the rate", "published"), *table("the rate-repaired", "repaired"))

STEPS = (*FIRST, *SECOND, *THIRD, *BOUNDED, *TABLE)

CLOSES = ("qprsgd.corollary1.1", "qprsgd.corollary1.2", "qprsgd.corollary1.3", "qprsgd.tableI.rar")
