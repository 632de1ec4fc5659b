"""GMC+'s Lemmas 9 and 11 and Theorem 12 at their proofs' best parameters (ours), and those parameters."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from theory.papers import costs
from theory.papers.common import SQUARED_GRADIENT
from theory.papers.gmc import young, young_plus
from theory.papers.gmc.conditions import ASSUMPTIONS, CONSTANT_UNITS, GMC_PLUS
from theory.papers.gmc.young_statements import FREE, GIVEN, LIMIT, LOST, RANGE, SHRINKS, S
from theory.statement import Constraint, Formula, Statement
from theory.technique import Parameter, Technique

STEP = Constraint(
    id="cross_term",
    left=lambda step_size, smoothness: step_size * smoothness,
    relation="<",
    right=lambda momentum: 1 - momentum,
    text="Lη < 1 − β",
    place="Theorem 12 with the best parameters",
    domain=True,
)
E = f"E = √(1−δ)G/(1−s), {S}"
C2 = "√C₂ = [β(2(1−λ+βλ)E+G)/(1−β) + (1−λ+βλ)E]/(1−β)"
OUTPUTS: Mapping[str, Formula] = {"E2": young.residual_bound, "C2": young_plus.detached_gap_factor}

STATEMENTS = (
    Statement(
        id="gmc.lemma9.young",
        variant="strengthened",
        place="Lemma 9, section 4, with the best parameters of its proof",
        says=f"The mean squared residual of GMC+ is at most (1−δ)G²/(1−s)², {S}, wherever s < 1; no "
        "parameters of Young's inequality give less, nor anything where s ≥ 1.",
        quantity="average_residual_sq",
        unit=SQUARED_GRADIENT,
        formula=young.lemma4,
        outputs={"E2": young.residual_bound},
        output_units=CONSTANT_UNITS,
        conditions=(SHRINKS,),
        requires=GMC_PLUS,
        uses=(*ASSUMPTIONS[:2], "gmc.lemma4.young", "gmc.lemma9"),
        note="ours, by the paper's proof",
    ),
    Statement(
        id="gmc.lemma11.young",
        variant="strengthened",
        place="Lemma 11, section 4, with the best parameters of its proof",
        says=f"E‖z̄_t − w̄_t‖² ≤ C₂η², {C2}, {E}, wherever s < 1.",
        quantity="virtual_gap_sq",
        unit="w^2",
        formula=young_plus.lemma11,
        outputs=OUTPUTS,
        output_units=CONSTANT_UNITS,
        conditions=(SHRINKS,),
        requires=GMC_PLUS,
        uses=("gmc.lemma10", "gmc.lemma9.young"),
        note="ours, by the paper's proof",
    ),
    Statement(
        id="gmc.theorem12.young",
        variant="strengthened",
        place="Theorem 12, section 4, with the best parameters of its own proof and of Lemmas 9 and 11",
        says="Theorem 12 with (√C₂ + λE)²/(1 − Lη/(1−β)) + λ²E² for 8C₂ + 10λ²E², "
        f"{C2}, {E}, wherever s < 1 and Lη < 1 − β.",
        quantity="average_gradient_sq",
        unit=SQUARED_GRADIENT,
        formula=young_plus.theorem12,
        outputs=OUTPUTS,
        output_units=CONSTANT_UNITS,
        conditions=(SHRINKS, STEP),
        cost=costs.BLOCK,
        requires=GMC_PLUS,
        uses=(*ASSUMPTIONS, "gmc.lemma9.young", "gmc.lemma10", "gmc.lemma11.young", "gmc.theorem12"),
        note="ours, by the paper's proof; smoothness in both directions",
    ),
)


FREE_11 = (
    *FREE,
    Parameter("young_x", "x", "display 105", lambda: 1, "1", young_plus.best_x, "(1−λ)E/G"),
    Parameter("young_y", "y", "display 105", lambda: 1, "1", young_plus.best_y, "βλE/G"),
    Parameter(
        "young_d", "d", "display 109", lambda: 1, "1", young_plus.best_d, "(1−λ+βλ)E(1−β)/(β(2(1−λ+βλ)E+G))"
    ),
    Parameter("young_f", "f", "display 110", lambda: 1, "1", young_plus.best_f, "βλ/(1−λ)"),
)
FREE_12 = (
    *FREE_11,
    Parameter("young_g", "g", "display 130", lambda: 1, "1", young_plus.best_g, "λE/√C₂"),
    Parameter(
        "cross",
        "c",
        "display 116",
        lambda: Fraction(1, 4),
        "1/4",
        young_plus.cross_limit,
        "1 − Lη/(1−β)",
        largest=young_plus.cross_limit,
        largest_text="1 − Lη/(1−β)",
    ),
)
OF_9 = Technique(
    statement="gmc.lemma9",
    against="published",
    sharpened="gmc.lemma9.young",
    free=FREE,
    bound=young.lemma4_with,
    lost=LOST.replace("058", "094"),
    limit=LIMIT,
    weakest=RANGE,
    given=GIVEN,
)
TECHNIQUES = (
    OF_9,
    replace(
        OF_9,
        statement="gmc.lemma11",
        sharpened="gmc.lemma11.young",
        free=FREE_11,
        bound=young_plus.lemma11_with,
        given={**GIVEN, "detach": 0.5, "step_size": 1},
    ),
    replace(
        OF_9,
        statement="gmc.theorem12",
        sharpened="gmc.theorem12.young",
        free=FREE_12,
        bound=young_plus.theorem12_with,
        lost=f"{OF_9.lost}; display 132 puts 5λ²E² for 9λ²E²/2",
        given={
            **GIVEN,
            "detach": 0.5,
            "noise": 1,
            "batch": 1,
            "steps": 1e4,
            "step_size": 0.01,
            "smoothness": 1,
            "gap": 1,
        },
    ),
)
