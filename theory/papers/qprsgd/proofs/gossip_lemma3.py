"""Proof of Lemma 3 (section E), up to Eq. (17).

Families over workers: h_m = ∇F_m(x_{n;k}^{(m)}), n_m the gradient noise, u_m = ∇F_m(X_{n;k}1/M),
w_m = x_{n;k}^{(m)} − X_{n;k}1/M. Shared: fk and fn are ∇F at X_{n;k}1/M and at
X_n 1/M, g = (1/M) Σ_m Σ_{t<k} ∇f_m. Sums over m are M times a mean.
"""

from typing import Any

from theory.axioms import lipschitz, unbiased
from theory.papers.qprsgd.proofs.gossip_common import (
    LOCAL_STEPS,
    ROUNDS,
    SIZES,
    SPREAD,
    VARIANCE,
    WORKERS,
)
from theory.proof.build import one, reals, vectors
from theory.proof.claim import given, le
from theory.proof.compound import Induction
from theory.proof.implication import Implication
from theory.proof.step import Step, to
from theory.proof.vectors import Fact, Used, sq
from theory.statement import Variant

STATEMENT = "qprsgd.lemma3"
STEP = given("k ≥ 0", lambda k: le(0, k))

LARGER = "The noise's second moment is at most σ² (Assumption 1), so = stands for ≤; nothing further changes."

SECOND_MOMENT = vectors(
    STATEMENT,
    (WORKERS, VARIANCE),
    lambda v, M, sigma_sq: (
        M * sq(v.each("n") + v.each("h")),
        to("168", "==", M * sq(v.each("n")) + M * sq(v.each("h"))),
        to("169", "==", M * sigma_sq + M * sq(v.each("h"))),
    ),
    using={
        "168": lambda v: [unbiased(v.each("n"), v.each("h"))],
        "169": lambda v, M, sigma_sq: [
            Used(Fact("qprsgd.assumption1", le(sq(v.each("n")), sigma_sq)), 0),  # ≤ proves no =
        ],
    },
    more={"169": {"severity": "cosmetic", "repair": "qprsgd.lemma3/169-repaired", "note": LARGER}},
)

AT_MOST = vectors(
    STATEMENT,
    (WORKERS, VARIANCE),
    lambda v, M, sigma_sq: (
        M * sq(v.each("n")) + M * sq(v.each("h")),
        to("169-repaired", "<=", M * sigma_sq + M * sq(v.each("h"))),
    ),
    using={
        "169-repaired": lambda v, M, sigma_sq: [
            Used(Fact("qprsgd.assumption1", le(sq(v.each("n")), sigma_sq)), M)
        ],
    },
    more={"169-repaired": {"variant": "repaired"}},
)


def fixed(v: Any, L: Any, M: Any, sigma_sq: Any, kappa_sq: Any, of_gradient: Any) -> Any:
    """Display 170 without the squared distance of the two means; the factor of ‖∇F‖² is left free."""
    return M * sigma_sq + 4 * L**2 * M * sq(v.each("w")) + 4 * kappa_sq * M + of_gradient * sq(v.fn)


def bounded(v: Any, L: Any, M: Any, sigma_sq: Any, kappa_sq: Any, moved: Any, of_gradient: Any) -> Any:
    """Display 170, with the squared distance of the two means left free."""
    return fixed(v, L, M, sigma_sq, kappa_sq, of_gradient) + 4 * M * L**2 * moved


def assumed(v: Any, L: Any, M: Any, kappa_sq: Any) -> Any:
    """Assumption 1, three times: for F_m, for the workers' spread, and for F."""
    return [
        Used(lipschitz(v.each("h") - v.each("u"), v.each("w"), L), 4 * M),
        Used(Fact("qprsgd.assumption1", le(sq(v.each("u") - v.fk), kappa_sq)), 4 * M),
        Used(lipschitz(v.fk - v.fn, v.p, L), 4 * M),
    ]


DECOMPOSED = vectors(
    STATEMENT,
    (SIZES, WORKERS, VARIANCE, SPREAD),
    lambda v, L, M, sigma_sq, kappa_sq: (
        M * sigma_sq + M * sq(v.each("h")),
        to("170-repaired", "<=", bounded(v, L, M, sigma_sq, kappa_sq, sq(v.p), 4 * M)),
    ),
    using={"170-repaired": assumed},
    more={"170-repaired": {"variant": "repaired"}},
)

# where every F_m is the same linear function, nothing else is left of display 170
CONSTANT_GRADIENT = reals(
    STATEMENT,
    (given("∇F_m = g for every m, σ² = κ² = 0", lambda g_sq: le(0, g_sq)), WORKERS),
    lambda M, g_sq: (M * g_sq, to("170", "<=", 4 * g_sq)),
    more={
        "170": {
            "severity": "unsupported",
            "repair": "qprsgd.lemma3/170-repaired",
            "note": "Display 176, summed over m, gives 4M‖∇F(X_n 1/M)‖², where 4‖∇F(X_n 1/M)‖² is printed: a "
            "factor M is lost, here, in Lemma 3's last term and in 1 − 4D₅′/M of Eq. (12). With equal "
            "gradients the line reads M‖g‖² ≤ 4‖g‖²: false from 5 workers on.",
        }
    },
)

MEANS = vectors(
    STATEMENT,
    (SIZES, WORKERS, STEP, VARIANCE, SPREAD),
    lambda v, gamma, L, M, k, sigma_sq, kappa_sq: (
        # X_{n;k}1/M − X_n 1/M = −γg (Eq. 11)
        bounded(v, L, M, sigma_sq, kappa_sq, sq(-gamma * v.g), 4),
        to("171", "==", bounded(v, L, M, sigma_sq, kappa_sq, gamma**2 * sq(v.g), 4)),
        to(
            "172",
            "<=",
            bounded(v, L, M, sigma_sq, kappa_sq, gamma**2 * (2 * k * sigma_sq / M + 2 * k * sq(v.b)), 4),
        ),
        to(
            "173",
            "==",
            fixed(v, L, M, sigma_sq, kappa_sq, 4)
            + 8 * k * L**2 * sigma_sq * gamma**2
            + 8 * M * k * L**2 * gamma * sq(v.b),
        ),
    ),
    using={
        "172": lambda v, gamma, L, M, k, sigma_sq: [
            Used(
                Fact("qprsgd.lemma11", le(sq(v.g), 2 * k * sigma_sq / M + 2 * k * sq(v.b))),
                4 * M * L**2 * gamma**2,
            )
        ]
    },
    more={
        "173": {
            "severity": "cosmetic",
            "repair": "qprsgd.lemma3/173-repaired",
            "doubtful": True,
            "note": "γ̄ stands for γ̄² before the last sum; display 179 has γ̄².",
        }
    },
)

SQUARED = vectors(
    STATEMENT,
    (SIZES, WORKERS, STEP, VARIANCE, SPREAD),
    lambda v, gamma, L, M, k, sigma_sq, kappa_sq: (
        bounded(v, L, M, sigma_sq, kappa_sq, gamma**2 * (2 * k * sigma_sq / M + 2 * k * sq(v.b)), 4),
        to(
            "173-repaired",
            "==",
            fixed(v, L, M, sigma_sq, kappa_sq, 4)
            + 8 * k * L**2 * sigma_sq * gamma**2
            + 8 * M * k * L**2 * gamma**2 * sq(v.b),
        ),
    ),
    more={"173-repaired": {"variant": "repaired"}},
)

# h = ∇F_m(x_{n;k}^{(m)}), u = ∇F_m(X_{n;k}1/M), fk and fn as above, for one worker
FOUR_PARTS = vectors(
    STATEMENT,
    (),
    lambda v: (
        v.h,
        to("175", "==", v.h - v.u + v.u - v.fk + v.fk - v.fk + v.fn),
    ),
    more={
        "175": {
            "severity": "cosmetic",
            "repair": "qprsgd.lemma3/175-repaired",
            "doubtful": True,
            "note": "The third difference subtracts ∇F(X_{n;k}1/M) from itself, where ∇F(X_n 1/M) must be "
            "subtracted for the sum to be ∇F_m(x_{n;k}^{(m)}).",
        }
    },
)

FOUR_SQUARES = vectors(
    STATEMENT,
    (),
    lambda v: (
        sq(v.h),
        to("176", "<=", 4 * sq(v.h - v.u) + 4 * sq(v.u - v.fk) + 4 * sq(v.fk - v.fn) + 4 * sq(v.fk - v.fn)),
    ),
    more={
        "176": {
            "severity": "cosmetic",
            "repair": "qprsgd.lemma3/176-repaired",
            "doubtful": True,
            "note": "The third term is printed twice and 4‖∇F(X_n 1/M)‖², which display 170 has, not at all.",
        }
    },
)

FOUR_REPAIRED = vectors(
    STATEMENT,
    (),
    lambda v: (v.h, to("175-repaired", "==", v.h - v.u + v.u - v.fk + v.fk - v.fn + v.fn)),
    more={"175-repaired": {"variant": "repaired"}},
) + vectors(
    STATEMENT,
    (),
    lambda v: (
        sq(v.h),
        to("176-repaired", "<=", 4 * sq(v.h - v.u) + 4 * sq(v.u - v.fk) + 4 * sq(v.fk - v.fn) + 4 * sq(v.fn)),
    ),
    more={"176-repaired": {"variant": "repaired"}},
)

# Σ_{k<K} of display 173: T is ΣΣΣ‖w‖², A Σ‖∇F‖², S1 the sum of k over k < K, Z Σ_n Σ_k Σ_{t<k} k‖b_t‖²;
# t, a, z are what one more local step k = K of all N synchronisations adds


def line_17(constants: Any, sums: Any, of_A: Any) -> Any:
    """Eq. (17) up to K: ΣΣ‖G‖² ≤ NKMσ² + 4L²T₄ + 4κ²MNK + 8NL²σ²γ²Σk + 8ML²γ²ΣΣΣk‖b‖² + 4KΣ‖∇F‖²."""
    N, K, M, L, gamma, sigma_sq, kappa_sq = constants
    T, S1, Z, A = sums
    return (
        (N * K * M * sigma_sq + 4 * L**2 * T + 4 * kappa_sq * M * N * K)
        + (8 * N * L**2 * sigma_sq * gamma**2 * S1 + 8 * M * L**2 * gamma**2 * Z)
        + K * of_A * A
    )


def eq_17(place: str, says: str, of_A: Any, variant: Variant) -> tuple[Step, ...]:
    """The sum of display 173 over k and n; `of_A` is the factor of ‖∇F‖², of M."""
    step = Implication(
        (),
        lambda N, K, M, L, gamma, sigma_sq, kappa_sq, T, S1, Z, A, t, z: le(
            line_17((N, K, M, L, gamma, sigma_sq, kappa_sq), (T, S1, Z, A), of_A(M))
            # display 173 at k = K, summed over n
            + (N * M * sigma_sq + 4 * L**2 * t + 4 * kappa_sq * M * N)
            + (8 * N * K * L**2 * sigma_sq * gamma**2 + 8 * M * L**2 * gamma**2 * z + of_A(M) * A),
            line_17((N, K + 1, M, L, gamma, sigma_sq, kappa_sq), (T + t, S1 + K, Z + z, A), of_A(M)),
        ),
    )
    start = Implication(
        (),
        lambda N, M, L, gamma, sigma_sq, kappa_sq: le(
            0, line_17((N, 0, M, L, gamma, sigma_sq, kappa_sq), (0, 0, 0, 0), of_A(M))
        ),
    )
    parts = Induction({"start": start, "step, one more local step": step})
    return one(STATEMENT, place, says, parts, (SIZES, WORKERS, ROUNDS, LOCAL_STEPS), variant=variant)


SAYS_17 = "ΣΣ‖G‖_F² ≤ NKMσ² + 4L²T₄ + 4κ²MNK + 8NL²σ²γ²Σk + 8ML²γ²ΣΣΣk‖∂F1/M‖² + "
EQ_17 = (
    *eq_17("178", SAYS_17 + "4KΣ‖∇F‖², from display 173 with γ²", lambda M: 4, "published"),
    *eq_17("178-repaired", SAYS_17 + "4MKΣ‖∇F‖², from display 170-repaired", lambda M: 4 * M, "repaired"),
)

STEPS = (
    *SECOND_MOMENT,
    *AT_MOST,
    *CONSTANT_GRADIENT,
    *DECOMPOSED,
    *MEANS,
    *SQUARED,
    *FOUR_PARTS,
    *FOUR_SQUARES,
    *FOUR_REPAIRED,
    *EQ_17,
)
