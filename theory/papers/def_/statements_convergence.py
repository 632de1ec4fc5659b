"""The statements of DEF's section 4.1 and Appendix A, as printed."""

from theory.papers import costs
from theory.papers.common import SQUARED_GRADIENT, SQUARED_PARAMETER
from theory.papers.def_ import convergence, residual
from theory.papers.def_.conditions import (
    BEST_YOUNG,
    COMPRESSES,
    DEF,
    DETACHED,
    DRIFT_42,
    DRIFT_43,
    DRIFT_SHARE,
    MANY_STEPS,
    ONE_WORKER,
    RESIDUALS,
    SAMPLED,
    STEP_SIZE_43,
    STEP_SIZE_A2,
    YOUNG,
)
from theory.statement import Statement

BOUNDED = ("def.assumption3.1", "def.assumption3.2")
COMPRESSED = ("def.assumption3.3", "def.assumption4.2")
ASSUMPTIONS = (*BOUNDED, "def.assumption3.3", "def.assumption4.1", "def.assumption4.2")
ORDER = {"order": SQUARED_GRADIENT}

SECTION_4_1 = (
    Statement(
        id="def.theorem4.3",
        place="Theorem 4.3 (Eq. 17), section 4.1",
        says="DEF's average squared gradient norm at y_t over T steps is at most the sum of an initial, a "
        "noise and a compression term.",
        quantity="average_gradient_sq",
        unit=SQUARED_GRADIENT,
        formula=convergence.theorem43,
        outputs={"B1": residual.noise_factor, "lambda_star": convergence.best_detach},
        conditions=(STEP_SIZE_43, COMPRESSES),
        cost=costs.RING_BLOCK,
        requires=DEF,
        uses=(*ASSUMPTIONS, "def.eq8", "def.lemmaA.2"),
    ),
    Statement(
        id="def.remark4.4",
        place="Remark 4.4, section 4.1; Eq. (51)",
        says="With η = O(√(K/T)) ≤ 1/(4L) and K = O(T^{1/3}), DEF's average squared gradient norm is "
        "O(1/√(KT) + K/T) = O(1/√(KT)).",
        quantity="rate",
        outputs={"rate": convergence.rate, "rate_with_compression": convergence.rate_with_compression},
        conditions=(MANY_STEPS, STEP_SIZE_43),
        requires=DEF,
        uses=("def.theorem4.3",),
        note="an O(·) line has no value; the explicit inequality is def.theorem4.3",
    ),
    Statement(
        id="def.eq18",
        place="Eq. (18), Remark 4.5, section 4.1",
        says="In δ, σ and M, DEF's bound is of the order of [(K−1)/K²·σ² + (1/K−λ)²σ² + 2(1−λ)²M²] over "
        "(√((1−δ/2)/(1−δ)) − 1)².",
        quantity="rate",
        outputs={"order": convergence.compression_order, "B1": residual.noise_factor},
        output_units=ORDER,
        conditions=(COMPRESSES,),
        requires=DEF,
        uses=("def.theorem4.3",),
        note="an O(·) line has no value; def.theorem4.3 has 4η²L² times the output `order` as a term",
    ),
    Statement(
        id="def.remark4.5.1",
        place="Remark 4.5 (1), section 4.1",
        says="For K = 1 and λ = 1 the compression term vanishes.",
        conditions=(ONE_WORKER, DETACHED),
        requires=DEF,
        uses=("def.eq18",),
    ),
    Statement(
        id="def.eq19",
        place="Eq. (19), Remark 4.5 (2), section 4.1",
        says="With λ = (σ²/K + 2M²)/(σ² + 2M²), Eq. (18) is of the order of "
        "(K−1)/K²·σ² + 2(1−1/K)²σ²M²/(σ²+2M²).",
        quantity="rate",
        outputs={"order": convergence.best_detach_order, "lambda_star": convergence.best_detach},
        output_units=ORDER,
        requires=DEF,
        uses=("def.eq18",),
        note="an O(·) line has no value",
    ),
    Statement(
        id="def.remark4.5.2",
        place="Remark 4.5 (2), section 4.1",
        says="When M → ∞, Eq. (19) reduces to the order of (K−1)/K·σ², which needs no bound on the gradient.",
        quantity="rate",
        outputs={"order": convergence.unbounded_gradient_order},
        output_units=ORDER,
        requires=DEF,
        uses=("def.eq19",),
        note="an O(·) line has no value",
    ),
    Statement(
        id="def.eq20",
        place="Eq. (20), Remark 4.5 (3), section 4.1",
        says="For large K the order is 2σ²M²/(σ²+2M²), where error feedback has σ² + M²: about 5 times "
        "smaller for σ² ≈ 0.3M².",
        quantity="rate",
        outputs={
            "order": convergence.many_workers_order,
            "times_smaller_than_ef": convergence.gain_over_second_moment,
        },
        output_units=ORDER,
        requires=DEF,
        uses=("def.eq19", "def.eq6"),
        note="an O(·) line has no value",
    ),
)

APPENDIX_A = (
    Statement(
        id="def.lemmaA.1",
        place="Lemma A.1 (Eq. 33), Appendix A.1",
        says="The detached gradients satisfy (1/K) Σ_k E‖g_t − λg_{k,t}‖² ≤ B₁σ² + 2(1−λ)²M² + 2B₂²L² times "
        "the mean squared distance of Eq. (9).",
        unit=SQUARED_GRADIENT,
        formula=residual.lemma_a1,
        outputs={"B1": residual.noise_factor, "B2": residual.drift_factor},
        requires=SAMPLED,
        uses=(*BOUNDED, "def.assumption4.1", "def.eq9"),
        note="the distance is written out in ‖e_t‖² and Var(e_t), as in Eq. (32)",
    ),
    Statement(
        id="def.lemmaA.2",
        place="Lemma A.2 (Eq. 37), Appendix A.1",
        says="The mean squared distance of the detached points from y_t is at most "
        "η²[B₁σ² + 2(1−λ)²M²]/(√((1−δ/2)/(1−δ)) − 1)².",
        quantity="detach_distance_sq",
        unit=SQUARED_PARAMETER,
        formula=residual.lemma_a2,
        outputs={
            "B1": residual.noise_factor,
            "B2": residual.drift_factor,
            "B3": residual.half_share_drift_share,
            "beta": residual.half_share_young,
        },
        conditions=(STEP_SIZE_A2, COMPRESSES),
        requires=RESIDUALS,
        uses=(*ASSUMPTIONS, "def.lemmaA.1", "def.eq39", "def.eq41", "def.eq42", "def.eq43"),
        note="the output B3 is at the β = √((1−δ/2)/(1−δ)) − 1 that the lemma takes; the proof wants "
        "B₃ ≤ δ/2 there",
    ),
    Statement(
        id="def.eq39",
        place="Eq. (39), Appendix A.1",
        says="For every β with (1−δ)(1+β) < 1 and B₃ < 1 − (1−δ)(1+β), the distance is below "
        "h(β)η²[B₁σ² + 2(1−λ)²M²].",
        quantity="detach_distance_sq",
        unit=SQUARED_PARAMETER,
        formula=residual.eq39,
        outputs={"h": residual.young_factor, "B3": residual.drift_share},
        conditions=(YOUNG, DRIFT_SHARE, COMPRESSES),
        requires=RESIDUALS,
        uses=("def.lemmaA.1", *COMPRESSED),
    ),
    Statement(
        id="def.eq41",
        place="Eq. (41), Appendix A.1",
        says="At β* = √((1−B₃)/(1−δ)) − 1 the distance is at most "
        "η²[B₁σ² + 2(1−λ)²M²]/(√((1−B₃)/(1−δ)) − 1)².",
        quantity="detach_distance_sq",
        unit=SQUARED_PARAMETER,
        formula=residual.eq41,
        outputs={"B3": residual.drift_share, "beta_star": residual.best_young},
        conditions=(BEST_YOUNG, COMPRESSES),
        requires=RESIDUALS,
        uses=("def.eq39",),
        note="B₃ depends on β, so β* is defined by an equation that the paper does not solve: give β, and "
        "the output beta_star tells the next",
    ),
    Statement(
        id="def.eq42",
        place="Eq. (42), Appendix A.1",
        says="B₃ ≤ δ/2 requires 2B₂²η²L² < (δ/2)/(−(1−δ) + √((1−δ)(1−δ/2))).",
        outputs={"drift": residual.drift, "limit": residual.drift_limit},
        conditions=(DRIFT_42, COMPRESSES),
        requires=RESIDUALS,
        uses=("def.eq41",),
    ),
    Statement(
        id="def.eq43",
        place="Eq. (43), Appendix A.1",
        says="2B₂²η²L² ≤ 4(1 + (1−λ)²)η²L² < 2, the limit of Eq. (42)'s right side as δ → 0, suffices.",
        formula=residual.eq43,
        outputs={"drift": residual.drift},
        conditions=(DRIFT_43,),
        requires=RESIDUALS,
        uses=("def.eq42",),
        note="the value is the middle of the chain, which the paper puts above the output `drift`",
    ),
    Statement(
        id="def.lemmaA.3",
        place="Lemma A.3, Appendix A.1",
        says="The workers' mean squared residual is at most η²(σ²+M²)/(√(1/(1−δ)) − 1)².",
        quantity="average_residual_sq",
        unit=SQUARED_PARAMETER,
        formula=residual.lemma_a3,
        conditions=(COMPRESSES,),
        requires=RESIDUALS,
        uses=(*BOUNDED, *COMPRESSED),
    ),
    Statement(
        id="def.eq52",
        place="Eq. (52), Appendix A.2",
        says="With λ = (σ²/K + 2M²)/(σ² + 2M²), DEF's bound is of the order of "
        "1/(√((1−δ/2)/(1−δ)) − 1)² times (K−1)/K²·σ² + 2(1−1/K)²σ²M²/(σ²+2M²) in δ, σ² and M².",
        quantity="rate",
        outputs={"order": convergence.best_compression_order, "lambda_star": convergence.best_detach},
        output_units=ORDER,
        conditions=(COMPRESSES,),
        requires=DEF,
        uses=("def.theorem4.3",),
        note="an O(·) line has no value",
    ),
)
