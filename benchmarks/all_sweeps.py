"""Every bound that depends on a constant, swept over it: time and memory of a fresh process.

`python -m benchmarks.all_sweeps PROGRAM CONSTANT POINTS` is one such process. The curves are all held until
the last is there, as the verb `bounds --sweep` holds them.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from time import perf_counter

import numpy as np

from benchmarks.agreement import difference
from benchmarks.constants import CONSTANTS
from benchmarks.memory import peak
from benchmarks.quick_verbs import ROOT
from benchmarks.timing import Row, Target, Told, compared, interleaved
from theory.papers import all_statements
from theory.statement import Statement, apply, needs, total
from theory.sweep import BLOCK, Range, sweep

SOON = Target("<", 5)
SMALL = Target("<", 1.5)

RANGES = {"step_size": (1e-4, 1.0), "contraction": (0.01, 1.0), "noise": (0.1, 10.0), "steps": (1e4, 1e10)}
"""The steps are so many that a million integers among them differ."""

SWEEP, WHOLE = "in blocks", "whole arrays"


def depending(name: str) -> list[Statement]:
    """The statements whose formula has the constant."""
    return [s for s in all_statements() if s.formula is not None and name in needs(s.formula)]


def in_blocks(name: str, points: int) -> list[np.ndarray]:
    """The bounds as `theory.sweep` has them."""
    along = Range(name, *RANGES[name], points)
    curves = [sweep(statement, CONSTANTS, along) for statement in depending(name)]
    return [curve.total for curve in curves if curve is not None and curve.total is not None]


def whole(name: str, points: int) -> list[np.ndarray]:
    """The same formulas, each applied once to the array of all points."""
    values = Range(name, *RANGES[name], points).values()
    held, totals = [], []
    with np.errstate(all="ignore"):
        for statement in depending(name):
            assert statement.formula is not None
            terms = apply(statement.formula, {**CONSTANTS, name: values})
            held.append(terms)
            totals.append(np.array(total(terms)))
            totals[-1][~np.isfinite(totals[-1])] = np.nan
    return totals


PROGRAMS: Mapping[str, Callable[[str, int], list[np.ndarray]]] = {SWEEP: in_blocks, WHOLE: whole}


@dataclass(eq=False)
class Process:
    """One of the programs in a fresh process each time; keeps the bytes that each has held at most."""

    program: str
    name: str
    points: int
    peaks: list[float] = field(default_factory=list)

    def seconds(self) -> float:
        """Run once; the seconds are taken after all imports."""
        command = [sys.executable, "-m", __name__, self.program, self.name, str(self.points)]
        took, held = json.loads(subprocess.check_output(command, cwd=ROOT))
        self.peaks.append(held)
        return float(took)

    def held(self) -> np.ndarray:
        """The mean of the two runs of each round, after the first, which is not counted."""
        held: np.ndarray = np.reshape(self.peaks[1:], (-1, 2)).mean(axis=1)
        return held


def _agreement(what: str, name: str, points: int) -> float:
    ours, peers = (np.stack(program(name, points)) for program in PROGRAMS.values())
    return difference(what, ours, peers)


def _compared(name: str, points: int, rounds: int) -> list[Row]:
    """Results are compared over a few blocks."""
    what = f"{len(depending(name))} bounds, {name} over {points} points"
    apart = _agreement(what, name, min(points, 3 * BLOCK + 1))
    processes = {program: Process(program, name, points) for program in PROGRAMS}
    times = interleaved(rounds, {program: Told(process.seconds) for program, process in processes.items()})
    held = {program: process.held() for program, process in processes.items()}
    return [
        compared(__name__, what, "sweep", times, SWEEP, WHOLE, "seconds", SOON, apart),
        compared(__name__, what, "sweep", times, SWEEP, WHOLE, "ratio", None, apart),
        compared(__name__, what, "sweep", held, SWEEP, WHOLE, "gigabytes", SMALL, apart),
    ]


def rows(points: int = 10**6, rounds: int = 2, names: tuple[str, ...] = tuple(RANGES)) -> list[Row]:
    """A sweep over each of the constants: its time, this over the peer's, and its memory."""
    return [row for name in names for row in _compared(name, points, rounds)]


def main(program: str, name: str, points: str) -> None:
    """One process: its seconds and bytes as JSON."""
    depending(name)
    begin = perf_counter()
    PROGRAMS[program](name, int(points))
    print(json.dumps([perf_counter() - begin, peak()]))


if __name__ == "__main__":
    main(*sys.argv[1:])
