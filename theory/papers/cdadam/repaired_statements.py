"""The statements of CD-Adam that its proofs give where they differ from print. Ours."""

from collections.abc import Mapping

from theory.papers import costs
from theory.papers.cdadam import compressors, constants, repaired, strengthened, theorem
from theory.papers.cdadam.hypotheses import (
    BATCH,
    KEPT,
    NORMALISED_STEP,
    RUN,
    SCALED_SIGN,
    STEPS,
    STRICT_DECAYS,
)
from theory.papers.cdadam.main_text import ASSUMPTIONS, LIMITS, UNITS, M
from theory.papers.common import GRADIENT, SQUARED_GRADIENT, compressor
from theory.statement import Constraint, Formula, Statement

STEP_SIZE = Constraint(
    id="step_size",
    left=lambda step_size: step_size,
    relation="<=",
    right=strengthened.step_size_for,
    text="α ≤ ε/(3M₃), which is αM₃ ≤ ε/3",
    place="Theorem 6.4, with the strengthened M₃",
)
ERROR_CONSTANTS: Mapping[str, Formula] = {"theta": compressors.theta, "G_tilde": constants.server_l2}
STRENGTHENED_M: Mapping[str, Formula] = {**M, "M3": strengthened.step_constant}
CHOSEN: Mapping[str, Formula] = {"alpha": strengthened.step_size_for, "T": strengthened.steps_for}
SEVERAL = (*RUN, compressor("sign", "top", "random", "block", "identity"))

FIRST_MESSAGES = (
    "ours, for every compressor of Assumption 4.1 and every t ≥ 1: the first messages compress the gradients "
    "themselves, whose loss falls as θ^t and tθ^t; the bound has its largest value"
)

REPAIRED = (
    Statement(
        id="cdadam.definitionA.top",
        variant="repaired",
        place="Appendix A, the display for Top-k",
        says="Top-k has ‖C_Top(x) − x‖₂² ≤ (1 − k/d)‖x‖₂², so π = k/d will do.",
        unit=GRADIENT,
        formula=repaired.top_error,
        outputs={"pi": compressors.random_contraction},
        conditions=(KEPT,),
        requires=(compressor("top"),),
        uses=("cdadam.eqA.1",),
        note="the squares that (A.1) has and the lines for Top-k lack",
    ),
    Statement(
        id="cdadam.lemmaB.3",
        variant="repaired",
        place="Lemma B.3, appendix B",
        says="Lemma B.3 for a compressor that contracts both norms by √(1−π) in every outcome, as the scaled "
        "sign does.",
        outputs={
            "G_hat": constants.worker_l2,
            "G_tilde": constants.server_l2,
            "G_hat_inf": constants.worker_linf,
            "G_tilde_inf": constants.server_linf,
        },
        output_units={**UNITS, "G_hat": GRADIENT, "G_hat_inf": GRADIENT},
        requires=SCALED_SIGN,
        uses=("cdadam.assumption4.1", "cdadam.assumption6.2"),
        note="ours; for every compressor of Assumption 4.1 E‖ĝ_t‖₂ ≤ Ĝ, E‖g̃_t‖₂ ≤ G̃ and E‖m_t‖₂ ≤ G̃",
    ),
    Statement(
        id="cdadam.lemmaB.4",
        variant="repaired",
        place="Lemma B.4, Eq. (B.1), appendix B",
        says="The workers' compression error E‖ĝ_t − g_t‖₂ is at most θG more than Lemma B.4 says.",
        quantity="worker_compression_error",
        unit=GRADIENT,
        formula=repaired.lemmaB4,
        outputs=ERROR_CONSTANTS,
        output_units=UNITS,
        units=NORMALISED_STEP,
        requires=RUN,
        uses=(*ASSUMPTIONS, "cdadam.lemmaB.3"),
        note=FIRST_MESSAGES,
    ),
    Statement(
        id="cdadam.lemmaB.5",
        variant="repaired",
        place="Lemma B.5, Eq. (B.2), appendix B",
        says="The server's compression error E‖g̃_t − ĝ_t‖₂ is at most θ(1+θ)/(1−θ)·G more than Lemma B.5 "
        "says.",
        quantity="server_compression_error",
        unit=GRADIENT,
        formula=repaired.lemmaB5,
        outputs=ERROR_CONSTANTS,
        output_units=UNITS,
        units=NORMALISED_STEP,
        requires=RUN,
        uses=(*ASSUMPTIONS, "cdadam.lemmaB.1", "cdadam.lemmaB.3", "cdadam.lemmaB.4"),
        note=FIRST_MESSAGES,
    ),
    Statement(
        id="cdadam.eqB.19",
        variant="repaired",
        place="Eq. (B.19), appendix B",
        says="Both compression errors, summed as in (B.19), are at most 2θ/(1−θ)²·αν^{−1/2}G² more.",
        unit="F",
        formula=repaired.compression_sum,
        units=NORMALISED_STEP,
        requires=RUN,
        uses=("cdadam.lemmaB.4", "cdadam.lemmaB.5"),
        note="ours: what the first messages lose, summed over t",
    ),
    Statement(
        id="cdadam.eqB.20",
        variant="repaired",
        place="Eq. (B.20), last relation, appendix B",
        says="(B.20) with M₂ = (G̃_∞²+ν)^{1/2}ν^{−1/2}(dG_∞G̃_∞/(1−β₁) + 2θG²/(1−θ)²).",
        quantity="minimum_gradient_sq",
        unit=SQUARED_GRADIENT,
        formula=repaired.gathered,
        outputs={**LIMITS, "M2": repaired.momentum_constant},
        output_units=UNITS,
        units=NORMALISED_STEP,
        conditions=(STRICT_DECAYS,),
        requires=SCALED_SIGN,
        uses=(*ASSUMPTIONS, "cdadam.lemmaB.2.1", "cdadam.lemmaB.2.2"),
        note="ours; for the scaled sign, which contracts both norms of Lemma B.3 in every outcome",
    ),
)

STRENGTHENED = (
    Statement(
        id="cdadam.lemmaB.4",
        variant="strengthened",
        place="Lemma B.4, Eq. (B.1), appendix B",
        says="The repaired Lemma B.4 without √d.",
        quantity="worker_compression_error",
        unit=GRADIENT,
        formula=strengthened.lemmaB4,
        outputs=ERROR_CONSTANTS,
        output_units=UNITS,
        units=NORMALISED_STEP,
        requires=RUN,
        uses=(*ASSUMPTIONS, "cdadam.lemmaB.3"),
        note=f"{FIRST_MESSAGES}; ‖V̂₁^{{−1/2}}‖ ≤ ν^{{−1/2}}",
    ),
    Statement(
        id="cdadam.lemmaB.5",
        variant="strengthened",
        place="Lemma B.5, Eq. (B.2), appendix B",
        says="The repaired Lemma B.5 without √d.",
        quantity="server_compression_error",
        unit=GRADIENT,
        formula=strengthened.lemmaB5,
        outputs=ERROR_CONSTANTS,
        output_units=UNITS,
        units=NORMALISED_STEP,
        requires=RUN,
        uses=(*ASSUMPTIONS, "cdadam.lemmaB.1", "cdadam.lemmaB.3", "cdadam.lemmaB.4"),
        note=f"{FIRST_MESSAGES}; ‖V̂₁^{{−1/2}}‖ ≤ ν^{{−1/2}}",
    ),
    Statement(
        id="cdadam.eqB.21",
        variant="strengthened",
        place="Eq. (B.21), appendix B",
        says="(B.21) with M₃ = LdG̃_∞ν^{−1/2}(r/(1−β₂)^{1/2}·(3/4 + 5β₁²/(4(1−β₁)(1−γ))) + 2G_∞/(1−β₁)) + "
        "2θLrGG̃ν⁻¹/(1−θ)², r = (G̃_∞²+ν)^{1/2}.",
        quantity="minimum_gradient_sq",
        unit=SQUARED_GRADIENT,
        formula=strengthened.theorem64,
        outputs={**LIMITS, **STRENGTHENED_M},
        output_units=UNITS,
        units=NORMALISED_STEP,
        conditions=(STRICT_DECAYS,),
        requires=SEVERAL,
        uses=(*ASSUMPTIONS, "cdadam.lemmaB.2.1", "cdadam.lemmaB.2.2", "cdadam.eqB.20.history"),
        note="ours; for compressors that bound the maximum norm of Lemma B.3 in every outcome",
    ),
    Statement(
        id="cdadam.theorem6.4",
        variant="strengthened",
        place="Theorem 6.4, section 6",
        says="Theorem 6.4 with the strengthened M₃, in its bound, its α and its T.",
        quantity="minimum_gradient_sq",
        unit=SQUARED_GRADIENT,
        formula=strengthened.theorem64,
        outputs={**LIMITS, **STRENGTHENED_M, "tau": theorem.batch_for, **CHOSEN},
        output_units=UNITS,
        units=NORMALISED_STEP,
        conditions=(STRICT_DECAYS, STEP_SIZE, BATCH, STEPS),
        cost=costs.SIGN,
        attains={
            "steps": strengthened.steps_for,
            "step_size": strengthened.step_size_for,
            "batch": theorem.batch_for,
        },
        requires=SCALED_SIGN,
        uses=(*ASSUMPTIONS, "cdadam.eqB.21"),
        note="ours; no condition on β₂ but the printed one",
    ),
)
