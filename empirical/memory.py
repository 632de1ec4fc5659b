"""What the C library does with the memory of a large temporary when it is freed."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
"""glibc, malloc.h: M_TRIM_THRESHOLD and M_MMAP_THRESHOLD."""
_GIVE_BACK = 2**17
"""glibc's own threshold, which it otherwise raises when a larger array is freed."""
_TRIM, _MMAP = 2**31 - 1, 2**30
"""Above everything that a run allocates; the first is the largest that mallopt takes."""


def keep_memory() -> bool:
    """Keep freed memory for the next array instead of giving it back to the system; whether that worked.

    Under glibc's defaults much of what a large temporary takes goes back when it is freed, and the next one
    costs a page fault every 4 KiB. Holds until the process ends. Other C libraries have no such thresholds.
    """
    return _set(_MMAP, _TRIM)


def give_back_memory() -> bool:
    """Give every freed array back to the system at once, so that resident memory is memory in use.

    Holds until the process ends; where the C library is not glibc nothing is changed.
    """
    return _set(_GIVE_BACK, _GIVE_BACK)


def _set(mmap: int, trim: int) -> bool:
    mallopt = _mallopt()
    return mallopt is not None and bool(mallopt(_MMAP_THRESHOLD, mmap) and mallopt(_TRIM_THRESHOLD, trim))


def _mallopt() -> Callable[[int, int], int] | None:
    return getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
