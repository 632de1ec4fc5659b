"""A proof's free parameters optimised: the sharpest bound that its technique gives, and how far it goes.

Each such bound is a sum of products of powers of the parameters with factors ≥ 0, divided by 1 minus another
such sum. Its logarithm is convex in those of the parameters, so that what a local search finds is the least.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from importlib import import_module
from math import exp, inf, isfinite, log
from sys import float_info
from typing import Any

from theory.errors import BadInput, TightropeError, nearest, shown
from theory.papers import load, package
from theory.readings.interval import Interval
from theory.statement import Formula, Solved, Statement, apply, needs, total
from theory.technique import Parameter, Technique

Numbers = Mapping[str, float]

DECLARED = (
    ("gmc", "young_statements"),
    ("gmc", "young_plus_statements"),
    ("def", "young_statements"),
    ("qprsgd", "ring_young_statements"),
    ("qprsgd", "gossip_young_statements"),
    ("qg", "young_statements"),
)
"""Where parameters are declared: a paper, and a module of it."""
NUDGE = 1.05
"""The search starts at the paper's choice where that gives a bound, else at so many times the best one."""
GRID = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 0.9)
"""Values of the axis in the table that stands in for a file."""
SHARE = 0.5
"""In that table, what the paper limits over its limit."""
MOST_EVALUATIONS = 20_000
MOST_RESTARTS = 5
GAIN = 1e-12
"""The search ends where a restart lowers the bound by less than this share."""
EDGE = 1e-12
"""What is at the end of its range is taken so much below it, so that rounding does not put it beyond."""
LARGEST_DENOMINATOR = 10**12
"""The chosen parameters are fractions with a denominator up to this."""


def techniques() -> Mapping[str, Technique]:
    """Every proof whose free parameters are declared, by its statement."""
    modules = (import_module(f"theory.papers.{package(paper)}.{name}") for paper, name in DECLARED)
    return {t.statement: t for module in modules for t in module.TECHNIQUES}


def technique(statement: str) -> Technique:
    """The technique of a statement; an unknown or undeclared one is bad input."""
    known = techniques()
    if statement not in known:
        raise BadInput(
            f"statement: read {shown(statement)}; {nearest(statement, known)}; "
            f"free parameters are declared for {', '.join(known)}"
        )
    return known[statement]


@dataclass(frozen=True)
class Tightened:
    """A technique at one set of constants.

    `certified` is proved: the upper end of a ball around the bound at the fractions `chosen`. `numerical` is
    what the search found, `closed` the formula of the best choice. A value that does not exist is None.
    """

    technique: Technique
    constants: Numbers
    published: float | None
    at_published_choice: float | None
    published_choice: Mapping[str, float | None]
    chosen: Mapping[str, Fraction]
    numerical: float | None
    certified: float | None
    closed: float | None
    limit: float | None
    """The end of the range that the paper, or its repair, asks for."""
    weakest: float | None
    """The end of the range in which some choice gives a bound."""
    why: str | None

    @property
    def gain(self) -> float | None:
        """The published bound over the certified one."""
        return self.published / self.certified if self.published and self.certified else None


def tighten(technique: Technique, constants: Numbers) -> Tightened:
    """Optimise the parameters at given constants; a missing constant is bad input."""
    missing = [name for name in technique.constants if name not in constants]
    if missing:
        raise BadInput(f"{technique.statement} needs {', '.join(missing)}, which was not given")
    point = {name: float(constants[name]) for name in technique.constants}
    chosen, numerical = _searched(technique, point)
    published = {p.name: _number(p.published, point) for p in technique.free}
    return Tightened(
        technique,
        point,
        _bound(load(technique.statement, technique.against), point),
        _value(technique, point, published),
        published,
        chosen,
        numerical,
        _certified(technique, point, chosen) if chosen else None,
        _bound(sharpened(technique), point),
        _end(technique.limit, point),
        _end(technique.weakest, point),
        None if chosen else _why(technique, point),
    )


def sharpened(technique: Technique) -> Statement:
    """The statement that has the best choice in closed form."""
    same = technique.sharpened == technique.statement and technique.against == "published"
    return load(technique.sharpened, "published" if same else "strengthened")


def table(technique: Technique) -> tuple[Tightened, ...]:
    """The technique over its axis, at its own constants; what the paper limits is at half of its limit."""
    rows = []
    for value in GRID:
        point = {**technique.given, technique.axis: value}
        if technique.limit is not None:
            limit = _end(technique.limit, point)
            assert limit is not None
            point[technique.limit.name] = SHARE * limit
        rows.append(tighten(technique, point))
    return tuple(rows)


def _number(formula: Formula, point: Mapping[str, Any]) -> float | None:
    """A formula's value, or the sum of its terms; None where it has none."""
    try:
        value = apply(formula, point)
        found = float(sum(value.values()) if isinstance(value, Mapping) else value)
    except (TightropeError, ArithmeticError, ValueError):
        return None
    return found if isfinite(found) else None


def _end(solved: Solved | None, point: Numbers) -> float | None:
    if solved is None or any(n not in point for n in needs(solved.formula)):
        return None
    return _number(solved.formula, point)


def _bound(statement: Statement, point: Numbers) -> float | None:
    assert statement.formula is not None
    return _number(statement.formula, point)


def _value(technique: Technique, point: Numbers, chosen: Mapping[str, float | None]) -> float | None:
    """The bound at some parameters, None where there is none."""
    for parameter in technique.free:
        x = chosen[parameter.name]
        if x is None or not 0 < x <= _largest(parameter, point):
            return None
    return _number(technique.bound, {**point, **chosen})


def _start(technique: Technique, point: Numbers) -> Mapping[str, float] | None:
    """Parameters that give a bound: the paper's, or some near the best ones."""
    published = {p.name: _number(p.published, point) for p in technique.free}
    best = {p.name: _number(p.best or p.published, point) for p in technique.free}
    near = [{n: x and x * factor for n, x in best.items()} for factor in (NUDGE, 1 / NUDGE, 1)]
    for values in (published, *near):
        if _value(technique, point, values) is not None:
            return {name: x for name, x in values.items() if x is not None}
    return None


def _searched(technique: Technique, point: Numbers) -> tuple[Mapping[str, Fraction], float | None]:
    """The least bound over the logarithms, by Nelder and Mead, restarted until that gains nothing."""
    from scipy.optimize import minimize

    start = _start(technique, point)
    if start is None:
        return {}, None
    ends = {p.name: _largest(p, point) for p in technique.free}

    def at(logs: Sequence[float]) -> dict[str, float]:
        return {n: min(exp(min(x, log(end))), end) for (n, end), x in zip(ends.items(), logs, strict=True)}

    def height(logs: Sequence[float]) -> float:
        found = _number(technique.bound, {**point, **at(logs)})
        return inf if found is None else log(found)

    options = {"xatol": 1e-8, "fatol": 1e-13, "maxfev": MOST_EVALUATIONS, "adaptive": True}
    logs, before = [log(start[n]) for n in ends], inf
    for _ in range(MOST_RESTARTS):
        found = minimize(height, logs, method="Nelder-Mead", options=options)
        logs = list(found.x)
        if before - found.fun < GAIN:
            break
        before = found.fun
    chosen = {n: _fraction(x, ends[n]) for n, x in at(logs).items()}
    return chosen, exp(found.fun)


def _largest(parameter: Parameter, point: Numbers) -> float:
    """The end of a parameter's range."""
    end = _number(parameter.largest, point) if parameter.largest else None
    return float_info.max if end is None else end


def _fraction(x: float, end: float) -> Fraction:
    """A fraction near x, and not above the end of the range."""
    near = Fraction(x).limit_denominator(LARGEST_DENOMINATOR)
    return near if near <= end * (1 - EDGE) else Fraction(x * (1 - EDGE))


def _certified(technique: Technique, point: Numbers, chosen: Mapping[str, Fraction]) -> float | None:
    """What the bound at these fractions is at most, in balls; None where balls cannot tell."""
    balls = {n: Interval.fraction(*x.as_integer_ratio()) for n, x in chosen.items()}
    balls |= {n: Interval.of(x) for n, x in point.items()}
    try:
        ball: Interval = total(apply(technique.bound, balls))  # type: ignore[assignment]
    except TightropeError:
        return None
    return ball.high


def _why(technique: Technique, point: Numbers) -> str:
    """Why no choice gives a bound: the formula's own words at the best one."""
    try:
        sharpened(technique).bound(**point)
    except (TightropeError, ArithmeticError, ValueError) as error:
        return str(error)
    return "the search found no parameters that give a bound"
