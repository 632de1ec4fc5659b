"""Where a statement's constraints hold, drawn in the two constants that they are most about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil, floor, log10
from typing import Any

import numpy as np
from markupsafe import Markup

from theory.errors import TightropeError
from theory.notation import constant_letter
from theory.statement import Constraint, Statement, apply, needs
from tightrope.report.contours import Plane, curves, filled, path
from tightrope.report.given import GIVEN, TIED, UNITS
from tightrope.report.markup import render
from tightrope.report.numbers import power_of_ten, written

AXES: Mapping[str, tuple[str, float, float]] = {
    "step_size": ("step size", 1e-12, 1e3),
    "schedule_c": ("schedule's constant", 1e-12, 1e3),
    "momentum": ("momentum", 1e-4, 0.999),
    "contraction": ("contraction", 1e-3, 0.999),
    "consensus": ("consensus factor", 1e-3, 1.0),
    "pl": ("PL constant", 1e-3, 1.0),
    "local_steps": ("local steps", 1.0, 1e3),
    "levels": ("levels", 1.0, 1e5),
    "detach": ("detach coefficient", 1e-2, 1.0),
    "workers": ("workers", 1.0, 1e3),
    "momentum2": ("second momentum", 1e-2, 0.9999),
    "buffer": ("buffer's momentum", 1e-3, 0.999),
    "young": ("Young's parameter", 1e-3, 10.0),
}
"""The constants that may be an axis, the likeliest first, in words, and between what they are looked at.

μ ≤ L = 1.
"""
POINTS = 97
"""Grid points along an axis, so that a cell is three pixels wide."""
WIDTH, HEIGHT = 250.0, 170.0
"""Pixels inside the axes."""
LETTER = 12.0
"""Pixels around a letter that nothing else should be in."""
LEAST = 50.0
"""What stands for a slack that is infinite, or for a side that is void."""


@dataclass(frozen=True)
class Axis:
    """A constant along one side, logarithmic from `low` to `high`."""

    name: str
    letter: str | None
    low: float
    high: float
    length: float

    @property
    def words(self) -> str:
        """What the constant is, and the paper's letter where it has one."""
        return f"{AXES[self.name][0]} {self.letter or ''}".strip()

    def values(self) -> Plane:
        return np.geomspace(self.low, self.high, POINTS)

    def ticks(self) -> Sequence[tuple[float, str]]:
        """Decades, six at most with a number: how far along, and the power of ten."""
        low, high = log10(self.low), log10(self.high)
        decades = range(ceil(low - 1e-9), floor(high + 1e-9) + 1)
        every = ceil(len(decades) / 6)
        return [((d - low) / (high - low) * self.length, _power(d)) for d in decades if d % every == 0]


@dataclass(frozen=True)
class Edge:
    """A constraint with an edge in the picture: the letter and where it stands, the curve."""

    letter: str
    constraint: Constraint
    path: str
    at: tuple[float, float]


@dataclass(frozen=True)
class Region:
    """A statement's picture; what has no edge in it holds in all of it, nowhere in it, or is not about it."""

    statement: Statement
    x: Axis
    y: Axis
    inside: str
    edges: Sequence[Edge]
    everywhere: Sequence[Constraint]
    nowhere: Sequence[Constraint]
    given: Mapping[str, float | str]

    @property
    def reads(self) -> str:
        """What the shading means."""
        equal = any(edge.constraint.relation == "==" for edge in self.edges)
        what = "inequalities" if equal else "constraints"
        if not self.inside:
            return f"No point here meets all {what}"
        also = "; they ask for a point on the dashed curve too" if equal else ""
        return f"Shaded: where the {what} hold{also}"


def region(statement: Statement) -> Markup | None:
    """The picture of a statement's constraints; None where they have no edge in two constants."""
    found = region_of(statement)
    if found is None:
        return None
    names = (*found.given, found.x.name, found.y.name)
    letters = {name: _letter(statement, name) or name.replace("_", " ") for name in names}
    given = [
        f"{letters[name]} = {letters[value] if isinstance(value, str) else written(value)}"
        for name, value in found.given.items()
    ]
    return render("region.html", region=found, given=given, width=WIDTH, height=HEIGHT)


def region_of(statement: Statement) -> Region | None:
    """The places of everything in the picture; constants that a theorem chooses itself are not asked for."""
    fixed = {**GIVEN.get(statement.paper, UNITS), **_pinned(statement)}
    known = {*fixed, *AXES} - statement.attains.keys()
    asked = [c for c in statement.conditions if not c.order and known.issuperset(c.needs)]
    names = _axes(asked, fixed, _pinned(statement))
    if names is None:
        return None
    given = _given(asked, fixed, names, TIED.get(statement.paper, {}))
    x, y = _narrowed(statement, asked, given, names)
    planes = _planes(asked, given, x, y)
    edges = list(_edges(asked, planes))
    if not edges:
        return None
    cut = {edge.constraint.id for edge in edges}
    return Region(
        statement,
        x,
        y,
        path(filled(_least(asked, planes), WIDTH, HEIGHT)),
        edges,
        [c for c in asked if c.id not in cut and (planes[c.id] >= 0).all()],
        [c for c in asked if c.id not in cut and not (planes[c.id] >= 0).all()],
        given,
    )


def _pinned(statement: Statement) -> Mapping[str, float]:
    """The constants that a condition such as K = 1 gives their value."""
    alone = [
        c for c in statement.conditions if c.relation == "==" and len(c.needs) == 1 and not needs(c.right)
    ]
    return {c.needs[0]: float(apply(c.right, {})) for c in alone}


def _axes(
    asked: Sequence[Constraint], fixed: Mapping[str, float], pinned: Mapping[str, float]
) -> tuple[str, str] | None:
    """The likeliest constant, and the one that with it takes part in most constraints that cut something off.

    A constant that has no value must be an axis.
    """
    candidates = [name for name in AXES if name not in pinned and any(name in c.needs for c in asked)]
    if len(candidates) < 2:
        return None
    x, parts = candidates[0], [set(c.needs) for c in asked if not _trivial(c)]

    def weight(y: str) -> tuple[bool, int, int]:
        return y not in fixed, sum(bool(n & {x, y}) for n in parts), sum({x, y} <= n for n in parts)

    return x, max(candidates[1:], key=weight)


def _trivial(constraint: Constraint) -> bool:
    """Whether it is about one constant, and met wherever that is looked at, as δ < 1 is."""
    name, *others = constraint.needs
    if others or name not in AXES:
        return False
    return bool((slack(constraint, {name: np.geomspace(*AXES[name][1:], POINTS)}) >= 0).all())


def _narrowed(
    statement: Statement, asked: Sequence[Constraint], given: Mapping[str, Any], names: tuple[str, str]
) -> tuple[Axis, Axis]:
    """Both axes from a decade before the first edge to a decade behind the last one.

    Edges are those of the region; where there is none, or no region, those of the constraints.
    """
    x, y = (
        Axis(name, _letter(statement, name), *AXES[name][1:], length)
        for name, length in zip(names, (WIDTH, HEIGHT), strict=True)
    )
    planes = _planes(asked, given, x, y)
    least = _least(asked, planes)
    return _around(x, 1, least, planes.values()), _around(y, 0, least, planes.values())


def _least(asked: Sequence[Constraint], planes: Mapping[str, Plane]) -> Plane:
    """The slack of the tightest inequality."""
    tightest: Plane = np.minimum.reduce(
        [planes[c.id] for c in asked if c.relation != "=="] or [np.ones((POINTS, POINTS))]
    )
    return tightest


def _around(axis: Axis, along: int, least: Plane, planes: Iterable[Plane]) -> Axis:
    for looked_at in ([least], planes):
        changes = [np.diff(plane >= 0, axis=along).any(axis=1 - along) for plane in looked_at]
        at = np.flatnonzero(np.any(changes, axis=0))
        if len(at):
            values = axis.values()
            low = max(axis.low, 10.0 ** (floor(log10(values[at[0]])) - 1))
            high = min(axis.high, 10.0 ** (ceil(log10(values[at[-1] + 1])) + 1))
            return replace(axis, low=low, high=high)
    return axis


def _letter(statement: Statement, name: str) -> str | None:
    """The paper's letter; None where it has none, or has 1 in the constant's place."""
    letter = constant_letter(statement.paper, name)
    return None if letter == "1" else letter


def _given(
    asked: Sequence[Constraint], fixed: Mapping[str, float], axes: tuple[str, str], tied: Mapping[str, str]
) -> Mapping[str, Any]:
    """The constants that are no axis: a number, or the name of the axis that one goes with."""
    needed = dict.fromkeys(name for c in asked for name in c.needs if name not in axes)
    return {n: tied[n] if tied.get(n) in axes else fixed[n] for n in needed}


def _planes(asked: Sequence[Constraint], given: Mapping[str, Any], x: Axis, y: Axis) -> Mapping[str, Plane]:
    """Every constraint's slack over the plane."""
    across, up = np.meshgrid(x.values(), y.values())
    plane = {x.name: across, y.name: up}
    constants = {**{n: plane.get(value, value) for n, value in given.items()}, **plane}
    return {c.id: slack(c, constants) for c in asked}


def slack(constraint: Constraint, constants: Mapping[str, Any]) -> Plane:
    """What a constraint leaves over the plane: 0 on its edge, negative where it fails or a side is void.

    It is log(right/left) where both sides are positive, else ±log(1 + |right − left|): both run straighter
    between grid points than right − left.
    """
    shape = np.broadcast(*(constants[n] for n in constants)).shape
    try:
        with np.errstate(all="ignore"):
            left, right = (np.broadcast_to(np.asarray(s, float), shape) for s in constraint.sides(constants))
            signed = np.sign(right - left) * np.log1p(np.abs(right - left))
            difference = np.where((left > 0) & (right > 0), np.log(right) - np.log(left), signed)
    except TightropeError:
        return np.full(shape, -LEAST)
    found: Plane = np.clip(np.nan_to_num(difference, nan=-LEAST, posinf=LEAST, neginf=-LEAST), -LEAST, LEAST)
    return found


def _edges(asked: Sequence[Constraint], planes: Mapping[str, Plane]) -> Iterator[Edge]:
    """The constraints that hold in a part of the picture, each with a letter on its longest curve."""
    drawn = {c.id: curves(planes[c.id], WIDTH, HEIGHT) for c in asked}
    cut = [c for c in asked if drawn[c.id]]
    placed: list[Plane] = []
    for i, constraint in enumerate(cut):
        others = [line for c in cut if c is not constraint for line in drawn[c.id]]
        longest = max(drawn[constraint.id], key=len)
        placed.append(_clear(longest, (i + 1) / (len(cut) + 1), placed, others))
        x, y = placed[-1][0]
        yield Edge("abcdefgh"[i], constraint, path(drawn[constraint.id]), (float(x), float(y)))


def _clear(curve: Plane, share: float, letters: Sequence[Plane], others: Sequence[Plane]) -> Plane:
    """The point of a curve nearest to a share of it that is clear of other letters, of curves and the frame.

    Where none is by a letter's size, that which is clearest, of letters above all.
    """
    framed = np.minimum(curve, np.array([WIDTH, HEIGHT]) - curve).min(axis=1)
    room = 2 * _apart(curve, letters) + np.minimum(framed, _apart(curve, others))
    nearest = np.argsort(np.abs(np.arange(len(curve)) - share * (len(curve) - 1)), kind="stable")
    best: int = nearest[room[nearest].argmax()]
    return curve[best : best + 1]


def _apart(curve: Plane, others: Sequence[Plane]) -> Plane:
    """How far each point of a curve is from the nearest of other points, up to a letter's size."""
    room = np.full(len(curve), LETTER)
    for line in others:
        room = np.minimum(room, np.hypot(*(curve[:, None] - line).T).min(axis=0))
    return room


def _power(decade: int) -> str:
    """Ten to an integer: 1, 10, 10⁻³."""
    return {0: "1", 1: "10"}.get(decade, power_of_ten(decade))
