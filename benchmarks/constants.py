"""The constants that the benchmarks of bounds share: at them every formula of every paper has a value."""

from __future__ import annotations

from pathlib import Path

from theory.constants import GLOSSARY, Constants, Estimate
from theory.constants_file import write_constants

_CHOSEN = {
    "workers": 8,
    "batch": 16,
    "dimension": 112,
    "kept": 11,
    "steps": 3000,
    "local_steps": 4,
    "step_size": 0.003,
    "momentum": 0.01,
    "momentum2": 0.99,
    "buffer": 0.01,
    "detach": 0.1,
    "epsilon_adam": 1e-3,
    "smoothness": 2.8,
    "pl": 1.0,
    "noise": 4.9,
    "heterogeneity": 0.004,
    "gradient_sq": 0.33,
    "gradient_l2": 2.0,
    "gradient_linf": 0.5,
    "gap": 0.69,
    "contraction": 0.1,
    "levels": 100,
    "consensus": 0.36,
    "lambda2": 0.8,
    "eigen_spread": 1.3,
    "samples": 50_000,
    "schedule_c": 30.0,
    "target": 0.01,
    "young": 0.05,
}
"""Constants at which no denominator of any formula vanishes, and all constraints of gmc's bounds hold.

Those of def's cannot all hold: its cases exclude one another (μδc/2 below, at and above 1).
"""

CONSTANTS = {
    name: _CHOSEN.get(name, 1 if row.admits(1) else (row.low + row.high) / 2)
    for name, row in GLOSSARY.items()
}
"""A value for every constant, so that no bound is skipped: the most work that a file can give."""


def known() -> Constants:
    """The constants as a file gives them."""
    return Constants({name: Estimate(value, "given") for name, value in CONSTANTS.items()})


def write_file(file: Path) -> None:
    """The constants file."""
    write_constants(file, known())
