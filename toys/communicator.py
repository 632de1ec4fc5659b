"""What communicators of tensors share: axes, parts of vectors, random streams, and what is counted."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, reduce
from itertools import product

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from theory.errors import BadInput
from toys.compressors.message import ToyMessage, bits_of
from toys.streams import Stream
from toys.topologies.topology import Topology

LocalFunction = Callable[..., Tensor]
"""f(workers, *arrays): a function of the listed workers' data, worker axis second to last."""


def in_order(terms: Iterable[Tensor]) -> Tensor:
    """The sum of the terms, one after another: the order that all exact sums over workers have.

    No term is kept, and none is changed: the sum of the first two takes up the others.
    """
    left = iter(terms)
    return reduce(torch.Tensor.add_, left, _of_two(left))


def _of_two(terms: Iterator[Tensor]) -> Tensor:
    """The sum of the next two terms, or the next one where it is the last."""
    first = next(terms)
    second = next(terms, None)
    return first if second is None else first + second


def mixed(weights: Float[Tensor, " workers"], vector: Callable[[int], Tensor]) -> Tensor:
    """Σ_j w_j x_j in worker order, workers of weight 0 left out; `vector` is asked for each x_j once.

    The first product, which nobody else has, takes up the others.
    """
    terms = (weights[j] * vector(j) for j in weights.nonzero().flatten().tolist())
    return reduce(torch.Tensor.add_, terms)


@dataclass(eq=False)
class TensorCommunicator(ABC):
    """Workers whose vectors are tensors with axes (seeds, *settings, workers here, dimension).

    In exact mode a local function is called for one worker of one run at a time, in the shapes that a rank of
    a cluster has, and sums are taken in worker order, workers of weight 0 left out: then every communicator
    has the same result in every bit. In the other mode sums and shapes are those that are fastest.

    `settings` are the lengths of the axes along which hyper-parameters vary; `setting` shapes their values.
    `topology` says who hears whom; without one every worker can meet every other, but no W mixes.
    """

    workers: int
    seeds: tuple[int, ...] = (0,)
    exact: bool = False
    lead: bool = True
    settings: tuple[int, ...] = ()
    topology: Topology | None = None
    device: str = "cpu"
    sent: Tensor = field(init=False)
    """Bits that each worker here has sent so far, (seeds, *settings, workers here)."""
    answered: Tensor = field(init=False)
    """Bits that servers have sent to all workers so far, for each run."""

    def __post_init__(self) -> None:
        if self.topology is not None and self.topology.workers != self.workers:
            raise BadInput(
                f"topology: read {self.topology.name}, which has {self.topology.workers} workers; "
                f"allowed: one of {self.workers}, the number of workers"
            )
        self.answered = torch.zeros(self.leading, dtype=torch.float64, device=self.device)
        self.sent = self.answered[..., None].expand(*self.leading, len(self.here))

    @property
    @abstractmethod
    def here(self) -> Sequence[int]:
        """The workers whose vectors this process holds, one after another."""

    @abstractmethod
    def gathered(self, x: Tensor) -> Tensor:
        """What every worker has of x, (…, workers, n), for observers: no worker sends anything for it."""

    @abstractmethod
    def observed_mean(self, x: Tensor) -> Tensor:
        """The mean over all workers, (…, 1, dimension), for observers too."""

    def held(self, x: Float[Tensor, "*lead points n"]) -> Float[Tensor, "*lead points_here n"]:
        """What the workers here have of what all workers have; what all share they share here too."""
        part = slice(self.here[0], self.here[-1] + 1)
        return x if x.shape[-2] == 1 else x[..., part, :].contiguous()

    def any(self, *flags: bool) -> tuple[bool, ...]:
        """For each flag whether some process has set it: what all of them must decide alike."""
        return flags

    @property
    def bits(self) -> Tensor:
        """Bits that all workers have sent so far, for each run; all processes ask for them together."""
        return self.gathered(self.sent[..., None])[..., 0].sum(-1)

    @property
    def leading(self) -> tuple[int, ...]:
        """The lengths of the axes in front of the workers."""
        return ((len(self.seeds),) if self.lead else ()) + self.settings

    def setting(self, values: Sequence[float] | Tensor, axis: int) -> Tensor:
        """A hyper-parameter's values along an axis of settings, shaped (values, 1, …, 1)."""
        column = torch.as_tensor(values, dtype=torch.float64, device=self.device)
        if not 0 <= axis < len(self.settings) or column.shape != (self.settings[axis],):
            raise BadInput(
                f"setting: read values of shape {tuple(column.shape)} for axis {axis}; "
                f"the axes have lengths {self.settings}"
            )
        return column.reshape(-1, *(1,) * (len(self.settings) - axis - 1), 1, 1)

    def begin(
        self, start: Float[Tensor, "*runs points dimension"]
    ) -> Float[Tensor, "*lead points_here dimension"]:
        """The starting point, or points, of every run: the same for all along an axis that is absent or 1."""
        held = self.held(start).to(self.device)
        return held.expand(*self.leading, *held.shape[-2:])

    def per_worker(
        self, x: Float[Tensor, "*lead points dimension"]
    ) -> Float[Tensor, "*lead workers dimension"]:
        return x.expand(*x.shape[:-2], len(self.here), x.shape[-1])

    # What is sent, and what it costs

    def _bits(self, x: Tensor | ToyMessage) -> Float[Tensor, "*lead workers"]:
        """The bits of each worker's vector or message."""
        if not isinstance(x, Tensor):
            return x.bits()
        each = torch.full(x.shape[-2:-1], float(x.shape[-1] * bits_of(x)), dtype=torch.float64)
        return each.to(self.device)

    def _count(self, x: Tensor | ToyMessage, times: Tensor | int = 1) -> None:
        """Every worker here has sent what it has of x, so many times."""
        self.sent = self.sent + times * self._bits(x)

    def _count_answer(self, x: Tensor | ToyMessage) -> None:
        """A server has sent x to every worker."""
        self.answered = self.answered + self.workers * self._bits(x).sum(-1)

    # Who hears whom

    @property
    def graph(self) -> Topology:
        """The topology; raises BadInput where none is set."""
        if self.topology is None:
            raise BadInput(
                "topology: none is set; this method mixes with neighbours and needs one, such as ring:16"
            )
        return self.topology

    @cached_property
    def _mixing(self) -> tuple[tuple[Tensor, Tensor], ...]:
        """For every step of a period, W and how many others hear each worker here."""
        graph = self.graph
        off = [(w != 0) & ~np.eye(self.workers, dtype=bool) for w in graph.weights]
        return tuple(
            (
                torch.tensor(w, device=self.device),
                torch.tensor(o.sum(0)[list(self.here)], device=self.device),
            )
            for w, o in zip(graph.weights, off, strict=True)
        )

    def _mixing_at(self, t: int) -> tuple[Tensor, Tensor]:
        return self._mixing[t % self.graph.period]

    def _demand_one_matrix(self) -> None:
        if self.graph.period > 1:
            raise BadInput(
                f"topology: read {self.graph.name}, whose mixing matrix changes from step to step; this "
                "method keeps a sum over its neighbours that only one matrix for all steps makes, such as a "
                "ring's"
            )

    def _demand_ring(self) -> None:
        if self.topology is None or self.workers == 1:
            return
        before = np.arange(self.workers) - 1
        if not bool((self.topology.weights[:, np.arange(self.workers), before] != 0).all()):
            raise BadInput(
                f"topology: read {self.topology.name}, where worker k does not always hear worker k − 1; "
                "this method sends around a ring; allowed: a ring, the complete graph, or none"
            )

    # Parts of a vector, for a ring: worker k's part number k + j

    def segment(
        self, x: Float[Tensor, "*lead workers dimension"], offset: int
    ) -> Float[Tensor, "*lead workers part"]:
        length = -(-x.shape[-1] // self.workers)
        padded = torch.nn.functional.pad(x, (0, length * self.workers - x.shape[-1]))
        parts = padded.reshape(*x.shape[:-1], self.workers, length)
        rows, each = self._rows(x.device)
        found: Tensor = parts[..., rows, (each + offset) % self.workers, :]
        return found

    def join(
        self, parts: Sequence[Float[Tensor, "*lead workers part"]], dimension: int
    ) -> Float[Tensor, "*lead workers dimension"]:
        *lead, length = parts[0].shape
        joined = parts[0].new_empty(*lead, self.workers, length)
        rows, each = self._rows(joined.device)
        for offset, part in enumerate(parts):
            joined[..., rows, (each + offset) % self.workers, :] = part
        return joined.flatten(-2)[..., :dimension]

    def _rows(self, device: torch.device) -> tuple[Tensor, Tensor]:
        """The places and the numbers of the workers here."""
        return torch.arange(len(self.here), device=device), torch.tensor(list(self.here), device=device)

    # Random numbers

    def stream(self, purpose: str, step: int, part: int = 0) -> Stream:
        return self._stream(self.here, purpose, step, part)

    def shared_stream(self, purpose: str, step: int, part: int = 0) -> Stream:
        return self._stream((0,), purpose, step, part)

    def _stream(self, workers: Sequence[int], purpose: str, step: int, part: int) -> Stream:
        return Stream(self.seeds, workers, purpose, step, self.lead, part, len(self.settings), self.device)

    def local(self, function: LocalFunction, *arrays: Tensor) -> Tensor:
        """Apply a local function to the part of the arrays that every worker here has.

        An array whose worker axis has length 1 is the same for all workers here.
        """
        if not self.exact:
            return function(self.here, *arrays)
        leads = tuple(np.broadcast_shapes(*(tuple(a.shape[:-2]) for a in arrays)))
        parts = [a.expand(*leads, *a.shape[-2:]) for a in arrays]
        results = [
            torch.cat(
                [function((k,), *(_of_row(a[at], row) for a in parts)) for row, k in enumerate(self.here)],
                dim=-2,
            )
            for at in product(*map(range, leads))
        ]
        return torch.stack(results).reshape(*leads, *results[0].shape)


def _of_row(x: Tensor, row: int) -> Tensor:
    return x if x.shape[-2] == 1 else x[row : row + 1]
