"""DEF's Eq. (73) where a residual is longer than the turn of F."""

from __future__ import annotations

from theory.arithmetic import log, power
from theory.hunt.quarry import Within
from theory.papers.def_ import optimisation as opt
from theory.proof.claim import Comparison, le, lt
from theory.statement import apply
from toys.hunts.family import LEFT, Family, Values


def uphill(values: Values) -> Values:
    """F(y_{t+1}) − F(y_t) = η_tM² at δt = decayed."""
    one = values["schedule_c"] * 0 + 1
    step_size = values["schedule_c"] / (values["t"] + 1)
    ones = dict.fromkeys(("workers", "smoothness", "batch", "gradient_sq"), one)
    sizes = {"contraction": values["decayed"] / values["t"], "step_size": step_size}
    return {**values, **ones, **sizes, "noise": 0 * one, "detach": 0 * one, LEFT: step_size}


def beyond(c: Values) -> tuple[Comparison, ...]:
    """2M/L ≤ ρ^t·cM·log(t+1), which is at most e_t."""
    longest = power(1 - c["contraction"], c["t"] / 2) * c["schedule_c"] * log(c["t"] + 1)
    return lt(c["contraction"], 1), le(2, longest)


EQ_73 = Family(
    "def.eq73",
    "one worker, no noise, λ = 0, L = M = 1, η_t = c/(t+1), C(Δ) = (1−ρ)Δ, δ = 1 − ρ²; F falls with the "
    "slope M, turns, and rises with it, so that x_t is before the turn and y_t = x_t − e_t beyond it",
    (
        Within("decayed", 0.001, 100, log=True),
        Within("t", 1, 1e10, log=True, whole=True),
        Within("schedule_c", 0.001, 0.25, log=True),
    ),
    uphill,
    right=lambda c: apply(opt.pl_drift, c),
    requires=beyond,
)
