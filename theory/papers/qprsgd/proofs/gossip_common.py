"""What the proofs about gossip share: ranges, and the lemmas as facts on sums of squares.

A sum over n, k and m is the squared norm of all its vectors put one below the other: ‖A‖² is
Σ_n ‖∇F(X_n 1/M)‖², ‖B‖² is Σ_n Σ_k ‖∂F(X_{n;k})1/M‖², ‖C‖² is Σ_n ‖C_n‖_F², ‖G‖² is
Σ_n Σ_k ‖G(X_{n;k}, ξ_k)‖_F². A matrix is a vector with the Frobenius inner product.
"""

from functools import reduce
from operator import add
from typing import Any

from theory.papers.qprsgd import gossip
from theory.proof.claim import eq, given, le, lt
from theory.proof.implication import Implication
from theory.proof.vectors import Fact, sq

SIZES = given("γ > 0, L > 0", lambda gamma, L: (lt(0, gamma), lt(0, L)))
WORKERS = given("M ≥ 1", lambda M: le(1, M))
ROUNDS = given("N ≥ 1", lambda N: le(1, N))
LOCAL_STEPS = given("K ≥ 1", lambda K: le(1, K))
CONNECTED = given("0 ≤ ρ < 1", lambda rho: (le(0, rho), lt(rho, 1)))
VARIANCE = given("σ² ≥ 0", lambda sigma_sq: le(0, sigma_sq))
SPREAD = given("κ² ≥ 0", lambda kappa_sq: le(0, kappa_sq))
NOISE_FACTOR = given("D₂′ ≥ 0", lambda D2: le(0, D2))
LEVELS = given(
    "d > 0, s > 0, μ ≥ 0, dμ² < s²(1−ρ)²",
    lambda d, s, mu, rho: (lt(0, d), lt(0, s), le(0, mu), lt(d * mu**2, s**2 * (1 - rho) ** 2)),
)
DENOMINATORS = given(
    "P = 1 − 12γ²L²(K+1)(K−2) > 0, Q = 1 − 8L²γ²K·D₁′D₃′ > 0", lambda P, Q: (lt(0, P), lt(0, Q))
)
DRIFT = given(
    "1 − 12γ²L²(K+1)(K−2) > 0",
    lambda gamma, L, K: lt(0, 1 - 12 * gamma**2 * L**2 * (K + 1) * (K - 2)),
)

# Where inductions over n start
ZERO = given("X_1 = 0", lambda X_1: eq(X_1, 0))
AT_0 = Implication((ZERO,), lambda X_1: eq(X_1 - 0, 0))
"""X_1 is the empty sums."""
EMPTY = Implication((CONNECTED,), lambda rho: le(0 * rho, 0))
"""Empty sums on both sides."""


def lemma2(v: Any, gamma: Any, K: Any, D2: Any) -> Fact:
    """ΣE‖C_n‖² ≤ γ²K·D₂′ ΣΣ‖G‖², summed over n: what the proof of Lemma 2 gives."""
    return Fact("qprsgd.lemma2/summed over n", le(sq(v.C), gamma**2 * K * D2 * sq(v.G)))


def gradients(constants: Any, v: Any, weight: Any) -> Any:
    """Lemma 3's bound on ΣΣ‖G‖², its last term times `weight`: 1 as printed, M as its proof can give it."""
    gamma, L, M, N, K, sigma_sq, kappa_sq, P, Q = constants
    local = sq(v.B) + sq(v.B_rest)
    terms = gossip.lemma3_of(M, sigma_sq, P, Q, N, K, L, gamma, kappa_sq, local, weight * sq(v.A))
    return reduce(add, terms.values())
