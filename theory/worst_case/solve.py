"""The program as a solver has it, and what the solver answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy import sparse

from theory.errors import BadInput
from theory.worst_case.program import Program

TOLERANCES = (1e-10, 1e-8)
"""Clarabel's, of gap and feasibility; the second where it stops early with the first."""
KEPT = 1e-7
"""By how much an answer may exceed a condition that was left out: the solver exceeds those it has as much."""


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
    largest: np.ndarray
    """Every inequality's largest coefficient, 0 of an equality."""

    def of(self, kept: np.ndarray) -> Assembled:
        """The same with some of the constraints only, by their numbers."""
        few = tuple(self.program.constraints[i] for i in kept)
        matrix, bounds, largest = self.matrix[kept], self.bounds[kept], self.largest[kept]
        return replace(
            self,
            program=replace(self.program, constraints=few),
            matrix=matrix,
            bounds=bounds,
            largest=largest,
        )


def _triangle(size: int) -> tuple[np.ndarray, np.ndarray]:
    """Rows and columns of an upper triangle, column by column."""
    columns, rows = np.tril_indices(size)
    return rows, columns


def _products(vectors: np.ndarray, pairs: np.ndarray) -> np.ndarray:
    """For every pair (a, b) the symmetric part of v_a v_bᵀ, as a triangle."""
    rows, columns = _triangle(vectors.shape[1])
    a, b = vectors[pairs[:, 0]], vectors[pairs[:, 1]]
    scale = np.where(rows == columns, 0.5, np.sqrt(0.5))
    products: np.ndarray = scale * (a[:, rows] * b[:, columns] + a[:, columns] * b[:, rows])
    return products


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
    largest = np.abs(whole[:-1]).max(axis=1) * [not c.equal for c in program.constraints]
    sizes = tuple(map(len, program.blocks))
    return Assembled(program, sizes, sparse.csc_matrix(whole[:-1]), bounds, whole[-1], largest)


@dataclass(frozen=True, eq=False)
class Answer:
    """What the solver says."""

    value: float
    grams: tuple[np.ndarray, ...]
    values: np.ndarray
    multipliers: np.ndarray
    status: str
    seconds: float
    stacked: np.ndarray
    """The solver's x."""


def solved_near(problem: Assembled, interior: float) -> Answer | None:
    """The answer where far constraints are left out, if it keeps them; their multipliers are 0.

    Descent of one function, with momentum or without, needs no others in all that was tried, and its program
    becomes several times smaller. Compressed messages and several workers need most of them.
    """
    near = np.flatnonzero([not c.far for c in problem.program.constraints])
    answer = solved(problem.of(near), interior)
    if (problem.matrix @ answer.stacked > problem.bounds + KEPT).any():
        return None
    multipliers = np.zeros(len(problem.bounds))
    multipliers[near] = answer.multipliers
    return replace(answer, multipliers=multipliers)


def solved(problem: Assembled, interior: float, like: Answer | None = None, spare: float = 0.0) -> Answer:
    """Clarabel's answer where every Gram matrix's trace is paid for a little.

    The multipliers of that question leave S − interior·I ⪰ 0, so that they may be rounded. After an answer
    `like` the one sought, a vector pays in proportion to its square there, so that lengths of very different
    sizes pay alike. Every inequality is to hold with `spare` times its largest coefficient to spare.
    """
    objective = problem.objective.copy()
    interior *= float(np.abs(objective).max())
    at = 0
    for block, size in enumerate(problem.sizes):
        rows, columns = _triangle(size)
        weights = np.ones(size) if like is None else _weights(like, block)
        diagonal = rows == columns
        objective[at : at + len(rows)][diagonal] += interior * weights
        at += len(rows)
    return _asked(problem, objective, problem.bounds - spare * problem.largest)


def _weights(like: Answer, block: int) -> np.ndarray:
    squares = np.diag(like.grams[block])
    largest = max(float(np.diag(g).max()) for g in like.grams)
    weights: np.ndarray = 1 / np.maximum(squares / largest, 1e-3)
    return weights


def _asked(problem: Assembled, objective: np.ndarray, bounds: np.ndarray) -> Answer:
    import clarabel

    scale = float(np.abs(objective).max()) or 1.0
    equal = np.array([c.equal for c in problem.program.constraints])
    order = np.argsort(~equal, kind="stable")
    variables = len(objective)
    size = sum(n * (n + 1) // 2 for n in problem.sizes)
    whole = sparse.vstack([problem.matrix[order], -sparse.eye(size, variables)], format="csc")
    cones = [clarabel.ZeroConeT(int(equal.sum())), clarabel.NonnegativeConeT(int((~equal).sum()))]
    cones += [clarabel.PSDTriangleConeT(n) for n in problem.sizes]
    nothing = sparse.csc_matrix((variables, variables))
    right = np.concatenate([bounds[order], np.zeros(size)])
    for tolerance in TOLERANCES:
        settings = clarabel.DefaultSettings()
        settings.verbose = False
        settings.tol_gap_abs = settings.tol_gap_rel = settings.tol_feas = tolerance
        settings.max_threads = 1
        found = _ended(clarabel.DefaultSolver(nothing, -objective / scale, whole, right, cones, settings))
        status = str(found.status) if found else _BROKEN
        if not status.endswith(_EARLY):
            break
    _demand_solved(status)
    x = np.array(found.x)
    multipliers = np.empty(len(order))
    multipliers[order] = scale * np.array(found.z)[: len(order)]
    return Answer(
        float(problem.objective @ x) + float(problem.program.objective.constant),
        _unstacked(x, problem.sizes),
        x[size:],
        multipliers,
        status,
        found.solve_time,
        x,
    )


def _ended(solver: Any) -> Any:
    """What the solver found, or None where it broke off in its own code; its panics are no `Exception`."""
    try:
        return solver.solve()
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        return None


_BROKEN = "NumericalError"
"""What breaking off counts as: it was seen where eigenvalues of numbers of too different sizes were asked."""
_FAILED = {
    "PrimalInfeasible": "nothing is admissible: the hypotheses contradict one another",
    "DualInfeasible": "nothing bounds it: with several workers, bound their heterogeneity or gradients; "
    "without convexity, the gap; in a convex class, the distance at the start",
    "MaxIterations": "the solver stopped at its limit of iterations; take fewer steps",
    "MaxTime": "the solver stopped at its limit of time; take fewer steps",
    "InsufficientProgress": "the solver stopped early, with fewer digits than asked for; take fewer "
    "steps, or constants nearer to 1",
    "NumericalError": "the solver met numbers of too different sizes; choose constants nearer to 1",
}
"""What the solver's failures mean, and what to change."""
_EARLY = ("NumericalError", "InsufficientProgress")


class Stopped(BadInput):
    """The solver stopped early; with another payment for the trace it may not."""


def _demand_solved(status: str) -> None:
    for failure, why in _FAILED.items():
        if status.endswith(failure):
            error = Stopped if failure in _EARLY else BadInput
            raise error(f"worst case: {why}")


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
