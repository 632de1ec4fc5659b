"""Ranked: one worker on every rank of torch.distributed, its messages sent in their wire formats."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import torch
import torch.distributed as dist
from jaxtyping import Float, Int
from torch import Tensor

from empirical.collectives import Between, Bytes, FromFirst, Group, Move, ToAll, summed
from theory.errors import BadInput
from toys.communicator import TensorCommunicator, in_order, mixed
from toys.compressors.block import Block
from toys.compressors.message import ToyMessage, Whole
from toys.compressors.packing import Wire


@dataclass(frozen=True, eq=False)
class Parcel:
    """A worker's messages of all runs as they travel: each in whole bytes, one after another."""

    bits: Int[Tensor, " runs"]
    data: Bytes

    @classmethod
    def of(cls, message: ToyMessage) -> Parcel:
        bits = message.bits()[..., 0]
        if isinstance(message, Whole):
            data = message.vector.contiguous().view(torch.uint8).flatten()
        else:
            wires = b"".join(message.encode(*at, 0).data for at in np.ndindex(*bits.shape))
            data = torch.frombuffer(bytearray(wires), dtype=torch.uint8).to(bits.device)
        return cls(bits.flatten().to(torch.int64), data)

    def opened(self, message: ToyMessage) -> Tensor:
        """The vectors of the sender, (…, 1, dimension), read with what one's own message tells of it."""
        if isinstance(message, Whole):
            return self.data.view(message.vector.dtype).reshape(message.vector.shape)
        lead = message.bits().shape[:-1]
        data, start, read = self.data.cpu().numpy(), 0, []
        for at, bits in zip(np.ndindex(*lead), self.bits.tolist(), strict=True):
            length = -(-bits // 8)
            read.append(message.decode(Wire(data[start : start + length].tobytes(), bits), *at, 0))
            start += length
        return torch.stack(read).reshape(*lead, 1, -1)

    def moved(self, move: Move, varies: bool) -> Mapping[int, Parcel]:
        """The parcels that are heard; where their lengths vary, the lengths travel first."""
        runs = len(self.bits)
        lengths = dict.fromkeys(move.sources, self.bits)
        if varies:
            heads = move(self.bits.view(torch.uint8), dict.fromkeys(move.sources, 8 * runs))
            lengths = {rank: head.clone().view(torch.int64) for rank, head in heads.items()}
        sizes = {rank: int((-(-bits // 8)).sum()) for rank, bits in lengths.items()}
        return {rank: Parcel(lengths[rank], data) for rank, data in move(self.data, sizes).items()}


@dataclass(eq=False)
class Ranked(TensorCommunicator):
    """A communicator for the worker of one rank: worker axes have length 1, and vectors really travel.

    All ranks of the group call the same operations in the same order. In exact mode the result is that of
    Stacked in every bit; in the other one arrays and blocks with a shared place are summed by an all-reduce.
    The server is rank 0.

    Raises BadInput where the group has not as many ranks as there are workers.
    """

    group: Group = None
    handed: int = field(default=0, init=False)
    """Bytes that this rank has handed to collectives of what workers send: once to an all-gather or an
    all-reduce, whatever these do inside, and once for every neighbour."""
    handed_answers: int = field(default=0, init=False)
    """Bytes of a server's answers, once for every worker; 0 on all ranks but the first."""
    _passed: tuple[object, list[Parcel]] = field(default=(None, []), init=False)
    """What is being sent around the ring, and what has come of it after 0, 1, 2, … hops."""

    def __post_init__(self) -> None:
        ranks = dist.get_world_size(self.group)
        if ranks != self.workers:
            raise BadInput(f"workers: read {self.workers}; allowed: {ranks}, the number of ranks")
        super().__post_init__()

    @property
    def rank(self) -> int:
        """The number of this rank, which is that of its worker."""
        return dist.get_rank(self.group)

    @property
    def here(self) -> Sequence[int]:
        return (self.rank,)

    def gathered(self, x: Float[Tensor, "*lead 1 n"]) -> Float[Tensor, "*lead workers n"]:
        own = x.contiguous()
        found = [torch.empty_like(own) for _ in range(self.workers)]
        dist.all_gather(found, own, group=self.group)
        return torch.cat(found, dim=-2)

    def any(self, *flags: bool) -> tuple[bool, ...]:
        found = torch.tensor(flags, dtype=torch.uint8)
        dist.all_reduce(found, dist.ReduceOp.MAX, self.group)
        return tuple(map(bool, found.tolist()))

    def mean(self, x: Tensor | ToyMessage) -> Float[Tensor, "*lead 1 dimension"]:
        self._count(x)
        if self.exact or not isinstance(x, Tensor | Whole | Block):
            move = ToAll(self.group)
            total = in_order(self._heard(_message(x), move))
            self.handed += move.handed
            return total / self.workers
        values = x if isinstance(x, Tensor) else x.vector if isinstance(x, Whole) else x.values
        self.handed += values.nbytes
        average = summed(values, self.group) / self.workers
        return replace(x, values=average).dense() if isinstance(x, Block) else average

    def observed_mean(self, x: Float[Tensor, "*lead 1 dimension"]) -> Float[Tensor, "*lead 1 dimension"]:
        if self.exact:
            return in_order(self._heard(Whole(x), ToAll(self.group))) / self.workers
        return summed(x, self.group) / self.workers

    def _heard(self, message: ToyMessage, move: Move) -> Iterator[Tensor]:
        """The vectors that come of a move, in the order of ranks, each put together when it is asked for.

        One's own needs no reading.
        """
        parcels = Parcel.of(message).moved(move, message.varies)
        return (
            message.dense() if rank == self.rank else parcel.opened(message)
            for rank, parcel in parcels.items()
        )

    # Neighbours

    def mix(self, x: Tensor | ToyMessage, t: int) -> Float[Tensor, "*lead 1 dimension"]:
        weights, hearers = self._mixing_at(t)
        self._count(x, hearers)
        move = self._neighbours(weights)
        mixed = self._mixed(weights, _message(x), move)
        self.handed += move.handed
        return mixed

    def mix_known(self, x: Float[Tensor, "*lead 1 dimension"]) -> Float[Tensor, "*lead 1 dimension"]:
        self._demand_one_matrix()
        weights, _ = self._mixing_at(0)
        return self._mixed(weights, Whole(x), self._neighbours(weights))

    def _neighbours(self, weights: Tensor) -> Between:
        heard, hearers = (
            [j for j in line.nonzero().flatten().tolist() if j != self.rank]
            for line in (weights[self.rank], weights[:, self.rank])
        )
        return Between(self.group, hearers, heard)

    def _mixed(self, weights: Tensor, message: ToyMessage, move: Move) -> Tensor:
        vectors = dict(zip(move.sources, self._heard(message, move), strict=True))
        vectors[self.rank] = message.dense()
        row = weights[self.rank].to(vectors[self.rank].dtype)
        return mixed(row, vectors.pop)

    def ring_shift(self, x: Tensor | ToyMessage, hops: int = 1) -> Float[Tensor, "*lead 1 dimension"]:
        self._demand_ring()
        self._count(x)
        message = _message(x)
        if self._passed[0] is not x:
            self._passed = (x, [Parcel.of(message)])
        parcels = self._passed[1]
        after, before = ((self.rank + step) % self.workers for step in (1, -1))
        while len(parcels) <= hops % self.workers:
            move = Between(self.group, (after,), (before,))
            parcels.append(parcels[-1].moved(move, message.varies)[before])
            self.handed += move.handed
        return parcels[hops % self.workers].opened(message)

    def broadcast(self, x: Tensor | ToyMessage) -> Float[Tensor, "*lead 1 dimension"]:
        self._count_answer(x)
        move = FromFirst(self.group)
        (answer,) = self._heard(_message(x), move)
        self.handed_answers += move.handed
        return answer


def _message(x: Tensor | ToyMessage) -> ToyMessage:
    return Whole(x) if isinstance(x, Tensor) else x
