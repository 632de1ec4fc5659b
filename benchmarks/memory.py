"""The most memory that a process has held."""

from __future__ import annotations

import re
import resource
import sys
from pathlib import Path


def peak() -> int:
    """The largest resident memory of this process so far, in bytes.

    Where Linux tells it of the program itself, that is taken: what getrusage tells begins with the memory of
    the process that started this one.
    """
    status = Path("/proc/self/status")
    found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text()) if status.exists() else None
    if found is not None:
        return int(found[1]) * 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def resident() -> int:
    """The resident memory of this process now, in bytes; where the system does not tell it, the largest."""
    status = Path("/proc/self/status")
    found = re.search(r"VmRSS:\s+(\d+) kB", status.read_text()) if status.exists() else None
    return peak() if found is None else int(found[1]) * 1024


def forget_peak() -> None:
    """From here on `peak` is the largest since, where Linux lets a process ask for that."""
    switch = Path("/proc/self/clear_refs")
    if switch.exists():
        switch.write_text("5")
