"""What DEF's statements ask of the constants and of the run."""

from dataclasses import replace

from theory.papers.common import CONSTANT_STEP, about
from theory.papers.def_ import convergence, generalisation, optimisation, optimisation_averaged, residual
from theory.statement import Constraint, Requirement

# Of the constants: Section 4 and Appendix A

COMPRESSES = Constraint(
    id="contraction",
    left=lambda contraction: contraction,
    relation="<",
    right=lambda: 1,
    text="δ < 1",
    place="Assumption 4.2",
    domain=True,
)
STEP_SIZE_A2 = Constraint(
    id="step_size",
    left=lambda step_size: step_size,
    relation="<",
    right=residual.step_size_limit_a2,
    text="η < 1/(2L)",
    place="Lemma A.2",
)
STEP_SIZE_43 = Constraint(
    id="step_size",
    left=lambda step_size: step_size,
    relation="<=",
    right=convergence.step_size_limit43,
    text="η ≤ 1/(4L)",
    place="Theorem 4.3",
)
STEP_SIZE_REPAIRED = replace(
    STEP_SIZE_43,
    right=residual.step_size_limit_repaired,
    text="η ≤ δ/(4L)",
    place="Lemma A.2 as repaired",
)
STEP_SIZE_73 = replace(STEP_SIZE_43, text="η_t ≤ 1/(4L)", place="after Eq. (72)")
STEP_SIZE_85 = replace(
    STEP_SIZE_43,
    right=optimisation_averaged.step_size_limit85,
    text="η_t ≤ 1/(8L)",
    place="before Eq. (84)",
)
MANY_STEPS = Constraint(
    id="steps",
    left=convergence.steps_for_rate,
    relation="<=",
    right=lambda steps: steps,
    text="K = O(T^{1/3})",
    place="Remark 4.4",
    order=True,
)
YOUNG = Constraint(
    id="young",
    left=residual.carried_over,
    relation="<",
    right=lambda: 1,
    text="(1−δ)(1+β) < 1",
    place="after Eq. (38)",
)
DRIFT_SHARE = Constraint(
    id="drift_share",
    left=residual.drift_share,
    relation="<",
    right=lambda contraction, young: 1 - residual.carried_over(contraction, young),
    text="B₃ < 1 − (1−δ)(1+β)",
    place="after Eq. (38)",
    domain=True,
)
BEST_YOUNG = Constraint(
    id="best_young",
    left=lambda contraction, young: residual.carried_over(contraction, young) * (1 + young),
    relation="==",
    right=lambda contraction, young, workers, detach, step_size, smoothness: (
        1 - residual.drift_share(contraction, young, workers, detach, step_size, smoothness)
    ),
    text="(1−δ)(1+β*)² = 1 − B₃",
    place="Eq. (41)",
)
DRIFT_42 = Constraint(
    id="drift",
    left=lambda contraction, workers, detach, step_size, smoothness: (
        residual.drift(workers, detach, step_size, smoothness) * residual.excess_root(contraction)
    ),
    relation="<",
    right=lambda contraction: contraction / 2,
    text="2B₂²η²L²·(−(1−δ) + √((1−δ)(1−δ/2))) < δ/2, Eq. (42) multiplied out",
    place="Eq. (42)",
)
HALF_SHARE = Constraint(
    id="drift",
    left=residual.drift,
    relation="<=",
    right=residual.half_share_limit,
    text="2B₂²η²L² ≤ (δ/2)β/((1−δ)(1+β)), β = √((1−δ/2)/(1−δ)) − 1",
    place="Eq. (42) as repaired",
)
DRIFT_REPAIRED = Constraint(
    id="drift",
    left=residual.drift,
    relation="<=",
    right=lambda contraction: contraction**2 / 8,
    text="2B₂²η²L² ≤ δ²/8",
    place="Eq. (43) as repaired",
)
DRIFT_43 = Constraint(
    id="drift",
    left=residual.drift_above,
    relation="<",
    right=lambda: 2,
    text="4(1 + (1−λ)²)η²L² < 2",
    place="Eq. (43)",
)
ONE_WORKER = Constraint(
    id="workers",
    left=lambda workers: workers,
    relation="==",
    right=lambda: 1,
    text="K = 1",
    place="Appendix C; Remark 4.5 (1)",
)
DETACHED = Constraint(
    id="detach",
    left=lambda detach: detach,
    relation="==",
    right=lambda: 1,
    text="λ = 1",
    place="Appendix C; Remark 4.5 (1)",
)
WITHIN = Constraint(
    id="earlier_iteration",
    left=lambda earlier_iteration: earlier_iteration,
    relation="<=",
    right=lambda iteration: iteration,
    text="t' ≤ t",
    place="Eq. (12)",
    domain=True,
)
AVERAGED = Constraint(
    id="averaged_iteration",
    left=lambda: 1,
    relation="<=",
    right=lambda earlier_iteration: earlier_iteration,
    text="1 ≤ t'",
    place="Eq. (12)",
    domain=True,
)

# Appendix B: generalisation

ONE_SAMPLE = Constraint(
    id="batch",
    left=lambda batch: batch,
    relation="==",
    right=lambda: 1,
    text="one sample per worker and step: K of N samples are drawn",
    place="Appendix B, before Eq. (53)",
)
SOME_SAME = Constraint(
    id="samples",
    left=lambda workers: workers,
    relation="<",
    right=lambda samples: samples,
    text="K < N",
    place="Eq. (60), the divisor 1 − K/N",
    domain=True,
)
SOME_SAME_1 = Constraint(
    id="samples",
    left=lambda: 1,
    relation="<",
    right=lambda samples: samples,
    text="1 < N",
    place="Eq. (63), the divisor N − 1",
    domain=True,
)
STEP_SIZE_58 = Constraint(
    id="step_size",
    left=lambda step_size: step_size,
    relation="<=",
    right=lambda schedule_c: schedule_c,
    text="η_t ≤ c/(t+1), at most c",
    place="Appendix B.1, opening",
)
STEP_SIZE_67 = replace(STEP_SIZE_58, place="Appendix B.2, opening")
EARLY = Constraint(
    id="first_difference",
    left=generalisation.single_scale,
    relation="<=",
    right=lambda steps, loss_range: steps * loss_range,
    text="2cG²/T ≤ 1",
    place="after Eq. (63)",
)

# Appendix B: optimisation; η_t = c/(t+1) is largest at t = 0

SCHEDULE_DEF = Constraint(
    id="schedule_c",
    left=lambda schedule_c: schedule_c,
    relation="<=",
    right=convergence.step_size_limit43,
    text="η_t = c/(t+1) ≤ 1/(4L), at t = 0",
    place="Theorems 4.6 (2) and 4.10 (2)",
)
SCHEDULE_DEF_A = Constraint(
    id="schedule_c",
    left=lambda schedule_c: schedule_c,
    relation="<=",
    right=optimisation_averaged.step_size_limit85,
    text="η_t = c/(t+1) ≤ 1/(8L), at t = 0",
    place="Theorem 4.6 (4)",
)
SCHEDULE_AVERAGING = Constraint(
    id="schedule_c",
    left=lambda schedule_c: schedule_c,
    relation="<=",
    right=lambda contraction, smoothness: 1 / (8 * contraction * smoothness),
    text="η_t = c/(t+1) ≤ 1/(8δL), at t = 0",
    place="Theorem 4.10 (4)",
)
FAST = Constraint(
    id="fast",
    left=lambda: 2,
    relation="<=",
    right=optimisation.exponent,
    text="μc/2 − 2 ≥ 0",
    place="before Eq. (77)",
)
SLOW = Constraint(
    id="slow",
    left=optimisation.exponent,
    relation="<=",
    right=lambda: 2,
    text="μc/2 − 2 ≤ 0 (and ≠ −1)",
    place="before Eq. (78)",
)
EVEN = Constraint(
    id="even",
    left=optimisation.exponent,
    relation="==",
    right=lambda: 1,
    text="μc/2 − 2 = −1",
    place="before Eq. (79)",
)
BELOW_1 = replace(SLOW, relation="<", right=lambda: 1, text="μc/2 < 1", place="Eq. (78) as repaired")
FAST_A = Constraint(
    id="fast",
    left=lambda: 2,
    relation="<=",
    right=optimisation_averaged.exponent,
    text="μδc/2 ≥ 2",
    place="before Eq. (91)",
)
SLOW_A = Constraint(
    id="slow",
    left=optimisation_averaged.exponent,
    relation="<=",
    right=lambda: 2,
    text="μδc/2 ≤ 2 (and ≠ 1)",
    place="before Eq. (92)",
)
EVEN_A = Constraint(
    id="even",
    left=optimisation_averaged.exponent,
    relation="==",
    right=lambda: 1,
    text="μδc/2 = 1",
    place="before Eq. (93)",
)
LARGE_A = Constraint(
    id="large",
    left=lambda: 1,
    relation="<=",
    right=optimisation_averaged.exponent,
    text="μδc/2 ≥ 1",
    place="before Eq. (89)",
)
SMALL_A = Constraint(
    id="small",
    left=optimisation_averaged.exponent,
    relation="<=",
    right=lambda: 1,
    text="0 < μδc/2 ≤ 1",
    place="before Eq. (90)",
)
BELOW_1_A = replace(SMALL_A, relation="<", text="0 < μδc/2 < 1", place="before Eq. (90) and (92)")

# Of the run

_DECREASING = Requirement("schedule", ("1/t",), "the statement is for the step size c/(t+1)")
_IID = Requirement("iid", (True,), "every worker samples from the whole training set")
_NO_MOMENTUM = Requirement("constants.momentum", (0, None), "the analysis has no momentum")
_LINEAR = Requirement(
    "compressor.linear", (True,), "Assumption 3.3 needs a compressor that ring all-reduce can add"
)
_SHARED = Requirement(
    "compressor.shared_seed", (True, None), "Assumption 3.3 needs the same compressor on every worker"
)
_RANDOM = Requirement(
    "compressor.name", ("block", "random"), "the statement is for random sparsification, E[C(v)] = δv"
)


SAMPLED = (about("def", "def-a"), _IID, _NO_MOMENTUM)
RESIDUALS = (*SAMPLED, CONSTANT_STEP, _LINEAR, _SHARED)
DEF = (about("def"), _IID, _NO_MOMENTUM, CONSTANT_STEP, _LINEAR, _SHARED)
DEF_DECREASING = (about("def"), _IID, _NO_MOMENTUM, _DECREASING, _LINEAR, _SHARED)
DEF_A_DECREASING = (about("def-a"), _IID, _NO_MOMENTUM, _DECREASING, _LINEAR, _SHARED, _RANDOM)
EITHER_DECREASING = (*SAMPLED, _DECREASING, _LINEAR, _SHARED)
SGD = (about("sgd"), _IID, _NO_MOMENTUM, _DECREASING)
SGD_IA = (about("sgd-ia"), _IID, _NO_MOMENTUM, _DECREASING)
