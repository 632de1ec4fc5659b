"""Section 3: the motivation and the algorithm, Eq. (4) to (12), and Eq. (30), which repeats Eq. (12).

For a worker k: e = e_{k,t} and g = g_{k,t}; x and y are x_t and y_t; C of a combination is that of its parts,
so that v.Cg and v.Ce stand for C(g) and C(e).
"""

from theory.papers.def_ import gradient, residual
from theory.papers.def_.proofs.common import BOUNDS, DELTA, DETACH, ETA
from theory.papers.def_.proofs.lemma_a2 import apart
from theory.proof.build import induction, reals, vectors
from theory.proof.claim import eq, given, le, lt
from theory.proof.step import to
from theory.proof.vectors import Fact, Used, dot, mean, sq

SOME = given("σ² + M² > 0", lambda sigma_sq, M_sq: lt(0, sigma_sq + M_sq))
VARIED = given("M² > 0, σ² > 0", lambda sigma_sq, M_sq: (lt(0, sigma_sq), lt(0, M_sq)))

NOT_SENT = vectors(
    "def.eq8",
    (ETA,),
    lambda v, eta: (
        # what C(ηg + e), which is communicated, leaves of ηg + e
        eta * v.g + v.e - (eta * v.Cg + v.Ce),
        to("004", "==", eta * v.g + v.e - (v.Cg + v.Ce)),
    ),
    more={
        "004": {
            "severity": "cosmetic",
            "doubtful": True,
            "repair": "def.eq8/004-repaired",
            "note": "C(g + e) is printed for C(ηg + e), which the sentence before it communicates",
        }
    },
) + vectors(
    "def.eq8",
    (ETA,),
    lambda v, eta: (
        eta * v.g + v.e - (eta * v.Cg + v.Ce),
        to("004-repaired", "==", (v.e - v.Ce) + eta * (v.g - v.Cg)),
    ),
    more={"004-repaired": {"variant": "repaired"}},
)

# Two samples in one coordinate: ∇f(θ;ξ) = m ± s, so that M = m and σ = s
SAMPLE = reals(
    "def.eq5",
    (given("m ≥ 0, s ≥ 0", lambda m, s: (le(0, m), le(0, s))),),
    lambda m, s: (m + s, to("005", "<=", gradient.gradient_bound(s**2, 1, m**2))),
    more={
        "005": {
            "severity": "false",
            "repair": "def.eq5/005-repaired",
            "note": "Assumptions 3.1 and 3.2 bound the square in expectation, not every sample: two samples "
            "with gradients m + s and m − s everywhere have σ = s, M = m, and one has the norm "
            "m + s > √(s² + m²)",
        }
    },
) + vectors(
    "def.eq5",
    (BOUNDS,),
    lambda v, sigma_sq, M_sq: (
        # over the samples: the gradient's mean is ∇F, and n the deviation
        sq(v.h + v.each("n") - mean(v.each("n"))),
        to("005-repaired", "<=", gradient.second_moment(sigma_sq, 1, M_sq)),
    ),
    using={
        "005-repaired": lambda v, sigma_sq, M_sq: [
            Used(Fact("def.assumption3.1", le(sq(v.each("n") - mean(v.each("n"))), sigma_sq)), 1),
            Used(Fact("def.assumption3.2", le(sq(v.h), M_sq)), 1),
        ]
    },
    more={"005-repaired": {"variant": "repaired"}},
)

TRADE_OFF = (
    *reals(
        "def.eq7",
        (BOUNDS, SOME),
        lambda sigma_sq, M_sq, alpha: (
            gradient.least_trade_off(sigma_sq, 1, M_sq),
            to("007.1", "<=", alpha**2 * sigma_sq + (1 - alpha) ** 2 * M_sq),
        ),
    ),
    *reals(
        "def.eq7",
        (
            BOUNDS,
            SOME,
            given(
                "α = M²/(σ²+M²)",
                lambda alpha, sigma_sq, M_sq: eq(alpha, gradient.best_trade_off(sigma_sq, 1, M_sq)),
            ),
        ),
        lambda sigma_sq, M_sq, alpha: (
            alpha**2 * sigma_sq + (1 - alpha) ** 2 * M_sq,
            to("equality in (7) at α = M²÷(σ²+M²)", "==", gradient.least_trade_off(sigma_sq, 1, M_sq)),
        ),
    ),
    *reals(
        "def.eq7",
        (VARIED,),
        lambda sigma_sq, M_sq: (
            # as M²/σ² grows both ends tend to σ²
            sigma_sq * (1 - sigma_sq / M_sq),
            to("007.2", "<=", gradient.least_trade_off(sigma_sq, 1, M_sq)),
            to("007.3", "<=", sigma_sq),
        ),
    ),
)

DISTANCE = (
    *vectors(
        "def.eq9",
        (DETACH,),
        lambda v, lam: (
            sq(v.x - lam * v.each("e") - (v.x - mean(v.each("e")))),
            to("009", "==", sq(apart(v.each("e"), lam))),
        ),
    ),
    *vectors(
        "def.eq9",
        (),
        lambda v: (
            sq(mean(v.each("e"))),
            to("‖e_t‖² ≤ (1÷K) Σ ‖e_{k,t}‖²", "<=", sq(v.each("e"))),
        ),
    ),
    *vectors(
        "def.eq9",
        (DETACH, ETA),
        lambda v, lam, eta: (
            # e_{k,t} = p_k − C(p_k) of p_k = ηg + e at t − 1
            apart(eta * v.each("g") + v.each("e") - eta * v.each("Cg") - v.each("Ce"), lam),
            to(
                "010",
                "==",
                (eta * mean(v.each("g")) - lam * eta * v.each("g") + apart(v.each("e"), lam))
                - (eta * mean(v.each("Cg")) - lam * eta * v.each("Cg") + apart(v.each("Ce"), lam)),
            ),
        ),
    ),
    *vectors(
        "def.eq9",
        (),
        lambda v, lam: (
            sq(apart(v.each("e"), lam)),
            to(
                "034",
                "==",
                sq(mean(v.each("e")))
                - 2 * lam * dot(mean(v.each("e")), v.each("e"))
                + lam**2 * sq(v.each("e")),
            ),
            to(
                "034",
                "==",
                sq(v.each("e")) * lam**2 - 2 * sq(mean(v.each("e"))) * lam + sq(mean(v.each("e"))),
            ),
            to(
                "034",
                "==",
                (sq(mean(v.each("e"))) + sq(v.each("e") - mean(v.each("e")))) * lam**2
                - 2 * sq(mean(v.each("e"))) * lam
                + sq(mean(v.each("e"))),
            ),
        ),
        more={
            f"034.{n}": {
                "transcription": "restored",
                "evidence": "the scan sums e_{k,t} over k'; Eq. (31), def:033, has e_{k',t} in the same term",
            }
            for n in (1, 2, 3)
        },
    ),
    *vectors(
        "def.eq9",
        (),
        lambda v: (
            sq(v.each("e")),
            to(
                "mean of squares before (32)",
                "==",
                sq(mean(v.each("e"))) + sq(v.each("e") - mean(v.each("e"))),
            ),
        ),
    ),
)

SPREAD = given("‖e_t‖² = a ≥ 0, Var(e_t) = b ≥ 0, a + b > 0", lambda a, b: (le(0, a), le(0, b), lt(0, a + b)))
LENGTH = given("‖e_{k,t}‖² = c > 0", lambda c: lt(0, c))
BEST = (
    *reals(
        "def.eq9.2",
        (SPREAD,),
        lambda a, b, lam: (
            residual.least_detach_distance(a, b),
            to("the least value of (32)", "<=", residual.detach_distance(a, b, lam)),
        ),
    ),
    *reals(
        "def.eq9.2",
        (SPREAD,),
        lambda a, b: (
            residual.detach_distance(a, b, residual.best_detach_of_step(a, b)),
            to("the value of (32) at λ*(t)", "==", residual.least_detach_distance(a, b)),
        ),
    ),
    *reals(
        "def.eq9.1",
        (LENGTH,),
        lambda a, b, c, lam: (
            # ‖e_t − λe_{k,t}‖² with ⟨e_t, e_{k,t}⟩ = b
            a - 2 * residual.best_detach_of_worker(b, c) * b + residual.best_detach_of_worker(b, c) ** 2 * c,
            to("λ*(k,t) is the best", "<=", a - 2 * lam * b + lam**2 * c),
        ),
    ),
)

# K = 1, λ = 1, C(Δ) = δΔ: e = x − y, and w = y_{t+1} = y − ηg
AVERAGE = (
    *vectors(
        "def.eq12",
        (DELTA, ETA),
        lambda v, delta, eta: (
            v.x - delta * (eta * v.g + (v.x - v.y)),
            to("the step of (12)", "==", (1 - delta) * v.x + delta * (v.y - eta * v.g)),
        ),
    ),
    *vectors(
        "def.eq12",
        (DELTA,),
        lambda v, delta, P: (
            # x_t = (1−δ)^t y₀ + s with P = (1−δ)^t; s is the sum, whose terms gain 1−δ, and δw joins them
            (1 - delta) * (P * v.y0 + v.s) + delta * v.w,
            to("012", "==", (1 - delta) * P * v.y0 + ((1 - delta) * v.s + delta * v.w)),
        ),
        more={"012": {"note": "the step of the induction over t; at t = 0 both sides are y₀"}},
    ),
    *induction(
        "def.eq12",
        "P₀ + P₁ + … + P_t = 1",
        "(1−δ)^t + Σ_{t'=1}^t δ(1−δ)^{t−t'} = 1 for every t, P being (1−δ)^t and s the sum",
        (DELTA, given("P + s = 1", lambda P, s: eq(P + s, 1))),
    )(
        start=lambda delta: eq(1 + 0 * delta, 1),
        step=lambda delta, P, s: eq((1 - delta) * P + ((1 - delta) * s + delta), 1),
    ),
    *vectors(
        "def.eq12",
        (DELTA, ETA),
        lambda v, delta, eta: (
            (1 - delta) * v.x + delta * (v.y - eta * v.g),
            to("032", "==", (1 - delta) * v.x + delta * v.y),
        ),
        more={
            "032": {
                "severity": "cosmetic",
                "repair": "def.eq12/the step of (12)",
                "note": "called identical to Eq. (12), whose step is x_{t+1} = (1−δ)x_t + δy_{t+1}: the "
                "index of y is one behind, the average one step late",
            }
        },
    ),
)

STEPS = (*NOT_SENT, *SAMPLE, *TRADE_OFF, *DISTANCE, *BEST, *AVERAGE)

CLOSES = ("def.eq5", "def.eq7", "def.eq8", "def.eq9", "def.eq9.1", "def.eq9.2", "def.eq12")
