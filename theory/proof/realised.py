"""Counterexamples to claims on vectors: numbers and vectors of one or two coordinates, re-evaluated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import z3

from theory.errors import Undecided, Void
from theory.proof.claim import Comparison, Hypothesis, names
from theory.proof.implication import Asked, Context, points
from theory.proof.vectors import Form, Independent, Orthogonal, Space, Used, Vector, sq
from theory.proof.verdict import Witness
from theory.proof.witness import holds, shown
from theory.readings.exact import Exact
from theory.readings.solver import Term
from theory.statement import Formula, apply

COORDINATES = (1, 2)


def realised(hypotheses: Sequence[Hypothesis], claim: Formula, using: Formula | None) -> Witness | None:
    """A place where every hypothesis and every fact holds and the claim does not; None where none is found.

    None too where a fact is incomplete: vectors that fulfil it need not come from the paper's setting.
    """
    formulas = [f for f in (claim, using) if f is not None]
    reals = [name for name in names(formulas) if name != "v"]
    for coordinates in COORDINATES:
        for point in _models(hypotheses, claim, using, reals, coordinates):
            witness = evaluated_at(hypotheses, claim, using, point, coordinates)
            if witness is not None:
                return witness
    return None


def _premises(using: Formula | None, values: Mapping[str, Any]) -> tuple[Used | Orthogonal, ...] | None:
    premises = tuple(apply(using, values)) if using else ()
    whole = all(u.fact.complete for u in premises if isinstance(u, Used))
    return premises if whole else None


def comparisons(premises: Sequence[Used | Orthogonal]) -> Iterator[Comparison]:
    """The facts as comparisons of forms; orthogonality as products that are 0."""
    for premise in premises:
        if isinstance(premise, Used):
            yield premise.fact.comparison
            continue
        pairs = {
            (n, u) for n in premise.vector.parts for o in premise.others for u in o.parts if n[1] == u[1]
        }
        for n, u in sorted(pairs):
            yield Comparison(Form({(min(n, u), max(n, u)): 1}), "==", Form({"": 0}))
        if isinstance(premise, Independent):
            (name, _), *_ = premise.vector.parts
            means, deviations = ((name, False),) * 2, ((name, True),) * 2
            yield Comparison(Form({deviations: 1}), "==", Form({means: premise.workers - 1}))


def _number(form: Any, coordinates: int, value: Any) -> Any:
    """A form at vectors whose coordinates `value` gives by name."""
    total: Any = 0
    for atom, coefficient in Form.of(form).terms.items():
        if isinstance(atom, str):
            total = total + (coefficient * value(atom) if atom else coefficient)
            continue
        a, b = (f"{name}{'~' if deviation else ''}" for name, deviation in atom)
        for i in range(coordinates):
            total = total + coefficient * value(f"{a}[{i}]") * value(f"{b}[{i}]")
    return total


def at(comparison: Comparison, coordinates: int, value: Any) -> Comparison:
    """A comparison of forms or of vectors at coordinates that `value` gives by name, such as x[0]."""
    if isinstance(comparison.left, Vector):  # equal vectors are those whose difference has norm 0
        apart = sq(comparison.left - comparison.right)
        return Comparison(_number(apart, coordinates, value), comparison.relation, 0)
    left, right = (_number(side, coordinates, value) for side in (comparison.left, comparison.right))
    return Comparison(left, comparison.relation, right)


def _models(
    hypotheses: Sequence[Hypothesis],
    claim: Formula,
    using: Formula | None,
    reals: Sequence[str],
    coordinates: int,
) -> Iterator[dict[str, Fraction]]:
    context = Context(hypotheses, reals)
    values = {**context.values, "v": Space(Term.literal(1))}
    premises = _premises(using, values)
    if premises is None:
        return
    coordinate = _Terms(context.values)
    asked = [Asked.of(_lifted(at(c, coordinates, coordinate))) for c in comparisons(premises)]
    stated = Asked.of(_lifted(at(apply(claim, values), coordinates, coordinate)))
    known = [condition for a in asked for condition in (*a.conditions, a.relation)]
    answer, solver = context.ask(stated.relation, [*known, *stated.conditions])
    if answer == z3.sat:
        yield from points(solver.model(), coordinate.found)


class _Terms:
    """A term for every named coordinate, made when it is first asked for."""

    def __init__(self, reals: Mapping[str, Term]) -> None:
        self.found = dict(reals)

    def __call__(self, name: str) -> Term:
        return self.found.setdefault(name, Term.named(name))


def _lifted(comparison: Comparison) -> Comparison:
    zero = Term.literal(0)
    return Comparison(zero + comparison.left, comparison.relation, zero + comparison.right)


def evaluated_at(
    hypotheses: Sequence[Hypothesis],
    claim: Formula,
    using: Formula | None,
    point: Mapping[str, Fraction],
    coordinates: int,
) -> Witness | None:
    """The witness at a point where every hypothesis and every fact holds, in exact fractions."""
    exact = {name: Exact(value) for name, value in point.items()}
    values = {**exact, "v": Space(Exact.literal(1))}

    def here(comparison: Comparison) -> Comparison:
        found = at(comparison, coordinates, lambda name: exact.get(name, Exact(Fraction(0))))
        zero = Exact(Fraction(0))
        return Comparison(zero + found.left, found.relation, zero + found.right)

    try:
        premises = tuple(apply(using, values)) if using else ()
        known = [c for h in hypotheses for c in h.comparisons(exact)] + [
            here(c) for c in comparisons(premises)
        ]
        stated = here(apply(claim, values))
        if all(holds(c) is True for c in known) and holds(stated) is False:
            return Witness(dict(point), shown(stated.left), shown(stated.right), "exact fractions")
    except (Undecided, Void, ZeroDivisionError):
        return None
    return None
