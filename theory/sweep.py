"""A bound over a range of one constant: its terms along it, and which of them dominates where."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import inf
from typing import TYPE_CHECKING, Any

from theory.admissible import edge
from theory.constants import GLOSSARY
from theory.errors import BadInput, TightropeError, nearest
from theory.statement import Statement, apply, needs, total

if TYPE_CHECKING:
    import numpy as np

BLOCK = 16_384
"""Points evaluated at a time: 128 KiB an array, so that a formula's temporaries stay in the cache and a sweep
needs no memory beyond its result."""
MOST_POINTS = 10_000_000


@dataclass(frozen=True)
class Range:
    """Values of one constant: logarithmically spaced where both ends are positive, evenly elsewhere."""

    name: str
    low: float
    high: float
    points: int

    def values(self) -> np.ndarray:
        """The values; distinct integers for a count."""
        return _spaced(self)


@lru_cache(maxsize=1)
def _spaced(along: Range) -> np.ndarray:
    """Read-only, so that all bounds that are swept along one range share it."""
    import numpy as np

    spaced = np.geomspace if along.low > 0 else np.linspace
    values = spaced(along.low, along.high, along.points)
    values[[0, -1]] = along.low, along.high
    if GLOSSARY[along.name].integer:
        values = np.unique(np.rint(values))
    values.setflags(write=False)
    return values


def parse_range(text: str, option: str = "sweep") -> Range:
    """Read "step_size=1e-4:1:200"; a wrong name, form or range is bad input."""
    match = re.fullmatch(r"\s*([^=\s]+)\s*=([^:]+):([^:]+):([^:]+)", text)
    if match is None:
        raise BadInput(f"{option}: read {text!r}; allowed: name=from:to:points, as in step_size=1e-4:1:200")
    name = match[1]
    if name not in GLOSSARY:
        raise BadInput(f"{option}: {name!r} is no constant; {nearest(name, GLOSSARY)}")
    try:
        low, high, points = float(match[2]), float(match[3]), int(match[4])
    except ValueError:
        raise BadInput(f"{option}: read {text!r}; allowed: two numbers and a count of points") from None
    row = GLOSSARY[name]
    for end in (low, high):
        if not row.admits(end):
            raise BadInput(f"{option}: read {end:g} for {name}; allowed: {row.allowed}")
    if not low < high or not 2 <= points <= MOST_POINTS:
        raise BadInput(f"{option}: read {text!r}; allowed: from < to, and 2 to {MOST_POINTS} points")
    return Range(name, low, high, points)


@dataclass(frozen=True)
class Swept:
    """A bound along a range; nan where it is void. `why` says why there is nothing at all.

    The paper claims it up to `claimed_to`, where a constraint on the swept constant ends, or all along (inf).
    """

    statement: Statement
    values: np.ndarray
    terms: Mapping[str, np.ndarray]
    total: np.ndarray | None
    why: str | None = None
    claimed_to: float = inf

    def dominance(self) -> list[tuple[float, float, str | None]]:
        """From where to where each term is the largest, in order; None where the bound is void."""
        import numpy as np

        names = list(self.terms)
        stacked = np.stack(list(self.terms.values()))
        void = np.isnan(stacked).any(axis=0)
        leader = np.where(void, -1, np.where(np.isnan(stacked), -np.inf, stacked).argmax(axis=0))
        edges = [0, *(np.flatnonzero(np.diff(leader)) + 1), len(leader)]
        return [
            (float(self.values[a]), float(self.values[b - 1]), names[leader[a]] if leader[a] >= 0 else None)
            for a, b in pairwise(edges)
        ]


def sweep(statement: Statement, constants: Mapping[str, float], along: Range) -> Swept | None:
    """A statement's bound along a range, the other constants fixed; None if it does not depend on it."""
    formula = statement.formula
    if formula is None or along.name not in needs(formula):
        return None
    values = along.values()
    missing = [n for n in needs(formula) if n not in constants and n != along.name]
    if missing:
        return Swept(statement, values, {}, None, f"missing: {', '.join(missing)}")
    try:
        terms, sums = _in_blocks(statement, constants, along.name, values)
    except (TightropeError, ArithmeticError, ValueError) as error:
        return Swept(statement, values, {}, None, str(error) or "the number exceeds a float")
    return Swept(statement, values, terms, sums, claimed_to=_claimed_to(statement, constants, along.name))


def _claimed_to(statement: Statement, constants: Mapping[str, float], name: str) -> float:
    edges = (edge(condition, name, constants) for condition in statement.conditions if not condition.order)
    return min((e.value or 0.0 for e in edges if e is not None), default=inf)


def _in_blocks(
    statement: Statement, constants: Mapping[str, Any], name: str, values: np.ndarray
) -> tuple[Mapping[str, np.ndarray], np.ndarray]:
    """The terms and their sum; a term that does not depend on the constant takes the memory of one number."""
    import numpy as np

    terms: dict[str, np.ndarray] = {}
    sums = np.empty(len(values))
    formula = statement.formula
    assert formula is not None
    with np.errstate(all="ignore"):
        for start in range(0, len(values), BLOCK):
            block = slice(start, start + BLOCK)
            found = {n: _finite(t) for n, t in apply(formula, {**constants, name: values[block]}).items()}
            sums[block] = np.asarray(total(found))
            for term, array in found.items():
                if start == 0:
                    terms[term] = np.empty(len(values)) if array.ndim else np.broadcast_to(array, len(values))
                if array.ndim:
                    terms[term][block] = array
    return terms, sums if len(terms) > 1 else next(iter(terms.values()))


def _finite(term: Any) -> np.ndarray:
    import numpy as np

    array = np.asarray(term, float)
    return np.where(np.isfinite(array), array, np.nan)
