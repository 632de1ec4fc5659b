"""Figures made one after another, or several at a time in processes of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from paper_figs.figure import SLOWEST, Made, make
from tightrope.together import one_by_one, together


def made_one_by_one(names: Sequence[str], folder: Path) -> Iterator[Made]:
    """The figures in their order, each written when it is yielded."""
    return one_by_one(partial(make, folder=folder), names)


def made_together(names: Sequence[str], folder: Path, jobs: int) -> Iterator[Made]:
    """The figures as they are done, the slowest begun first; an interruption leaves no half-written file."""
    return together(partial(make, folder=folder), slowest_first(names), jobs)


def slowest_first(names: Sequence[str]) -> list[str]:
    """The figures in the order in which processes that share them are done soonest."""
    return sorted(names, key=lambda name: SLOWEST.index(name) if name in SLOWEST else len(SLOWEST))
