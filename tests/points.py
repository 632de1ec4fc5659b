"""Random admissible values of the glossary's constants, the same exact numbers for every reading."""

from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from theory.constants import GLOSSARY
from theory.readings.exact import Exact
from theory.readings.interval import Interval

LARGEST_COUNT = {"steps": 10**6, "dimension": 10**6, "samples": 10**6}
LARGEST = {"schedule_c": 0.3}
"""def's powers such as (T/t₀)^(Lc) stay within the floats."""


def constant(name: str) -> st.SearchStrategy[float]:
    """Values of one constant: all of a bounded range but its ends; ±100 where it is unbounded."""
    row = GLOSSARY[name]
    if row.integer:
        return st.integers(int(row.low), LARGEST_COUNT.get(name, 64))
    low = max(row.low + 0.01, -100)
    return st.floats(low, LARGEST.get(name, row.high - 0.01 if row.high < 100 else 100))


def points(names: tuple[str, ...]) -> st.SearchStrategy[dict[str, float]]:
    return st.fixed_dictionaries({name: constant(name) for name in names})


def exact(point: dict[str, float]) -> dict[str, Any]:
    return {name: Exact(Fraction(x)) for name, x in point.items()}


def interval(point: dict[str, float]) -> dict[str, Any]:
    return {name: Interval.of(x) for name, x in point.items()}
