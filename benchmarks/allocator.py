"""What the C library does with the memory of a large temporary when it is freed."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable

from theory.errors import BadInput

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
"""glibc, malloc.h: M_TRIM_THRESHOLD and M_MMAP_THRESHOLD."""
_GIVE_BACK = 2**17
"""glibc's own threshold, which it otherwise raises when a larger array is freed."""
_TRIM, _MMAP = 2**31 - 1, 2**30
"""Above everything that a benchmark allocates; the first is the largest that mallopt takes."""


def keep_memory() -> None:
    """Keep freed memory for the next array instead of giving it back to the system.

    Under glibc's defaults much of what a large temporary takes goes back when it is freed, and the next one
    costs a page fault every 4 KiB. Holds until the process ends. Bad input where the C library is another.
    """
    mallopt = _mallopt()
    if mallopt is None or not (mallopt(_MMAP_THRESHOLD, _MMAP) and mallopt(_TRIM_THRESHOLD, _TRIM)):
        raise BadInput("--keep-memory: the C library here has no such thresholds; leave the option out")


def give_back_memory() -> None:
    """Give every freed array back to the system at once, so that resident memory is memory in use.

    Holds until the process ends; where the C library is not glibc nothing is changed.
    """
    mallopt = _mallopt()
    if mallopt is not None:
        mallopt(_MMAP_THRESHOLD, _GIVE_BACK)
        mallopt(_TRIM_THRESHOLD, _GIVE_BACK)


def _mallopt() -> Callable[[int, int], int] | None:
    return getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None


def environment() -> dict[str, str]:
    """The environment variables by which a user sets the same."""
    return {
        name: value
        for name, value in sorted(os.environ.items())
        if name.startswith("MALLOC_") or name == "GLIBC_TUNABLES"
    }
