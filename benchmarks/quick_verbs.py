"""The quick verbs as whole processes, beside the start of the interpreter that they cannot do without."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.timing import Row, Target, Work, compared, interleaved
from theory.constants import GLOSSARY, Constants, Estimate
from theory.constants_file import write_constants

ROOT = Path(__file__).parents[1]
QUICK = Target("<", 0.3)
"""INTERFACE, Commands: quick verbs answer in under 0.3 s."""
START = "python -c pass"
NUMPY = "python -c 'import numpy'"

_CHOSEN = {
    "workers": 8,
    "batch": 16,
    "dimension": 112,
    "kept": 11,
    "steps": 2000,
    "step_size": 0.05,
    "momentum": 0.01,
    "detach": 0.1,
    "smoothness": 9.87,
    "noise": 1.0,
    "gradient_sq": 2.0,
    "gap": 0.7,
    "contraction": 0.1,
}
"""Constants at which all of gmc's bounds have a value and all of its constraints hold."""

CONSTANTS = {
    name: _CHOSEN.get(name, 1 if row.admits(1) else (row.low + row.high) / 2)
    for name, row in GLOSSARY.items()
}
"""A value for every constant, so that no bound is skipped: the most work that a file can give."""


def write_file(file: Path) -> None:
    """The constants file that `bounds` and `check` read."""
    write_constants(file, Constants({n: Estimate(x, "given") for n, x in CONSTANTS.items()}))


def process(*arguments: str) -> None:
    """A fresh interpreter, from start to exit, whose output goes nowhere.

    The status 1 is an answer, such as a constraint that does not hold; a traceback, which has the same
    status, and bad input are errors here.
    """
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    if done.stderr or done.returncode not in (0, 1):
        raise RuntimeError(f"python {' '.join(arguments)}: status {done.returncode}\n{done.stderr.decode()}")


def _works(file: Path) -> Mapping[str, Work]:
    verbs = {
        "list": ("list",),
        "bounds FILE": ("bounds", str(file)),
        "check FILE": ("check", str(file)),
        "cite gmc.theorem6": ("cite", "gmc.theorem6"),
    }
    return {
        START: Work(partial(process, "-c", "pass")),
        NUMPY: Work(partial(process, "-c", "import numpy")),
        **{name: Work(partial(process, "-m", "tightrope", *words)) for name, words in verbs.items()},
    }


def rows(rounds: int = 10) -> list[Row]:
    """A row a verb against its 0.3 s, and the import of NumPy for reference."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "constants.toml"
        write_file(file)
        works = _works(file)
        times = interleaved(rounds, works)
    return [
        compared(__name__, name, "process", times, name, START, "seconds", None if name == NUMPY else QUICK)
        for name in works
        if name != START
    ]
