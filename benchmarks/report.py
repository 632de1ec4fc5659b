"""The report of the whole ledger and three runs: the command, the page's weight, how soon it answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import numpy as np

from benchmarks.chromium import launched, missing
from benchmarks.quick_verbs import START, process
from benchmarks.timing import Row, Target, Told, Work, compared, interleaved

WRITTEN, INTERACTIVE, PLACED, FILTERED = "tightrope report", "interactive", "all in place", "words to result"
LIMITS = {WRITTEN: Target("<", 10), INTERACTIVE: Target("<", 0.5), PLACED: None, FILTERED: None}
"""The command in under 10 s once verdicts are cached; the page interactive in under 0.5 s on two cores.

What is folded away is put in place after that, in idle moments or when it is wanted.
"""
WEIGHT = Target("<", 0.005)
"""The page is under 5 MB."""

LOADED = "performance.getEntriesByType('navigation')[0].loadEventEnd"
"""When all is read, laid out and its script has run."""
WHOLE = "(performance.getEntriesByName('whole')[0]?.startTime ?? 0)"
"""When what is folded away is there too."""


def _opened(moment: str, browser: Any, file: Path) -> float:
    """Seconds from the navigation's start until that moment of the page's own clock."""
    tab = browser.new_page()
    tab.goto(file.as_uri())
    tab.wait_for_function(f"{moment} > 0")
    seconds = tab.evaluate(moment) / 1e3
    tab.close()
    return float(seconds)


def _filtered(browser: Any, file: Path) -> float:
    """Seconds from a pasted word until the page says how many statements have it."""
    tab = browser.new_page()
    tab.goto(file.as_uri())
    begin = perf_counter()
    tab.locator("input[type=search]").fill("momentum")
    tab.wait_for_function("document.getElementById('filter-status').textContent !== ''")
    seconds = perf_counter() - begin
    tab.close()
    return seconds


def _runs(folder: Path) -> list[str]:
    """Three short runs on real data."""
    names = [str(folder / method) for method in ("gmc", "def", "qg")]
    for name in names:
        process("-m", "tightrope", "measure", "--method", Path(name).name, "--steps", "100", "--out", name)
    return names


def rows(rounds: int = 5, whole: bool = True) -> list[Row]:
    """The command against its 10 s, the page against its 5 MB and, where there is a browser, its 0.5 s."""
    with TemporaryDirectory() as folder, ExitStack() as stack:
        file = Path(folder) / "report.html"
        more = _runs(Path(folder)) if whole else ["--paper", "gmc"]
        write = partial(process, "-m", "tightrope", "report", *more, "--out", str(file))
        works: dict[str, Work] = {START: Work(partial(process, "-c", "pass")), WRITTEN: Work(write)}
        if not missing():
            browser = stack.enter_context(launched())
            opened: Mapping[str, Callable[[Any, Path], float]] = {
                INTERACTIVE: partial(_opened, LOADED),
                PLACED: partial(_opened, WHOLE),
                FILTERED: _filtered,
            }
            works |= {what: Told(partial(open_, browser, file)) for what, open_ in opened.items()}
        times = interleaved(rounds, works)
        weight = {"page": np.full(rounds, float(file.stat().st_size))}
    found = [
        compared(__name__, what, "page", times, what, START, "seconds", LIMITS[what])
        for what in times
        if what != START
    ]
    return [*found, compared(__name__, "weight", "page", weight, "page", "page", "gigabytes", WEIGHT)]
