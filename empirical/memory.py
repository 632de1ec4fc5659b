"""What the C library does with the memory of a large temporary when it is freed."""

from __future__ import annotations

import ctypes
import sys

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
"""glibc, malloc.h: M_TRIM_THRESHOLD and M_MMAP_THRESHOLD."""
_TRIM, _MMAP = 2**31 - 1, 2**30
"""Above everything that a run allocates; the first is the largest that mallopt takes."""


def keep_memory() -> bool:
    """Keep freed memory for the next array instead of giving it back to the system; whether that worked.

    Under glibc's defaults much of what a large temporary takes goes back when it is freed, and the next one
    costs a page fault every 4 KiB. Holds until the process ends. Other C libraries have no such thresholds.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    return mallopt is not None and bool(mallopt(_MMAP_THRESHOLD, _MMAP) and mallopt(_TRIM_THRESHOLD, _TRIM))
