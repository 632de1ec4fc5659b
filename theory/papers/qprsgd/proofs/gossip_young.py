"""Lemma 2 and Theorem 2 for any splits, and for those that keep all squares (ours).

Letters as in `theory.papers.qprsgd.gossip_young`: q is √(1−ρ²), x is r² = d/4s². Matrices and sums over n as
in `gossip_lemma2`. Of Theorem 2, reals are roots of averages: j is f, alpha α, delta δ, e the factor of g², u
the sum κ + ν + δ.
"""

from theory.axioms import independent, spectral, walk
from theory.papers.qprsgd import gossip_young
from theory.papers.qprsgd.proofs.gossip_common import CONNECTED, LOCAL_STEPS, ROUNDS, SIZES, VARIANCE, WORKERS
from theory.papers.qprsgd.proofs.gossip_lemma2 import QUANTISER, STEP_SIZE
from theory.papers.qprsgd.proofs.gossip_theorem2 import summands
from theory.proof.build import More, reals, vectors
from theory.proof.claim import eq, given, le, lt
from theory.proof.step import to
from theory.proof.vectors import Fact, Used, mean, sq

LEMMA, THEOREM = "qprsgd.lemma2.young", "qprsgd.theorem2.gradient.young"
OURS: More = {"variant": "strengthened"}
CHOICE = given("a > 0, b > 0", lambda a, b: (lt(0, a), lt(0, b)))
FEWER = "at 0 by one term"

ANY_CHOICE = (
    *vectors(
        LEMMA,
        (QUANTISER, STEP_SIZE, CHOICE),
        lambda v, d, s, gamma, mu, a: (
            sq(v.C),
            to(
                "144 for any a",
                "<=",
                d / (4 * s**2) * ((1 + a) * mu**2 * sq(v.x) + (1 + 1 / a) * sq(gamma * v.g)),
            ),
        ),
        using={
            "144 for any a": lambda v, d, s, gamma, mu, a: [
                Used(Fact("qprsgd.lemma5", le(sq(v.C), d / (4 * s**2) * sq(v.XW - gamma * v.g - v.X))), 1),
                Used(spectral(v.XW - v.X, v.x, mu), d / (4 * s**2) * (1 + a)),
            ]
        },
        more={"144 for any a": OURS},
    ),
    *vectors(
        LEMMA,
        (CONNECTED, CHOICE),
        lambda v, rho, b: (
            sq(v.S - v.R),
            to(
                "152 for any b",
                "<=",
                (1 + b) / (1 - rho**2) * sq(v.C) + (1 + 1 / b) / (1 - rho) ** 2 * sq(v.g),
            ),
        ),
        using={
            "152 for any b": lambda v, rho, b: [
                Used(Fact("qprsgd.lemma2/156-strengthened", le(sq(v.S), 1 / (1 - rho**2) * sq(v.C))), 1 + b),
                Used(Fact("qprsgd.lemma2/158", le(sq(v.R), 1 / (1 - rho) ** 2 * sq(v.g))), 1 + 1 / b),
            ]
        },
        more={
            "152 for any b": {**OURS, "note": "S is the sum of the messages' noise, R that of the gradients"}
        },
    ),
    *reals(
        LEMMA,
        (
            QUANTISER,
            CONNECTED,
            CHOICE,
            given(
                "144 and 152 for any a and b, summed; (1+a)(1+b)dμ² < 4s²(1−ρ²)",
                lambda C, Y, G, d, s, mu, rho, a, b: (
                    le(0, C),
                    le(0, G),
                    le(C, d / (4 * s**2) * ((1 + a) * mu**2 * Y + (1 + 1 / a) * G)),
                    le(Y, (1 + b) / (1 - rho**2) * C + (1 + 1 / b) / (1 - rho) ** 2 * G),
                    lt((1 + a) * (1 + b) * d * mu**2, 4 * s**2 * (1 - rho**2)),
                ),
            ),
        ),
        lambda C, G, d, s, mu, rho, a, b: (
            C * (1 - d / (4 * s**2) * (1 + a) * (1 + b) * mu**2 / (1 - rho**2)),
            to(
                "any a and b",
                "<=",
                d / (4 * s**2) * (1 + 1 / a + (1 + a) * (1 + 1 / b) * mu**2 / (1 - rho) ** 2) * G,
            ),
        ),
        more={"any a and b": {**OURS, "note": "G is γ²K·ΣΣ‖G‖² (display 163)"}},
    ),
)

NORMS = given(
    "c, y, G, r, μ ≥ 0, q > 0, 0 ≤ ρ < 1, rμ < q",
    lambda c, y, G, r, mu, q, rho: (
        *(le(0, one) for one in (c, y, G, r, mu, rho)),
        *(lt(0, q), lt(rho, 1), lt(r * mu, q)),
    ),
)
BEST = (
    *vectors(
        LEMMA,
        (given("a > 0, b > 0", lambda a, b: (lt(0, a), lt(0, b))),),
        lambda v, a, b: (
            sq(v.D - v.g),
            to("what a message rounds", "<=", (a + b) ** 2),
        ),
        using={
            "what a message rounds": lambda v, a, b: [
                Used(Fact("spectral", le(sq(v.D), a**2)), (a + b) / a),
                Used(Fact("qprsgd.lemma2/163", le(sq(v.g), b**2)), (a + b) / b),
            ]
        },
        more={"what a message rounds": {**OURS, "note": f"a is μy, b is γKg; {FEWER}"}},
    ),
    *vectors(
        LEMMA,
        (given("a > 0, b > 0", lambda a, b: (lt(0, a), lt(0, b))),),
        lambda v, a, b: (
            sq(v.S - v.R),
            to("how far the workers are", "<=", (a + b) ** 2),
        ),
        using={
            "how far the workers are": lambda v, a, b: [
                Used(Fact("qprsgd.lemma2/156-strengthened", le(sq(v.S), a**2)), (a + b) / a),
                Used(Fact("qprsgd.lemma2/158", le(sq(v.R), b**2)), (a + b) / b),
            ]
        },
        more={"how far the workers are": {**OURS, "note": f"a is c/q, b is γKg/(1−ρ); {FEWER}"}},
    ),
    *reals(
        LEMMA,
        (
            NORMS,
            given(
                "c ≤ r(μy + G), y ≤ c/q + G/(1−ρ)",
                lambda c, y, G, r, mu, q, rho: (le(c, r * (mu * y + G)), le(y, c / q + G / (1 - rho))),
            ),
        ),
        lambda c, G, r, mu, q, rho: (
            c * (1 - r * mu / q),
            to("the best a and b", "<=", r * (1 + mu / (1 - rho)) * G),
        ),
        more={"the best a and b": {**OURS, "note": "G is γKg: the square is Lemma 2 with the best D₂"}},
    ),
    *reals(
        LEMMA,
        (CHOICE,),
        lambda c, w, b: (
            (c + w) ** 2,
            to("any split of how far the workers are", "<=", (1 + b) * c**2 + (1 + 1 / b) * w**2),
        ),
        more={
            "any split of how far the workers are": {**OURS, "note": "c is c/q, w is 1/(1−ρ), their sum y"}
        },
    ),
    *reals(
        LEMMA,
        (CHOICE, given("y² ≤ Y, the split before", lambda y, Y: (le(y**2, Y),))),
        lambda r, mu, y, a, Y: (
            (r * (mu * y + 1)) ** 2,
            to("no a and b are better in one line", "<=", r**2 * ((1 + a) * mu**2 * Y + 1 + 1 / a)),
        ),
        more={"no a and b are better in one line": OURS},
    ),
    *reals(
        LEMMA,
        (
            given(
                "c² ≤ h·c² + n, which is the line before where c² is D₂; h < 1",
                lambda c, h, n: (le(c**2, h * c**2 + n), lt(h, 1)),
            ),
        ),
        lambda c, h, n: (c**2, to("no a and b are better", "<=", n / (1 - h))),
        more={
            "no a and b are better": {
                **OURS,
                "note": "h is (1+a)(1+b)r²μ²/q², and n/(1−h) is D₂ for these a and b",
            }
        },
    ),
)

# Theorem 2: how far local steps go, in roots of averages over rounds, local steps and workers
LOCAL = (
    *vectors(
        THEOREM,
        (SIZES, WORKERS),
        lambda v, gamma, t_noise: (
            sq(gamma * (v.each("N") - mean(v.each("N")))),
            to("the noise of local steps", "<=", gamma**2 * t_noise),
        ),
        using={
            "the noise of local steps": lambda v, gamma, t_noise: [Used(walk(v.each("N"), t_noise), gamma**2)]
        },
        more={"the noise of local steps": {**OURS, "note": "kσ² after k steps, (K−1)σ²/2 on average"}},
    ),
    *vectors(
        THEOREM,
        (SIZES, WORKERS),
        lambda v, L, kappa_sq: (
            sq(v.each("h") - v.each("u") - mean(v.each("h") - v.each("u"))),
            to("the gradients of local steps", "<=", L**2 * sq(v.each("w"))),
        ),
        using={
            "the gradients of local steps": lambda v, L: [
                Used(Fact("lipschitz", le(sq(v.each("h") - v.each("u")), L**2 * sq(v.each("w")))), 1)
            ]
        },
        more={"the gradients of local steps": {**OURS, "note": "beside the spread of u, which is κ at most"}},
    ),
    *reals(
        THEOREM,
        (
            given(
                "0 ≤ j < 1; Lτ ≤ Ly + δ(1−j) + jLτ, the sums of display 137 of qprsgd.lemma6 over K",
                lambda j, tau, y, delta: (
                    le(0, j),
                    lt(j, 1),
                    le(tau, y + delta * (1 - j) + j * tau),
                ),
            ),
        ),
        lambda j, tau, y, delta: (tau, to("the drift of local steps", "<=", y / (1 - j) + delta)),
        more={
            "the drift of local steps": {
                **OURS,
                "note": "τ and y are L times the roots; Σk = K(K−1)/2 and Σk² ≤ (K−1)Σk make √((K−1)/2), "
                "(K−1)/√2 and j",
            }
        },
    ),
)

WEIGHTS = given("w₁, w₂, w₃ > 0", lambda w1, w2, w3: (lt(0, w1), lt(0, w2), lt(0, w3)))
SPLIT = given("p > 0", lambda p: lt(0, p))
SPLITTING = (
    *reals(
        THEOREM,
        (SPLIT,),
        lambda p, y, delta: (
            (y + delta) ** 2,
            to("any split of two", "<=", (1 + p) * y**2 + (1 + 1 / p) * delta**2),
        ),
        more={"any split of two": {**OURS, "note": "with p, c, e and v for displays 183, 207, 245 and 172"}},
    ),
    *vectors(
        THEOREM,
        (WEIGHTS,),
        lambda v, w1, w2, w3: (
            sq(v.a + v.b + v.c + v.d),
            to(
                "any split of four",
                "<=",
                (1 + w1 + w2 + w3) * (sq(v.a) + sq(v.b) / w1 + sq(v.c) / w2 + sq(v.d) / w3),
            ),
        ),
        more={
            "any split of four": {
                **OURS,
                "note": "display 176, with its last term in place of the repeated one",
            }
        },
    ),
)

# over workers and local steps: n the noises, h the gradients
MEAN_GRADIENT = vectors(
    THEOREM,
    (LOCAL_STEPS, WORKERS, VARIANCE, given("t > 0", lambda t: lt(0, t))),
    lambda v, K, M, sigma_sq, t: (
        sq(K * mean(v.each("n")) + K * mean(v.each("h"))),
        to(
            "254 for any t",
            "<=",
            (1 + t) * K * sigma_sq / M + (1 + 1 / t) * sq(K * mean(v.each("h"))),
        ),
    ),
    using={
        "254 for any t": lambda v, K, M, sigma_sq, t: [
            Used(Fact("qprsgd.assumption1", le(sq(v.each("n")), sigma_sq)), (1 + t) * K / M),
            Used(
                Fact("independent", le(sq(K * mean(v.each("n"))), K / M * sq(v.each("n")))),
                1 + t,
            ),
        ]
    },
    more={"254 for any t": OURS},
) + vectors(
    THEOREM,
    (LOCAL_STEPS, WORKERS),
    lambda v, K, M: (
        sq(K * mean(v.each("n"))),
        to("the noise of 254", "<=", K / M * sq(v.each("n"))),
    ),
    using={"the noise of 254": lambda v, K, M: [independent(v.each("n"), M * K)]},
    more={"the noise of 254": OURS},
)

SQUARES = given(
    "the lemmas, averaged: P ≤ K²γ²H·g², c² ≤ K²γ²D₂g², ‖Σ∇f‖² ≤ (1+t)Kσ²/M + (1+1/t)K²B²",
    lambda P, c_sq, m_sq, K, gamma, H, D2, g_sq, t, sigma_sq, M, B_sq: (
        lt(0, t),
        le(P, K**2 * gamma**2 * H * g_sq),
        le(c_sq, K**2 * gamma**2 * D2 * g_sq),
        le(m_sq, (1 + t) * K * sigma_sq / M + (1 + 1 / t) * K**2 * B_sq),
    ),
)
DESCENT = reals(
    THEOREM,
    (
        SIZES,
        WORKERS,
        ROUNDS,
        LOCAL_STEPS,
        SQUARES,
        given(
            "display 238 with averages for its sums",
            lambda gap, gamma, L, K, M, N, A_sq, B_sq, P, m_sq, c_sq: le(
                -gap,
                summands(gamma, L, K, M, (N * A_sq, N * K * B_sq, N * K * M * P, N * m_sq, N * M * c_sq)),
            ),
        ),
    ),
    lambda A_sq, B_sq, t, K, L, gamma, gap, N, sigma_sq, M, H, D2, g_sq: (
        A_sq + (1 - (1 + 1 / t) * K * L * gamma) * B_sq,
        to(
            "the descent",
            "<=",
            2 * gap / (gamma * K * N)
            + (1 + t) * L * gamma * sigma_sq / M
            + gossip_young.error_weight(D2, H, M, K, L * gamma) * g_sq,
        ),
    ),
    more={"the descent": OURS},
)

NUMBERS = given(
    "A, B, g, u, e, C, j ≥ 0, 0 ≤ α < 1",
    lambda A, B, g, u, e, C, j, alpha: (
        *(le(0, one) for one in (A, B, g, u, e, C, j, alpha)),
        lt(alpha, 1),
    ),
)
ANY_SPLIT = (
    *reals(
        THEOREM,
        (
            given(
                "A² + lB² ≤ C + e·g², R·g² ≤ n + W(A² + mB²), eWm ≤ lR, eW < R, all ≥ 0",
                lambda A_sq, B_sq, g_sq, ell, C, e, R, n, W, m: (
                    *(le(0, one) for one in (A_sq, B_sq, g_sq, ell, C, e, n, W, m)),
                    lt(e * W, R),
                    le(A_sq + ell * B_sq, C + e * g_sq),
                    le(R * g_sq, n + W * (A_sq + m * B_sq)),
                    le(e * W * m, ell * R),
                ),
            ),
        ),
        lambda A_sq, e, W, R, C, n: (
            A_sq * (1 - e * W / R),
            to("any splits", "<=", C + e / R * n),
        ),
        more={
            "any splits": {
                **OURS,
                "note": "l is 1 − (1+1/t)KLγ, R is 1 − W(1+p)α²/w₁, n is σ² and W times what is added, m is "
                "(1+1/v)f²/w₃",
            }
        },
    ),
    *reals(
        THEOREM,
        (
            given(
                "0 < k < l, (1+1/t)k = l, t > 0",
                lambda k, ell, t: (lt(0, k), lt(k, ell), lt(0, t), eq((1 + 1 / t) * k, ell)),
            ),
        ),
        lambda k, ell, t: (1 + t, to("what the descent leaves for t", "==", ell / (ell - k))),
        more={"what the descent leaves for t": {**OURS, "note": "k is KLγ, l is 1 − eW(1+1/v)f²/(w₃R)"}},
    ),
)

CLOSED = (
    *reals(
        THEOREM,
        (
            NUMBERS,
            given(
                "g² ≤ σ² + (αg + w)², w ≥ 0",
                lambda g, alpha, w, sigma: (le(0, w), le(g**2, sigma**2 + (alpha * g + w) ** 2)),
            ),
        ),
        lambda g, alpha, w, sigma: (
            g**2,
            to("the gradients, solved", "<=", sigma**2 / (1 - alpha) + w**2 / (1 - alpha) ** 2),
        ),
        more={"the gradients, solved": {**OURS, "note": "w is A + u + fB; (αg + w)² split by α"}},
    ),
    *reals(
        THEOREM,
        (
            NUMBERS,
            given(
                "A² + B²/2 ≤ C + E(u + A + jB)², 2Ej² < 1",
                lambda A, B, C, E, u, j: (
                    le(0, E),
                    lt(2 * E * j**2, 1),
                    le(A**2 + B**2 / 2, C + E * (u + A + j * B) ** 2),
                ),
            ),
        ),
        lambda A, C, E, u, j: (
            A**2,
            to("without the local gradients", "<=", C + E / (1 - 2 * E * j**2) * (u + A) ** 2),
        ),
        more={"without the local gradients": {**OURS, "note": "1 + 1/t = 1/(2KLγ) leaves B²/2"}},
    ),
    *reals(
        THEOREM,
        (
            NUMBERS,
            given(
                "A² ≤ C + E(u + A)², 0 ≤ E < 1, w ≥ 0, w² = Eu² + (1−E)C",
                lambda A, C, E, u, w: (
                    *(le(0, E), lt(E, 1), le(0, w)),
                    eq(w**2, E * u**2 + (1 - E) * C),
                    le(A**2, C + E * (u + A) ** 2),
                ),
            ),
        ),
        lambda A, E, u, w: (
            A * (1 - E),
            to("solved for the gradient", "<=", E * u + w),
        ),
        more={"solved for the gradient": {**OURS, "note": "E is E′"}},
    ),
)

STEPS = (
    *ANY_CHOICE,
    *BEST,
    *LOCAL,
    *SPLITTING,
    *MEAN_GRADIENT,
    *DESCENT,
    *ANY_SPLIT,
    *CLOSED,
)
