"""An experiment: the method runs, its observers look at every step, and the run ends in one of three ways."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Literal

import numpy as np
import torch
from torch import Tensor

from empirical.column import Column
from empirical.measure import (
    accuracy,
    consensus,
    contraction,
    detached,
    effective_step,
    finite,
    gradient,
    loss,
    markov,
    momentum_spread,
    noise,
    quantisation,
    residual,
    ring,
    smoothness,
    stochastic_gradient,
    traffic,
    virtual_gap,
    where_taken,
)
from empirical.measure.snapshot import Found, Records, Snapshot, of_all
from empirical.setup import Setup
from empirical.watched import Drawn, WatchedGradient
from toys.trajectory import gradient_at

ON_ALL_DATA = (loss, gradient, noise, smoothness, where_taken, accuracy)
"""Observers that go through the data, which a network lets do so now and then."""
ON_VECTORS = (detached, virtual_gap, consensus, momentum_spread, markov, ring, effective_step)
"""Observers that let whole vectors meet or go through several, which a network lets do so more often."""
EVERY_STEP = (finite, residual, contraction, quantisation, stochastic_gradient, traffic)
"""Observers of a few numbers, which wait to meet those of other workers until vectors are looked at."""

Status = Literal["running", "complete", "partial", "diverged"]

STATUSES = {"complete": 0, "diverged": 1, "partial": 130}
"""The exit status of a run that has ended so; 130 is what shells say of one that a signal ended."""

BLOWN_UP = 1e8
"""A run has diverged when F minus its lower bound is this many times that of the start, or not finite."""


def seen_by(observers: Iterable[Any], snapshot: Snapshot) -> Found:
    """What observers, which are modules of `empirical.measure`, say of a step."""
    return dict(chain.from_iterable(one.observe(snapshot).items() for one in observers))


@dataclass(eq=False)
class Experiment:
    """A run in progress: its state, the state before, and the records of every observer so far.

    There is a record for every point w_0 … w_t, the present one included, of nan where an observer did not
    look: those of ON_ALL_DATA look at w_0, at every `observe_every`-th point and at the last; those of
    ON_VECTORS then too, at every `vectors_every`-th point since, and at the point after each of these, as a
    lemma may bound a step by the state before it.
    """

    setup: Setup
    state: Any
    before: Any
    steps_done: int = 0
    status: Status = "running"
    columns: dict[str, Column] = field(default_factory=dict)
    drawn: Drawn | None = None
    earlier: tuple[Tensor, Tensor] | None = None
    diverged_seeds: tuple[int, ...] = ()
    waiting: list[Found] = field(default_factory=list)
    """What was found at each of the last points, of which the numbers of all workers have yet to meet."""

    @classmethod
    def begin(cls, setup: Setup) -> Experiment:
        """At w_0, which is observed at once."""
        x = setup.comm.begin(setup.problem.start())
        state = setup.method.init(
            x, gradient_at(setup.problem, setup.comm, 0, setup.config.batch), setup.comm
        )
        experiment = cls(setup, state, state)
        experiment._observe(experiment.snapshot)
        return experiment

    @property
    def snapshot(self) -> Snapshot:
        return Snapshot(self.setup, self.state, self.before, self.drawn, self.steps_done, self.earlier)

    @property
    def records(self) -> Records:
        """Of every point so far; where some wait to be met, all processes ask for them together."""
        self._meet()
        return {name: column.rows for name, column in self.columns.items()}

    def _observe(self, snapshot: Snapshot) -> None:
        asked = (ON_ALL_DATA if self.looked else ()) + (ON_VECTORS if self.compared else ()) + EVERY_STEP
        self.waiting.append(seen_by(asked, snapshot))
        if self.compared:
            self._meet()
        if self.looked:
            self.earlier = snapshot.model, snapshot.gradients

    def _meet(self) -> None:
        """What waits becomes rows of the records."""
        if not self.waiting:
            return
        found = of_all(self.waiting, self.setup.comm)
        for name, rows in found.items():
            if name not in self.columns:
                self.columns[name] = Column(rows.shape[1:])
        for name, column in self.columns.items():
            unseen = np.broadcast_to(np.nan, (len(self.waiting), *column.rows.shape[1:]))
            column.append(found.get(name, unseen))
        self.waiting.clear()

    @property
    def looked(self) -> bool:
        """Whether the present point is one at which all observers look."""
        return self.steps_done % self.setup.observe_every == 0 or self.steps_done == self.setup.config.steps

    @property
    def compared(self) -> bool:
        """Whether the present point is one at which the observers of vectors look."""
        since = self.steps_done % self.setup.observe_every
        return self.looked or since % self.setup.vectors_every <= 1

    def advance(self) -> None:
        """One step of the method, observed."""
        setup, t = self.setup, self.steps_done
        if setup.watched:
            setup.watched.forget()
        gradient = WatchedGradient(gradient_at(setup.problem, setup.comm, t, setup.config.batch))
        self.before = self.state  # the state before it is not needed any more
        self.state = setup.method.step(self.before, gradient, setup.comm, t)
        self.drawn = gradient.drawn
        self.steps_done += 1
        snapshot = self.snapshot
        self._observe(snapshot)
        self.drawn = None  # two vectors for every worker, which nobody needs until the next step
        self.diverged_seeds = self._found_diverged(snapshot)
        if self.diverged_seeds:
            self.status = "diverged"
            self._meet()

    def _found_diverged(self, snapshot: Snapshot) -> tuple[int, ...]:
        """The seeds whose loss is not finite, or has left the start behind by the factor BLOWN_UP.

        Where nobody looked at the loss, those whose models are not finite.
        """
        if self.looked:
            low = self.setup.problem.lower_bound()
            first, last = (self.columns["loss"].rows[at] - low for at in (0, -1))
            beyond = ~np.isfinite(last) | ((first > 0) & (last > BLOWN_UP * first))
        else:
            beyond = ~snapshot.finite.cpu().numpy()
        return tuple(seed for seed, bad in zip(self.setup.comm.seeds, beyond, strict=True) if bad)

    def run(self) -> Iterator[int]:
        """Advance to the last step or to divergence, yielding the number of steps done after each."""
        while self.status == "running" and self.steps_done < self.setup.config.steps:
            self.advance()
            yield self.steps_done
        if self.status == "running":
            self.status = "complete"


def one_thread() -> None:
    """Small tensors are computed faster, and always the same way, on one thread."""
    torch.set_num_threads(1)
