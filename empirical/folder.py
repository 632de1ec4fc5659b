"""The run folder: run.toml, constants.toml, trajectory.npz, status.json, checkpoint/: whole or absent."""

from __future__ import annotations

import io
import json
import os
import platform
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, get_args

import numpy as np
import tomli_w

from empirical import checkpoint
from empirical.checkpoint import Found
from empirical.config import Config, as_document, configure, read_config
from empirical.experiment import Experiment, Status
from empirical.parts import CHECKPOINTS, CONFIG, CONSTANTS, PARTS, STATUS, TRAJECTORY
from empirical.saved import saved
from empirical.summary import constants_of
from theory.constants_file import write_atomically, write_constants
from theory.errors import BadInput, shown


def provenance(command: str) -> dict[str, Any]:
    """What it takes to repeat a run: the command and the versions."""
    return {"command": command, "python": platform.python_version(), "versions": versions()}


def versions() -> dict[str, str]:
    return {name: version(name) for name in ("tightrope", "torch", "numpy", "scipy")}


@dataclass(frozen=True)
class RunFolder:
    """A folder that belongs to one run."""

    path: Path
    replaced: Path | None = None
    """Where an earlier run waits until this one has written its results."""
    writes: bool = True
    """Whether this process writes; others of the same run only take part where all of them gather."""

    @classmethod
    def create(cls, path: Path, force: bool, writes: bool = True) -> RunFolder:
        """Make the folder, or empty it of an earlier run with `force`; refuse one that exists otherwise."""
        folder = cls(path, writes=writes)
        if not writes:
            return folder
        try:
            if path.exists():
                if not force:
                    raise BadInput(
                        f"out: {path} exists; choose another folder, or replace the run in it with --force"
                    )
                folder = cls(path, folder._set_aside())
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise BadInput(f"out: {path} cannot be made: {error.strerror}") from None
        except ValueError as error:
            raise BadInput(f"out: {shown(str(path))} is no path: {error}") from None
        return folder

    def _set_aside(self) -> Path:
        """Move an earlier run out of the way; a folder with anything else in it is not a run's."""
        foreign = self._foreign()
        if foreign is not None:
            raise BadInput(f"out: {self.path} is not a run folder ({foreign}), so --force does not touch it")
        return self.path.rename(self.path.with_name(f".{self.path.name}.{os.getpid()}.replaced"))

    def _foreign(self) -> str | None:
        """Why this is not the folder of a run; None for one, and for an empty folder."""
        if not self.path.is_dir():
            return "it is a file"
        parts = list(self.path.iterdir())
        ours = {self.path / part for part in PARTS}
        strange = [p for p in parts if p not in ours or p.is_dir() != (p.name == CHECKPOINTS)]
        strange += [p for p in self.checkpoints.glob("*") if not checkpoint.is_ours(p)]
        strange = [p for p in strange if not re.fullmatch(r"\..+\.\d+\.tmp", p.name)]  # of a killed write
        if strange:
            return f"it has {strange[0].relative_to(self.path)}"
        if not parts:
            return None
        try:
            read_config(self.path / CONFIG)
        except BadInput as error:
            return None if self._has_a_status() else str(error)
        return None

    def _has_a_status(self) -> bool:
        """Whether a run has told here how it stands, as one has whose configuration another version wrote."""
        try:
            found = json.loads((self.path / STATUS).read_text())
        except (OSError, ValueError):
            return False
        return isinstance(found, dict) and found.get("status") in get_args(Status)

    def write_config(self, config: Config, origin: Mapping[str, Any]) -> None:
        if self.writes:
            write_atomically(self.path / CONFIG, tomli_w.dumps(as_document(config, origin)).encode())

    def write_status(self, experiment: Experiment) -> None:
        status: dict[str, Any] = {
            "status": experiment.status,
            "steps_done": experiment.steps_done,
            "steps": experiment.setup.config.steps,
        }
        if experiment.status == "diverged":
            status |= {"diverged_at": experiment.steps_done, "seeds": experiment.diverged_seeds}
        if self.writes:
            self._write_status(status)

    def write_lost(self, ranks: Sequence[int], why: str) -> None:
        """Mark a run as partial whose ranks were lost, with what its last checkpoint has kept of it."""
        if self.read_status().get("status") == "running":
            kept = {"status": "partial", "steps_done": checkpoint.last_step(self.checkpoints)}
            self._write_status({**self.read_status(), **kept, "lost": list(ranks), "why": why})

    def _write_status(self, status: Mapping[str, Any]) -> None:
        write_atomically(self.path / STATUS, (json.dumps(status, indent=2) + "\n").encode())

    def write_results(self, experiment: Experiment, origin: Mapping[str, Any]) -> None:
        """Trajectory and status, and for a run that did not diverge its constants."""
        constants = None if experiment.status == "diverged" else constants_of(experiment, origin)
        if not self.writes:
            return
        buffer = io.BytesIO()
        columns: dict[str, Any] = dict(experiment.records)
        np.savez_compressed(buffer, **columns)
        write_atomically(self.path / TRAJECTORY, buffer.getvalue())
        if constants is None:
            (self.path / CONSTANTS).unlink(missing_ok=True)
        else:
            write_constants(self.path / CONSTANTS, constants)
        self.write_status(experiment)

    @property
    def checkpoints(self) -> Path:
        return self.path / CHECKPOINTS

    def write_checkpoint(self, experiment: Experiment, identity: Mapping[str, str]) -> None:
        """State, counters, and what observers have gathered: enough to go on as if nothing had happened."""
        arrays = saved(experiment)
        if self.writes:
            checkpoint.write_checkpoint(self.checkpoints, experiment.steps_done, arrays, identity, versions())

    def remove_checkpoints(self) -> None:
        """A run that has ended by itself needs none."""
        if self.writes:
            shutil.rmtree(self.checkpoints, ignore_errors=True)

    def remove_if_useless(self) -> None:
        """Remove a folder that a failed write left without results, and put an earlier run back."""
        results = any((self.path / part).exists() for part in (CONSTANTS, TRAJECTORY))
        if not results and not checkpoint.last_step(self.checkpoints):
            shutil.rmtree(self.path, ignore_errors=True)
            if self.replaced is not None:
                self.replaced.rename(self.path)

    def remove_replaced(self) -> None:
        """Remove the earlier run, and one that a killed process set aside, once this one has its results."""
        ours = re.compile(rf"\.{re.escape(self.path.name)}\.\d+\.replaced")
        for path in self.path.parent.iterdir() if self.writes else ():
            if ours.fullmatch(path.name):
                shutil.rmtree(path, ignore_errors=True)

    def read_status(self) -> Mapping[str, Any]:
        """How the run has ended, or that it has not, as it was written last; empty before that."""
        try:
            found: Mapping[str, Any] = json.loads((self.path / STATUS).read_text())
        except FileNotFoundError:
            return {}
        return found

    def asked(self, steps: int | None) -> Config:
        """The configuration of a run that can be continued, with another last step where that is given."""
        if not self.path.is_dir():
            raise BadInput(f"resume: {self.path} is not a run folder")
        config = read_config(self.path / CONFIG)
        status = self.read_status().get("status")
        if status in ("complete", "diverged") and not self.checkpoints.is_dir():
            raise BadInput(
                f"resume: {self.path} has no checkpoint, as the run is {status}; start it again to change it"
            )
        return config if steps is None else configure(config, {"steps": steps})

    def left(self) -> Found:
        """What a run has left to go on from."""
        return checkpoint.last_whole(self.checkpoints)


def describe_io(error: OSError, folder: Path) -> BadInput:
    """A write that failed, as one sentence."""
    return BadInput(f"out: {folder} cannot be written: {os.strerror(error.errno or 0)}")
