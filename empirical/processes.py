"""The processes of one run: what they decide alike, and what only the first of them does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol, TypeVar, runtime_checkable

from toys.communicator import TensorCommunicator
from toys.stacked import Stacked

T = TypeVar("T")


@runtime_checkable
class Processes(Protocol):
    """Those that take part in a run; all of them go through the same text."""

    @property
    def first(self) -> bool:
        """Whether this process is the one that writes."""

    @property
    def meet(self) -> Callable[..., TensorCommunicator]:
        """The kind of communicator."""

    def agreed(self, prepared: Callable[[], T]) -> T:
        """What a function returns that meets no other process; where one refuses, all do."""

    def demand_same(self, digests: Callable[[], Mapping[str, str]]) -> None:
        """Refuse to go on where processes have different digests of the same thing."""


class Alone:
    """One process that holds all workers."""

    first = True
    meet = Stacked

    def agreed(self, prepared: Callable[[], T]) -> T:
        return prepared()

    def demand_same(self, digests: Callable[[], Mapping[str, str]]) -> None:
        """There is nobody to differ from."""
