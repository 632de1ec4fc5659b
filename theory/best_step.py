"""What a theorem gives at its best: the step size that minimises its bound, and the steps to a target."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, inf, log, nextafter

import numpy as np
from scipy.optimize import minimize_scalar

from theory.admissible import edge
from theory.errors import TightropeError
from theory.statement import Constraint, Formula, Statement, apply, check, needs, total

Numbers = Mapping[str, float]

LOWEST_SHARE = 1e-16
"""The search looks at step sizes down to this share of the largest admissible one."""
GRID = 1601
"""A hundred points a decade; the least is then refined between its neighbours."""
NO_LIMIT = 1e15
"""Where no constraint limits the step size, the search begins here."""
MOST_ROUNDINGS = 64
"""Floats below a computed edge among which one must be admissible: the edge is right to its last bits."""
MOST_STEPS = 10**24
"""Beyond this many steps a target counts as out of reach."""


@dataclass(frozen=True)
class Best:
    """The best admissible step size and the bound there; without one, `why` says why."""

    step_size: float | None
    value: float
    at_limit: bool = False
    why: str | None = None


def largest_step(statement: Statement, constants: Numbers) -> tuple[float, str | None]:
    """The largest step size that all constraints allow; 0 with a reason if they allow none."""
    limit = inf
    asked = [c for c in statement.conditions if "step_size" in c.needs]
    for condition in statement.conditions:
        if condition not in asked and check(condition, constants).holds is False:
            return 0.0, f"{condition.id} fails whatever the step size: {condition.text}"
    for condition in asked:
        if condition.relation == "==":
            return 0.0, f"{condition.id} fixes the step size: {condition.text}"
        found = edge(condition, "step_size", constants)
        limit = min(limit, found.value if found and found.value is not None else 0.0)
    if limit == 0:
        return 0.0, "no step size satisfies the constraints"
    return _inside(limit, asked, constants), None


def _inside(limit: float, asked: Sequence[Constraint], constants: Numbers) -> float:
    """The edge, or where rounding or a strict constraint excludes it the float below that is admissible."""
    for _ in range(MOST_ROUNDINGS):
        point = {**constants, "step_size": limit}
        if limit == inf or all(check(c, point).holds is not False for c in asked):
            break
        limit = nextafter(limit, 0)
    return limit


def best_step(statement: Statement, constants: Numbers) -> Best:
    """Minimise a bound over the step sizes that its constraints allow.

    A grid of shares of the largest one finds the cell, and Brent's method the least in it.
    """
    formula = statement.formula
    assert formula is not None
    fixed = {n: constants[n] for n in needs(formula) if n != "step_size"}
    limit, why = largest_step(statement, constants)
    if why:
        return Best(None, inf, why=why)
    most = limit if limit < inf else NO_LIMIT

    def bound(log_share: float) -> float:
        try:
            return sum(map(float, apply(formula, {**fixed, "step_size": most * exp(log_share)}).values()))
        except (TightropeError, ArithmeticError):
            return inf

    grid = np.linspace(log(LOWEST_SHARE), 0.0, GRID)
    try:
        with np.errstate(all="ignore"):
            values = np.asarray(
                total(apply(formula, {**fixed, "step_size": most * np.exp(grid)})), dtype=float
            )
    except (TightropeError, ArithmeticError) as error:
        return Best(None, inf, why=str(error))
    least = int(np.nanargmin(np.where(np.isfinite(values), values, inf)))
    around = (grid[max(least - 1, 0)], grid[min(least + 1, GRID - 1)])
    refined = minimize_scalar(bound, bounds=around, method="bounded", options={"xatol": 1e-10})
    if least == GRID - 1 and values[-1] <= refined.fun * (1 + 1e-12):
        return Best(most, float(values[-1]), at_limit=True)
    return Best(most * exp(refined.x), float(refined.fun))


@dataclass(frozen=True)
class Reached:
    """What a theorem needs to promise a target: steps, its step size, bits; or why it never does.

    `dense_steps` and `dense_bits` are the same theorem's without compression at the same constants. Bits are
    those that all workers send together.
    """

    statement: Statement
    steps: int | None
    step_size: float | None
    bits: float | None
    dense_steps: int | None
    dense_bits: float | None
    why: str | None = None

    @property
    def bits_ratio(self) -> float | None:
        """Bits with compression over bits without: above 1 the theorem loses more than it saves."""
        if self.bits is None or not self.dense_bits:
            return None
        return self.bits / self.dense_bits


def reach(statement: Statement, constants: Numbers, target: float) -> Reached:
    """The least number of steps at which a theorem's bound, at its best step size, is at most the target."""
    point = {**constants, "target": target}
    formula = statement.formula
    wanted = set(needs(formula) if formula else ()) - {"steps", "step_size", *statement.attains}
    missing = sorted(wanted - point.keys())
    if missing:
        return Reached(statement, None, None, None, None, None, f"missing: {', '.join(missing)}")
    steps, best = _least_steps(statement, point)
    if steps is None:
        why = best.why or "the bound never falls to the target"
        return Reached(statement, None, None, None, None, None, why)
    cost = statement.cost
    if cost is None:
        return Reached(statement, steps, best.step_size, None, None, None)
    dense_steps = _least_steps(statement, {**point, **cost.uncompressed})[0]
    return Reached(
        statement,
        steps,
        best.step_size,
        _bits(cost.bits, point, steps),
        dense_steps,
        _bits(cost.dense_bits, point, dense_steps),
    )


def _bits(per_step: Formula, point: Numbers, steps: int | None) -> float | None:
    if steps is None or any(n not in point for n in needs(per_step)):
        return None
    return float(apply(per_step, point)) * steps


def _least_steps(statement: Statement, point: Numbers) -> tuple[int | None, Best]:
    if statement.attains:
        return _attained(statement, point)

    def at(steps: int) -> Best:
        return best_step(statement, {**point, "steps": float(steps)})

    target = point["target"]
    best = at(MOST_STEPS)
    if best.step_size is None or best.value > target:
        return None, best
    low, high = 0, 1
    while (best := at(high)).value > target:
        low, high = high, high * 4
    while high - low > max(1, high // 10**6):
        middle = (low + high) // 2
        trial = at(middle)
        low, high, best = (low, middle, trial) if trial.value <= target else (middle, high, best)
    return high, best


def _attained(statement: Statement, point: Numbers) -> tuple[int | None, Best]:
    """A theorem that says itself how many steps, of what size, a target takes."""
    for condition in statement.conditions:
        if not set(statement.attains) & set(condition.needs) and check(condition, point).holds is False:
            return None, Best(None, inf, why=f"{condition.id} fails: {condition.text}")
    missing = sorted({n for f in statement.attains.values() for n in needs(f)} - point.keys())
    if missing:
        return None, Best(None, inf, why=f"missing: {', '.join(missing)}")
    try:
        chosen = {n: float(apply(f, point)) for n, f in statement.attains.items()}
        return int(np.ceil(chosen["steps"])), Best(chosen["step_size"], point["target"])
    except (TightropeError, ArithmeticError) as error:
        return None, Best(None, inf, why=str(error))


def takes_over(statement: Statement, constants: Numbers) -> tuple[str, int] | None:
    """The term that leads as T → ∞, and the T from which it does, the step size being the best for each T.

    At the best step size what falls with it (the initial gap) balances what grows with it, so the question is
    which of the growing terms is the largest: for many steps the noise, for few the compression or the drift.
    None where there is no admissible step size, or where the theorem chooses its steps itself.
    """
    formula = statement.formula
    if formula is None or statement.attains:
        return None

    def growing(steps: int) -> Mapping[str, float]:
        point = {**constants, "steps": float(steps)}
        best = best_step(statement, point).step_size
        if best is None:
            return {}
        here, beyond = (apply(formula, {**point, "step_size": best * x}) for x in (1, 1.01))
        return {name: float(term) for name, term in here.items() if float(beyond[name]) > float(term)}

    def leader(steps: int) -> str | None:
        terms = growing(steps)
        return max(terms, key=lambda name: terms[name]) if terms else None

    last = leader(MOST_STEPS)
    if last is None:
        return None
    low, high = 0, 1
    while leader(high) != last:
        low, high = high, high * 4
    while high - low > max(1, high // 1000):
        middle = (low + high) // 2
        low, high = (low, middle) if leader(middle) == last else (middle, high)
    return last, high
