"""What a paper's empirical sentence is here: findings, each with a spread over seeds, and a verdict."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import inf
from typing import Literal, Protocol, get_args, runtime_checkable

import numpy as np

from empirical.measure.statistics import over_seeds

Verdict = Literal["holds", "holds in part", "does not hold here", "not checked"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)

Outcome = Literal["yes", "no", "open"]

ABOUT = 1.25
"""A number that a paper says is about x is met between x/1.25 and 1.25x."""

Range = tuple[float, float]

ABOVE_ZERO: Range = (0.0, inf)
BELOW_ZERO: Range = (-inf, 0.0)


def about(value: float) -> Range:
    """Where a number lies that is about another."""
    return value / ABOUT, value * ABOUT


@dataclass(frozen=True)
class Finding:
    """One quantity, a number for each seed, and the open range in which it lies if the sentence is so.

    A quantity with the same value for every seed is a count. Where the interval of the mean (Student's, 95 %)
    is neither inside nor outside of the range, or a number is not finite, these seeds leave it open.
    """

    sentence: str
    """Its family and a word, such as gmc-noniid.ahead."""
    case: str
    measure: str
    """What the numbers are, with their unit."""
    wanted: Range
    values: tuple[float, ...]
    tuned: str = ""
    """The step sizes that were best; one at the edge of the grid is marked."""

    @property
    def mean(self) -> float:
        return float(np.mean(self.values))

    @property
    def interval(self) -> Range:
        if not np.isfinite(self.values).all():
            return -inf, inf
        found = over_seeds(np.array(self.values), self.measure, -inf)
        return found.interval or (found.value, found.value)

    @property
    def outcome(self) -> Outcome:
        (low, high), (least, most) = self.wanted, self.interval
        if low < least and most < high:
            return "yes"
        return "no" if most <= low or high <= least else "open"


def verdict(findings: Iterable[Finding]) -> Verdict:
    """Of a sentence, by its findings; where all of them are open, or there are none, it is not checked."""
    outcomes = {finding.outcome for finding in findings}
    if "yes" in outcomes:
        return "holds" if outcomes == {"yes"} else "holds in part"
    return "does not hold here" if "no" in outcomes else "not checked"


@dataclass(frozen=True)
class Sentence:
    """What a paper says of its experiments."""

    name: str
    says: str
    """In our words."""
    place: str
    unchecked: str = ""
    """Why the runs here cannot decide it; then there are no findings."""


@runtime_checkable
class Family(Protocol):
    """What a module of this package offers: sentences that the same runs decide."""

    SENTENCES: Sequence[Sentence]
    measure: Callable[[Sequence[int]], Iterator[Finding]]
    """The findings of its sentences, for these seeds."""
