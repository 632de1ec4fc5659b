"""A cluster: the ranks of torch.distributed as the processes of one run, one of which may be lost."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

import torch
import torch.distributed as dist
from torch.distributed.distributed_c10d import Store
from torch.distributed.rendezvous import rendezvous

from empirical.collectives import texts
from empirical.processes import Mark
from empirical.ranked import Ranked
from theory.errors import BadInput, Silent, TightropeError

T = TypeVar("T")

GRACE = 3.0
"""Seconds for which ranks that miss another one wait for the word of those that miss it too."""

VARIABLES = ("RANK", "WORLD_SIZE", "MASTER_ADDR", "MASTER_PORT")
"""What torchrun tells a rank in its environment."""


@dataclass(eq=False)
class Cluster:
    """All ranks of the default group; they refuse together, and the first that has a reason says it."""

    store: Store
    rank: int
    ranks: int
    timeout: int
    meet: Callable[..., Ranked] = Ranked

    @property
    def first(self) -> bool:
        return self.rank == 0

    def agreed(self, prepared: Callable[[], T]) -> T:
        """Raises BadInput where some rank refuses, for the reason of the lowest of them, and says which."""
        found: list[T] = []
        reason = ""
        try:
            found.append(prepared())
        except TightropeError as error:
            reason = str(error)
        self._refuse_together(texts(reason))
        return found[0]

    def demand_same(self, digests: Mapping[str, str]) -> None:
        """Raises BadInput that names the first rank that differs from rank 0, and in what."""
        told = [json.loads(text) for text in texts(json.dumps(dict(digests)))]
        for rank, other in enumerate(told):
            different = [name for name, digest in told[0].items() if other[name] != digest]
            if different:
                reason = f"not as on rank 0: {', '.join(different)}; all ranks of a run need the same"
                self._refuse_together([reason if r == rank else "" for r in range(self.ranks)])

    def _refuse_together(self, reasons: list[str]) -> None:
        """Where some rank has a reason, all refuse: the first says it, the others wait until it has."""
        speaker = next((rank for rank, reason in enumerate(reasons) if reason), None)
        if speaker is None:
            return
        if not self.first:
            raise Silent(reasons[speaker])
        alike = len(set(reasons)) == 1
        raise BadInput(reasons[speaker] if alike else f"rank {speaker}: {reasons[speaker]}")

    @contextmanager
    def together(self, mark: Mark) -> Iterator[None]:
        """Raises TightropeError where a rank is lost: on the lowest of those that are left, which marks the
        run, with a message that names it, and on the others Silent.
        """
        try:
            yield
        except RuntimeError as error:
            if not _of_the_network(error):
                raise
            raise self._loss(error, mark) from None

    def _loss(self, error: RuntimeError, mark: Mark) -> TightropeError:
        try:
            lost = self.missing()
        except dist.DistError:
            return TightropeError("the node where ranks meet is lost; --resume continues the run elsewhere")
        if self.rank != min(set(range(self.ranks)) - set(lost)):
            return Silent("a rank is lost")
        why = f"ranks cannot reach each other: {str(error).splitlines()[0]}"
        if lost:
            named = f"rank {lost[0]} has" if len(lost) == 1 else f"ranks {', '.join(map(str, lost))} have"
            hung = f"not answered for {self.timeout} seconds (timeout)"
            why = f"{named} {hung if 'timed out' in str(error).lower() else 'ended without a word'}"
        mark(lost, why)
        return TightropeError(f"{why}; the run ends here; --resume continues it from its last checkpoint")

    def missing(self) -> list[int]:
        """The ranks that say nothing where this one, and all that are still there, miss somebody."""
        self.store.set(f"missed by {self.rank}", "")
        time.sleep(GRACE)
        return [rank for rank in range(self.ranks) if not self.store.check([f"missed by {rank}"])]


@contextmanager
def joined(timeout: int) -> Iterator[Cluster]:
    """Take part in the group that torchrun's environment names.

    Raises BadInput where there is no such environment or its port is taken, and what `together` raises.
    """
    cluster = _join(timeout)
    try:
        with cluster.together(lambda lost, why: None):
            yield cluster
    finally:
        if dist.is_initialized():
            dist.destroy_process_group()


def _join(timeout: int) -> Cluster:
    absent = [name for name in VARIABLES if name not in os.environ]
    if absent:
        raise BadInput(
            f"ranks: {absent[0]} is not set; a rank is started by torchrun, as in torchrun "
            "--nproc-per-node 2 -m empirical CONFIG.toml, or by tightrope measure CONFIG.toml --ranks 2"
        )
    try:
        store, rank, ranks = next(rendezvous("env://", timeout=timedelta(seconds=timeout)))
    except RuntimeError as error:
        where = f"{os.environ['MASTER_ADDR']}:{os.environ['MASTER_PORT']}"
        raise BadInput(f"ranks: {where} cannot be met: {str(error).splitlines()[0]}") from None
    backend = "gloo"
    if torch.cuda.is_available() and dist.is_nccl_available():
        backend = "cpu:gloo,cuda:nccl"
        torch.cuda.set_device(int(os.environ.get("LOCAL_RANK", "0")) % torch.cuda.device_count())
    dist.init_process_group(
        backend, store=store, rank=rank, world_size=ranks, timeout=timedelta(seconds=timeout)
    )
    return Cluster(store, rank, ranks, timeout)


def _of_the_network(error: RuntimeError) -> bool:
    return isinstance(error, dist.DistError) or "gloo" in str(error)
