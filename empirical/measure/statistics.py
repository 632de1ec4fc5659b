"""Means over seeds with their intervals: bounds speak of expectations, and a run is one draw."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy import stats

from theory.constants import Estimate

CONFIDENCE = 0.95
"""The level of every interval, as in the constants file's example."""


def over_seeds(samples: np.ndarray, how: str, not_below: float = 0.0) -> Estimate:
    """The mean over seeds with Student's interval; one seed has no interval."""
    n = len(samples)
    mean = float(samples.mean())
    if n < 2:
        return Estimate(mean, "seen", how=f"{how}; one seed", seeds=1)
    half = float(stats.t.ppf((1 + CONFIDENCE) / 2, n - 1) * samples.std(ddof=1) / np.sqrt(n))
    return Estimate(
        mean,
        "estimate",
        interval=(max(mean - half, min(not_below, mean)), mean + half),
        confidence=CONFIDENCE,
        how=how,
        seeds=n,
    )


def worst_over_time(series: np.ndarray, how: str) -> Estimate:
    """The largest mean over seeds of a series (time, seeds), with the interval at that time.

    A row of nan is of a time at which nobody looked.
    """
    worst = int(np.nanargmax(series.mean(axis=1)))
    return over_seeds(series[worst], f"{how}, worst t = {worst}")


def largest_seen(records: Mapping[str, np.ndarray], name: str) -> tuple[float, str]:
    """The largest number of a column, also where gradients are taken, and in words where that is."""
    apart = records.get(f"{name}_where_taken")
    seen = float(np.nanmax(records[name]))
    if apart is None:
        return seen, "at w_t"
    return max(seen, float(np.nanmax(apart, initial=0))), "at w_t and where workers take their gradients"


def spread_of(samples: np.ndarray) -> dict[str, float]:
    """What was seen of a constant, under the keys of a constants file."""
    low, middle, high = np.quantile(samples, [0.05, 0.5, 0.95])
    return {
        "minimum": float(samples.min()),
        "mean": float(samples.mean()),
        "maximum": float(samples.max()),
        "quantile_05": float(low),
        "median": float(middle),
        "quantile_95": float(high),
    }


def last_seen(series: np.ndarray) -> np.ndarray:
    """The last row of a series (time, seeds) at which an observer looked."""
    found: np.ndarray = series[~np.isnan(series).all(axis=1)][-1]
    return found
