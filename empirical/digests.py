"""Digests by which the ranks of a run know that they are about the same thing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
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


def digests(config: Config, problem: Any, left: Mapping[str, np.ndarray]) -> Mapping[str, str]:
    """One digest each of the configuration, the code with the versions of what computes, the data, and what
    an earlier run has left.
    """
    return {
        "the configuration": _digest([json.dumps(as_document(config, {}), sort_keys=True).encode()]),
        "the code": _digest(_code()),
        "the data": _digest(_parts(problem)),
        "the checkpoint": _digest(part for name in sorted(left) for part in _parts((name, left[name]))),
    }


def _digest(parts: Iterable[bytes]) -> str:
    found = sha256()
    for part in parts:
        found.update(part)
    return found.hexdigest()


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
