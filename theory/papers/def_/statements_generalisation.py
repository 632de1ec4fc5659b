"""The statements on DEF's generalisation error, Eq. (22), (24), (26), (28) and (53) to (71), as printed."""

from theory.papers.common import GRADIENT, PARAMETER, SQUARED_PARAMETER
from theory.papers.def_ import generalisation as gen
from theory.papers.def_ import generalisation_averaged as averaged
from theory.papers.def_ import stability
from theory.papers.def_.conditions import (
    COMPRESSES,
    DEF_A_DECREASING,
    DEF_DECREASING,
    EARLY,
    EITHER_DECREASING,
    ONE_SAMPLE,
    ONE_WORKER,
    SGD,
    SGD_IA,
    SOME_SAME,
    SOME_SAME_1,
    STEP_SIZE_58,
    STEP_SIZE_67,
)
from theory.papers.def_.gradient import gradient_bound
from theory.papers.def_.residual import drift_factor
from theory.papers.def_.statements_convergence import ASSUMPTIONS, BOUNDED, COMPRESSED
from theory.statement import Statement

SAMPLING = (ONE_SAMPLE, SOME_SAME, COMPRESSES)
UNITS = {
    "G": GRADIENT,
    "B5": GRADIENT,
    "B6": "F",
    "drift": PARAMETER,
}
RANGE = "loss_range stands for the 1 that the paper has for the range of a sample's loss"
LOST_C = "adding 1 and F/w^2"
"""B₇'s printed denominator, 1 + (1−K/N)δ^{1/2}L; Eq. (68) has Lc there."""

RATES_DEF = (
    Statement(
        id="def.theorem4.6.1",
        place="Theorem 4.6 (1) (Eq. 22), section 4.2",
        says="With η_t = c/(t+1), DEF's generalisation error is O(T^{(1−K/N)Lc/((1−K/N)Lc+1)}).",
        quantity="rate",
        outputs={"rate": gen.order_def, "exponent": gen.growth},
        conditions=SAMPLING,
        requires=DEF_DECREASING,
        uses=(*ASSUMPTIONS, "def.eq62"),
        note="an O(·) line has no value; the explicit inequality is def.eq62",
    ),
)
RATES_DEF_A = (
    Statement(
        id="def.theorem4.6.3",
        place="Theorem 4.6 (3) (Eq. 24), section 4.2",
        says="With η_t = c/(t+1) and random sparsification, DEF-A's generalisation error is "
        "O(T^{(1−K/N)δ^{1/2}Lc/((1−K/N)δ^{1/2}Lc+1)}).",
        quantity="rate",
        outputs={"rate": averaged.order_def_a, "exponent": averaged.averaged_growth},
        conditions=SAMPLING,
        requires=DEF_A_DECREASING,
        uses=(*ASSUMPTIONS, "def.eq71"),
        note="an O(·) line has no value; the explicit inequality is def.eq71",
    ),
)
RATES_SGD = (
    Statement(
        id="def.theorem4.10.1",
        place="Theorem 4.10 (1) (Eq. 26, 102), section 4.3",
        says="With η_t = c/(t+1), SGD's generalisation error is O(T^{(1−1/N)Lc/((1−1/N)Lc+1)}).",
        quantity="rate",
        outputs={"rate": gen.order_sgd, "exponent": gen.single_growth},
        conditions=(ONE_WORKER, ONE_SAMPLE, SOME_SAME_1),
        requires=SGD,
        uses=(*ASSUMPTIONS, "def.theorem4.6.1", "def.eq62", "def.eq63.line1", "def.eq63"),
        note="an O(·) line has no value; the explicit inequalities are def.eq63.line1 and def.eq63",
    ),
)
RATES_SGD_IA = (
    Statement(
        id="def.theorem4.10.3",
        place="Theorem 4.10 (3) (Eq. 28, 103), section 4.3",
        says="With η_t = c/(t+1), SGD-IA's generalisation error is O(T^{(1−1/N)δLc/((1−1/N)δLc+1)}).",
        quantity="rate",
        outputs={"rate": averaged.order_iterate_averaging, "exponent": averaged.iterate_averaging_growth},
        conditions=(ONE_WORKER, ONE_SAMPLE, SOME_SAME_1, COMPRESSES),
        requires=SGD_IA,
        uses=(*ASSUMPTIONS, "def.lemmaC.1", "def.theorem4.6.3", "def.eq71.ia"),
        note="an O(·) line has no value; the explicit inequality is def.eq71.ia",
    ),
)

REMARK = Statement(
    id="def.remark4.7",
    place="Remark 4.7, section 4.2",
    says="For K = 1, Eq. (22) is the known result for SGD.",
    uses=("def.theorem4.6.1", "def.eq63"),
)

APPENDIX_B1 = (
    Statement(
        id="def.eq53",
        place="Eq. (53), Appendix B",
        says="The generalisation error is at most K·t₀/N + G·E‖y_T − ỹ_T‖, the expectation given that y and "
        "ỹ agree up to t₀.",
        quantity="generalisation_error",
        unit="F",
        formula=stability.eq53,
        outputs={"G": gradient_bound},
        output_units=UNITS,
        conditions=(ONE_SAMPLE,),
        requires=EITHER_DECREASING,
        uses=("def.eq5",),
        verdict="assumed",
        note=f"cited (uniform stability); {RANGE}. Printed with y_t on the left for y_T; for DEF-A with x_t",
    ),
    Statement(
        id="def.eq55",
        place="Eq. (55), Appendix B.1",
        says="The residuals of the two runs differ by E‖e_{k,t} − ẽ_{k,t}‖² ≤ 4(1−δ)(2−δ)/δ·G²c².",
        unit=SQUARED_PARAMETER,
        formula=stability.eq55,
        conditions=(COMPRESSES,),
        requires=EITHER_DECREASING,
        uses=(*BOUNDED, *COMPRESSED, "def.lemmaA.3"),
    ),
    Statement(
        id="def.eq56",
        place="Eq. (56), Appendix B.1",
        says="In expectation they differ by at most 2B₄Gc, B₄ = √((1−δ)(2−δ)/δ).",
        unit=PARAMETER,
        formula=stability.eq56,
        outputs={"B4": stability.residual_spread},
        conditions=(COMPRESSES,),
        requires=EITHER_DECREASING,
        uses=("def.eq55",),
    ),
    Statement(
        id="def.eq57",
        place="Eq. (57), Appendix B.1",
        says="A step on different data adds at most 2Gη_t to ‖y_t − ỹ_t‖.",
        outputs={"drift": gen.different_data_drift},
        output_units=UNITS,
        requires=DEF_DECREASING,
        uses=("def.eq5", "def.eq8"),
        note="the step size is the step's own, η_t. It takes Eq. (5) for the very sample that differs, which "
        "the assumptions bound on average over the samples only; so do Eq. (58) and (67)",
    ),
    Statement(
        id="def.eq58",
        place="Eq. (58), Appendix B.1",
        says="In expectation a step multiplies ‖y_t − ỹ_t‖ by 1 + (1−K/N)η_tL and adds B₅η_t, "
        "B₅ = (2K/N)G + 2(1−K/N)LB₂B₄Gc.",
        outputs={
            "factor": gen.step_growth,
            "drift": gen.step_drift,
            "B2": drift_factor,
            "B4": stability.residual_spread,
            "B5": gen.divergence_rate,
        },
        output_units=UNITS,
        conditions=(STEP_SIZE_58, *SAMPLING),
        requires=DEF_DECREASING,
        uses=("def.assumption4.1", "def.eq56", "def.eq57"),
        note="the step size is the step's own, η_t",
    ),
    Statement(
        id="def.eq59",
        place="Eq. (59), Appendix B.1",
        says="After T steps E‖y_T − ỹ_T‖ ≤ B₅/((1−K/N)L)·(T/t₀)^((1−K/N)Lc).",
        unit=PARAMETER,
        formula=gen.eq59,
        outputs={"B5": gen.divergence_rate},
        output_units=UNITS,
        conditions=SAMPLING,
        requires=DEF_DECREASING,
        uses=("def.eq58",),
        note="the running index is printed t for t' in the products; the last expressions do not contain it",
    ),
    Statement(
        id="def.eq60",
        place="Eq. (60), Appendix B.1",
        says="DEF's generalisation error is at most K·t₀/N + B₆(T/t₀)^((1−K/N)Lc), B₆ = B₅G/((1−K/N)L).",
        quantity="generalisation_error",
        unit="F",
        formula=gen.eq60,
        outputs={"B5": gen.divergence_rate, "B6": gen.divergence_factor},
        output_units=UNITS,
        conditions=SAMPLING,
        requires=DEF_DECREASING,
        uses=("def.eq53", "def.eq59"),
        note=f"{RANGE}; the left side is printed f(y_t;ξ)",
    ),
    Statement(
        id="def.eq61",
        place="Eq. (61), Appendix B.1",
        says="The right side of Eq. (60) is least at "
        "t₀ = [(N/K−1)LcB₆]^{1/((1−K/N)Lc+1)}·T^{(1−K/N)Lc/((1−K/N)Lc+1)}.",
        outputs={"t0": gen.best_split, "B6": gen.divergence_factor},
        output_units=UNITS,
        conditions=SAMPLING,
        requires=DEF_DECREASING,
        uses=("def.eq60",),
        note=RANGE,
    ),
    Statement(
        id="def.eq62",
        place="Eq. (62), Appendix B.1",
        says="DEF's generalisation error is at most [K/N + 1/((N/K−1)Lc)] times the t₀ of Eq. (61).",
        quantity="generalisation_error",
        unit="F",
        formula=gen.eq62,
        outputs={
            "B2": drift_factor,
            "B4": stability.residual_spread,
            "B5": gen.divergence_rate,
            "B6": gen.divergence_factor,
            "t0": gen.best_split,
        },
        output_units=UNITS,
        conditions=SAMPLING,
        requires=DEF_DECREASING,
        uses=("def.eq60", "def.eq61"),
        note=f"{RANGE}; a closing bracket too many is printed at the end",
    ),
    Statement(
        id="def.eq63.line1",
        place="Eq. (63), its first line, Appendix B.1; Appendix C.1",
        says="For K = 1, λ = 1 the right side of Eq. (62) is [1/N + 1/((N−1)Lc)]·(2cG²)^{1/((1−1/N)Lc+1)}"
        "·T^{(1−1/N)Lc/((1−1/N)Lc+1)}.",
        quantity="generalisation_error",
        unit="F",
        formula=gen.eq63_line1,
        conditions=(ONE_WORKER, ONE_SAMPLE, SOME_SAME_1),
        requires=SGD,
        uses=("def.eq62",),
        note=f"{RANGE}. The next line is printed as equal to it and is larger",
    ),
    Statement(
        id="def.eq63",
        place="Eq. (63), Appendix B.1; Appendix C.1",
        says="For K = 1, λ = 1 Eq. (62) is at most (1+1/(Lc))/(N−1)·(2cG²)^{1/(Lc+1)}·T^{Lc/(Lc+1)}.",
        quantity="generalisation_error",
        unit="F",
        formula=gen.eq63,
        conditions=(ONE_WORKER, ONE_SAMPLE, SOME_SAME_1, EARLY),
        requires=SGD,
        uses=("def.eq62", "def.eq63.line1"),
        note=RANGE,
    ),
)

APPENDIX_B2 = (
    Statement(
        id="def.eq67",
        place="Eq. (67), Appendix B.2",
        says="In expectation a step multiplies ‖x_t − x̃_t‖ by 1 + (1−K/N)δ^{1/2}η_tL and adds "
        "(K/N)2δ^{1/2}η_tG + δ^{1/2}[1 + (1−K/N)η_tLλ]·2B₄Gc.",
        outputs={
            "factor": averaged.averaged_step_growth,
            "drift": averaged.averaged_step_drift,
            "B4": stability.residual_spread,
        },
        output_units=UNITS,
        conditions=(STEP_SIZE_67, *SAMPLING),
        requires=DEF_A_DECREASING,
        uses=("def.assumption4.1", "def.eq56"),
        note="the step size is the step's own, η_t",
    ),
    Statement(
        id="def.eq68",
        place="Eq. (68), Appendix B.2",
        says="After T steps E‖x_T − x̃_T‖ ≤ 2δ^{1/2}G[K/N+1+(1−K/N)LcλB₄]/(1+(1−K/N)δ^{1/2}Lc) times "
        "(T/t₀)^((1−K/N)δ^{1/2}Lc).",
        unit=PARAMETER,
        formula=averaged.eq68,
        conditions=SAMPLING,
        requires=DEF_A_DECREASING,
        uses=("def.eq67",),
        dimension_finding="claiming F/w and w",
        note="t stands for t₀ in the third- and second-last lines, the factor c is missing from the last "
        "two, and the sum before is printed with exponent −a, a = (1−K/N)δ^{1/2}Lc, where the next line has "
        "−1−a",
    ),
    Statement(
        id="def.eq69",
        place="Eq. (69), Appendix B.2",
        says="DEF-A's generalisation error is at most K·t₀/N + B₇(T/t₀)^((1−K/N)δ^{1/2}Lc), "
        "B₇ = 2δ^{1/2}G[K/N+1+(1−K/N)LcλB₄]/(1+(1−K/N)δ^{1/2}L).",
        quantity="generalisation_error",
        unit="F",
        formula=averaged.eq69,
        outputs={"B7": averaged.averaged_factor},
        conditions=SAMPLING,
        requires=DEF_A_DECREASING,
        uses=("def.eq53", "def.eq68"),
        dimension_finding=LOST_C,
        output_findings=dict.fromkeys(("B7",), LOST_C),
        note=f"{RANGE}; B₇ has L where Eq. (68) has Lc, and no factor G from Eq. (53)",
    ),
    Statement(
        id="def.eq70",
        place="Eq. (70), Appendix B.2",
        says="The right side of Eq. (69) is least at "
        "t₀ = [(N/K−1)LcB₇]^{1/((1−K/N)δ^{1/2}Lc+1)}·T^{(1−K/N)δ^{1/2}Lc/((1−K/N)δ^{1/2}Lc+1)}.",
        outputs={"t0": averaged.averaged_split, "B7": averaged.averaged_factor},
        conditions=SAMPLING,
        requires=DEF_A_DECREASING,
        uses=("def.eq69",),
        dimension_finding=LOST_C,
        output_findings=dict.fromkeys(("t0", "B7"), LOST_C),
        note=f"{RANGE}; printed with Lc in the bracket, not δ^{{1/2}}Lc",
    ),
    Statement(
        id="def.eq71",
        place="Eq. (71), Appendix B.2",
        says="DEF-A's generalisation error is at most [K/N + 1/((N/K−1)Lc)] times the t₀ of Eq. (70).",
        quantity="generalisation_error",
        unit="F",
        formula=averaged.eq71,
        outputs={
            "B4": stability.residual_spread,
            "B7": averaged.averaged_factor,
            "t0": averaged.averaged_split,
        },
        conditions=SAMPLING,
        requires=DEF_A_DECREASING,
        uses=("def.eq69", "def.eq70"),
        dimension_finding=LOST_C,
        output_findings=dict.fromkeys(("B7", "t0"), LOST_C),
        note=f"{RANGE}; printed with Lc in the first bracket, not δ^{{1/2}}Lc",
    ),
)

APPENDIX_C2 = Statement(
    id="def.eq71.ia",
    place="Appendix C.2, Eq. (71) with K = 1, λ = 1 and δ for δ^{1/2}",
    says="SGD-IA's generalisation error is at most Eq. (71) for one worker, with δ in place of δ^{1/2}.",
    quantity="generalisation_error",
    unit="F",
    formula=averaged.iterate_averaging_bound,
    outputs={"B7": averaged.iterate_averaging_factor},
    conditions=(ONE_WORKER, ONE_SAMPLE, SOME_SAME_1, COMPRESSES),
    requires=SGD_IA,
    uses=("def.lemmaC.1", "def.eq71"),
    dimension_finding=LOST_C,
    output_findings=dict.fromkeys(("B7",), LOST_C),
    note=f"the paper names the substitution and prints no line for it; {RANGE}",
)
