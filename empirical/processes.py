"""The processes of one run: what they decide alike, and what only the first of them does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol, TypeVar, runtime_checkable

from toys.communicator import TensorCommunicator
from toys.stacked import Stacked

T = TypeVar("T")

Mark = Callable[[Sequence[int], str], None]
"""Told which processes are lost, and why."""


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

    def demand_same(self, digests: Mapping[str, str]) -> None:
        """Refuse to go on where processes have different digests of the same thing."""

    def together(self, mark: Mark) -> AbstractContextManager[None]:
        """While they work; where some are lost, one of the others marks the run, and all end."""


class Alone:
    """One process that holds all workers."""

    first = True
    meet = Stacked

    def agreed(self, prepared: Callable[[], T]) -> T:
        return prepared()

    def demand_same(self, digests: Mapping[str, str]) -> None:
        """There is nobody to differ from."""

    def together(self, mark: Mark) -> AbstractContextManager[None]:
        return nullcontext()
