"""The program as a solver has it, and what the solver answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from theory.worst_case.forms import Form
from theory.worst_case.question import Program

INTERIOR = 1e-8
"""How much harder the question to the solver is, so that its answers lie inside: see `Assembled`."""


@dataclass(frozen=True, eq=False)
class Assembled:
    """A program in floats: max c·x, A x ≤ b (or = b), Gram blocks of x positive semidefinite.

    x stacks the upper triangles of the blocks, column by column with products off the diagonal scaled by √2,
    and the values.
    """

    program: Program
    sizes: tuple[int, ...]
    matrix: sparse.csc_matrix
    bounds: np.ndarray
    objective: np.ndarray


def _triangle(size: int) -> tuple[np.ndarray, np.ndarray]:
    """Rows and columns of an upper triangle, column by column."""
    columns, rows = np.tril_indices(size)
    return rows, columns


def _products(vectors: np.ndarray, pairs: np.ndarray) -> np.ndarray:
    """For every pair (a, b) the symmetric part of v_a v_bᵀ, as a triangle."""
    rows, columns = _triangle(vectors.shape[1])
    a, b = vectors[pairs[:, 0]], vectors[pairs[:, 1]]
    scale = np.where(rows == columns, 0.5, np.sqrt(0.5))
    return scale * (a[:, rows] * b[:, columns] + a[:, columns] * b[:, rows])


def assembled(program: Program) -> Assembled:
    """The program in floats."""
    forms = [c.form for c in program.constraints] + [program.objective]
    pairs = {pair: i for i, pair in enumerate({p: None for f in forms for p in f.products})}
    rows, columns, data = [], [], []
    for row, form in enumerate(forms):
        for pair, c in form.products.items():
            rows.append(row)
            columns.append(pairs[pair])
            data.append(float(c))
    combined = sparse.csr_matrix((data, (rows, columns)), (len(forms), len(pairs)))
    vectors = program.vectors.astype(float)
    numbers = np.array(list(pairs), dtype=int).reshape(-1, 2)
    parts = [combined @ _products(vectors[:, list(block)], numbers) for block in program.blocks]
    values = np.zeros((len(forms), program.values))
    for row, form in enumerate(forms):
        for number, c in form.values.items():
            values[row, number] = float(c)
    whole = np.hstack([*parts, values])
    bounds = -np.array([float(f.constant) for f in forms[:-1]])
    return Assembled(program, tuple(map(len, program.blocks)), sparse.csc_matrix(whole[:-1]), bounds, whole[-1])


@dataclass(frozen=True, eq=False)
class Answer:
    """What the solver says."""

    value: float
    grams: tuple[np.ndarray, ...]
    values: np.ndarray
    multipliers: np.ndarray
    status: str
    seconds: float


def solved(problem: Assembled, interior: float = INTERIOR) -> Answer:
    """Clarabel's answer to the question moved inside: every inequality tightened, every Gram matrix paid for."""
    import clarabel

    equal = np.array([c.equal for c in problem.program.constraints])
    order = np.argsort(~equal, kind="stable")
    bounds = problem.bounds - interior * ~equal
    objective = problem.objective.copy()
    at = 0
    for size in problem.sizes:
        rows, columns = _triangle(size)
        objective[at : at + len(rows)] += interior * (rows == columns)
        at += len(rows)
    variables = problem.matrix.shape[1]
    gram = sparse.eye(at, variables, format="csc") * -1
    matrix = sparse.vstack([problem.matrix[order], gram], format="csc")
    right = np.concatenate([bounds[order], np.zeros(at)])
    cones = [clarabel.ZeroConeT(int(equal.sum())), clarabel.NonnegativeConeT(int((~equal).sum()))]
    cones += [clarabel.PSDTriangleConeT(size) for size in problem.sizes]
    settings = clarabel.DefaultSettings()
    settings.verbose = False
    settings.tol_gap_abs = settings.tol_gap_rel = settings.tol_feas = 1e-10
    settings.max_threads = 1
    nothing = sparse.csc_matrix((variables, variables))
    found = clarabel.DefaultSolver(nothing, -objective, matrix, right, cones, settings).solve()
    x, duals = np.array(found.x), np.array(found.z)[: len(order)]
    multipliers = np.empty(len(order))
    multipliers[order] = duals
    return Answer(
        float(problem.objective @ x) + float(problem.program.objective.constant),
        _unstacked(x, problem.sizes),
        x[at:],
        multipliers,
        str(found.status),
        found.solve_time,
    )


def _unstacked(x: np.ndarray, sizes: Sequence[int]) -> tuple[np.ndarray, ...]:
    at, grams = 0, []
    for size in sizes:
        rows, columns = _triangle(size)
        part = x[at : at + len(rows)] * np.where(rows == columns, 1, np.sqrt(0.5))
        gram = np.zeros((size, size))
        gram[rows, columns] = gram[columns, rows] = part
        grams.append(gram)
        at += len(rows)
    return tuple(grams)
