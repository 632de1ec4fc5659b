"""A run from its configuration to its folder: interruptible, resumable, never half-written."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

from empirical.config import Config
from empirical.digests import digests
from empirical.experiment import Experiment, one_thread
from empirical.folder import RunFolder, describe_io, provenance
from empirical.processes import Alone, Processes
from empirical.saved import put_back
from empirical.setup import prepare

CHECKPOINT_SECONDS = 20.0
"""How much work a power cut may cost."""

Report = Callable[[int, int], None]
"""Told the steps done and their total."""


@dataclass(frozen=True)
class Conducted:
    """A run that has ended, and its folder."""

    experiment: Experiment
    folder: RunFolder


ALONE = Alone()


def conduct(
    config: Config, path: Path, force: bool, command: str, report: Report, processes: Processes = ALONE
) -> Conducted:
    """Run a configuration into a new folder. What is wrong is found before anything is written."""
    one_thread()
    experiment = _begun(config, processes)
    origin = provenance(command)
    folder = processes.agreed(lambda: RunFolder.create(path, force, processes.first))
    return _to_the_end(experiment, folder, origin, report)


def resume_run(
    path: Path, steps: int | None, command: str, report: Report, processes: Processes = ALONE
) -> Conducted:
    """Continue the run in a folder from its checkpoint; the result is that of a run never interrupted."""
    one_thread()
    folder = RunFolder(path, writes=processes.first)
    config, left = processes.agreed(lambda: folder.left(steps))
    experiment = _begun(config, processes, left)
    processes.agreed(lambda: put_back(experiment, left))
    return _to_the_end(experiment, folder, provenance(command), report)


def _begun(config: Config, processes: Processes, left: Mapping[str, Any] | None = None) -> Experiment:
    """The experiment at its first point, once all processes know that they mean the same one."""
    setup = processes.agreed(lambda: prepare(config, processes.meet))
    processes.demand_same(lambda: digests(config, setup.problem, left or {}))
    return Experiment.begin(setup)


def _to_the_end(
    experiment: Experiment, folder: RunFolder, origin: Mapping[str, Any], report: Report
) -> Conducted:
    try:
        folder.write_config(experiment.setup.config, origin)
        folder.write_status(experiment)
        with _interruptible() as interrupted:
            _advance(experiment, folder, report, interrupted)
        folder.write_results(experiment, origin)
        folder.remove_replaced()
        if experiment.status == "partial":
            folder.write_checkpoint(experiment)
        else:
            folder.remove_checkpoint()
    except OSError as error:
        folder.remove_if_useless()
        raise describe_io(error, folder.path) from None
    return Conducted(experiment, folder)


def _advance(
    experiment: Experiment, folder: RunFolder, report: Report, interrupted: Callable[[], bool]
) -> None:
    setup, written = experiment.setup, time.monotonic()
    for done in experiment.run():
        report(done, setup.config.steps)
        stop, due = setup.comm.any(interrupted(), time.monotonic() - written > CHECKPOINT_SECONDS)
        if stop:
            if experiment.status == "running":
                experiment.status = "partial"
            return
        if due:
            folder.write_checkpoint(experiment)
            written = time.monotonic()


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
