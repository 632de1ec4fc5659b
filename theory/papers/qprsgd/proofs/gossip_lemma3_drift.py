"""Proof of Lemma 3 (section E): how far local steps take the workers from each other.

Families over workers: x_m is x̃_n^{(m)}, s_m = Σ_{j<k} ∇f_m(x_{n;j}^{(m)}, ξ_j^{(m)}),
h_m = ∇F_m(x_{n;j}^{(m)}), u_m = ∇F_m at X_n 1/M, w_m = X_n 1/M − x_{n;j}^{(m)}; where a step
says so, over the local steps j < k.
"""

from fractions import Fraction

from theory.axioms import independent, lipschitz
from theory.papers.qprsgd.proofs.gossip_common import SIZES, SPREAD, VARIANCE, WORKERS
from theory.proof.build import one, reals, vectors
from theory.proof.claim import given, le
from theory.proof.compound import Together
from theory.proof.implication import Implication
from theory.proof.quadratic import Quadratic
from theory.proof.step import to
from theory.proof.vectors import Fact, Used, mean, sq

STATEMENT = "qprsgd.lemma3"
STEP = given("k ≥ 0", lambda k: le(0, k))
STEP_SIZE = given("γ > 0", lambda gamma: le(0, gamma))

DRIFT = vectors(
    STATEMENT,
    (STEP_SIZE, WORKERS),
    lambda v, gamma, M: (
        M * sq(v.each("x") - gamma * v.each("s") - mean(v.each("x") - gamma * v.each("s"))),
        to(
            "182",
            "==",
            M * sq(v.each("x") - gamma * v.each("s") - mean(v.each("x")) + gamma * mean(v.each("s"))),
        ),
        to(
            "183",
            "<=",
            2 * M * sq(v.each("x") - mean(v.each("x")))
            + 2 * M * sq(gamma * (v.each("s") - mean(v.each("s")))),
        ),
    ),
)

# R = Σ_m ‖Σ_j (∇f_m − mean ∇f_i)‖², split into noises (V) and gradients (U); D = Σ_j Σ_m ‖x̄ − x_{n;j}^{(m)}‖²
ONE_LOCAL_STEP = one(
    STATEMENT,
    "184",
    "2Σ‖x̃ − X_n 1/M‖² + 2γ²R ≤ 2Σ‖x̃ − X_n 1/M‖² + 4kσ²γ²M "
    "+ 4γ²(6kL²Σ_mΣ_j‖X_n 1/M − x_{n;j}^{(m)}‖² + 3k²κ²M)",
    Together(
        {
            # for every worker, noise and gradients of the k steps
            "noise apart": Quadratic(
                (WORKERS,),
                lambda v, M: le(
                    M * sq(v.each("n") - mean(v.each("n")) + v.each("h") - mean(v.each("h"))),
                    2 * M * sq(v.each("n")) + 2 * M * sq(v.each("h") - mean(v.each("h"))),
                ),
            ),
            # over local steps j, of one worker: noises of mean 0 given the past
            "noises of k steps": Quadratic(
                (STEP, VARIANCE),
                lambda v, k, sigma_sq: le(sq(k * mean(v.each("n"))), k * sigma_sq),
                lambda v, k, sigma_sq: [
                    independent(v.each("n"), k),
                    Used(Fact("qprsgd.assumption1", le(sq(v.each("n")), sigma_sq)), k),
                ],
            ),
            "Cauchy–Schwarz over k steps": Quadratic(
                (STEP,), lambda v, k: le(sq(k * mean(v.each("h"))), k * k * sq(v.each("h")))
            ),
            # over workers, at one local step: u_m = ∇F_m(x̄), f their mean ∇F(x̄)
            "gradients at one step": Quadratic(
                (WORKERS, SIZES, SPREAD),
                lambda v, M, L, kappa_sq: le(
                    M * sq(v.each("h") - mean(v.each("h"))),
                    6 * L**2 * M * sq(v.each("w")) + 3 * kappa_sq * M,
                ),
                lambda v, M, L, kappa_sq: [
                    Used(lipschitz(v.each("h") - v.each("u"), v.each("w"), L), 6 * M),
                    Used(
                        Fact("qprsgd.assumption1", le(sq(v.each("u") - mean(v.each("u"))), kappa_sq)), 3 * M
                    ),
                ],
            ),
            "together": Implication(
                (
                    given(
                        "the parts above",
                        lambda R, V, U, M, k, L, D, sigma_sq, kappa_sq: (
                            le(R, 2 * V + 2 * U),
                            le(V, M * k * sigma_sq),
                            le(U, k * (6 * L**2 * D + 3 * k * kappa_sq * M)),
                        ),
                    ),
                ),
                lambda R, M, k, L, D, gamma, Y, sigma_sq, kappa_sq: le(
                    2 * Y + 2 * gamma**2 * R,
                    2 * Y
                    + 4 * k * sigma_sq * gamma**2 * M
                    + 4 * gamma**2 * (6 * k * L**2 * D + 3 * k**2 * kappa_sq * M),
                ),
            ),
        }
    ),
    (SIZES, WORKERS, STEP, VARIANCE, SPREAD),
    note="Printed with X_n 1/M; it holds with any point in its place, and the next display takes X_{n;j}1/M.",
)

NO_STEP = reals(
    STATEMENT,
    (given("S ≥ 0", lambda S: le(0, S)),),
    lambda S: (S, to("185", "<=", 2 * S)),
    more={"185": {"slack": Fraction(99, 100)}},
)

STEPS = (*DRIFT, *ONE_LOCAL_STEP, *NO_STEP)
