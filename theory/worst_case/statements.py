"""A statement's own worst case: its hypotheses and constants as a question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from theory.errors import BadInput, nearest, shown
from theory.statement import Statement
from theory.worst_case.classes import Smooth
from theory.worst_case.question import Question, exact


@dataclass(frozen=True)
class Setting:
    """What of a statement's hypotheses is not among its constants."""

    method: str
    parameters: tuple[str, ...]
    compressor: str | None = None
    identical: bool = False
    heterogeneity: bool = False


_GMC = Setting("gmc", ("step_size", "momentum"), "shrinking")
_GMC_PLUS = Setting("gmc+", ("step_size", "momentum", "detach"), "shrinking")
_DEF = Setting("def", ("step_size", "detach"), "linear", identical=True)
_QG = Setting("qg", ("step_size", "momentum", "buffer"), heterogeneity=True)


def _with_best(*ids: str) -> tuple[str, ...]:
    """Statements and their own at the best parameters of their proofs."""
    return (*ids, *(f"{one}.young" for one in ids))


SETTINGS: Mapping[str, Setting] = {
    **dict.fromkeys(_with_best("gmc.lemma4", "gmc.lemma5", "gmc.theorem6"), _GMC),
    **dict.fromkeys(_with_best("gmc.lemma9", "gmc.lemma11", "gmc.theorem12"), _GMC_PLUS),
    **dict.fromkeys(("def.lemmaA.2", "def.lemmaA.3", "def.theorem4.3"), _DEF),
    **dict.fromkeys(tuple(f"qg.theoremC.7.display{n}" for n in (135, 136)), _QG),
    **dict.fromkeys(("qg.lemmaC.5.young", *_with_best("qg.theoremC.7.display137")), _QG),
}
"""The statements whose worst case can be asked for."""
EXPLICIT = {"qg.theoremC.7": "qg.theoremC.7.display137", "qg.theorem3.1": "qg.theoremC.7.display137"}
"""Statements that are orders of growth, and the inequality that stands behind each."""


def setting_of(statement: Statement) -> Setting:
    """The setting of a statement; raises BadInput for one whose worst case cannot be asked for."""
    if statement.id in EXPLICIT:
        raise BadInput(f"statement: {statement.id} gives no number; ask for {EXPLICIT[statement.id]}")
    if statement.id not in SETTINGS:
        raise BadInput(f"statement: {statement.id} has no worst case here; {nearest(statement.id, SETTINGS)}")
    found = SETTINGS[statement.id]
    if found is _GMC or found is _GMC_PLUS:
        selects = any(requirement.key == "compressor.sparsifying" for requirement in statement.requires)
        return found if selects else Setting(found.method, found.parameters, "contractive")
    return found


def needed(statement: Statement) -> tuple[str, ...]:
    """The constants of a statement's question: its own, and those without which nothing runs."""
    found = setting_of(statement)
    known = ("workers", "steps", "smoothness", "gap", "noise", *found.parameters)
    own = ("consensus", "heterogeneity") if found.heterogeneity else ("gradient_sq",)
    return (*known, *own, *(("contraction",) if found.compressor else ()))


def question(statement: Statement, constants: Mapping[str, Any]) -> Question:
    """The worst case of the statement's quantity, over all that its hypotheses allow, after `steps` steps.

    Numbers are read as the decimal fractions that they print. A worker's batch divides its noise. Raises
    BadInput where a constant is missing.
    """
    found = setting_of(statement)
    missing = [name for name in needed(statement) if name not in constants]
    if missing:
        raise BadInput(f"{missing[0]}: not given; {statement.id} needs {', '.join(needed(statement))}")
    value = {name: _fraction(name, constants[name]) for name in needed(statement)}
    noise = value["noise"] / _fraction("batch", constants.get("batch", 1))
    L = value["smoothness"]
    return Question(
        found.method,
        int(value["steps"]),
        Smooth(L, -L),
        statement.quantity or "",
        {name: value[name] for name in found.parameters} | ({"momentum": 0} if found is _DEF else {}),
        workers=int(value["workers"]),
        compressor=found.compressor,
        contraction=value.get("contraction"),
        consensus=value.get("consensus"),
        identical=found.identical,
        gap=value["gap"],
        heterogeneity=value.get("heterogeneity"),
        gradient_sq=value.get("gradient_sq"),
        noise=noise or None,
    )


def _fraction(name: str, number: Any) -> Fraction:
    try:
        return Fraction(exact(number))
    except (TypeError, ValueError, OverflowError) as error:
        raise BadInput(f"{name}: read {shown(number)}; allowed: a number") from error
