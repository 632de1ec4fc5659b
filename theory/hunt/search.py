"""The search: random starts, refined by Nelder and Mead, on how far the claim is broken.

A point that keeps the conditions scores (left − right)/(|left| + |right|) for a claim left ≤ right, which is
above 0 where it fails; one that does not scores −2 and less, by how far it is from keeping them. Equal
quantities leave no room for chance: each equation is solved for a quantity that it is linear in.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import cycle
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
from scipy.optimize import minimize

from theory.errors import OutsideDomain, Undecided, Void
from theory.hunt.quarry import Condition, Free, Quarry
from theory.proof.claim import Comparison
from theory.proof.implication import DENOMINATORS
from theory.proof.verdict import Witness
from theory.readings.exact import Exact

STARTS = (1, 4, 24, 150)
"""Of how many random points the best is refined, in turn: the best of many hides what is rare."""
REFINED = 60
"""Evaluations of one refinement, for every quantity."""
CLEARLY = 1e-9
"""What is broken by less may be rounding: it is not worth an exact evaluation."""
UNDEFINED = (ZeroDivisionError, OverflowError, OutsideDomain, Void, Undecided)
"""What a formula raises where it has no value; whatever else one raises is an error of ours."""


class Stop(Exception):
    """The tries or the seconds are used up, or a witness is found."""


@dataclass
class Trophy:
    """What a search has so far; `tries` counts the points that kept every condition."""

    tries: int = 0
    drawn: int = 0
    score: float = -math.inf
    point: Mapping[str, float] | None = None
    witness: Witness | None = None
    seconds: float = 0.0

    @property
    def ratio(self) -> float | None:
        """left/right at the best point, where both are positive and the conditions are kept."""
        return (1 + self.score) / (1 - self.score) if -1 < self.score < 1 else None


class Search:
    """One search, repeatable by its seed; `trophy` is what it has when it ends or is interrupted."""

    def __init__(self, quarry: Quarry, name: str, seed: int = 0) -> None:
        self.quarry = quarry
        key = np.array([seed, crc32(name.encode())], dtype=np.uint64)
        self.numbers = np.random.Generator(np.random.Philox(key=key))
        self.trophy = Trophy()
        self.pivots = _pivots(quarry, self.numbers)

    def run(self, tries: int, seconds: float) -> Trophy:
        """Search until a witness is found, or so many points were looked at, or so long it took."""
        self.most, self.begin, self.until = tries, time.perf_counter(), seconds
        unknowns = self.quarry.unknowns
        try:
            for many in cycle(STARTS):
                starts = [[u.drawn(self.numbers) for u in unknowns] for _ in range(many)]
                scores = [self._scored(start) for start in starts]
                if unknowns:
                    self._refine(starts[int(np.argmax(scores))])
        except Stop:
            self.trophy.seconds = time.perf_counter() - self.begin
        return self.trophy

    def _refine(self, start: Sequence[float]) -> None:
        size = len(start)
        reach = [u.reach(x) for u, x in zip(self.quarry.unknowns, start, strict=True)]
        options = {
            "maxfev": REFINED * size,
            "adaptive": size > 4,
            "initial_simplex": np.vstack([start, np.array(start) + np.diag(reach)]),
        }
        minimize(lambda x: -self._scored(x), start, method="Nelder-Mead", options=options)

    def _scored(self, coordinates: Sequence[float]) -> float:
        trophy = self.trophy
        if trophy.drawn >= self.most or time.perf_counter() - self.begin > self.until:
            raise Stop
        trophy.drawn += 1
        values = self._values(coordinates)
        score = _score(self.quarry, values)
        trophy.tries += score >= -1
        if score > trophy.score:
            trophy.score, trophy.point = score, values
            if score > CLEARLY:
                self._confirm(values)
        return max(score, -1e6)

    def _values(self, coordinates: Sequence[float]) -> dict[str, float]:
        unknowns = self.quarry.unknowns
        values = {u.name: u.value(float(c)) for u, c in zip(unknowns, coordinates, strict=True)}
        try:
            return _solved(self.pivots, values)
        except UNDEFINED:
            return values

    def _confirm(self, values: Mapping[str, float]) -> None:
        """With short fractions first, which a reader can check by hand."""
        for largest in DENOMINATORS:
            short = {name: Fraction(value).limit_denominator(largest) for name, value in values.items()}
            if not all(unknown.admits(short[unknown.name]) for unknown in self.quarry.unknowns):
                continue
            try:
                exact = _solved(self.pivots, {n: Exact(x) for n, x in short.items()})
                point = {name: getattr(x, "value", x) for name, x in exact.items()}
                self.trophy.witness = self.quarry.confirmed(point)
            except UNDEFINED:
                continue
            if self.trophy.witness is not None:
                raise Stop


def _apart(left: Any, right: Any) -> float:
    """(left − right)/(|left| + |right|)."""
    left, right = (float(getattr(side, "value", side)) for side in (left, right))
    size = abs(left) + abs(right)
    if not math.isfinite(size):
        raise OverflowError
    return (left - right) / size if size else 0.0


def _broken(comparison: Comparison) -> float:
    """How far a comparison is from holding: above 0 where it does not."""
    apart = _apart(comparison.left, comparison.right)
    if comparison.relation == "==":
        return abs(apart) - CLEARLY
    return apart if comparison.relation == "<=" or apart else CLEARLY / 2


def _score(quarry: Quarry, values: Mapping[str, float]) -> float:
    try:
        missing = sum(max(0.0, _broken(c)) for part in quarry.conditions for c in part(values))
        return _broken(quarry.claim(values)) if missing == 0 else -2 - missing
    except UNDEFINED:
        return -math.inf


# Equations, and the quantities that they are solved for


class Pivot(NamedTuple):
    """An equation, by its condition and its place in it, and a quantity that it is linear in."""

    condition: Condition
    place: int
    name: str

    def residual(self, values: Mapping[str, Any], quarters: int) -> Any:
        """left − right where the quantity is so many quarters: most quantities may be between 0 and 1."""
        now = values[self.name]
        share = (now.literal(quarters) if isinstance(now, Exact) else float(quarters)) / 4
        equation = self.condition({**values, self.name: share})[self.place]
        return equation.left - equation.right

    def slopes(self, values: Mapping[str, float]) -> tuple[float, float]:
        """What left − right gains from one quarter to two, and from two to four; 0 where it has no value."""
        try:
            one, two, four = (float(self.residual(values, n)) for n in (1, 2, 4))
        except UNDEFINED:
            return 0.0, 0.0
        return two - one, four - two

    def solved(self, values: Mapping[str, Any]) -> Any:
        """The quantity where left = right."""
        one, two = (self.residual(values, n) for n in (1, 2))
        return (one * 2 - two) / (one - two) / 4


def _solved(pivots: Sequence[Pivot], values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with every equation solved."""
    found = dict(values)
    for pivot in pivots:
        found[pivot.name] = pivot.solved(found)
    return found


def _pivots(quarry: Quarry, numbers: np.random.Generator) -> tuple[Pivot, ...]:
    """For every equation a quantity that it is linear in, at best one that no equation before it knows."""
    for _ in range(max(STARTS)):
        values = {u.name: u.value(u.drawn(numbers)) for u in quarry.unknowns}
        found = tuple(_chosen(quarry, values))
        if found:
            return found
    return ()


def _chosen(quarry: Quarry, values: Mapping[str, float]) -> Iterator[Pivot]:
    free = [u.name for u in quarry.unknowns if isinstance(u, Free)]
    earlier: list[tuple[Condition, int]] = []
    taken: set[str] = set()
    for condition, place in _equations(quarry, values):
        linear = [
            name
            for name in free
            if name not in taken and _is_linear(*Pivot(condition, place, name).slopes(values))
        ]
        fresh = [n for n in linear if not any(any(Pivot(*e, n).slopes(values)) for e in earlier)]
        earlier.append((condition, place))
        if linear:
            name = (fresh or linear)[0]
            taken.add(name)
            yield Pivot(condition, place, name)


def _equations(quarry: Quarry, values: Mapping[str, float]) -> Iterator[tuple[Condition, int]]:
    for condition in quarry.conditions:
        try:
            found = condition(values)
        except UNDEFINED:
            continue
        yield from ((condition, place) for place, c in enumerate(found) if c.relation == "==")


def _is_linear(first: float, second: float) -> bool:
    return first != 0 and math.isclose(second, 2 * first, rel_tol=1e-9)
