"""A bound over an array of points, against NumPy by hand and against SymPy point by point."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import numpy as np

import tightrope
from benchmarks.agreement import difference
from benchmarks.by_hand import PEERS
from benchmarks.constants import CONSTANTS
from benchmarks.timing import Row, Target, Work, compared, interleaved
from theory.readings.symbolic import Symbolic
from theory.statement import Statement, needs, total

BY_HAND = Target("<=", 1.2)
"""One text for every reading may cost a fifth more than the formula written for this one."""
POINT_BY_POINT = Target(">=", 1e3)
"""What the array reading gains over substitution into the symbolic one."""

RANGES = {
    "momentum": (0.0, 0.05),
    "contraction": (0.05, 1.0),
    "step_size": (0.001, 0.03),
    "levels": (20.0, 200.0),
    "consensus": (0.05, 1.0),
}
"""A fifth of the range of β lies beyond the pole of gmc's E² (β = 0.040 at δ = 0.1), where the bound is void.
η ends below the pole of qprsgd's 1/ε (η = 0.054), near which two orders of the same operations differ by more
than rounding."""

_GMC = (("momentum",), ("contraction",), ("step_size",), ("momentum", "contraction", "step_size"))
SWEEPS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "gmc.theorem6": _GMC,
    "gmc.theorem12": _GMC,
    "def.theorem4.3": (("contraction",), ("step_size",), ("contraction", "step_size")),
    "cdadam.eqB.21": (("contraction",), ("step_size",), ("momentum", "contraction", "step_size")),
    "qprsgd.theorem1.best": (("levels",), ("step_size",), ("levels", "step_size")),
    "qg.theoremC.7.display137": (("momentum",), ("step_size",), ("momentum", "consensus", "step_size")),
}
"""The constants that are swept: those with the most work alone, the step size alone, and all at once."""
SUBSTITUTED = ("gmc.theorem6", "gmc.theorem12")
"""The statements that SymPy is timed on."""

OURS = "the statement"
HAND = "NumPy by hand"
SUBS = "SymPy subs"


def swept(statement: Statement, names: tuple[str, ...], points: int) -> dict[str, Any]:
    """The statement's constants, the named ones as arrays over their ranges, each in an order of its own."""
    random = np.random.default_rng(0)
    arrays = {name: random.permutation(np.linspace(*RANGES[name], points)) for name in names}
    return {name: arrays.get(name, CONSTANTS[name]) for name in _needs(statement)}


def _needs(statement: Statement) -> tuple[str, ...]:
    assert statement.formula is not None
    return needs(statement.formula)


def summed(statement: Statement, constants: Mapping[str, Any]) -> Any:
    """The bound by the statement's own text, as its users have it."""
    return total(statement.bound(**constants))


def substitution(statement: Statement) -> Callable[[Mapping[str, float]], float]:
    """The bound at a point, by substitution into the statement's symbolic reading."""
    symbols = {name: Symbolic.symbol(name) for name in _needs(statement)}
    expression = summed(statement, symbols).value
    return lambda point: float(expression.subs({symbols[name].value: x for name, x in point.items()}))


def _label(statement: Statement, names: tuple[str, ...], points: int) -> str:
    return f"{statement.id}, {', '.join(names)} over {points} points"


def _against_hand(name: str, names: tuple[str, ...], points: int, rounds: int) -> Row:
    statement = tightrope.load(name)
    constants, what = swept(statement, names, points), _label(statement, names, points)
    ours = partial(summed, statement, constants)
    hand = partial(PEERS[name], **constants)
    apart = difference(what, ours(), hand())
    times = interleaved(rounds, {OURS: Work(ours, points), HAND: Work(hand, points)})
    return compared(__name__, what, "point", times, OURS, HAND, "ratio", BY_HAND, apart)


def _against_sympy(name: str, points: int, few: int, rounds: int) -> Row:
    """SymPy at the first few points where the bound is not void, its time taken per point."""
    statement, names = tightrope.load(name), ("momentum",)
    constants, what = swept(statement, names, points), _label(statement, names, points)
    ours, substituted = partial(summed, statement, constants), substitution(statement)
    places = np.flatnonzero(~np.isnan(ours()))[:few]
    chosen = [{**constants, "momentum": float(constants["momentum"][at])} for at in places]
    apart = difference(what, ours()[places], [substituted(point) for point in chosen])
    subs = Work(lambda: [substituted(point) for point in chosen], len(chosen))
    times = interleaved(rounds, {OURS: Work(ours, points), SUBS: subs})
    return compared(__name__, what, "point", times, OURS, SUBS, "times faster", POINT_BY_POINT, apart)


def rows(points: int = 10**6, few: int = 20, rounds: int = 15) -> list[Row]:
    """Every paper's main theorem by hand; and SymPy beside gmc's sweep of the momentum."""
    by_numpy = [_against_hand(name, names, points, rounds) for name in PEERS for names in SWEEPS[name]]
    return by_numpy + [_against_sympy(name, points, few, rounds) for name in SUBSTITUTED]
