"""Families of small problems that keep every hypothesis of a statement, each hunted on the published text."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from typing import Any

from theory.hunt.quarry import Condition, Unknown
from theory.papers import load
from theory.proof.claim import Comparison, le
from theory.proof.verdict import Witness
from theory.proof.witness import confirmed, is_short
from theory.statement import VARIANTS, Statement, Variant, apply, total

Values = Mapping[str, Any]
LEFT = "left side"
"""The name under which a problem gives what the statement bounds."""


def _left(values: Values) -> Any:
    return values[LEFT]


@dataclass(frozen=True)
class Family:
    """Small problems by their unknowns; the statement's own formula and conditions are what is hunted."""

    statement: str
    problem: str
    unknowns: tuple[Unknown, ...]
    constants: Callable[[Values], Values]
    """Floats or fractions of the unknowns → the statement's constants, computed or run, and `LEFT`."""
    left: Callable[[Values], Any] = _left
    """What the statement bounds, from the constants in any reading."""
    right: Callable[[Values], Any] | None = None
    """The published bound, where it is not the sum of the statement's terms."""
    requires: Callable[[Values], Sequence[Comparison]] = lambda _: ()
    """What a problem has to keep besides the statement's conditions."""
    only: tuple[Variant, ...] = VARIANTS
    """The variants that bound `left`."""

    def of(self, variant: Variant = "published") -> Hunted:
        """The family as a quarry, for one variant of the statement."""
        return Hunted(self, load(self.statement, variant))

    def bounds(self, statement: Statement) -> bool:
        """Whether a statement can be hunted by this family: it is meant, and has a bound."""
        if statement.id != self.statement or statement.variant not in self.only:
            return False
        return statement.formula is not None or (self.right is not None and statement.variant == "published")


@dataclass(frozen=True, eq=False)
class Hunted:
    """A family and one variant of its statement."""

    family: Family
    statement: Statement

    @property
    def unknowns(self) -> tuple[Unknown, ...]:
        return self.family.unknowns

    @property
    def conditions(self) -> Sequence[Condition]:
        return [lambda values: self._kept(self._constants(values))]

    def claim(self, values: Values) -> Comparison:
        return self._stated(self._constants(values))

    def confirmed(self, point: Mapping[str, Fraction]) -> Witness | None:
        """The problem computed in fractions, the statement read in fractions or in balls."""
        witness = confirmed(self._constants(point), [self._kept], self._stated)
        if witness is None:
            return None
        short = {name: x for name, x in witness.values.items() if is_short(x) and name != LEFT}
        return replace(witness, values={**point, **short})

    def _constants(self, values: Values) -> Values:
        kind: Hashable = type(next(iter(values.values()))).__name__
        return _computed(self.family.constants, kind, tuple(values.items()))

    def _kept(self, constants: Values) -> Sequence[Comparison]:
        """The statement's conditions; one that only defines a constant is kept by its definition."""
        own = [c for c in self.statement.conditions if not c.order and c.relation != "=="]
        stated = [Comparison(left, c.relation, right) for c in own for left, right in [c.sides(constants)]]
        return [*self.family.requires(constants), *stated]

    def _stated(self, constants: Values) -> Comparison:
        if self.family.right is not None and self.statement.variant == "published":
            return le(self.family.left(constants), self.family.right(constants))
        assert self.statement.formula is not None
        return le(self.family.left(constants), total(apply(self.statement.formula, constants)))


@lru_cache(maxsize=4)
def _computed(
    constants: Callable[[Values], Values], kind: Hashable, values: tuple[tuple[str, Any], ...]
) -> Values:
    """A run is made once for the conditions and the claim; one in fractions is not that in equal floats."""
    return constants(dict(values))
