"""DEF's step-size conditions, Eq. (42) and (43), and its Eq. (5) on two samples."""

from __future__ import annotations

from typing import Any

from theory.arithmetic import absolute
from theory.hunt.quarry import Within
from theory.papers.def_ import gradient, residual
from theory.statement import total
from toys.hunts.family import LEFT, Family, Values

SIZES = (
    Within("contraction", 0.01, 0.99),
    Within("workers", 1, 20, whole=True),
    Within("detach", 0, 1),
    Within("step_size", 0.001, 10, log=True),
)


def sized(values: Values) -> Values:
    return {**values, "smoothness": values["step_size"] * 0 + 1}


def share(c: Values) -> Any:
    """B₃ with the β of Lemma A.2's proof."""
    return residual.half_share_drift_share(
        c["contraction"], c["workers"], c["detach"], c["step_size"], c["smoothness"]
    )


def kept(c: Values) -> Any:
    """B₃ + (1−δ)(1+β), which is to be below 1."""
    delta = c["contraction"]
    return share(c) + residual.carried_over(delta, residual.half_share_young(delta))


RANGES = "δ, K, λ and η, with L = 1 and β = √((1−δ/2)/(1−δ)) − 1"
EQ_42 = Family(
    "def.eq42", f"B₃ ≤ δ/2; {RANGES}", SIZES, sized, left=share, right=lambda c: c["contraction"] / 2
)
EQ_43 = Family(
    "def.eq43", f"B₃ + (1−δ)(1+β) ≤ 1; {RANGES}", SIZES, sized, left=kept, right=lambda c: 1 + 0 * c["detach"]
)


def samples(values: Values) -> Values:
    """M² and σ² of two samples with constant gradients."""
    first, second, chance = values["first"], values["second"], values["chance"]
    one = chance * 0 + 1
    return {
        "noise": chance * (1 - chance) * (first - second) ** 2,
        "batch": one,
        "gradient_sq": (chance * first + (1 - chance) * second) ** 2,
        LEFT: first,
    }


EQ_5 = Family(
    "def.eq5",
    "two samples with the gradients first and second everywhere, and a chance of the first",
    (Within("first", -10, 10), Within("second", -10, 10), Within("chance", 0.01, 0.99)),
    samples,
    left=lambda c: absolute(c[LEFT]),
    right=lambda c: total(gradient.eq5(c["noise"], c["batch"], c["gradient_sq"])),
    only=("published",),
)
