"""The statements of QPRSGD about gossip that its proofs give: repaired, or stronger. Ours."""

from dataclasses import replace

from theory.papers import costs
from theory.papers.common import SQUARED_GRADIENT, SQUARED_PARAMETER, STEP_SIZE
from theory.papers.qprsgd import (
    gossip,
    gossip_repaired,
    gossip_stronger,
    gossip_stronger_corollary,
    theorem2,
)
from theory.papers.qprsgd.gossip_statements import (
    ASSUMPTIONS,
    D1_TO_D3,
    D1_TO_D6,
    DRIFT_DENOMINATOR,
    GRADIENT_DENOMINATOR,
    LEVELS,
    LOCAL_DESCENT,
    LOCAL_STEPS,
    STEP_SIZE_21,
    STEPS,
    THEOREM2,
)
from theory.papers.qprsgd.runs import GOSSIP
from theory.statement import Constraint, Statement

WIDER_LEVELS = Constraint(
    id="levels",
    left=gossip.spread_sq,
    relation="<",
    right=gossip_repaired.wider_levels_sq,
    text="dμ² < s²(1−ρ²)",
    place="Lemma 2 strengthened, where the paper has dμ² < s²(1−ρ)²",
    domain=True,
)
GRADIENT_WEIGHT = Constraint(
    id="gradient_weight",
    left=lambda: 0,
    relation="<",
    right=gossip_repaired.gradient_weight,
    text="0 < 1 − 4D₅′",
    place="the left side of Eq. (12) repaired",
    domain=True,
)
STRONGER = (
    WIDER_LEVELS,
    DRIFT_DENOMINATOR,
    replace(GRADIENT_DENOMINATOR, right=gossip_stronger.gradient_denominator),
    replace(LOCAL_DESCENT, right=gossip_stronger.local_descent),
    replace(GRADIENT_WEIGHT, right=gossip_stronger.gradient_weight),
)
"""The conditions of Theorem 2 at the smaller constant of Lemma 2."""
LEMMA2 = ("qprsgd.eq11", "qprsgd.lemma5", "qprsgd.lemma8", "qprsgd.lemma9")
THEOREM2_USES = ("qprsgd.lemma2", "qprsgd.lemma3", "qprsgd.lemma10", "qprsgd.lemma11")

STATEMENTS = (
    Statement(
        id="qprsgd.lemma2",
        variant="repaired",
        place="Lemma 2, section IV-B, summed over n",
        says="Summed over n, the quantisation noises Σ_n E‖C_n‖_F² are at most γ²K·D₂′·Σ_n Σ_k ‖G(X_{n;k}, "
        "ξ_k)‖_F².",
        unit=SQUARED_PARAMETER,
        formula=gossip_repaired.lemma2,
        outputs={"D2": gossip.noise_factor},
        conditions=(LEVELS,),
        requires=GOSSIP,
        uses=(*ASSUMPTIONS, *LEMMA2),
        note="ours; what the proof gives: for a single n the lemma has a counterexample",
    ),
    Statement(
        id="qprsgd.lemma2",
        variant="strengthened",
        place="Lemma 2, section IV-B, summed over n",
        says="The repaired Lemma 2 with [d/(2s²) + dμ²/(s²(1−ρ)²)]/[1 − dμ²/(s²(1−ρ²))] in place of D₂′, "
        "which is larger, and for more quantisers: dμ² < s²(1−ρ²).",
        unit=SQUARED_PARAMETER,
        formula=gossip_repaired.stronger_lemma2,
        outputs={"D2": gossip_repaired.smaller_noise_factor},
        conditions=(WIDER_LEVELS,),
        requires=GOSSIP,
        uses=(*ASSUMPTIONS, *LEMMA2),
        note="ours; noises of different synchronisations are orthogonal, so they add up with 1/(1−ρ²)",
    ),
    Statement(
        id="qprsgd.lemma3",
        variant="repaired",
        place="Lemma 3, section IV-B",
        says="Lemma 3 for the sum over k < K, with 4MK in place of 4K in its last term.",
        unit=SQUARED_GRADIENT,
        formula=gossip_repaired.lemma3,
        outputs=D1_TO_D3,
        conditions=(LEVELS, GRADIENT_DENOMINATOR, DRIFT_DENOMINATOR),
        requires=GOSSIP,
        uses=(*ASSUMPTIONS, "qprsgd.lemma2", "qprsgd.lemma7"),
        note="ours; as printed it fails for five equal workers without noise; σ² is σ²/batch",
    ),
    Statement(
        id="qprsgd.theorem2",
        variant="repaired",
        place="Theorem 2 with Eq. (12), section IV-B",
        says="Theorem 2 with 1 − 4D₅′ in place of 1 − 4D₅′/M, 4L²γ²(K−1)σ²/M in place of 4L²γ²(K−1)/M, and "
        "the noise 2Lγσ²/M of the stochastic gradients, which the proof loses.",
        unit=SQUARED_GRADIENT,
        formula=gossip_repaired.theorem2,
        outputs={**D1_TO_D6, "gradient_weight": gossip_repaired.gradient_weight},
        conditions=THEOREM2,
        requires=GOSSIP,
        uses=(*ASSUMPTIONS, *THEOREM2_USES),
        note="ours; bounds the weighted left side; qprsgd.theorem2.gradient is solved for the average "
        "squared gradient; σ² is σ²/batch",
    ),
    Statement(
        id="qprsgd.theorem2.gradient",
        variant="repaired",
        place="Theorem 2 with Eq. (12), section IV-B, divided by 1 − 4D₅′",
        says="As D₆′ > 0, the average squared gradient norm at the workers' mean is at most the right side "
        "of the repaired Eq. (12) over 1 − 4D₅′, where that is positive.",
        quantity="average_gradient_sq",
        unit=SQUARED_GRADIENT,
        formula=gossip_repaired.theorem2_gradient,
        outputs={**D1_TO_D6, "gradient_weight": gossip_repaired.gradient_weight},
        conditions=(*THEOREM2, GRADIENT_WEIGHT),
        cost=costs.GOSSIP,
        requires=GOSSIP,
        uses=("qprsgd.theorem2",),
        note="ours: the repaired Theorem 2, solved",
    ),
    Statement(
        id="qprsgd.theorem2.gradient",
        variant="strengthened",
        place="Theorem 2 with Eq. (12), section IV-B, divided by 1 − 4D₅′",
        says="The repaired Theorem 2, solved, with the smaller D₂′ of the strengthened Lemma 2, and for "
        "more quantisers: dμ² < s²(1−ρ²).",
        quantity="average_gradient_sq",
        unit=SQUARED_GRADIENT,
        formula=gossip_stronger.theorem2_gradient,
        outputs={
            "D1": gossip.drift_factor,
            "D2": gossip_repaired.smaller_noise_factor,
            "D3": gossip_stronger.mixing_factor,
            "D4": gossip_stronger.error_factor,
            "D5": gossip_stronger.variance_weight,
            "D6": gossip_stronger.local_descent,
            "gradient_weight": gossip_stronger.gradient_weight,
        },
        conditions=STRONGER,
        cost=costs.GOSSIP,
        requires=GOSSIP,
        uses=("qprsgd.theorem2", "qprsgd.lemma2"),
        note="ours; the proof knows D₂′ only as what Lemma 2 bounds the noise with",
    ),
    Statement(
        id="qprsgd.corollary2.1",
        variant="repaired",
        place="Corollary 2.1 with Eq. (14), section IV-B",
        says="Corollary 2.1 with σ in its first term, 16(F(x₁)−F*)σ/(K√(NM)), and with the noise "
        "4Lσ/√(NM), which more local steps do not shrink.",
        quantity="average_gradient_sq",
        unit=SQUARED_GRADIENT,
        formula=gossip_repaired.corollary21,
        outputs={
            "D2": gossip.noise_factor,
            "D3": gossip.mixing_factor,
            "step_size": theorem2.step_size21,
            "steps_limit": theorem2.steps_limit,
            "local_steps_limit": theorem2.local_steps_limit,
        },
        output_units={"step_size": STEP_SIZE, "steps_limit": "1/w^2", "local_steps_limit": "w"},
        output_findings={"step_size": "adding F/w and F/w^2"},
        conditions=(LEVELS, STEPS, LOCAL_STEPS, STEP_SIZE_21),
        requires=GOSSIP,
        uses=("qprsgd.theorem2",),
        note="ours, with the paper's step size, whose units do not agree; σ² is σ²/batch",
        dimension_finding="claiming F^2/w and F^2/w^2",
    ),
    Statement(
        id="qprsgd.corollary2.1",
        variant="strengthened",
        place="Corollary 2.1 with Eq. (14), section IV-B",
        says="The repaired Corollary 2.1 with the smaller D₂′ of the strengthened Lemma 2 in its bound, its "
        "step size and its ranges, and for more quantisers: dμ² < s²(1−ρ²).",
        quantity="average_gradient_sq",
        unit=SQUARED_GRADIENT,
        formula=gossip_stronger_corollary.corollary21,
        outputs={
            "D2": gossip_repaired.smaller_noise_factor,
            "D3": gossip_stronger.mixing_factor,
            "step_size": gossip_stronger_corollary.step_size21,
            "steps_limit": gossip_stronger_corollary.steps_limit,
            "local_steps_limit": gossip_stronger_corollary.local_steps_limit,
        },
        output_units={"step_size": STEP_SIZE, "steps_limit": "1/w^2", "local_steps_limit": "w"},
        output_findings={"step_size": "adding F/w and F/w^2"},
        conditions=(
            WIDER_LEVELS,
            replace(STEPS, left=gossip_stronger_corollary.steps_limit),
            replace(LOCAL_STEPS, right=gossip_stronger_corollary.local_steps_limit),
            replace(STEP_SIZE_21, right=gossip_stronger_corollary.step_size21),
        ),
        requires=GOSSIP,
        uses=("qprsgd.theorem2", "qprsgd.lemma2"),
        note="ours; a larger step and more local steps, but more rounds, as D₂′ is divided by in the least "
        "N; σ² is σ²/batch",
        dimension_finding="claiming F^2/w and F^2/w^2",
    ),
    Statement(
        id="qprsgd.corollary2.1.rate",
        variant="repaired",
        place="Section IV-B, after Corollary 2.1",
        says="The rate of Algorithm 2 is O(1/√(NM) + 1/N), with a factor that knows no limit of K.",
        quantity="rate",
        outputs={"rate": gossip_repaired.rate21},
        requires=GOSSIP,
        uses=("qprsgd.corollary2.1",),
        note="ours; an O(·) line has no value; the explicit inequality is qprsgd.corollary2.1, repaired",
    ),
    Statement(
        id="qprsgd.tableI.gossip",
        variant="repaired",
        place="Table I, row of this paper, column Gossip",
        says="In the best case the rate under gossip is O(1/√(NM)), with a factor that knows no limit of K.",
        quantity="rate",
        outputs={"rate": gossip_repaired.rate21_leading},
        requires=GOSSIP,
        uses=("qprsgd.corollary2.1.rate",),
        note="ours; an O(·) line has no value; the explicit inequality is qprsgd.corollary2.1, repaired",
    ),
)
