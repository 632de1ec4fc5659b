"""Runs that are struck at a chosen point: in one process, or with one on every rank of a gloo group."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, redirect_stderr
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

import torch
import torch.distributed as dist

import empirical.cluster
import empirical.conduct
import empirical.digests
import empirical.experiment
from empirical.cluster import joined
from empirical.conduct import conduct, resume_run
from empirical.config import Config, configure
from empirical.experiment import STATUSES
from empirical.processes import Alone, Processes
from theory.errors import Silent, TightropeError
from toys.trajectory import gradient_at

TIMEOUT = 2
"""Seconds for which a rank waits for another one."""

GRACE = 0.5
"""Of these ranks, which are all on one machine."""

PROCESSES = get_context("forkserver")
PROCESSES.set_forkserver_preload(["empirical.conduct", "empirical.cluster"])
"""A new process is a copy of one that has already loaded torch."""


WRITING = ("state", "manifest", "rename", "removal")
"""Where the writing of a checkpoint may end: before one of its files is opened, before the folder has its
name, before an earlier one is removed."""


@dataclass(frozen=True)
class Blow:
    """What befalls some ranks once a step is done."""

    step: int
    signal: signal.Signals
    ranks: Sequence[int] = (0,)
    writing: str = ""
    """Where in the writing of that step's checkpoint, one of WRITING; before it is written without."""


@dataclass(frozen=True)
class Attempt:
    """What one rank is to do."""

    folder: Path
    settings: Mapping[str, Any]
    resumes: bool = False
    blow: Blow | None = None
    place: Path = Path("/")
    """Where the rank works."""
    code: str = ""
    """Another digest of its code than the true one."""
    nan_at: int | None = None
    """The step at which its gradient is no number."""

    def said(self, rank: int) -> Path:
        """Where its standard error goes."""
        return self.place / self.folder.with_name(f"{self.folder.name}.said-{rank}")


@dataclass(frozen=True)
class Started:
    """The processes of a run, and the store at which they meet, which is no rank's: none takes it away."""

    ranks: Sequence[ForkServerProcess]
    store: dist.TCPStore

    def ended(self) -> list[int | None]:
        """The exit status of each rank; minus a signal's number where that has ended it."""
        for rank in self.ranks:
            rank.join(30)
        return [rank.exitcode for rank in self.ranks]


def start(attempts: Sequence[Attempt]) -> Started:
    """One process for each attempt; a single one holds all workers."""
    store = dist.TCPStore("127.0.0.1", 0, is_master=True, wait_for_workers=False)
    told = (tuple(attempts), store.port)
    ranks = [PROCESSES.Process(target=take_part, args=(rank, *told)) for rank in range(len(attempts))]
    for rank in ranks:
        rank.start()
    return Started(ranks, store)


def take_part(rank: int, attempts: Sequence[Attempt], port: int) -> None:
    """One rank's part. It ends with the run's status, 2 where it says what is wrong, 3 where another does."""
    attempt = attempts[rank]
    torch.set_num_threads(1)
    os.chdir(attempt.place)
    os.environ |= {"RANK": str(rank), "WORLD_SIZE": str(len(attempts)), "MASTER_ADDR": "127.0.0.1"}
    os.environ |= {"MASTER_PORT": str(port), "TORCHELASTIC_USE_AGENT_STORE": "True"}
    empirical.cluster.GRACE = GRACE
    empirical.conduct.CHECKPOINT_SECONDS, empirical.conduct.CHECKPOINT_SHARE = 0.0, float("inf")
    if attempt.code:
        empirical.digests.code = lambda: attempt.code
    if attempt.nan_at is not None:
        empirical.experiment.gradient_at = partial(_gradient_at, attempt.nan_at)
    with ExitStack() as stack:
        said = stack.enter_context(attempt.said(rank).open("w"))
        stack.enter_context(redirect_stderr(said))
        try:
            processes = stack.enter_context(joined(TIMEOUT)) if len(attempts) > 1 else Alone()
            status = STATUSES[_run(attempt, rank, processes)]
        except Silent:
            status = 3
        except TightropeError as error:
            said.write(f"{error}\n")
            status = 2
    sys.exit(status)


def _run(attempt: Attempt, rank: int, processes: Processes) -> str:
    report = _Report(attempt.blow if attempt.blow and rank in attempt.blow.ranks else None)
    if attempt.resumes:
        done = resume_run(attempt.folder, None, "test", report, processes)
    else:
        config = configure(Config(), attempt.settings)
        done = conduct(config, attempt.folder, False, "test", report, processes)
    return done.experiment.status


class _Report:
    """The report of a run's progress, at which its rank is struck."""

    def __init__(self, blow: Blow | None) -> None:
        self.blow = blow
        self.done = 0
        if blow is not None and blow.writing:
            sys.addaudithook(self._look)

    def __call__(self, done: int, total: int) -> None:
        self.done = done
        if self.blow is not None and self.blow.step == done and not self.blow.writing:
            os.kill(os.getpid(), self.blow.signal)

    def _look(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Python tells of files that are opened, renamed and removed before it does so."""
        assert self.blow is not None
        if self.blow.step == self.done and self._begins(event, arguments):
            os.kill(os.getpid(), self.blow.signal)

    def _begins(self, event: str, arguments: tuple[Any, ...]) -> bool:
        match self.blow and self.blow.writing:
            case "state":
                return event == "open" and str(arguments[0]).endswith(".tmp/state.safetensors")
            case "manifest":
                return event == "open" and str(arguments[0]).endswith(".tmp/manifest.json")
            case "rename":
                return event == "os.rename" and str(arguments[0]).endswith(".tmp")
            case _:
                # first a folder of the new one's name is removed, should there be one
                return event == "shutil.rmtree" and str(arguments[0]).endswith(f"{self.done - 2:010}")


def _gradient_at(step: int, problem: Any, comm: Any, t: int, batch: int) -> Callable[[Any], Any]:
    """The stochastic gradient of a problem, but for one step."""
    gradient = gradient_at(problem, comm, t, batch)
    return (lambda x: gradient(x) * float("nan")) if t == step else gradient
