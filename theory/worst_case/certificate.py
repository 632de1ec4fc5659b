"""Worst-case certificates as files: the question, and multipliers or a world; checked without any solver.

A certificate of kind "worst case" proves an upper bound: the method's text runs again in Gram coordinates,
the multipliers are applied and what is left is factored, all in exact fractions. One of kind "world" proves a
lower bound: the text runs in the world that it gives, where every condition is evaluated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from theory.errors import BadInput, Undecided, nearest, shown
from theory.proof.written_proof import keyed, listed, number, text, whole
from theory.worst_case.answer import WorstCase
from theory.worst_case.bound import checked as bound_of
from theory.worst_case.bound import fraction
from theory.worst_case.certain import apart, certain
from theory.worst_case.checked import WorstCaseChecked
from theory.worst_case.classes import Smooth
from theory.worst_case.instance import replayed
from theory.worst_case.program import program
from theory.worst_case.question import Question
from theory.worst_case.recording import Instance
from theory.worst_case.size import feasible_size

SCHEMA = 1
UPPER, LOWER = "worst case", "world"
_UPPER = ("kind", "schema", "says", "question", "value", "multipliers")
_LOWER = ("kind", "schema", "says", "question", "value", "vectors", "values")


def documents(found: WorstCase) -> Iterator[dict[str, Any]]:
    """The certificates of a worst case: of its upper bound and of its lower one, where it has them."""
    asked = question_data(found.question)
    if found.upper is not None:
        claim = _claim(found.question, "at most", found.upper.value)
        multipliers = [str(m) for m in found.upper.multipliers]
        yield {**_head(UPPER, claim, asked, found.upper.value), "multipliers": multipliers}
    if found.lower is not None:
        claim = _claim(found.question, "as much as", found.lower.value)
        world = found.lower.world
        vectors = [[str(x) for x in row] for row in world.vectors]
        values = [str(v) for v in world.values]
        yield {**_head(LOWER, claim, asked, found.lower.value), "vectors": vectors, "values": values}


def _head(kind: str, claim: str, asked: Mapping[str, Any], value: Fraction) -> dict[str, Any]:
    return {"kind": kind, "schema": SCHEMA, "says": claim, "question": asked, "value": str(value)}


def _claim(question: Question, relation: str, value: Fraction) -> str:
    """The claim in words; the value is rounded to its weaker side."""
    rounding = Context(prec=9, rounding=ROUND_CEILING if relation == "at most" else ROUND_FLOOR)
    number = rounding.divide(Decimal(value.numerator), Decimal(value.denominator))
    steps = "1 step" if question.steps == 1 else f"{question.steps} steps"
    return f"{question.measure} of {question.method} after {steps} is {relation} {number}"


def check_upper(found: Mapping[str, Any], at: str) -> WorstCaseChecked:
    """Check an upper bound. Raises BadInput where the file cannot be read as one."""
    asked = _read(found, at, _UPPER)
    multipliers = [fraction(m) for m in listed(found["multipliers"], f"{at}.multipliers", number)]
    normal, size = asked.normalised()
    bound = bound_of(program(normal), multipliers)
    value = _value(found, at)
    holds = bound is not None and bound.value * size <= value
    how = f"{sum(map(bool, multipliers))} multipliers, exact arithmetic and LDLᵀ, no solver"
    return WorstCaseChecked(UPPER, _claim(asked, "at most", value), _said(asked), str(value), holds, how)


def check_lower(found: Mapping[str, Any], at: str) -> WorstCaseChecked:
    """Check a lower bound. Raises BadInput where the file cannot be read as one."""
    asked = _read(found, at, _LOWER)
    rows = listed(found["vectors"], f"{at}.vectors", lambda row, place: listed(row, place, _fraction))
    values = listed(found["values"], f"{at}.values", _fraction)
    if not rows or any(len(row) != len(rows) for row in rows):
        raise BadInput(f"{at}.vectors: read {len(rows)} rows; allowed: as many columns as rows")
    world = Instance(np.array(rows, dtype=object), values)
    normal, size = asked.normalised()
    attained = [v * size for v in _attained(normal, world)]
    value = _value(found, at)
    holds = any(v >= value for v in attained)
    how = f"{len(rows)} vectors and {len(values)} values, every condition evaluated exactly"
    return WorstCaseChecked(LOWER, _claim(asked, "as much as", value), _said(asked), str(value), holds, how)


KINDS: Mapping[str, Callable[[Mapping[str, Any], str], WorstCaseChecked]] = {
    UPPER: check_upper,
    LOWER: check_lower,
}


def _attained(question: Question, world: Instance) -> Iterator[Fraction]:
    """What the world attains in each of the sufficient forms of the question that admit it."""
    try:
        inside = certain(question)
        forms = [inside, apart(inside)] if inside.tilted and inside.alike else [inside]
    except Undecided:
        return
    for form in forms:
        try:
            value = replayed(form, world)
        except (Undecided, IndexError):  # another form of the question, with more vectors or values
            continue
        if value is not None:
            yield value


def _fraction(value: Any, at: str) -> Fraction:
    return fraction(number(value, at))


def _value(found: Mapping[str, Any], at: str) -> Fraction:
    return _fraction(found["value"], f"{at}.value")


def _read(found: Mapping[str, Any], at: str, keys: tuple[str, ...]) -> Question:
    keyed(found, at, keys)
    if type(found["schema"]) is not int or found["schema"] != SCHEMA:
        raise BadInput(f"{at}: schema: read {shown(found['schema'])}; allowed: {SCHEMA}")
    text(found["says"], f"{at}.says")
    question = read_question(found["question"], f"{at}.question")
    feasible_size(question, force=False)
    return question


# The question as data: names, whole numbers, flags, and fractions as texts

_FRACTIONS = (
    "contraction",
    "consensus",
    "gap",
    "distance_sq",
    "heterogeneity",
    "heterogeneity_at_optimum",
    "gradient_sq",
    "noise",
)
_NAMES = ("method", "measure", "preset", "compressor")
_COUNTS = ("steps", "workers")
_FLAGS = ("exchangeable", "identical", "lyapunov")


def question_data(question: Question) -> dict[str, Any]:
    """What is not as usual of a question, as plain data."""
    usual = {f.name: f.default for f in fields(Question)}
    plain = {n: getattr(question, n) for n in (*_NAMES, *_COUNTS, *_FLAGS)}
    plain |= {n: str(v) for n in _FRACTIONS if (v := getattr(question, n)) is not None}
    if question.outcomes is not None:
        plain["outcomes"] = list(map(str, question.outcomes))
    if question.mixing is not None:
        plain["mixing"] = [[[str(w) for w in row] for row in matrix] for matrix in question.mixing]
    functions = question.functions
    return {
        **{n: v for n, v in plain.items() if v != usual[n]},
        "parameters": {n: v if isinstance(v, bool) else str(v) for n, v in question.parameters.items()},
        "functions": {
            "smoothness": str(functions.smoothness),
            "curvature": str(functions.curvature),
            "minimiser": functions.has_minimiser,
        },
    }


def read_question(value: Any, at: str) -> Question:
    """A question from plain data. Raises BadInput for anything else, and for a question that has no sense."""
    known = (*_NAMES, *_COUNTS, *_FLAGS, *_FRACTIONS, "outcomes", "mixing", "parameters", "functions")
    if not isinstance(value, dict):
        raise BadInput(f"{at}: read {shown(value)}; allowed: an object with {', '.join(known)}")
    unknown = next((key for key in value if key not in known), None)
    if unknown is not None:
        raise BadInput(f"{at}: read the key {shown(unknown)}; {nearest(str(unknown), known)}")
    missing = [n for n in ("method", "steps", "measure", "functions") if n not in value]
    if missing:
        raise BadInput(f"{at}: {missing[0]} is missing")
    found: dict[str, Any] = {}
    for names, read in ((_NAMES, text), (_COUNTS, whole), (_FLAGS, _flag), (_FRACTIONS, _fraction)):
        found |= {n: read(value[n], f"{at}.{n}") for n in names if n in value}
    if "mixing" in value:
        found["mixing"] = listed(value["mixing"], f"{at}.mixing", _matrix)
    if "outcomes" in value:
        found["outcomes"] = tuple(listed(value["outcomes"], f"{at}.outcomes", _fraction))
    functions = keyed(value["functions"], f"{at}.functions", ("smoothness", "curvature", "minimiser"))
    return Question(
        **found,
        parameters=_parameters(value.get("parameters", {}), f"{at}.parameters"),
        functions=Smooth(
            _fraction(functions["smoothness"], f"{at}.smoothness"),
            _fraction(functions["curvature"], f"{at}.curvature"),
            _flag(functions["minimiser"], f"{at}.minimiser"),
        ),
    )


def _flag(value: Any, at: str) -> bool:
    if not isinstance(value, bool):
        raise BadInput(f"{at}: read {shown(value)}; allowed: true or false")
    return value


def _matrix(value: Any, at: str) -> list[list[Fraction]]:
    return listed(value, at, lambda row, place: listed(row, place, _fraction))


def _parameters(value: Any, at: str) -> dict[str, Fraction | bool]:
    if not isinstance(value, dict):
        raise BadInput(f"{at}: read {shown(value)}; allowed: an object of names and fractions")
    return {n: v if isinstance(v, bool) else _fraction(v, f"{at}.{n}") for n, v in value.items()}


_UNSAID = ("method", "measure", "steps", "parameters", "mixing")


def _said(question: Question) -> tuple[str, ...]:
    """The question's hypotheses, a name and a value each."""
    data = question_data(question)
    functions = data.pop("functions")
    kept = {n: v for n, v in data.items() if n not in _UNSAID}
    has = {**data["parameters"], **functions, **kept}
    return tuple(f"{name} = {_plain(value)}" for name, value in has.items())


def _plain(value: Any) -> str:
    """A value as people write it."""
    if isinstance(value, list):
        return " or ".join(value)
    return str(value).lower() if isinstance(value, bool) else str(value)
