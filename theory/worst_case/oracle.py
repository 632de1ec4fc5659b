"""The reading of a gradient in Gram coordinates."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np

from theory.errors import Undecided
from theory.worst_case.forms import Form, mean_of, sq, value
from theory.worst_case.recording import Coefficients, Query, Recording


@dataclass(frozen=True, eq=False)
class Answer:
    """Every worker's gradient, the queries with their values, and whether all were asked at one point."""

    point: Coefficients
    gradients: Coefficients
    queries: tuple[Query, ...]
    common: bool


@dataclass(eq=False)
class Oracle:
    """∇F_k, which answers points that it has seen with what it said then; those of length 0 by object.

    With `tilted`, F_k = F + ⟨b_k, ·⟩ with b_k of mean 0: the workers' gradients differ from that of F by the
    same vectors everywhere, and the class is asked of F alone. With `identical`, F_k = F: gradients at a
    point that all share are one. Gradients and values are numbered in units of L, so that all coordinates are
    of the size of a distance.
    """

    recording: Recording
    smoothness: Fraction
    tilted: bool = False
    identical: bool = False
    answers: dict[tuple[Any, ...], Answer] = field(default_factory=dict)
    _own: dict[tuple[Any, ...], tuple[Coefficients, Query]] = field(default_factory=dict)
    _tilt: Coefficients | None = None

    def __call__(self, x: Coefficients) -> Coefficients:
        return self.asked(x).gradients

    def asked(self, x: Coefficients, optimum: bool = False) -> Answer:
        """Every worker's gradient at its point; at x* gradients and values have mean 0."""
        recording = self.recording
        rows = np.broadcast_to(x, (recording.workers, x.shape[-1]))
        key = tuple(map(tuple, rows)) if recording.capacity else (id(x),)
        if key not in self.answers:
            common = bool((rows == recording.mean(rows)).all())
            alone = self.tilted or (self.identical and common and recording.capacity > 0)
            answer = self._alone(rows, common, optimum) if alone else self._each(rows, optimum)
            self.answers[key] = Answer(x, *answer, common)
        return self.answers[key]

    def tilt(self) -> Coefficients:
        """b_k, or ∇F_k(x*): of mean 0."""
        if self._tilt is None:
            self._tilt = self.recording.fresh_balanced_rows(self.smoothness)
        return self._tilt

    def _each(self, rows: Coefficients, optimum: bool) -> tuple[Coefficients, tuple[Query, ...]]:
        recording = self.recording
        gradients = self.tilt() if optimum else recording.fresh_rows(self.smoothness)
        fresh = recording.fresh_balanced_values if optimum else recording.fresh_values
        values = [there * self.smoothness for there in fresh(len(rows))]
        points = zip(rows, gradients, values, strict=True)
        return gradients, tuple(
            recording.query(worker, point, gradient, there)
            for worker, (point, gradient, there) in enumerate(points)
        )

    def _alone(
        self, rows: Coefficients, common: bool, optimum: bool
    ) -> tuple[Coefficients, tuple[Query, ...]]:
        if self.recording.exchangeable and not common:
            raise Undecided("the workers are asked at different points, which only two written out can show")
        asked = rows[:1] if common and self.recording.capacity else rows
        found = [self._of_all(point, optimum) for point in asked]
        gradients = np.broadcast_to(np.stack([gradient for gradient, _ in found]), rows.shape)
        return gradients + self.tilt() if self.tilted else gradients, tuple(query for _, query in found)

    def _of_all(self, point: Coefficients, optimum: bool) -> tuple[Coefficients, Query]:
        """The gradient of F itself."""
        recording = self.recording
        key = tuple(point) if recording.capacity else (len(self._own),)
        if key not in self._own:
            gradient = 0 * point if optimum else recording.fresh(self.smoothness)
            there = Form() if optimum else value(recording.fresh_value()) * self.smoothness
            self._own[key] = gradient, recording.query(0, point, gradient, there)
        return self._own[key]


@dataclass(frozen=True, eq=False)
class Noisy:
    """∇F_k + n_k, drawn anew at every call: in expectation n_k is orthogonal to all that is known before.

    E‖n_k‖² ≤ σ², and noises of different workers are orthogonal: K E‖n̄‖² = (1/K) Σ E‖n_k‖². What is chosen
    are expectations of products, which some noise attains or not: the result is an upper bound.
    """

    oracle: Oracle
    variance: Fraction
    workers: int

    def __call__(self, x: Coefficients) -> Coefficients:
        gradients = self.oracle(x)
        recording, before = self.oracle.recording, len(self.oracle.recording.deviation)
        noise = recording.fresh_rows(self.oracle.smoothness)
        squares = [sq(recording.of(row)) for row in noise]
        for row, square in zip(noise, squares, strict=True):
            recording.proportional("unbiased", row, row, 0, before)
            recording.known("noise", square - self.variance)
        if self.workers > 1:
            mean = sq(recording.of(recording.mean(noise)[0]))
            recording.known("independent", mean * self.workers - mean_of(squares), equal=True)
        noisy: Coefficients = gradients + noise
        return noisy
