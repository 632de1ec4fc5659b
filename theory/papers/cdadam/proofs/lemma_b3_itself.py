"""Lemma B.3 itself: two counterexamples to what it claims of ĝ_t, and what holds instead.

Assumption 4.1 bounds a mean over the compressor's draws, and the Euclidean norm. The lemma claims a bound
for every outcome, and one for the maximum norm.
"""

from theory.arithmetic import absolute
from theory.papers.cdadam import constants
from theory.papers.cdadam.proofs.compression import CONTRACTION, THETA, at_most, lost, surely_lost
from theory.papers.cdadam.proofs.lemma_b3_server import grown
from theory.proof.build import reals, vectors
from theory.proof.claim import eq, given, le, lt
from theory.proof.norms import norm, triangle
from theory.proof.step import to
from theory.proof.vectors import Used

STATEMENT = "cdadam.lemmaB.3"
BOUND = given("G > 0", lambda G: lt(0, G))

# rand-k: g₁ = G e₁ with its component kept, then g₂ = G e₂ with the component of e₁ dropped and e₂'s kept, so
# ĝ₂ = G(e₁ + e₂), with probability (k/d)·k/d·(d−k)/(d−1) > 0; its norm squared is 2G²
RANDOM = reals(
    STATEMENT,
    (BOUND, given("k = 35, d = 36", lambda k, d: (eq(k, 35), eq(d, 36)))),
    lambda k, d, G: (
        G**2 + G**2,
        to("rand-k", "<=", constants.worker_l2(k / d, G) ** 2),
    ),
    more={
        "rand-k": {
            "severity": "false",
            "repair": f"{STATEMENT}/ĝ in the mean",
            "note": "Assumption 4.1 bounds E‖C(x) − x‖², the lemma claims ‖ĝ_t‖ ≤ Ĝ in every outcome. Rand-k "
            "(appendix A) with k = 35, d = 36 has θ = 1/6 and Ĝ = 7G/5; gradients Ge₁, then Ge₂, and a draw "
            "that misses e₁ the second time give ‖ĝ₂‖ = √2 G. True of E‖ĝ_t‖, and of a compressor that "
            "contracts in every outcome, such as the scaled sign and top-k",
        }
    },
)

# C(x) = x + θ‖x‖₂e₁ and g = G_∞(1, …, 1): ĝ₁ = g + θ√d G_∞e₁; r is √d
MAXIMUM_NORM = reals(
    STATEMENT,
    (
        CONTRACTION,
        given("G_∞ > 0", lambda G_inf: lt(0, G_inf)),
        given("θ = 1/2, and r = √d for d = 25", lambda theta, r: (eq(2 * theta, 1), eq(r, 5))),
    ),
    lambda theta, pi, r, G_inf: (
        (1 + theta * r) * G_inf,
        to("the maximum norm", "<=", constants.worker_linf(pi, G_inf)),
    ),
    more={
        "the maximum norm": {
            "severity": "false",
            "repair": f"{STATEMENT}/a component within Ĝ",
            "note": "a compressor that contracts the Euclidean norm need not contract the maximum "
            "norm: C(x) = x + θ‖x‖₂e₁ has ‖C(x) − x‖₂ = θ‖x‖₂; with θ = 1/2, d = 25, g = G_∞(1, …, "
            "1), ‖ĝ₁‖_∞ = 3.5 G_∞, and Ĝ_∞ = 3G_∞. True with Ĝ and G̃ in place of Ĝ_∞ and G̃_∞, "
            "since ‖x‖_∞ ≤ ‖x‖₂, and of a compressor that contracts the maximum norm by θ, "
            "as the scaled sign does with π = 1/d",
        }
    },
)

REPAIRED = (
    *vectors(
        STATEMENT,
        (THETA, BOUND),
        lambda v, theta, G: (
            norm(v.h + v.c),
            to("ĝ in the mean", "<=", grown(theta, G)),
        ),
        using={
            "ĝ in the mean": lambda v, theta, G: [
                Used(triangle(v.h + v.c - v.g, v.g), 1),
                Used(lost(v.c, v.g - v.h, theta), 1),
                Used(triangle(v.g, -v.h), theta),
                Used(at_most("cdadam.assumption6.2", v.g, G), 1 + theta),
                # the induction's hypothesis
                Used(at_most(f"{STATEMENT}/ĝ in the mean", v.h, grown(theta, G)), theta),
            ]
        },
        more={
            "ĝ in the mean": {
                "variant": "repaired",
                "note": "the step of the induction for E‖ĝ_{t+1}‖ from ĝ₀ = 0; with it E‖g̃_t‖ ≤ G̃ and "
                "E‖m_t‖ ≤ G̃, but no bound on v_t follows",
            }
        },
    ),
    *vectors(
        STATEMENT,
        (THETA, BOUND),
        lambda v, theta, G: (
            norm(v.h + v.c),
            to("ĝ with a compressor that contracts surely", "<=", grown(theta, G)),
        ),
        using={
            "ĝ with a compressor that contracts surely": lambda v, theta, G: [
                Used(triangle(v.h + v.c - v.g, v.g), 1),
                Used(surely_lost(v.c, v.g - v.h, theta), 1),
                Used(triangle(v.g, -v.h), theta),
                Used(at_most("cdadam.assumption6.2", v.g, G), 1 + theta),
                Used(
                    at_most(f"{STATEMENT}/ĝ with a compressor that contracts surely", v.h, grown(theta, G)),
                    theta,
                ),
            ]
        },
        more={"ĝ with a compressor that contracts surely": {"variant": "repaired"}},
    ),
    *reals(
        STATEMENT,
        (
            given(
                "one component: k is 1 where it is kept, else 0; |g_{t+1}| ≤ G_∞, |ĝ_t| ≤ G_∞",
                lambda k, g, h, G_inf: (
                    eq(k * (1 - k), 0),
                    *(le(x, G_inf) for x in (g, -g, h, -h)),
                ),
            ),
        ),
        lambda k, g, h, G_inf: (
            absolute(h + k * (g - h)),
            to("a compressor that keeps or drops components", "<=", G_inf),
        ),
        more={
            "a compressor that keeps or drops components": {
                "variant": "repaired",
                "note": "so Top-k and Rand-k fulfil the half on the maximum norm in every outcome; Rand-k "
                "fulfils the other half in the mean",
            }
        },
    ),
    *reals(
        STATEMENT,
        (
            given(
                "x² + (the other components' squares) ≤ Ĝ²",
                lambda x, R, G_hat: (le(0, R), le(x**2 + R, G_hat**2), le(0, G_hat)),
            ),
        ),
        lambda x, R, G_hat: (x, to("a component within Ĝ", "<=", G_hat)),
        more={"a component within Ĝ": {"variant": "repaired"}},
    ),
)

STEPS = (*RANDOM, *MAXIMUM_NORM, *REPAIRED)
