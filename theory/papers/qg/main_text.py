"""QG-DSGDm: the statements of sections 3 and 4, as printed."""

from theory.papers.qg import formulas as qg
from theory.papers.qg.hypotheses import (
    ABOUT_QG,
    BATCH,
    GRADIENT_SQ,
    HEAVY_BALL,
    MOMENTUM,
    ONE_WORKER,
    QG,
    SOME_MOMENTUM,
)
from theory.statement import Statement

MAIN_TEXT = (
    Statement(
        id="qg.eq1",
        place="Eq. (1), section 3.1",
        says="The problem is f* = min f(x) with f = (1/n) Σ_i f_i and f_i(x) = E F_i(x, ξ), ξ drawn on node "
        "i.",
        verdict="assumed",
    ),
    Statement(
        id="qg.eqDSGD",
        place="the line marked (DSGD), section 3.1",
        says="DSGD: x_i^(t+1) = Σ_j w_ij (x_j^(t) − η∇F_j(x_j^(t), ξ_j^(t))).",
        verdict="assumed",
    ),
    Statement(
        id="qg.eq2",
        place="Eq. (2), section 3.2",
        says="The buffer is fed the difference of two synchronised models: d_i^(t) = (x_i^(t) − "
        "x_i^(t+1))/η.",
        requires=ABOUT_QG,
        verdict="assumed",
    ),
    Statement(
        id="qg.algorithm1",
        place="Algorithm 1, section 3.2",
        says="QG-DSGDm from m̂_i^(0) = 0: m = βm̂ + g; x ← x − ηm; average with the neighbours; d of Eq. "
        "(2); m̂ ← μm̂ + (1−μ)d. DSGDm feeds its own m back instead of m̂.",
        requires=HEAVY_BALL,
        uses=("qg.eq2",),
        note="the paper's experiments take μ = β",
        verdict="assumed",
    ),
    Statement(
        id="qg.eq3",
        place="Eq. (3), section 3.2",
        says="In matrices: X^(t+1) = W(X^(t) − η(βM^(t−1) + G^(t))), "
        "M^(t) = μM^(t−1) + (1−μ)(X^(t) − X^(t+1))/η.",
        requires=HEAVY_BALL,
        uses=("qg.algorithm1",),
        note="W stands left of the d×n matrix X, where Assumption 1 has it on the right; the buffer's index "
        "is one less than in Eq. (8)",
    ),
    Statement(
        id="qg.assumption1",
        place="Assumption 1, section 3.3",
        says="f is bounded below by f*, every f_i is L-smooth; stochastic gradients are unbiased with "
        "variance at most σ², and (1/n) Σ_i ‖∇f_i(x) − ∇f(x)‖² ≤ ζ²; W is doubly stochastic; "
        "E‖ZW − Z̄‖² ≤ (1−ρ)‖Z − Z̄‖² for every Z.",
        outputs={"lambda2": qg.second_eigenvalue},
        requires=ABOUT_QG,
        verdict="assumed",
        note="its four items stand again as the three of Assumption 2; lambda2 = √(1−ρ) is a conversion of "
        "ours for a fixed symmetric W",
    ),
    Statement(
        id="qg.theorem3.1",
        place="Theorem 3.1, section 3.3",
        says="With η = O(√(n/(σ²T))) and β/(1−β) ≤ ρ/21, (1/T) Σ_t E‖∇f(x̄^t)‖² ≤ ε after "
        "T = O(Lσ²/(nε²) + Lζ̃/(ρε^{3/2}) + (L/ε)(1/ρ + 1/((1−μ)(1−β)²))) iterations, "
        "where ζ̃² = ζ² + (1 + (1−β)/(1−μ))σ².",
        quantity="rate",
        outputs={"T": qg.iterations, "eta": qg.order_of_step, "zeta_tilde_sq": qg.drift_sq},
        output_units={"T": "1/F", "eta": "w/F", "zeta_tilde_sq": GRADIENT_SQ},
        conditions=(MOMENTUM,),
        requires=QG,
        uses=("qg.assumption1", "qg.eq3", "qg.theoremC.7"),
        note="an O(·) line has no value; the outputs are what stands inside O(·), whose units show the "
        "factors that it hides: f(x̄⁰)−f* in T, √((f(x̄⁰)−f*)/L) in η. The explicit inequality is "
        f"qg.theoremC.7.display137; {BATCH}",
    ),
    Statement(
        id="qg.remark3.2",
        place="Remark 3.2, section 3.3",
        says="O(σ²/(nε²)) iterations are needed asymptotically, a linear speed-up in n whatever the "
        "topology; earlier analyses of momentum need Lσ²/(n(1−β)ε²); the drift term is 1/(ρε^{3/2}).",
        quantity="rate",
        outputs={
            "T": qg.leading_iterations,
            "T_earlier": qg.earlier_iterations,
            "T_drift": qg.drift_iterations,
        },
        output_units={"T": "w^2/F^2", "T_earlier": "1/F", "T_drift": "w^3/F^3"},
        conditions=(MOMENTUM,),
        requires=QG,
        uses=("qg.theorem3.1",),
        note="an O(·) line has no value; the remark drops L from the first expression and Lζ̃ from the third, "
        f"as the units of the outputs show; {BATCH}",
    ),
    Statement(
        id="qg.eq4",
        place="Eq. (4), section 4.1",
        says="Without gradients and step size QG-DSGDm is the consensus recursion X^(t+1) = W(X^(t) − "
        "βM^(t−1)), M^(t) = μM^(t−1) + (1−μ)(X^(t) − X^(t+1)).",
        requires=ABOUT_QG,
        uses=("qg.eq3",),
    ),
    Statement(
        id="qg.section4.1",
        place="section 4.1, Figures 3 and 10",
        says="Recursion (4) reaches a critical consensus distance, such as 10⁻², in fewer steps than the "
        "gossip X^(t+1) = WX^(t).",
        uses=("qg.eq4",),
        note="a claim from figures; the paper gives no bound",
    ),
    Statement(
        id="qg.section4.2",
        place="section 4.2, the line before Eq. (5) is derived",
        says="On one worker QG-DSGDm is quasi-hyperbolic momentum with β̂ = μ + (1−μ)β: m̂ ← β̂m̂ + g, "
        "x ← x − η((1−μ/β̂)m̂ + (μ/β̂)g); SGDm is its special case μ = 0.",
        outputs={
            "beta_hat": qg.combined_momentum,
            "momentum_weight": qg.momentum_weight,
            "gradient_weight": qg.gradient_weight,
        },
        conditions=(ONE_WORKER, SOME_MOMENTUM),
        requires=HEAVY_BALL,
        uses=("qg.eq5",),
    ),
    Statement(
        id="qg.section4.2.effective_step",
        place="section 4.2, Figures 5 and 14",
        says="The effective step size is η/‖x_t‖²; on one worker it is larger for QG-SGDm than for SGDm.",
        outputs={"effective_step_size": qg.effective_step},
        output_units={"effective_step_size": "1/F"},
        requires=ABOUT_QG,
        note="that it is larger is a claim from figures",
    ),
)
