"""What QG-DSGDm's statements ask of the constants and of the run."""

from theory.papers import common
from theory.papers.qg import formulas as qg
from theory.statement import Constraint, Requirement

MOMENTUM = Constraint(
    id="momentum",
    left=qg.momentum_ratio,
    relation="<=",
    right=qg.momentum_ratio_limit,
    text="β/(1−β) ≤ ρ/21",
    place="Lemmas C.4 and C.5, Theorems 3.1 and C.7",
)
CONSENSUS_STEP = Constraint(
    id="consensus_step",
    left=lambda step_size: step_size,
    relation="<=",
    right=qg.consensus_step,
    text="η ≤ ρ/(7L)",
    place="Lemmas C.3 and C.5, Theorem C.7",
)
SMOOTH_STEP = Constraint(
    id="smooth_step",
    left=lambda step_size: step_size,
    relation="<=",
    right=qg.smooth_step,
    text="η ≤ (1−β)/(4L)",
    place="Lemmas C.1 and C.2, Theorem C.7",
)
MOMENTUM_STEP = Constraint(
    id="momentum_step",
    left=lambda step_size, momentum, smoothness: step_size * qg.momentum_load(momentum, smoothness),
    relation="<=",
    right=qg.momentum_room,
    text="η ≤ (1−μ)(1−β)²/(4βL), multiplied out so that it reads at β = 0: 4βLη ≤ (1−μ)(1−β)²",
    place="Theorem C.7",
)
NOISE_STEP = Constraint(
    id="noise_step",
    left=lambda step_size, smoothness, noise, batch, steps: (
        step_size**2 * qg.noise_load(smoothness, noise, batch, steps)
    ),
    relation="<=",
    right=qg.noise_room,
    text="η ≤ √(4n(f(x̄⁰)−f*)/(Lσ²T)), multiplied out so that it reads at σ = 0: η²Lσ²T ≤ 4n(f(x̄⁰)−f*)",
    place="Theorem C.7",
)
ONE_WORKER = Constraint(
    id="one_worker",
    left=lambda workers: workers,
    relation="==",
    right=lambda: 1,
    text="n = 1",
    place="section 4.2 and Appendix B.3",
)
SOME_MOMENTUM = Constraint(
    id="combined_momentum",
    left=lambda: 0,
    relation="<",
    right=qg.combined_momentum,
    text="0 < β̂ = μ + (1−μ)β",
    place="Eq. (5), which divides by β̂",
    domain=True,
)

ABOUT_QG = (common.about("qg"),)
HEAVY_BALL = (*ABOUT_QG, common.HEAVY_BALL)
NESTEROV = (*ABOUT_QG, Requirement("nesterov", (True,), "the algorithm has Nesterov momentum"))
QG = (*HEAVY_BALL, common.CONSTANT_STEP)

GRADIENT_SQ = "F^2/w^2"

STATE = "the state constants current_… are those of step t, the bound is for step t + 1"
BATCH = "σ² is σ²/batch"
"""For the notes: the paper's σ² is that of a whole mini-batch, the glossary's that of one sample."""
