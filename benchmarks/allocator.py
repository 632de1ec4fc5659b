"""The memory of a benchmark's large temporaries, as its options and its environment set it."""

from __future__ import annotations

import os

from empirical import memory
from theory.errors import BadInput


def keep_memory() -> None:
    """Keep freed memory for the next array (`empirical.memory`). Bad input where the C library cannot."""
    if not memory.keep_memory():
        raise BadInput("--keep-memory: the C library here has no such thresholds; leave the option out")


def environment() -> dict[str, str]:
    """The environment variables by which a user sets the same."""
    return {
        name: value
        for name, value in sorted(os.environ.items())
        if name.startswith("MALLOC_") or name == "GLIBC_TUNABLES"
    }
