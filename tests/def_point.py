"""DEF at one point: its constants, and what its statements give there with some of them changed."""

import math
from typing import Any

from theory.arithmetic import Value
from theory.constants_file import parse_constants
from theory.evaluate import Bound, evaluate
from theory.papers import load
from theory.statement import Variant, apply, total

POINT: dict[str, Any] = {
    "workers": 8,
    "batch": 1,
    "steps": 10_000,
    "step_size": 0.02,
    "detach": 0.3,
    "smoothness": 10.0,
    "noise": 0.3,
    "gradient_sq": 1.0,
    "gap": 1.0,
    "contraction": 0.1,
    "samples": 50_000,
    "schedule_c": 0.01,
    "pl": 0.1,
    "loss_range": 1.0,
    "young": 0.1,
    "first_difference": 10.0,
    "residual_mean_sq": 2.0,
    "residual_variance": 1.0,
}
SINGLE = {"workers": 1, "detach": 1}
GRID = [i / 50 for i in range(1, 50)]


def at(identifier: str, variant: Variant = "published", **changed: Any) -> Value:
    """The bound of a statement at the point, some constants changed."""
    return total(terms(identifier, variant, **changed))


def terms(identifier: str, variant: Variant = "published", **changed: Any) -> dict[str, Any]:
    formula = load(identifier, variant).formula
    assert formula is not None
    return dict(apply(formula, {**POINT, **changed}))


def output(identifier: str, name: str, variant: Variant = "published", **changed: Any) -> Any:
    return apply(load(identifier, variant).outputs[name], {**POINT, **changed})


def holds(identifier: str, constraint: str, variant: Variant = "published", **changed: Any) -> bool | None:
    checks = load(identifier, variant).constraints(**POINT | changed)
    (found,) = (c for c in checks if c.constraint.id == constraint)
    return found.holds


def slope(identifier: str, name: str, low: float, high: float, **changed: Any) -> float:
    """The slope of log bound against the log of one constant."""
    ratio = at(identifier, **{**changed, name: high}) / at(identifier, **{**changed, name: low})
    return math.log(ratio) / math.log(high / low)


def evaluated(
    identifier: str, run: dict[str, Any] | None = None, variant: Variant = "published", **changed: Any
) -> Bound:
    document: dict[str, Any] = {"constants": {**POINT, **changed}}
    return evaluate(load(identifier, variant), parse_constants(document | ({"run": run} if run else {})))
