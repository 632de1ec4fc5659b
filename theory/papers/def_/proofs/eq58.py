"""Proof of Eq. (53), (57) and (58) (Appendix B, B.1): what one step does to ‖y_t − ỹ_t‖.

D is E‖y_t − ỹ_t‖, m the mean over workers of E‖e_{k,t} − ẽ_{k,t}‖, q the probability K/N that a step draws
different data. x_k and z_k are the two runs' detached points, a_k and b_k the gradients there.
"""

from theory.arithmetic import absolute
from theory.papers.def_ import residual
from theory.papers.def_.proofs.stability_common import (
    BOUND,
    DELTA,
    DETACH,
    SAMPLES,
    SCHEDULE,
    SMOOTH,
    STEP,
    WORKERS,
    norm,
    using,
)
from theory.proof.build import cited, reals, vectors
from theory.proof.claim import given, le, lt
from theory.proof.step import to
from theory.proof.vectors import mean

STATEMENT = "def.eq58"

FACTORIALS = reals(
    "def.eq53",
    (
        SAMPLES,
        given("f = (N−1)!, g = (N−K−1)!, h = K!", lambda f, g, h: (lt(0, f), lt(0, g), lt(0, h))),
    ),
    lambda N, K, f, g, h: (
        f / (h * g) / (N * f / (h * ((N - K) * g))),
        to("the same data with probability", "==", (N - K) / N),
    ),
)

UNIFORM = reals(
    "def.eq53",
    (
        SAMPLES,
        BOUND,
        SCHEDULE,
        # one worker, t₀ = T = 1, f(θ;ξ) = ±Gθ: with probability K/N the runs are 2Gc apart after the step
        given("t₀ = T = 1, K = 1, and E‖y_T − ỹ_T‖ = 0 given that they agree at t₀", lambda K: le(K, 1)),
    ),
    lambda K, N, G, c: (
        K / N * (2 * G * c) * G,
        to("082", "<=", K / N + G * 0),
    ),
    more={
        "082": {
            "severity": "step",
            "repair": "def.eq53/082-repaired",
            "transcription": "restored",
            "evidence": "the left side is printed f(y_t;ξ); display 107 has f(y_T;ξ)",
            "note": "The 1 before K·t₀/N is the range of f(·;ξ), which the cited result takes in [0,1] and "
            "the paper does not assume; (5) is taken for every sample, too. f(θ;ξ) = Gθ, f(θ;ξ') = −Gθ, K = "
            "t₀ = T = 1: the left side is 2G²c/N, the right side 1/N. The orders (22), (24) survive without "
            "either: def.theorem4.6.1/the logarithm.",
        }
    },
) + reals(
    "def.eq53",
    (
        SAMPLES,
        BOUND,
        given(
            "p ≤ K·t₀/N that the runs differ before t₀; f differs by u ≤ R then, else, with (5) for every "
            "sample, by w ≤ G·E‖y_T − ỹ_T‖",
            lambda p, K, N, t0, R, u, w, G, D: (
                le(0, p),
                le(p, 1),
                le(p, K * t0 / N),
                le(0, R),
                le(u, R),
                le(0, D),
                le(w, G * D),
            ),
        ),
    ),
    lambda p, u, w, K, N, t0, R, G, D: (
        p * u + (1 - p) * w,
        to("082-repaired", "<=", R * K * t0 / N + G * D),
    ),
    more={"082-repaired": {"variant": "repaired"}},
)
CITED = cited(
    "def.eq53", "the cited bound", "(53) where f(·;ξ) is in [0, 1]", "Hardt et al. 2016, Lemma 3.11"
)

IDENTITIES = (
    vectors(
        STATEMENT,
        (STEP,),
        lambda v, eta: (
            (v.y - eta * v.g) - (v.z - eta * v.h),
            to("083.1", "==", v.y - eta * v.g - v.z + eta * v.h),
        ),
    )
    + vectors(
        STATEMENT,
        (),
        lambda v: (
            mean(v.each("a")) - mean(v.each("b")),
            to("084", "==", mean(v.each("a") - v.each("b"))),
        ),
    )
    + vectors(
        STATEMENT,
        (WORKERS, DETACH),
        lambda v, K, lam: (
            mean(v.each("d")) - lam * v.each("d"),
            # the sum over k' ≠ k is K·(the mean) − d_k
            to("087", "==", (1 / K - lam) * v.each("d") + 1 / K * (K * mean(v.each("d")) - v.each("d"))),
        ),
    )
)

SAME_DATA = vectors(
    STATEMENT,
    (STEP, SMOOTH, WORKERS, DETACH),
    lambda v, eta, L, K, lam: (
        norm(v, "y' − ỹ'"),
        to("083.2", "<=", norm(v, "y − ỹ") + eta * norm(v, "g − g̃")),
        to("085", "<=", norm(v, "y − ỹ") + eta * norm(v, "a_k − b_k")),
        to("086", "<=", (1 + eta * L) * norm(v, "y − ỹ") + eta * L * norm(v, "(e − λe_k) − (ẽ − λẽ_k)")),
        to(
            "088",
            "<=",
            (1 + eta * L) * norm(v, "y − ỹ") + eta * L * residual.drift_factor(K, lam) * norm(v, "e_k − ẽ_k"),
        ),
    ),
    using={
        "083.2": lambda v, eta: [
            using("triangle", le(norm(v, "y' − ỹ'"), norm(v, "y − ỹ") + eta * norm(v, "g − g̃")))
        ],
        "085": lambda v, eta: [using("triangle", le(norm(v, "g − g̃"), norm(v, "a_k − b_k")), eta)],
        "086": lambda v, eta, L: [
            using("def.assumption4.1", le(norm(v, "a_k − b_k"), L * norm(v, "x_k − z_k")), eta),
            using(
                "triangle",
                le(norm(v, "x_k − z_k"), norm(v, "y − ỹ") + norm(v, "(e − λe_k) − (ẽ − λẽ_k)")),
                eta * L,
            ),
        ],
        "088": lambda v, eta, L, K, lam: [
            # of the K − 1 others every worker is one K − 1 times
            using(
                "triangle",
                le(
                    norm(v, "(e − λe_k) − (ẽ − λẽ_k)"),
                    absolute(1 / K - lam) * norm(v, "e_k − ẽ_k") + 1 / K * (K - 1) * norm(v, "e_k − ẽ_k"),
                ),
                eta * L,
            )
        ],
    },
    more={
        "088": {
            "transcription": "restored",
            "evidence": "under the brace stands (1 + η_tL) for the ① that Eq. (56) names",
        }
    },
)

DIFFERENT_DATA = vectors(
    "def.eq57",
    (STEP, BOUND),
    lambda v, eta, G: (
        norm(v, "y' − ỹ'"),
        to("095", "<=", norm(v, "y − ỹ") + eta * norm(v, "g − g̃")),
        to("095", "<=", norm(v, "y − ỹ") + 2 * G * eta),
    ),
    using={
        "095.1": lambda v, eta: [
            using("triangle", le(norm(v, "y' − ỹ'"), norm(v, "y − ỹ") + eta * norm(v, "g − g̃")))
        ],
        "095.2": lambda v, eta, G: [
            using("triangle", le(norm(v, "g − g̃"), norm(v, "g") + norm(v, "g̃")), eta),
            using("def.eq5", le(norm(v, "g"), G), eta),
            using("def.eq5", le(norm(v, "g̃"), G), eta),
        ],
    },
)

BOTH = vectors(
    STATEMENT,
    (STEP, SMOOTH, SAMPLES, DETACH, BOUND, SCHEDULE, DELTA),
    lambda v, eta, L, K, N, lam, G, c, B4: (
        (1 - K / N) * norm(v, "y' − ỹ' on the same data") + K / N * norm(v, "y' − ỹ' on different data"),
        to(
            "096",
            "<=",
            (1 - K / N)
            * ((1 + eta * L) * norm(v, "y − ỹ") + eta * L * residual.drift_factor(K, lam) * (2 * B4 * G * c))
            + K / N * (norm(v, "y − ỹ") + 2 * G * eta),
        ),
        to(
            "097",
            "==",
            (1 + (1 - K / N) * eta * L) * norm(v, "y − ỹ")
            + (2 * K / N * G + 2 * (1 - K / N) * L * residual.drift_factor(K, lam) * B4 * G * c) * eta,
        ),
    ),
    using={
        "096": lambda v, eta, L, K, N, lam, G, c, B4: [
            using(
                "def.eq58/088",
                le(
                    norm(v, "y' − ỹ' on the same data"),
                    (1 + eta * L) * norm(v, "y − ỹ")
                    + eta * L * residual.drift_factor(K, lam) * norm(v, "e_k − ẽ_k"),
                ),
                1 - K / N,
            ),
            using(
                "def.eq57",
                le(norm(v, "y' − ỹ' on different data"), norm(v, "y − ỹ") + 2 * G * eta),
                K / N,
            ),
            using(
                "def.eq56",
                le(norm(v, "e_k − ẽ_k"), 2 * B4 * G * c),
                (1 - K / N) * eta * L * residual.drift_factor(K, lam),
            ),
        ]
    },
) + vectors(
    STATEMENT,
    (STEP, SMOOTH, SAMPLES, given("B₅ > 0, E = exp((1−K/N)ηL)", lambda B5, E: (lt(0, B5), lt(0, E)))),
    lambda v, eta, L, K, N, B5, E: (
        (1 + (1 - K / N) * eta * L) * norm(v, "y − ỹ") + B5 * eta,
        to("098", "<=", E * norm(v, "y − ỹ") + B5 * eta),
    ),
    using={
        "098": lambda v, eta, L, K, N, E: [
            using(
                "exponential",
                le((1 + (1 - K / N) * eta * L) * norm(v, "y − ỹ"), E * norm(v, "y − ỹ")),
            )
        ]
    },
)

STEPS = (*FACTORIALS, *UNIFORM, *CITED, *IDENTITIES, *SAME_DATA, *DIFFERENT_DATA, *BOTH)

CLOSES = ("def.eq57", "def.eq58")
