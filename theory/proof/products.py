"""Contradictions by linear programming: products of facts that add up to 0, found in floats, solved exactly.

Candidates are products of facts whose degree in every variable is at most that of the goal and a multiplier.
Where every fact is homogeneous in some units, only products of a goal's units can cancel it.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import combinations_with_replacement
from operator import mul
from typing import Any

import numpy as np
from flint import fmpq, fmpq_mat

from theory.proof.certificate import Product
from theory.proof.system import Polynomial

SMALLEST = (1e-7, 1e-10)
"""Weights of a linear program below which a product is taken not to be used: first this, then that."""
LARGEST_BASIS = 80
"""Products that are solved for exactly."""
UNIT = 1009
"""Units are the digits of one number in this base: a sieve, for what is not alike in it cannot cancel."""
LAYER = 3
"""Multisets that are looked at, for each product that may be taken."""
MODULUS = 2**40 - 87
"""Where that number wraps around."""

Powers = tuple[int, ...]


@dataclass(frozen=True)
class Atom:
    """A polynomial that is positive or not negative: the product of facts and squares that it stands for."""

    polynomial: Polynomial
    facts: tuple[int, ...]
    strict: bool
    squares: tuple[Polynomial, ...] = ()

    def __mul__(self, other: Atom) -> Atom:
        return Atom(
            self.polynomial * other.polynomial,
            self.facts + other.facts,
            self.strict and other.strict,
            self.squares + other.squares,
        )


@dataclass(frozen=True)
class Level:
    """How far to look: multipliers of so many atoms, degrees beyond the goal's, and the most products."""

    multipliers: int
    beyond: int
    most: int


LEVELS = (Level(0, 0, 300), Level(1, 0, 1200), Level(1, 1, 3000), Level(2, 1, 6000))


def contradiction(
    goal: Atom,
    atoms: Sequence[Atom],
    level: Level,
    until: float,
    multipliers: Sequence[Atom] = (),
    normal: Callable[[Atom], Atom] = lambda atom: atom,
) -> tuple[Product, ...] | None:
    """Products with coefficients that add up to 0, one of them strict; None where none is found.

    The goal is multiplied by products of atoms, as the level has them, and by each of the multipliers.
    Products are taken in their normal form. `until` is in seconds of this process.
    """
    if goal.polynomial == 0:
        return (Product(fmpq(1), goal.facts),) if goal.strict else None
    atoms = [atom for atom in atoms if atom.polynomial != 0]
    columns = [normal(column) for column in _columns(goal, atoms, level, multipliers, normal)]
    weights = _weights(columns, until - time.process_time())
    if weights is None:
        return None
    for smallest in SMALLEST:
        support = [c for c, w in zip(columns, weights, strict=True) if w > smallest]
        exact = _solved(support) if 0 < len(support) <= LARGEST_BASIS else None
        if exact is not None:
            return tuple(Product(w, c.facts, c.squares) for c, w in zip(support, exact, strict=True) if w > 0)
    return None


def _columns(
    goal: Atom,
    atoms: Sequence[Atom],
    level: Level,
    multipliers: Sequence[Atom],
    normal: Callable[[Atom], Atom],
) -> list[Atom]:
    """The goal times its multipliers, and the products of atoms that may cancel them."""
    one = Atom(goal.polynomial * 0 + 1, (), True)
    chosen = [m for n in range(level.multipliers + 1) for m in combinations_with_replacement(atoms, n)]
    goals = [goal * reduce(mul, m, one) for m in chosen] + [goal * m for m in multipliers]
    forms = [g.polynomial for each in goals for g in (each, normal(each)) if g.polynomial != 0]
    own = np.array(goal.polynomial.degrees(), dtype=int)
    box = np.max([own + np.where(own > 0, level.beyond, 0), *(form.degrees() for form in forms)], axis=0)
    units = _units([goal, *atoms])
    wanted = set(map(units, forms))
    products: dict[tuple[int, ...], Atom] = {(): one}

    def product(multiset: tuple[int, ...]) -> Atom:
        if multiset not in products:
            products[multiset] = product(multiset[:-1]) * atoms[multiset[-1]]
        return products[multiset]

    return goals + [product(m) for m in _multisets(atoms, box, units, wanted, level.most)]


def _multisets(
    atoms: Sequence[Atom], box: Any, units: Callable[[Polynomial], int], wanted: set[int], most: int
) -> list[tuple[int, ...]]:
    """Multisets of atoms within the box and of wanted units, the small ones first."""
    if not atoms:
        return [()]
    degrees = np.array([a.polynomial.degrees() for a in atoms], dtype=int)
    grades = np.array([units(a.polynomial) for a in atoms], dtype=np.int64)
    chosen, degree, grade = (
        np.zeros((1, 0), dtype=int),
        np.zeros((1, len(box)), dtype=int),
        np.zeros(1, np.int64),
    )
    found: list[tuple[int, ...]] = []
    tried = 0
    while len(chosen) and len(found) < most and tried < LAYER * most:
        tried += len(chosen)
        found += [tuple(map(int, row)) for row in chosen[np.isin(grade % MODULUS, list(wanted))]]
        parts = []
        for n in range(len(atoms)):
            may = (degree + degrees[n] <= box).all(axis=1) & degrees[n].any()
            if chosen.shape[1]:
                may &= chosen[:, -1] <= n
            last = np.full((int(may.sum()), 1), n)
            parts.append((np.hstack([chosen[may], last]), degree[may] + degrees[n], grade[may] + grades[n]))
        chosen, degree, grade = (np.concatenate(part)[: LAYER * most] for part in zip(*parts, strict=True))
    return found[:most]


def _units(atoms: Iterable[Atom]) -> Callable[[Polynomial], int]:
    """A number for the units of a polynomial, equal for equal units, if the atoms are homogeneous in them."""
    differences = []
    width = 0
    for atom in atoms:
        first, *rest = atom.polynomial.monoms()
        width = len(first)
        differences += [[int(a) - int(b) for a, b in zip(m, first, strict=True)] for m in rest]
    weights = [0] * width
    for place, row in enumerate(_nullspace(differences, width)):
        common = math.lcm(*(int(w.q) for w in row))
        weights = [sum_ + UNIT**place * int(w * common) for sum_, w in zip(weights, row, strict=True)]
    return lambda p: sum(w * int(e) for w, e in zip(weights, p.monoms()[0], strict=True)) % MODULUS


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


def _weights(columns: Sequence[Atom], seconds: float) -> Any:
    """Weights ≥ 0 with Σ weight · column = 0 whose strict ones add up to 1; None where there are none."""
    from scipy.optimize import linprog
    from scipy.sparse import coo_array

    rows: dict[Powers, int] = {}
    at_row, at_column, values = [], [], []
    for j, column in enumerate(columns):
        terms = [(m, float(c)) for m, c in column.polynomial.to_dict().items()]
        scale = max((abs(c) for _, c in terms), default=1.0)
        for monomial, c in terms:
            at_row.append(rows.setdefault(monomial, len(rows)))
            at_column.append(j)
            values.append(c / scale)
    strict = [j for j, c in enumerate(columns) if c.strict]
    if not strict or seconds <= 0:
        return None
    last = len(rows)
    at_row += [last] * len(strict)
    at_column += strict
    values += [1.0] * len(strict)
    matrix = coo_array((values, (at_row, at_column)), shape=(last + 1, len(columns))).tocsc()
    right = np.zeros(last + 1)
    right[last] = 1
    found = linprog(
        np.array([1.0 + len(c.facts) + len(c.squares) for c in columns]),
        A_eq=matrix,
        b_eq=right,
        method="highs-ds",
        options={"time_limit": seconds, "presolve": True},
    )
    return found.x if found.status == 0 else None


def _solved(support: Sequence[Atom]) -> list[fmpq] | None:
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
