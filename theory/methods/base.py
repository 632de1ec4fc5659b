"""What an algorithm's text may rely on.

A text computes on arrays with axes (…, workers, dimension). What all workers share has a worker axis of
length 1 and broadcasts. It uses + − ·, the callables that it is given and the communicator, and never asks
which framework, how many leading axes or how many workers it runs with.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, Literal, Protocol

Array = Any
"""An array of any framework with axes (…, workers, dimension)."""

Gradient = Callable[[Array], Array]
"""The stochastic gradient of every worker, (…, workers or 1, dimension) → (…, workers, dimension)."""

Tier = Literal["linear", "coordinatewise"]
"""linear: + − · only, readable as symbols and worst case; coordinatewise: also products of coordinates."""


class Message(Protocol):
    """What one worker sends, for every worker at once."""

    def dense(self) -> Array:
        """The vector that the receiver puts together, (…, workers, dimension)."""

    def support(self) -> Array:
        """1 where a component was sent and 0 elsewhere, (…, workers, dimension)."""


class Compressor(Protocol):
    """C(·)."""

    def compress(self, vector: Array, stream: Any) -> Message: ...


class Communicator(Protocol):
    """How workers meet: stacked in one array, or one on every rank."""

    def per_worker(self, x: Array) -> Array:
        """One copy of x for every worker."""

    def mean(self, x: Any) -> Array:
        """The mean over workers of arrays or of compressed messages, (…, 1, dimension)."""

    def observed_mean(self, x: Array) -> Array:
        """The same mean where only the observer needs it: no worker sends anything for it."""

    def stream(self, purpose: str, step: int) -> Any:
        """The random numbers of this purpose and step: a function of (seed, purpose, worker, step) only."""


class Method(Protocol):
    """An algorithm, its hyper-parameters as fields."""

    tier: ClassVar[Tier]

    def init(self, x: Array, grad: Gradient, comm: Communicator) -> Any:
        """The state at t = 0, from the common starting point x of shape (…, 1, dimension)."""

    def step(self, state: Any, grad: Gradient, comm: Communicator, t: int) -> Any:
        """The state at t + 1."""

    def model(self, state: Any, comm: Communicator) -> Array:
        """The point that the paper evaluates, (…, 1, dimension)."""
