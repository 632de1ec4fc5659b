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
from empirical.sentences.tuned import SEEDS
from theory.constants_file import write_atomically
from theory.errors import BadInput


def decide(name: str, folder: Path) -> Measured:
    """Run a family, and write NAME.csv into an existing folder when all of its findings are there."""
    keep_memory()
    begun = time.monotonic()
    findings = tuple(family(name).measure(SEEDS))
    provenance = Provenance(
        seeds=" ".join(map(str, SEEDS[: len(findings[0].values)])),
        seconds=f"{time.monotonic() - begun:.0f}",
        date=datetime.now(UTC).date().isoformat(),
        version=version("tightrope"),
        command=f"tightrope sentences {name}",
    )
    measured = Measured(name, findings, provenance)
    write_atomically(file_of(name, folder), as_csv([measured]))
    return measured


def file_of(name: str, folder: Path) -> Path:
    """Where a family's table is."""
    return folder / f"{name}.csv"


def decided(name: str, folder: Path) -> Measured | None:
    """The family as `decide` left it in the folder; None where it is not there, or of another version."""
    try:
        (measured,) = read_table(file_of(name, folder))
    except (BadInput, ValueError):
        return None
    return measured if measured.provenance.version == version("tightrope") else None


def longest_first(names: Sequence[str]) -> list[str]:
    """The families in the order in which processes that share them are done soonest."""
    return sorted(names, key=lambda name: -FAMILIES[name])
