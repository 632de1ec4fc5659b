"""A run of a method's text in Gram coordinates: its vectors, function values and what is known of them.

A vector is an array of coefficients over a basis that grows while the run goes on: the start, and what
gradients, compressors and mixing matrices answer. The coefficients are exact fractions, and their Gram matrix
is what a worst case chooses.

Exchangeable workers. Where every hypothesis and the measure treat workers alike, a Gram matrix may be
averaged over all permutations of the workers: the feasible set is convex and the measure linear. What is left
are products of means and products of deviations from them: for u_k = ū + ũ_k,

    ⟨ū, ṽ_k⟩ sums to 0,   (1/K) Σ ⟨u_k, v_k⟩ = ⟨ū, v̄⟩ + (1/K) Σ ⟨ũ_k, ṽ_k⟩,

and any two positive semidefinite matrices are such products: ũ_k = ũ ⊗ a_k with the K unit vectors a_k of a
simplex, whose sum is 0. So one row with two kinds of coordinates, means and deviations, stands for all K ≥ 2
workers, and K is no longer there. An instance is replayed with two, a_k = ±1; as means and deviations are
orthogonal in it, every norm and product of one worker is the same for the K of the simplex.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np

from theory.worst_case.forms import Combination, Constraint, Form, Number, dot, value

Coefficients = np.ndarray
"""(rows, basis): for each worker, or for one that stands for all, exact coefficients."""


@dataclass(frozen=True)
class Query:
    """One worker's gradient at a point, with the value there, by their numbers."""

    function: int
    point: int
    gradient: int
    value: Form


@dataclass(frozen=True, eq=False)
class Instance:
    """A chosen world: vectors in the order in which a run asks for them, and function values."""

    vectors: Coefficients
    values: Sequence[Fraction]


@dataclass(eq=False)
class Recording:
    """What a run has met. `capacity` is the length of its vectors, 0 for a first run that counts them.

    With an `instance` the coordinates are those of a Euclidean space, and a vector that would be a new basis
    vector is the next one of the instance: the same run, in a world that has been chosen.
    """

    capacity: int
    workers: int
    """Rows of what differs from worker to worker."""
    exchangeable: bool
    """Whether one row stands for all workers, with means and deviations."""
    instance: Instance | None = None
    deviation: list[bool] = field(default_factory=list)
    """For every basis vector, whether it is a deviation from the mean."""
    sizes: list[Fraction] = field(default_factory=list)
    """What every new vector is in units of its basis vector."""
    vectors: list[Coefficients] = field(default_factory=list)
    values: int = 0
    queries: list[Query] = field(default_factory=list)
    constraints: list[Constraint] = field(default_factory=list)
    _numbers: dict[tuple[Any, ...], int] = field(default_factory=dict)

    def fresh(self, size: Number = 1, deviation: bool = False) -> Coefficients:
        """A new vector, as a row: `size` times a basis vector, so that coordinates are about as long as 1."""
        self.deviation.append(deviation)
        self.sizes.append(Fraction(size))
        if self.instance is not None:
            given: Coefficients = self.instance.vectors[len(self.deviation) - 1]
            return given
        row = self.nothing()
        if self.capacity:
            row[len(self.deviation) - 1] = self.sizes[-1]
        return row

    def nothing(self) -> Coefficients:
        """The vector 0."""
        return np.full(self.capacity, Fraction(0), dtype=object)

    def fresh_rows(self, size: Number = 1, shared: bool = False) -> Coefficients:
        """A new vector of every worker, or one that they share."""
        if self.exchangeable and not shared:
            return self._apart(self.fresh(size), self.fresh(size, deviation=True))
        rows: Coefficients = np.stack([self.fresh(size) for _ in range(1 if shared else self.workers)])
        return rows

    def _apart(self, mean: Coefficients, deviation: Coefficients) -> Coefficients:
        """ū + ũ: one row that stands for all workers, or ū + ũ and ū − ũ, two workers of an instance."""
        if self.instance is None:
            one: Coefficients = (mean + deviation)[None]
            return one
        return np.stack([mean + deviation, mean - deviation])

    def fresh_balanced_rows(self, size: Number = 1) -> Coefficients:
        """A new vector of every worker, of mean 0."""
        if self.exchangeable:
            return self._apart(self.nothing(), self.fresh(size, deviation=True))
        rows = [self.fresh(size) for _ in range(self.workers - 1)]
        last: Coefficients = self.nothing() - sum(rows, self.nothing())
        return np.stack([*rows, last])

    def fresh_value(self) -> int:
        self.values += 1
        return self.values - 1

    def fresh_values(self, rows: int) -> list[Form]:
        """The values on the workers' functions: one for all where workers are exchangeable."""
        if self.exchangeable:
            return [value(self.fresh_value())] * rows
        return [value(self.fresh_value()) for _ in range(rows)]

    def fresh_balanced_values(self, rows: int) -> list[Form]:
        """The same where their mean is 0."""
        if self.exchangeable:
            return [Form()] * rows
        values = [value(self.fresh_value()) for _ in range(rows - 1)]
        return [*values, -sum(values, Form())]

    def number(self, row: Coefficients) -> int:
        """The number of a vector; equal vectors have one."""
        key = tuple(row) if self.capacity else (len(self.vectors),)
        found = self._numbers.setdefault(key, len(self.vectors))
        if found == len(self.vectors):
            self.vectors.append(row)
        return found

    def of(self, row: Coefficients) -> Combination:
        """A vector as a combination of itself."""
        return {self.number(row): 1}

    def query(self, worker: int, point: Coefficients, gradient: Coefficients, there: Form) -> Query:
        """A worker's gradient and value at a point, written down."""
        found = Query(worker, self.number(point), self.number(gradient), there)
        self.queries.append(found)
        return found

    def known(self, name: str, form: Form, equal: bool = False, far: bool = False) -> None:
        """Add form ≤ 0, or form = 0."""
        self.constraints.append(Constraint(name, form, equal, far))

    def proportional(
        self, name: str, row: Coefficients, to: Coefficients, factor: Number, before: int
    ) -> None:
        """⟨row, y⟩ = factor·⟨to, y⟩ for every y that was there before, all in expectation."""
        for i in range(before):
            basis = self.nothing()
            if self.capacity:
                basis[i] = Fraction(1)
            y = self.of(basis)
            self.known(name, dot(self.of(row), y) - dot(self.of(to), y) * factor, equal=True)

    def mean(self, rows: Coefficients) -> Coefficients:
        """The mean over workers, one row."""
        if not self.exchangeable or self.instance is not None:
            mean: Coefficients = rows.sum(0, keepdims=True) / len(rows)
            return mean
        kept = rows.copy()
        kept[:, [i for i, of_deviation in enumerate(self.deviation) if of_deviation and self.capacity]] = 0
        return kept

    def blocks(self) -> tuple[Sequence[int], ...]:
        """The basis vectors of the means and of the deviations, between which products are 0."""
        parts = [[i for i, d in enumerate(self.deviation) if d == kind] for kind in (False, True)]
        return tuple(part for part in parts if part)
