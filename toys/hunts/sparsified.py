"""DEF-A's Eq. (85) and (86) under the PL condition: random sparsification of one coordinate, all outcomes."""

from __future__ import annotations

from typing import Any

import numpy as np

from theory.hunt.quarry import Within
from theory.methods.def_a import DEFA
from theory.methods.schedules import Harmonic
from theory.papers.def_ import optimisation_averaged as averaged
from theory.statement import apply
from toys.exact import Exact, ExactMessage, ExactScale, Numbers
from toys.hunts.family import LEFT, Family, Values


class Outcomes:
    """C of one number in all outcomes, a column each: step t's coin is bit t of the outcome's number."""

    def __init__(self) -> None:
        self.step = 0

    def compress(self, vector: Numbers, stream: None) -> ExactMessage:
        sent = np.array([[number >> self.step & 1 for number in range(vector.shape[-1])]], dtype=object)
        self.step += 1
        return ExactMessage(vector * sent, sent)


def bent(points: Numbers, one: Any) -> Numbers:
    """∇F: x between −1 and 1, and ±1 beyond, so that L = M = 1."""
    found: Numbers = np.minimum(np.maximum(points, -one), one)
    return found


def gaps(points: Numbers, one: Any) -> Numbers:
    """F − F*."""
    slopes = bent(points, one)
    found: Numbers = slopes * points - slopes * slopes / 2
    return found


def path(values: Values, compressor: Any, outcomes: int) -> tuple[Values, list[Numbers]]:
    """The statement's constants, and the models of a run; μ is that of the points that it visits."""
    one, steps = values["contraction"] * 0 + 1, int(values["steps"])
    step_size: Any = Harmonic(values["schedule_c"])
    method = DEFA(step_size=step_size, momentum=0, detach=values["detach"], compressor=compressor)
    comm = Exact(1)

    def gradient(point: Numbers) -> Numbers:
        return bent(point, one)

    states = [method.init(np.full((1, outcomes), values["start"], dtype=object), gradient, comm)]
    for t in range(steps):
        states.append(method.step(states[-1], gradient, comm, t))
    models = [state.model for state in states]
    reach = max(abs(model).max() for model in models)
    constants = {
        **{name: values[name] for name in ("contraction", "detach", "schedule_c", "steps")},
        **dict.fromkeys(("workers", "smoothness", "batch", "gradient_sq"), one),
        "noise": 0 * one,
        "pl": 1 / (2 * reach - 1) if reach > 1 else one,
        "step_size": values["schedule_c"] / steps,
    }
    return constants, models


def run(values: Values, compressor: Any, outcomes: int) -> Values:
    """With E F(x_t) − F* and E‖∇F(x_t)‖² before the last step, by the chance of every outcome."""
    constants, models = path(values, compressor, outcomes)
    delta, one, steps = values["contraction"], values["contraction"] * 0 + 1, int(values["steps"])
    chances: Any = one
    if outcomes > 1:
        sent = [number.bit_count() for number in range(outcomes)]
        chances = np.array([[delta**n * (1 - delta) ** (steps - n) for n in sent]], dtype=object)
    first, before, after = ((gaps(model, one) * chances).sum() for model in (models[0], *models[-2:]))
    slope = (bent(models[-2], one) ** 2 * chances).sum()
    return {**constants, "gap": first, "current_gap": before, "current_gradient_sq": slope, LEFT: after}


def tossed(values: Values) -> Values:
    return run(values, Outcomes(), 2 ** int(values["steps"]))


def scaled(values: Values) -> Values:
    return run(values, ExactScale(values["contraction"]), 1)


def descent(c: Values) -> Any:
    """δη_t E‖∇F(x_t)‖², which both sides of Eq. (85) get: the left one is below 0 without it."""
    return c["contraction"] * c["step_size"] * c["current_gradient_sq"]


def gained(c: Values) -> Any:
    """What a step leaves above 1 − μδη_t/2 of the gap."""
    return c[LEFT] - apply(averaged.pl_factor, c) * c["current_gap"] + descent(c)


def added(c: Values) -> Any:
    """What Eq. (85) adds."""
    return apply(averaged.pl_drift, c) + descent(c)


def sizes(steps: int) -> tuple[Within, ...]:
    return (
        Within("contraction", 0.001, 0.99, log=True),
        Within("detach", 0, 1),
        Within("schedule_c", 0.001, 0.125, log=True),
        Within("start", -5, 5),
        Within("steps", 1, steps, log=True, whole=True),
    )


F = "one worker, no noise, ∇F(x) = x between ±1 and ±1 beyond, L = M = 1, μ that of the points of the run"
TOSSED = f"{F}; C sends all with probability δ, every outcome"
SCALED = f"{F}; C(Δ) = δΔ"
EQ_85 = Family("def.eq85", TOSSED, sizes(8), tossed, gained, added, only=("published",))
EQ_85_SCALED = Family("def.eq85", SCALED, sizes(200), scaled, gained, added, only=("published",))
EQ_86 = Family("def.eq86.eq90", TOSSED, sizes(8), tossed)
EQ_86_SCALED = Family("def.eq86.eq90", SCALED, sizes(200), scaled)
