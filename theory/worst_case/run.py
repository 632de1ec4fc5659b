"""A run in Gram coordinates: the recording, the states, and the oracle that the measures ask."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from theory.worst_case.communicator import Gram
from theory.worst_case.oracle import Oracle
from theory.worst_case.recording import Coefficients, Recording


@dataclass(frozen=True, eq=False)
class Run:
    """A method's states, and what they were computed with."""

    recording: Recording
    comm: Gram
    oracle: Oracle
    method: Any
    states: list[Any]
    models: dict[int, Coefficients] = field(default_factory=dict)

    def point(self, t: int) -> Coefficients:
        """The point that the paper evaluates; one object for a state, whichever run has come through it."""
        state = self.states[t]
        if id(state) not in self.models:
            self.models[id(state)] = self.method.model(state, self.comm)
        return self.models[id(state)]

    def points(self) -> list[Coefficients]:
        return [self.point(t) for t in range(len(self.states))]
