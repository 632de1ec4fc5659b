"""The statements of QPRSGD about gossip, as printed."""

from collections.abc import Mapping

from theory.papers import costs
from theory.papers.common import SQUARED_GRADIENT, SQUARED_PARAMETER, STEP_SIZE, about
from theory.papers.qprsgd import gossip, theorem2
from theory.papers.qprsgd.runs import GOSSIP, GOSSIP_STEPS
from theory.statement import Constraint, Formula, Statement

CONNECTED = Constraint(
    id="spectral_gap",
    left=lambda lambda2: lambda2,
    relation="<",
    right=lambda: 1,
    text="ρ < 1",
    place="Assumption 2",
)
LEVELS = Constraint(
    id="levels",
    left=gossip.spread_sq,
    relation="<",
    right=gossip.levels_sq,
    text="dμ² < s²(1−ρ)²",
    place="Lemmas 2 and 3 (as 0 < 1 − dμ²/(s²(1−ρ)²)) and Theorem 2",
    domain=True,
)
DRIFT_DENOMINATOR = Constraint(
    id="drift_denominator",
    left=lambda: 0,
    relation="<",
    right=gossip.drift_denominator,
    text="0 < 1 − 12γ²L²(K+1)(K−2)",
    place="Lemma 3 and Theorem 2",
    domain=True,
)
GRADIENT_DENOMINATOR = Constraint(
    id="gradient_denominator",
    left=lambda: 0,
    relation="<",
    right=gossip.gradient_denominator,
    text="0 < 1 − 8L²γ²K·D₁′D₃′",
    place="Lemma 3 and Theorem 2",
    domain=True,
)
LOCAL_DESCENT = Constraint(
    id="local_descent",
    left=lambda: 0,
    relation="<",
    right=theorem2.local_descent,
    text="0 < D₆′",
    place="Theorem 2",
)
GRADIENT_WEIGHT = Constraint(
    id="gradient_weight",
    left=lambda: 0,
    relation="<",
    right=theorem2.gradient_weight,
    text="0 < 1 − 4D₅′/M",
    place="the left side of Eq. (12); the theorem does not ask for it",
    domain=True,
)
STEPS = Constraint(
    id="steps",
    left=theorem2.steps_limit,
    relation="<=",
    right=lambda steps: steps,
    text="N ≥ (L²M/σ²)·max(K²M²(4D₃′+1)²/(D₂′)², 6(K−1)(2K−1))",
    place="Corollary 2.1",
    dimension_finding="comparing 1/w^2 and 1",
)
LOCAL_STEPS = Constraint(
    id="local_steps",
    left=lambda local_steps: local_steps,
    relation="<=",
    right=theorem2.local_steps_limit,
    text="K ≤ √([F(x₁)−F*]σ²/(L·D₂′(σ²+4κ²)))",
    place="Corollary 2.1",
    dimension_finding="comparing 1 and w",
)
STEP_SIZE_21 = Constraint(
    id="step_size",
    left=lambda step_size: step_size,
    relation="==",
    right=theorem2.step_size21,
    text="γ = (σ√(N/M) + 3KL·∛D₂′ + 16KL·D₃′ + 6KL)⁻¹",
    place="Eq. (14)",
    dimension_finding="adding F/w and F/w^2",
)

D1_TO_D3: Mapping[str, Formula] = {
    "D1": gossip.drift_factor,
    "D2": gossip.noise_factor,
    "D3": gossip.mixing_factor,
}
D1_TO_D6: Mapping[str, Formula] = {
    **D1_TO_D3,
    "D4": theorem2.error_factor,
    "D5": theorem2.variance_weight,
    "D6": theorem2.local_descent,
}
THEOREM2 = (LEVELS, DRIFT_DENOMINATOR, GRADIENT_DENOMINATOR, LOCAL_DESCENT)
ASSUMPTIONS = ("qprsgd.assumption1", "qprsgd.assumption2")
UNWEIGHTED_DRIFT = "adding F^2/w^2 and 1"

TABLE = (
    Statement(
        id="qprsgd.tableI.gossip",
        place="Table I, row of this paper, column Gossip",
        says="In the best case the rate under gossip is O(1/√(NK²M)).",
        quantity="rate",
        outputs={"rate": theorem2.rate21_leading},
        requires=GOSSIP,
        uses=("qprsgd.corollary2.1.rate",),
        note="an O(·) line has no value; the explicit inequality is qprsgd.corollary2.1, repaired; the "
        "largest K of Corollary 2.1 counts as a constant, which the factor contains",
    ),
)

GOSSIP_MAIN = (
    Statement(
        id="qprsgd.algorithm2",
        place="Algorithm 2, section IV-B",
        says="G-QPRSGD: K local steps on each worker, one gossip step with W on the tracked models, and "
        "every worker sends its quantised change to its neighbours.",
        requires=(about("g-qprsgd"),),
        verdict="assumed",
        note="a definition; W is symmetric and doubly stochastic with entries in [0, 1]",
    ),
    Statement(
        id="qprsgd.eq11",
        place="Eq. (11), section IV-B",
        says="X_{n+1} = X_n W − γ_n Σ_k G(X_{n;k}, ξ_k) + C_n, where C_n = Q_s(ΔX_n) − ΔX_n and "
        "ΔX_n = X_n W − γ_n Σ_k G(X_{n;k}, ξ_k) − X_n.",
        requires=(about("g-qprsgd"),),
        uses=("qprsgd.algorithm2",),
    ),
    Statement(
        id="qprsgd.assumption2",
        place="Assumption 2, section IV-B",
        says="W is symmetric and doubly stochastic, and ρ = max(|λ₂(W)|, |λ_M(W)|) is below 1.",
        outputs={"consensus": gossip.consensus},
        conditions=(CONNECTED,),
        verdict="assumed",
        note="the paper's ρ is lambda2; the output consensus is what QG calls ρ: ‖XW − X̄‖² ≤ ρ²‖X − X̄‖², "
        "so 1 − ρ²",
    ),
    Statement(
        id="qprsgd.lemma2",
        place="Lemma 2, section IV-B",
        says="The quantisation noise of a synchronisation, E‖C_n‖_F², is at most γ²K·D₂′·Σ_k ‖G(X_{n;k}, "
        "ξ_k)‖_F².",
        unit=SQUARED_PARAMETER,
        formula=gossip.lemma2,
        outputs={"D2": gossip.noise_factor, "levels_limit": gossip.levels_limit},
        conditions=(LEVELS,),
        requires=GOSSIP,
        uses=(*ASSUMPTIONS, "qprsgd.eq11", "qprsgd.lemma5", "qprsgd.lemma8", "qprsgd.lemma9"),
        note="printed for each n, while its proof bounds sums over n; μ = max_{i≥2} |λ_i − 1| is defined in "
        "the proof only; the proof names Lemma 4 where it uses Lemma 5; levels_limit, √d·μ/(1−ρ), is the "
        "condition solved for s",
    ),
    Statement(
        id="qprsgd.lemma3",
        place="Lemma 3, section IV-B",
        says="The squared stochastic gradients, summed over local steps and synchronisations, are at most a "
        "noise, a drift, a local-gradient and a gradient term.",
        unit=SQUARED_GRADIENT,
        formula=gossip.lemma3,
        outputs=D1_TO_D3,
        conditions=(LEVELS, GRADIENT_DENOMINATOR, DRIFT_DENOMINATOR),
        requires=GOSSIP,
        uses=(*ASSUMPTIONS, "qprsgd.lemma2", "qprsgd.lemma7", "qprsgd.lemma11"),
        note="bounds Σ_n Σ_{k=0}^{K} ‖G(X_{n;k}, ξ_k)‖_F²: the upper limit K is printed in the lemma, K−1 "
        "at the start of its proof; σ² is σ²/batch",
    ),
    Statement(
        id="qprsgd.theorem2",
        place="Theorem 2 with Eq. (12), section IV-B",
        says="From x₁ = 0, (1 − 4D₅′/M) times the average squared gradient norm at the workers' mean plus "
        "D₆′/K times that of the mean of the local gradients is at most a drift, a noise and an initial "
        "term.",
        unit=SQUARED_GRADIENT,
        formula=theorem2.theorem2,
        outputs={**D1_TO_D6, "gradient_weight": theorem2.gradient_weight},
        conditions=THEOREM2,
        requires=GOSSIP,
        uses=(*ASSUMPTIONS, "qprsgd.lemma2", "qprsgd.lemma3", "qprsgd.lemma10", "qprsgd.lemma11"),
        note="bounds the weighted left side of Eq. (12); qprsgd.theorem2.gradient is solved for the average "
        "squared gradient; σ² is σ²/batch",
        dimension_finding=UNWEIGHTED_DRIFT,
    ),
    Statement(
        id="qprsgd.theorem2.gradient",
        place="Theorem 2 with Eq. (12), section IV-B, divided by 1 − 4D₅′/M",
        says="As D₆′ > 0, the average squared gradient norm at the workers' mean is at most the right side "
        "of Eq. (12) over 1 − 4D₅′/M, where that is positive.",
        quantity="average_gradient_sq",
        unit=SQUARED_GRADIENT,
        formula=theorem2.theorem2_gradient,
        outputs={**D1_TO_D6, "gradient_weight": theorem2.gradient_weight},
        conditions=(*THEOREM2, GRADIENT_WEIGHT),
        cost=costs.GOSSIP,
        requires=GOSSIP,
        uses=("qprsgd.theorem2",),
        note="the printed inequality, solved",
        dimension_finding=UNWEIGHTED_DRIFT,
    ),
    Statement(
        id="qprsgd.corollary2.1",
        place="Corollary 2.1 with Eq. (14), section IV-B",
        says="With the step size of Eq. (14), N large and K small enough, the average squared gradient norm "
        "is at most 16(F(x₁)−F*)/(K√(NM)) + 4(F(x₁)−F*)(3L·∛D₂′ + 16L·D₃′ + 6L)/N.",
        quantity="average_gradient_sq",
        unit=SQUARED_GRADIENT,
        formula=theorem2.corollary21,
        outputs={
            "D2": gossip.noise_factor,
            "D3": gossip.mixing_factor,
            "step_size": theorem2.step_size21,
            "steps_limit": theorem2.steps_limit,
            "local_steps_limit": theorem2.local_steps_limit,
        },
        output_units={"step_size": STEP_SIZE, "steps_limit": "1/w^2", "local_steps_limit": "w"},
        output_findings={"step_size": "adding F/w and F/w^2"},
        conditions=(LEVELS, STEPS, LOCAL_STEPS, STEP_SIZE_21),
        requires=GOSSIP,
        uses=("qprsgd.theorem2",),
        note="∛D₂′ is printed twice here; the appendix prints L³√D₂ in its place; the proof has σ in the "
        "first term, 2[F(X₁)−F*]σ/(K√(NM)); σ² is σ²/batch",
        dimension_finding="claiming F and F^2/w^2",
    ),
    Statement(
        id="qprsgd.corollary2.1.rate",
        place="Section IV-B, after Corollary 2.1",
        says="The rate of Algorithm 2 is O(1/(K√(NM)) + 1/N), of which the first term dominates for large N.",
        quantity="rate",
        outputs={"rate": theorem2.rate21},
        requires=GOSSIP,
        uses=("qprsgd.corollary2.1",),
        note="an O(·) line has no value; the explicit inequality is qprsgd.corollary2.1, repaired; all but "
        "N, M and K count as constants, and with them the largest K, which the factor contains; K = 1 gives "
        "the O(1/√(NM) + 1/N) that the paper compares with DCD-PSGD",
    ),
)

GOSSIP_APPENDIX = (
    Statement(
        id="qprsgd.lemma7",
        place="Lemma 7, appendix E",
        says="Summed over n, k and m, the squared distances of the workers' models x̃_n^{(m)} from their "
        "mean are at most 2K/(1−ρ²) times the noise plus 2K²γ²/(1−ρ)² times the squared gradients.",
        unit=SQUARED_PARAMETER,
        formula=gossip.lemma7,
        requires=GOSSIP_STEPS,
        uses=(*ASSUMPTIONS, "qprsgd.eq11", "qprsgd.lemma4", "qprsgd.lemma8", "qprsgd.lemma9"),
        note="bounds Σ_n Σ_k Σ_m E‖X_n 1_M/M − x̃_n^{(m)}‖²; the proof names Lemmas 9 and 7 where it uses 8 "
        "and 9",
    ),
    Statement(
        id="qprsgd.lemma8",
        place="Lemma 8, appendix F, cited as Lemma 5 of [6]",
        says="Σ_m E‖X_n W^t e^{(m)} − X_n 1_M/M‖² ≤ ‖ρ^{2t}X_n‖_F² = ρ^{2t}‖X_n‖_F².",
        uses=("qprsgd.assumption2",),
    ),
    Statement(
        id="qprsgd.lemma9",
        place="Lemma 9, appendix F, cited as Lemma 6 of [6]",
        says="If a_ε = Σ_{η≤ε} ρ^{ε−η} b_η with b_η ≥ 0 and ρ in [0, 1), then Σ a_ε ≤ Σ b_ε/(1−ρ) and "
        "Σ a_ε² ≤ Σ b_ε²/(1−ρ)².",
    ),
    Statement(
        id="qprsgd.lemma10",
        place="Lemma 10, appendix F",
        says="Summed over n, k and m, the squared distances of the local models x_{n;k}^{(m)} from the mean "
        "of X_n are at most 4K/(1−ρ²) times the noise plus 4K²γ²/(1−ρ)² + γ²K(K−1) times the squared "
        "gradients.",
        unit=SQUARED_PARAMETER,
        formula=gossip.lemma10,
        requires=GOSSIP_STEPS,
        uses=(*ASSUMPTIONS, "qprsgd.lemma7"),
        note="bounds Σ_n Σ_k Σ_m E‖X_n 1_M/M − x_{n;k}^{(m)}‖²",
    ),
    Statement(
        id="qprsgd.lemma11",
        place="Lemma 11, appendix F",
        says="E‖(1/M) Σ_m Σ_k ∇f_m(x_{n;k}^{(m)}, ξ_k^{(m)})‖² is at most 2Kσ²/M plus 2K times the summed "
        "squared means of the local gradients.",
        unit=SQUARED_GRADIENT,
        formula=gossip.lemma11,
        requires=GOSSIP_STEPS,
        uses=ASSUMPTIONS,
        note="σ² is σ²/batch",
    ),
)
