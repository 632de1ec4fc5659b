"""How bytes travel between the ranks of a process group: to all, to neighbours, from the first."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import torch
import torch.distributed as dist
from jaxtyping import UInt8
from torch import Tensor
from torch.nn.functional import pad

Group = dist.ProcessGroup | None
"""A group of ranks; None is that of all ranks."""

Bytes = UInt8[Tensor, " _"]


@dataclass(eq=False)
class Move(ABC):
    """One way for bytes to travel, in which every rank of the group takes part."""

    group: Group
    handed: int = field(default=0, init=False)
    """Bytes that this rank has handed in, once for every rank that it has addressed apart."""

    def _everywhere(self, rank: int) -> int:
        """The number among all ranks of a rank of the group."""
        return rank if self.group is None else dist.get_global_rank(self.group, rank)

    @property
    @abstractmethod
    def sources(self) -> Sequence[int]:
        """The ranks that this one hears, ascending; itself it may hear too."""

    @abstractmethod
    def __call__(self, payload: Bytes, sizes: Mapping[int, int]) -> Mapping[int, Bytes]:
        """Send the payload; what every source has sent, of which the sizes are known."""


@dataclass(eq=False)
class ToAll(Move):
    """An all-gather: shorter payloads are filled up to the longest."""

    @property
    def sources(self) -> Sequence[int]:
        return range(dist.get_world_size(self.group))

    def __call__(self, payload: Bytes, sizes: Mapping[int, int]) -> Mapping[int, Bytes]:
        longest = max(sizes.values())
        filled = pad(payload, (0, longest - len(payload)))
        together = torch.empty(len(sizes) * longest, dtype=torch.uint8, device=payload.device)
        dist.all_gather_into_tensor(together, filled, group=self.group)
        self.handed += longest
        return {rank: together[rank * longest :][:size] for rank, size in sizes.items()}


@dataclass(eq=False)
class Between(Move):
    """Sends and receives between pairs of ranks."""

    hearers: Sequence[int] = ()
    heard: Sequence[int] = ()

    @property
    def sources(self) -> Sequence[int]:
        return self.heard

    def __call__(self, payload: Bytes, sizes: Mapping[int, int]) -> Mapping[int, Bytes]:
        found = {
            rank: torch.empty(size, dtype=torch.uint8, device=payload.device) for rank, size in sizes.items()
        }
        sends = [dist.P2POp(dist.isend, payload, self._everywhere(rank), self.group) for rank in self.hearers]
        receipts = [
            dist.P2POp(dist.irecv, into, self._everywhere(rank), self.group) for rank, into in found.items()
        ]
        if sends or receipts:
            for work in dist.batch_isend_irecv([*sends, *receipts]):
                work.wait()
        self.handed += len(self.hearers) * len(payload)
        return found


@dataclass(eq=False)
class FromFirst(Move):
    """A broadcast by rank 0, which addresses every rank, itself too, as a server does its workers."""

    @property
    def sources(self) -> Sequence[int]:
        return (0,)

    def __call__(self, payload: Bytes, sizes: Mapping[int, int]) -> Mapping[int, Bytes]:
        first = dist.get_rank(self.group) == 0
        buffer = payload if first else torch.empty(sizes[0], dtype=torch.uint8, device=payload.device)
        dist.broadcast(buffer, self._everywhere(0), group=self.group)
        self.handed += len(buffer) * dist.get_world_size(self.group) if first else 0
        return {0: buffer}


def summed(x: Tensor, group: Group) -> Tensor:
    """An all-reduce: the sum over all ranks, in whatever order is fastest."""
    total = x.clone(memory_format=torch.contiguous_format)
    dist.all_reduce(total, group=group)
    return total
