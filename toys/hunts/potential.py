"""QG-DSGDm's potential Φ: display 133 where f is flat and then rises, display 134 on noisy quadratics."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from theory.hunt.quarry import Within
from theory.methods.dsgdm import State
from theory.methods.qg import QG
from theory.papers.qg import potential
from theory.statement import apply, total
from toys.exact import Exact, Numbers
from toys.hunts.family import LEFT, Family, Values
from toys.hunts.linear import Quadratics, run, second_moment
from toys.hunts.nodes import column, mixing, spread


def virtual_gap(mean_buffer: Any, c: Values) -> Any:
    """e = x̂ − x̄, which is −ηβm̄/((1−μ)(1−β)): qg.lemmaC.6/123."""
    room = (1 - c["buffer"]) * (1 - c["momentum"])
    return -c["step_size"] * c["momentum"] * mean_buffer / room


def rise(place: Any, flat: Any, dip: Any) -> tuple[Any, Any]:
    """∇f and f: 0 from 0 to `flat`, x − flat above, x down to −dip, back to 0 at −2·dip, and 0 below."""
    if place > flat:
        return place - flat, (place - flat) ** 2 / 2
    if place >= 0:
        return 0 * place, 0 * place
    if place >= -dip:
        return place, place**2 / 2
    back = min(0 * place, -2 * dip - place)
    return back, dip**2 - back**2 / 2


def state_of(state: State, c: Values, flat: Any, dip: Any, at_virtual: bool) -> Values:
    """The state constants of a step; the gap is at x̄ as printed, or at x̂."""
    model, buffer = (part.sum() / 2 for part in (state.model, state.buffer))
    gap = virtual_gap(buffer, c)
    gradients = [rise(place, flat, dip)[0] for place in state.model[:, 0]]
    return {
        "current_consensus_sq": spread(state.model),
        "current_momentum_spread_sq": spread(state.buffer),
        "current_virtual_gap_sq": gap**2,
        "current_gap": rise(model + gap if at_virtual else model, flat, dip)[1],
        "current_gradient_sq": rise(model, flat, dip)[0] ** 2,
        "current_mean_gradient_sq": (sum(gradients) / 2) ** 2,
    }


def landing(values: Values, at_virtual: bool = False) -> Values:
    """A run of so many steps; its first one leaves x̄ at `landing`, in what the buffers move it by then."""
    flat, dip = values["flat"], values["dip"]
    one = flat * 0 + 1
    c = {
        **{name: values[name] for name in ("step_size", "momentum", "buffer")},
        **dict.fromkeys(("smoothness", "consensus", "batch"), one),
        **dict.fromkeys(("noise", "heterogeneity"), 0 * one),
        "workers": 2 * one,
    }
    method = QG(c["step_size"], c["momentum"], buffer=c["buffer"], weight_decay=0)
    comm = Exact(2, (mixing(0 * one),))

    def gradient(point: Numbers) -> Numbers:
        return column(*(rise(place, flat, dip)[0] for place in point[:, 0]))

    first = values["first"]
    slope = rise(first, flat, dip)[0]
    pushed = c["step_size"] * c["momentum"] * (1 - c["buffer"]) * slope / 2
    # x₂ lies where there is no gradient, at −2·dip or below
    second = 2 * values["landing"] * pushed - first + c["step_size"] * slope
    before = after = State(column(first, second), column(0 * one, 0 * one))
    for t in range(int(values["steps"])):
        before, after = after, method.step(after, gradient, comm, t)
    bound = state_of(before, c, flat, dip, at_virtual)
    reached = state_of(after, c, flat, dip, at_virtual)
    return {**c, **bound, LEFT: total(apply(potential.potential, {**c, **reached}))}


RISING = Family(
    "qg.theoremC.7.display133",
    "two nodes with the same f, W = ½11ᵀ, L = 1, no noise: ∇f is 0 from 0 to flat, x − flat above, x from "
    "−dip to 0, back to 0 at −2·dip; x₁ = first, and x₂ such that the first step leaves both at landing "
    "times what the buffers move them by next; the last of so many steps",
    (
        Within("step_size", 0.001, 0.2, log=True),
        Within("momentum", 0, 0.1),
        Within("buffer", 0, 0.9),
        Within("first", 0, 10),
        Within("landing", -5, 5),
        Within("flat", 0, 1),
        Within("dip", 0, 1),
        Within("steps", 1, 4, whole=True),
    ),
    landing,
    only=("published",),
)
RISING_REPAIRED = replace(RISING, constants=lambda values: landing(values, True), only=("repaired",))


def averaged(values: Values, at_virtual: bool = False) -> Values:
    """The average of E(∇f(x̄_t))² over a run on ax²/2, and the state that it ends in; all in coins."""
    slope, workers, steps = values["slope"], int(values["workers"]), int(values["steps"])
    one = slope * 0 + 1
    c = {
        **{name: values[name] for name in ("step_size", "momentum", "buffer", "workers", "steps")},
        **dict.fromkeys(("smoothness", "consensus", "batch", "noise"), one),
        "heterogeneity": 0 * one,
        "gap": slope * values["centre"] ** 2 / 2,
    }
    problem = Quadratics(slope, [values["centre"]] * workers, one, steps)
    method = QG(c["step_size"], c["momentum"], buffer=c["buffer"], weight_decay=0)
    complete = (np.full((workers, workers), one / workers, dtype=object),)
    states = run(method, problem, complete)
    means = [s.model.sum(0, keepdims=True) / workers - problem.centres[:1] for s in states]
    buffer = states[-1].buffer.sum(0, keepdims=True) / workers
    gap = virtual_gap(buffer, c)
    return {
        **c,
        "current_consensus_sq": spread(states[-1].model),
        "current_momentum_spread_sq": spread(states[-1].buffer),
        "current_virtual_gap_sq": second_moment(gap),
        "current_gap": slope * second_moment(means[-1] + gap if at_virtual else means[-1]) / 2,
        LEFT: slope**2 * sum(second_moment(mean) for mean in means[:-1]) / steps,
    }


AVERAGED = Family(
    "qg.theoremC.7.display134",
    "n equal nodes, W = 11ᵀ/n, f(x) = a(x − centre)²/2 from 0, L = 1, noise ±1 on every node",
    (
        Within("step_size", 1e-6, 0.2, log=True),
        Within("momentum", 0, 0.1),
        Within("buffer", 0, 0.9),
        Within("slope", 0, 1),
        Within("centre", 0, 3),
        Within("workers", 1, 4, whole=True),
        Within("steps", 1, 6, whole=True),
    ),
    averaged,
    only=("published",),
)
AVERAGED_REPAIRED = replace(AVERAGED, constants=lambda values: averaged(values, True), only=("repaired",))
