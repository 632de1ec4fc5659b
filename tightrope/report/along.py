"""Bound over measured along a run: a statement read again with T for the steps that were done until then."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from theory.constants import Constants
from theory.errors import TightropeError
from theory.methods.asked import steps_between_points
from theory.statement import Statement, apply, total
from tightrope.met import Met

Records = Mapping[str, np.ndarray]
Series = tuple[np.ndarray, np.ndarray]
"""Steps done, (times,), and what was measured until or then, (times, seeds)."""

POINTS = 120
"""Times at which a bound is evaluated, spaced evenly in their logarithms: a curve looks smooth."""


@dataclass(frozen=True, eq=False)
class Along:
    """A bound beside what it bounds, at times of a run."""

    met: Met
    times: np.ndarray
    ratio: np.ndarray
    """Bound over the mean of the seeds; nan where that is 0 or the bound is void."""
    leaders: tuple[tuple[int, str], ...]
    """From which time on which term is the largest, in order."""


def along(found: Sequence[Met], records: Records, constants: Constants) -> list[Along]:
    """Those of the bounds whose left side the trajectory has at all times, followed through the run."""
    followed = (_followed(met, records, constants) for met in found)
    return [one for one in followed if one is not None]


def _followed(met: Met, records: Records, constants: Constants) -> Along | None:
    statement = met.bound.statement
    read = SERIES.get(statement.quantity or "")
    series = read(records, constants) if read else None
    if series is None:
        return None
    times, measured = _chosen(series, int(constants.values().get("local_steps", 1)))
    terms = _terms(statement, constants, times) if len(times) else None
    if terms is None:
        return None
    with np.errstate(all="ignore"):
        ratio = np.asarray(total(terms)) / measured.mean(axis=1)
    return Along(
        met, times, np.where(np.isfinite(ratio) & (ratio > 0), ratio, np.nan), _leaders(times, terms)
    )


def _chosen(series: Series, local_steps: int) -> Series:
    """Of the times at which rounds end and observers looked some POINTS, and that of the largest number."""
    times, measured = series
    usable = np.flatnonzero((times % local_steps == 0) & (times > 0) & np.isfinite(measured).all(axis=1))
    if not usable.size:
        return times[usable], measured[usable]
    spaced = np.geomspace(1, usable.size, min(POINTS, usable.size))
    largest = measured[usable].mean(axis=1).argmax()
    picked = usable[np.union1d(np.rint(spaced).astype(int) - 1, largest)]
    return times[picked], measured[picked]


def _terms(statement: Statement, constants: Constants, times: np.ndarray) -> Mapping[str, np.ndarray] | None:
    """The terms at these times, whose rounds stand for T; None where the formula has no value."""
    values = constants.values()
    steps = times / values.get("local_steps", 1)
    assert statement.formula is not None
    try:
        with np.errstate(all="ignore"):
            terms = apply(statement.formula, {**values, "steps": steps})
    except (TightropeError, ArithmeticError, ValueError):
        return None
    return {name: np.broadcast_to(np.asarray(term, float), times.shape) for name, term in terms.items()}


def _leaders(times: np.ndarray, terms: Mapping[str, np.ndarray]) -> tuple[tuple[int, str], ...]:
    names = list(terms)
    first = np.stack(list(terms.values())).argmax(axis=0)
    begins = [0, *(np.flatnonzero(np.diff(first)) + 1)]
    return tuple((int(times[i]), names[first[i]]) for i in begins)


def _at(column: str) -> Callable[[Records, Constants], Series | None]:
    """What a lemma bounds at every t, at that t."""

    def series(records: Records, constants: Constants) -> Series | None:
        if column not in records or records[column].ndim != 2:
            return None
        return np.arange(len(records[column])), records[column]

    return series


def _until(
    so_far: Callable[[np.ndarray], np.ndarray],
) -> Callable[[Records, Constants], Series | None]:
    """What a theorem bounds of ‖∇F(w_t)‖² over t < T, at T; over the t at which observers looked."""

    def series(records: Records, constants: Constants) -> Series | None:
        column = records.get("gradient_sq")
        if column is None or column.ndim != 2:
            return None
        every = steps_between_points(
            (constants.run or {}).get("method", ""), int(constants.values().get("local_steps", 1))
        )
        looked = np.flatnonzero(np.isfinite(column[:-every]).all(axis=1))
        looked = looked[looked % every == 0]
        return looked + every, so_far(column[looked])

    return series


def _mean(column: np.ndarray) -> np.ndarray:
    mean: np.ndarray = column.cumsum(axis=0) / np.arange(1, len(column) + 1)[:, None]
    return mean


def _gap(records: Records, constants: Constants) -> Series | None:
    """F(w_t) less the lower bound of F that makes the gap of the start what it is."""
    gap = constants.values().get("gap")
    loss = records["loss"]
    return None if gap is None or loss.ndim != 2 else (np.arange(len(loss)), loss - loss[0] + gap)


SERIES: Mapping[str, Callable[[Records, Constants], Series | None]] = {
    "average_gradient_sq": _until(_mean),
    "minimum_gradient_sq": _until(np.minimum.accumulate),
    "average_residual_sq": _at("residual_sq"),
    "detach_distance_sq": _at("detach_distance_sq"),
    "virtual_gap_sq": _at("virtual_gap_sq"),
    "consensus_sq": _at("consensus_sq"),
    "momentum_spread_sq": _at("momentum_spread_sq"),
    "worker_compression_error": _at("worker_compression_error"),
    "server_compression_error": _at("server_compression_error"),
    "gap_final": _gap,
    "bits": _at("bits"),
}
"""The left sides of bounds, from a trajectory; a test holds each against what `measure` says at the end."""
