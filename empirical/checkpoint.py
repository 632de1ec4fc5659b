"""Checkpoints: each a folder of its own, whole as its hashes prove, or refused for the one before it."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import load, save

from empirical.digests import IDENTITY
from theory.errors import BadInput, shown

SCHEMA = 2
"""1 was a lone state.safetensors, whose damage nobody could see."""

KEPT = 2
"""How many are kept: the last one, and one to fall back on."""

STATE, MANIFEST = "state.safetensors", "manifest.json"
NAME = re.compile(r"\d{10}")
"""A checkpoint's folder is named by the number of steps done."""


class Damaged(Exception):
    """What is wrong with a checkpoint that is not as it was written."""


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """What was saved after so many steps, and of which run."""

    path: Path
    manifest: Mapping[str, Any]
    arrays: Mapping[str, np.ndarray]

    @property
    def digest(self) -> str:
        """Of the manifest, and thereby of everything."""
        return str(self.manifest["sha256"])

    def demand(self, identity: Mapping[str, str]) -> None:
        """Raise BadInput where it would be continued by another configuration, other code or other data."""
        differs = [name for name in IDENTITY if self.manifest["identity"][name] != identity[name]]
        if differs:
            by = ", ".join(f"{name} {number}" for name, number in self.manifest["versions"].items())
            raise BadInput(
                f"resume: not as when {self.path} was written: {', '.join(differs)}; restore what it was "
                f"({by}), or start the run again"
            )


@dataclass(frozen=True, eq=False)
class Found:
    """The last checkpoint that is whole; None where none was ever written."""

    checkpoint: Checkpoint | None
    refused: tuple[str, ...]
    """A sentence on every later one."""


def write_checkpoint(
    place: Path,
    steps_done: int,
    arrays: Mapping[str, np.ndarray],
    identity: Mapping[str, str],
    versions: Mapping[str, str],
) -> None:
    """Write a checkpoint under a temporary name, see it on the disk, rename it, and remove old ones.

    Whenever this is ended, by a signal or by a power cut, the one before is whole.
    """
    target = place / f"{steps_done:010}"
    temporary = place / f".{target.name}.{os.getpid()}.tmp"
    state = save(dict(arrays))
    manifest = {
        "schema": SCHEMA,
        "steps_done": steps_done,
        "identity": {name: identity[name] for name in IDENTITY},
        "versions": dict(versions),
        "files": {STATE: sha256(state).hexdigest()},
    }
    temporary.mkdir(parents=True)
    try:
        _write(temporary / STATE, state)
        _write(temporary / MANIFEST, json.dumps(_sealed(manifest), indent=2).encode())
        _settle(temporary)
        shutil.rmtree(target, ignore_errors=True)
        temporary.rename(target)
        _settle(place)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    _remove_but(place, steps_done)


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _settle(folder: Path) -> None:
    """Wait until the names in a folder are on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remove_but(place: Path, steps_done: int) -> None:
    """Keep the last ones up to a step. What lies beyond it was refused, and has been overtaken."""
    folders = _folders(place)
    kept = [path for path in folders if int(path.name) <= steps_done][-KEPT:]
    for path in place.iterdir():
        if path not in kept:
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def _folders(place: Path) -> list[Path]:
    found = sorted(place.iterdir()) if place.is_dir() else []
    return [path for path in found if NAME.fullmatch(path.name)]


def last_step(place: Path) -> int:
    """The steps after which the newest checkpoint was written, whole or not; 0 where there is none."""
    return max((int(path.name) for path in _folders(place)), default=0)


def last_whole(place: Path) -> Found:
    """The last checkpoint that is as it was written.

    Raises BadInput where all are damaged, and for one of another schema.
    """
    if (place / STATE).exists():
        raise BadInput(_of_schema(place, 1))
    refused: list[str] = []
    for path in reversed(_folders(place)):
        try:
            return Found(_read(path), tuple(refused))
        except Damaged as damage:
            refused.append(f"{path} is refused: {damage}")
    if refused:
        raise BadInput(f"resume: no checkpoint is whole: {'; '.join(refused)}; start the run again")
    return Found(None, ())


def _read(path: Path) -> Checkpoint:
    manifest = _manifest(path)
    contents = {name: _bytes(path / name) for name in manifest["files"]}
    for name, content in contents.items():
        if sha256(content).hexdigest() != manifest["files"][name]:
            raise Damaged(f"{name} has not the SHA-256 that {MANIFEST} says")
    return Checkpoint(path, manifest, load(contents[STATE]))


def _manifest(path: Path) -> Mapping[str, Any]:
    try:
        manifest = json.loads(_bytes(path / MANIFEST))
        schema, digest = manifest["schema"], manifest["sha256"]
    except (ValueError, TypeError, KeyError, RecursionError):
        raise Damaged(f"{MANIFEST} is no manifest") from None
    if schema != SCHEMA:
        raise BadInput(_of_schema(path, schema))
    if _sealed(manifest)["sha256"] != digest:
        raise Damaged(f"{MANIFEST} has not the SHA-256 that it says")
    return dict(manifest)


def _sealed(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """The manifest with a digest of all the rest of it."""
    rest = {key: value for key, value in manifest.items() if key != "sha256"}
    return {**rest, "sha256": sha256(json.dumps(rest, sort_keys=True).encode()).hexdigest()}


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Damaged(f"{path.name} cannot be read: {error.strerror}") from None


def _of_schema(path: Path, schema: object) -> str:
    other = "an earlier" if isinstance(schema, int) and schema < SCHEMA else "a newer"
    return (
        f"resume: {path} has schema {shown(schema)}; this Tightrope reads {SCHEMA}: continue the run with "
        f"{other} one, or start it again"
    )


def is_ours(path: Path) -> bool:
    """Whether something in a folder of checkpoints is what we leave there, now or under schema 1."""
    if path.is_dir():
        files = {part.name for part in path.iterdir()}
        return bool(NAME.fullmatch(path.name)) and files <= {STATE, MANIFEST}
    return path.name == STATE
