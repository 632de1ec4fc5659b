"""How loose a theorem is, and where: measured ≤ worst case ≤ sharpened ≤ published at one point."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from theory.errors import BadInput, TightropeError, nearest, shown
from theory.papers import load
from theory.statement import Statement, Variant, apply, total
from theory.sweep import Range
from theory.worst_case.answer import worst_case
from theory.worst_case.statements import needed, question, setting_of

Numbers = Mapping[str, Any]
"""Constants as numbers; counts are integers."""


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


_GMC = {"workers": 2, "batch": 1, "smoothness": 1, "gap": 1, "noise": 0, "gradient_sq": 2, "contraction": 0.5}
_AXES = ("steps", "contraction", "momentum", "step_size")

CASES: Mapping[str, Case] = {
    "gmc.theorem6": Case(
        "gmc.theorem6",
        None,
        ("gmc.theorem6", "gmc.theorem6.young"),
        {**_GMC, "steps": 8, "step_size": 0.25, "momentum": 0.05},
        Range("steps", 1, 12, 9),
        _AXES,
    ),
    "gmc.lemma4": Case(
        "gmc.lemma4",
        None,
        ("gmc.lemma4", "gmc.lemma4.young"),
        {**_GMC, "steps": 8, "step_size": 0.25, "momentum": 0.05},
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
    ),
    "qg.theoremC.7": Case(
        "qg.theoremC.7.display137",
        None,
        ("qg.theoremC.7.display137",),
        {
            **{n: x for n, x in _GMC.items() if n not in ("gradient_sq", "contraction")},
            "steps": 5,
            "step_size": 0.05,
            "momentum": 0.02,
            "buffer": 0.02,
            "consensus": 0.5,
            "heterogeneity": 0.1,
        },
        Range("steps", 1, 8, 8),
        ("steps", "step_size", "momentum", "consensus"),
    ),
}
"""Statements by the name that is asked for; Theorem C.7 stands for the inequality behind it."""


def case(statement: str) -> Case:
    """The case of a statement; an unknown one is bad input."""
    explicit = {found.statement: found for found in CASES.values()}
    known = {**explicit, **CASES}
    if statement not in known:
        raise BadInput(f"statement: read {shown(statement)}; {nearest(statement, known)}")
    return known[statement]


@dataclass(frozen=True)
class Row:
    """One set of constants. `upper` is proved, `lower` replayed; what was not found, or is void, is None.

    `claimed` and `repair_claimed` tell whether the statement's own constraints hold there.
    """

    at: float
    measured: float
    lower: float | None
    numerical: float
    upper: float | None
    sharpened: float | None
    repaired: float | None
    published: float | None
    claimed: bool
    repair_claimed: bool | None
    why_no_lower: str

    @property
    def worst(self) -> float:
        """The proved worst case, else the solver's number."""
        return self.numerical if self.upper is None else self.upper


def points(found: Case, along: Range, constants: Numbers) -> Sequence[Numbers]:
    """The constants of every row: the case's, those given over them, and the value that varies."""
    if along.name not in found.axes:
        raise BadInput(f"along: read {shown(along.name)}; allowed: {', '.join(found.axes)}")
    statement = load(found.statement)
    known = {*needed(statement), "batch"}
    fixed = {**found.given, **{n: x for n, x in constants.items() if n in known}}
    values = [float(f"{x:.6g}") for x in along.values()]
    return [{**fixed, along.name: int(x) if along.name == "steps" else x} for x in values]


def standing(found: Case) -> Statement:
    """The statement as it stands: repaired where the published one is refuted."""
    return load(found.statement, found.repaired or "published")


def row(found: Case, name: str, point: Numbers, force: bool = False) -> Row:
    """All sides at one point; raises BadInput where the worst case is too large and not forced."""
    from toys.wells import find_worst  # loads torch, which shipped rows do without

    published = load(found.statement)
    stands = standing(found)
    setting = setting_of(stands)
    asked = question(stands, point)
    worst = worst_case(asked, force=force)
    measured = find_worst(
        setting.method,
        {n: float(x) for n, x in asked.parameters.items()},
        published.quantity or "",
        {n: x for n, x in point.items() if n != "contraction" or setting.compressor},
        identical=setting.identical,
    )
    sharper = [
        _bound(s, point) for s in (load(i, "strengthened") for i in found.sharpened) if _holds(s, point)
    ]
    return Row(
        float(point[name]),
        measured,
        float(worst.lower.value) if worst.lower else None,
        worst.numerical,
        float(worst.upper.value) if worst.upper else None,
        min((x for x in sharper if x is not None), default=None),
        _bound(stands, point) if found.repaired else None,
        _bound(published, point),
        _holds(published, point),
        _holds(stands, point) if found.repaired else None,
        worst.why_no_lower,
    )


def _bound(statement: Statement, point: Numbers) -> float | None:
    assert statement.formula is not None
    try:
        value: float = total(apply(statement.formula, point))  # type: ignore[assignment]
    except (TightropeError, ArithmeticError):
        return None
    return value if isfinite(value) else None


def _holds(statement: Statement, point: Numbers) -> bool:
    known = {name: point[name] for name in statement.needs if name in point}
    return all(check.holds is not False for check in statement.constraints(**known))
