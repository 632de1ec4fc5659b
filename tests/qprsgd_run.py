"""One admissible run of QPRSGD, and what its statements give at it."""

from math import log
from typing import Any

from theory.papers import load
from theory.statement import Variant, apply, total

RUN: dict[str, Any] = {
    "workers": 4,
    "batch": 2,
    "dimension": 16,
    "levels": 64,
    "steps": 1000,
    "local_steps": 4,
    "step_size": 1e-3,
    "smoothness": 2.0,
    "noise": 3.0,
    "heterogeneity": 0.5,
    "gap": 1.5,
    "lambda2": 0.25,
    "eigen_spread": 1.0,
    "descent_margin": 0.5,
    "drift_margin": 0.5,
    "update_sq": 2.0,
    "mean_update_sq": 1.0,
    "stochastic_gradient_sq": 2.0,
    "local_gradient_sq": 0.7,
    "model_gradient_sq": 0.9,
    "quantisation_sq": 1e-4,
    "float_bits": 32,
}


def terms(statement: str, variant: Variant = "published", **changed: Any) -> dict[str, float]:
    values = RUN | changed
    encoded = load(statement, variant)
    return dict(encoded.bound(**{n: values[n] for n in encoded.needs if n in values}))


def bound(statement: str, variant: Variant = "published", **changed: Any) -> float:
    return float(total(terms(statement, variant, **changed)))


def output(statement: str, name: str, variant: Variant = "published", **changed: Any) -> float:
    return float(apply(load(statement, variant).outputs[name], RUN | changed))


def holds(statement: str, variant: Variant = "published", **changed: Any) -> dict[str, bool | None]:
    checks = load(statement, variant).constraints(**(RUN | changed))
    return {c.constraint.id: c.holds for c in checks}


def slope(values: list[float], at: list[float]) -> float:
    return log(values[1] / values[0]) / log(at[1] / at[0])
