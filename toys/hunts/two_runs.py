"""DEF-A on two data sets that differ in one sample, Eq. (68) to (71), and SGD-IA.

One worker, N samples, one coordinate. In the other data set the gradients of one sample have the other sign,
so that both runs go apart, by the same lengths whatever C sends, and never meet again.
"""

from __future__ import annotations

from typing import Any

from theory.hunt.quarry import Within
from theory.papers.def_ import generalisation_averaged as averaged
from theory.proof.claim import le
from theory.statement import apply, total
from toys.hunts.family import LEFT, Family, Values


def apart(values: Values) -> Values:
    """E|x_T − x̃_T| with f(θ;ξ) = ±θ and E C(v) = δv, from x = x̃ at t₀: both ends' moves have one sign."""
    one, delta, share = values["schedule_c"] * 0 + 1, values["contraction"], 1 / values["samples"]
    residual = distance = 0 * one
    for t in range(int(values["first_difference"]), int(values["steps"])):
        carried = residual + 2 * share * values["schedule_c"] / (t + 1)
        residual, distance = (1 - delta) * carried, distance + delta * carried
    ones = dict.fromkeys(("workers", "batch", "noise", "gradient_sq"), one)
    return {**values, **ones, LEFT: distance}


EQ_68 = Family(
    "def.eq68",
    "one worker, f(θ;ξ) = θ for N samples, in the other data set −θ for one; random sparsification, any L; "
    "σ² = M² = 1 is enough for both data sets; equal runs up to t₀",
    (
        Within("schedule_c", 0.01, 1000, log=True),
        Within("smoothness", 0.001, 10, log=True),
        Within("contraction", 0.01, 0.99),
        Within("detach", 0, 1),
        Within("samples", 2, 20, whole=True),
        Within("first_difference", 1, 10, whole=True),
        Within("steps", 2, 40, whole=True),
    ),
    apart,
    requires=lambda c: (le(c["first_difference"] + 1, c["steps"]),),
)


def told_apart(values: Values, least: Any) -> Values:
    """The constants of the losses, all in [0, 1], of which the third tells the runs apart beyond `least`·gc.

    The other sample's loss is 1/2 ∓ gθ as far as a run gets, cg²(1 + … + 1/T), and levels off beyond it by a
    parabola; the third one rises from 0 to 1 between −w and w by two parabolas, with a gradient of 1/w at
    most, 1/w²-Lipschitz.
    """
    g, reach, steps = values["g"], values["reach"], int(values["steps"])
    one = g * 0 + 1
    share = reach / 2 / sum(one / (t + 1) for t in range(steps))  # c·g²
    steepest = max(one, 1 / (share * least) ** 2) * g**2
    levelling = g**2 / (1 - reach)
    return {
        **values,
        "loss_range": one,
        "workers": one,
        "batch": one,
        "smoothness": max(steepest, levelling),
        "schedule_c": share / g**2,
        "noise": steepest / 2,
        "gradient_sq": steepest / 2,
    }


def sparsified(values: Values) -> Values:
    """The chance that a run has moved: the other sample was drawn, and C has sent something since."""
    delta, share, steps = values["contraction"], 1 / values["samples"], int(values["steps"])
    idle, held = 1 + 0 * delta, 0 * delta
    for _ in range(steps):
        idle, held = (1 - share) * idle, (1 - delta) * (held + share * idle)
    return {**told_apart(values, 1 / values["steps"]), LEFT: 1 - idle - held}


def scaled(values: Values) -> Values:
    """With C(Δ) = δΔ a run has moved as soon as the other sample was drawn."""
    stayed = (1 - 1 / values["samples"]) ** int(values["steps"])
    return {**told_apart(values, values["contraction"] / values["steps"]), LEFT: 1 - stayed}


LOSSES = (
    Within("g", 1e-7, 1, log=True),
    Within("reach", 0.1, 0.99),
    Within("contraction", 0.01, 0.999),
    Within("samples", 2, 20, log=True, whole=True),
    Within("steps", 2, 20, log=True, whole=True),
)
DETACHED = (*LOSSES, Within("detach", 0, 1))
PROBLEM = (
    "one worker, a loss 1/2 − gθ for one of N samples, 1/2 + gθ in the other data set, constants for the "
    "rest, and a loss that tells the runs apart where they have moved"
)
EQ_69 = Family(
    "def.eq69",
    f"{PROBLEM}; random sparsification",
    (*DETACHED, Within("first_difference", 1, 20, log=True, whole=True)),
    sparsified,
    requires=lambda c: (le(c["first_difference"], c["steps"]),),
)
EQ_71 = Family("def.eq71", f"{PROBLEM}; random sparsification", DETACHED, sparsified)
EQ_71_IA = Family("def.eq71.ia", f"{PROBLEM}; C(Δ) = δΔ", LOSSES, scaled)


def at_place(c: Values, place: Any) -> Any:
    """The right side of Eq. (69) at a t₀."""
    return total(apply(averaged.eq69, {**c, "first_difference": place}))


EQ_70 = Family(
    "def.eq70",
    "the right side of (69) at the t₀ of (70) and at another one, so many times it; K = 1",
    (
        Within("schedule_c", 0.01, 100, log=True),
        Within("contraction", 0.01, 0.99),
        Within("detach", 0, 1),
        Within("samples", 2, 20, whole=True),
        Within("steps", 2, 1000, log=True, whole=True),
        Within("smoothness", 0.01, 10, log=True),
        Within("gradient_sq", 0.001, 10, log=True),
        Within("times", 0.1, 10, log=True),
    ),
    lambda values: {
        **values,
        **dict.fromkeys(("workers", "batch", "loss_range"), values["times"] * 0 + 1),
        "noise": values["times"] * 0,
    },
    left=lambda c: at_place(c, apply(averaged.averaged_split, c)),
    right=lambda c: at_place(c, c["times"] * apply(averaged.averaged_split, c)),
)
