"""GMC's Lemma 4 and Theorem 6 at the best parameters of their own proof (ours), and those parameters."""

from fractions import Fraction

from theory.papers import costs
from theory.papers.common import SQUARED_GRADIENT
from theory.papers.gmc import formulas as gmc
from theory.papers.gmc import young
from theory.papers.gmc.conditions import ASSUMPTIONS, CONSTANT_UNITS, GMC, MOMENTUM, STEP_SIZE_6
from theory.statement import Constraint, Solved, Statement
from theory.technique import Parameter, Technique

S = "s = √(1−δ)(1−β/K) + β"
RANGE = Solved("momentum", young.momentum_range, "β < (1−√(1−δ))/(1−√(1−δ)/K)")
SHRINKS = Constraint(
    id="residual_factor",
    left=lambda: 0,
    relation="<",
    right=young.room,
    text="0 < 1 − s, s = √(1−δ)(1−β/K) + β",
    place="Lemma 4 with the best parameters",
    domain=True,
    solved=RANGE,
)
OUTPUTS = {"E2": young.residual_bound, "C1": young.virtual_gap_factor}

STATEMENTS = (
    Statement(
        id="gmc.lemma4.young",
        variant="strengthened",
        place="Lemma 4, section 3.3, with the best parameters of its proof",
        says=f"The mean squared residual is at most (1−δ)G²/(1−s)², {S}, wherever s < 1; no parameters of "
        "Young's inequality give less, nor anything where s ≥ 1.",
        quantity="average_residual_sq",
        unit=SQUARED_GRADIENT,
        formula=young.lemma4,
        outputs={"E2": young.residual_bound},
        output_units=CONSTANT_UNITS,
        conditions=(SHRINKS,),
        requires=GMC,
        uses=(*ASSUMPTIONS[:2], "gmc.lemma4"),
        note="ours, by the paper's proof",
    ),
    Statement(
        id="gmc.lemma5.young",
        variant="strengthened",
        place="Lemma 5, section 3.3, with the best parameters of its proof",
        says=f"E‖z_t − w_t‖² ≤ η²[β(2E+G)/(1−β) + E]²/(1−β)², E = √(1−δ)G/(1−s), {S}, wherever s < 1.",
        quantity="virtual_gap_sq",
        unit="w^2",
        formula=young.lemma5,
        outputs=OUTPUTS,
        output_units=CONSTANT_UNITS,
        conditions=(SHRINKS,),
        requires=GMC,
        uses=("gmc.eq7", "gmc.lemma3", "gmc.lemma4.young"),
        note="ours, by the paper's proof",
    ),
    Statement(
        id="gmc.theorem6.young",
        variant="strengthened",
        place="Theorem 6, section 3.3, with the best parameters of Lemmas 4 and 5",
        says=f"Theorem 6 with [β(2E+G)/(1−β) + E]²/(1−β)² for C₁, E = √(1−δ)G/(1−s), {S}, wherever s < 1.",
        quantity="average_gradient_sq",
        unit=SQUARED_GRADIENT,
        formula=young.theorem6,
        outputs=OUTPUTS,
        output_units=CONSTANT_UNITS,
        conditions=(SHRINKS, STEP_SIZE_6),
        cost=costs.TOP,
        requires=GMC,
        uses=(*ASSUMPTIONS, "gmc.lemma3", "gmc.lemma5.young", "gmc.theorem6"),
        note="ours, by the paper's proof",
    ),
)

FREE = (
    Parameter(
        name="young_a",
        letter="a",
        place="display 051",
        published=lambda contraction: contraction / 4,
        published_text="δ/4",
        best=young.best_young_a,
        best_text=f"1/s − 1, {S}",
    ),
    Parameter(
        name="young_b",
        letter="b",
        place="display 052",
        published=lambda contraction: contraction / 2,
        published_text="δ/2",
        best=young.best_young_b,
        best_text="β/(√(1−δ)(1−β/K))",
    ),
)
FREE_5 = (
    *FREE,
    Parameter(
        name="young_c",
        letter="c",
        place="display 066",
        published=lambda: Fraction(1, 2),
        published_text="1/2",
        best=young.best_young_c,
        best_text="G/(2E)",
    ),
    Parameter(
        name="young_d",
        letter="d",
        place="display 069",
        published=lambda: 1,
        published_text="1",
        best=young.best_young_d,
        best_text="(1−β)E/(β(2E+G))",
    ),
)
LOST = "display 058 puts 1−δ/4 for (1+δ/4)(1+δ/2)(1−δ)"
LIMIT = Solved("momentum", gmc.momentum_limit, MOMENTUM.text)
GIVEN = {"workers": 8, "noise": 0, "gradient_sq": 1}

TECHNIQUES = (
    Technique(
        statement="gmc.lemma4",
        against="published",
        sharpened="gmc.lemma4.young",
        free=FREE,
        bound=young.lemma4_with,
        lost=LOST,
        limit=LIMIT,
        weakest=RANGE,
        given=GIVEN,
    ),
    Technique(
        statement="gmc.lemma5",
        against="published",
        sharpened="gmc.lemma5.young",
        free=FREE_5,
        bound=young.lemma5_with,
        lost=LOST,
        limit=LIMIT,
        weakest=RANGE,
        given={**GIVEN, "step_size": 1},
    ),
    Technique(
        statement="gmc.theorem6",
        against="published",
        sharpened="gmc.theorem6.young",
        free=FREE_5,
        bound=young.theorem6_with,
        lost=LOST,
        limit=LIMIT,
        weakest=RANGE,
        given={**GIVEN, "noise": 1, "batch": 1, "steps": 1e4, "step_size": 0.01, "smoothness": 1, "gap": 1},
    ),
)
