"""What an algorithm's text may rely on.

A text computes on arrays with axes (…, workers, dimension). What all workers share has a worker axis of
length 1 and broadcasts. It uses + − ·, the callables that it is given and the communicator, and never asks
which framework, how many leading axes or how many workers it runs with.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
    """How workers meet: stacked in one array, or one on every rank.

    `mean`, `mix`, `ring_shift` and `broadcast` send, and count the bits that they send; they take arrays or
    compressed messages. What all workers know already is computed without them.
    Where every worker has a process of its own, all of them call the same operations in the same order.
    """

    @property
    def workers(self) -> int:
        """How many workers there are."""

    def per_worker(self, x: Array) -> Array:
        """One copy of x for every worker."""

    def mean(self, x: Any) -> Array:
        """The mean over all workers, (…, 1, dimension)."""

    def observed_mean(self, x: Array) -> Array:
        """The same mean where only the observer needs it: no worker sends anything for it."""

    def gathered(self, x: Array) -> Array:
        """What every worker has of x, (…, workers, n), where only the observer needs it: nothing is counted.

        x has the workers that this process holds, (…, workers here, n), which is all of them in one array.
        """

    def mix(self, x: Any, t: int) -> Array:
        """x_i ← Σ_j w_ij x_j with the mixing matrix of step t: every worker hears its neighbours."""

    def mix_known(self, x: Array) -> Array:
        """The same of what all neighbours know already, for a W that stays: nothing is sent.

        Raises BadInput where W changes from step to step, when a method must not keep such a sum.
        """

    def ring_shift(self, x: Any, hops: int = 1) -> Array:
        """What the worker `hops` places before has sent on around the ring; the last hop is counted."""

    def broadcast(self, x: Any) -> Array:
        """What a server sends to every worker, (…, 1, dimension); counted apart from what workers send."""

    def segment(self, x: Array, offset: int) -> Array:
        """Worker k's part number k + offset (modulo K) of its vector, cut in K parts; zeros fill the last."""

    def join(self, parts: Sequence[Array], dimension: int) -> Array:
        """The vector whose part number k + j, on worker k, is parts[j]."""

    def stream(self, purpose: str, step: int, part: int = 0) -> Any:
        """The random numbers of this purpose: a function of (seed, purpose, worker, step, part) only."""

    def shared_stream(self, purpose: str, step: int, part: int = 0) -> Any:
        """One stream, which all workers and the server share."""


class Method(Protocol):
    """An algorithm, its hyper-parameters as fields."""

    tier: ClassVar[Tier]

    def init(self, x: Array, grad: Gradient, comm: Communicator) -> Any:
        """The state at t = 0, from the starting point x.

        x has the shape (…, 1, dimension), or (…, workers, dimension) where workers start apart, which only
        methods whose models are local can do. A state's first field is `model`, what its gradients or its
        messages move: shared, with a worker axis of length 1, or local.
        """

    def step(self, state: Any, grad: Gradient, comm: Communicator, t: int) -> Any:
        """The state at t + 1."""

    def model(self, state: Any, comm: Communicator) -> Array:
        """The point that the paper evaluates, (…, 1, dimension)."""
