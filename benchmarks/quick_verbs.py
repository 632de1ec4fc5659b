"""The quick verbs as whole processes, beside the start of the interpreter that they cannot do without."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.constants import write_file
from benchmarks.timing import Row, Target, Work, compared, interleaved

ROOT = Path(__file__).parents[1]
QUICK = Target("<", 0.3)
"""INTERFACE, Commands: quick verbs answer in under 0.3 s."""
START = "python -c pass"
NUMPY = "python -c 'import numpy'"


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
