"""The theorems whose gap is shown: constants of their toys, what may be varied, and three settings each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from theory.papers.qg import corrected
from theory.papers.qprsgd import theorem2
from theory.statement import Formula, Variant
from theory.sweep import Range

Numbers = Mapping[str, Any]
"""Constants as numbers; counts are integers."""

Toy = Literal["worst case", "adaptive", "ring", "gossip", "code"]
"""What is measured on: wells of the worst case's own setting, of CD-Adam, quantised ones, or messages."""


@dataclass(frozen=True)
class Case:
    """A statement whose gap is shown: its bounds, the constants of its toy, and what may be varied."""

    statement: str
    repaired: Variant | None
    """The variant that stands where the published one is refuted."""
    sharpened: tuple[str, ...]
    """Statements with a strengthened variant; the least of those that hold is taken."""
    given: Numbers
    along: Range
    axes: tuple[str, ...]
    settings: tuple[Numbers, ...] = ()
    """What the table's settings have instead of the given constants."""
    toy: Toy = "worst case"
    derived: Mapping[str, Formula] = field(default_factory=dict)
    """Constants that a theorem chooses itself."""
    explicit: str | None = None
    """The statement whose worst case and quantity are meant, where the theorem itself is an order."""


_GMC = {"workers": 2, "batch": 1, "smoothness": 1, "gap": 1, "noise": 0, "gradient_sq": 2, "contraction": 0.5}
_AXES = ("steps", "contraction", "momentum", "step_size")
_RUN = {**_GMC, "steps": 8, "step_size": 0.25, "momentum": 0.05}
_THREE_OF_GMC: tuple[Numbers, ...] = (
    {},
    {"contraction": 0.1, "momentum": 0.015, "step_size": 0.1},
    {"workers": 4, "noise": 1, "gradient_sq": 4, "steps": 4, "contraction": 0.8},
)
_QG = {
    **{n: x for n, x in _GMC.items() if n not in ("gradient_sq", "contraction")},
    "steps": 5,
    "step_size": 0.05,
    "momentum": 0.02,
    "buffer": 0.02,
    "consensus": 0.5,
    "heterogeneity": 0.1,
}
_THREE_OF_QG: tuple[Numbers, ...] = (
    {},
    {"consensus": 0.1, "momentum": 0.004, "heterogeneity": 1, "step_size": 0.01},
    {"workers": 4, "noise": 1, "gap": 0.1, "steps": 4, "consensus": 0.9, "momentum": 0.04},
)
_RING = {
    "workers": 4,
    "batch": 1,
    "dimension": 16,
    "levels": 16,
    "steps": 20,
    "local_steps": 4,
    "step_size": 0.02,
    "smoothness": 1,
    "noise": 0.1,
    "heterogeneity": 0.1,
    "gap": 1,
}
_GOSSIP = {**_RING, "local_steps": 2, "steps": 50, "step_size": 0.005, "lambda2": 0.5, "eigen_spread": 0.5}

CASES: Mapping[str, Case] = {
    "gmc.theorem6": Case(
        "gmc.theorem6",
        None,
        ("gmc.theorem6", "gmc.theorem6.young"),
        _RUN,
        Range("steps", 1, 12, 9),
        _AXES,
        _THREE_OF_GMC,
    ),
    "gmc.theorem12": Case(
        "gmc.theorem12",
        None,
        ("gmc.theorem12", "gmc.theorem12.young"),
        {**_RUN, "detach": 0.5},
        Range("detach", 0, 1, 7),
        (*_AXES, "detach"),
        _THREE_OF_GMC,
    ),
    "gmc.lemma4": Case(
        "gmc.lemma4",
        None,
        ("gmc.lemma4", "gmc.lemma4.young"),
        _RUN,
        Range("contraction", 0.1, 0.9, 9),
        _AXES,
    ),
    "def.theorem4.3": Case(
        "def.theorem4.3",
        "repaired",
        ("def.theorem4.3",),
        {**_GMC, "noise": 1, "gap": 0.05, "steps": 5, "step_size": 0.12, "detach": 0.5},
        Range("detach", 0, 1, 7),
        ("detach", "steps", "contraction", "step_size"),
        (
            {},
            {"contraction": 0.1, "detach": 0.9, "step_size": 0.02, "noise": 0, "steps": 8, "gap": 1},
            {"workers": 4, "contraction": 0.8, "steps": 4, "detach": 0.2, "step_size": 0.2},
        ),
    ),
    "cdadam.theorem6.4": Case(
        "cdadam.theorem6.4",
        None,
        ("cdadam.theorem6.4",),
        {
            "workers": 2,
            "batch": 1,
            "dimension": 1,
            "smoothness": 1,
            "gap": 1,
            "noise": 0,
            "steps": 1000,
            "contraction": 0.9,
            "gradient_l2": 1,
            "gradient_linf": 1,
            "epsilon_adam": 1,
            "momentum": 0.1,
            "momentum2": 0.9,
            "step_size": 0.01,
        },
        Range("steps", 10, 10_000, 7),
        ("steps", "step_size", "contraction"),
        (
            {},
            {"contraction": 0.5, "step_size": 0.001, "steps": 10_000},
            {"noise": 0.01, "batch": 4, "contraction": 1, "momentum": 0.9, "momentum2": 0.99, "steps": 100},
        ),
        "adaptive",
    ),
    "qprsgd.theorem1": Case(
        "qprsgd.theorem1.best",
        None,
        ("qprsgd.theorem1", "qprsgd.theorem1.young"),
        _RING,
        Range("steps", 5, 200, 6),
        ("steps", "step_size", "local_steps", "heterogeneity", "levels"),
        (
            {},
            {"noise": 1, "heterogeneity": 0, "step_size": 0.01, "steps": 200, "local_steps": 2},
            {
                "noise": 0.1,
                "heterogeneity": 4,
                "local_steps": 8,
                "step_size": 0.03,
                "levels": 256,
                "steps": 50,
            },
        ),
        "ring",
    ),
    "qprsgd.theorem2": Case(
        "qprsgd.theorem2.gradient",
        "repaired",
        ("qprsgd.theorem2.gradient", "qprsgd.theorem2.gradient.young"),
        _GOSSIP,
        Range("steps", 10, 500, 6),
        ("steps", "step_size", "local_steps", "heterogeneity", "levels"),
        (
            {},
            {"noise": 1, "heterogeneity": 9, "steps": 400, "step_size": 0.01},
            {
                "lambda2": 0.8,
                "eigen_spread": 0.2,
                "levels": 256,
                "heterogeneity": 4,
                "step_size": 0.003,
                "steps": 200,
            },
        ),
        "gossip",
    ),
    "qprsgd.corollary2.1": Case(
        "qprsgd.corollary2.1",
        "repaired",
        ("qprsgd.corollary2.1", "qprsgd.theorem2.gradient.young"),
        {
            "workers": 2,
            "batch": 1,
            "dimension": 16,
            "levels": 5,
            "lambda2": 0,
            "eigen_spread": 1,
            "smoothness": 1,
            "noise": 4,
            "heterogeneity": 0.1,
            "gap": 10,
            "local_steps": 1,
            "steps": 200,
        },
        Range("steps", 100, 1000, 4),
        ("steps", "noise", "heterogeneity"),
        ({}, {"steps": 1000}, {"noise": 16, "gap": 40, "local_steps": 2, "steps": 100}),
        "gossip",
        {"step_size": theorem2.step_size21},
    ),
    "qprsgd.theorem3": Case(
        "qprsgd.theorem3",
        "repaired",
        (),
        {"float_bits": 32, "dimension": 64, "levels": 4},
        Range("levels", 1, 64, 7),
        ("levels", "dimension"),
        ({}, {"dimension": 256, "levels": 16}, {"dimension": 1024, "levels": 4}),
        "code",
    ),
    "qg.theoremC.7": Case(
        "qg.theoremC.7.display137",
        None,
        ("qg.theoremC.7.display137", "qg.theoremC.7.display137.young"),
        _QG,
        Range("steps", 1, 8, 8),
        ("steps", "step_size", "momentum", "consensus"),
        _THREE_OF_QG,
    ),
    "qg.theorem3.1": Case(
        "qg.theoremC.7",
        "repaired",
        ("qg.theoremC.7.display137", "qg.theoremC.7.display137.young"),
        {n: x for n, x in _QG.items() if n != "step_size"},
        Range("steps", 1, 8, 8),
        ("steps", "momentum", "consensus", "heterogeneity"),
        tuple({n: x for n, x in one.items() if n != "step_size"} for one in _THREE_OF_QG),
        derived={"step_size": corrected.chosen_step},
        explicit="qg.theoremC.7.display137",
    ),
}
"""Statements by the name that is asked for. Theorem C.7 stands for the inequality behind it, at any step
size; Theorem 3.1 for the repaired Theorem C.7, which says it in numbers, at the step size that it chooses."""
