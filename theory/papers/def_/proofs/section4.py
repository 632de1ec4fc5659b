"""Section 4: the excess risk, what Assumption 4.1 implies, and Remarks 4.4 and 4.5 with Eq. (51) and (52).

Z is the third term of Theorem 4.3 without 4η²L², and r is √(KT); b and c are the constants of K = O(T^{1/3})
and of η = O(√(K/T)). F_D, F_S and F_least are E F_D(θ), E F_S(θ) and E F_S(θ*).
"""

from theory.arithmetic import sqrt
from theory.papers.def_ import convergence, generalisation, residual
from theory.papers.def_.proofs.common import BOUNDS, DELTA, DETACH, ETA, SMOOTH, WORKERS
from theory.proof.build import reals, vectors
from theory.proof.claim import eq, given, le, lt
from theory.proof.step import to
from theory.proof.vectors import Fact, Used, mean, sq

SOME = given("σ² + 2M² > 0", lambda sigma_sq, M_sq: lt(0, sigma_sq + 2 * M_sq))
BEST = given(
    "λ = (σ²/K + 2M²)/(σ² + 2M²)",
    lambda lam, K, sigma_sq, M_sq: eq(lam, convergence.best_detach(K, sigma_sq, 1, M_sq)),
)

RISK = reals(
    "def.theorem4.6.1",
    (),
    lambda F_D, F_S, F_least: (F_D - F_least, to("015", "==", (F_S - F_least) + (F_D - F_S))),
)

SMOOTHNESS = vectors(
    "def.assumption4.1",
    (SMOOTH,),
    lambda v, L: (
        # over the samples: d_n = ∇f(θ₁;ξ_n) − ∇f(θ₂;ξ_n), p = θ₁ − θ₂
        sq(mean(v.each("d"))),
        to("017", "<=", L**2 * sq(v.p)),
    ),
    using={"017": lambda v, L: [Used(Fact("def.assumption4.1", le(sq(v.each("d")), L**2 * sq(v.p))), 1)]},
)

TIMES = given("T ≥ 1", lambda T: le(1, T))
STEP_SIZE = given("η = c√(K/T), c > 0", lambda eta, c, K, T: (lt(0, c), eq(eta**2 * T, c**2 * K)))
ROOT = given("r = √(KT) > 0", lambda r, K, T: (lt(0, r), eq(r**2, K * T)))
FEW = given("K³ ≤ bT, b > 0", lambda K, b, T: (lt(0, b), le(K**3, b * T)))

RATE = (
    *reals(
        "def.remark4.4",
        (WORKERS, TIMES, ETA, SMOOTH, STEP_SIZE, ROOT),
        lambda gap, eta, T, L, K, sigma_sq, Z, c, r: (
            4 * gap / (eta * T) + 2 * eta * L * sigma_sq / K + 4 * eta**2 * L**2 * Z,
            to("080", "==", (4 * gap / c + 2 * c * L * sigma_sq) / r + 4 * c**2 * L**2 * Z * K / T),
        ),
        more={
            "080": {
                "note": "the rate stands on Theorem 4.3 as repaired too: η = c√(K/T) ≤ δ/(4L) from some T on"
            }
        },
    ),
    *reals(
        "def.remark4.4",
        (WORKERS, TIMES, ROOT, FEW),
        lambda K, T, b, r: (K / T, to("K÷T for K³ ≤ bT", "<=", sqrt(b) / r)),
    ),
    *reals(
        "def.remark4.4",
        (WORKERS, DETACH),
        lambda K, lam: (residual.noise_factor(K, lam), to("B₁ is bounded", "<=", K / K)),
    ),
)

ORDERS = (
    *reals(
        "def.eq18",
        (DELTA, ETA, SMOOTH, WORKERS, BOUNDS),
        lambda delta, K, lam, eta, L, sigma_sq, M_sq, T, gap: (
            convergence.theorem43(delta, K, lam, 1, T, eta, L, sigma_sq, M_sq, gap)["compression"],
            to(
                "020",
                "==",
                4
                * eta**2
                * L**2
                * ((K - 1) / K**2 * sigma_sq + (1 / K - lam) ** 2 * sigma_sq + 2 * (1 - lam) ** 2 * M_sq)
                / (sqrt((1 - delta / 2) / (1 - delta)) - 1) ** 2,
            ),
        ),
        more={
            "020": {
                "note": "the last term of (17); it stands with Theorem 4.3, so for η ≤ δ/(4L) or λ ≤ "
                "2/3, and for η = O(√(K/T)) from some T on"
            }
        },
    ),
    *reals(
        "def.remark4.5.1",
        (DELTA, given("K = 1, λ = 1", lambda K, lam: (eq(K, 1), eq(lam, 1)))),
        lambda delta, K, lam, sigma_sq, M_sq: (
            convergence.compression_order(delta, K, lam, sigma_sq, 1, M_sq),
            to("the compression term vanishes", "==", 0),
        ),
    ),
    *reals(
        "def.eq19",
        (BOUNDS, SOME, WORKERS, BEST),
        lambda K, lam, sigma_sq, M_sq: (
            residual.detached_moment(K, lam, sigma_sq, 1, M_sq),
            to("021", "==", convergence.best_detach_order(K, sigma_sq, 1, M_sq)),
        ),
    ),
    *reals(
        "def.eq19",
        (BOUNDS, SOME, WORKERS),
        lambda K, lam, sigma_sq, M_sq: (
            convergence.best_detach_order(K, sigma_sq, 1, M_sq),
            to("the λ of (19) is the best", "<=", residual.detached_moment(K, lam, sigma_sq, 1, M_sq)),
        ),
    ),
    *reals(
        "def.remark4.5.2",
        (WORKERS, given("σ² > 0, M² > 0", lambda sigma_sq, M_sq: (lt(0, sigma_sq), lt(0, M_sq)))),
        lambda K, sigma_sq, M_sq: (
            # as M → ∞ both ends are (K−1)/K·σ²
            convergence.unbounded_gradient_order(K, sigma_sq, 1) * (1 - sigma_sq / (2 * M_sq)),
            to("(19) from below", "<=", convergence.best_detach_order(K, sigma_sq, 1, M_sq)),
            to("(19) from above", "<=", convergence.unbounded_gradient_order(K, sigma_sq, 1)),
        ),
    ),
    *reals(
        "def.eq20",
        (BOUNDS, SOME, WORKERS),
        lambda K, sigma_sq, M_sq: (
            # as K → ∞ both ends are (20)
            convergence.many_workers_order(sigma_sq, 1, M_sq) * (1 - 1 / K) ** 2,
            to("022.1", "<=", convergence.best_detach_order(K, sigma_sq, 1, M_sq)),
            to("022.2", "<=", convergence.many_workers_order(sigma_sq, 1, M_sq) + sigma_sq / K),
        ),
    ),
    *reals(
        "def.eq20",
        (given("σ² = 0.3M² > 0", lambda sigma_sq, M_sq: (lt(0, M_sq), eq(10 * sigma_sq, 3 * M_sq))),),
        lambda sigma_sq, M_sq: (
            60 * convergence.gain_over_second_moment(sigma_sq, 1, M_sq),
            to("about ×5 smaller", "==", 299),
        ),
        more={
            "about ×5 smaller": {
                "note": "299/60 = 4.98, with the factors that the sentence leaves out: DEF's factor of "
                "Lemma A.2 is between 2 and 4 times that of Lemma A.3 for EF"
            }
        },
    ),
    *reals(
        "def.eq52",
        (BOUNDS, SOME, WORKERS, DELTA, BEST),
        lambda delta, K, lam, sigma_sq, M_sq: (
            convergence.compression_order(delta, K, lam, sigma_sq, 1, M_sq),
            to("081", "==", convergence.best_compression_order(delta, K, sigma_sq, 1, M_sq)),
        ),
    ),
    *reals(
        "def.eq20",
        (DELTA,),
        lambda delta: (
            2 * residual.residual_amplification(delta),
            to(
                "Lemma A.2's factor over that of Lemma A.3, least",
                "<=",
                residual.half_share_amplification(delta),
            ),
            to(
                "Lemma A.2's factor over that of Lemma A.3, most",
                "<=",
                4 * residual.residual_amplification(delta),
            ),
        ),
    ),
)

MATCHED = reals(
    "def.remark4.7",
    (SMOOTH, given("c > 0, N > 1", lambda c, N: (lt(0, c), lt(1, N)))),
    lambda N, L, c: (
        # of T, by (22) at K = 1 and in the known result
        generalisation.single_growth(N, L, c) / (generalisation.single_growth(N, L, c) + 1),
        to("the exponent of (22) at K = 1 is at most the known one", "<=", L * c / (L * c + 1)),
    ),
    more={
        "the exponent of (22) at K = 1 is at most the known one": {
            "note": "as N grows they are the same; (63) has the known result with its constant"
        }
    },
)

STEPS = (*RISK, *SMOOTHNESS, *RATE, *ORDERS, *MATCHED)

CLOSES = (
    "def.eq18",
    "def.remark4.7",
    "def.remark4.4",
    "def.remark4.5.1",
    "def.eq19",
    "def.remark4.5.2",
    "def.eq20",
    "def.eq52",
)
