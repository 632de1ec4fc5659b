"""The same work on every rank of a gloo group on this machine, of which rank 0 tells what was found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

import numpy as np
import torch.distributed as dist
from torch.distributed import FileStore  # type: ignore[attr-defined]
from torch.multiprocessing.spawn import spawn

from benchmarks.timing import Told
from empirical.experiment import one_thread

RANKS = 2

Found = Mapping[str, np.ndarray]


def on_ranks(work: Callable[..., Found], *arguments: object) -> Found:
    """What `work`, a function of a module, returns on rank 0; every rank is a fresh process of one thread."""
    with TemporaryDirectory(prefix="tightrope-") as folder:
        spawn(_rank, (folder, work, arguments), nprocs=RANKS)  # type: ignore[no-untyped-call]
        with np.load(Path(folder) / "found.npz") as file:
            return dict(file)


def _rank(rank: int, folder: str, work: Callable[..., Found], arguments: tuple[object, ...]) -> None:
    one_thread()
    store = FileStore(f"{folder}/store", RANKS)
    dist.init_process_group("gloo", store=store, rank=rank, world_size=RANKS)
    found = work(*arguments)
    if rank == 0:
        np.savez(Path(folder) / "found.npz", allow_pickle=False, **found)
    dist.barrier()
    dist.destroy_process_group()


def together(run: Callable[[], object], units: int = 1) -> Told:
    """Work that all ranks begin at the same time, and that ends when the slowest has done its part."""
    return _clocked(perf_counter, run, units)


def processor(run: Callable[[], object], units: int = 1) -> Told:
    """The same by the time that this rank's processor has worked, collectives included."""
    return _clocked(process_time, run, units)


def _clocked(clock: Callable[[], float], run: Callable[[], object], units: int) -> Told:
    def seconds() -> float:
        dist.barrier()
        begin = clock()
        run()
        dist.barrier()
        return clock() - begin

    return Told(seconds, units)
