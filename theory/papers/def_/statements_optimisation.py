"""The statements on DEF's optimisation error, Eq. (21) to (29) in part and (73) to (94), as printed."""

from theory.papers.def_ import optimisation as opt
from theory.papers.def_ import optimisation_averaged as averaged
from theory.papers.def_.conditions import (
    BELOW_1_A,
    COMPRESSES,
    DEF_A_DECREASING,
    DEF_DECREASING,
    EVEN,
    EVEN_A,
    FAST,
    FAST_A,
    LARGE_A,
    ONE_WORKER,
    SCHEDULE_AVERAGING,
    SCHEDULE_DEF,
    SCHEDULE_DEF_A,
    SGD,
    SGD_IA,
    SLOW,
    SLOW_A,
    SMALL_A,
    STEP_SIZE_73,
    STEP_SIZE_85,
)
from theory.papers.def_.convergence import compression_order
from theory.papers.def_.residual import noise_factor
from theory.papers.def_.statements_convergence import ASSUMPTIONS
from theory.statement import Statement

SUM = "w^4/F^2"
STEP = "w^2/F"
UNITS = {"drift": "F"}
OWN_STEP = "the step size is the step's own, η_t"
EXPLICIT_DEF = "def.eq74.eq77, def.eq74.eq78 and def.eq74.eq79"
EXPLICIT_SGD = "def.eq74.eq77.sgd, def.eq74.eq78.sgd and def.eq74.eq79.sgd"
EXPLICIT_DEF_A = "def.eq86.eq91, def.eq86.eq92, def.eq86.eq93 and def.eq86.eq90"
VOID_BELOW_1 = "void at the exponent 1, which the print excludes, and below it, where the divisor is negative"

PL = Statement(
    id="def.eq21",
    place="Polyak–Łojasiewicz condition (Eq. 21), section 4.2",
    says="F_S satisfies 2μ[F_S(θ) − F_S(θ*)] ≤ ‖∇F_S(θ)‖² everywhere.",
    verdict="assumed",
)

RATES_DEF = (
    Statement(
        id="def.theorem4.6.2",
        place="Theorem 4.6 (2) (Eq. 23, 80), section 4.2",
        says="With η_t = c/(t+1) ≤ 1/(4L) and the PL condition, DEF's optimisation error is "
        "Õ(T^{−μc/2} + T^{−1}).",
        quantity="rate",
        outputs={"rate": opt.order, "exponent": opt.exponent},
        conditions=(SCHEDULE_DEF, COMPRESSES),
        requires=DEF_DECREASING,
        uses=(*ASSUMPTIONS, "def.eq21", "def.eq74", "def.eq75", "def.eq77", "def.eq78", "def.eq79"),
        note=f"an O(·) line has no value; the explicit inequalities are {EXPLICIT_DEF}",
    ),
)
RATES_DEF_A = (
    Statement(
        id="def.theorem4.6.4",
        place="Theorem 4.6 (4) (Eq. 25, 94), section 4.2",
        says="With η_t = c/(t+1) ≤ 1/(8L), random sparsification and the PL condition, DEF-A's optimisation "
        "error is Õ(T^{−μδc/2} + T^{−1} + (1/√(1−δ) − 1)^{−2}).",
        quantity="rate",
        outputs={"rate": averaged.order, "exponent": averaged.exponent},
        conditions=(SCHEDULE_DEF_A, COMPRESSES),
        requires=DEF_A_DECREASING,
        uses=(*ASSUMPTIONS, "def.eq21", "def.eq86", *(f"def.eq{n}" for n in range(87, 94))),
        note=f"an O(·) line has no value; the explicit inequalities are {EXPLICIT_DEF_A}",
    ),
)
RATES_SGD = (
    Statement(
        id="def.theorem4.10.2",
        place="Theorem 4.10 (2) (Eq. 27, 104), section 4.3",
        says="With η_t = c/(t+1) ≤ 1/(4L) and the PL condition, SGD's optimisation error is "
        "Õ(T^{−μc/2} + T^{−1}).",
        quantity="rate",
        outputs={"rate": opt.order, "exponent": opt.exponent},
        conditions=(ONE_WORKER, SCHEDULE_DEF),
        requires=SGD,
        uses=(
            *ASSUMPTIONS,
            "def.eq21",
            "def.theorem4.6.2",
            *(f"def.eq74.eq{n}.sgd" for n in (77, 78, 79)),
        ),
        note=f"an O(·) line has no value; the explicit inequalities are {EXPLICIT_SGD}",
    ),
)
RATES_SGD_IA = (
    Statement(
        id="def.theorem4.10.4",
        place="Theorem 4.10 (4) (Eq. 29), section 4.3; Appendix C.4",
        says="With η_t = c/(t+1) ≤ 1/(8δL) and the PL condition, SGD-IA's optimisation error is "
        "Õ(T^{−μδc/2} + T^{−1} + (1/√(1−δ) − 1)^{−2}).",
        quantity="rate",
        outputs={"rate": averaged.order, "exponent": averaged.exponent},
        conditions=(ONE_WORKER, SCHEDULE_AVERAGING, COMPRESSES),
        requires=SGD_IA,
        uses=(*ASSUMPTIONS, "def.eq21", "def.lemmaC.1", "def.theorem4.6.4"),
        note="an O(·) line has no value; the paper says that Appendix B.4 carries over with δ² for δ in "
        "Eq. (83) and prints no inequality with constants",
    ),
)

APPENDIX_B3 = (
    Statement(
        id="def.eq73",
        place="Eq. (73), Appendix B.3",
        says="A step multiplies E[F(y_t) − F*] by 1 − μη_t/2 and adds "
        "[B₁σ²+2(1−λ)²M²]/(√((1−δ/2)/(1−δ))−1)²·η_t³L² + η_t²Lσ²/(2K).",
        outputs={"factor": opt.pl_factor, "drift": opt.pl_drift, "B1": noise_factor},
        output_units=UNITS,
        conditions=(STEP_SIZE_73, COMPRESSES),
        requires=DEF_DECREASING,
        uses=(*ASSUMPTIONS, "def.eq21", "def.lemmaA.2"),
        note=OWN_STEP,
    ),
    Statement(
        id="def.eq74",
        place="Eq. (74), Appendix B.3",
        says="E[F(y_T) − F*] is at most the first gap times ① = Π_t (1 − μc/(2(t+1))) plus "
        "[(B₁σ²+2(1−λ)²M²)/(√((1−δ/2)/(1−δ))−1)² + σ²/(2K)]·L·②.",
        outputs={"B1": noise_factor, "order": compression_order},
        output_units={"order": "F^2/w^2"},
        conditions=(SCHEDULE_DEF, COMPRESSES),
        requires=DEF_DECREASING,
        uses=("def.eq73",),
        note=f"① and ② are bounded in Eq. (75) to (79); with those bounds it is {EXPLICIT_DEF}. The first "
        "gap is printed at y_t, read at y₀ as Eq. (86) has it at x₀; the running index is printed t for t'",
    ),
    Statement(
        id="def.eq75",
        place="Eq. (75), Appendix B.3",
        says="① ≤ exp(−μc/2)·T^{−μc/2}.",
        formula=opt.eq75,
        requires=DEF_DECREASING,
    ),
    Statement(
        id="def.eq77",
        place="Eq. (76) and (77), Appendix B.3",
        says="Where μc/2 ≥ 2, ② ≤ c²/(μc/2−1)·((T+1)/T)^{μc/2−1}·T^{−1}.",
        unit=SUM,
        formula=opt.eq77,
        conditions=(FAST,),
        requires=DEF_DECREASING,
    ),
    Statement(
        id="def.eq78",
        place="Eq. (76) and (78), Appendix B.3",
        says="Where μc/2 ≤ 2 and μc/2 ≠ 1, ② ≤ c²/(μc/2−1)·T^{−1}.",
        unit=SUM,
        formula=opt.eq78,
        conditions=(SLOW,),
        requires=DEF_DECREASING,
        note=VOID_BELOW_1,
    ),
    Statement(
        id="def.eq79",
        place="Eq. (76) and (79), Appendix B.3",
        says="Where μc/2 = 1, ② ≤ c²T^{−1}(1 + log T).",
        unit=SUM,
        formula=opt.eq79,
        conditions=(EVEN,),
        requires=DEF_DECREASING,
    ),
    Statement(
        id="def.eq74.eq77",
        place="Eq. (74) with Eq. (75) and (77), Appendix B.3",
        says="DEF's optimisation error is at most Eq. (74) with the paper's bounds on ① and, for μc/2 ≥ 2, "
        "on ②.",
        quantity="gap_final",
        unit="F",
        formula=opt.eq74_fast,
        conditions=(SCHEDULE_DEF, FAST, COMPRESSES),
        requires=DEF_DECREASING,
        uses=("def.eq74", "def.eq75", "def.eq77"),
    ),
    Statement(
        id="def.eq74.eq78",
        place="Eq. (74) with Eq. (75) and (78), Appendix B.3",
        says="DEF's optimisation error is at most Eq. (74) with the paper's bounds on ① and, for μc/2 ≤ 2 "
        "and μc/2 ≠ 1, on ②.",
        quantity="gap_final",
        unit="F",
        formula=opt.eq74_slow,
        conditions=(SCHEDULE_DEF, SLOW, COMPRESSES),
        requires=DEF_DECREASING,
        uses=("def.eq74", "def.eq75", "def.eq78"),
        note=VOID_BELOW_1,
    ),
    Statement(
        id="def.eq74.eq79",
        place="Eq. (74) with Eq. (75) and (79), Appendix B.3",
        says="DEF's optimisation error is at most Eq. (74) with the paper's bounds on ① and, for μc/2 = 1, "
        "on ②.",
        quantity="gap_final",
        unit="F",
        formula=opt.eq74_even,
        conditions=(SCHEDULE_DEF, EVEN, COMPRESSES),
        requires=DEF_DECREASING,
        uses=("def.eq74", "def.eq75", "def.eq79"),
    ),
)

APPENDIX_B4 = (
    Statement(
        id="def.eq85",
        place="Eq. (85), Appendix B.4",
        says="A step multiplies E[F(x_t) − F*] by 1 − μδη_t/2 and adds "
        "δ(1+λ²)η_t(σ²+M²)/(1/√(1−δ)−1)² + δη_t²Lσ²/K.",
        outputs={"factor": averaged.pl_factor, "drift": averaged.pl_drift},
        output_units=UNITS,
        conditions=(STEP_SIZE_85, COMPRESSES),
        requires=DEF_A_DECREASING,
        uses=(*ASSUMPTIONS, "def.eq21", "def.lemmaA.3"),
        note=f"{OWN_STEP}. Open: its proof fails where it takes Lemma A.3 for η_t, but a problem that breaks "
        "the line itself needs residuals of about twice that bound, along a gradient that they have turned "
        "against, and none was found",
    ),
    Statement(
        id="def.eq86",
        place="Eq. (86), Appendix B.4",
        says="E[F(x_T) − F*] is at most the first gap times ③ = Π_t (1 − μδc/(2(t+1))) plus "
        "δ(1+λ²)G²/(1/√(1−δ)−1)²·⑤ + δLσ²/K·⑥.",
        outputs={"residual_order": averaged.residual_order, "noise_order": averaged.noise_order},
        output_units={"residual_order": "F^2/w^2", "noise_order": "F^3/w^4"},
        conditions=(SCHEDULE_DEF_A, COMPRESSES),
        requires=DEF_A_DECREASING,
        uses=("def.eq85",),
        note=f"③ to ⑥ are bounded in Eq. (87) to (93); with those bounds it is {EXPLICIT_DEF_A}",
    ),
    Statement(
        id="def.eq87",
        place="Eq. (87), Appendix B.4",
        says="③ ≤ exp(−μδc/2)·T^{−μδc/2}.",
        formula=averaged.eq87,
        requires=DEF_A_DECREASING,
    ),
    Statement(
        id="def.eq88",
        place="Eq. (88), Appendix B.4",
        says="④, the same product over t' < t < T, is at most (T/(t'+1))^{−μδc/2}.",
        formula=averaged.eq88,
        requires=DEF_A_DECREASING,
    ),
    Statement(
        id="def.eq89",
        place="Eq. (89), Appendix B.4",
        says="Where μδc/2 ≥ 1, ⑤ ≤ 2/(μδ)·((T+1)/T)^{μδc/2}.",
        unit=STEP,
        formula=averaged.eq89,
        conditions=(LARGE_A,),
        requires=DEF_A_DECREASING,
        uses=("def.eq88",),
    ),
    Statement(
        id="def.eq90",
        place="Eq. (90), Appendix B.4",
        says="Where 0 < μδc/2 ≤ 1, ⑤ ≤ 2/(μδ).",
        unit=STEP,
        formula=averaged.eq90,
        conditions=(SMALL_A,),
        requires=DEF_A_DECREASING,
        uses=("def.eq88",),
        note="the number is missing from the scan and follows from its place between (89) and (91)",
    ),
    Statement(
        id="def.eq91",
        place="Eq. (91), Appendix B.4",
        says="Where μδc/2 ≥ 2, ⑥ ≤ c²/(μδc/2−1)·((T+1)/T)^{μδc/2−1}·T^{−1}.",
        unit=SUM,
        formula=averaged.eq91,
        conditions=(FAST_A,),
        requires=DEF_A_DECREASING,
        uses=("def.eq88",),
    ),
    Statement(
        id="def.eq92",
        place="Eq. (92), Appendix B.4",
        says="Where μδc/2 ≤ 2 and μδc/2 ≠ 1, ⑥ ≤ c²/(μδc/2−1)·T^{−1}.",
        unit=SUM,
        formula=averaged.eq92,
        outputs={"line_before": averaged.slow_sum_line},
        output_units={"line_before": SUM},
        conditions=(SLOW_A,),
        requires=DEF_A_DECREASING,
        uses=("def.eq88",),
        note=f"{VOID_BELOW_1}; the output is c²T^{{−μδc/2}}[1 + (T^{{μδc/2−1}} − 1)/(μδc/2−1)], void at 1 "
        "only. The number is missing from the scan and follows from its place between (91) and (93)",
    ),
    Statement(
        id="def.eq93",
        place="Eq. (93), Appendix B.4",
        says="Where μδc/2 = 1, ⑥ ≤ c²T^{−1}(1 + log T).",
        unit=SUM,
        formula=opt.eq79,
        conditions=(EVEN_A,),
        requires=DEF_A_DECREASING,
        uses=("def.eq88",),
    ),
    Statement(
        id="def.eq86.eq91",
        place="Eq. (86) with Eq. (87), (89) and (91), Appendix B.4",
        says="DEF-A's optimisation error is at most Eq. (86) with the paper's bounds for μδc/2 ≥ 2.",
        quantity="gap_final",
        unit="F",
        formula=averaged.eq86_fast,
        conditions=(SCHEDULE_DEF_A, FAST_A, COMPRESSES),
        requires=DEF_A_DECREASING,
        uses=("def.eq86", "def.eq87", "def.eq89", "def.eq91"),
    ),
    Statement(
        id="def.eq86.eq92",
        place="Eq. (86) with Eq. (87), (89) and (92), Appendix B.4",
        says="DEF-A's optimisation error is at most Eq. (86) with the paper's bounds for 1 < μδc/2 ≤ 2.",
        quantity="gap_final",
        unit="F",
        formula=averaged.eq86_slow,
        conditions=(SCHEDULE_DEF_A, LARGE_A, SLOW_A, COMPRESSES),
        requires=DEF_A_DECREASING,
        uses=("def.eq86", "def.eq87", "def.eq89", "def.eq92"),
        note=VOID_BELOW_1,
    ),
    Statement(
        id="def.eq86.eq93",
        place="Eq. (86) with Eq. (87), (90) and (93), Appendix B.4",
        says="DEF-A's optimisation error is at most Eq. (86) with the paper's bounds for μδc/2 = 1.",
        quantity="gap_final",
        unit="F",
        formula=averaged.eq86_even,
        conditions=(SCHEDULE_DEF_A, EVEN_A, COMPRESSES),
        requires=DEF_A_DECREASING,
        uses=("def.eq86", "def.eq87", "def.eq90", "def.eq93"),
    ),
    Statement(
        id="def.eq86.eq90",
        place="Eq. (86) with Eq. (87), (90) and the line of Eq. (92) before its last, Appendix B.4",
        says="DEF-A's optimisation error is at most Eq. (86) with the paper's bounds for 0 < μδc/2 < 1.",
        quantity="gap_final",
        unit="F",
        formula=averaged.eq86_small,
        conditions=(SCHEDULE_DEF_A, BELOW_1_A, COMPRESSES),
        requires=DEF_A_DECREASING,
        uses=("def.eq86", "def.eq87", "def.eq90", "def.eq92"),
        note="the last line of Eq. (92) is void here, so the one before it is taken. Open: Eq. (87) and (88) "
        "are false, and Eq. (85) is open; what is proved is the repaired variant",
    ),
)

APPENDIX_C3 = (
    Statement(
        id="def.eq74.eq77.sgd",
        place="Appendix C.3, Eq. (74) with Eq. (75) and (77) at K = 1, λ = 1",
        says="SGD's optimisation error is at most Eq. (74) for one worker, without a compression term as "
        "B₁ = 0 and λ = 1, where μc/2 ≥ 2.",
        quantity="gap_final",
        unit="F",
        formula=opt.single_fast,
        conditions=(ONE_WORKER, SCHEDULE_DEF, FAST),
        requires=SGD,
        uses=("def.eq74.eq77",),
    ),
    Statement(
        id="def.eq74.eq78.sgd",
        place="Appendix C.3, Eq. (74) with Eq. (75) and (78) at K = 1, λ = 1",
        says="SGD's optimisation error is at most Eq. (74) for one worker, without a compression term as "
        "B₁ = 0 and λ = 1, where μc/2 ≤ 2 and μc/2 ≠ 1.",
        quantity="gap_final",
        unit="F",
        formula=opt.single_slow,
        conditions=(ONE_WORKER, SCHEDULE_DEF, SLOW),
        requires=SGD,
        uses=("def.eq74.eq78",),
        note=VOID_BELOW_1,
    ),
    Statement(
        id="def.eq74.eq79.sgd",
        place="Appendix C.3, Eq. (74) with Eq. (75) and (79) at K = 1, λ = 1",
        says="SGD's optimisation error is at most Eq. (74) for one worker, without a compression term as "
        "B₁ = 0 and λ = 1, where μc/2 = 1.",
        quantity="gap_final",
        unit="F",
        formula=opt.single_even,
        conditions=(ONE_WORKER, SCHEDULE_DEF, EVEN),
        requires=SGD,
        uses=("def.eq74.eq79",),
    ),
)
