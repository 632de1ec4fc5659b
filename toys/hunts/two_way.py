"""CD-Adam's Lemmas B.3 to B.5: what two-way messages lose of gradients that do not change."""

from __future__ import annotations

from theory.arithmetic import sqrt
from theory.hunt.quarry import Within
from theory.methods.ef21 import TwoWayEF21
from theory.papers.cdadam import compressors, constants
from theory.proof.claim import le
from theory.statement import total
from toys.exact import ExactScale
from toys.hunts.family import LEFT, Family, Values
from toys.hunts.linear import Quadratics, run


class Line(Quadratics):
    """f(x) = −Gx with G = 1, for which any smoothness will do."""

    def __init__(self, one: object, draws: int) -> None:
        super().__init__(one, [one], one, draws)

    def __call__(self, point: object) -> object:
        self.drawn += 1
        return 0 * self.centres - self.centres


def messages(values: Values) -> Values:
    """The two-way messages of Algorithm 1, which are EF21's; where the model goes does not matter here."""
    theta = values["theta"]
    one = theta * 0 + 1
    problem = Line(one, int(values["steps"]))
    method = TwoWayEF21(step_size=one, compressor=ExactScale(1 - theta))
    states = run(method, problem)[1:]
    worker = [abs(state.estimate[0, 0] + 1) for state in states]
    server = [abs(state.received[0, 0] - state.gathered[0, 0]) for state in states]
    return {
        "steps": values["steps"],
        "contraction": 1 - theta**2,
        "gradient_l2": one,
        "epsilon_adam": one,
        "smoothness": values["smoothness"],
        "dimension": one,
        "step_size": values["step_size"],
        "noise": 0 * one,
        "batch": one,
        "worker": worker[-1],
        "server": server[-1],
        LEFT: values["step_size"] * (sum(worker) + sum(server)),
    }


PROBLEM = "one worker, one coordinate, f(x) = Gx with G = 1 and no noise, C(x) = (1−θ)x, ĝ₀ = 0, ν = 1"
SIZES = (
    Within("theta", 0.05, 0.95),
    Within("smoothness", 0.01, 10, log=True),
    Within("step_size", 0.001, 1, log=True),
    Within("steps", 1, 8, whole=True),
)
LEMMA_B4 = Family("cdadam.lemmaB.4", PROBLEM, SIZES, messages, left=lambda values: values["worker"])
LEMMA_B5 = Family("cdadam.lemmaB.5", PROBLEM, SIZES, messages, left=lambda values: values["server"])
EQ_B19 = Family("cdadam.eqB.19", PROBLEM, SIZES, messages)

RANDOM = Family(
    "cdadam.lemmaB.3",
    "rand-k in d coordinates, gradients Ge₁, Ge₂, … and G = 1, draws that keep the new component and miss "
    "the old ones, as happens with a positive chance: ‖ĝ_t‖² = t for t − 1 ≤ d − k",
    (
        Within("kept", 1, 60, whole=True),
        Within("missed", 1, 60, whole=True),
    ),
    lambda values: {
        "contraction": values["kept"] / (values["kept"] + values["missed"]),
        LEFT: values["missed"] + 1,
    },
    right=lambda values: constants.worker_l2(values["contraction"], 1) ** 2,
)

MAXIMUM_NORM = Family(
    "cdadam.lemmaB.3",
    "C(x) = x + θ‖x‖₂e₁ and g = G_∞(1, …, 1) in d coordinates, G_∞ = 1: ‖ĝ₁‖_∞ = 1 + θ√d",
    (Within("theta", 0.05, 0.95), Within("dimension", 1, 400, log=True, whole=True)),
    lambda values: {**values, "contraction": 1 - values["theta"] ** 2},
    left=lambda values: 1 + values["theta"] * sqrt(values["dimension"]),
    right=lambda values: constants.worker_linf(values["contraction"], 1),
    requires=lambda values: (le(1, values["dimension"]),),
)


def largest_kept(values: Values) -> Values:
    """‖C(x) − x‖² and ‖x‖² of x_i = ratio^i."""
    kept, missed = int(values["kept"]), int(values["missed"])
    squares = [values["ratio"] ** (2 * place) for place in range(kept + missed)]
    return {
        "kept": values["kept"],
        "dimension": values["kept"] + values["missed"],
        "lost": sum(squares[kept:]),
        "square": sum(squares),
    }


TOP = Family(
    "cdadam.definitionA.top",
    "top-k in d coordinates of x with x_i = ratio^i",
    (
        Within("kept", 1, 20, whole=True),
        Within("missed", 1, 20, whole=True),
        Within("ratio", 0, 1),
    ),
    largest_kept,
    left=lambda c: sqrt(c["lost"]),
    right=lambda c: total(compressors.top_error(c["kept"], c["dimension"], sqrt(c["square"]))),
    only=("published",),
)
