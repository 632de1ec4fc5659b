"""What a run folder holds, read as data: nothing runs, and what cannot be read is said in a sentence."""

from __future__ import annotations

import csv
import io
import json
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from empirical.parts import CHECKPOINTS, CONFIG, CONSTANTS, STATUS, TRAJECTORY, VERIFY, VERIFY_COLUMNS
from theory.constants import Constants
from theory.constants_file import check_schema, read_constants, read_text, read_toml
from theory.errors import BadInput, shown

ENDINGS: Mapping[str, str] = {
    "complete": "complete",
    "partial": "interrupted",
    "diverged": "diverged",
    "running": "running, or killed",
}
"""A run's status, as its folder says it, in words."""

T = TypeVar("T")
_NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True)
class RunFiles:
    """A folder that was named as a run, with whatever of it can be read."""

    name: str
    """As the page calls it: as it was named, or its last part where that was an absolute path."""
    config: Mapping[str, Any] = field(default_factory=dict)
    status: Mapping[str, Any] = field(default_factory=dict)
    records: Mapping[str, np.ndarray] = field(default_factory=dict)
    """Columns of (point, seed) or (point, seed, worker)."""
    constants: Constants | None = None
    lemmas: Sequence[Mapping[str, str]] = ()
    """The rows of verify.csv."""
    notes: tuple[str, ...] = ()
    """What is missing or wrong in the folder, a sentence each, with what to do."""

    @property
    def is_run(self) -> bool:
        return bool(self.config)

    @property
    def ended(self) -> str:
        """How the run has ended, in a word or two."""
        return ENDINGS.get(str(self.status.get("status")), "unknown") if self.is_run else "not a run"


def read_run(path: Path) -> RunFiles:
    """A run folder's parts; of those that are missing, malformed or of a newer version its `notes` tell."""
    name = path.name if path.is_absolute() else str(path)
    foreign = _foreign(path)
    if foreign:
        return RunFiles(name, notes=(f"{foreign}; name a folder that tightrope measure has written.",))
    notes: list[str] = []

    def part(read: Callable[[Path], T], file: str, otherwise: T) -> T:
        try:
            return read(path / file)
        except BadInput as error:
            notes.append(str(error).replace(str(path), name))
        return otherwise

    config = part(_config, CONFIG, _NOTHING)
    if not config:
        return RunFiles(name, notes=tuple(notes))
    status = part(_status, STATUS, _NOTHING)
    absent = _absent(str(status.get("status")), name, (path / CHECKPOINTS).is_dir())
    there = {file: not absent or (path / file).exists() for file in (TRAJECTORY, CONSTANTS)}
    return RunFiles(
        name,
        config,
        status,
        records=part(_records, TRAJECTORY, {}) if there[TRAJECTORY] else {},
        constants=part(_constants, CONSTANTS, None) if there[CONSTANTS] else None,
        lemmas=part(_lemmas, VERIFY, ()) if (path / VERIFY).exists() else (),
        notes=(absent, *notes) if absent else tuple(notes),
    )


def _constants(path: Path) -> Constants | None:
    return read_constants(path)


def _foreign(path: Path) -> str | None:
    """Why this is no folder of a run; None for what looks like one."""
    try:
        if not path.exists():
            return "There is nothing of this name"
        if not path.is_dir():
            return "This is a file, not a run folder"
        return None if (path / CONFIG).exists() else f"This folder has no {CONFIG}"
    except (OSError, ValueError) as error:
        return f"This cannot be looked at: {getattr(error, 'strerror', None) or error}"


def _absent(status: str, name: str, checkpoint: bool) -> str | None:
    """Why a run has not left all of its files, and what to do; None for one that should have."""
    again = f"tightrope measure --resume {name}"
    if status == "diverged":
        return "The run diverged, so that it has no constants; a smaller step size or momentum may help."
    if status == "running":
        goes_on = " from its last checkpoint" if checkpoint else " from its start"
        return f"The run is at work, or was killed without a chance to write; {again} continues it{goes_on}."
    if status == "partial":
        return f"The run was interrupted: what is shown is about its first steps; {again} continues it."
    return None


def _config(path: Path) -> Mapping[str, Any]:
    document = read_toml(path)
    try:
        check_schema(document)
    except BadInput as error:
        raise BadInput(f"{path}: {error}") from None
    settings = {name: value for name, value in document.items() if name != "schema"}
    if not isinstance(settings.get("method"), str):
        raise BadInput(f"{path}: names no method, so that this is not the configuration of a run")
    return settings


def _status(path: Path) -> Mapping[str, Any]:
    try:
        found = json.loads(read_text(path))
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{path}: is not valid JSON: {error}") from None
    said = found.get("status") if isinstance(found, dict) else None
    if said not in ENDINGS:
        raise BadInput(f"{path}: read the status {shown(said)}; known: {', '.join(ENDINGS)}")
    for name in ("steps_done", "steps"):
        if type(found.get(name)) is not int or found[name] < 0:
            raise BadInput(f"{path}: {name}: read {shown(found.get(name))}; allowed: an integer ≥ 0")
    return dict(found)


def _records(path: Path) -> Mapping[str, np.ndarray]:
    """The columns of a trajectory: numbers, a row for every point, of which there is at least one."""
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as file:
            columns = {name: np.asarray(file[name]) for name in file.files}
    except FileNotFoundError:
        raise BadInput(f"{path}: there is no such file") from None
    except (OSError, ValueError, EOFError, KeyError, AttributeError, zipfile.BadZipFile, zlib.error) as error:
        raise BadInput(f"{path}: is not a whole trajectory: {error}") from None
    rows = {len(column) if column.ndim else 0 for column in columns.values()}
    numbers = all(column.dtype.kind == "f" and column.ndim in (2, 3) for column in columns.values())
    if not numbers or len(rows) != 1 or 0 in rows or "loss" not in columns:
        raise BadInput(f"{path}: is not a trajectory: columns of numbers, as many of each, with the loss")
    return columns


def _lemmas(path: Path) -> Sequence[Mapping[str, str]]:
    reader = csv.DictReader(io.StringIO(read_text(path)))
    if tuple(reader.fieldnames or ()) != VERIFY_COLUMNS:
        raise BadInput(f"{path}: allowed: a table with the columns {', '.join(VERIFY_COLUMNS)}")
    rows = list(reader)
    try:
        for row in rows:
            int(row["t"]), float(row["ratio"])
    except (ValueError, TypeError) as error:
        raise BadInput(f"{path}: a row that cannot be read: {error}") from None
    return rows
