"""What GMC's statements ask of the constants and of the run."""

from theory.papers.common import CONSTANT_STEP, HEAVY_BALL, SQUARED_GRADIENT, about
from theory.papers.gmc import formulas as gmc
from theory.statement import Constraint, Requirement, Solved

MOMENTUM = Constraint(
    id="momentum",
    left=lambda momentum: momentum,
    relation="<=",
    right=gmc.momentum_limit,
    text="β ≤ δ/(4√(2+δ))",
    place="Lemmas 4 and 9, Theorems 6 and 12",
)
DENOMINATOR = Constraint(
    id="residual_denominator",
    left=lambda: 0,
    relation="<",
    right=gmc.residual_denominator,
    text="0 < 1 − [(1−δ/4)(1−β/K)² + (1+δ/4)(1+2/δ)β²]",
    place="Lemma 4, the denominator of E²",
    domain=True,
    solved=Solved(
        "momentum",
        gmc.momentum_range,
        "β < (p + √(p² + rδ/4))/r with p = (1−δ/4)/K, r = p/K + (1+δ/4)(1+2/δ)",
    ),
)
STEP_SIZE_6 = Constraint(
    id="step_size",
    left=lambda step_size: step_size,
    relation="<=",
    right=gmc.step_size_limit6,
    text="η ≤ (1−β)/(2L)",
    place="Theorem 6",
)
STEP_SIZE_12 = Constraint(
    id="step_size",
    left=lambda step_size: step_size,
    relation="<=",
    right=gmc.step_size_limit12,
    text="η ≤ 3(1−β)/(4L)",
    place="Theorem 12",
)

_SPARSIFIER = Requirement(
    "compressor.sparsifying",
    (True,),
    "Lemma 4's proof needs E‖C(w)‖² ≤ ‖w‖², as a compressor that selects has",
)
GMC = (about("gmc"), CONSTANT_STEP, _SPARSIFIER, HEAVY_BALL)
GMC_PLUS = (about("gmc+"), CONSTANT_STEP, _SPARSIFIER, HEAVY_BALL)

ASSUMPTIONS = ("gmc.assumption1", "gmc.assumption2", "gmc.assumption3", "gmc.assumption4")
CONSTANT_UNITS = dict.fromkeys(("E2", "C1", "C2"), SQUARED_GRADIENT)
