"""The run folder: run.toml, constants.toml, trajectory.npz, status.json, checkpoint/: whole or absent."""

from __future__ import annotations

import io
import json
import os
import platform
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import tomli_w
from safetensors import SafetensorError
from safetensors.numpy import load, save

from empirical.config import Config, as_document, configure, read_config
from empirical.experiment import Experiment
from empirical.saved import saved
from empirical.summary import constants_of
from theory.constants_file import write_atomically, write_constants
from theory.errors import BadInput, shown

CONFIG, CONSTANTS, TRAJECTORY, STATUS = "run.toml", "constants.toml", "trajectory.npz", "status.json"
CHECKPOINT = Path("checkpoint") / "state.safetensors"
PARTS = (CONFIG, CONSTANTS, TRAJECTORY, STATUS, CHECKPOINT.parent.name)


def provenance(command: str) -> dict[str, Any]:
    """What it takes to repeat a run: the command and the versions."""
    packages = ("tightrope", "torch", "numpy", "scipy")
    return {
        "command": command,
        "python": platform.python_version(),
        "versions": {name: version(name) for name in packages},
    }


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
        held = [*parts, *(self.path / CHECKPOINT.parent).glob("*")]
        ours = {self.path / part for part in (*PARTS, CHECKPOINT)}
        held = [p for p in held if not re.fullmatch(r"\..+\.\d+\.tmp", p.name)]  # of a write that was killed
        strange = [p for p in held if p not in ours or p.is_dir() != (p.name == CHECKPOINT.parent.name)]
        if strange:
            return f"it has {strange[0].relative_to(self.path)}"
        if not parts:
            return None
        try:
            read_config(self.path / CONFIG)
        except BadInput as error:
            return str(error)
        return None

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

    def write_checkpoint(self, experiment: Experiment) -> None:
        """State, step, and what the observers have gathered: enough to go on as if nothing had happened."""
        tensors = saved(experiment)
        if not self.writes:
            return
        target = self.path / CHECKPOINT
        target.parent.mkdir(exist_ok=True)
        write_atomically(target, save(tensors, {"steps_done": str(experiment.steps_done)}))

    def remove_checkpoint(self) -> None:
        """A run that has ended by itself needs none."""
        if self.writes:
            shutil.rmtree(self.path / CHECKPOINT.parent, ignore_errors=True)

    def remove_if_useless(self) -> None:
        """Remove a folder that a failed write left without results, and put an earlier run back."""
        if not any((self.path / part).exists() for part in (CONSTANTS, TRAJECTORY, CHECKPOINT)):
            shutil.rmtree(self.path, ignore_errors=True)
            if self.replaced is not None:
                self.replaced.rename(self.path)

    def remove_replaced(self) -> None:
        """The earlier run is not needed once this one has its results."""
        if self.replaced is not None:
            shutil.rmtree(self.replaced, ignore_errors=True)

    def read_status(self) -> Mapping[str, Any]:
        """How the run has ended, or that it has not, as it was written last; empty before that."""
        try:
            found: Mapping[str, Any] = json.loads((self.path / STATUS).read_text())
        except FileNotFoundError:
            return {}
        return found

    def left(self, steps: int | None) -> tuple[Config, Mapping[str, np.ndarray]]:
        """A run's configuration, with another last step where that is given, and what the run has left."""
        if not self.path.is_dir():
            raise BadInput(f"resume: {self.path} is not a run folder")
        config = read_config(self.path / CONFIG)
        if steps is not None:
            config = configure(config, {"steps": steps})
        return config, _read_checkpoint(self.path / CHECKPOINT)


def _read_checkpoint(checkpoint: Path) -> Mapping[str, np.ndarray]:
    try:
        return load(checkpoint.read_bytes())
    except FileNotFoundError:
        raise BadInput(
            f"resume: {checkpoint} is missing; the run left no checkpoint, so start it again"
        ) from None
    except (SafetensorError, OSError) as error:
        raise BadInput(f"resume: {checkpoint} cannot be read: {error}") from None


def describe_io(error: OSError, folder: Path) -> BadInput:
    """A write that failed, as one sentence."""
    return BadInput(f"out: {folder} cannot be written: {os.strerror(error.errno or 0)}")
