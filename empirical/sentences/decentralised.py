"""What qg's tables compare, at small size: its methods, its splits, and a local accuracy for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from empirical.sentences.sentence import ABOVE_ZERO, Finding, Sentence
from empirical.sentences.tuned import SMALL, Tuned, local_accuracy, tuned, tuning

STEPS = 160
SETTINGS: Mapping[str, Any] = {
    **SMALL,
    "workers": 16,
    "batch": 16,
    "steps": STEPS,
    "momentum": 0.9,
    "schedule": f"warm-up:10+step:{STEPS // 2},{3 * STEPS // 4}",
}
STEP_SIZES = (0.01, 0.03, 0.1, 0.3)
"""Fewer than elsewhere: runs of 16 and 32 workers are long."""
QG: Mapping[str, Any] = {"method": "qg-n", "buffer": 0.9, "topology": "ring"}
LOCAL: Mapping[str, Any] = {"method": "dsgdm-n", "topology": "ring"}


def run(method: Mapping[str, Any], seeds: Sequence[int], alpha: float, **more: Any) -> Tuned:
    """One method on a Dirichlet split."""
    without = {"momentum"} if method["method"] in WITHOUT_MOMENTUM else set()
    settings = {k: v for k, v in SETTINGS.items() if k not in without}
    split = {"split": f"dirichlet:{alpha:g}"}
    return tuned({**settings, **split, **method, **more}, seeds, (local_accuracy,), (), STEP_SIZES)


WITHOUT_MOMENTUM = ("dsgd", "d2", "d2+", "gt", "slowmo")


def lead(sentence: Sentence, case: str, ahead: tuple[str, Tuned], behind: tuple[str, Tuned]) -> Finding:
    """One method's test accuracy less another's."""
    (first, better), (second, worse) = ahead, behind
    return Finding(
        sentence.name,
        f"{case}, {first} against {second}",
        "difference of test accuracy, points",
        ABOVE_ZERO,
        tuple(np.subtract(better.end("local_accuracy"), worse.end("local_accuracy"))),
        tuning(**{first: better, second: worse}),
    )
