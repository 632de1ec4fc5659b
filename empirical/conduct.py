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
from empirical.experiment import Experiment, one_thread
from empirical.folder import RunFolder, describe_io, provenance
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


def conduct(config: Config, path: Path, force: bool, command: str, report: Report) -> Conducted:
    """Run a configuration into a new folder. What is wrong is found before anything is written."""
    one_thread()
    experiment = Experiment.begin(prepare(config))
    origin = provenance(command)
    return _to_the_end(experiment, RunFolder.create(path, force), origin, report)


def resume_run(path: Path, steps: int | None, command: str, report: Report) -> Conducted:
    """Continue the run in a folder from its checkpoint; the result is that of a run never interrupted."""
    one_thread()
    folder = RunFolder(path)
    _, experiment = folder.resume(steps)
    return _to_the_end(experiment, folder, provenance(command), report)


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
    written = time.monotonic()
    for done in experiment.run():
        report(done, experiment.setup.config.steps)
        if interrupted():
            if experiment.status == "running":
                experiment.status = "partial"
            return
        if time.monotonic() - written > CHECKPOINT_SECONDS:
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
