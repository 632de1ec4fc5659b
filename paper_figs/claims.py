"""The table of the figures' claims as CSV: what each paper says, and what came out when all were computed."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from functools import cache
from importlib.metadata import version
from io import StringIO
from pathlib import Path
from typing import Any

from paper_figs.figure import VERDICTS, Claim, Made
from theory.constants_file import read_text
from theory.errors import BadInput

SHIPPED = Path(__file__).parent / "claims.csv"
"""The table that ships: every figure, as this version or an earlier one has computed it."""

COLUMNS = ("figure", *(field.name for field in fields(Claim)), "version", "command")


@dataclass(frozen=True)
class Judged:
    """A figure's claims with what judged them."""

    figure: str
    claims: tuple[Claim, ...]
    version: str
    command: str
    """What computes them again."""


def as_csv(made: Iterable[Made]) -> bytes:
    """The claims of these figures, one a row; figures without claims have none."""
    text = StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for figure in made:
        origin = {"version": version("tightrope"), "command": f"tightrope figures {figure.name} --claims"}
        writer.writerows({"figure": figure.name, **asdict(claim), **origin} for claim in figure.claims)
    return text.getvalue().encode()


@cache
def read_claims(path: Path = SHIPPED) -> tuple[Judged, ...]:
    """The figures of a table in its order.

    Raises BadInput for a file that is no such table.
    """
    reader = csv.DictReader(StringIO(read_text(path)))
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise BadInput(f"{path}: allowed: a table with the columns {', '.join(COLUMNS)}")
    rows: dict[tuple[str, str, str], list[Claim]] = {}
    for row in reader:
        rows.setdefault((row["figure"], row["version"], row["command"]), []).append(_claim(path, row))
    return tuple(Judged(figure, tuple(claims), by, command) for (figure, by, command), claims in rows.items())


def _claim(path: Path, row: Mapping[str, Any]) -> Claim:
    values = {field.name: row[field.name] for field in fields(Claim)}
    if row["verdict"] not in VERDICTS or None in values.values():
        raise BadInput(f"{path}: a row that cannot be read: {row['id']}")
    return Claim(**values)
