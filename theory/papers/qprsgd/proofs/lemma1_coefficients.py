"""Proof of Lemma 1 (appendix B), continued: its coefficients, and the lemma; Remark 1.

r = a + 1 with a = d/(4s²M), so that 8s²M/d = 2/a; p = r^{M−2}, growth = exp(d/4s²), W is Σ_m ‖w^{(m)}‖².
"""

from theory.papers.qprsgd.proofs.common import LEVELS, WORKERS
from theory.papers.qprsgd.proofs.lemma1 import RATIO, STATEMENT
from theory.proof.build import induction, one, reals
from theory.proof.claim import eq, given, le, lt
from theory.proof.compound import Together
from theory.proof.implication import Implication
from theory.proof.step import to

POWER = given(
    "p = (a+1)^{M−2}, q = (a+1)^{M−m} and o = (a+1)^{m−2}, all ≥ 1",
    lambda p, q, o: (le(1, p), le(1, q), le(1, o), eq(p, q * o)),
)
ONE_POWER = given("p = (a+1)^{M−2} ≥ 1", lambda p: le(1, p))
GROWTH = given("(a+1)^M ≤ exp(d/4s²), display 103", lambda p, a, growth: le(p * (a + 1) ** 2, growth))

# M → M + 1 multiplies the sum by a + 1 and adds 2aM
SUM = induction(
    STATEMENT,
    "100",
    "2aΣ_{m=2}^{M−1} (a+1)^{M−m−1}·m = (2/a)((a+1)^{M−1} − 1) + 2(a+1)^{M−2} − 2M",
    (RATIO,),
)(
    start=lambda a: eq(a - a, 2 / a * ((a + 1) - 1) + 2 - 4),
    step=lambda a, p, M: eq(
        (a + 1) * (2 / a * ((a + 1) * p - 1) + 2 * p - 2 * M) + 2 * a * M,
        2 / a * ((a + 1) * ((a + 1) * p) - 1) + 2 * ((a + 1) * p) - 2 * (M + 1),
    ),
)

ORDER = reals(STATEMENT, (RATIO, POWER), lambda a, p, q, o: (q, to("101", "<=", p))) + reals(
    STATEMENT,
    (RATIO, ONE_POWER),
    lambda a, p: (2 * ((a + 1) * p), to("102", "<=", (a + 1) ** 2 * p + (a + 1) * p)),
)

# b = exp(a) and c = b^t; q = (a+1)^t ≤ c for every t up to M, where b^M = exp(d/4s²)
LIMIT = induction(
    STATEMENT,
    "103",
    "(d/(4s²M) + 1)^M ≤ exp(d/4s²), the limit for M → ∞",
    (
        RATIO,
        given("1 + a ≤ exp(a)", lambda a, b: le(1 + a, b)),
        given("0 < q ≤ c", lambda q, c: (lt(0, q), le(q, c))),
    ),
)(
    start=lambda a, b: le(a + 1, b),
    step=lambda a, b, q, c: le((a + 1) * q, b * c),
)

DECREASES = one(
    STATEMENT,
    "that (d/(4s²M) + 1)^M decreases, before display 103",
    "(d/(4s²(M+1)) + 1)^{M+1} < (d/(4s²M) + 1)^M (here M = 1, x = d/4s²)",
    Implication((given("x > 0", lambda x: lt(0, x)),), lambda x: lt((x / 2 + 1) ** 2, x + 1)),
    severity="cosmetic",
    repair=f"{STATEMENT}/103",
    note="it increases, which makes its limit an upper bound: with d = 4s² it is 2 at M = 1, 9/4 at M = 2",
)

TWO = given(
    "M = 2: W₁, W₂, E₂ ≥ 0",
    lambda W_1, W_2, E_2: (le(0, W_1), le(0, W_2), le(0, E_2)),
)

LAST_WORKER = reals(
    STATEMENT,
    (RATIO, TWO, given("growth ≥ (a+1)²", lambda a, growth: le((a + 1) ** 2, growth))),
    lambda a, W_1, W_2, E_2, growth: (
        ((a + 1) ** 2 + (a - 1)) * W_1 + 2 * a * W_2 + E_2,
        to("098", "<=", E_2 + (2 * growth + 2 / a * ((a + 1) - 1) - 4) * W_1),
    ),
    more={
        "098": {
            "severity": "cosmetic",
            "repair": f"{STATEMENT}/098-repaired",
            "note": "the last sum is printed up to M − 1, which leaves out ‖w^{(M)}‖²; its coefficient in "
            "the line before is d/(2s²M); Lemma 1 has it up to M. Judged here at M = 2.",
        }
    },
)

# For w^{(1)}, and for every other worker with U its part of the sum, 0 ≤ U ≤ the sum of display 100
COEFFICIENTS = one(
    STATEMENT,
    "098-repaired",
    "every coefficient of ‖w^{(m)}‖², m = 1 … M, in display 097 is at most "
    "2exp(d/4s²) + (8s²M/d)((d/(4s²M) + 1)^{M−1} − 1) − 2M",
    Together(
        {
            "first worker": Implication(
                (RATIO, ONE_POWER, GROWTH),
                lambda a, p, M, growth: le(
                    (a + 1) ** 2 * p + p * (a - 1) + (2 / a * ((a + 1) * p - 1) + 2 * p - 2 * M),
                    2 * growth + 2 / a * ((a + 1) * p - 1) - 2 * M,
                ),
            ),
            "other workers": Implication(
                (
                    RATIO,
                    POWER,
                    GROWTH,
                    given(
                        "U ≤ the sum of display 100",
                        lambda U, a, p, M: le(U, 2 / a * ((a + 1) * p - 1) + 2 * p - 2 * M),
                    ),
                ),
                lambda a, p, q, U, M, growth: le(
                    2 * a * q + U, 2 * growth + 2 / a * ((a + 1) * p - 1) - 2 * M
                ),
            ),
        }
    ),
    variant="repaired",
)

# p1 is (d/(4s²M) + 1)^{M−1}; squared is E‖Q_s(…)‖² − ‖Σ_m w^{(m)}‖², which is E‖MX − Σ_m w^{(m)}‖²
LEMMA = reals(
    STATEMENT,
    (
        LEVELS,
        WORKERS,
        given(
            "display 098 with its sum up to M",
            lambda squared, growth, d, s, M, p1, W: le(
                squared, (2 * growth + 8 * s**2 * M / d * (p1 - 1) - 2 * M) * W
            ),
        ),
    ),
    lambda squared, growth, d, s, M, p1, W: (
        squared / M**2,
        to(
            "006",
            "<=",
            2 * (1 / M * growth + 4 * s**2 / d * p1 - (4 * s**2 / d + 1)) / M * W,
        ),
    ),
)

# D and W are sums over the M segments of the two sides' squares
REMARK = reals(
    "qprsgd.remark1",
    (
        WORKERS,
        given("Lemma 1, summed over the segments", lambda D, C1, M, W: le(D, M * (2 * C1 / M * (W / M)))),
    ),
    lambda D, C1, M, W: (D, to("010", "<=", 2 * C1 / M * W)),
)

STEPS = (
    *SUM,
    *ORDER,
    *LIMIT,
    *DECREASES,
    *LAST_WORKER,
    *COEFFICIENTS,
    *LEMMA,
    *REMARK,
)

CLOSES = (STATEMENT, "qprsgd.remark1")
