"""Questions whose certificates are shipped: closed forms of the field, and a setting of each main theorem."""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

from theory.constants_file import write_atomically
from theory.papers import load
from theory.proof.certificate_file import ENDING
from theory.worst_case.answer import worst_case
from theory.worst_case.certificate import documents
from theory.worst_case.classes import Smooth
from theory.worst_case.question import Question
from theory.worst_case.statements import question

FOLDER = Path(__file__).parent / "certificates"
_HALF, _TENTH = Fraction(1, 2), Fraction(1, 10)
_STRONG = Smooth(Fraction(1), _TENTH)
SETTING: Mapping[str, float] = {
    "contraction": 0.5,
    "momentum": 0.05,
    "buffer": 0.05,
    "detach": 0.5,
    "workers": 4,
    "noise": 0.0,
    "batch": 1,
    "gradient_sq": 1.0,
    "heterogeneity": 0.25,
    "consensus": 0.75,
    "smoothness": 1.0,
    "gap": 1.0,
    "step_size": 0.02,
    "steps": 3,
}
"""Constants at which the theorems of the papers are asked."""
THEOREMS = ("gmc.lemma4", "gmc.theorem6", "def.lemmaA.2", "def.theorem4.3", "qg.theoremC.7.display137")


def _feedback(method: str) -> Question:
    """One step of one worker at the best step size for √(1−δ) = 1/2."""
    return Question(
        method,
        1,
        _STRONG,
        "lyapunov",
        {"step_size": 2 / (1 + _TENTH) / 3},
        compressor="contractive",
        contraction=Fraction(3, 4),
        lyapunov=True,
    )


CLASSICAL: Mapping[str, Question] = {
    "gradient_descent": Question(
        "sgd", 4, Smooth(), "gap_final", {"step_size": Fraction(1)}, distance_sq=Fraction(1)
    ),
    "heavy_ball": Question(
        "sgdm", 2, _STRONG, "gap_final", {"step_size": _HALF, "momentum": Fraction(69, 100)}, gap=Fraction(1)
    ),
    "inexact_gradient": Question(
        "qsgd",
        2,
        _STRONG,
        "gap_final",
        {"step_size": 2 / (1 + _TENTH + (1 - _TENTH) * _TENTH)},
        compressor="contractive",
        contraction=1 - _TENTH**2,
        gap=Fraction(1),
    ),
    "coin": Question(
        "sgd",
        2,
        Smooth(),
        "gap_final",
        {"step_size": _HALF},
        distance_sq=Fraction(1),
        noise=Fraction(1),
        outcomes=(_HALF, _HALF),
    ),
    "ef": _feedback("ef"),
    "ef21": _feedback("ef21"),
}


def examples() -> dict[str, Question]:
    """The questions by the names of their files."""
    theorems = {name.replace(".", "_"): question(load(name), SETTING) for name in THEOREMS}
    return {**CLASSICAL, **theorems}


def write(folder: Path = FOLDER) -> None:
    """Solve every question and write its certificates, that of its lower bound as NAME_world."""
    folder.mkdir(exist_ok=True)
    for name, asked in examples().items():
        for document in documents(worst_case(asked)):
            ending = "_world" if document["kind"] == "world" else ""
            text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
            write_atomically(folder / f"{name}{ending}{ENDING}", text.encode())
