"""The statements of DEF's sections 3 and 4 on the gradient, the residual and the compressor, as printed."""

from theory.papers.common import GRADIENT, SQUARED_GRADIENT, SQUARED_PARAMETER, about, batch_variance
from theory.papers.def_ import averaging, gradient, residual
from theory.papers.def_.conditions import AVERAGED, COMPRESSES, DETACHED, ONE_WORKER, SAMPLED, WITHIN
from theory.statement import Statement

SECTION_3 = (
    Statement(
        id="def.assumption3.1",
        place="Assumption 3.1, section 3.1",
        says="The variance of one sample's gradient is at most σ² everywhere.",
        verdict="assumed",
        note="the scan repeats fragments of the inequality; read as E‖∇f(θ;ξ) − ∇F_S(θ)‖² ≤ σ² in the light "
        "of its name and of the use that Eq. (35) makes of it",
    ),
    Statement(
        id="def.assumption3.2",
        place="Assumption 3.2, section 3.1",
        says="The full gradient satisfies ‖∇F_S(θ)‖² ≤ M² everywhere.",
        verdict="assumed",
    ),
    Statement(
        id="def.assumption3.3",
        place="Assumption 3.3, section 3.2",
        says="The compressor is additive, C(Δ₁) + C(Δ₂) = C(Δ₁ + Δ₂), so that ring all-reduce can sum "
        "messages.",
        verdict="assumed",
    ),
    Statement(
        id="def.eq5",
        place="Eq. (5), section 3.1",
        says="The stochastic gradient's norm is at most G = √(σ² + M²).",
        unit=GRADIENT,
        formula=gradient.eq5,
        outputs={"G": gradient.gradient_bound, "G2": gradient.second_moment},
        output_units={"G": GRADIENT, "G2": SQUARED_GRADIENT},
        requires=SAMPLED,
        uses=("def.assumption3.1", "def.assumption3.2"),
        note="printed for every sample; the two assumptions bound the square in expectation",
    ),
    Statement(
        id="def.eq6",
        place="Eq. (6), section 3.1",
        says="The workers' mean squared compression error is O(σ² + M²).",
        quantity="rate",
        outputs={"order": gradient.second_moment},
        output_units={"order": SQUARED_GRADIENT},
        requires=SAMPLED,
        uses=("def.eq5",),
        note="an O(·) line has no value; the explicit inequality is def.lemmaA.3",
    ),
    Statement(
        id="def.eq7",
        place="Eq. (7), section 3.1",
        says="An interpolation (ασ)² + ((1−α)M)² is at least σ²M²/(σ²+M²), with equality at α = M²/(σ²+M²), "
        "which tends to σ² when M is much larger than σ.",
        unit=SQUARED_GRADIENT,
        formula=gradient.eq7,
        outputs={
            "alpha": gradient.best_trade_off,
            "minimum": gradient.least_trade_off,
            "limit": batch_variance,
        },
        output_units={"minimum": SQUARED_GRADIENT, "limit": SQUARED_GRADIENT},
        note="the value is the interpolation at the given α; the claimed lower bound is the output `minimum`",
    ),
    Statement(
        id="def.eq8",
        place="Eq. (8), section 3.2",
        says="With y_t = x_t − e_t: y_{t+1} = y_t − η·mean_k g_{k,t}.",
        requires=SAMPLED,
        uses=("def.assumption3.3",),
        note="the last expression is printed without η; the first one and Eq. (45) have it",
    ),
    Statement(
        id="def.eq9",
        place="Eq. (9), section 3.2",
        says="The gradients are taken at a mean squared distance (1/K) Σ_k ‖e_t − λe_{k,t}‖² from y_t; error "
        "feedback has ‖e_t‖² there.",
        quantity="detach_distance_sq",
        unit=SQUARED_PARAMETER,
        formula=residual.eq32,
        outputs={
            "average_residual": residual.average_residual,
            "times_smaller_than_ef": residual.gain_over_error_feedback,
        },
        output_units={"average_residual": SQUARED_PARAMETER},
        requires=SAMPLED,
        uses=("def.eq8",),
        note="written out as in Eq. (32), in ‖e_t‖² and Var(e_t) of Appendix A; its terms have signs. The "
        "output compares with EF at the same residuals, where the paper has ×1.7 for λ = 0.3",
    ),
    Statement(
        id="def.eq9.1",
        place="Section 3.2, (1) after Eq. (9); Appendix A",
        says="A coefficient for each worker and step is best at λ*(k,t) = ⟨e_t, e_{k,t}⟩/‖e_{k,t}‖².",
        outputs={"lambda_star": residual.best_detach_of_worker},
        requires=SAMPLED,
        uses=("def.eq9",),
    ),
    Statement(
        id="def.eq9.2",
        place="Section 3.2, (2) after Eq. (9); Appendix A, after Eq. (32)",
        says="A coefficient for each step is best at λ*(t) = ‖e_t‖²/((1/K) Σ_k ‖e_{k,t}‖²), where the "
        "distance is ‖e_t‖²·Var(e_t)/(‖e_t‖² + Var(e_t)).",
        outputs={"lambda_star": residual.best_detach_of_step, "minimum": residual.least_detach_distance},
        output_units={"minimum": SQUARED_PARAMETER},
        requires=SAMPLED,
        uses=("def.eq9",),
    ),
    Statement(
        id="def.eq12",
        place="Eq. (12), section 3.2; Eq. (97)",
        says="With K = 1, λ = 1 and C(Δ) = δΔ, x_t averages the iterates of SGD with weights P₀ = (1−δ)^t "
        "and P_{t'} = δ(1−δ)^{t−t'}, which sum to 1.",
        outputs={
            "P0": averaging.first_weight,
            "P": averaging.weight,
            "P_polyak_ruppert": averaging.polyak_ruppert_weight,
            "P_geometric": averaging.geometric_weight,
        },
        conditions=(ONE_WORKER, DETACHED, COMPRESSES, AVERAGED, WITHIN),
        requires=(about("def", "def-a", "sgd-ia"),),
        uses=("def.lemmaC.1",),
        note="two averages to compare with, for 0 ≤ t' ≤ t: P_polyak_ruppert = 1/(t+1), and P_geometric = "
        "β^{t'}/(1+β+…+β^t), its sum in closed form",
    ),
)

SECTION_4 = (
    Statement(
        id="def.assumption4.1",
        place="Assumption 4.1, section 4",
        says="Every sample's gradient is L-Lipschitz; hence so is that of F_S.",
        verdict="assumed",
    ),
    Statement(
        id="def.assumption4.2",
        place="Assumption 4.2, section 4",
        says="The compressor is δ-approximate, ‖C(Δ) − Δ‖² ≤ (1−δ)‖Δ‖² for every Δ, with 0 < δ < 1.",
        conditions=(COMPRESSES,),
        verdict="assumed",
        note="for random sparsification an expectation over C is taken",
    ),
)

LEMMA_C1 = Statement(
    id="def.lemmaC.1",
    place="Lemma C.1, Appendix C",
    says="If y_{t+1} = y_t − η_t g_t with g_t = ∇f(y_t; ξ_t), x_{t+1} = x_t + C(y_{t+1} − x_t) and x₀ = y₀, "
    "then x_t is that of DEF-A with K = 1, λ = 1 and the compressor C.",
    conditions=(ONE_WORKER, DETACHED),
    requires=(about("def", "def-a", "sgd-ia"),),
    note="the hypothesis on C is printed C(−Δ) = C(Δ), with no minus sign on the right",
)
