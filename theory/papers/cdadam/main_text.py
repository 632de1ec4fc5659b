"""CD-Adam's statements in the main text, sections 4 to 7, as printed."""

from collections.abc import Mapping

from theory.papers import costs
from theory.papers.cdadam import communication, compressors, constants, theorem
from theory.papers.cdadam.hypotheses import (
    BATCH,
    KEPT,
    METHOD,
    NORMALISED_STEP,
    RUN,
    SCALED_SIGN,
    STEP_SIZE,
    STEPS,
    STRICT_DECAYS,
)
from theory.papers.common import GRADIENT, SINGLE_PRECISION, SQUARED_GRADIENT, about, compressor
from theory.statement import Formula, Statement

ASSUMPTIONS = ("cdadam.assumption4.1", "cdadam.assumption6.1", "cdadam.assumption6.2", "cdadam.assumption6.3")

LIMITS: Mapping[str, Formula] = {
    "G_tilde": constants.server_l2,
    "G_tilde_inf": constants.server_linf,
}
M: Mapping[str, Formula] = {
    "M1": constants.gap_constant,
    "M2": constants.momentum_constant,
    "M3": constants.step_constant,
    "M4": constants.noise_constant,
}
CHOICES: Mapping[str, Formula] = {
    "alpha": theorem.step_size_for,
    "tau": theorem.batch_for,
    "T": theorem.steps_for,
}
UNITS: Mapping[str, str] = {
    "G_tilde": GRADIENT,
    "G_tilde_inf": GRADIENT,
    "M1": "F^2/w",
    "M2": SQUARED_GRADIENT,
    "M3": "F^2/w^3",
    "M4": GRADIENT,
    "alpha": "w",
}

MAIN_TEXT = (
    Statement(
        id="cdadam.assumption4.1",
        place="Assumption 4.1, section 4",
        says="The compressor may be biased: for a π in (0, 1], E‖C(x) − x‖₂² ≤ (1−π)‖x‖₂² for every x.",
        verdict="assumed",
        note="the paper's π is the glossary's contraction as it stands; Theorem 6.4 does not list this "
        "assumption, but its lemmas do",
    ),
    Statement(
        id="cdadam.eq4.2",
        place="Eq. (4.2), section 4",
        says="The second moment of compressed gradients is β₂v_t + (1−β₂)g_t² + (1−β₂)(ĝ_t − g_t)² "
        "+ 2(1−β₂)⟨g_t, ĝ_t − g_t⟩.",
        note="an identity of vectors; the bracket ⟨·,·⟩ has to be read coordinate by coordinate",
    ),
    Statement(
        id="cdadam.eq5.1",
        place="Eq. (5.1), section 5",
        says="The squared error of a Markov compression sequence is at most (1−π)(1+γ) times the previous "
        "one plus (1−π)(1+1/γ) times the squared change of what is compressed.",
        unit=SQUARED_GRADIENT,
        formula=compressors.markov_error,
        uses=ASSUMPTIONS[:1],
        note="printed without an expectation, for every γ > 0",
    ),
    Statement(
        id="cdadam.algorithm1",
        place="Algorithm 1, lines 6 and 10, and footnote 3, section 5",
        says="In each of T steps every worker sends one compressed vector to the server and receives one, "
        "and a scaled sign message of d components takes 32 + d bits.",
        quantity="bits",
        formula=communication.sent_bits,
        outputs={"message_bits": communication.message_bits},
        requires=(METHOD, compressor("sign"), SINGLE_PRECISION),
        note="the paper prints 32 + d; the count of messages follows from Algorithm 1, where the server's "
        "message goes to each of the n workers",
    ),
    Statement(
        id="cdadam.algorithm1.saving",
        place="Section 1, Figure 1 and section 7.2",
        says="With the scaled sign CD-Adam sends about 32 times less than AMSGrad and about 5 times less "
        "than 1-bit Adam.",
        outputs={
            "over_amsgrad": communication.saving_over_amsgrad,
            "over_one_bit_adam": communication.saving_over_one_bit_adam,
        },
        requires=(METHOD, compressor("sign")),
        uses=("cdadam.algorithm1",),
        note="the paper prints the ratios only; 5 is what 13 warm-up epochs of 100 give (warmup = 0.13)",
    ),
    Statement(
        id="cdadam.assumption6.1",
        place="Assumption 6.1, section 6",
        says="Every f_i is L-smooth: |f_i(x) − f_i(y) − ⟨∇f_i(y), x − y⟩| ≤ (L/2)‖x − y‖₂².",
        verdict="assumed",
        note="the paper adds that it implies the L-Lipschitz gradient",
    ),
    Statement(
        id="cdadam.assumption6.2",
        place="Assumption 6.2, section 6",
        says="Every stochastic gradient of every worker has ‖∇f_i(x;ξ)‖₂ ≤ G and ‖∇f_i(x;ξ)‖_∞ ≤ G_∞.",
        verdict="assumed",
    ),
    Statement(
        id="cdadam.assumption6.3",
        place="Assumption 6.3, section 6",
        says="The gradient of one sample has variance at most σ² on each worker.",
        verdict="assumed",
    ),
    Statement(
        id="cdadam.theorem6.4",
        place="Theorem 6.4, section 6",
        says="With α = ε/(3M₃), τ = ⌈max{1, (3M₄σ/ε)²}⌉ and T = ⌈9M₁M₃/ε² + 3M₂/ε⌉, some step t ≤ T has "
        "E‖∇f(x_t)‖₂² ≤ ε.",
        quantity="minimum_gradient_sq",
        unit=SQUARED_GRADIENT,
        formula=theorem.theorem64,
        outputs={**LIMITS, **M, **CHOICES},
        output_units=UNITS,
        units=NORMALISED_STEP,
        conditions=(STRICT_DECAYS, STEP_SIZE, BATCH, STEPS),
        cost=costs.SIGN,
        attains={
            "steps": theorem.steps_for,
            "step_size": theorem.step_size_for,
            "batch": theorem.batch_for,
        },
        requires=SCALED_SIGN,
        uses=(*ASSUMPTIONS, "cdadam.eqB.21"),
        note="the bound is (B.21) at the run's α, τ and T; where the constraints on α, τ and T hold, as "
        "they do for the theorem's own choice, it is at most ε. (B.21) alone holds for any α, τ and T. "
        "Proved by another proof than the printed one, for the scaled sign, which is an input of Algorithm 1",
    ),
    Statement(
        id="cdadam.theorem6.4.constants",
        place="Theorem 6.4, the display of its constants",
        says="M₁ to M₄ as the theorem prints them, and G̃_∞ = (2−π+2√(1−π))/(2−π−2√(1−π)) G_∞.",
        outputs={"G_tilde_inf": constants.server_linf_expanded, **M},
        output_units=UNITS,
        conditions=(STRICT_DECAYS,),
        requires=(METHOD,),
        uses=("cdadam.lemmaB.3",),
        note="the display uses G̃ and θ, which Lemmas B.3 and B.1 define; its form of G̃_∞ loses its digits in "
        "floats for π below 1e-6",
    ),
    Statement(
        id="cdadam.theorem6.4.cost",
        place="Theorem 6.4 with Algorithm 1, line 4",
        says="Reaching ε takes τT stochastic gradients on each of n workers.",
        outputs={"samples": communication.samples_for},
        conditions=(STRICT_DECAYS,),
        requires=SCALED_SIGN,
        uses=("cdadam.theorem6.4",),
        note="the product is ours; the paper prints the factors",
    ),
    Statement(
        id="cdadam.theorem6.4.bits",
        place="Theorem 6.4 with Algorithm 1, lines 6 and 10, and footnote 3",
        says="With the scaled sign, reaching ε takes 2nT messages of 32 + d bits.",
        outputs={"bits": communication.bits_for},
        conditions=(STRICT_DECAYS,),
        requires=SCALED_SIGN,
        uses=("cdadam.theorem6.4", "cdadam.algorithm1"),
        note="it counts both ways, to the server and back; the product is ours, the paper prints the factors",
    ),
    Statement(
        id="cdadam.remark6.5",
        place="Remark 6.5, section 6",
        says="CD-Adam reaches an ε-stationary point within O(1/ε²) iterations, as uncompressed AMSGrad does.",
        quantity="rate",
        outputs={"rate": theorem.iterations_rate},
        output_units={"rate": "w^4/F^4"},
        requires=RUN,
        uses=("cdadam.theorem6.4",),
        note="an O(·) line has no value; the explicit number of iterations is T in cdadam.theorem6.4, and "
        "each takes τ samples on every worker",
    ),
    Statement(
        id="cdadam.section7.2",
        place="Section 7.2, the choice of K",
        says="EF21, compressed both ways with top-K where K = 0.016d, has about the compression ratio of the "
        "scaled sign.",
        outputs={"top_over_amsgrad": communication.saving_of_top},
        conditions=(KEPT,),
        requires=(about("ef21"), compressor("top")),
        note="the paper prints K only; 32 bits for an index and 32 for a value give a ratio of 31.25",
    ),
)
