"""Steps as quarries: a claim on real quantities, or one on vectors of one or two coordinates."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from theory.errors import Undecided, Void
from theory.hunt.quarry import Condition, Free, Unknown, Within
from theory.proof.boxes import Boxed
from theory.proof.claim import Comparison, Hypothesis, names
from theory.proof.compound import Together
from theory.proof.implication import Implication
from theory.proof.quadratic import Quadratic
from theory.proof.realised import COORDINATES, at, comparisons, evaluated_at
from theory.proof.sampling import Sampled
from theory.proof.step import Problem
from theory.proof.vectors import Orthogonal, Space, Used
from theory.proof.verdict import Witness
from theory.proof.witness import evaluated
from theory.readings.exact import Exact
from theory.statement import Formula, apply


@dataclass(frozen=True)
class RealStep:
    """A claim on real quantities."""

    unknowns: tuple[Unknown, ...]
    hypotheses: tuple[Hypothesis, ...]
    formula: Formula

    @property
    def conditions(self) -> Sequence[Condition]:
        return [h.comparisons for h in self.hypotheses]

    def claim(self, values: Mapping[str, Any]) -> Comparison:
        found: Comparison = apply(self.formula, values)
        return found

    def confirmed(self, point: Mapping[str, Fraction]) -> Witness | None:
        return evaluated(point, self.hypotheses, self.formula)


PROBES = 12
"""Points at which a step is asked for its coordinates until it has a value at one."""


def chosen(values: Mapping[str, Any]) -> Callable[[str], Any]:
    """The coordinates by their names; one that no probe asked for was not chosen, and nothing is tried."""

    def coordinate(name: str) -> Any:
        if name not in values:
            raise Undecided(f"{name} depends on what is chosen")
        return values[name]

    return coordinate


@dataclass(frozen=True)
class VectorStep:
    """A claim on vectors with so many coordinates; every fact that the step uses is a condition."""

    problem: Quadratic
    coordinates: int

    @cached_property
    def unknowns(self) -> tuple[Unknown, ...]:
        """The named reals, and the coordinates that evaluating the forms once asks for."""
        formulas = (self.problem.claim, *([self.problem.using] if self.problem.using else []))
        own = names([*(h.formula for h in self.problem.hypotheses), *formulas])
        seen = dict.fromkeys(name for name in own if name != "v")

        def coordinate(name: str) -> Exact:
            seen.setdefault(name)
            return Exact.literal(1)

        for least in range(1, PROBES):
            values = {name: Exact(Fraction(n + least, n * least + 5)) for n, name in enumerate(seen)}
            space = {**values, "v": Space(Exact.literal(1))}
            with suppress(Undecided, Void, ZeroDivisionError):
                for comparison in (*comparisons(self._premises(space)), apply(self.problem.claim, space)):
                    at(comparison, self.coordinates, coordinate)
                break
        return tuple(Free(name) for name in seen)

    @property
    def conditions(self) -> Sequence[Condition]:
        return [*(h.comparisons for h in self.problem.hypotheses), self._facts]

    def _facts(self, values: Mapping[str, Any]) -> Sequence[Comparison]:
        facts = comparisons(self._premises(self._with_space(values)))
        return [at(c, self.coordinates, chosen(values)) for c in facts]

    def claim(self, values: Mapping[str, Any]) -> Comparison:
        stated: Comparison = apply(self.problem.claim, self._with_space(values))
        return at(stated, self.coordinates, chosen(values))

    def confirmed(self, point: Mapping[str, Fraction]) -> Witness | None:
        hypotheses, claim, using = self.problem.hypotheses, self.problem.claim, self.problem.using
        return evaluated_at(hypotheses, claim, using, point, self.coordinates)

    def _premises(self, values: Mapping[str, Any]) -> tuple[Used | Orthogonal, ...]:
        return tuple(apply(self.problem.using, values)) if self.problem.using else ()

    def _with_space(self, values: Mapping[str, Any]) -> Mapping[str, Any]:
        one = values[next(iter(values))] * 0 + 1 if values else 1.0
        return {**values, "v": Space(one)}


def quarries(problem: Problem) -> Iterator[RealStep | VectorStep]:
    """What there is to hunt in a step: nothing in one that is taken from elsewhere or that is a run."""
    if isinstance(problem, Implication):
        wanted = names([*(h.formula for h in problem.hypotheses), problem.claim])
        yield RealStep(tuple(map(Free, wanted)), problem.hypotheses, problem.claim)
    elif isinstance(problem, Quadratic):
        for coordinates in COORDINATES:
            yield VectorStep(problem, coordinates)
    elif isinstance(problem, Boxed | Sampled):
        hypotheses = problem.hypotheses if isinstance(problem, Sampled) else ()
        sides = tuple(Within(name, float(low), float(high)) for name, (low, high) in problem.box.items())
        yield RealStep(sides, hypotheses, problem.claim)
    elif isinstance(problem, Together):
        for part in problem.parts.values():
            yield from quarries(part)
