"""The page's tables: what the papers print, and beside it what runs of ours found of the same."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import inf
from typing import Any

from paper_figs.printed import Printed, number, printed
from theory.constants import PAPERS
from tightrope.report.markup import Section, render
from tightrope.report.numbers import written

LOOKS: Mapping[str, str] = {
    "holds": "proved",
    "holds in part": "sampled",
    "does not hold here": "refuted",
    "not checked": "open",
}
"""The style sheet's marks for a sentence's verdict."""

ROUNDING = 1e-9
"""A mean that is so small a share of its interval is what rounding has left of 0."""

OUTCOMES: Mapping[str, str] = {"yes": "as the sentence says", "no": "not so", "open": "open"}


@dataclass(frozen=True)
class Sentence:
    """What a paper says of its experiments, with the rows of the shipped table that are about it."""

    name: str
    rows: Sequence[Mapping[str, str]]

    def __getattr__(self, column: str) -> str:
        """What all rows share: says, place, verdict, seeds, command."""
        return self.rows[0][column]

    @property
    def findings(self) -> list[dict[str, Any]]:
        return [
            {**row, "ours": _interval(row), "wanted": _range(row), "said": OUTCOMES[row["outcome"]]}
            for row in self.rows
            if row["values"]
        ]

    @property
    def tally(self) -> str:
        """How many findings came out how, such as "6 findings: 4 as the sentence says, 2 open"."""
        counted = Counter(row["said"] for row in self.findings)
        total = "1 finding" if len(self.findings) == 1 else f"{len(self.findings)} findings"
        return f"{total}: {', '.join(f'{n} {said}' for said in OUTCOMES.values() if (n := counted[said]))}"

    @property
    def unchecked(self) -> str:
        """Why there are no findings."""
        return "" if self.findings else self.rows[0]["measure"]


def _interval(row: Mapping[str, str]) -> str:
    """Such as "1.97 [1.94, 2.00]"; a count has no interval, and what is not finite has no mean."""
    if not row["mean"]:
        return "not finite"
    mean, low, high = (float(row[name] or inf) for name in ("mean", "interval_low", "interval_high"))
    mean = 0.0 if abs(mean) < ROUNDING * (high - low) else mean
    return written(mean) if low == high else f"{written(mean)} [{written(low)}, {written(high)}]"


def _range(row: Mapping[str, str]) -> str:
    """The open range in which the number lies if the sentence is so."""
    above, below = row["above"], row["below"]
    if above and below:
        return f"between {above} and {below}"
    return f"above {above}" if above else f"below {below}"


@cache
def sentences() -> Mapping[str, Sentence]:
    """The shipped table by its sentences, in its order; read as data, as the families load a framework."""
    text = (files("empirical") / "sentences" / "measured.csv").read_text("utf-8")
    rows: dict[str, list[Mapping[str, str]]] = {}
    for row in csv.DictReader(text.splitlines()):
        rows.setdefault(row["sentence"], []).append(row)
    return {name: Sentence(name, found) for name, found in rows.items()}


def tables(papers: Container[str] = PAPERS) -> Section:
    """Every printed table with the sentences that are about it, then the sentences about no table.

    What was found of a sentence about several tables stands beside the first.
    """
    shown = [table for table in printed() if table.paper in papers]
    beside = {table.name: [sentences()[name] for name in table.sentences] for table in shown}
    first = {name: table.name for table in reversed(printed()) for name in table.sentences}
    others = [s for s in sentences().values() if s.name not in first and _paper(s) in papers]
    body = render(
        "tables.html",
        tables=shown,
        beside=beside,
        first=first,
        others=others,
        counts=_counts,
        looks=LOOKS,
        cell=_cell,
        cells=sum(_numbers(table) for table in shown),
    )
    return Section("tables", "Printed tables", body)


def _paper(sentence: Sentence) -> str:
    return sentence.name.partition("-")[0]


def _numbers(table: Printed) -> int:
    return sum(number(cell) is not None for row in table.rows for cell in row[table.labels :])


def _counts(found: Sequence[Sentence]) -> list[tuple[str, int]]:
    counted = Counter(sentence.verdict for sentence in found)
    return [(verdict, counted[verdict]) for verdict in LOOKS if counted[verdict]]


def _cell(cell: str) -> str:
    return cell.replace("±", " ± ")
