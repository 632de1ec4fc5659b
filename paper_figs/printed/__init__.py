"""The tables that the papers print, as CSV: every number as it is printed, and what beside it is ours.

`index.csv` says of each table where it stands, how many of its first columns are labels, which empirical
sentences of `empirical/sentences` are about it, which configurations of `empirical/configs` would make its
numbers, and which statements of the ledger say the same. A cell is a number, a number ± its spread, a word
such as diverge, – where a dash is printed, or empty where nothing is.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
INDEX = FOLDER / "index.csv"
_NUMBER = re.compile(r"([+−]?\d+(?:\.\d+)?)(?:±(\d+(?:\.\d+)?))?")


@dataclass(frozen=True)
class Printed:
    """A table of a paper."""

    name: str
    place: str
    says: str
    """What it shows, in our words."""
    note: str
    """What is doubtful about our copy, or about the print."""
    labels: int
    """How many of the first columns say what a row is about."""
    sentences: tuple[str, ...]
    configs: tuple[str, ...]
    statements: tuple[str, ...]
    """Those of the ledger that say what the table says."""
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def paper(self) -> str:
        return self.name.partition("_")[0]

    @property
    def is_measured(self) -> bool:
        """Whether the table has numbers; one of rates or of words has none."""
        return any(number(cell) for row in self.rows for cell in row[self.labels :])


def number(cell: str) -> tuple[float, float | None] | None:
    """A cell's number and the spread printed beside it; None for a word, a dash or nothing."""
    found = _NUMBER.fullmatch(cell)
    if found is None:
        return None
    return float(found[1].replace("−", "-")), float(found[2]) if found[2] else None


@cache
def printed() -> tuple[Printed, ...]:
    """All tables, paper by paper in the order of print."""
    with INDEX.open(encoding="utf-8", newline="") as file:
        return tuple(
            Printed(
                name=row["table"],
                place=row["place"],
                says=row["says"],
                note=row["note"],
                labels=int(row["labels"]),
                sentences=tuple(row["sentences"].split()),
                configs=tuple(row["configs"].split()),
                statements=tuple(row["statements"].split()),
                header=(content := _content(row["table"]))[0],
                rows=content[1:],
            )
            for row in csv.DictReader(file)
        )


def _content(name: str) -> tuple[tuple[str, ...], ...]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(map(tuple, csv.reader(file)))
