"""The trusted base: every inequality that steps take as known, stated once, as facts on formal vectors.

Each has property tests on random instances. What a class of functions implies at a few points only is marked
incomplete: such a fact may prove a claim, but a counterexample from it alone is none.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from theory.proof.claim import le
from theory.proof.vectors import Fact, Form, Independent, Orthogonal, Vector, dot, sq

AXIOMS: Mapping[str, str] = {
    "descent": "F(y) ≤ F(x) + ⟨∇F(x), y − x⟩ + (L/2)‖y − x‖² where F is L-smooth",
    "lipschitz": "‖∇F(y) − ∇F(x)‖ ≤ L‖y − x‖ where F is L-smooth (in both directions)",
    "contraction": "E‖C(x) − x‖² ≤ (1 − δ)‖x‖² for a δ-contractive compressor",
    "unbiased": "E⟨n, u⟩ = 0 for noise n of mean 0 given u",
    "selection": "E‖C(x)‖² ≤ ‖x‖² for a compressor that keeps some components and drops the others",
    "independent": "E⟨n_j, n_k⟩ = 0 for noises of mean 0 on different workers",
    "martingale": "E⟨n_i, n_j⟩ = 0 for noises of different steps, each of mean 0 given the steps before",
    "tower": "E E[X | past] = E X",
    "induction": "what is claimed for t is known for t − 1",
    "minimum": "F(y*) ≤ F(y) where y* minimises F",
    "jensen": "φ(E X) ≤ E φ(X) for convex φ",
    "spectral": "‖X(W − 11ᵀ/M)‖_F ≤ ρ‖X(I − 11ᵀ/M)‖_F and ‖X(W − I)‖_F ≤ μ‖X(I − 11ᵀ/M)‖_F where W is "
    "symmetric and doubly stochastic, its eigenvalues but the first with |λ| ≤ ρ and |λ − 1| ≤ μ",
    "small_gradient": "‖∇F(x)‖² ≤ 2L(F(x) − F*) where F is L-smooth and at least F*",
    "norm": "‖v‖ ≥ 0, and ‖c·v‖ = c‖v‖ for c ≥ 0, in expectation too",
    "triangle": "‖u + v‖ ≤ ‖u‖ + ‖v‖, so the norm of a mean is at most the mean of the norms",
    "operator_norm": "‖Ax‖ ≤ ‖A‖‖x‖",
    "strong_convexity": "F(y) ≥ F(x) + ⟨∇F(x), y − x⟩ + (μ/2)‖y − x‖² where F is μ-strongly convex",
    "interpolation": "F(y) ≥ F(x) + ⟨∇F(x), y − x⟩ + ‖∇F(y) − ∇F(x)‖²/(2L) where F is convex and L-smooth",
    "interpolant": "values and gradients at points that meet the interpolation inequalities of L-smooth "
    "functions with curvature at least μ, −L ≤ μ ≤ 0, are those of one of them, whose infimum is the least "
    "f_i − ‖g_i‖²/(2L)",
    "exponential": "1 + x ≤ eˣ; at x = log u: log u ≤ u − 1 for u > 0",
    "bernoulli": "u^q ≥ 1 + q(u − 1) for u > 0 and q ≥ 1 or q ≤ 0; ≤ for 0 ≤ q ≤ 1",
    "powers": "u^p ≤ u^q for u ≥ 1, p ≤ q, and ≥ for 0 < u ≤ 1; e^p·e^q = e^(p+q)",
    "sparsification": "E C(x) = δx and E‖C(x)‖² = δ‖x‖² for random sparsification, drawn anew in every step",
    "polyak": "2μ(F(x) − F*) ≤ ‖∇F(x)‖² where F satisfies the Polyak–Łojasiewicz condition",
    "cauchy_schwarz": "⟨u, w⟩ ≤ ‖u‖ ‖w‖",
    "diagonal": "for a diagonal A, 0 ⪯ aI ⪯ A ⪯ bI: a‖x‖² ≤ ⟨x, Ax⟩, ⟨x, Ay⟩ ≤ b‖x‖‖y‖, ‖Ay‖ ≤ b‖y‖",
    "trace": "⟨x, Ay⟩ ≤ ‖x‖_∞ ‖y‖_∞ tr A for a diagonal A ⪰ 0",
}
"""Every axiom by its id."""


def descent(after: Form, before: Form, gradient: Vector, moved: Vector, smoothness: Any) -> Fact:
    """F(y) ≤ F(x) + ⟨∇F(x), y − x⟩ + (L/2)‖y − x‖²."""
    bound = before + dot(gradient, moved) + smoothness / 2 * sq(moved)
    return Fact("descent", le(after, bound), complete=False)


def lipschitz(difference: Vector, moved: Vector, smoothness: Any) -> Fact:
    """‖∇F(y) − ∇F(x)‖² ≤ L²‖y − x‖²; of families, of the means over workers too."""
    return Fact("lipschitz", le(sq(difference), smoothness**2 * sq(moved)), complete=False)


def small_gradient(gradient: Vector, gap: Form, smoothness: Any) -> Fact:
    """‖∇F(x)‖² ≤ 2L(F(x) − F*)."""
    return Fact("small_gradient", le(sq(gradient), 2 * smoothness * gap), complete=False)


def strong_convexity(there: Form, here: Form, gradient: Vector, moved: Vector, modulus: Any) -> Fact:
    """F(x) + ⟨∇F(x), y − x⟩ + (μ/2)‖y − x‖² ≤ F(y); of families, of the means over workers."""
    bound = here + dot(gradient, moved) + modulus / 2 * sq(moved)
    return Fact("strong_convexity", le(bound, there), complete=False)


def interpolation(
    there: Form, here: Form, gradient: Vector, moved: Vector, turned: Vector, smoothness: Any
) -> Fact:
    """F(x) + ⟨∇F(x), y − x⟩ + ‖∇F(y) − ∇F(x)‖²/(2L) ≤ F(y); of families, of the means over workers."""
    bound = here + dot(gradient, moved) + 1 / (2 * smoothness) * sq(turned)
    return Fact("interpolation", le(bound, there), complete=False)


def contraction(lost: Vector, whole: Vector, delta: Any) -> Fact:
    """E‖x − C(x)‖² ≤ (1−δ)E‖x‖²; of families, of the means over workers."""
    return Fact("contraction", le(sq(lost), (1 - delta) * sq(whole)))


def selection(kept: Vector, whole: Vector) -> Fact:
    """E‖C(x)‖² ≤ E‖x‖² where C keeps some components; of families, of the means over workers."""
    return Fact("selection", le(sq(kept), sq(whole)))


def spectral(mixed: Vector, apart: Vector, rate: Any) -> Fact:
    """‖X(W − V)‖_F² ≤ rate²‖X(I − 11ᵀ/M)‖_F²: ρ for V = 11ᵀ/M, μ for V = I."""
    return Fact("spectral", le(sq(mixed), rate**2 * sq(apart)))


def minimum(least: Any, value: Any) -> Fact:
    """F(y*) ≤ F(y)."""
    return Fact("minimum", le(least, value))


def unbiased(noise: Vector, *known: Vector) -> Orthogonal:
    """The noise has mean 0 given what is known; its product with any vector that is not listed stays.

    That a listed vector is known when the noise is drawn is the step's word. What is refused: a sum of
    vectors, the noise itself, and a vector that a fact of the step bounds by the noise.
    """
    return Orthogonal("unbiased", noise, known)


def independent(noise: Vector, workers: Any, *known: Vector) -> Independent:
    """The workers' noises have mean 0 given what is known, and are independent of each other."""
    return Independent("independent", noise, known, workers)


def martingale(noise: Vector, steps: Any, *known: Vector) -> Independent:
    """The noises of a family over steps, each of mean 0 given the steps before it."""
    return Independent("martingale", noise, known, steps)


def walk(summed: Vector, variance: Any) -> Fact:
    """E‖Σ_i n_i‖² ≤ Σ_i E‖n_i‖² for noises of different steps; `variance` is at least the right side."""
    return Fact("martingale", le(sq(summed), variance))
