"""Boxes: transcendental claims by rigorous balls on a compact box, which is halved until every part decides.

Outside the box the claim rests on an argument that the step names. Where a part does not decide, because the
claim is tight there, the verdict is open; where a point fails, it is a witness.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from theory.errors import Undecided, Void
from theory.proof.implication import Question
from theory.proof.verdict import Finding
from theory.proof.witness import evaluated, holds
from theory.readings.interval import Interval
from theory.statement import Formula, apply

MOST_PARTS = 20_000
"""How many parts a box may be cut into: about ten seconds of ball arithmetic."""

Side = tuple[Fraction, Fraction]
Box = Mapping[str, Side]


@dataclass(frozen=True)
class Boxed:
    """A claim for all points of a box, and the axiom or argument by which that is enough."""

    box: Mapping[str, tuple[int | Fraction, int | Fraction]]
    claim: Formula
    enough: str = ""

    def judge(self) -> Finding:
        waiting: list[Box] = [{n: (Fraction(a), Fraction(b)) for n, (a, b) in self.box.items()}]
        for _ in range(MOST_PARTS):
            if not waiting:
                return Finding("proved", "balls", axioms=(self.enough,) if self.enough else ())
            part = waiting.pop()
            decided = self._holds(part)
            if decided is False or (decided is None and self._fails_in(part)):
                return self._refuted(part)
            if decided is None:
                waiting += _halved(part)
        return Finding("open", "balls", f"{len(waiting)} parts of the box did not decide")

    def questions(self) -> tuple[Question, ...]:
        return ()

    def _holds(self, part: Box) -> bool | None:
        balls = {name: _ball(side) for name, side in part.items()}
        try:
            return holds(apply(self.claim, balls))
        except (Undecided, Void):
            return None

    def _fails_in(self, part: Box) -> bool:
        return evaluated(_middle(part), (), self.claim) is not None

    def _refuted(self, part: Box) -> Finding:
        witness = evaluated(_middle(part), (), self.claim)
        if witness is None:
            return Finding("open", "balls", "fails on a part of the box whose middle does not decide")
        return Finding("refuted", "balls", witness=witness)


def _ball(side: Side) -> Interval:
    low, high = (Interval.fraction(*end.as_integer_ratio()) for end in side)
    return low.hull(high)


def _middle(part: Box) -> dict[str, Fraction]:
    return {name: (low + high) / 2 for name, (low, high) in part.items()}


def _halved(part: Box) -> list[Box]:
    """Across the side that is longest for its size."""
    widest = max(part, key=lambda n: (part[n][1] - part[n][0]) / (1 + abs(part[n][0]) + abs(part[n][1])))
    low, high = part[widest]
    middle = (low + high) / 2
    return [{**part, widest: (low, middle)}, {**part, widest: (middle, high)}]
