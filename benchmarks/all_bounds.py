"""Every bound of every paper for one constants file, in a started interpreter: first call and warm."""

from __future__ import annotations

import subprocess
import sys
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.constants import known, write_file
from benchmarks.quick_verbs import ROOT, START, process
from benchmarks.timing import Row, Target, Told, Work, compared, interleaved
from theory.evaluate import bounds

AT_ONCE = Target("<", 0.03)
"""The whole list in the time of two frames of a screen."""

FILE, FIRST, WARM = "file read, papers imported, bounds", "papers imported, bounds", "bounds"

_CHILD = """
import sys
from time import perf_counter
begin = perf_counter()
from pathlib import Path
from theory.constants_file import read_constants
constants = read_constants(Path(sys.argv[1]))
read = perf_counter()
from theory.evaluate import bounds
bounds(constants)
end = perf_counter()
print(end - begin, end - read)
"""


def first_call(file: Path, without_reading: bool) -> float:
    """The seconds of a first call in a fresh interpreter, as it takes them itself."""
    command = [sys.executable, "-c", _CHILD, str(file)]
    return float(subprocess.check_output(command, cwd=ROOT, text=True).split()[without_reading])


def rows(rounds: int = 10) -> list[Row]:
    """The list with and without the imports that a first call makes, beside the interpreter's start."""
    constants = known()
    found = [bound for bound in bounds(constants) if bound.statement.formula]
    computed = sum(bound.value is not None for bound in found)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "constants.toml"
        write_file(file)
        works = {
            START: Work(partial(process, "-c", "pass")),
            FILE: Told(partial(first_call, file, False)),
            FIRST: Told(partial(first_call, file, True)),
            WARM: Work(partial(bounds, constants)),
        }
        times = interleaved(rounds, works)
    what = f"{computed} of {len(found)} formulas have a value"
    return [
        compared(__name__, f"{name}; {what}", "list", times, name, START, "seconds", AT_ONCE)
        for name in (FILE, FIRST, WARM)
    ]
