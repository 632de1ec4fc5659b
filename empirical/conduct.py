"""A run from its configuration to its folder: interruptible, resumable, never half-written."""

from __future__ import annotations

import logging
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

from empirical.checkpoint import Checkpoint
from empirical.config import Config
from empirical.digests import digests
from empirical.experiment import Experiment, one_thread
from empirical.folder import RunFolder, describe_io, provenance
from empirical.processes import Alone, Processes
from empirical.saved import put_back
from empirical.setup import prepare

CHECKPOINT_SECONDS = 20.0
"""How much work a power cut may cost, or more where a checkpoint takes long:"""

CHECKPOINT_SHARE = 0.01
"""the share of a run that its checkpoints may take."""

LOG = logging.getLogger("tightrope")

Report = Callable[[int, int], None]
"""Told the steps done and their total."""


@dataclass(frozen=True)
class Conducted:
    """A run that has ended, and its folder."""

    experiment: Experiment
    folder: RunFolder


@dataclass(frozen=True)
class _Run:
    """A run that has begun."""

    experiment: Experiment
    folder: RunFolder
    identity: Mapping[str, str]
    origin: Mapping[str, Any]
    report: Report


ALONE = Alone()


def conduct(
    config: Config, path: Path, force: bool, command: str, report: Report, processes: Processes = ALONE
) -> Conducted:
    """Run a configuration into a new folder. What is wrong is found before anything is written."""
    one_thread()
    experiment, identity = _begun(config, processes, None)
    origin = provenance(command)
    folder = processes.agreed(lambda: RunFolder.create(path, force, processes.first))
    return _to_the_end(_Run(experiment, folder, identity, origin, report), processes)


def resume_run(
    path: Path, steps: int | None, command: str, report: Report, processes: Processes = ALONE
) -> Conducted:
    """Continue the run in a folder from its last checkpoint that is whole, or from its start where it was
    ended before the first; the result is that of a run never interrupted.
    """
    one_thread()
    folder = RunFolder(path, writes=processes.first)
    config, found = processes.agreed(lambda: (folder.asked(steps), folder.left()))
    left = found.checkpoint
    experiment, identity = _begun(config, processes, left)
    if left is not None:
        processes.agreed(lambda: left.demand(identity))
        processes.agreed(lambda: put_back(experiment, left.arrays))
    if found.refused and processes.first:
        LOG.warning("%s; the run goes on from step %d", "; ".join(found.refused), experiment.steps_done)
    return _to_the_end(_Run(experiment, folder, identity, provenance(command), report), processes)


def _begun(
    config: Config, processes: Processes, left: Checkpoint | None
) -> tuple[Experiment, Mapping[str, str]]:
    """The experiment at its first point, once all processes know that they mean the same one."""
    setup = processes.agreed(lambda: prepare(config, processes.meet))
    identity = digests(config, setup.problem)
    processes.demand_same({**identity, "the checkpoint": left.digest if left else ""})
    return Experiment.begin(setup), identity


def _to_the_end(run: _Run, processes: Processes) -> Conducted:
    experiment, folder = run.experiment, run.folder
    try:
        with _interruptible() as interrupted, processes.together(folder.write_lost):
            _conducted(run, interrupted)
    except OSError as error:
        folder.remove_if_useless()
        raise describe_io(error, folder.path) from None
    return Conducted(experiment, folder)


def _conducted(run: _Run, interrupted: Callable[[], bool]) -> None:
    experiment, folder = run.experiment, run.folder
    folder.write_config(experiment.setup.config, run.origin)
    folder.write_status(experiment)
    _advance(run, interrupted)
    folder.write_results(experiment, run.origin)
    folder.remove_replaced()
    if experiment.status == "partial":
        folder.write_checkpoint(experiment, run.identity)
    else:
        folder.remove_checkpoints()


def _advance(run: _Run, interrupted: Callable[[], bool]) -> None:
    experiment, comm = run.experiment, run.experiment.setup.comm
    last, due_at = experiment.setup.config.steps, _next_due(0.0)
    for done in experiment.run():
        run.report(done, last)
        stop, due = comm.any(interrupted(), run.folder.writes and time.monotonic() >= due_at)
        if experiment.status != "running" or done == last:
            continue  # the run has ended by itself
        if stop:
            experiment.status = "partial"
            return
        if due:
            began = time.monotonic()
            run.folder.write_checkpoint(experiment, run.identity)
            due_at = _next_due(time.monotonic() - began)


def _next_due(took: float) -> float:
    """When the next checkpoint is due after one that has taken so many seconds."""
    return time.monotonic() + max(CHECKPOINT_SECONDS, took / CHECKPOINT_SHARE)


@contextmanager
def _interruptible() -> Iterator[Callable[[], bool]]:
    """Turn Ctrl-C and a polite kill into a question that is asked between steps, when the state is whole."""
    came: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        came.append(number)

    before = {s: signal.signal(s, note) for s in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield lambda: bool(came)
    finally:
        for s, handler in before.items():
            signal.signal(s, handler)
