"""The run of a configuration that nobody looks at."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from torch import Tensor

from empirical.setup import Setup
from toys.trajectory import gradient_at


@dataclass(eq=False)
class Bare:
    """Method, sampled gradient and compressor, without observers."""

    setup: Setup
    method: Any
    state: Any
    steps_done: int = 0

    @classmethod
    def begin(cls, setup: Setup) -> Bare:
        """At w_0."""
        method = setup.method
        if setup.watched:
            method = replace(method, compressor=setup.watched.compressor)
        x = setup.comm.begin(setup.problem.start())
        gradient = gradient_at(setup.problem, setup.comm, 0, setup.config.batch)
        return cls(setup, method, method.init(x, gradient, setup.comm))

    def advance(self) -> None:
        """One step of the method."""
        setup = self.setup
        gradient = gradient_at(setup.problem, setup.comm, self.steps_done, setup.config.batch)
        self.state = self.method.step(self._handed_over(), gradient, setup.comm, self.steps_done)
        self.steps_done += 1

    def _handed_over(self) -> Any:
        """The state, which the run lets go of: a step then frees every vector as soon as it replaces it."""
        state, self.state = self.state, None
        return state

    @property
    def model(self) -> Tensor:
        """The point that the method's paper evaluates."""
        found: Tensor = self.method.model(self.state, self.setup.comm)
        return found
