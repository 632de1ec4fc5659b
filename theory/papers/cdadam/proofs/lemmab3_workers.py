"""Proof of Lemma B.3, first part (appendix C): the gradient, and the sequence ĝ of one worker.

h and c are ĝ_t and C(g_{t+1} − ĝ_t), g is g_{t+1}. Norms with names: H is ‖ĝ_t‖, N is ‖g_{t+1}‖, D is
‖g_{t+1} − ĝ_t‖, E is ‖ĝ_t + C(g_{t+1} − ĝ_t) − g_{t+1}‖.
"""

from theory.arithmetic import absolute, sqrt
from theory.papers.cdadam import constants
from theory.papers.cdadam.proofs.common import PI
from theory.proof.build import one, reals, vectors
from theory.proof.claim import eq, given, le, lt
from theory.proof.implication import Implication
from theory.proof.step import to
from theory.proof.vectors import Fact, Used, dot, sq

STATEMENT = "cdadam.lemmaB.3"
LENGTHS = given("E ≥ 0, N ≥ 0, D ≥ 0", lambda E, N, D: (le(0, E), le(0, N), le(0, D)))
BOUND = given("G ≥ 0", lambda G: le(0, G))
STRICT = given("0 < π ≤ 1, G > 0", lambda pi, G: (lt(0, pi), le(pi, 1), lt(0, G)))
RARE = given(
    "C(x) = x + 4‖x‖u with probability 1/64, u of length 1, else x: E‖C(x) − x‖² = ‖x‖²/4, so π = 3/4; "
    "ĝ₀ = 0, ‖g₁‖ = G = 1 and u is g₁; in the rare outcome lost = ‖C(g₁) − g₁‖",
    lambda pi, G, lost: (eq(4 * pi, 3), eq(G, 1), eq(lost, 4 * G)),
)

GRADIENT = vectors(
    STATEMENT,
    (),
    lambda v, G: (
        v.number("norm of the mean"),
        to("094.a", "==", v.number("norm of the mean")),
        to("094.b", "<=", v.number("mean of the norms")),
        to("094.c", "<=", G),
    ),
    using={
        "094.b": lambda v: [
            Used(Fact("jensen", le(v.number("norm of the mean"), v.number("mean of the norms"))), 1)
        ],
        "094.c": lambda v, G: [Used(Fact("cdadam.assumption6.2", le(v.number("mean of the norms"), G)), 1)],
    },
    more={"094.a": {"note": "the text takes the bound from Assumption 6.1; it is Assumption 6.2's"}},
)

WORKER = vectors(
    STATEMENT,
    (LENGTHS,),
    lambda v, E, N: (
        sq(v.h + v.c),
        to("095", "==", sq(v.h + v.c)),
        to("096", "==", sq(v.h + v.c - v.g + v.g)),
        to("097", "<=", (E + N) ** 2),
    ),
    using={
        "097": lambda v, E, N: [
            Used(Fact("cauchy_schwarz", le(sq(v.h + v.c - v.g), E**2)), 1),
            Used(Fact("cauchy_schwarz", le(sq(v.g), N**2)), 1),
            Used(Fact("cauchy_schwarz", le(dot(v.h + v.c - v.g, v.g), E * N)), 2),
        ]
    },
)

EVERY_OUTCOME = one(
    STATEMENT,
    "098",
    "‖ĝ_t + C(g_{t+1} − ĝ_t) − g_{t+1}‖ + ‖g_{t+1}‖ ≤ √(1−π)‖g_{t+1} − ĝ_t‖ + ‖g_{t+1}‖ , always",
    Implication((RARE,), lambda lost, G, pi: le(lost + G, sqrt(1 - pi) * G + G)),
    (RARE,),
    severity="unsupported",
    repair=f"{STATEMENT}/098-with-a-compressor-that-is-not-random",
    note="Assumption 4.1 bounds the mean over the compressor's outcomes, and the lemma is about every one; "
    "the scaled sign of Algorithm 1 and Top-k are not random",
)

NOT_RANDOM = reals(
    STATEMENT,
    (
        PI,
        STRICT,
        LENGTHS,
        given("‖C(x) − x‖ ≤ √(1−π)‖x‖ in every outcome", lambda E, D, pi: le(E, sqrt(1 - pi) * D)),
        given("D ≤ N + H and N ≤ G (Assumption 6.2)", lambda D, N, H, G: (le(D, N + H), le(N, G))),
        given("H ≤ Ĝ, the claim for t", lambda H, pi, G: le(H, constants.worker_l2(pi, G))),
    ),
    lambda E, N, D, pi, G: (
        E + N,
        to("098-with-a-compressor-that-is-not-random", "<=", sqrt(1 - pi) * D + N),
        to("099", "<=", sqrt(1 - pi) * (G + constants.worker_l2(pi, G)) + G),
        to("100", "<=", constants.worker_l2(pi, G)),
    ),
    more={"100": {"note": "an equality"}},
)

START = one(
    STATEMENT,
    "the start: ‖C(g₁)‖ ≤ ‖g₁‖",
    "‖C(x)‖ ≤ ‖x‖, for C(x) = 3x/2",
    Implication(
        (
            given(
                "C(x) = 3x/2, so ‖C(x) − x‖ = ‖x‖/2 and π = 3/4; size = ‖C(x)‖",
                lambda pi, x, size: (eq(4 * pi, 3), lt(0, x), eq(size, 3 * x / 2)),
            ),
        ),
        lambda x, size: le(size, x),
    ),
    severity="step",
    repair=f"{STATEMENT}/the start, by Lemma B.1",
    note="called obvious, and the paper's three compressors have it; Assumption 4.1 gives ‖C(x)‖ ≤ "
    "(1+√(1−π))‖x‖, which is enough, as that is at most Ĝ",
) + reals(
    STATEMENT,
    (PI, STRICT, given("‖g₁‖ ≤ G", lambda N, G: (le(0, N), le(N, G)))),
    lambda N, pi, G: (
        (1 + sqrt(1 - pi)) * N,
        to("the start, by Lemma B.1", "<=", constants.worker_l2(pi, G)),
    ),
    more={"the start, by Lemma B.1": {"variant": "repaired"}},
)

MAXIMUM_NORM = reals(
    STATEMENT,
    (
        given("d ≥ 1", lambda d: le(1, d)),
        given(
            "0 ≤ a = |x_i| ≤ X = ‖x‖_∞; m = ‖x‖₁/d has a/d in it and d − 1 more parts of at most X/d",
            lambda a, m, X, d: (le(0, a), le(a, X), le(a / d, m), le(m, (a + (d - 1) * X) / d)),
        ),
    ),
    lambda a, m, X, d: (
        absolute(m - a),
        to("the scaled sign contracts the maximum norm", "<=", (1 - 1 / d) * X),
        to("the scaled sign contracts the maximum norm as much as π = 1/d says", "<=", sqrt(1 - 1 / d) * X),
    ),
    more={
        "the scaled sign contracts the maximum norm": {
            "variant": "repaired",
            "note": "what the second half of the lemma needs; not every compressor of Assumption 4.1 has it",
        },
        "the scaled sign contracts the maximum norm as much as π = 1/d says": {"variant": "repaired"},
    },
)

STEPS = (*GRADIENT, *WORKER, *EVERY_OUTCOME, *NOT_RANDOM, *START, *MAXIMUM_NORM)
