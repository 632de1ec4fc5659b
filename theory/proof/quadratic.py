"""Quadratic forms: inequalities between formal vectors, by a Gram matrix that is positive semidefinite.

right − left − Σ multiplier · fact is a form in inner products. It is not negative for any vectors if the
matrix of its coefficients is positive semidefinite and what is left is a number that is not negative. That
the matrix is so for all admissible parameters is asked of the solver, pivot by pivot: a pivot that is always
positive is eliminated, one that is always 0 needs a row of zeros. An equality is a form whose coefficients
are all 0. Where no certificate is found, vectors in one or two dimensions are searched for that break the
claim and keep every hypothesis; a Gram matrix that they realise is that of random vectors too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Literal

import z3

from theory.errors import Undecided
from theory.proof.claim import Comparison, Hypothesis, names
from theory.proof.implication import Context, Question
from theory.proof.realised import realised
from theory.proof.vectors import Form, Orthogonal, Part, Space, Used, Vector
from theory.proof.verdict import Finding
from theory.readings.solver import Term
from theory.statement import Formula, apply

LARGEST_MINORS = 4
"""The largest matrix whose principal minors are all asked about, 15 questions, where no pivot is decided."""

Sign = Literal[">", ">=", "=="]
Matrix = list[list[Any]]


@dataclass(frozen=True)
class Quadratic:
    """A claim on a space `v` of vectors and on named reals, with what it uses."""

    hypotheses: tuple[Hypothesis, ...]
    claim: Formula
    using: Formula | None = None
    """Named reals and the space → the facts that are used, with multipliers, and what is orthogonal."""

    def judge(self) -> Finding:
        context, used = self._read()
        axioms = tuple(dict.fromkeys(u.axiom for u in used))
        try:
            why = self._shortcoming(context, used)
            if not why:
                return Finding("proved", "quadratic form", axioms=axioms)
            witness = realised(self.hypotheses, self.claim, self.using)
        except Undecided as error:
            return Finding("open", "quadratic form", f"cannot be put to the solver: {error}", axioms=axioms)
        if witness is not None:
            return Finding("refuted", "quadratic form", why, witness=witness, axioms=axioms)
        return Finding("open", "quadratic form", why, axioms=axioms)

    def questions(self) -> tuple[Question, ...]:
        """The sign conditions of the certificate, in the order in which they were found; none without one."""
        context, used = self._read()
        try:
            certified = not self._shortcoming(context, used)
        except Undecided:
            return ()
        return tuple(context.entailed) if certified else ()

    def _read(self) -> tuple[Context, tuple[Used | Orthogonal, ...]]:
        """The hypotheses as the solver has them, and what the claim uses."""
        formulas = [f for f in (self.claim, self.using) if f is not None]
        context = Context(self.hypotheses, [name for name in names(formulas) if name != "v"])
        return context, tuple(apply(self.using, _values(context))) if self.using else ()

    def _shortcoming(self, context: Context, used: Sequence[Used | Orthogonal]) -> str:
        return _shortcoming(_Signs(context), apply(self.claim, _values(context)), used)


def _values(context: Context) -> Mapping[str, Any]:
    """The named reals and the space of vectors."""
    return {**context.values, "v": Space(Term.literal(1))}


def _shortcoming(signs: _Signs, stated: Comparison, used: Sequence[Used | Orthogonal]) -> str:
    """What keeps the claim from being certified; "" if nothing does."""
    if isinstance(stated.left, Vector):
        apart = (stated.right - stated.left).parts
        left_over = (name for (name, _), c in apart.items() if not signs.sure(c, "=="))
        return next((f"does not cancel: {name}" for name in left_over), "")
    orthogonal = [each for each in used if isinstance(each, Orthogonal)]
    rest = Form.of(stated.right) - Form.of(stated.left)
    for each in used:
        if isinstance(each, Orthogonal):
            continue
        belied = next((one.axiom for one in orthogonal if one.belied(each.fact)), None)
        if belied:
            return f"{each.axiom} bounds by the noise what {belied} says is known before it"
        fact = each.fact.comparison
        if stated.relation == "==" and fact.relation != "==":
            return f"{each.axiom} is an inequality, from which no equality follows"
        if fact.relation != "==" and not signs.sure(each.multiplier, ">="):
            return f"the multiplier of {each.axiom} may be negative"
        rest = rest - (Form.of(fact.right) - Form.of(fact.left)) * each.multiplier
    for one in orthogonal:
        rest = one.applied(rest)
    return signs.wrong(rest, stated.relation)


@dataclass(frozen=True)
class _Signs:
    """Questions on the sign of parameters' terms under the hypotheses."""

    context: Context

    def sure(self, value: Any, sign: Sign) -> bool:
        """Whether value > 0, ≥ 0 or = 0 for all admissible parameters."""
        if isinstance(value, int):
            return {">": value > 0, ">=": value >= 0, "==": value == 0}[sign]
        zero = z3.RealVal(0)
        goal = {">": value.value > zero, ">=": value.value >= zero, "==": value.value == zero}[sign]
        return self.context.entails(goal, [*value.defined, *value.domain])

    def wrong(self, rest: Form, relation: str) -> str:
        """What keeps a form from being 0, positive or not negative."""
        numbers = {atom: c for atom, c in rest.terms.items() if isinstance(atom, str)}
        products = {atom: c for atom, c in rest.terms.items() if not isinstance(atom, str)}
        constant = numbers.pop("", 0)
        uncancelled = [atom for atom, c in numbers.items() if not self.sure(c, "==")]
        if relation == "==":
            uncancelled += [f"⟨{a[0]}, {b[0]}⟩" for (a, b), c in products.items() if not self.sure(c, "==")]
            uncancelled += [] if self.sure(constant, "==") else ["the constant"]
        if uncancelled:
            return f"does not cancel: {uncancelled[0]}"
        if relation == "==":
            return ""
        if not self.sure(constant, ">" if relation == "<" else ">="):
            return "the constant left over may be negative"
        for deviations in (False, True):
            if not self._semidefinite(_matrix(products, deviations)):
                which = "deviations" if deviations else "means"
                return f"the Gram matrix of the {which} is not shown to be positive semidefinite"
        return ""

    def _semidefinite(self, matrix: Matrix) -> bool:
        """Pivot by pivot; where no pivot's sign is decided, by all principal minors."""
        while matrix:
            pivot = self._pivot(matrix)
            if pivot is None:
                return len(matrix) <= LARGEST_MINORS and self._minors(matrix)
            at, positive = pivot
            if not positive and not all(self.sure(x, "==") for x in matrix[at]):
                return False
            matrix = _eliminated(matrix, at, positive)
        return True

    def _pivot(self, matrix: Matrix) -> tuple[int, bool] | None:
        """A diagonal element that is always 0, else one that is always positive."""
        for sign in ("==", ">"):
            for at in range(len(matrix)):
                if self.sure(matrix[at][at], "==" if sign == "==" else ">"):
                    return at, sign == ">"
        return None

    def _minors(self, matrix: Matrix) -> bool:
        rows = range(len(matrix))
        chosen = (c for size in range(1, len(matrix) + 1) for c in combinations(rows, size))
        return all(self.sure(_determinant([[matrix[i][j] for j in c] for i in c]), ">=") for c in chosen)


def _matrix(products: Mapping[Any, Any], deviations: bool) -> Matrix:
    """The symmetric matrix of the coefficients, twice over, so that it needs no halves."""
    parts: list[Part] = sorted({p for atom in products for p in atom if p[1] == deviations})
    return [[products.get((min(a, b), max(a, b)), 0) * (2 if a == b else 1) for b in parts] for a in parts]


def _eliminated(matrix: Matrix, at: int, positive: bool) -> Matrix:
    """The Schur complement of a pivot, or the matrix without a row that is 0."""
    rest = [i for i in range(len(matrix)) if i != at]
    if not positive:
        return [[matrix[i][j] for j in rest] for i in rest]
    pivot = matrix[at][at]
    return [[matrix[i][j] - matrix[i][at] * matrix[at][j] / pivot for j in rest] for i in rest]


def _determinant(matrix: Matrix) -> Any:
    """By the first row."""
    if not matrix:
        return 1
    minors = [_determinant([row[:j] + row[j + 1 :] for row in matrix[1:]]) for j in range(len(matrix))]
    total: Any = 0
    for j, (head, minor) in enumerate(zip(matrix[0], minors, strict=True)):
        total = total + head * minor * (-1) ** j
    return total
