"""QG-DSGDm on two nodes: Lemma C.4 and display 111 on one step, Theorem C.7, Appendix B.3.2."""

from __future__ import annotations

from typing import Any

import numpy as np

from theory.arithmetic import absolute
from theory.hunt.quarry import Within
from theory.methods.dsgdm import State
from theory.methods.qg import QG
from theory.papers.qg import formulas as qg
from theory.papers.qg import lemmas
from theory.proof.claim import Comparison, le, lt
from theory.statement import apply
from toys.exact import Exact, Numbers
from toys.hunts.family import LEFT, Family, Values


def column(*values: Any) -> Numbers:
    """One number for every node."""
    return np.array([[value] for value in values], dtype=object)


def mixing(eigenvalue: Any) -> Numbers:
    """W of two nodes, by its eigenvalue on their difference."""
    same, other = (1 + eigenvalue) / 2, (1 - eigenvalue) / 2
    return np.array([[same, other], [other, same]], dtype=object)


def spread(vectors: Numbers) -> Any:
    """(1/n)‖X − X̄‖²."""
    away = vectors - vectors.sum(0, keepdims=True) / len(vectors)
    return (away * away).sum() / len(vectors)


def one_step(values: Values) -> Values:
    """One step on f_i(x) = ax²/2 ± hx from models ±x and buffers ±m."""
    eigenvalue, slope, push = (values[name] for name in ("eigenvalue", "slope", "push"))
    one = eigenvalue * 0 + 1
    state = State(column(values["x"], -values["x"]), column(values["m"], -values["m"]))
    method = QG(values["step_size"], values["momentum"], buffer=values["buffer"], weight_decay=0)
    comm = Exact(2, (mixing(eigenvalue),))
    after = method.step(state, lambda point: slope * point + column(push, -push), comm, 0)
    return {
        **{name: values[name] for name in ("step_size", "momentum", "buffer")},
        "smoothness": one,
        "consensus": 1 - eigenvalue**2,
        "noise": 0 * one,
        "batch": one,
        "heterogeneity": push**2,
        "current_consensus_sq": spread(state.model),
        "current_momentum_spread_sq": spread(state.buffer),
        LEFT: spread(after.buffer),
    }


ONE_STEP = (
    Within("eigenvalue", -0.99, 0.99),
    Within("step_size", 0.01, 100, log=True),
    Within("momentum", 0, 0.9),
    Within("buffer", 0, 0.9),
    Within("slope", -1, 1),
    Within("push", 0, 10),
    Within("x", -10, 10),
    Within("m", -10, 10),
)
STEP = "two nodes, f_i(x) = ax²/2 ± hx, |a| ≤ L = 1, no noise; one step from models ±x and buffers ±m"
DISPLAY_111 = Family("qg.lemmaC.4.display111", STEP, ONE_STEP, one_step)
LEMMA_C4 = Family(
    "qg.lemmaC.4",
    STEP,
    ONE_STEP,
    one_step,
    left=lambda c: apply(lemmas.momentum_scale, c) * c[LEFT],
)

CONSTANT = 1000
"""What stands for O(·)."""


def clipped(values: Values) -> Values:
    """∇f_i(x) = x ± clip(x + s), f = x²/2, L = 2, β = μ = 0, from equal models.

    With u = x₁ + x₂ and d = x₁ − x₂ a step makes u − η(u + d) and λ(d − η(u + d) − 2ηs) of them where nothing
    is clipped: at rest u* = −d* = 2ληs/(1−λ), and the models start at u = 2u*, d = 0. The other branches of
    the step size are infinite without momentum and noise.
    """
    eigenvalue, one = values["eigenvalue"], values["eigenvalue"] * 0 + 1
    consensus = 1 - eigenvalue**2
    branches: tuple[Any, Any] = qg.consensus_step(consensus, 2 * one), qg.smooth_step(0 * one, 2 * one)
    step = min(branches)
    rest = 2 * eigenvalue * step * values["shift"] / (1 - eigenvalue)
    return {
        **values,
        "workers": 2 * one,
        "batch": one,
        "smoothness": 2 * one,
        "noise": 0 * one,
        "heterogeneity": values["clip"] ** 2,
        "gap": rest**2 / 2,
        "consensus": consensus,
        "momentum": 0 * one,
        "buffer": 0 * one,
        "step_size": step,
        "rest": rest,
        LEFT: (rest / 2) ** 2,
    }


def stays(c: Values) -> tuple[Comparison, ...]:
    """u* ≤ u ≤ 2u*, −2u* ≤ d ≤ 0, u − d ≥ 2u* hold for ever, and there nothing is clipped: at the corners."""
    rest, step, shift = c["rest"], c["step_size"], c["shift"]
    found: list[Comparison] = [lt(0, rest)]
    for u, d in ((1, -1), (1, -2), (2, -2), (2, 0)):
        slope = step * (u + d) * rest
        u_next, d_next = u * rest - slope, c["eigenvalue"] * (d * rest - slope - 2 * step * shift)
        found += [le(rest, u_next), le(u_next, 2 * rest), le(-2 * rest, d_next), le(d_next, 0)]
        found += [le(2 * rest, u_next - d_next)]
        found += [le(absolute((u + sign * d) * rest / 2 + shift), c["clip"]) for sign in (1, -1)]
    return tuple(found)


THEOREM_C7 = Family(
    "qg.theoremC.7",
    f"two nodes, ∇f_i(x) = x ± clip(x + shift, ±clip), so that f = x²/2 and ζ = clip, no noise, β = μ = 0; "
    f"the models stay where ‖∇f(x̄)‖² is above (u*/2)² for ever; {CONSTANT} for the constant of O(·)",
    (
        Within("eigenvalue", 0.01, 0.95),
        Within("shift", 0.01, 100, log=True),
        Within("clip", 0.01, 1000, log=True),
        Within("steps", 1, 1e15, log=True, whole=True),
    ),
    clipped,
    right=lambda c: CONSTANT * apply(qg.rate, c),
    requires=stays,
    only=("published",),
)


def memories(values: Values) -> Values:
    """What QG-SGDm and SGDm-N of the same momentum β̂ take of the last but one gradient, over η."""
    return {**values, "step_size": values["momentum"] * 0 + 1}


def difference(c: Values) -> Any:
    """|β̂²/(1 + β̂) − (1−μ)β|: the step size of SGDm-N is η/((1−β̂)(1+β̂)), as the last gradients agree."""
    memory = qg.combined_momentum(c["momentum"], c["buffer"])
    return absolute(memory**2 / (1 + memory) - (1 - c["buffer"]) * c["momentum"])


SECTION_B32 = Family(
    "qg.sectionB.3.2",
    "one worker; SGDm-N with the momentum β̂ of QG-SGDm and the step size at which both take the same of the "
    "last gradient: what they take of the one before it differs by 0 at most",
    (Within("momentum", 0.01, 0.99), Within("buffer", 0, 0.99)),
    memories,
    left=difference,
    right=lambda c: 0 * c["momentum"],
    only=("published",),
)
