"""The few lines of Python that check a witness by hand, written from the step's own expressions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from theory.proof.boxes import Boxed
from theory.proof.claim import Comparison
from theory.proof.implication import Implication
from theory.proof.ledger import Judged
from theory.proof.quadratic import Quadratic
from theory.proof.realised import at, comparisons
from theory.proof.vectors import Space, sq
from theory.readings.written import Written
from theory.statement import apply
from tightrope.report.coordinates import Coordinates, CoordinateSpace
from tightrope.report.python_text import identifier, python

Named = list[tuple[str, Comparison]]
_MATH = ("ceil", "exp", "log", "log2", "sqrt")
_FAMILIES = (
    "# x_0, x_1: coordinates of x, or of the mean over workers; x_apart_0, x_apart_1: of the workers'",
    "# deviations from it, so that the mean of their squares is x_0**2 + x_apart_0**2 + …",
)


def check_lines(one: Judged) -> str | None:
    """Python that prints for a refuted step whether each hypothesis holds at its witness, and the claim.

    None where the witness is no list of numbers for the step's expressions, such as a whole run.
    """
    witness, problem = one.finding.witness, one.step.problem
    if witness is None or not isinstance(problem, Implication | Quadratic | Boxed):
        return None
    known, claim = _read(problem, witness.values)
    body = [f"{identifier(name)} = {python(value)}" for name, value in witness.values.items()]
    body += [f"print({text!r}, {python(c.left)} {c.relation} {python(c.right)})" for text, c in known]
    body += [f"left = {python(claim.left)}", f"right = {python(claim.right)}"]
    body += [f'print("left", left, "right", right, "claim", left {claim.relation} right)']
    families = _FAMILIES if any("~" in name for name in witness.values) else ()
    claimed = f"# {one.step.id}: {one.step.says}"
    return "\n".join([claimed, *_imports("\n".join(body)), *families, *body])


def _imports(body: str) -> Iterator[str]:
    yield "from fractions import Fraction"
    used = [name for name in _MATH if re.search(rf"\b{name}\(", body)]
    if used:
        yield f"from math import {', '.join(used)}"


def _read(
    problem: Implication | Quadratic | Boxed, values: Mapping[str, Fraction]
) -> tuple[Named, Comparison]:
    """What the witness keeps, each with a name, and the claim that it breaks, as their texts."""
    written = {name: Written.constant(name) for name in values}
    if isinstance(problem, Boxed):
        return _inside(problem, written), apply(problem.claim, written)
    stated = [(h.text, comparison) for h in problem.hypotheses for comparison in h.comparisons(written)]
    if isinstance(problem, Implication):
        return stated, apply(problem.claim, written)
    return [*stated, *_facts(problem, written)], _on_vectors(problem, written)


def _inside(problem: Boxed, written: Mapping[str, Written]) -> Named:
    found: Named = []
    for name, (low, high) in problem.box.items():
        text = f"{low} ≤ {name} ≤ {high}"
        found += [(text, Comparison(low, "<=", written[name])), (text, Comparison(written[name], "<=", high))]
    return found


def _facts(problem: Quadratic, written: Mapping[str, Written]) -> Named:
    """What the step takes from axioms and assumptions, at the witness's coordinates."""
    coordinates = 2 if any(name.endswith("[1]") for name in written) else 1
    space: dict[str, Any] = {**written, "v": Space(Written.literal(1))}
    premises = apply(problem.using, space) if problem.using else ()
    return [
        (premise.axiom, at(comparison, coordinates, lambda name: written.get(name, 0)))
        for premise in premises
        for comparison in comparisons([premise])
    ]


def _on_vectors(problem: Quadratic, written: Mapping[str, Written]) -> Comparison:
    """The claim in coordinates; vectors are equal where their difference has norm 0."""
    claim: Comparison = apply(problem.claim, {**written, "v": CoordinateSpace(written)})
    if isinstance(claim.left, Coordinates):
        return Comparison(sq(claim.left - claim.right), claim.relation, 0)
    return claim
