"""The statements of QPRSGD about ring all-reduce, as printed."""

from collections.abc import Mapping

from theory.papers import costs
from theory.papers.common import SQUARED_GRADIENT, SQUARED_PARAMETER, STEP_SIZE, about, batch_variance
from theory.papers.qprsgd import ring
from theory.papers.qprsgd.runs import RING, RING_NOISE
from theory.statement import Constraint, Formula, Statement

WORKERS = Constraint(
    id="workers",
    left=lambda workers: workers,
    relation="<=",
    right=ring.workers_limit,
    text="M ≤ d(1 + d/4s²)(exp(d/4s²) − d/4s² − 1)⁻¹",
    place="Eq. (7)",
)
DRIFT_DENOMINATOR = Constraint(
    id="drift_denominator",
    left=lambda: 0,
    relation="<",
    right=ring.drift_denominator,
    text="0 < 1 − 2(K+1)(K−2)L²γ²",
    place="Lemma 6; the denominator of Theorem 1's inequalities",
    domain=True,
)
DESCENT = Constraint(
    id="descent",
    left=ring.descent_loss,
    relation="<=",
    right=lambda descent_margin: (1 - descent_margin) / 2,
    text="(8C₁L²γ² + (K−1)Lγ + 2C₁)KLγ/(1 − 2(K+1)(K−2)L²γ²) ≤ (1−ε)/2",
    place="Theorem 1, first inequality",
)
DRIFT = Constraint(
    id="drift",
    left=ring.drift_growth,
    relation="<=",
    right=lambda drift_margin: 1 - drift_margin,
    text="2(K+1)(K−2)L²γ² ≤ 1 − δ",
    place="Theorem 1, second inequality",
)
LOCAL_DESCENT = Constraint(
    id="local_descent",
    left=lambda: 0,
    relation="<",
    right=ring.local_descent,
    text="0 < 1 − Lγ − (4KLγC₁+1)(K−1)KL²γ²/(1 − 2(K+1)(K−2)L²γ²)",
    place="Theorem 1, third inequality",
)
SOME_MARGIN = Constraint(
    id="descent",
    left=lambda workers, dimension, levels, local_steps, smoothness, step_size: (
        2 * ring.descent_loss(workers, dimension, levels, local_steps, smoothness, step_size)
    ),
    relation="<",
    right=lambda: 1,
    text="2(8C₁L²γ² + (K−1)Lγ + 2C₁)KLγ/(1 − 2(K+1)(K−2)L²γ²) < 1",
    place="Theorem 1, first inequality: some ε > 0 exists",
    domain=True,
)
LOCAL_STEPS_12 = Constraint(
    id="local_steps",
    left=ring.local_heterogeneity,
    relation="<=",
    right=batch_variance,
    text="K ≤ σ²/(2κ²)",
    place="Corollary 1.2",
)
LOCAL_STEPS_13 = Constraint(
    id="local_steps",
    left=ring.local_heterogeneity,
    relation="<=",
    right=ring.widened_variance,
    text="K ≤ (σ²/(2κ²))(1 + 2exp(−d/4s²))",
    place="Corollary 1.3",
)


def _step_size(formula: Formula, text: str, place: str) -> Constraint:
    return Constraint("step_size", lambda step_size: step_size, "==", formula, text, place)


C1: Mapping[str, Formula] = {"C1": ring.ring_factor}

TABLE = (
    Statement(
        id="qprsgd.tableI.rar",
        place="Table I, row of this paper, column PS or AR",
        says="In the best case the rate under ring all-reduce is O(1/√(NKM)).",
        quantity="rate",
        outputs={"rate": ring.rate13},
        requires=RING,
        uses=("qprsgd.corollary1.3",),
        note="an O(·) line has no value; the explicit inequality is qprsgd.theorem1",
    ),
)

RING_MAIN = (
    Statement(
        id="qprsgd.algorithm1",
        place="Algorithm 1, section IV-A",
        says="AR-QPRSGD: K local steps on each worker, then the M segments of the updates are summed along "
        "the ring, quantised at every hop, and all workers move by the sum over M.",
        requires=(about("ar-qprsgd"),),
        verdict="assumed",
        note="a definition; x̃_{n+1} = x̃_n − (1/M)·Q_s(…Q_s(Q_s(g^{(1)}) + g^{(2)}) + … + g^{(M)})",
    ),
    Statement(
        id="qprsgd.lemma1",
        place="Lemma 1, section IV-A",
        says="The mean of M segments that are added and quantised in turn is off by at most "
        "(2C₁/M) Σ_m ‖w_i^{(m)}‖² in second moment.",
        unit=SQUARED_PARAMETER,
        formula=ring.ring_noise,
        outputs=C1,
        requires=RING_NOISE,
        uses=("qprsgd.lemma4", "qprsgd.lemma5"),
        note="update_sq is (1/M) Σ_m ‖w_i^{(m)}‖² of one segment of d/M components",
    ),
    Statement(
        id="qprsgd.remark1",
        place="Remark 1 with Eq. (6), section IV-A",
        says="The same bound, (2C₁/M) Σ_m ‖w^{(m)}‖², holds for all segments together.",
        quantity="quantisation_noise_sq",
        unit=SQUARED_PARAMETER,
        formula=ring.ring_noise,
        outputs=C1,
        requires=RING_NOISE,
        uses=("qprsgd.lemma1",),
    ),
    Statement(
        id="qprsgd.remark2",
        place="Remark 2 with Eqs. (7) and (8), section IV-A",
        says="With few enough workers, Eq. (7), the second moment of the quantised mean is at most "
        "(2/M²)exp(d/4s²) Σ_m ‖w^{(m)}‖² + ‖(1/M)Σ_m w^{(m)}‖².",
        unit=SQUARED_PARAMETER,
        formula=ring.remark2,
        outputs={**C1, "workers_limit": ring.workers_limit},
        conditions=(WORKERS,),
        requires=RING_NOISE,
        uses=("qprsgd.remark1", "qprsgd.lemma4"),
        note="bounds E‖X‖², not E‖X − mean‖²",
    ),
    Statement(
        id="qprsgd.assumption1",
        place="Assumption 1, section IV-A",
        says="Every ∇F_m is L-Lipschitz, E‖∇f_m(x,ξ) − ∇F_m(x)‖² ≤ σ² for every m and x, and "
        "(1/M) Σ_m ‖∇F(x) − ∇F_m(x)‖² ≤ κ² for every x.",
        outputs={"sigma2": batch_variance},
        output_units={"sigma2": SQUARED_GRADIENT},
        verdict="assumed",
        note="the paper has no batch size: sigma2 is σ²/batch; unbiased gradients and independence over "
        "workers and steps, which the proofs use, are not printed",
    ),
    Statement(
        id="qprsgd.theorem1",
        place="Theorem 1 with Eq. (9), section IV-A",
        says="For ε and δ that the step size allows, AR-QPRSGD's average squared gradient norm at the "
        "workers' means x̄_{n,k} is at most the sum of a drift, a quantisation, a noise and an initial term.",
        quantity="average_gradient_sq",
        unit=SQUARED_GRADIENT,
        formula=ring.theorem1,
        outputs={
            **C1,
            "epsilon": ring.best_descent_margin,
            "delta": ring.best_drift_margin,
            "step_size_limit": ring.step_size_limit,
        },
        output_units={"step_size_limit": STEP_SIZE},
        conditions=(DESCENT, DRIFT, LOCAL_DESCENT),
        requires=RING,
        uses=("qprsgd.assumption1", "qprsgd.lemma4", "qprsgd.remark1", "qprsgd.lemma6"),
        note="σ² is σ²/batch; the outputs epsilon and delta are the largest that the step size allows, and "
        "step_size_limit is that of the second inequality, the one with a closed form (none where K ≤ 2); "
        "the quantisation and noise terms are printed as one; open as printed for K ≥ 2, as the proof rests "
        "on a bound on T₁ and on a Lemma 6 that are false, and no counterexample is known",
    ),
    Statement(
        id="qprsgd.theorem1.best",
        place="Theorem 1 with Eq. (9), section IV-A, at its best ε and δ",
        says="Theorem 1 holds for every ε and δ in (0, 1) that satisfy its inequalities, so also at their "
        "best.",
        quantity="average_gradient_sq",
        unit=SQUARED_GRADIENT,
        formula=ring.theorem1_best,
        outputs={**C1, "epsilon": ring.best_descent_margin, "delta": ring.best_drift_margin},
        conditions=(SOME_MARGIN, DRIFT_DENOMINATOR, LOCAL_DESCENT),
        cost=costs.RING,
        requires=RING,
        uses=("qprsgd.theorem1",),
        note="the printed bound with its two free parameters chosen; where K ≤ 2, δ = 1 is a limit",
    ),
    Statement(
        id="qprsgd.corollary1.1",
        place="Corollary 1.1, section IV-A",
        says="With γ = 1/(LK√N), AR-QPRSGD's ergodic rate is O(1/√N).",
        quantity="rate",
        outputs={"step_size": ring.step_size11, "rate": ring.rate11},
        output_units={"step_size": STEP_SIZE},
        conditions=(
            SOME_MARGIN,
            DRIFT_DENOMINATOR,
            LOCAL_DESCENT,
            _step_size(ring.step_size11, "γ = 1/(LK√N)", "Corollary 1.1"),
        ),
        requires=RING,
        uses=("qprsgd.theorem1",),
        note="an O(·) line has no value; the explicit inequality is qprsgd.theorem1; N is sufficiently large",
    ),
    Statement(
        id="qprsgd.corollary1.2",
        place="Corollary 1.2, section IV-A",
        says="With K ≤ σ²/2κ² and γ = 1/(L√(NK)), AR-QPRSGD's ergodic rate is O(1/√(NK)).",
        quantity="rate",
        outputs={"step_size": ring.step_size12, "rate": ring.rate12},
        output_units={"step_size": STEP_SIZE},
        conditions=(
            SOME_MARGIN,
            DRIFT_DENOMINATOR,
            LOCAL_DESCENT,
            LOCAL_STEPS_12,
            _step_size(ring.step_size12, "γ = 1/(L√(NK))", "Corollary 1.2"),
        ),
        requires=RING,
        uses=("qprsgd.theorem1",),
        note="an O(·) line has no value; the explicit inequality is qprsgd.theorem1; N is sufficiently "
        "large; the condition on K is held as 2Kκ² ≤ σ², without a division by κ²",
    ),
    Statement(
        id="qprsgd.corollary1.3",
        place="Corollary 1.3, section IV-A",
        says="With M as in Eq. (7), K ≤ (σ²/2κ²)(1 + 2exp(−d/4s²)) and γ = √M/(L√(NK)), AR-QPRSGD's ergodic "
        "rate is O(1/√(NKM)).",
        quantity="rate",
        outputs={"step_size": ring.step_size13, "rate": ring.rate13, "workers_limit": ring.workers_limit},
        output_units={"step_size": STEP_SIZE},
        conditions=(
            SOME_MARGIN,
            DRIFT_DENOMINATOR,
            LOCAL_DESCENT,
            WORKERS,
            LOCAL_STEPS_13,
            _step_size(ring.step_size13, "γ = √M/(L√(NK))", "Corollary 1.3"),
        ),
        requires=RING,
        uses=("qprsgd.theorem1", "qprsgd.remark2"),
        note="an O(·) line has no value; the explicit inequality is qprsgd.theorem1; N is sufficiently "
        "large; d and s count as constants, and with them the largest M of Eq. (7); the condition on K is "
        "held without a division by κ²",
    ),
)

RING_APPENDIX = (
    Statement(
        id="qprsgd.lemma6",
        place="Lemma 6, appendix C",
        says="Summed over the K local steps, the workers' mean squared distance from their mean is at most "
        "the sum of a noise, a local-gradient, a heterogeneity and a gradient term.",
        unit=SQUARED_PARAMETER,
        formula=ring.lemma6,
        conditions=(DRIFT_DENOMINATOR,),
        requires=(about("ar-qprsgd"),),
        uses=("qprsgd.assumption1",),
        note="bounds (1/M) Σ_m Σ_k E‖x_{n;k}^{(m)} − x̄_{n;k}‖², a sum over k; σ² is σ²/batch; the right "
        "side has no expectations; the end of the proof prints L² twice in the denominators",
    ),
)
