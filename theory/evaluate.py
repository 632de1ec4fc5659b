"""Every bound that a set of constants allows, term by term, with constraints, outputs and tightness."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from theory.constants import Constants
from theory.errors import Undecided, Void
from theory.papers import all_statements
from theory.statement import Check, Formula, Statement, apply, needs, total


@dataclass(frozen=True)
class Bound:
    """A statement evaluated at one set of constants.

    `value` is None where it cannot be had, and `why_no_value` says why. `applies` is None where the file does
    not say what ran; `misfit` says why it is not true. `a_posteriori` names the constants used that are
    suprema over one run: the number is then about that run only. `unmet` are the constraints that fail: the
    paper does not claim the bound then. `interval` encloses the bound over the constants that the file gives
    as intervals.
    """

    statement: Statement
    value: float | None
    log10_value: float | None
    terms: Mapping[str, float]
    interval: tuple[float, float] | None
    applies: bool | None
    why_no_value: str | None
    misfit: str | None
    constraints: tuple[Check, ...]
    outputs: Mapping[str, float | None]
    measured: float | None
    missing: tuple[str, ...]
    a_posteriori: tuple[str, ...]

    @property
    def why(self) -> str | None:
        """Why there is no value, or why the statement is not about the run."""
        return "; ".join(filter(None, (self.misfit, self.why_no_value))) or None

    @property
    def dominant(self) -> str | None:
        return max(self.terms, key=lambda name: self.terms[name]) if self.terms else None

    @property
    def tightness(self) -> float | None:
        """Bound over measured: how many times larger than the run the theorem's promise is."""
        if self.value is None or not self.measured or not self.applies:
            return None
        ratio = self.value / self.measured
        return ratio if math.isfinite(ratio) else None

    @property
    def unmet(self) -> tuple[Check, ...]:
        return tuple(c for c in self.constraints if c.holds is False)


def bounds(constants: Constants, paper: str | None = None, variant: str | None = None) -> tuple[Bound, ...]:
    """Every statement of the papers that has a bound, an output or a constraint, evaluated.

    `paper` and `variant` narrow the list; by default all papers and all variants are evaluated.
    """
    statements = [s for s in all_statements(paper) if s.needs and variant in (None, s.variant)]
    return tuple(evaluate(statement, constants) for statement in statements)


def evaluate(statement: Statement, constants: Constants) -> Bound:
    """One statement at one set of constants."""
    values = constants.values()
    applies, misfit = applicability(statement, constants)
    missing = tuple(n for n in statement.needs if n not in values)
    value, log10_value, terms, why = _evaluated(statement, values)
    measured = constants.measured.get(statement.quantity or "")
    return Bound(
        statement=statement,
        value=value,
        log10_value=log10_value,
        terms=terms,
        interval=None if value is None else _interval(statement.formula, values, constants),
        applies=applies,
        why_no_value=why,
        misfit=misfit,
        constraints=statement.constraints(**values),
        outputs={name: _output(formula, values) for name, formula in statement.outputs.items()},
        measured=measured.value if measured and applies else None,
        missing=missing,
        a_posteriori=constants.a_posteriori(statement.needs),
    )


_Outcome = tuple[float | None, float | None, Mapping[str, float], str | None]


def _evaluated(statement: Statement, values: Mapping[str, float]) -> _Outcome:
    """The bound's value, its log10 where it exceeds a float, its terms, and why the value is missing."""
    formula = statement.formula
    if formula is None:
        return None, None, {}, statement.note or "the statement gives no number"
    missing = [n for n in needs(formula) if n not in values]
    if missing:
        return None, None, {}, f"missing: {', '.join(missing)}"
    try:
        terms = {name: float(term) for name, term in apply(formula, values).items()}
        value = math.fsum(terms.values())
        if math.isfinite(value):
            return value, None, terms, None
    except Void as void:
        return None, None, {}, str(void)
    except (OverflowError, ZeroDivisionError, ValueError):
        pass
    return _beyond_floats(formula, values)


def _beyond_floats(formula: Formula, values: Mapping[str, float]) -> _Outcome:
    """The same formula in ball arithmetic, whose exponents have no limit: floats may fail on the way only."""
    from theory.readings.interval import Interval

    try:
        balls: Mapping[str, Any] = apply(formula, {n: Interval.of(values[n]) for n in needs(formula)})
        enclosed: Any = total(balls)
        if not enclosed.value.is_finite():
            return None, None, {}, "the number cannot be enclosed at these constants"
        terms = {name: float(ball.value.mid()) for name, ball in balls.items()}
        value = float(enclosed.value.mid())
        if all(map(math.isfinite, (value, *terms.values()))):
            return value, None, terms, None
        log10 = float((enclosed.log() / Interval.of(10).log()).value.mid())
    except (Void, Undecided) as error:
        return None, None, {}, str(error)
    return None, log10, {}, f"the number exceeds a float: it is 10^{log10:.6g}"


def _interval(
    formula: Formula | None, values: Mapping[str, float], constants: Constants
) -> tuple[float, float] | None:
    """The bound's range over the constants' intervals; None without one, or where it has no ends."""
    known = constants.known
    box = {n: known[n].interval for n in needs(formula) if known[n].interval} if formula else {}
    if formula is None or not box:
        return None
    from theory.enclosure import enclose

    found = enclose(formula, values, {n: ends for n, ends in box.items() if ends})
    return None if found.low is None or found.high is None else (found.low, found.high)


def _output(formula: Formula, values: Mapping[str, float]) -> float | None:
    try:
        number = float(apply(formula, values))
    except (Void, KeyError, OverflowError, ZeroDivisionError, ValueError):
        return None
    return number if math.isfinite(number) else None


def _looked_up(run: Mapping[str, Any], key: str) -> tuple[bool, Any]:
    """Whether the run says anything at a dotted key, and what."""
    value: Any = run
    for part in key.split("."):
        if not isinstance(value, Mapping) or part not in value:
            return False, None
        value = value[part]
    return True, value


def applicability(statement: Statement, constants: Constants) -> tuple[bool | None, str | None]:
    """Whether a statement is about the run, and if not, or if the file does not say, why."""
    if constants.run is None:
        return None, None
    run = {**constants.run, "constants": constants.values()}
    unknown = []
    for requirement in statement.requires:
        said, value = _looked_up(run, requirement.key)
        if not said and None in requirement.allowed:
            continue
        if not said:
            unknown.append(requirement.key)
        elif value not in requirement.allowed:
            return False, f"{requirement.why}; the run has {requirement.key} = {value!r}"
    if unknown:
        return None, f"[run] does not say {', '.join(unknown)}"
    return True, None
