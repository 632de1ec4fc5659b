"""How loose a theorem is, and where: measured ≤ worst case ≤ sharpened ≤ published at one point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite, sqrt

from theory.constants import GLOSSARY
from theory.errors import BadInput, TightropeError, nearest, shown
from theory.papers import load
from theory.statement import Statement, apply, needs, total
from theory.sweep import Range
from theory.worst_case.answer import worst_case
from theory.worst_case.question import Question
from theory.worst_case.statements import SETTINGS, needed, question, setting_of
from toys.gap_cases import CASES, Case, Numbers


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
    numerical: float | None
    upper: float | None
    sharpened: float | None
    repaired: float | None
    published: float | None
    claimed: bool
    repair_claimed: bool | None
    why_no_lower: str

    @property
    def worst(self) -> float | None:
        """The proved worst case, else the solver's number; None where none can be asked for."""
        return self.numerical if self.upper is None else self.upper

    @property
    def stands(self) -> float | None:
        """The bound as it stands: the repaired one where there is one."""
        return self.published if self.repaired is None else self.repaired


def points(found: Case, along: Range, constants: Numbers) -> Sequence[Numbers]:
    """The constants of every row: the case's, those given over them, and the value that varies."""
    if along.name not in found.axes:
        raise BadInput(f"along: read {shown(along.name)}; allowed: {', '.join(found.axes)}")
    known = {*found.given, *_constants(found)}
    fixed = {**found.given, **{n: x for n, x in constants.items() if n in known}}
    values = [float(f"{x:.6g}") for x in along.values()]
    return [_completed(found, {**fixed, along.name: x}) for x in values]


def settings(found: Case) -> Sequence[Numbers]:
    """The constants of the table's settings."""
    return [_completed(found, {**found.given, **changed}) for changed in found.settings]


def _completed(found: Case, point: Numbers) -> Numbers:
    """Counts as integers, and what the theorem chooses itself."""
    counted = {n: int(x) if GLOSSARY[n].integer else x for n, x in point.items()}
    return {**counted, **{n: float(apply(formula, counted)) for n, formula in found.derived.items()}}


def _constants(found: Case) -> Sequence[str]:
    """What the statement and its worst case need."""
    stands = standing(found)
    own = () if stands.formula is None else needs(stands.formula)
    return (*own, *(needed(asked_for(found)) if asked_for(found).id in SETTINGS else ()))


def standing(found: Case) -> Statement:
    """The statement as it stands: repaired where the published one is refuted."""
    return load(found.statement, found.repaired or "published")


def asked_for(found: Case) -> Statement:
    """The statement whose worst case and quantity are meant."""
    return load(found.explicit) if found.explicit else standing(found)


def asked(found: Case, point: Numbers) -> Question | None:
    """The worst case's question; None where the method is not linear or a quantiser draws."""
    statement = asked_for(found)
    return question(statement, point) if statement.id in SETTINGS else None


def measure(found: Case, point: Numbers) -> float:
    """What is measured on the case's toy at these constants."""
    # both load torch, which shipped rows do without
    from toys.quantised_wells import find_worst_quantised, longest_code
    from toys.wells import find_worst

    if found.toy == "code":
        return longest_code(point)
    if found.toy in ("ring", "gossip"):
        method = {"ring": "ar-qprsgd", "gossip": "g-qprsgd"}[found.toy]
        return find_worst_quantised(method, point, starts_only=found.toy == "gossip")
    quantity = asked_for(found).quantity or ""
    if found.toy == "adaptive":
        steepest = point["gradient_l2"] - sqrt(point["noise"] / point["batch"])
        names = ("step_size", "momentum", "momentum2", "epsilon_adam")
        own = {n: point[n] for n in names}
        return find_worst("cdadam", own, quantity, {**point, "gradient_sq": steepest**2})
    setting = setting_of(asked_for(found))
    parameters = question(asked_for(found), point).parameters
    return find_worst(
        setting.method,
        {n: float(x) for n, x in parameters.items()},
        quantity,
        {n: x for n, x in point.items() if n != "contraction" or setting.compressor},
        identical=setting.identical,
    )


def row(found: Case, name: str, point: Numbers, force: bool = False) -> Row:
    """All sides at one point; raises BadInput where the worst case is too large and not forced."""
    published, stands = load(found.statement), standing(found)
    asking = asked(found, point)
    worst = worst_case(asking, force=force) if asking else None
    sharper = [
        _bound(s, point) for s in (load(i, "strengthened") for i in found.sharpened) if _holds(s, point)
    ]
    return Row(
        float(point[name]),
        measure(found, point),
        float(worst.lower.value) if worst and worst.lower else None,
        worst.numerical if worst else None,
        float(worst.upper.value) if worst and worst.upper else None,
        min((x for x in sharper if x is not None), default=None),
        _bound(stands, point) if found.repaired else None,
        _bound(published, point),
        _holds(published, point),
        _holds(stands, point) if found.repaired else None,
        worst.why_no_lower if worst else "",
    )


def _bound(statement: Statement, point: Numbers) -> float | None:
    if statement.formula is None:
        return None
    try:
        value: float = total(apply(statement.formula, point))  # type: ignore[assignment]
    except (TightropeError, ArithmeticError):
        return None
    return value if isfinite(value) else None


def _holds(statement: Statement, point: Numbers) -> bool:
    known = {name: point[name] for name in statement.needs if name in point}
    return all(check.holds is not False for check in statement.constraints(**known))
