"""The table of findings with their provenance, as CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from functools import cache
from io import StringIO
from math import inf, isfinite
from pathlib import Path

from empirical.sentences import FAMILIES, family
from empirical.sentences.sentence import Finding, Range, Sentence, verdict
from theory.constants_file import read_text
from theory.errors import BadInput

MEASURED = Path(__file__).parent / "measured.csv"
"""The table that ships: every family, with all its seeds."""


@dataclass(frozen=True)
class Provenance:
    """What made a family's findings."""

    seeds: str
    """Their numbers."""
    seconds: str
    """How long the family's runs took."""
    date: str
    version: str
    command: str


@dataclass(frozen=True)
class Measured:
    """The findings of one family, in the order in which it has them."""

    name: str
    findings: tuple[Finding, ...]
    provenance: Provenance

    def of(self, sentence: Sentence) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.sentence == sentence.name)


PROVENANCE = tuple(field.name for field in fields(Provenance))
COLUMNS = (
    *("sentence", "verdict", "case", "measure", "above", "below", "mean", "interval_low", "interval_high"),
    *("outcome", "values", "tuned", *PROVENANCE, "says", "place"),
)
"""An empty `above` or `below` is no bound; of a sentence without findings a row says, as its measure, why."""


@cache
def sentences() -> Mapping[str, Sentence]:
    """Every sentence of every family, by its name."""
    return {sentence.name: sentence for name in FAMILIES for sentence in family(name).SENTENCES}


def _number(x: float) -> str:
    return f"{x:.6g}" if isfinite(x) else ""


def _rows(measured: Measured) -> Iterable[dict[str, str]]:
    for sentence in family(measured.name).SENTENCES:
        findings = measured.of(sentence)
        words = {"sentence": sentence.name, "says": sentence.says, "place": sentence.place}
        same = {**words, "verdict": verdict(findings), **asdict(measured.provenance)}
        for finding in findings:
            yield {**same, **_cells(finding)}
        if not findings:
            yield {**dict.fromkeys(COLUMNS, ""), **same, "measure": sentence.unchecked}


def _cells(finding: Finding) -> dict[str, str]:
    above, below = finding.wanted
    low, high = finding.interval
    numbers = {"above": above, "below": below, "mean": finding.mean, "interval_low": low}
    return {
        "case": finding.case,
        "measure": finding.measure,
        **{name: _number(x) for name, x in {**numbers, "interval_high": high}.items()},
        "outcome": finding.outcome,
        "values": " ".join(repr(float(value)) for value in finding.values),
        "tuned": finding.tuned,
    }


def as_csv(measured: Iterable[Measured]) -> bytes:
    """The table of these families, one row a finding."""
    text = StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for one in measured:
        writer.writerows(_rows(one))
    return text.getvalue().encode()


def read_table(path: Path = MEASURED) -> tuple[Measured, ...]:
    """The families of a table. Verdicts and outcomes are found again from its numbers, not read.

    Raises BadInput for a file that is no such table.
    """
    reader = csv.DictReader(StringIO(read_text(path)))
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise BadInput(f"{path}: allowed: a table with the columns {', '.join(COLUMNS)}")
    found: dict[str, list[dict[str, str]]] = {}
    for row in reader:
        found.setdefault(row["sentence"].partition(".")[0], []).append(row)
    try:
        return tuple(_measured(name, rows) for name, rows in found.items())
    except (ValueError, KeyError, TypeError) as error:
        raise BadInput(f"{path}: a row that cannot be read: {error}") from None


def _measured(name: str, rows: Sequence[Mapping[str, str]]) -> Measured:
    findings = tuple(_finding(row) for row in rows if row["values"])
    return Measured(name, findings, Provenance(**{column: rows[0][column] for column in PROVENANCE}))


def _finding(row: Mapping[str, str]) -> Finding:
    values = tuple(float(value) for value in row["values"].split())
    return Finding(row["sentence"], row["case"], row["measure"], _range(row), values, row["tuned"])


def _range(row: Mapping[str, str]) -> Range:
    return float(row["above"] or -inf), float(row["below"] or inf)
