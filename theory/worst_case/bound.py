"""A proved upper bound: the solver's multipliers, rounded to fractions, with what is left checked exactly.

Weak duality. Let the constraints be q_i(G, f) + b_i ≤ 0 with multipliers λ_i ≥ 0 (of any sign for an
equality), and the measure p(G, f) + p₀. If Σ λ_i q_i − p has no function values left and its products are
⟨S, G⟩ with S ⪰ 0, then for all that is admissible p + p₀ ≤ p₀ − Σ λ_i b_i − ⟨S, G⟩ ≤ p₀ − Σ λ_i b_i.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import flint
import numpy as np
from scipy import linalg

from theory.worst_case.forms import Form, Number, combined
from theory.worst_case.program import Program

BITS = 40
"""A multiplier is rounded to so many binary places, relative to the largest one."""

FLOORS = (1e-9, 0.0, 1e-7, 2.0)
"""Shares of the largest multiplier below which one is taken for 0, tried in turn: what a solver leaves of a
multiplier that is 0 turns negative when the values are made to vanish exactly. With 2 all of them are 0,
which proves what is never positive."""


@dataclass(frozen=True)
class Bound:
    """A proved upper bound with its multipliers."""

    value: Fraction
    multipliers: tuple[Fraction, ...]


def rational(number: Number) -> flint.fmpq:
    return flint.fmpq(number.numerator, number.denominator)


def fraction(number: flint.fmpq) -> Fraction:
    return Fraction(int(number.p), int(number.q))


def proved(program: Program, multipliers: np.ndarray) -> Bound | None:
    """The bound that a solver's multipliers prove once rounded, or None."""
    found = (checked(program, rounded(program, multipliers, floor)) for floor in FLOORS)
    return next((bound for bound in found if bound is not None), None)


def rounded(program: Program, multipliers: np.ndarray, floor: float = 0.0) -> tuple[Fraction, ...]:
    """The multipliers as fractions that leave no function values: all are rounded, those that are below a
    share `floor` of the largest to 0, then as many of the largest ones as there are values are solved for."""
    multipliers = np.where(np.abs(multipliers) < floor * np.abs(multipliers).max(), 0, multipliers)
    near = [_near(float(m), float(np.abs(multipliers).max())) for m in multipliers]
    near = [m if c.equal else max(m, Fraction(0)) for m, c in zip(near, program.constraints, strict=True)]
    if program.values and multipliers.any():
        values = [c.form.values for c in program.constraints]
        rows, columns = _basis(values, multipliers, program.values)
        for column in columns:
            near[column] = Fraction(0)
        left = dict(program.objective.values)
        for m, entries in zip(near, values, strict=True):
            for row, c in entries.items():
                left[row] = left.get(row, Fraction(0)) - m * c
        square = [[rational(values[c].get(r, Fraction(0))) for c in columns] for r in rows]
        right = [[rational(left.get(r, Fraction(0)))] for r in rows]
        solution = flint.fmpq_mat(square).solve(flint.fmpq_mat(right))
        for at, column in enumerate(columns):
            near[column] = fraction(solution[at, 0])
    return tuple(near)


def _near(number: float, largest: float) -> Fraction:
    """The nearest multiple of the unit of rounding."""
    places = BITS - math.frexp(largest)[1]
    return Fraction(round(math.ldexp(number, places))) / Fraction(2) ** places


def _basis(
    values: Sequence[Mapping[int, Number]], weights: np.ndarray, count: int
) -> tuple[list[int], list[int]]:
    """Rows and columns of a square part that can be inverted, of the heaviest columns."""
    matrix = np.zeros((count, len(values)))
    for column, entries in enumerate(values):
        for row, c in entries.items():
            matrix[row, column] = float(c)
    weighted = matrix * (np.abs(weights) + 1e-12 * np.abs(weights).max())
    *_, order = linalg.qr(weighted, mode="economic", pivoting=True)
    rank = np.linalg.matrix_rank(matrix)
    columns = order[:rank]
    *_, order = linalg.qr(matrix[:, columns].T, mode="economic", pivoting=True)
    return sorted(int(x) for x in order[:rank]), [int(x) for x in columns]


def checked(program: Program, multipliers: Sequence[Fraction]) -> Bound | None:
    """The bound that these multipliers prove, or None where they prove none; nothing is rounded here."""
    constraints = program.constraints
    if len(multipliers) != len(constraints):
        return None
    if any(m < 0 for m, c in zip(multipliers, constraints, strict=True) if not c.equal):
        return None
    left = combined([-1, *multipliers], [program.objective, *(c.form for c in constraints)])
    if any(left.values.values()):
        return None
    if not all(positive_semidefinite(matrix) for matrix in gram_parts(program, left)):
        return None
    return Bound(-Fraction(left.constant), tuple(multipliers))


def gram_parts(program: Program, form: Form) -> Iterator[flint.fmpq_mat]:
    """For every block, the matrix S with ⟨S, G⟩ = the form's products: Vᵀ C V, C their coefficients."""
    used = sorted({a for pair in form.products for a in pair})
    place = {a: i for i, a in enumerate(used)}
    middle = flint.fmpq_mat(len(used), len(used))
    for (a, b), c in form.products.items():
        i, j = place[a], place[b]
        middle[i, j] += rational(c) / 2
        middle[j, i] += rational(c) / 2
    for block in program.blocks:
        vectors = flint.fmpq_mat([[rational(Fraction(program.vectors[a][i])) for i in block] for a in used])
        yield vectors.transpose() * middle * vectors


def positive_semidefinite(matrix: flint.fmpq_mat) -> bool:
    """Whether a symmetric matrix is, by elimination: A = LDLᵀ with D ≥ 0, exactly."""
    left = [list(row[i:]) for i, row in enumerate(matrix.tolist())]  # the upper triangle
    while left:
        pivot, *row = left[0]
        if pivot < 0 or (pivot == 0 and any(row)):
            return False
        left = left[1:]
        for i, c in enumerate(row):
            if c != 0:
                factor = c / pivot
                left[i] = [a - factor * b for a, b in zip(left[i], row[i:], strict=True)]
    return True
