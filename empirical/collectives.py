"""How bytes travel between the ranks of a process group: to all, to neighbours, from the first."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import torch
import torch.distributed as dist
from jaxtyping import UInt8
from torch import Tensor

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
    """An all-gather; where payloads differ in length, a broadcast by each rank: nothing is filled up."""

    @property
    def sources(self) -> Sequence[int]:
        return range(dist.get_world_size(self.group))

    def __call__(self, payload: Bytes, sizes: Mapping[int, int]) -> Mapping[int, Bytes]:
        own = payload.contiguous()
        found = {rank: own.new_empty(size) for rank, size in sizes.items()}
        if len(set(sizes.values())) == 1:
            dist.all_gather(list(found.values()), own, group=self.group)
        else:
            found[dist.get_rank(self.group)] = own
            for rank, buffer in found.items():
                dist.broadcast(buffer, self._everywhere(rank), group=self.group)
        self.handed += len(own)
        return found


@dataclass(eq=False)
class Between(Move):
    """Sends and receives between pairs of ranks."""

    hearers: Sequence[int] = ()
    heard: Sequence[int] = ()

    @property
    def sources(self) -> Sequence[int]:
        return self.heard

    def __call__(self, payload: Bytes, sizes: Mapping[int, int]) -> Mapping[int, Bytes]:
        found = {rank: payload.new_empty(size) for rank, size in sizes.items()}
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
        buffer = payload if first else payload.new_empty(sizes[0])
        dist.broadcast(buffer, self._everywhere(0), group=self.group)
        self.handed += len(buffer) * dist.get_world_size(self.group) if first else 0
        return {0: buffer}


def summed(x: Tensor, group: Group) -> Tensor:
    """An all-reduce: the sum over all ranks, in whatever order is fastest."""
    total = x.clone(memory_format=torch.contiguous_format)
    dist.all_reduce(total, group=group)
    return total


def texts(text: str, group: Group = None) -> list[str]:
    """One text of every rank."""
    data = torch.frombuffer(bytearray(text.encode() or b" "), dtype=torch.uint8)
    move = ToAll(group)
    length = torch.tensor([len(data)]).view(torch.uint8)
    lengths = move(length, dict.fromkeys(move.sources, len(length)))
    sizes = {rank: int(head.view(torch.int64)) for rank, head in lengths.items()}
    return [bytes(found.tolist()).decode().strip(" ") for found in move(data, sizes).values()]
