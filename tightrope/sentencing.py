"""Families of sentences, each decided and written as a table of its own."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from empirical.memory import keep_memory
from empirical.sentences import FAMILIES, family
from empirical.sentences.table import Measured, Provenance, as_csv, read_table
from theory.constants_file import write_atomically
from theory.errors import BadInput


def decide(name: str, folder: Path, seeds: int) -> Measured:
    """Run a family with so many seeds; NAME.csv is written into an existing folder when all of it is done."""
    keep_memory()
    begun = time.monotonic()
    findings = tuple(family(name).measure(range(seeds)))
    provenance = Provenance(
        seeds=" ".join(map(str, range(seeds))),
        seconds=f"{time.monotonic() - begun:.0f}",
        date=datetime.now(UTC).date().isoformat(),
        version=version("tightrope"),
        command=f"tightrope sentences {name} --seeds {seeds}",
    )
    measured = Measured(name, findings, provenance)
    write_atomically(file_of(name, folder), as_csv([measured]))
    return measured


def file_of(name: str, folder: Path) -> Path:
    """Where a family's table is."""
    return folder / f"{name}.csv"


def decided(name: str, folder: Path, seeds: int) -> Measured | None:
    """The family as `decide` left it in the folder; None where it is not there, or was made otherwise."""
    try:
        (measured,) = read_table(file_of(name, folder))
    except (BadInput, ValueError):
        return None
    made = measured.provenance
    alike = made.version == version("tightrope") and len(made.seeds.split()) == seeds
    return measured if alike else None


def longest_first(names: Sequence[str]) -> list[str]:
    """The families in the order in which processes that share them are done soonest."""
    return sorted(names, key=lambda name: -FAMILIES[name])
