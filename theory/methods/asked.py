"""What a method asks of its communicator, found by running its text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from theory.methods import compressors, defaults, make

STEPS = 2
"""After so many steps every method has met the others once, as its rounds have one local step here."""


@dataclass(frozen=True)
class Whole:
    """A message that says everything."""

    vector: np.ndarray

    def dense(self) -> np.ndarray:
        return self.vector

    def support(self) -> np.ndarray:
        return np.ones_like(self.vector)


class Everything:
    """The compressor that sends everything."""

    def compress(self, vector: np.ndarray, stream: Any) -> Whole:
        return Whole(vector)


@dataclass(eq=False)
class Asking:
    """Two workers that hold the same: whatever they exchange leaves their vectors as they are."""

    workers: int = 2
    operations: set[str] = field(default_factory=set)
    apart: bool = False
    """Whether the last gradients were asked at a point for every worker."""

    def mean(self, x: Any) -> np.ndarray:
        self.operations.add("mean")
        return _dense(x)[:1]

    def observed_mean(self, x: np.ndarray) -> np.ndarray:
        return x[:1]

    def join(self, parts: Sequence[np.ndarray], dimension: int) -> np.ndarray:
        return np.concatenate(list(parts), axis=-1)

    def segment(self, x: np.ndarray, offset: int) -> np.ndarray:
        return x[..., :1]

    def per_worker(self, x: np.ndarray) -> np.ndarray:
        return np.broadcast_to(x, (self.workers, x.shape[-1]))

    def gradient(self, x: np.ndarray) -> np.ndarray:
        """Some gradient of every worker."""
        self.apart = len(x) == self.workers
        return self.per_worker(x) if len(x) == 1 else x

    def stream(self, *where: Any, **more: Any) -> None:
        """No random numbers."""

    shared_stream = stream

    def __getattr__(self, name: str) -> Callable[..., np.ndarray]:
        def operation(x: Any, *more: Any) -> np.ndarray:
            self.operations.add(name)
            return _dense(x)

        return operation


def _dense(x: Any) -> np.ndarray:
    return x.dense() if isinstance(x, Whole) else np.asarray(x)


def asks(name: str) -> frozenset[str]:
    """The operations by which a method's workers meet: some of mean, mix, ring_shift, broadcast, ….

    Found by running its text with its usual hyper-parameters, one local step a round, on two workers of two
    components.
    """
    return frozenset(_run(name).operations)


def takes_gradients_apart(name: str) -> bool:
    """Whether every worker of a method takes its gradient at a point of its own."""
    return _run(name).apart


def _run(name: str) -> Asking:
    comm = Asking()
    usual = {**defaults(name), "local_steps": 1, "warm_up": 1}
    sending: dict[str, Any] = {c: Everything() for c in compressors(name)}
    method = make(name, **{h: v for h, v in usual.items() if h in defaults(name)}, **sending)
    state = method.init(np.ones((1, 2)), comm.gradient, comm)
    for t in range(STEPS):
        state = method.step(state, comm.gradient, comm, t)
    return comm


def local_fields(method: Any) -> frozenset[str]:
    """The fields of a method's state in which every worker has a vector of its own.

    Found by starting it on two workers from a point that they share.
    """
    comm = Asking()
    state = method.init(np.ones((1, 2)), comm.gradient, comm)
    return frozenset(name for name, x in state._asdict().items() if len(x) == comm.workers)


def steps_between_points(name: str, local_steps: int) -> int:
    """Steps between two of the points at which a method's theorem has ‖∇F‖².

    In Theorem 2 and Corollary 2.1 of qprsgd, about gossip, these are x̄_n, where rounds begin; elsewhere all.
    """
    return local_steps if name == "g-qprsgd" else 1


MEETS_NEIGHBOURS = frozenset({"mix", "mix_known", "ring_shift"})
"""The operations in which it matters who hears whom."""


def needs_topology(name: str) -> bool:
    """Whether it matters to a method who hears whom."""
    return not MEETS_NEIGHBOURS.isdisjoint(asks(name))
