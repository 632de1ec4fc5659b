"""Contradictions by linear programming: products of facts that add up to 0, found in floats, solved exactly.

Candidates are products of facts whose degree in every variable is at most that of the goal and a multiplier.
Where every fact is homogeneous in some units, only products of a goal's units can cancel it.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement
from typing import Any

import numpy as np
from flint import fmpq, fmpq_mat
from scipy.optimize import linprog
from scipy.sparse import coo_array

from theory.proof.certificate import Product
from theory.proof.system import Polynomial

SMALLEST = (1e-7, 1e-10)
"""Weights of a linear program below which a product is taken not to be used: first this, then that."""
LARGEST_BASIS = 80
"""Products that are solved for exactly."""

Powers = tuple[int, ...]


@dataclass(frozen=True)
class Atom:
    """A polynomial that is positive or not negative, as the product of facts that it stands for."""

    polynomial: Polynomial
    facts: tuple[int, ...]
    strict: bool


@dataclass(frozen=True)
class Level:
    """How far to look: multipliers of so many atoms, degrees beyond the goal's, and the most products."""

    multipliers: int
    beyond: int
    most: int


LEVELS = (Level(0, 0, 300), Level(1, 0, 1200), Level(1, 1, 3000), Level(2, 1, 6000))


@dataclass(frozen=True)
class Column:
    """A product of atoms."""

    facts: tuple[int, ...]
    polynomial: Polynomial
    strict: bool


def contradiction(
    goal: Atom, atoms: Sequence[Atom], level: Level, until: float
) -> tuple[Product, ...] | None:
    """Products with coefficients that add up to 0, one of them strict; None where none is found."""
    if goal.polynomial == 0:
        return (Product(fmpq(1), goal.facts),) if goal.strict else None
    atoms = [atom for atom in atoms if atom.polynomial != 0]
    columns = list(_columns(goal, atoms, level))
    seconds = until - time.monotonic()
    if not columns or seconds <= 0:
        return None
    weights = _weights(columns, seconds)
    if weights is None:
        return None
    for smallest in SMALLEST:
        support = [c for c, w in zip(columns, weights, strict=True) if w > smallest]
        exact = _solved(support) if 0 < len(support) <= LARGEST_BASIS else None
        if exact is not None:
            return tuple(Product(w, c.facts) for c, w in zip(support, exact, strict=True) if w > 0)
    return None


def _columns(goal: Atom, atoms: Sequence[Atom], level: Level) -> Iterator[Column]:
    """The goal times its multipliers, and the products of atoms that may cancel them."""
    one = goal.polynomial * 0 + 1
    multipliers = [m for n in range(level.multipliers + 1) for m in combinations_with_replacement(atoms, n)]
    degrees = np.array([a.polynomial.degrees() for a in atoms], dtype=int).reshape(
        len(atoms), len(one.degrees())
    )
    units = _units([goal, *atoms])
    own = np.array(goal.polynomial.degrees(), dtype=int)
    box = own + np.where(own > 0, level.beyond, 0)
    goals = []
    for multiplier in multipliers:
        product = goal.polynomial
        for atom in multiplier:
            product = product * atom.polynomial
        facts = goal.facts + tuple(f for atom in multiplier for f in atom.facts)
        goals.append(Column(facts, product, goal.strict and all(a.strict for a in multiplier)))
        box = np.maximum(box, product.degrees())
    wanted = {units(c.polynomial) for c in goals}
    yield from goals
    grades = [np.array(units(a.polynomial), dtype=object) for a in atoms]
    start = np.array(units(one), dtype=object)
    for chosen in _multisets(degrees, box, grades, start, wanted, level.most):
        product, facts, strict = one, (), True
        for n in chosen:
            product, facts, strict = (
                product * atoms[n].polynomial,
                facts + atoms[n].facts,
                strict and atoms[n].strict,
            )
        yield Column(facts, product, strict)


def _multisets(
    degrees: Any, box: Any, grades: Sequence[Any], start: Any, wanted: set[Powers], most: int
) -> Iterator[tuple[int, ...]]:
    """Multisets of atoms within the box and of a wanted grade, the small ones first."""
    waiting: list[tuple[tuple[int, ...], Any, Any]] = [((), np.zeros_like(box), start)]
    found = tried = 0
    while waiting:
        following = []
        for chosen, degree, grade in waiting:
            if tuple(grade) in wanted:
                yield chosen
                found += 1
            tried += 1
            if found >= most or tried >= 10 * most:
                return
            following += [
                ((*chosen, n), degree + degrees[n], grade + grades[n])
                for n in range(chosen[-1] if chosen else 0, len(degrees))
                if degrees[n].any() and (degree + degrees[n] <= box).all()
            ]
        waiting = following


def _units(atoms: Iterable[Atom]) -> Any:
    """A function that gives the grade of a polynomial in all units in which the atoms are homogeneous."""
    differences = []
    width = 0
    for atom in atoms:
        first, *rest = atom.polynomial.monoms() or [()]
        width = max(width, len(first))
        differences += [[int(a) - int(b) for a, b in zip(m, first, strict=True)] for m in rest]
    basis = _nullspace(differences, width)
    return lambda p: tuple(sum(w * int(e) for w, e in zip(row, p.monoms()[0], strict=True)) for row in basis)


def _nullspace(rows: Sequence[Sequence[int]], width: int) -> list[list[fmpq]]:
    distinct = [list(row) for row in dict.fromkeys(map(tuple, rows))]
    if not distinct:
        return [[fmpq(int(i == j)) for i in range(width)] for j in range(width)]
    reduced, rank = fmpq_mat(distinct).rref()
    pivots = [next(j for j in range(width) if reduced[i, j] != 0) for i in range(rank)]
    found = []
    for free in sorted(set(range(width)) - set(pivots)):
        row = [fmpq(0)] * width
        row[free] = fmpq(1)
        for i, pivot in enumerate(pivots):
            row[pivot] = -reduced[i, free]
        found.append(row)
    return found


def _weights(columns: Sequence[Column], seconds: float) -> Any:
    """Weights ≥ 0 with Σ weight · column = 0 whose strict ones add up to 1; None where there are none."""
    rows: dict[Powers, int] = {}
    at_row, at_column, values = [], [], []
    scales = []
    for j, column in enumerate(columns):
        terms = [(m, float(c)) for m, c in column.polynomial.to_dict().items()]
        scale = max((abs(c) for _, c in terms), default=1.0)
        scales.append(scale)
        for monomial, c in terms:
            at_row.append(rows.setdefault(monomial, len(rows)))
            at_column.append(j)
            values.append(c / scale)
    strict = [j for j, c in enumerate(columns) if c.strict]
    if not strict:
        return None
    last = len(rows)
    at_row += [last] * len(strict)
    at_column += strict
    values += [1.0] * len(strict)
    matrix = coo_array((values, (at_row, at_column)), shape=(last + 1, len(columns))).tocsc()
    right = np.zeros(last + 1)
    right[last] = 1
    found = linprog(
        np.array([1.0 + len(c.facts) for c in columns]),
        A_eq=matrix,
        b_eq=right,
        method="highs-ds",
        options={"time_limit": seconds, "presolve": True},
    )
    return found.x if found.status == 0 else None


def _solved(support: Sequence[Column]) -> list[fmpq] | None:
    """The weights exactly: the solution for the columns that are used, if it is not negative."""
    terms: list[Mapping[Powers, Any]] = [c.polynomial.to_dict() for c in support]
    rows: dict[Powers, int] = {}
    for found in terms:
        for monomial in found:
            rows.setdefault(monomial, len(rows))
    width = len(support)
    matrix = [[fmpq(0)] * (width + 1) for _ in range(len(rows) + 1)]
    for j, found in enumerate(terms):
        for monomial, c in found.items():
            matrix[rows[monomial]][j] = c
        matrix[-1][j] = fmpq(int(support[j].strict))
    matrix[-1][-1] = fmpq(1)
    reduced, rank = fmpq_mat(matrix).rref()
    weights = [fmpq(0)] * width
    for i in range(rank):
        pivot = next(j for j in range(width + 1) if reduced[i, j] != 0)
        if pivot == width:
            return None
        weights[pivot] = reduced[i, width]
    return weights if all(w >= 0 for w in weights) else None
