"""Lemmas C.3 to C.6 and Theorem C.7 for any splits, and for those that keep all squares (ours).

As in `lemma_c3` and `lemma_c4`; x is the root of the bound of (1/n)E‖X − X̄‖², and y + s of that of
(1/n)E‖M − M̄‖², s what the noise makes of it; u is (1+r)x/η + r(Lx+ζ). r is √(1−ρ), k is μ + (1−μ)βr, K is
(1−μ)(1−β), z is Lη̃, and A, ℓ, H and ν are as in `theory.papers.qg.young`.
"""

from typing import Any

from theory.axioms import descent, independent, lipschitz, unbiased
from theory.papers.qg import young
from theory.papers.qg.proofs.common import (
    BETA,
    BUFFER,
    ETA,
    NODES,
    NOISE,
    RHO,
    SMOOTH,
    VARIANCES,
    heterogeneous,
    mixed,
    mixing,
    noisy,
    spread,
)
from theory.papers.qg.proofs.lemma_c3 import moved, noised
from theory.papers.qg.proofs.lemma_c4 import kept, next_model, pulled, pushed, room, unseen
from theory.papers.qg.proofs.lemma_c6 import contracted
from theory.proof.build import More, induction, reals, vectors
from theory.proof.claim import eq, given, le, lt
from theory.proof.step import to
from theory.proof.vectors import Fact, Used, mean, sq

LEMMA, THEOREM = "qg.lemmaC.5.young", "qg.theoremC.7.display137.young"
OURS: More = {"variant": "strengthened"}
SIZES = (RHO, BETA, BUFFER, ETA, NOISE)
ROOT = given("r > 0, r² = 1 − ρ", lambda r, rho: (lt(0, r), eq(r**2, 1 - rho)))
SPLIT = given("p > 0", lambda p: lt(0, p))
AT_ONE = "at ρ = 1, where W averages exactly, the line has no such term"

SPLITTING = vectors(
    LEMMA,
    (SPLIT,),
    lambda v, p: (
        sq(v.each("a") + v.each("b")),
        to("any split", "<=", (1 + p) * sq(v.each("a")) + (1 + 1 / p) * sq(v.each("b"))),
    ),
    more={
        "any split": {
            **OURS,
            "note": "so of displays 096, 099, 105, 108 and 110, for any of their parameters",
        }
    },
)

MODELS = vectors(
    LEMMA,
    SIZES,
    lambda v, eta, beta, rho, sigma_sq: (
        sq(spread(mixed(v, "y", moved(v, eta, beta, noised(v))))),
        to(
            "the models' step",
            "<=",
            (1 - rho) * (sq(spread(moved(v, eta, beta, v.each("G")))) + eta**2 * sigma_sq),
        ),
    ),
    using={
        "the models' step": lambda v, eta, beta, rho, sigma_sq: [
            Used(mixing(v.each("y"), moved(v, eta, beta, noised(v)), rho), 1),
            unbiased(v.each("n"), v.each("x"), v.each("m"), v.each("G")),
            Used(noisy(v.each("n"), sigma_sq), (1 - rho) * eta**2),
        ]
    },
    more={"the models' step": OURS},
)

BUFFERS = (
    *vectors(
        LEMMA,
        SIZES,
        lambda v, mu, beta, eta, sigma_sq, rho: (
            sq(spread(mu * v.each("m") + (1 - mu) / eta * (v.each("x") - next_model(v, eta, beta)))),
            to(
                "the buffers' step",
                "<=",
                sq(kept(v, mu, beta) + pulled(v, mu, eta) + pushed(v, mu))
                + (1 - mu) ** 2 * (1 - rho) * sigma_sq,
            ),
        ),
        using={
            "the buffers' step": lambda v, mu, rho, sigma_sq: [
                *unseen(v),
                Used(mixing(v.each("wn"), v.each("n"), rho), (1 - mu) ** 2),
                Used(noisy(v.each("n"), sigma_sq), (1 - mu) ** 2 * (1 - rho)),
            ]
        },
        more={"the buffers' step": OURS},
    ),
    *vectors(
        LEMMA,
        (*SIZES, ROOT),
        lambda v, mu, beta, r: (
            sq(kept(v, mu, beta)),
            to("what a buffer keeps", "<=", (mu + (1 - mu) * beta * r) ** 2 * sq(spread(v.each("m")))),
        ),
        using={
            "what a buffer keeps": lambda v, mu, beta, rho, r: [
                Used(
                    mixing(v.each("wm"), v.each("m"), rho),
                    (1 - mu) * beta * (mu + (1 - mu) * beta * r) / r,
                )
            ]
        },
        more={"what a buffer keeps": {**OURS, "note": AT_ONE}},
    ),
    *vectors(
        LEMMA,
        (*SIZES, ROOT),
        lambda v, mu, eta, r: (
            sq(pulled(v, mu, eta)),
            to("what the models pull", "<=", ((1 - mu) * (1 + r) / eta) ** 2 * sq(spread(v.each("x")))),
        ),
        using={
            "what the models pull": lambda v, mu, eta, rho, r: [
                Used(mixing(v.each("wx"), v.each("x"), rho), ((1 - mu) / eta) ** 2 * (1 + r) / r)
            ]
        },
        more={"what the models pull": {**OURS, "note": AT_ONE}},
    ),
    *vectors(
        LEMMA,
        SIZES,
        lambda v, mu, rho: (
            sq(pushed(v, mu)),
            to("what the gradients push", "<=", (1 - mu) ** 2 * (1 - rho) * sq(spread(v.each("G")))),
        ),
        using={
            "what the gradients push": lambda v, mu, rho: [
                Used(mixing(v.each("wg"), v.each("G"), rho), (1 - mu) ** 2)
            ]
        },
        more={"what the gradients push": OURS},
    ),
    *vectors(
        LEMMA,
        (SMOOTH, given("x > 0, ζ > 0", lambda x, zeta: (lt(0, x), lt(0, zeta)))),
        lambda v, L, x, zeta: (
            sq(spread(v.each("G"))),
            to("the gradients", "<=", (L * x + zeta) ** 2),
        ),
        using={
            "the gradients": lambda v, L, x, zeta: [
                Used(
                    Fact("lipschitz", le(sq(v.each("G") - v.each("B")), (L * x) ** 2)),
                    (L * x + zeta) / (L * x),
                ),
                Used(heterogeneous(v.each("B"), zeta**2), (L * x + zeta) / zeta),
            ]
        },
        more={"the gradients": {**OURS, "note": "where X ≤ x²; at x = 0 or ζ = 0 by one term"}},
    ),
    *vectors(
        LEMMA,
        (given("a > 0, b > 0", lambda a, b: (lt(0, a), lt(0, b))),),
        lambda v, a, b: (
            sq(v.each("a") + v.each("b")),
            to("two roots add", "<=", (a + b) ** 2),
        ),
        using={
            "two roots add": lambda v, a, b: [
                Used(Fact(f"{LEMMA}/what a buffer keeps", le(sq(v.each("a")), a**2)), (a + b) / a),
                Used(Fact(f"{LEMMA}/what the models pull", le(sq(v.each("b")), b**2)), (a + b) / b),
            ]
        },
        more={
            "two roots add": {
                **OURS,
                "note": "the best split, of display 105 as of the others; at a = 0 or b = 0 by one term",
            }
        },
    ),
)

# Where X ≤ x² and M ≤ m² they stay so
RANGES = given("0 ≤ r < 1", lambda r: (le(0, r), lt(r, 1)))
BUFFERED = given(
    "y = u/(1−βr) ≥ 0, s = νσ ≥ 0, s²(1−k²) = (1−μ)²r²σ², k = μ + (1−μ)βr",
    lambda y, s, k, mu, beta, r, sigma: (
        le(0, y),
        le(0, s),
        eq(k, mu + (1 - mu) * beta * r),
        eq(s**2 * (1 - k**2), (1 - mu) ** 2 * r**2 * sigma**2),
    ),
)
CONTRACTS = given(
    "ℓ ≥ 0, A = r(1+ηℓ) < 1, w ≥ 0, w² = H² + (1−A²)σ², x(1−A²) = ηr(AH + w)",
    lambda A, r, eta, ell, w, H, sigma, x: (
        le(0, ell),
        eq(A, r * (1 + eta * ell)),
        lt(A, 1),
        le(0, w),
        eq(w**2, H**2 + (1 - A**2) * sigma**2),
        eq(x * (1 - A**2), eta * r * (A * H + w)),
    ),
)

FIXED = (
    *reals(
        LEMMA,
        (
            BETA,
            ETA,
            RANGES,
            given(
                "u as above",
                lambda u, eta, r, x, L, zeta: eq(u * eta, (1 + r) * x + eta * r * (L * x + zeta)),
            ),
        ),
        lambda beta, u, r, L, x, zeta, eta, nu, sigma: (
            beta * (u / (1 - beta * r) + nu * sigma) + L * x + zeta,
            to(
                "what moves the models",
                "==",
                (L + beta * ((1 + r) / eta + r * L) / (1 - beta * r)) * x
                + (zeta / (1 - beta * r) + beta * nu * sigma),
            ),
        ),
        more={"what moves the models": {**OURS, "note": "βm + Lx + ζ = ℓx + H"}},
    ),
    *induction(
        LEMMA,
        "every t",
        "(1/n)E‖X_t − X̄_t‖² ≤ x² and (1/n)E‖M_t − M̄_t‖² ≤ (y + s)² for every t, from equal models and empty "
        "buffers, as both bounds are fixed points of the lines above",
        (BETA, BUFFER, ETA, RANGES, CONTRACTS, BUFFERED),
        **OURS,
    )(
        start=lambda x: le(0, x**2),
        start_of_buffers=lambda y, s: le(0, (y + s) ** 2),
        step=lambda r, x, eta, ell, H, sigma: le(
            r**2 * ((x + eta * (ell * x + H)) ** 2 + eta**2 * sigma**2), x**2
        ),
        buffers=lambda y, s, k, mu, beta, r, sigma: le(
            (k * (y + s) + (1 - mu) * (1 - beta * r) * y) ** 2 + (1 - mu) ** 2 * r**2 * sigma**2, (y + s) ** 2
        ),
    ),
    *reals(
        LEMMA,
        (BETA, ETA, SMOOTH, given("0 < r < 1", lambda r: (lt(0, r), lt(r, 1)))),
        lambda r, eta, L, beta: (
            (1 - r * (1 + eta * (L + beta * ((1 + r) / eta + r * L) / (1 - beta * r)))) * (1 - beta * r),
            to("the range of β", "==", (1 - r * (1 + 2 * beta + L * eta))),
        ),
        more={
            "the range of β": {
                **OURS,
                "note": "so A < 1 where r(1 + 2β + Lη) < 1, and there alone, as βr < 1",
            }
        },
    ),
)

# Any splits: (x², m²) follow a linear recursion, and Φ has its best weights
LINEAR = given(
    "X′ ≤ c₁X + c₂M + b, M′ ≤ c₃X + c₄M + d, all ≥ 0, c₄ < 1, D = (1−c₁)(1−c₄) − c₂c₃ > 0",
    lambda X, M, X_next, M_next, c1, c2, c3, c4, b, d, D: (
        *(le(0, one) for one in (X, M, X_next, M_next, c1, c2, c3, c4, b, d)),
        lt(c4, 1),
        eq(D, (1 - c1) * (1 - c4) - c2 * c3),
        lt(0, D),
        le(X_next, c1 * X + c2 * M + b),
        le(M_next, c3 * X + c4 * M + d),
    ),
)
WEIGHTS = (
    *reals(
        LEMMA,
        (LINEAR,),
        lambda X, M, X_next, M_next, c2, c4, b, d, D: (
            (1 - c4) / D * X_next + c2 / D * M_next,
            to(
                "the best weights",
                "<=",
                (1 - c4) / D * X + c2 / D * M - X + (b + c2 * d / (1 - c4)) * (1 - c4) / D,
            ),
        ),
        more={
            "the best weights": {
                **OURS,
                "note": "summed over t, from X = M = 0: the average of X is the last term",
            }
        },
    ),
    *reals(
        LEMMA,
        (
            LINEAR,
            given(
                "weights e₁, e₂ ≥ 0 whose sum falls by X: e₁(1−c₁) − e₂c₃ ≥ 1, e₂(1−c₄) ≥ e₁c₂",
                lambda e1, e2, c1, c2, c3, c4: (
                    le(0, e1),
                    le(0, e2),
                    le(1, e1 * (1 - c1) - e2 * c3),
                    le(e1 * c2, e2 * (1 - c4)),
                ),
            ),
        ),
        lambda e1, e2, c2, c4, b, d, D: (
            (b + c2 * d / (1 - c4)) * (1 - c4) / D,
            to("no weights are better", "<=", e1 * b + e2 * d),
        ),
        more={"no weights are better": OURS},
    ),
)

# The descent and the virtual gap
SHARE = given("a > 0, η̃ > 0", lambda a, eta_tilde: (lt(0, a), lt(0, eta_tilde)))


def descended(
    eta_tilde: Any, L: Any, n: Any, sigma_sq: Any, a: Any, F: Any, slope: Any, push: Any, E: Any, X: Any
) -> Any:
    """f(x̂) − (η̃/2)(‖∇f(x̄)‖² + (1−a−Lη̃)‖mean ∇f_i(x_i)‖² − L²‖e‖²/a − L²X) + Lη̃²σ²/(2n)."""
    inside = slope + (1 - a - L * eta_tilde) * push - L**2 / a * E - L**2 * X
    return F - eta_tilde / 2 * inside + L * eta_tilde**2 * sigma_sq / (2 * n)


DESCENT = (
    *vectors(
        THEOREM,
        (SMOOTH, NODES, NOISE, SHARE),
        lambda v, eta_tilde, L, n, sigma_sq, a: (
            v.number("F_next"),
            to(
                "the descent for any a",
                "<=",
                descended(
                    *(eta_tilde, L, n, sigma_sq, a, v.number("F")),
                    *(sq(mean(v.each("B"))), sq(mean(v.each("G"))), sq(v.e), sq(v.each("c"))),
                ),
            ),
        ),
        using={
            "the descent for any a": lambda v, eta_tilde, L, n, sigma_sq, a: [
                Used(
                    descent(
                        v.number("F_next"),
                        v.number("F"),
                        v.gh,
                        -eta_tilde * mean(v.each("G") + v.each("n")),
                        L,
                    ),
                    1,
                ),
                independent(v.each("n"), n, v.gh, v.each("G"), v.each("B")),
                Used(noisy(v.each("n"), sigma_sq), L * eta_tilde**2 / (2 * n)),
                Used(lipschitz(v.gh - mean(v.each("B")), v.e, L), eta_tilde / (2 * a)),
                Used(lipschitz(v.each("G") - v.each("B"), v.each("c"), L), eta_tilde / 2),
            ]
        },
        more={"the descent for any a": OURS},
    ),
    *vectors(
        THEOREM,
        (BETA, BUFFER, ETA, NOISE, NODES),
        lambda v, eta, beta, mu, sigma_sq, n: (
            sq(contracted(v, mu, beta, eta, v.G + mean(v.each("n")))),
            to(
                "the virtual gap",
                "<=",
                (1 - room(mu, beta)) * sq(v.e)
                + (eta * beta / (1 - beta)) ** 2 * (sq(v.G) / room(mu, beta) + sigma_sq / n),
            ),
        ),
        using={
            "the virtual gap": lambda v, eta, beta, sigma_sq, n: [
                independent(v.each("n"), n, v.e, v.G),
                Used(noisy(v.each("n"), sigma_sq), eta**2 * beta**2 / (1 - beta) ** 2 / n),
            ]
        },
        more={"the virtual gap": OURS},
    ),
)

ROOM = given(
    "0 < K ≤ 1, 0 ≤ β, z = Lη̃ < 1, a(1−z−a)K² ≥ z²β²",
    lambda K, beta, z, L, eta_tilde, a: (
        lt(0, K),
        le(K, 1),
        le(0, beta),
        eq(z, L * eta_tilde),
        lt(z, 1),
        le(z**2 * beta**2, a * (1 - z - a) * K**2),
    ),
)
STATE = given("E, push ≥ 0", lambda E, push: (le(0, E), le(0, push)))

AVERAGE = (
    *reals(
        THEOREM,
        (
            *(SMOOTH, NODES, NOISE, SHARE, ROOM, STATE),
            given(
                "the descent for any a, the virtual gap, X ≤ x²",
                lambda F_next, E_next, F, slope, push, E, X, K, beta, eta_tilde, L, n, sigma_sq, a: (
                    le(F_next, descended(eta_tilde, L, n, sigma_sq, a, F, slope, push, E, X)),
                    le(
                        E_next,
                        (1 - K) * E + eta_tilde**2 * beta**2 * (push / K + sigma_sq / n),
                    ),
                ),
            ),
        ),
        lambda F_next, E_next, F, slope, E, X, K, beta, eta_tilde, L, n, sigma_sq, a: (
            F_next + L**2 * eta_tilde / (2 * a * K) * E_next,
            to(
                "the recursion",
                "<=",
                F
                + L**2 * eta_tilde / (2 * a * K) * E
                - eta_tilde / 2 * slope
                + eta_tilde / 2 * L**2 * X
                + L * eta_tilde**2 * sigma_sq / (2 * n)
                + L**2 * eta_tilde**3 * beta**2 * sigma_sq / (2 * a * K * n),
            ),
        ),
        more={"the recursion": OURS},
    ),
    *reals(
        THEOREM,
        (
            *(BETA, BUFFER, ETA, SMOOTH, NODES, VARIANCES),
            given("a > 0, X ≥ 0", lambda a, X: (lt(0, a), le(0, X))),
            given(
                "the recursion, summed over T ≥ 1 steps from f(x̄⁰) − f* to what is not negative; h is η̃",
                lambda T, S, gap, h, X, eta, beta, mu, L, n, sigma_sq, a: (
                    le(1, T),
                    eq(h * (1 - beta), eta),
                    le(
                        h / 2 * S,
                        gap
                        + T
                        * (
                            h / 2 * L**2 * X
                            + L * h**2 * sigma_sq / (2 * n)
                            + L**2 * h**3 * beta**2 * sigma_sq / (2 * a * ((1 - mu) * (1 - beta)) * n)
                        ),
                    ),
                ),
            ),
        ),
        lambda T, S, gap, X, eta, beta, mu, L, n, sigma_sq, a: (
            S / T,
            to(
                "the average",
                "<=",
                sum(young.average_given(X, a, eta, beta, mu, L, sigma_sq, n, T, gap).values()),
            ),
        ),
        more={"the average": OURS},
    ),
    *reals(
        THEOREM,
        (
            given(
                "l ≥ 0, w > 0, w² = (1−z)² − 4l², z < 1",
                lambda ell, w, z: (le(0, ell), lt(0, w), eq(w**2, (1 - z) ** 2 - 4 * ell**2), lt(z, 1)),
            ),
        ),
        lambda z, w, ell: (
            (1 - z + w) / 2 * (1 - z - (1 - z + w) / 2),
            to("the largest a", "==", ell**2),
        ),
        more={"the largest a": {**OURS, "note": "l is Lη̃β/K"}},
    ),
    *reals(
        THEOREM,
        (
            given(
                "w > 0, w² = (1−z)² − 4l², a(1−z−a) ≥ l²",
                lambda ell, w, z, a: (
                    lt(0, w),
                    eq(w**2, (1 - z) ** 2 - 4 * ell**2),
                    le(ell**2, a * (1 - z - a)),
                ),
            ),
        ),
        lambda a, z, w: (a, to("no a is larger", "<=", (1 - z + w) / 2)),
        more={"no a is larger": OURS},
    ),
)

STEPS = (*SPLITTING, *MODELS, *BUFFERS, *FIXED, *WEIGHTS, *DESCENT, *AVERAGE)
