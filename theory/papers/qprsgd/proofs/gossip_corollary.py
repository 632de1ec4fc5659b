"""Proof of Corollary 2.1 (section F): what the step size of Eq. (14) makes of Theorem 2.

z is γL, c is ∛D₂′, r is √(N/M), so that √(NM) is rM; gap is F(X_1) − F_*, and E is 1/γ.
"""

from fractions import Fraction
from typing import Any

from theory.axioms import minimum
from theory.papers.qprsgd.proofs.gossip_common import LOCAL_STEPS, WORKERS
from theory.papers.qprsgd.theorem2 import higher_order_of
from theory.proof.build import reals, vectors
from theory.proof.claim import eq, given, le, lt
from theory.proof.step import to
from theory.proof.vectors import Fact, Used, sq

STATEMENT = "qprsgd.corollary2.1"
SMOOTH = given("L > 0, γ > 0", lambda L, gamma: (lt(0, L), lt(0, gamma)))
NOISE = given("σ > 0, κ² ≥ 0", lambda sigma, kappa_sq: (lt(0, sigma), le(0, kappa_sq)))
ROOT = given("r = √(N/M)", lambda r, N, M: (lt(0, r), eq(r**2 * M, N), le(1, N), le(1, M)))
FACTORS = given(
    "D₂′ > 0, D₃′ ≥ D₂′ + 1, c = ∛D₂′",
    lambda D2, D3, c: (lt(0, D2), le(D2 + 1, D3), lt(0, c), eq(c**3, D2)),
)


def inverse(sigma: Any, r: Any, K: Any, L: Any, c: Any, D3: Any) -> Any:
    """1/γ = σ√(N/M) + 3KL∛D₂′ + 16KL·D₃′ + 6KL (Eq. 14)."""
    return sigma * r + higher_order_of(c, D3, K * L)


STEP_SIZE = given(
    "γ as in Eq. (14)",
    lambda gamma, sigma, r, K, L, c, D3: eq(gamma * inverse(sigma, r, K, L, c, D3), 1),
)

SMALL = reals(
    STATEMENT,
    (SMOOTH, NOISE, ROOT, FACTORS, LOCAL_STEPS, STEP_SIZE),
    lambda gamma, K, L, D3: (
        gamma * L * K * (16 * D3 + 6),
        to("the step size, local steps", "<=", 1),
    ),
) + reals(
    STATEMENT,
    (SMOOTH, NOISE, ROOT, FACTORS, LOCAL_STEPS, STEP_SIZE),
    lambda gamma, sigma, r: (gamma, to("the step size, noise", "<=", 1 / (sigma * r))),
)

LIMIT = given(
    "z = γL > 0, zK(16D₃′ + 6) ≤ 1, D₃′ ≥ 1",
    lambda z, K, D3: (lt(0, z), le(z * K * (16 * D3 + 6), 1), le(1, D3)),
)
DRIFT_FACTOR = given(
    "P = 1 − 12z²(K+1)(K−2), D₁′ = (2K − 1 + 24z²)/P, P ≥ 2/3 (258.1)",
    lambda P, D1, z, K: (
        eq(P, 1 - 12 * z**2 * (K + 1) * (K - 2)),
        eq(D1 * P, 2 * K - 1 + 24 * z**2),
        le(2, 3 * P),
    ),
)
GRADIENT = given(
    "Q = 1 − 8z²K·D₁′D₃′, zD₁′ ≤ 2/3 (258.2), zK·D₃′ ≤ 1/16 (259.1)",
    lambda Q, D1, z, K, D3: (
        eq(Q, 1 - 8 * z**2 * K * D1 * D3),
        le(3 * z * D1, 2),
        le(16 * z * K * D3, 1),
        le(0, D1),
    ),
)
ERROR = given(
    "D₄′ = 2zK·D₃′ + z(K−1)/2 + D₂′/(2M), 0 ≤ D₂′ ≤ D₃′, Q ≥ 2/3 (259.2)",
    lambda D4, z, K, D3, D2, M, Q: (
        eq(D4, 2 * z * K * D3 + z * (K - 1) / 2 + D2 / (2 * M)),
        le(0, D2),
        le(D2, D3),
        le(2, 3 * Q),
    ),
)

SIX = (
    *reals(
        STATEMENT,
        (LOCAL_STEPS, LIMIT),
        lambda z, K: (2, to("258.1", "<=", 3 * (1 - 12 * z**2 * (K + 1) * (K - 2)))),
        more={"258.1": {"slack": Fraction(99, 100)}},
    ),
    *reals(
        STATEMENT,
        (LOCAL_STEPS, LIMIT, DRIFT_FACTOR),
        lambda D1, z: (3 * (D1 * z), to("258.2", "<=", 2)),
        more={"258.2": {"slack": Fraction(99, 400)}},
    ),
    *reals(STATEMENT, (LOCAL_STEPS, LIMIT), lambda z, K, D3: (16 * (D3 * K * z), to("259.1", "<=", 1))),
    *reals(
        STATEMENT,
        (LOCAL_STEPS, LIMIT, GRADIENT),
        lambda z, K, D1, D3: (2, to("259.2", "<=", 3 * (1 - 8 * z**2 * K * D1 * D3))),
    ),
    *reals(
        STATEMENT,
        (LOCAL_STEPS, WORKERS, LIMIT, ERROR),
        lambda K, z, D4, Q: (2 * (2 * K * z * D4 / Q), to("258.3", "<=", 1)),
        more={"258.3": {"slack": Fraction(99, 400)}},
    ),
    *reals(
        STATEMENT,
        (LOCAL_STEPS, WORKERS, LIMIT, ERROR),
        lambda K, z, D4, Q: (4 * (2 * (2 * K * z * D4 / Q)), to("258.3-strengthened", "<=", 1)),
        more={"258.3-strengthened": {"variant": "strengthened", "slack": Fraction(99, 100)}},
    ),
    *reals(
        STATEMENT,
        (LOCAL_STEPS, LIMIT, given("0 ≤ D₅′ ≤ 1/2", lambda D5: (le(0, D5), le(2 * D5, 1)))),
        lambda K, z, D5: (z - z, to("259.3", "<", 1 - 4 * K * (K - 1) * z**2 * D5 - 2 * z * K)),
        more={"259.3": {"slack": Fraction(99, 3200)}},  # any factor leaves what is positive so
    ),
)


def brackets(z: Any, K: Any, M: Any) -> Any:
    """1 + 4z²(K−1)/M + 12(K−1)z² and 1 + 6(K−1)(2K−1)z²."""
    return (
        1 + 4 * z**2 * (K - 1) / M + 12 * (K - 1) * z**2,
        1 + 6 * (K - 1) * (2 * K - 1) * z**2,
    )


def line_261(gamma: Any, K: Any, L: Any, M: Any, D4: Any, sigma: Any, kappa_sq: Any) -> Any:
    """Display 261 without the initial gap."""
    noise, spread = brackets(gamma * L, K, M)
    return 3 * gamma * K * L * D4 * noise * sigma**2 + 12 * gamma * K * L * D4 * kappa_sq * spread


LARGE = given(
    "P ≥ 2/3, Q ≥ 2/3, D₄′ ≥ 0, D₅′ = 2KLγ·D₄′/Q ≤ 1/8 (258.1, 259.2, 258.3-strengthened)",
    lambda P, Q, D4, K, L, gamma: (
        le(2, 3 * P),
        le(2, 3 * Q),
        le(0, D4),
        le(8 * (2 * K * L * gamma * D4), Q),
    ),
)
COUNTS = given("N ≥ 1, M ≥ 1", lambda N, M: (le(1, N), le(1, M)))
BRACKET = given(
    "4/γ ≤ 7(σ√(N/M) + 3KL∛D₂′ + 16KL·D₃′ + 6K)",
    lambda gamma, sigma, r, K, L, c, D3: le(4, 7 * gamma * printed(sigma, r, K, L, c, D3)),
)
ALL = (SMOOTH, COUNTS, LOCAL_STEPS, LARGE)


def printed(sigma: Any, r: Any, K: Any, L: Any, c: Any, D3: Any) -> Any:
    """What display 261 prints for 1/γ: 6K stands for 6KL."""
    return sigma * r + 3 * K * L * c + 16 * K * L * D3 + 6 * K


def before(constants: Any, of_A: Any, of_noise: Any) -> tuple[Any, Any, Any]:
    """Display 242 without D₆′ > 0: what multiplies Σ‖∇F‖², σ² and κ²."""
    gamma, L, M, N, K, P, Q, D4 = constants
    z_sq = L**2 * gamma**2
    noise = 1 + 4 * z_sq * (K - 1) / M + 8 * (K - 1) * z_sq / P
    spread = 1 + 4 * (K - 1) * (2 * K - 1) * z_sq / P
    return (
        -gamma * K / 2 * (1 - of_A * (2 * K * L * gamma * D4 / Q)),
        gamma**2 * of_noise * L * D4 * N / Q * noise,
        4 * gamma**2 * K**2 * L * D4 * N / Q * spread,
    )


def averaged(v: Any, constants: Any, place: str, parts: Any, multiplier: Any, lost: Any) -> Any:
    """−gap ≤ display 242 with its multiplier, and that σ², κ² are not negative with what is left of them."""
    gamma, L, M, _, K, _, _, D4 = constants
    of_A, of_noise, of_spread = parts
    bound = of_A * sq(v.A) + (of_noise + lost) * v.number("σ²") + of_spread * v.number("κ²")
    noise, spread = brackets(gamma * L, K, M)
    return [
        Used(Fact(place, le(-v.number("gap"), bound)), multiplier),
        Used(
            Fact("qprsgd.assumption1", le(0, v.number("σ²"))),
            3 * gamma * K * L * D4 * noise - multiplier * of_noise,
        ),
        Used(
            Fact("qprsgd.assumption1", le(0, v.number("κ²"))),
            12 * gamma * K * L * D4 * spread - multiplier * of_spread,
        ),
    ]


def line_with_numbers(v: Any, gamma: Any, K: Any, L: Any, M: Any, D4: Any) -> Any:
    """Display 261 without the initial gap, σ² and κ² as numbers with names."""
    noise, spread = brackets(gamma * L, K, M)
    return 3 * gamma * K * L * D4 * noise * v.number("σ²") + 12 * gamma * K * L * D4 * spread * v.number("κ²")


BRACKETED = reals(
    STATEMENT,
    (SMOOTH, NOISE, ROOT, FACTORS, LOCAL_STEPS, STEP_SIZE),
    lambda gamma, sigma, r, K, L, c, D3: (
        4 / gamma,
        to("the step size, 261", "<=", 7 * printed(sigma, r, K, L, c, D3)),
    ),
    more={"the step size, 261": {"slack": Fraction(99, 100)}},
)

AVERAGED = vectors(
    STATEMENT,
    (*ALL, BRACKET),
    lambda v, gamma, L, M, N, K, P, Q, D4, D3, c, r, sigma: (
        sq(v.A) / (2 * N),
        to(
            "261",
            "<=",
            line_with_numbers(v, gamma, K, L, M, D4)
            + 2 * v.number("gap") * printed(sigma, r, K, L, c, D3) / (K * N),
        ),
    ),
    using={
        "261": lambda v, gamma, L, M, N, K, P, Q, D4, D3, c, r, sigma: [
            *averaged(
                v,
                (gamma, L, M, N, K, P, Q, D4),
                "qprsgd.theorem2/242",
                before((gamma, L, M, N, K, P, Q, D4), 1, K),
                8 / (7 * gamma * K * N),
                0,
            ),
            Used(
                minimum(0, v.number("gap")),
                2 * printed(sigma, r, K, L, c, D3) / (K * N) - 8 / (7 * gamma * K * N),
            ),
        ]
    },
    more={
        "261": {
            "note": "6K stands for 6KL, which Eq. (14) and the next display have; as D₅′ ≤ 1/8 the line "
            "holds all the same. 3KL³√D₂ is read as 3KL∛D₂′, as in Eq. (14).",
        }
    },
)

# 1/γ is the bracket of Eq. (14)
AVERAGED_REPAIRED = vectors(
    STATEMENT,
    ALL,
    lambda v, gamma, L, M, N, K, P, Q, D4: (
        sq(v.A) / (2 * N),
        to(
            "261-with the noise",
            "<=",
            line_with_numbers(v, gamma, K, L, M, D4)
            + 2 * L * gamma / M * v.number("σ²")
            + 2 * v.number("gap") / (gamma * K * N),
        ),
    ),
    using={
        "261-with the noise": lambda v, gamma, L, M, N, K, P, Q, D4: averaged(
            v,
            (gamma, L, M, N, K, P, Q, D4),
            "qprsgd.theorem2/242-repaired",
            before((gamma, L, M, N, K, P, Q, D4), 4, K**2),
            2 / (gamma * K * N),
            gamma**2 * L * K * N / M,
        ),
    },
    more={"261-with the noise": {"variant": "repaired"}},
)

GAPS = (
    SMOOTH,
    NOISE,
    ROOT,
    LOCAL_STEPS,
    given("gap, c, D₃′ > 0", lambda gap, c, D3: (lt(0, gap), lt(0, c), lt(0, D3))),
)
WITHOUT = "the OCR loses the braces after D₄′, without which κ² would lack a factor that 261 has"

SPLIT = reals(
    STATEMENT,
    GAPS,
    # what both displays have in σ² and κ² is the same with the braces, and left out
    lambda gap, sigma, r, K, L, c, D3, N, M: (
        2 * gap * inverse(sigma, r, K, L, c, D3) / (K * N),
        to(
            "262",
            "==",
            2 * gap * sigma / (K * (r * M)) + 2 * gap * (sigma * r + higher_order_of(c, D3, L)) / N,
        ),
    ),
    more={
        "262": {
            "transcription": "restored",
            "evidence": WITHOUT,
            "severity": "cosmetic",
            "repair": "qprsgd.corollary2.1/262-repaired",
            "note": "σ√(N/M) is taken out as the second term and left in the last numerator too; "
            "display 271 has it once.",
        }
    },
) + reals(
    STATEMENT,
    GAPS,
    lambda gap, sigma, r, K, L, c, D3, N, M: (
        2 * gap * inverse(sigma, r, K, L, c, D3) / (K * N),
        to(
            "262-repaired",
            "==",
            2 * gap * sigma / (K * (r * M)) + 2 * gap * higher_order_of(c, D3, L) / N,
        ),
    ),
    more={"262-repaired": {"variant": "repaired"}},
)

STEPS = (*SMALL, *SIX, *BRACKETED, *AVERAGED, *AVERAGED_REPAIRED, *SPLIT)
