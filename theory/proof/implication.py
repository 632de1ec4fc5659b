"""Implication: comparisons of named reals that follow from others, by z3; a counterexample is re-evaluated.

That z3 finds a negation unsatisfiable is its own word. A witness is not: it is evaluated again without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import z3

from theory.errors import Undecided
from theory.proof.claim import Comparison, Hypothesis, names
from theory.proof.verdict import Finding, Witness
from theory.proof.witness import evaluated
from theory.readings.solver import Term
from theory.statement import Formula, apply

EFFORT = 5_000_000
"""Units of z3's own count of work that one question may take: four times what any proved line needs.

A limit in seconds would make verdicts depend on what else the machine does.
"""
PATIENCE = 120_000
"""Milliseconds after which a question is given up all the same, as z3 does not count all that it does:
eight times what the longest proved line needs."""
DENOMINATORS = (1, 2, 10, 100, 10**4, 10**8)
"""A witness is tried with short fractions first, which a reader can check by hand."""

_ASSERTED = {"<": "__lt__", "<=": "__le__", "==": "__eq__"}
_TACTIC = ("simplify", "purify-arith", "solve-eqs", "qfnra-nlsat")
"""What is tried where z3's own choice gives up."""

Conditions = Sequence[z3.BoolRef]


@dataclass(frozen=True)
class Asked:
    """A comparison as the solver's, with the definitions and the domain of its terms."""

    relation: z3.BoolRef
    defined: tuple[z3.BoolRef, ...]
    domain: tuple[z3.BoolRef, ...]

    @classmethod
    def of(cls, comparison: Comparison) -> Asked:
        reading = next(x for x in (comparison.left, comparison.right) if not isinstance(x, int))
        left, right = reading.lift(comparison.left), reading.lift(comparison.right)
        relation = getattr(left.value, _ASSERTED[comparison.relation])(right.value)
        both = left - right
        return cls(relation, both.defined, both.domain)

    @property
    def conditions(self) -> tuple[z3.BoolRef, ...]:
        return (*self.defined, *self.domain)


@dataclass(frozen=True)
class Question:
    """Whether a goal follows from what is known: where nothing fulfils that and the goal's contrary."""

    known: tuple[z3.BoolRef, ...]
    goal: z3.BoolRef

    def smt2(self) -> str:
        """The question whether the goal fails somewhere, as SMT-LIB 2."""
        solver = z3.Solver()
        solver.add(*self.known, z3.Not(self.goal))
        return f"(set-logic QF_NRA)\n{solver.to_smt2()}"


class Context:
    """Hypotheses on named reals, as the solver has them."""

    def __init__(self, hypotheses: Sequence[Hypothesis], reals: Iterable[str] = ()) -> None:
        wanted = dict.fromkeys((*names(h.formula for h in hypotheses), *reals))
        self.values: Mapping[str, Term] = {name: Term.named(name) for name in wanted}
        asked = [Asked.of(c) for h in hypotheses for c in h.comparisons(self.values)]
        self.facts = [condition for a in asked for condition in (*a.conditions, a.relation)]
        self.entailed: list[Question] = []
        """What was found to follow."""

    def entails(self, goal: z3.BoolRef, extra: Conditions = ()) -> bool:
        """Whether the goal follows, as far as the solver can tell."""
        follows = bool(self.ask(goal, extra)[0] == z3.unsat)
        if follows:
            self.entailed.append(self.question(goal, extra))
        return follows

    def question(self, goal: z3.BoolRef, extra: Conditions = ()) -> Question:
        """Whether the goal follows from the hypotheses and what else is known."""
        return Question((*self.facts, *extra), goal)

    def ask(self, goal: z3.BoolRef, extra: Conditions = ()) -> tuple[z3.CheckSatResult, z3.Solver]:
        """Is there a place where the goal fails? unsat: none; sat: the solver's model; or unknown."""
        for solver in (z3.Solver(), z3.Then(*_TACTIC).solver()):
            solver.set("rlimit", EFFORT)
            solver.set("timeout", PATIENCE)
            solver.set("ctrl_c", False)  # by itself z3 would answer unknown, and the run go on
            solver.add(*self.facts, *extra, z3.Not(goal))
            answer = solver.check()
            if answer != z3.unknown:
                break
        return answer, solver


@dataclass(frozen=True)
class Implication:
    """A claim on named reals that is to follow from hypotheses, wherever both of its sides are defined."""

    hypotheses: tuple[Hypothesis, ...]
    claim: Formula

    def _put(self) -> tuple[Context, Asked]:
        context = Context(self.hypotheses, names([self.claim]))
        return context, Asked.of(apply(self.claim, context.values))

    def judge(self) -> Finding:
        try:
            context, asked = self._put()
        except Undecided as error:
            return Finding("open", "z3", f"cannot be put to the solver: {error}")
        answer, solver = context.ask(asked.relation, asked.conditions)
        if answer == z3.unsat:
            loose = [d for d in asked.domain if not context.entails(d, asked.defined)]
            return Finding("proved", "z3", assuming=tuple(map(str, loose)))
        if answer == z3.unknown:
            return Finding("open", "z3", f"the solver gave up: {solver.reason_unknown()}")
        witness = self._witness(context, solver.model())
        if witness is None:
            return Finding("open", "z3", "the solver's counterexample did not survive an exact evaluation")
        return Finding("refuted", "z3", witness=witness)

    def _witness(self, context: Context, model: z3.ModelRef) -> Witness | None:
        tried = (evaluated(p, self.hypotheses, self.claim) for p in points(model, context.values))
        return next((w for w in tried if w is not None), None)

    def questions(self) -> tuple[Question, ...]:
        """The one question that the solver is asked; none where it cannot be put."""
        try:
            context, asked = self._put()
        except Undecided:
            return ()
        return (context.question(asked.relation, asked.conditions),)


def points(model: z3.ModelRef, values: Mapping[str, Term]) -> Iterator[dict[str, Fraction]]:
    """Rational points at and near a model, shortest fractions first."""
    exact = {name: _fraction(model.eval(term.value, model_completion=True)) for name, term in values.items()}
    for largest in DENOMINATORS:
        yield {name: value.limit_denominator(largest) for name, value in exact.items()}
    yield exact


def _fraction(number: Any) -> Fraction:
    """A solver's number as a fraction; an algebraic one from its first 40 digits."""
    if z3.is_algebraic_value(number):
        number = number.approx(40)
    return Fraction(number.numerator_as_long(), number.denominator_as_long())
