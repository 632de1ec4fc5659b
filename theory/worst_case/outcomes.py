"""Noise of finitely many values: every outcome of every step is followed, and measures are expectations.

Where a run has come to, the noise of worker k takes values n_1 … n_s with probabilities p_1 … p_s, whatever
the other workers meet; from place to place the values may be others:

    Σ p_i n_i = 0,   Σ p_i ‖n_i‖² ≤ σ².

The values themselves are chosen, so that whatever is admissible is a problem with numbers: on each branch of
the tree the text runs once, and conditions hold for sure, not in expectation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import product
from math import prod

import numpy as np

from theory.errors import BadInput
from theory.methods.base import Gradient
from theory.worst_case.forms import combined, sq
from theory.worst_case.oracle import Oracle
from theory.worst_case.recording import Coefficients
from theory.worst_case.run import Run

Path = tuple[Fraction, Run]
"""A run through some outcomes, with their probability."""


def paths(start: Run, steps: int, probabilities: Sequence[Fraction], variance: Fraction) -> list[Path]:
    """All ways through the outcomes. Raises BadInput for a method whose step begins otherwise."""
    found = [(Fraction(1), start)]
    for t in range(steps):
        found = [
            (before * probability, after)
            for before, run in found
            for probability, after in _further(run, t, probabilities, variance)
        ]
    return found


def _further(run: Run, t: int, probabilities: Sequence[Fraction], variance: Fraction) -> Iterator[Path]:
    """A step with every outcome, which is a value for each worker."""
    place = Place(run.oracle, probabilities, variance)
    for outcome in product(range(len(probabilities)), repeat=run.comm.workers):
        state = run.method.step(run.states[-1], place.gradient(outcome), run.comm, t)
        probability = prod((probabilities[i] for i in outcome), start=Fraction(1))
        yield probability, replace(run, states=[*run.states, state])


_REFUSED = "outcomes: allowed for methods whose steps begin with their only gradient"


def nothing(x: Coefficients) -> Coefficients:
    """The gradient before the first step, which has no outcome yet; raises BadInput."""
    raise BadInput(_REFUSED)


@dataclass(eq=False)
class Place:
    """Where a run has come to: what is answered there, of which every outcome gets its part."""

    oracle: Oracle
    probabilities: Sequence[Fraction]
    variance: Fraction
    point: Coefficients | None = None
    answers: list[Coefficients] = field(default_factory=list)
    """By value, every worker's gradient with that noise."""

    def gradient(self, outcome: Sequence[int]) -> Gradient:
        """∇F_k + n_k, where worker k meets the value of its number."""
        recording = self.oracle.recording
        met = len(recording.deviation)

        def answered(x: Coefficients) -> Coefficients:
            if len(recording.deviation) != met or (self.point is not None and (x != self.point).any()):
                raise BadInput(_REFUSED)
            if self.point is None:
                self._draw(x)
            rows: Coefficients = np.stack([self.answers[i][k] for k, i in enumerate(outcome)])
            return rows

        return answered

    def _draw(self, x: Coefficients) -> None:
        """The last value makes the mean 0."""
        self.point, recording = x, self.oracle.recording
        gradients = self.oracle(x)
        noise = [recording.fresh_rows(self.oracle.smoothness) for _ in self.probabilities[1:]]
        *others, last = self.probabilities
        noise.append(-sum(p / last * values for p, values in zip(others, noise, strict=True)))
        for worker in range(len(gradients)):
            squares = [sq(recording.of(values[worker])) for values in noise]
            recording.known("noise", combined(self.probabilities, squares) - self.variance)
        self.answers = [gradients + values for values in noise]
