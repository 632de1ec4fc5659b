"""Corollary 2.1 fails for SGD on a quadratic, in closed form."""

from fractions import Fraction
from typing import Any

from theory.papers.qprsgd import theorem2
from theory.papers.qprsgd.proofs.gossip_theorem2_example import stationary
from theory.proof.boxes import Boxed
from theory.proof.build import one
from theory.proof.claim import eq, given, le

STATEMENT = "qprsgd.corollary2.1"

BOX = {
    "M": (2, 2),
    "N": (7449800, 7449800),
    "K": (1, 1),
    "L": (1, 1),
    "d": (1, 1),
    "s": (17, 17),
    "rho": (0, 0),
    "mu": (1, 1),
    "sigma_sq": (1, 1),
    "kappa_sq": (0, 0),
    "start": (1, 1),
}
EXAMPLE = given(
    "F_m(x) = (x − 1/9)²/2, noise ±1 on both workers, W = ½11ᵀ, x₁ = 0, so that F(x₁) − F_* = 1/162: M = 2, "
    "K = 1, L = 1, d = 1, s = 17, ρ = 0, μ = 1, D₂′ = 1/192, N = 7449800",
    lambda M: eq(M, 2),
)


def gap(start: Any) -> Any:
    """F(x₁) − F_* = (1/9)²/2."""
    return start / 162


ADMITTED = one(
    STATEMENT,
    "the example, rounds",
    "(L²M/σ²)·max(K²M²(4D₃′+1)²/(D₂′)², 6(K−1)(2K−1)) ≤ N in the example",
    Boxed(
        BOX,
        lambda M, N, K, L, d, s, rho, mu, sigma_sq: le(
            theorem2.steps_limit(M, 1, d, s, rho, mu, K, L, sigma_sq), N
        ),
    ),
    (EXAMPLE,),
) + one(
    STATEMENT,
    "the example, local steps",
    "K ≤ √([F(x₁)−F_*]σ²/(L·D₂′(σ²+4κ²))) in the example",
    Boxed(
        BOX,
        lambda K, L, d, s, rho, mu, sigma_sq, kappa_sq, start: le(
            K, theorem2.local_steps_limit(1, d, s, rho, mu, L, sigma_sq, kappa_sq, gap(start))
        ),
    ),
    (EXAMPLE,),
    slack=Fraction(99, 100),
)

FALSE = one(
    STATEMENT,
    "the corollary",
    "γσ²/(M(2−γ))·(1 − 1/(Nγ(2−γ))) ≤ (1/N)ΣE‖∇F(x̄_n)‖² ≤ 16[F(x₁)−F_*]/(K√(NM)) + "
    "4[F(x₁)−F_*](3L∛D₂′ + 16LD₃′ + 6L)/N in the example, with γ of Eq. (14)",
    Boxed(
        BOX,
        lambda M, N, K, L, d, s, rho, mu, sigma_sq, start: le(
            stationary(theorem2.step_size21(M, 1, d, s, rho, mu, N, K, L, sigma_sq), L, M, N, sigma_sq),
            sum(theorem2.corollary21(M, d, s, rho, mu, N, K, L, gap(start)).values()),
        ),
    ),
    (EXAMPLE,),
    severity="false",
    repair="qprsgd.corollary2.1/the corollary-repaired",
    note="One number is quantised exactly, so x̄_n is SGD on a quadratic with variance σ²/M, in closed "
    "form; that "
    "of its distance from the minimum alone is 1.28·10⁻⁴, five times the printed bound 2.57·10⁻⁵. A fine "
    "quantiser makes D₂′ small, and with it the least gap that K = 1 asks for, but not the noise of SGD.",
)

STEPS = (*ADMITTED, *FALSE)

CLOSES = ("qprsgd.corollary2.1",)
