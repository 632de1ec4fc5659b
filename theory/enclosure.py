"""Interval constants in, interval bounds out: rigorous, and as tight as corners and subdivision make it.

One evaluation over a whole box forgets that a constant occurs several times in a formula. So a constant in
which the bound is monotone on a box, by the sign of its enclosed derivative, is put to its end,
and what is left is subdivided.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from itertools import count
from typing import NamedTuple, cast

from theory.errors import Undecided, Void
from theory.readings.dual import Dual
from theory.readings.interval import Interval
from theory.statement import Formula, apply, needs, total

Box = Mapping[str, tuple[float, float]]

TIGHT = 1e-6
"""Relative width between the best point found and the best enclosure at which the search stops."""
MOST_BOXES = 200
"""Boxes that one end may cost; each is a few evaluations of the formula, a fraction of a millisecond each."""


@dataclass(frozen=True)
class Enclosure:
    """The bound's values over a box of constants lie in [low, high]; None where no end was found."""

    low: float | None
    high: float | None
    why: str | None = None


def enclose(formula: Formula, point: Mapping[str, float], box: Box) -> Enclosure:
    """Enclose a bound over a box of some of its constants, the others fixed at `point`."""
    inside = {name: box[name] for name in needs(formula) if name in box}
    fixed = {name: point[name] for name in needs(formula) if name not in box}
    problem = _Problem(formula, fixed)
    try:
        return Enclosure(-problem.supremum(inside, -1), problem.supremum(inside, 1))
    except (Void, Undecided) as error:
        return Enclosure(None, None, str(error))


@dataclass(frozen=True)
class _Problem:
    formula: Formula
    fixed: Mapping[str, float]

    def value(self, box: Box, sign: int) -> Interval:
        """sign · the bound over a box, in one natural evaluation."""
        balls = {n: Interval.of(x) for n, x in self.fixed.items()}
        balls |= {n: Interval.of(low, high) for n, (low, high) in box.items()}
        return cast(Interval, sign * total(apply(self.formula, balls)))

    def slopes(self, box: Box, sign: int) -> Mapping[str, Interval]:
        """The partial derivatives over a box; empty where they cannot be had."""
        wide = [n for n, ends in box.items() if ends[0] != ends[1]]
        duals = {n: Dual.of(Interval.of(x)) for n, x in self.fixed.items()}
        duals |= {n: Dual.of(Interval.of(*ends)) for n, ends in box.items()}
        duals |= {n: Dual.variable(Interval.of(*box[n]), place) for place, n in enumerate(wide)}
        try:
            result = cast(Dual, sign * total(apply(self.formula, duals)))
        except (Undecided, Void):
            return {}
        zero = [Interval.literal(0)] * (len(wide) - len(result.partials))
        return dict(zip(wide, [*result.partials, *zero], strict=True))

    def part(self, box: Box, sign: int) -> _Part:
        """A box with every constant in which the bound is monotone at its worse end, and its upper end.

        The upper end is the lesser of the natural evaluation and of the mean value form, the value in the
        middle plus slope times distance.
        """
        ends, slopes = dict(box), self.slopes(box, sign)
        for name, slope in slopes.items():
            low, high = box[name]
            if slope.value >= 0:
                ends[name] = (high, high)
            elif slope.value <= 0:
                ends[name] = (low, low)
        middle = self.value({n: (_middle(e), _middle(e)) for n, e in ends.items()}, sign)
        try:
            above = self.value(ends, sign).high
        except Undecided:
            above = math.inf
        if slopes:
            away = {n: Interval.of(*ends[n]) - Interval.of(_middle(ends[n])) for n in slopes}
            above = min(above, reduce(Interval.__add__, (slopes[n] * away[n] for n in slopes), middle).high)
        return _Part(-above, middle.low, ends)

    def supremum(self, box: Box, sign: int) -> float:
        """An upper end of sign · bound over the box, by best-first subdivision."""
        order = count()
        first = self.part(box, sign)
        reached, heap = first.reached, [(first.below, next(order), first.box)]
        for _ in range(MOST_BOXES):
            below, _, current = heap[0]
            widest = max(current, key=lambda n: _width(current[n]), default=None)
            if widest is None or _width(current[widest]) == 0 or -below - reached <= TIGHT * abs(reached):
                return -below
            heapq.heappop(heap)
            for half in _halves(current[widest]):
                part = self.part({**current, widest: half}, sign)
                reached = max(reached, part.reached)
                heapq.heappush(heap, (part.below, next(order), part.box))
        if math.isinf(heap[0][0]):
            raise Undecided("the bound could not be enclosed: a denominator may reach 0 in the interval")
        return -heap[0][0]


class _Part(NamedTuple):
    """A box to search: minus its upper end, a value that is reached in it, its ends."""

    below: float
    reached: float
    box: Box


def _middle(ends: tuple[float, float]) -> float:
    return ends[0] / 2 + ends[1] / 2 if ends[0] != ends[1] else ends[0]


def _width(ends: tuple[float, float]) -> float:
    """Relative width, so that constants of any unit compare."""
    return (ends[1] - ends[0]) / max(abs(ends[0]), abs(ends[1]), 1e-300)


def _halves(ends: tuple[float, float]) -> tuple[tuple[float, float], tuple[float, float]]:
    middle = _middle(ends)
    return (ends[0], middle), (middle, ends[1])
