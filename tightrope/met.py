"""Theory met: every statement about a run beside what the run measured, at the unfavourable ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from empirical.rounding import share
from theory.constants import Constants, Estimate
from theory.evaluate import Bound, applicability, bounds
from theory.papers import all_statements
from theory.readings.dimension import Unit
from theory.statement import Check, Constraint, Statement, check
from tightrope.output import columns, number, wrapped

ONE_DRAW = "one seed, where the bound may be on an expectation: more seeds would judge it"


@dataclass(frozen=True)
class Met:
    """A bound, what it bounds as the run measured it, and the hypotheses that the run breaks."""

    bound: Bound
    measured: Estimate
    broken: tuple[Check, ...]
    """Constraints that fail somewhere in the intervals of the constants, where they fail most."""
    rounding: float = 0.0
    """What rounding may leave where the measured quantity is 0."""

    @property
    def largest_measured(self) -> float:
        return self.measured.interval[1] if self.measured.interval else self.measured.value

    @property
    def smallest_bound(self) -> float | None:
        return self.bound.interval[0] if self.bound.interval else self.bound.value

    @property
    def ratio(self) -> float | None:
        """Bound over measured, the one at its least and the other at its most; none over rounding alone."""
        if self.smallest_bound is None or self.largest_measured <= self.rounding:
            return None
        return self.smallest_bound / self.largest_measured

    @property
    def exceeded(self) -> bool:
        """Whether the run measured more than the bound, and rounding, although it keeps every hypothesis."""
        least = self.measured.interval[0] if self.measured.interval else self.measured.value
        most = self.bound.interval[1] if self.bound.interval else self.bound.value
        return most is not None and least > most + self.rounding and not self.broken

    @property
    def one_draw(self) -> bool:
        """Whether one seed measured it, which says little of an expectation."""
        return self.measured.kind == "seen"


def met(constants: Constants) -> tuple[list[Met], list[Bound]]:
    """Every bound on something that the run measured; and those that apply but have no number."""
    every = [b for b in bounds(constants) if _measured(b, constants) is not None]
    found = [one for b in every if (one := held(b, constants)) is not None]
    return found, [b for b in every if b.value is None]


def misfits(constants: Constants) -> Mapping[str, Sequence[Statement]]:
    """By the reason, the statements on what the run measured about its method, but not about the run."""
    method, found = (constants.run or {}).get("method"), dict[str, list[Statement]]()
    for statement in all_statements():
        methods = next((r.allowed for r in statement.requires if r.key == "method"), ())
        if method in methods and statement.quantity in constants.measured:
            applies, why = applicability(statement, constants)
            if applies is False and why:
                found.setdefault(why, []).append(statement)
    return found


def held(bound: Bound, constants: Constants) -> Met | None:
    """A bound beside what it bounds; None where either has no number, or the run is not what it is about."""
    measured = _measured(bound, constants)
    if bound.value is None or measured is None:
        return None
    return Met(bound, measured, _broken(bound, constants), _rounding(bound.statement.unit, constants))


def _rounding(unit: str, constants: Constants) -> float:
    """The square of a share of what is 1 where F(w₀) − F* and L are: squares are of differences.

    F is worth the gap and w² the gap over L, so that points which agree but for rounding are apart by it.
    """
    values = constants.values()
    if not {"gap", "smoothness"} <= values.keys() or not values["smoothness"]:
        return 0.0
    of, gap = Unit.parse(unit), values["gap"]
    scale = gap**of.objective * (gap / values["smoothness"]) ** (of.parameters / 2)
    return float(share(constants) ** 2 * scale)


def _measured(bound: Bound, constants: Constants) -> Estimate | None:
    """What the run has measured of a statement's quantity; None where the statement is about other runs."""
    if bound.applies is not True or bound.statement.formula is None:
        return None
    return constants.measured.get(bound.statement.quantity or "")


def _broken(bound: Bound, constants: Constants) -> tuple[Check, ...]:
    least_kept = (_least_kept(c.constraint, constants) for c in bound.constraints)
    return tuple(c for c in least_kept if c.holds is False)


def _least_kept(constraint: Constraint, constants: Constants) -> Check:
    """The constraint at that corner of the constants' intervals where its left side is furthest above."""
    values = constants.values()
    ends = {n: constants.known[n].interval for n in constraint.needs if n in constants.known}
    box = {name: interval for name, interval in ends.items() if interval}
    corners = (dict(zip(box, corner, strict=True)) for corner in product(*box.values()))
    return max((check(constraint, {**values, **corner}) for corner in corners), key=_excess)


def _excess(found: Check) -> float:
    """Left minus right; a side without a value is as bad as can be where the check fails."""
    if found.lhs is None or found.rhs is None:
        return float("inf") if found.holds is False else float("-inf")
    return float(found.lhs) - float(found.rhs)


def by_how_much(broken: Check) -> str:
    """How far a constraint is broken: as a factor where its right side is positive, else both sides."""
    if broken.lhs is None or broken.rhs is None:
        return f"{broken.constraint.text}: a side has no value"
    if broken.rhs > 0:
        return f"{broken.constraint.text}: {number(broken.lhs / broken.rhs)} times too large"
    return f"{broken.constraint.text}: {number(broken.lhs)} against {number(broken.rhs)}"


def met_json(constants: Constants) -> list[dict[str, Any]]:
    found, _ = met(constants)
    return [
        {
            "id": m.bound.statement.id,
            "variant": m.bound.statement.variant,
            "verdict": m.bound.statement.verdict,
            "quantity": m.bound.statement.quantity,
            "bound": m.bound.value,
            "smallest_bound": m.smallest_bound,
            "measured": m.measured.value,
            "largest_measured": m.largest_measured,
            "ratio": m.ratio,
            "dominant": m.bound.dominant,
            "a_posteriori": list(m.bound.a_posteriori),
            "broken": [
                {"id": c.constraint.id, "text": c.constraint.text, "lhs": c.lhs, "rhs": c.rhs}
                for c in m.broken
            ],
            "exceeded": m.exceeded,
        }
        for m in found
    ]


def met_text(constants: Constants) -> list[str]:
    """A table of the statements that apply; nothing where there is none."""
    found, without = met(constants)
    if not found and not without:
        return []
    header = ("statement", "variant", "ledger", "measures", "bound ÷ measured", "dominant", "a posteriori in")
    rows = [header, *map(_row, found)]
    lines = ["", "Theory met: the smallest bound over the largest measured number, by the intervals"]
    lines += columns(rows, "  ") if found else []
    lines += _notes(found)
    one_step = [b for b in without if any(name.startswith("current_") for name in b.missing)]
    lines += [
        f"  no number: {b.statement.id} {b.statement.variant}: {b.why_no_value}"
        for b in without
        if b not in one_step
    ]
    if one_step:
        names = ", ".join(dict.fromkeys(b.statement.id for b in one_step))
        lines += wrapped(f"one step from the step before, for --verify: {names}", "  ", "  ")
    return lines


def _row(m: Met) -> tuple[str, ...]:
    s = m.bound.statement
    seen = ", ".join(m.bound.a_posteriori) or "–"
    return (s.id, s.variant, s.verdict, s.quantity or "", number(m.ratio), m.bound.dominant or "–", seen)


def _notes(found: Sequence[Met]) -> list[str]:
    unclaimed: dict[str, list[str]] = {}
    for m in found:
        if m.broken:
            name = f"{m.bound.statement.id} {m.bound.statement.variant}"
            unclaimed.setdefault("; ".join(map(by_how_much, m.broken)), []).append(name)
    lines = []
    for broken, names in unclaimed.items():
        lines += wrapped(f"not claimed here, as the run breaks {broken}: {', '.join(names)}", "  ", "  ")
    lines += [
        f"  EXCEEDED: {m.bound.statement.id} {m.bound.statement.variant}, which the ledger calls "
        f"{m.bound.statement.verdict}: {number(m.measured.value)} measured, bound {number(m.bound.value)}"
        + (f"; {ONE_DRAW}" if m.one_draw else "")
        for m in found
        if m.exceeded
    ]
    return lines
