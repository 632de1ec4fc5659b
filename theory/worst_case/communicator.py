"""The readings of a communicator, a gradient and a compressor in Gram coordinates."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal

import numpy as np

from theory.errors import BadInput, Undecided
from theory.worst_case.forms import Form, mean_of, sq
from theory.worst_case.recording import Coefficients, Query, Recording

Who = Literal["each", "all"]
"""Whose randomness: each worker's own, or one that all share."""


@dataclass(frozen=True, eq=False)
class Sent:
    """A message in Gram coordinates."""

    vector: Coefficients

    def dense(self) -> Coefficients:
        return self.vector

    def support(self) -> Coefficients:
        raise BadInput("method: it asks which components were sent; a worst case has no components")


@dataclass(frozen=True, eq=False)
class Gram:
    """A communicator whose vectors are coefficients over a growing basis.

    `mixing` is W for every step of a period, or a bound on the second eigenvalue of an unknown W, drawn anew
    in every step.
    """

    recording: Recording
    mixing: Sequence[Coefficients] | Fraction | None = None

    @property
    def workers(self) -> int:
        return self.recording.workers

    def per_worker(self, x: Coefficients) -> Coefficients:
        return np.broadcast_to(x, (self.recording.workers, x.shape[-1]))

    def mean(self, x: Any) -> Coefficients:
        return self.recording.mean(self.per_worker(_dense(x)))

    observed_mean = mean

    def broadcast(self, x: Any) -> Coefficients:
        return _dense(x)

    def mix(self, x: Any, t: int) -> Coefficients:
        rows = self.per_worker(_dense(x))
        if self.mixing is None:
            raise BadInput("topology: none is set; this method mixes with neighbours")
        if isinstance(self.mixing, Fraction):
            return self._mixed_by_any(rows, self.mixing)
        mixed: Coefficients = self.mixing[t % len(self.mixing)] @ rows
        return mixed

    def _mixed_by_any(self, rows: Coefficients, second: Fraction) -> Coefficients:
        """x̄ + y_k with ȳ = 0 and Σ ‖y_k‖² ≤ λ² Σ ‖x_k − x̄‖²: all that a W of this class can do."""
        recording = self.recording
        if not recording.exchangeable:
            raise BadInput("topology: an unknown mixing matrix needs exchangeable workers")
        mean = recording.mean(rows)
        fresh = recording.fresh_balanced_rows()
        before, after = (mean_of([sq(recording.of(row)) for row in x]) for x in (rows - mean, fresh))
        recording.known("mixing", after - second**2 * before)
        return mean + fresh

    def stream(self, purpose: str, step: int, part: int = 0) -> Who:
        return "each"

    def shared_stream(self, purpose: str, step: int, part: int = 0) -> Who:
        return "all"


def _dense(x: Any) -> Coefficients:
    rows: Coefficients = x.dense() if isinstance(x, Sent) else x
    return rows


Answer = tuple[Coefficients, tuple[Query, ...], bool]
"""Every worker's gradient, the queries with their values, and whether all were asked at one point."""


@dataclass(eq=False)
class Oracle:
    """∇F_k, which answers points that it has seen with what it said then.

    With `tilted`, F_k = F + ⟨b_k, ·⟩ with b_k of mean 0: the workers' gradients differ by the same vectors
    everywhere, and the class is asked of F alone. All workers must then be asked at one point.
    """

    recording: Recording
    tilted: bool = False
    answers: dict[tuple[Any, ...], Answer] = field(default_factory=dict)
    _tilt: Coefficients | None = None

    def __call__(self, x: Coefficients) -> Coefficients:
        return self.asked(x)[0]

    def asked(self, x: Coefficients) -> tuple[Coefficients, tuple[Query, ...]]:
        """Every worker's gradient at its point, and the queries with their values."""
        return self._answered(x, self._fresh_rows, self.recording.fresh_values)

    def _fresh_rows(self) -> Coefficients:
        recording = self.recording
        return recording.fresh() + self._fresh_balanced_rows() if self.tilted else recording.fresh_rows()

    def asked_at_optimum(self, x: Coefficients) -> tuple[Coefficients, tuple[Query, ...]]:
        """The same where gradients and values have mean 0."""
        return self._answered(x, self._fresh_balanced_rows, self.recording.fresh_balanced_values)

    def _fresh_balanced_rows(self) -> Coefficients:
        if self._tilt is None:
            self._tilt = self.recording.fresh_balanced_rows()
        return self._tilt

    def _answered(
        self, x: Coefficients, fresh: Callable[[], Coefficients], values_of: Callable[[int], list[Form]]
    ) -> tuple[Coefficients, tuple[Query, ...]]:
        recording = self.recording
        rows = np.broadcast_to(x, (recording.workers, x.shape[-1]))
        key = tuple(map(tuple, rows)) if recording.capacity else (len(self.answers),)
        if key not in self.answers:
            gradients, common = fresh(), bool((rows == recording.mean(rows)).all())
            if self.tilted and not common:
                raise Undecided("the workers are asked at different points")
            asked = (rows[:1], recording.mean(gradients)) if self.tilted else (rows, gradients)
            queries = tuple(
                Query(worker, recording.number(point), recording.number(gradient), there)
                for worker, (point, gradient, there) in enumerate(
                    zip(*asked, values_of(len(asked[0])), strict=True)
                )
            )
            recording.queries.extend(queries)
            self.answers[key] = gradients, queries, common
        return self.answers[key][:2]


@dataclass(frozen=True, eq=False)
class Contractive:
    """Any compressor with ‖C(v) − v‖² ≤ (1 − δ)‖v‖², the mean over workers where they are exchangeable."""

    recording: Recording
    delta: Fraction

    def compress(self, vector: Coefficients, stream: Who) -> Sent:
        recording = self.recording
        rows = vector if stream == "all" else np.broadcast_to(vector, (recording.workers, vector.shape[-1]))
        sent = recording.fresh_rows(shared=stream == "all")
        known = [
            sq(recording.of(c - v)) - (1 - self.delta) * sq(recording.of(v))
            for v, c in zip(rows, sent, strict=True)
        ]
        for form in [mean_of(known)] if recording.exchangeable else known:
            recording.known("contraction", form)
        return Sent(sent)


@dataclass(frozen=True, eq=False)
class Scaled:
    """C(v) = δv."""

    recording: Recording
    delta: Fraction

    def compress(self, vector: Coefficients, stream: Who) -> Sent:
        return Sent(self.delta * vector)


COMPRESSORS: Mapping[str, Any] = {"contractive": Contractive, "scaled": Scaled}
