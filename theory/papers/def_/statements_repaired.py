"""What holds in place of DEF's statements that do not hold as printed, and what holds beyond them. Ours."""

from dataclasses import replace
from typing import Any

from theory.papers.common import PARAMETER, SQUARED_GRADIENT
from theory.papers.def_ import generalisation_repaired as gen
from theory.papers.def_ import gradient, residual
from theory.papers.def_ import optimisation as printed_optimisation
from theory.papers.def_ import optimisation_averaged as printed_averaged
from theory.papers.def_ import optimisation_repaired as opt
from theory.papers.def_ import statements_generalisation as generalisation
from theory.papers.def_ import statements_optimisation as optimisation
from theory.papers.def_.conditions import (
    BELOW_1,
    BELOW_1_A,
    COMPRESSES,
    DRIFT_REPAIRED,
    HALF_SHARE,
    ONE_WORKER,
    SCHEDULE_DEF,
    STEP_SIZE_REPAIRED,
)
from theory.papers.def_.statements_convergence import (
    APPENDIX_A,
    ASSUMPTIONS,
    BOUNDED,
    COMPRESSED,
    SECTION_4_1,
)
from theory.papers.def_.statements_motivation import SECTION_3
from theory.statement import Statement

PRINTED = {
    s.id: s
    for s in (
        *SECTION_3,
        *SECTION_4_1,
        *APPENDIX_A,
        *generalisation.RATES_DEF,
        *generalisation.RATES_DEF_A,
        *generalisation.RATES_SGD,
        *generalisation.RATES_SGD_IA,
        *generalisation.APPENDIX_B2,
        generalisation.APPENDIX_C2,
        *optimisation.APPENDIX_B3,
        *optimisation.APPENDIX_B4,
        *optimisation.APPENDIX_C3,
    )
}
C = "C = ρ(2−ρ)/(1−ρ)², ρ = √(1−δ)"
SETTLED = {"C": opt.settled_residual}
EVERY_SAMPLE = "rests on Eq. (5) for every sample, as the paper does"
NO_SPLIT = "no t₀ and no range of a loss; Eq. (5) is used in expectation only"


def repaired(number: str, **changed: Any) -> Statement:
    """A printed statement with what is changed in it, by its id without the paper."""
    findings: dict[str, Any] = {"dimension_finding": None, "output_findings": {}}
    return replace(PRINTED[f"def.{number}"], variant="repaired", steps=(), **findings | changed)


def strengthened(number: str, **changed: Any) -> Statement:
    """A rate with constants of its own."""
    return replace(
        PRINTED[f"def.{number}"],
        variant="strengthened",
        quantity="generalisation_error",
        unit="F",
        outputs={},
        steps=(),
        **changed,
    )


MOTIVATION = (
    repaired(
        "eq5",
        says="The stochastic gradient's mean square is at most G² = σ² + M².",
        unit=SQUARED_GRADIENT,
        formula=gradient.mean_square,
        note="the square in expectation; no single sample is bounded",
    ),
)

CONVERGENCE = (
    repaired(
        "theorem4.3",
        conditions=(STEP_SIZE_REPAIRED, COMPRESSES),
        note="the printed bound, which η ≤ 1/(4L) does not give for λ near 1; ours, not the paper's. For "
        "λ ≤ 2/3 it holds for η ≤ 1/(4L) as printed",
    ),
    repaired(
        "lemmaA.2",
        conditions=(STEP_SIZE_REPAIRED, COMPRESSES),
        note="the printed bound, which η < 1/(2L) does not give for λ near 1; ours, not the paper's. For "
        "λ ≤ 2/3 it holds for every η",
    ),
    repaired(
        "eq42",
        says="B₃ ≤ δ/2 where 2B₂²η²L² ≤ (δ/2)β/((1−δ)(1+β)), β = √((1−δ/2)/(1−δ)) − 1.",
        outputs={"drift": residual.drift, "limit": residual.half_share_limit},
        conditions=(HALF_SHARE, COMPRESSES),
    ),
    repaired(
        "eq43",
        says="2B₂²η²L² ≤ δ²/8, which is η ≤ δ/(4B₂L), suffices.",
        formula=None,
        outputs={"drift": residual.drift},
        conditions=(DRIFT_REPAIRED, COMPRESSES),
        note="B₂ < 2; with a sharper Lemma A.1 η ≤ δ/(4L) is enough for Lemma A.2",
    ),
)

GENERALISATION = (
    repaired(
        "eq68",
        says="After T steps E‖x_T − x̃_T‖ ≤ 2G[K/N + (1+(1−K/N)Lcλ)C]/((1−K/N)L) times "
        f"(T/t₀)^((1−K/N)δ^{{1/2}}Lc), {C}.",
        unit=PARAMETER,
        formula=gen.eq68,
        outputs=SETTLED,
        note=f"the runs' residuals are 2GcC/(t+1) apart at most, where Eq. (67) keeps 2B₄Gc; {EVERY_SAMPLE}",
    ),
    repaired(
        "eq69",
        says="DEF-A's generalisation error is at most K·t₀/N + B₇(T/t₀)^((1−K/N)δ^{1/2}Lc), "
        f"B₇ = 2G²[K/N + (1+(1−K/N)Lcλ)C]/((1−K/N)L), {C}.",
        formula=gen.eq69,
        outputs={"B7": gen.averaged_factor, **SETTLED},
        output_units={"B7": "F"},
        note=f"{generalisation.RANGE}; {EVERY_SAMPLE}",
    ),
    repaired(
        "eq70",
        says="The right side of Eq. (69) as repaired is least at t₀ = [(N/K−1)δ^{1/2}LcB₇]^{1/(a+1)}"
        "·T^{a/(a+1)}, a = (1−K/N)δ^{1/2}Lc.",
        outputs={"t0": gen.averaged_split, "B7": gen.averaged_factor},
        output_units={"B7": "F"},
        note=generalisation.RANGE,
    ),
    repaired(
        "eq71",
        says="DEF-A's generalisation error is at most K(t₀+1)/N + t₀/((N/K−1)δ^{1/2}Lc) at the t₀ of Eq. "
        "(70) as repaired.",
        formula=gen.eq71,
        outputs={"B7": gen.averaged_factor, "t0": gen.averaged_split},
        output_units={"B7": "F"},
        note=f"t₀ is rounded up to a step; {generalisation.RANGE}; {EVERY_SAMPLE}",
    ),
    repaired(
        "eq71.ia",
        says="SGD-IA's generalisation error is at most Eq. (71) as repaired for one worker and λ = 1, with δ "
        "in place of δ^{1/2} and C = (1−δ)(1+δ)/δ².",
        formula=gen.iterate_averaging_bound,
        outputs={},
        note=f"t₀ is rounded up to a step; {generalisation.RANGE}; {EVERY_SAMPLE}",
    ),
    strengthened(
        "theorem4.6.1",
        says="With η_t = c/(t+1), DEF's generalisation error is at most GD + (L/2)D², D = 2Gc(1 + log T).",
        formula=gen.logarithmic,
        uses=(*BOUNDED, "def.assumption4.1", "def.eq8"),
        note=NO_SPLIT,
    ),
    strengthened(
        "theorem4.6.3",
        says="With η_t = c/(t+1), DEF-A's generalisation error is at most GD + (L/2)D², "
        "D = 2Gc(1 + log T + B₄).",
        formula=gen.averaged_logarithmic,
        uses=(*BOUNDED, *COMPRESSED, "def.assumption4.1", "def.theorem4.6.1", "def.eq55"),
        note=f"for every compressor of Assumptions 3.3 and 4.2; {NO_SPLIT}",
    ),
    strengthened(
        "theorem4.10.3",
        says="With η_t = c/(t+1), SGD-IA's generalisation error is at most GD + (L/2)D², D = 2Gc(1 + log T).",
        formula=gen.logarithmic,
        uses=(*BOUNDED, "def.assumption4.1", "def.theorem4.6.1"),
        note=NO_SPLIT,
    ),
)

OPTIMISATION = (
    repaired(
        "eq73",
        says=f"A step multiplies E[F(y_t) − F*] by 1 − μη_t/2 and adds C²(σ²+M²)η_t³L² + η_t²Lσ²/(2K), {C}.",
        outputs={"factor": printed_optimisation.pl_factor, "drift": opt.pl_drift, **SETTLED},
        uses=(*ASSUMPTIONS, "def.eq21", "def.eq85"),
        note=f"{optimisation.OWN_STEP}; M² is needed along the run, for 0 ≤ λ ≤ 1",
    ),
    repaired("eq75", says="① ≤ (T+1)^{−μc/2}.", formula=opt.eq75, conditions=(BELOW_1,)),
    repaired(
        "eq78",
        says="Where a = μc/2 < 1, ② ≤ 2^a·c²T^{−a}[1 + (T^{a−1} − 1)/(a−1)].",
        formula=opt.eq78,
        conditions=(BELOW_1,),
        note=None,
    ),
    repaired(
        "eq74.eq78",
        says="DEF's optimisation error is at most Eq. (74) with C²(σ²+M²) in place of Lemma A.2's constant "
        f"and with the bounds on ① and ② as repaired, {C}.",
        formula=opt.eq74_slow,
        outputs=SETTLED,
        conditions=(SCHEDULE_DEF, BELOW_1, COMPRESSES),
        note="the case that η_t ≤ 1/(4L) leaves; M² is needed along the run, for 0 ≤ λ ≤ 1",
    ),
    repaired(
        "eq74.eq78.sgd",
        says="SGD's optimisation error is at most Eq. (74) for one worker, without a compression term, with "
        "the bounds on ① and ② as repaired.",
        formula=opt.single_slow,
        conditions=(ONE_WORKER, SCHEDULE_DEF, BELOW_1),
        note="the case that η_t ≤ 1/(4L) leaves; M² is not needed",
    ),
    repaired(
        "eq85",
        says="A step multiplies E[F(x_t) − F*] by 1 − μδη_t/2 and adds δ(1+λ²)C²η_t(σ²+M²) + δη_t²Lσ²/K, "
        f"{C}.",
        outputs={"factor": printed_averaged.pl_factor, "drift": opt.averaged_drift, **SETTLED},
        note=f"{optimisation.OWN_STEP}; M² is needed along the run",
    ),
    repaired("eq87", says="③ ≤ (T+1)^{−μδc/2}.", formula=opt.eq87, conditions=(BELOW_1_A,)),
    repaired(
        "eq88",
        says="④, the same product over t' < t < T, is at most ((t'+2)/(T+1))^{μδc/2}.",
        formula=opt.eq88,
        conditions=(BELOW_1_A,),
    ),
    repaired(
        "eq92",
        says="Where a = μδc/2 < 1, ⑥ ≤ 2^a·c²T^{−a}[1 + (T^{a−1} − 1)/(a−1)].",
        formula=opt.eq92,
        outputs={},
        output_units={},
        conditions=(BELOW_1_A,),
        note=None,
    ),
    repaired(
        "eq86.eq90",
        says="DEF-A's optimisation error is at most Eq. (86) with C²(σ²+M²) in place of Lemma A.3's bound, "
        f"with (90), and with the bounds on ③ and ⑥ as repaired, {C}.",
        formula=opt.eq86_small,
        outputs=SETTLED,
        note="the case that η_t ≤ 1/(8L) leaves; M² is needed along the run",
    ),
)

REPAIRED = (*MOTIVATION, *CONVERGENCE, *GENERALISATION, *OPTIMISATION)
