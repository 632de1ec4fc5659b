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


TAME: dict[str, st.SearchStrategy[float]] = {
    "step_size": st.floats(1e-5, 1e-3),
    "smoothness": st.floats(0.01, 1),
    "local_steps": st.integers(1, 8),
    "dimension": st.integers(1, 16),
    "levels": st.integers(32, 64),
    "lambda2": st.floats(0.01, 0.5),
    "eigen_spread": st.floats(0.01, 0.5),
}
"""Small steps and a fine quantiser: bounds that divide by 1 − c(Lγ)² or s²(1−ρ)² − dμ² are not void."""

LARGEST_EXPONENT = 100
"""C₁ of qprsgd has exp(d/4s²), which exceeds a float above 709."""


def constant(name: str) -> st.SearchStrategy[float]:
    """Values of one constant: all of a bounded range but its ends; ±100 where it is unbounded."""
    row = GLOSSARY[name]
    if row.integer:
        return st.integers(int(row.low), LARGEST_COUNT.get(name, 64))
    low = max(row.low + 0.01, -100)
    return st.floats(low, LARGEST.get(name, row.high - 0.01 if row.high < 100 else 100))


def points(names: tuple[str, ...]) -> st.SearchStrategy[dict[str, float]]:
    """Points of the whole range and, as often, tame ones."""
    anywhere = st.fixed_dictionaries({name: constant(name) for name in names}).filter(_enough_samples)
    if not TAME.keys() & set(names):
        return anywhere
    tame = st.fixed_dictionaries({name: TAME.get(name, constant(name)) for name in names})
    return (anywhere | tame).filter(_enough_samples).filter(_floats_suffice)


def _enough_samples(point: dict[str, float]) -> bool:
    """Whether every worker can have a sample of its own: def's exponents 1 − K/N are then not negative."""
    return point.get("workers", 1) <= point.get("samples", float("inf"))


def _floats_suffice(point: dict[str, float]) -> bool:
    """Whether C₁ of qprsgd is a float, and the denominator of its D₂′ not a mere rounding error."""
    d, s, rho, mu = (point.get(n, 0) for n in ("dimension", "levels", "lambda2", "eigen_spread"))
    levels, spread = s**2 * (1 - rho) ** 2, d * mu**2
    return (s == 0 or d <= 4 * LARGEST_EXPONENT * s**2) and (mu == 0 or abs(levels - spread) > 1e-6 * levels)


def exact(point: dict[str, float]) -> dict[str, Any]:
    return {name: Exact(Fraction(x)) for name, x in point.items()}


def interval(point: dict[str, float]) -> dict[str, Any]:
    return {name: Interval.of(x) for name, x in point.items()}
