"""Timing side by side: all take turns, so that whatever else the machine does falls on all of them."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from time import perf_counter
from typing import Any, Literal

import numpy as np


@dataclass(frozen=True)
class Spread:
    """The median over rounds, between the quartiles."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, samples: np.ndarray) -> Spread:
        low, middle, high = np.quantile(samples, [0.25, 0.5, 0.75])
        return cls(float(middle), float(low), float(high))


@dataclass(frozen=True)
class Work:
    """Something to time: a call of `run` does so many `units` of work."""

    run: Callable[[], object]
    units: int = 1

    def seconds(self) -> float:
        """What one run takes, per unit."""
        begin = perf_counter()
        self.run()
        return (perf_counter() - begin) / self.units


@dataclass(frozen=True)
class Told(Work):
    """Work that times itself, since its program's start is not part of it: `run` returns the seconds."""

    run: Callable[[], float]

    def seconds(self) -> float:
        return self.run() / self.units


Times = Mapping[str, np.ndarray]
"""Seconds per unit of each work, a number a round; equal places are of one round."""


def interleaved(rounds: int, works: Mapping[str, Work]) -> Times:
    """Time the works in rounds: all of them in order, then in reverse, and the mean of a work's two times.

    Who runs after whom matters, by what is left in caches and in the heap, and a round gives every order the
    same weight. All run once before, uncounted, to fill caches, load modules and compile.
    """
    for work in works.values():
        work.run()
    times: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        there = {name: work.seconds() for name, work in works.items()}
        for name in reversed(list(works)):
            times[name].append((there[name] + works[name].seconds()) / 2)
    return {name: np.array(seconds) for name, seconds in times.items()}


@dataclass(frozen=True)
class Target:
    """What a figure should be."""

    relation: Literal["<", "<=", ">="]
    limit: float

    def met(self, value: float) -> bool:
        compare = {"<": operator.lt, "<=": operator.le, ">=": operator.ge}[self.relation]
        return bool(compare(value, self.limit))


Judged = Literal["seconds", "ratio", "times faster", "per second", "gigabytes", "bytes"]
"""What a target is about: our time, our time over the peer's, the peer's over ours, our units a second; or,
where bytes stand in place of seconds, our memory, or our bytes over the peer's."""

_FIGURES: Mapping[Judged, Callable[[np.ndarray, np.ndarray], np.ndarray]] = {
    "seconds": lambda ours, peers: ours,
    "ratio": lambda ours, peers: ours / peers,
    "times faster": lambda ours, peers: peers / ours,
    "per second": lambda ours, peers: 1 / ours,
    "gigabytes": lambda ours, peers: ours / 1e9,
    "bytes": lambda ours, peers: ours / peers,
}


@dataclass(frozen=True)
class Row:
    """One comparison: times per unit of work (bytes where memory is judged), the figure judged, its target.

    A ratio is taken within each round before its median, so that a slow moment of the machine, which falls on
    both, cancels. `difference` is the largest relative difference of the two results; None where they have
    none to compare.
    """

    benchmark: str
    what: str
    unit: str
    ours: Spread
    peer: str
    peers: Spread
    judged: Judged
    figure: Spread
    rounds: int
    target: Target | None
    difference: float | None

    @property
    def met(self) -> bool | None:
        """Whether the median meets the target; None where there is no target."""
        return None if self.target is None else self.target.met(self.figure.median)

    def document(self) -> dict[str, Any]:
        """The row as JSON holds it."""
        return {**asdict(self), "met": self.met}


def compared(
    benchmark: str,
    what: str,
    unit: str,
    times: Times,
    ours: str,
    peer: str,
    judged: Judged,
    target: Target | None = None,
    difference: float | None = None,
) -> Row:
    """The row that compares two of the works that were timed together."""
    return Row(
        benchmark=benchmark.rpartition(".")[2],
        what=what,
        unit=unit,
        ours=Spread.of(times[ours]),
        peer=peer,
        peers=Spread.of(times[peer]),
        judged=judged,
        figure=Spread.of(_FIGURES[judged](times[ours], times[peer])),
        rounds=len(times[ours]),
        target=target,
        difference=difference,
    )
