"""A question as polynomials: what is known and what is to follow, with denominators cleared.

A quotient n/d is defined only where d ≠ 0, which is known beside it; there n/d = 0 says n = 0, and n/d has
the sign of n times those factors of d that have an odd power. A maximum, a minimum or an absolute value is a
named real m, which is one expression where a polynomial is not negative and another elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add, mul, sub, truediv
from typing import Any, Literal

import z3
from flint import Ordering, fmpq, fmpq_mpoly_ctx

from theory.errors import Undecided
from theory.proof.implication import Question

Polynomial = Any
"""A polynomial with rational coefficients, of python-flint."""
Relation = Literal[">", ">=", "==", "!="]
"""How a polynomial stands to 0."""
CONTRARY: dict[str, tuple[Relation, int]] = {
    ">": (">=", -1),
    ">=": (">", -1),
    "==": ("!=", 1),
    "!=": ("==", 1),
}
"""p > 0 is false where −p ≥ 0, and so on."""

_COMPARISONS: dict[int, tuple[Relation, int]] = {
    z3.Z3_OP_GT: (">", 1),
    z3.Z3_OP_GE: (">=", 1),
    z3.Z3_OP_LT: (">", -1),
    z3.Z3_OP_LE: (">=", -1),
    z3.Z3_OP_EQ: ("==", 1),
    z3.Z3_OP_DISTINCT: ("!=", 1),
}


@dataclass(frozen=True)
class Fact:
    """A polynomial that is positive, not negative, 0 or not 0."""

    relation: Relation
    polynomial: Polynomial

    def contrary(self) -> Fact:
        relation, sign = CONTRARY[self.relation]
        return Fact(relation, self.polynomial * sign)


@dataclass(frozen=True)
class Choice:
    """`then` is 0 where `when` is not negative, `otherwise` is 0 where it is negative."""

    when: Polynomial
    then: Polynomial
    otherwise: Polynomial


@dataclass(frozen=True)
class System:
    """Named reals, what is known of them, and the claim."""

    names: tuple[str, ...]
    known: tuple[Fact, ...]
    choices: tuple[Choice, ...]
    claim: Fact


def ring(variables: int) -> fmpq_mpoly_ctx:
    """Polynomials in so many variables; the first ones lead."""
    return fmpq_mpoly_ctx.get(tuple(f"x{i}" for i in range(variables)), Ordering.lex)


@dataclass(frozen=True)
class Quotient:
    """A reduced quotient of polynomials."""

    above: Polynomial
    below: Polynomial

    @classmethod
    def of(cls, above: Polynomial, below: Polynomial) -> Quotient:
        if below.is_constant():
            return cls(above / below.leading_coefficient(), below * 0 + 1)
        common = above.gcd(below)
        above, below = divmod(above, common)[0], divmod(below, common)[0]
        leading = below.leading_coefficient()
        return cls(above / leading, below / leading)

    def __add__(self, other: Quotient) -> Quotient:
        if self.below == other.below:
            return Quotient.of(self.above + other.above, self.below)
        return Quotient.of(self.above * other.below + other.above * self.below, self.below * other.below)

    def __neg__(self) -> Quotient:
        return Quotient(-self.above, self.below)

    def __mul__(self, other: Quotient) -> Quotient:
        return Quotient.of(self.above * other.above, self.below * other.below)

    def __sub__(self, other: Quotient) -> Quotient:
        return self + -other

    def __truediv__(self, other: Quotient) -> Quotient:
        if other.above.is_zero():
            raise Undecided("a quotient by 0")
        return Quotient.of(self.above * other.below, self.below * other.above)

    def stands(self, relation: Relation) -> Fact:
        """This quotient compared with 0, as a polynomial."""
        if relation in ("==", "!="):
            return Fact(relation, self.above)
        _, factors = self.below.factor()
        return Fact(relation, reduce(mul, (f for f, power in factors if power % 2), self.above))


_OPERATIONS = {
    z3.Z3_OP_ADD: add,
    z3.Z3_OP_SUB: sub,
    z3.Z3_OP_MUL: mul,
    z3.Z3_OP_DIV: truediv,
}


class _Reader:
    """Reads the terms of one question; each named real is a variable."""

    def __init__(self, names: Sequence[str], cases: Sequence[int]) -> None:
        self.context = ring(len(names) + len(cases))
        generators = self.context.gens()
        one = self.context.constant(1)
        self.cases = dict(zip(cases, generators, strict=False))
        self.named = {n: Quotient(g, one) for n, g in zip(names, generators[len(cases) :], strict=True)}
        self.choices: dict[int, Choice] = {}
        self.one = one
        self.known: dict[int, Quotient] = {}

    def term(self, term: z3.ExprRef) -> Quotient:
        found = self.known.get(term.get_id())
        if found is None:
            found = self.known[term.get_id()] = self._term(term)
        return found

    def _term(self, term: z3.ExprRef) -> Quotient:
        if z3.is_rational_value(term):
            number = fmpq(term.numerator_as_long(), term.denominator_as_long())
            return Quotient(self.one * number, self.one)
        kind = term.decl().kind()
        if kind == z3.Z3_OP_UNINTERPRETED and not term.num_args():
            return self.named[term.decl().name()]
        if kind == z3.Z3_OP_ITE:
            return self._case(term)
        if kind == z3.Z3_OP_UMINUS:
            return -self.term(term.arg(0))
        if kind not in _OPERATIONS:
            raise Undecided(f"no polynomial: {term.decl().name()}")
        return reduce(_OPERATIONS[kind], [self.term(part) for part in term.children()])

    def _case(self, term: z3.ExprRef) -> Quotient:
        condition, then, otherwise = term.children()
        when = self.fact(condition)
        if when.relation != ">=":
            raise Undecided(f"no case by the sign of a polynomial: {condition.decl().name()}")
        chosen = Quotient(self.cases[term.get_id()], self.one)
        equations = ((chosen - self.term(side)).stands("==").polynomial for side in (then, otherwise))
        self.choices[term.get_id()] = Choice(when.polynomial, *equations)
        return chosen

    def fact(self, comparison: z3.BoolRef) -> Fact:
        if z3.is_not(comparison):
            return self.fact(comparison.arg(0)).contrary()
        kind = comparison.decl().kind()
        if kind not in _COMPARISONS or not z3.is_arith(comparison.arg(0)):
            raise Undecided(f"no comparison: {comparison.decl().name()}")
        relation, sign = _COMPARISONS[kind]
        left, right = (self.term(side) for side in comparison.children())
        difference = left - right if sign > 0 else right - left
        return difference.stands(relation)


def system(question: Question) -> System:
    """A question as polynomials; Undecided where it has a term that is none."""
    names, cases = _leaves((*question.known, question.goal))
    reader = _Reader(names, cases)
    known = tuple(reader.fact(fact) for fact in question.known)
    claim = reader.fact(question.goal)
    chosen = tuple(f"case {n}" for n in range(1, len(cases) + 1))
    return System((*chosen, *names), known, tuple(reader.choices.values()), claim)


def _leaves(expressions: Iterable[z3.ExprRef]) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """The names of the reals, roots first and each before what it is a root of, and the terms by cases."""
    names: dict[str, None] = {}
    cases: dict[int, None] = {}
    seen: set[int] = set()
    waiting = list(expressions)[::-1]
    while waiting:
        term = waiting.pop()
        if term.get_id() in seen:
            continue
        seen.add(term.get_id())
        if z3.is_const(term) and term.decl().kind() == z3.Z3_OP_UNINTERPRETED:
            names[term.decl().name()] = None
        if z3.is_app(term) and term.decl().kind() == z3.Z3_OP_ITE:
            cases[term.get_id()] = None
        waiting += term.children()[::-1]
    roots = sorted((name for name in names if name.startswith("root")), key=len, reverse=True)
    plain = (name for name in names if not name.startswith("root"))
    return (*roots, *plain), tuple(cases)
