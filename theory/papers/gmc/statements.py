"""The statements of GMC and GMC+, as printed."""

from collections.abc import Mapping

from theory.papers import costs
from theory.papers.common import CONSTANT_STEP, HEAVY_BALL, SQUARED_GRADIENT, about
from theory.papers.gmc import formulas as gmc
from theory.papers.gmc import strengthened as ours
from theory.papers.gmc import young_plus_statements, young_statements
from theory.papers.gmc.conditions import (
    ASSUMPTIONS,
    CONSTANT_UNITS,
    DENOMINATOR,
    GMC,
    GMC_PLUS,
    MOMENTUM,
    STEP_SIZE_6,
    STEP_SIZE_12,
)
from theory.statement import Constraint, Formula, Paper, Requirement, Statement

MANY_STEPS = Constraint(
    id="steps",
    left=gmc.steps_for_rate,
    relation="<=",
    right=lambda steps: steps,
    text="T = Ω(K³)",
    place="Remarks 7 and 13",
    order=True,
)

_PAIRS = Requirement("compressor.name", ("top", "sampled"), "Eq. (9) counts messages of (index, value) pairs")
_BLOCK = Requirement("compressor.name", ("block",), "the form is for one block shared by all workers")


C1: Mapping[str, Formula] = {"E2": gmc.residual_bound, "C1": gmc.virtual_gap_factor}
C2: Mapping[str, Formula] = {"E2": gmc.residual_bound, "C2": gmc.detached_gap_factor}
OURS: Mapping[str, Formula] = {"E2": ours.residual_bound, "C1": ours.virtual_gap_factor}
"""E² and C₁ of our strengthening, under the names of what they replace."""
ANY_MOMENTUM = "for every β < 1 and every δ-approximate compressor, selecting or not; ours, not the paper's"
ANY_COMPRESSOR = (about("gmc"), CONSTANT_STEP, HEAVY_BALL)
ANY_COMPRESSOR_PLUS = (about("gmc+"), CONSTANT_STEP, HEAVY_BALL)

STATEMENTS = (
    Statement(
        id="gmc.assumption1",
        place="Assumption 1, section 3.3",
        says="The compressor is δ-approximate: E‖C(w) − w‖² ≤ (1−δ)‖w‖² for every w, with δ in (0, 1].",
        verdict="assumed",
    ),
    Statement(
        id="gmc.assumption2",
        place="Assumption 2, section 3.3",
        says="Stochastic gradients are unbiased, their variance is at most σ², and ‖∇F_k(w)‖² ≤ M² for every "
        "w and k; hence E‖∇f(w;ξ)‖² ≤ G² = σ² + M².",
        outputs={"G2": gmc.second_moment},
        output_units={"G2": SQUARED_GRADIENT},
        verdict="assumed",
    ),
    Statement(
        id="gmc.assumption3",
        place="Assumption 3, section 3.3",
        says="Every F_k is L-smooth: F_k(w) − F_k(w') − ∇F_k(w')ᵀ(w − w') ≤ (L/2)‖w − w'‖².",
        verdict="assumed",
        note="as printed this is the upper half of smoothness only",
    ),
    Statement(
        id="gmc.assumption4",
        place="Assumption 4, section 3.3",
        says="F is bounded below by F*.",
        verdict="assumed",
    ),
    Statement(
        id="gmc.remark2",
        place="Remark 2, section 3.1",
        says="Without compression DGC with momentum factor masking becomes SGD; GMC and DGC without masking "
        "become momentum SGD.",
    ),
    Statement(
        id="gmc.eq7",
        place="Eq. (7), section 3.3",
        says="w_{t+1} = w_t − η∇f(w_t; I_t) − ηē_t + ηē_{t+1} + β(w_t − w_{t−1}).",
        requires=(about("gmc"), CONSTANT_STEP, HEAVY_BALL),
    ),
    Statement(
        id="gmc.lemma3",
        place="Lemma 3, section 3.3",
        says="With z_t = w_t + β/(1−β)·(w_t − w_{t−1}) − η/(1−β)·ē_t: z_{t+1} = z_t − η/(1−β)·∇f(w_t; I_t).",
        uses=("gmc.eq7",),
        requires=(about("gmc"), CONSTANT_STEP, HEAVY_BALL),
    ),
    Statement(
        id="gmc.lemma4",
        place="Lemma 4, section 3.3",
        says="The mean squared residual of GMC is at most E².",
        quantity="average_residual_sq",
        unit=SQUARED_GRADIENT,
        formula=gmc.lemma4,
        outputs={"E2": gmc.residual_bound},
        output_units=CONSTANT_UNITS,
        conditions=(MOMENTUM, DENOMINATOR),
        requires=GMC,
        uses=ASSUMPTIONS[:2],
    ),
    Statement(
        id="gmc.lemma5",
        place="Lemma 5, section 3.3",
        says="The virtual sequence stays close: E‖z_t − w_t‖² ≤ C₁η².",
        quantity="virtual_gap_sq",
        unit="w^2",
        formula=gmc.lemma5,
        outputs=C1,
        output_units=CONSTANT_UNITS,
        conditions=(MOMENTUM, DENOMINATOR),
        requires=GMC,
        uses=("gmc.eq7", "gmc.lemma3", "gmc.lemma4"),
        note="the lemma prints no hypothesis; the one on β is Lemma 4's, which it uses",
    ),
    Statement(
        id="gmc.theorem6",
        place="Theorem 6, section 3.3",
        says="GMC's average squared gradient norm over T steps is at most the sum of an initial, a noise "
        "and a compression term.",
        quantity="average_gradient_sq",
        unit=SQUARED_GRADIENT,
        formula=gmc.theorem6,
        outputs=C1,
        output_units=CONSTANT_UNITS,
        conditions=(MOMENTUM, STEP_SIZE_6, DENOMINATOR),
        cost=costs.TOP,
        requires=GMC,
        uses=(*ASSUMPTIONS, "gmc.lemma3", "gmc.lemma5"),
    ),
    Statement(
        id="gmc.remark7",
        place="Remark 7, section 3.3",
        says="With η = O(√(K/T)) and T = Ω(K³), GMC's average squared gradient norm is O(1/√(KT)).",
        quantity="rate",
        outputs={"rate": gmc.rate},
        conditions=(MANY_STEPS,),
        requires=GMC,
        uses=("gmc.theorem6",),
        note="an O(·) line has no value; the explicit inequality is gmc.theorem6",
    ),
    Statement(
        id="gmc.section4.update",
        place="Section 4, before Lemma 9",
        says="w̄_{t+1} = w̄_t + β(w̄_t − w̄_{t−1}) + η(1−λ)(ē_{t+1} − ē_t) + βλη(ē_t − ē_{t−1}) − "
        "η·mean_k ∇f(w_{t,k}; I_{t,k}).",
        requires=(about("gmc+"), CONSTANT_STEP, HEAVY_BALL),
    ),
    Statement(
        id="gmc.lemma9",
        place="Lemma 9, section 4",
        says="The mean squared residual of GMC+ is at most E².",
        quantity="average_residual_sq",
        unit=SQUARED_GRADIENT,
        formula=gmc.lemma4,
        outputs={"E2": gmc.residual_bound},
        output_units=CONSTANT_UNITS,
        conditions=(MOMENTUM, DENOMINATOR),
        requires=GMC_PLUS,
        uses=ASSUMPTIONS[:2],
    ),
    Statement(
        id="gmc.lemma10",
        place="Lemma 10, section 4",
        says="With z̄_t = w̄_t + β/(1−β)·(w̄_t − w̄_{t−1}) − [(1−λ)ηē_t + βληē_{t−1}]/(1−β): "
        "z̄_{t+1} = z̄_t − η/(1−β)·mean_k ∇f(w_{t,k}; I_{t,k}).",
        requires=(about("gmc+"), CONSTANT_STEP, HEAVY_BALL),
        uses=("gmc.section4.update",),
    ),
    Statement(
        id="gmc.lemma11",
        place="Lemma 11, section 4",
        says="The virtual sequence of GMC+ stays close: E‖z̄_t − w̄_t‖² ≤ C₂η².",
        quantity="virtual_gap_sq",
        unit="w^2",
        formula=gmc.lemma11,
        outputs=C2,
        output_units=CONSTANT_UNITS,
        conditions=(MOMENTUM, DENOMINATOR),
        requires=GMC_PLUS,
        uses=("gmc.lemma9", "gmc.lemma10"),
        note="the lemma prints no hypothesis; the one on β is Lemma 9's, which it uses",
    ),
    Statement(
        id="gmc.theorem12",
        place="Theorem 12, section 4",
        says="GMC+'s average squared gradient norm over T steps is at most the sum of an initial, a noise "
        "and a compression term.",
        quantity="average_gradient_sq",
        unit=SQUARED_GRADIENT,
        formula=gmc.theorem12,
        outputs=C2,
        output_units=CONSTANT_UNITS,
        conditions=(MOMENTUM, STEP_SIZE_12, DENOMINATOR),
        cost=costs.BLOCK,
        requires=GMC_PLUS,
        uses=(*ASSUMPTIONS, "gmc.lemma9", "gmc.lemma10", "gmc.lemma11"),
    ),
    Statement(
        id="gmc.remark13",
        place="Remark 13, section 4",
        says="With η = O(√(K/T)) and T = Ω(K³), GMC+'s average squared gradient norm is O(1/√(KT)).",
        quantity="rate",
        outputs={"rate": gmc.rate},
        conditions=(MANY_STEPS,),
        requires=GMC_PLUS,
        uses=("gmc.theorem12",),
        note="an O(·) line has no value; the explicit inequality is gmc.theorem12",
    ),
    Statement(
        id="gmc.section5.cost",
        place="Section 5, before Eq. (9)",
        says="In float values, the server of DMSGD communicates 2dKT; that of GMC, in (index, value) pairs, "
        "receives 2Σ_tΣ_k‖C(e_{t+½,k})‖₀ and sends 2KΣ_t‖w_{t+1}−w_t‖₀.",
        outputs={
            "dmsgd": gmc.dense_cost,
            "received": gmc.pairs_received,
            "sent": gmc.pairs_sent,
            "total": gmc.pairs_cost,
        },
        requires=(_PAIRS,),
        note="sums over steps and workers are taken as averages times T and K",
    ),
    Statement(
        id="gmc.eq9",
        place="Eq. (9), section 5",
        says="The relative communication cost of (index, value) pairs: uncompressed momentum SGD costs 1.",
        quantity="relative_cost",
        formula=gmc.relative_cost,
        requires=(_PAIRS,),
        uses=("gmc.section5.cost",),
    ),
    Statement(
        id="gmc.section5.cost.rbgs",
        place="Section 5.2, after Eq. (9)",
        says="With a block that all workers share the server receives Σ_tΣ_k‖C(e_{t+½,k})‖₀ and sends "
        "KΣ_t‖w_{t+1}−w_t‖₀ float values, half of the costs of (index, value) pairs.",
        outputs={"received": gmc.block_received, "sent": gmc.block_sent, "total": gmc.block_cost},
        requires=(_BLOCK,),
        uses=("gmc.section5.cost",),
        note="sums over steps and workers are taken as averages times T and K",
    ),
    Statement(
        id="gmc.eq9.rbgs",
        place="Section 5.2, after Eq. (9)",
        says="The relative communication cost of a block that all workers share, which needs no indices.",
        quantity="relative_cost",
        formula=gmc.relative_cost_block,
        requires=(_BLOCK,),
        uses=("gmc.section5.cost.rbgs",),
    ),
)

STRENGTHENED = (
    Statement(
        id="gmc.lemma4",
        variant="strengthened",
        place="Lemma 4, section 3.3",
        says="The mean squared residual of GMC is at most (1−δ)G²/((1−β)(1−ρ)²), ρ² = 1 − δ(1−β).",
        quantity="average_residual_sq",
        unit=SQUARED_GRADIENT,
        formula=ours.lemma4,
        outputs={"E2": ours.residual_bound},
        output_units=CONSTANT_UNITS,
        requires=ANY_COMPRESSOR,
        uses=ASSUMPTIONS[:2],
        note=ANY_MOMENTUM,
    ),
    Statement(
        id="gmc.lemma5",
        variant="strengthened",
        place="Lemma 5, section 3.3",
        says="The virtual sequence stays close for every β: E‖z_t − w_t‖² ≤ η²ρ²G²/((1−β)²(1−ρ)²).",
        quantity="virtual_gap_sq",
        unit="w^2",
        formula=ours.lemma5,
        outputs=OURS,
        output_units=CONSTANT_UNITS,
        requires=ANY_COMPRESSOR,
        uses=("gmc.eq7", "gmc.lemma3", "gmc.lemma4"),
        note=ANY_MOMENTUM,
    ),
    Statement(
        id="gmc.theorem6",
        variant="strengthened",
        place="Theorem 6, section 3.3",
        says="Theorem 6 without its condition on β, with the constant of the strengthened Lemma 5.",
        quantity="average_gradient_sq",
        unit=SQUARED_GRADIENT,
        formula=ours.theorem6,
        outputs=OURS,
        output_units=CONSTANT_UNITS,
        conditions=(STEP_SIZE_6,),
        cost=costs.TOP,
        requires=ANY_COMPRESSOR,
        uses=(*ASSUMPTIONS, "gmc.lemma3", "gmc.lemma5"),
        note=f"{ANY_MOMENTUM}; smoothness in both directions",
    ),
    Statement(
        id="gmc.lemma9",
        variant="strengthened",
        place="Lemma 9, section 4",
        says="The mean squared residual of GMC+ is at most (1−δ)G²/((1−β)(1−ρ)²) for every β and λ.",
        quantity="average_residual_sq",
        unit=SQUARED_GRADIENT,
        formula=ours.lemma4,
        outputs={"E2": ours.residual_bound},
        output_units=CONSTANT_UNITS,
        requires=ANY_COMPRESSOR_PLUS,
        uses=ASSUMPTIONS[:2],
        note=ANY_MOMENTUM,
    ),
    Statement(
        id="gmc.theorem12",
        variant="strengthened",
        place="Theorem 12, section 4",
        says="Theorem 12 without its condition on β; z̄_t of Lemma 10 is z_t of Lemma 3, whatever λ is.",
        quantity="average_gradient_sq",
        unit=SQUARED_GRADIENT,
        formula=ours.theorem12,
        outputs=OURS,
        output_units=CONSTANT_UNITS,
        conditions=(STEP_SIZE_12,),
        cost=costs.BLOCK,
        requires=ANY_COMPRESSOR_PLUS,
        uses=(*ASSUMPTIONS, "gmc.lemma9", "gmc.lemma10"),
        note=f"{ANY_MOMENTUM}; smoothness in both directions",
    ),
)

PAPER = Paper(
    id="gmc",
    title="Global Momentum Compression for Sparse Communication in Distributed Learning",
    authors="Chang-Wei Shi, Shen-Yi Zhao, Yin-Peng Xie, Hao Gao, Wu-Jun Li",
    year=2019,
    bibtex="""@article{shi2019gmc,
  title   = {Global Momentum Compression for Sparse Communication in Distributed Learning},
  author  = {Shi, Chang-Wei and Zhao, Shen-Yi and Xie, Yin-Peng and Gao, Hao and Li, Wu-Jun},
  journal = {arXiv preprint arXiv:1905.12948},
  year    = {2019}
}""",
    statements=(*STATEMENTS, *STRENGTHENED, *young_statements.STATEMENTS, *young_plus_statements.STATEMENTS),
)
