"""Digests by which the ranks of a run, and a run and its checkpoint, know that they are about the same."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from hashlib import sha256
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from torch import Tensor

from empirical.config import Config, as_document

CODE = ("theory", "toys", "empirical")
PACKAGES = ("torch", "numpy")


IDENTITY = ("the configuration", "the code", "the data")
"""What decides the trajectory. The code has with it the versions of what computes."""

LATER = ("steps", "timeout")
"""Settings that may be others when a run is continued."""


def digests(config: Config, problem: Any) -> Mapping[str, str]:
    """One digest of each of IDENTITY, and one of the settings that are not in it."""
    settings = {name: _same(value) for name, value in as_document(config, {}).items()}
    later = [settings.pop(name) for name in LATER]
    return {
        "the configuration": _digest([json.dumps(settings, sort_keys=True).encode()]),
        "the code": code(),
        "the data": _digest(_parts(problem)),
        " or ".join(LATER): _digest(_parts(later)),
    }


def _digest(parts: Iterable[bytes]) -> str:
    found = sha256()
    for part in parts:
        found.update(part)
    return found.hexdigest()


def _same(value: Any) -> Any:
    """0 is 0.0: which of them is written does not decide anything."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


@cache
def code() -> str:
    return _digest(_code())


def _code() -> Iterator[bytes]:
    for package in CODE:
        root = Path(str(import_module(package).__file__)).parent
        for path in sorted(root.rglob("*.py")):
            yield f"{path.relative_to(root)}\n".encode()
            yield path.read_bytes()
    yield from (f"{name} {version(name)}".encode() for name in PACKAGES)


def _parts(x: Any) -> Iterator[bytes]:
    """The bytes of a value: of a tensor its numbers, of a dataclass its fields."""
    if isinstance(x, Tensor):
        yield from _parts(x.detach().cpu().numpy())
    elif isinstance(x, np.ndarray):
        yield f"{x.dtype} {x.shape}".encode()
        yield np.ascontiguousarray(x).tobytes()
    elif is_dataclass(x) and not isinstance(x, type):
        for field in fields(x):
            yield field.name.encode()
            yield from _parts(getattr(x, field.name))
    elif isinstance(x, tuple | list):
        for part in x:
            yield from _parts(part)
    elif isinstance(x, str | int | float | None):
        yield repr(x).encode()
