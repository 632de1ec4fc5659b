"""Statement: what a paper claims, as data, with its formula as one text for every reading."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from theory.arithmetic import Value
from theory.constants import GLOSSARY
from theory.errors import BadInput, Undecided, Void, nearest

Formula = Callable[..., Any]
"""A plain function of named constants, written with `theory.arithmetic` only."""

Terms = Mapping[str, Value]
"""The named terms of a bound, in the paper's order."""

Variant = Literal["published", "repaired", "strengthened"]
VARIANTS: tuple[Variant, ...] = get_args(Variant)
Verdict = Literal["proved", "refuted", "sampled", "assumed", "open"]
Relation = Literal["<", "<=", "=="]

RELATIONS: Mapping[Relation, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    "==": operator.eq,
}


def needs(formula: Formula) -> tuple[str, ...]:
    """The constants that a formula needs: its parameter names, in order."""
    code = formula.__code__
    return code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]


def apply(formula: Formula, constants: Mapping[str, Any]) -> Any:
    """Evaluate a formula on those of the constants that it needs."""
    return formula(**{name: constants[name] for name in needs(formula)})


@dataclass(frozen=True)
class Solved:
    """A constraint solved for one constant: it holds exactly below `formula`, which `text` writes out."""

    name: str
    formula: Formula
    text: str


@dataclass(frozen=True)
class Constraint:
    """A hypothesis on the constants: left, relation, right, with the place where the paper states it.

    A `domain` is where the expressions of the bound mean anything at all (a positive denominator); any
    other constraint is a condition under which the paper claims the bound. An `order` compares orders of
    growth, such as T = Ω(K³): its constant is not printed, so it is never decided.
    """

    id: str
    left: Formula
    relation: Relation
    right: Formula
    text: str
    place: str
    domain: bool = False
    order: bool = False
    solved: Solved | None = None
    dimension_finding: str | None = None
    """What the dimension reading says of sides that add or compare unlike units."""

    @property
    def needs(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(needs(self.left) + needs(self.right)))

    def sides(self, constants: Mapping[str, Any]) -> tuple[Any, Any]:
        return apply(self.left, constants), apply(self.right, constants)


@dataclass(frozen=True)
class Check:
    """A constraint at given constants: `holds` is true, false, or unknown (None).

    Unknown is a constraint that lacks a constant, one that only compares orders of growth, and one with a
    side that has no value. A side that exceeds a float is None.
    """

    constraint: Constraint
    holds: bool | None
    lhs: Any
    rhs: Any
    missing: tuple[str, ...] = ()


def check(constraint: Constraint, constants: Mapping[str, Any]) -> Check:
    """Evaluate both sides of a constraint and compare them.

    A constraint with a side that is void does not hold. Where a side exceeds a float, balls decide.
    """
    missing = tuple(name for name in constraint.needs if name not in constants)
    if missing:
        return Check(constraint, None, None, None, missing)
    try:
        left, right = constraint.sides(constants)
    except Void:
        return Check(constraint, None if constraint.order else False, None, None)
    except OverflowError:
        return Check(constraint, None if constraint.order else _decided(constraint, constants), None, None)
    except (ArithmeticError, ValueError):
        return Check(constraint, None, None, None)
    if any(isinstance(side, float) and not math.isfinite(side) for side in (left, right)):
        return Check(constraint, None if constraint.order else _decided(constraint, constants), None, None)
    holds = None if constraint.order else RELATIONS[constraint.relation](left, right)
    return Check(constraint, holds, left, right)


def _decided(constraint: Constraint, constants: Mapping[str, Any]) -> bool | None:
    """The constraint in ball arithmetic, whose exponents have no limit; None where balls cannot tell."""
    from theory.readings.interval import Interval

    try:
        left, right = constraint.sides({n: Interval.of(constants[n]) for n in constraint.needs})
        difference = (Interval.literal(0) + right - left).value
    except Void:
        return False
    except Undecided:
        return None
    if difference.contains(0) and difference.rad() != 0:
        return None
    return RELATIONS[constraint.relation](0, difference)


@dataclass(frozen=True)
class Requirement:
    """What a statement asks of the run it is applied to: the value at `key` must be one of `allowed`.

    A key such as "compressor.linear" looks into a table; "constants.momentum" is the run's constant.
    """

    key: str
    allowed: tuple[Any, ...]
    why: str


@dataclass(frozen=True)
class Cost:
    """What one step costs: the bits that all workers send together, with and without compression.

    `uncompressed` are the constants under which the same theorem speaks of uncompressed messages; `text`
    says what is counted.
    """

    bits: Formula
    dense_bits: Formula
    uncompressed: Mapping[str, float]
    text: str


@dataclass(frozen=True)
class Statement:
    """One lemma, theorem, remark, formula or assumption of a paper, in one of its variants."""

    id: str
    place: str
    says: str
    variant: Variant = "published"
    quantity: str | None = None
    unit: str = "1"
    formula: Formula | None = None
    outputs: Mapping[str, Formula] = field(default_factory=dict)
    output_units: Mapping[str, str] = field(default_factory=dict)
    output_findings: Mapping[str, str] = field(default_factory=dict)
    """What the dimension reading says of the outputs that add unlike units, by the output's name."""
    units: Mapping[str, str] = field(default_factory=dict)
    """The units of constants that are not the glossary's in this statement (CD-Adam's step size is in w)."""
    conditions: tuple[Constraint, ...] = ()
    cost: Cost | None = None
    attains: Mapping[str, Formula] = field(default_factory=dict)
    """For a theorem that says how a target is reached: the steps, step size, … that it chooses."""
    requires: tuple[Requirement, ...] = ()
    uses: tuple[str, ...] = ()
    verdict: Verdict = "open"
    steps: tuple[str, ...] = ()
    note: str | None = None
    dimension_finding: str | None = None
    """What the dimension reading says of a printed formula that adds or compares unlike units."""

    @property
    def paper(self) -> str:
        return self.id.partition(".")[0]

    @property
    def needs(self) -> tuple[str, ...]:
        """All constants of the statement: those of its bound, its outputs and its constraints."""
        formulas = [self.formula] if self.formula else []
        names = [n for f in [*formulas, *self.outputs.values()] for n in needs(f)]
        names += [n for condition in self.conditions for n in condition.needs]
        return tuple(dict.fromkeys(names))

    def unit_of(self, name: str) -> str:
        """The unit of a constant in this statement."""
        return self.units.get(name, GLOSSARY[name].unit)

    def _taken(self, constants: Mapping[str, Any], wanted: tuple[str, ...]) -> Mapping[str, Any]:
        for name in constants:
            if name not in GLOSSARY:
                raise BadInput(f"{name!r} is not in the glossary; {nearest(name, GLOSSARY)}")
        missing = [name for name in wanted if name not in constants]
        if missing:
            raise BadInput(f"{self.id} needs {', '.join(missing)}, which was not given")
        return constants

    def bound(self, **constants: Any) -> Terms:
        """The bound's named terms, in the paper's order; their sum is the bound.

        Each constant is a float, an array or a reading; all of one kind. Raises `Void` where the bound
        divides by something that is not positive, BadInput for a missing or unknown constant.
        """
        if self.formula is None:
            raise BadInput(f"{self.id} states no bound with explicit constants: {self.says}")
        terms: Terms = apply(self.formula, self._taken(constants, needs(self.formula)))
        return terms

    def constraints(self, **constants: Any) -> tuple[Check, ...]:
        """The statement's constraints at these constants, in the paper's order."""
        return tuple(check(condition, self._taken(constants, ())) for condition in self.conditions)

    def latex(self) -> str:
        """The bound as LaTeX in the paper's letters."""
        from theory.latex import statement_latex

        return statement_latex(self)


def total(terms: Terms) -> Value:
    """The sum of a bound's terms, without a literal 0 to start from."""
    return _sum(tuple(terms.values()))


def _sum(values: tuple[Value, ...]) -> Value:
    """Left to right; no partial sum gets a name, so that NumPy adds the next array into it in place."""
    *before, last = values
    return _sum(tuple(before)) + last if before else last


@dataclass(frozen=True)
class Paper:
    """A paper: how it is cited, its assumptions' and statements' ids, and its statements in order."""

    id: str
    title: str
    authors: str
    year: int
    bibtex: str
    statements: tuple[Statement, ...]
