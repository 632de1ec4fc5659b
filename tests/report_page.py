"""The report of three small runs: one complete, one diverged, one with a hostile name."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tightrope.command_line import run

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"
"""A run folder's name, both parts of which a browser would run if they were not escaped."""

RUNS = {
    "complete": ("--method", "gmc", "--steps", "20", "--seeds", "2"),
    "diverged": ("--method", "gmc", "--steps", "400", "--step-size", "1000"),
    HOSTILE: ("--method", "def", "--steps", "5"),
}


def make_runs(folder: Path) -> None:
    """The run folders, with the names of RUNS."""
    for name, settings in RUNS.items():
        problem = ("--problem", "quadratic", "--workers", "2", "--compressor", "top:1")
        assert run(["measure", *problem, *settings, "--out", str(folder / name)]) in (0, 1)


def build(folder: Path, file: Path, seed: int, *more: str) -> Path:
    """The report of the runs in a folder, by a fresh interpreter whose sets have the seed's order."""
    command = [sys.executable, "-m", "tightrope", "report", *RUNS, "--out", str(file), *more]
    environment = os.environ | {"PYTHONHASHSEED": str(seed)}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return file
