"""What `gap` prints: a row for every point, with what lies between measured and published."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from io import StringIO
from itertools import pairwise
from typing import Any

from theory.papers import load
from tightrope.output import columns, number, wrapped
from toys.gap import Row, asked_for
from toys.gap_cases import Case


def gap_json(found: Case, name: str, fixed: Mapping[str, float], rows: Sequence[Row]) -> dict[str, Any]:
    """The statement, the constants that stay, and the rows."""
    statement = asked_for(found)
    return {
        "id": found.statement,
        "quantity": statement.quantity,
        "unit": statement.unit,
        "along": name,
        "constants": dict(fixed),
        "rows": [asdict(row) for row in rows],
    }


def gap_csv(name: str, rows: Sequence[Row]) -> str:
    """A heading and a line for every row; an empty cell is a side without a value."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    names = [f.name for f in fields(Row)]
    writer.writerow([name, *names[1:]])
    writer.writerows([getattr(row, n) for n in names] for row in rows)
    return text.getvalue()


def gap_text(found: Case, name: str, fixed: Mapping[str, float], rows: Sequence[Row]) -> list[str]:
    """A table; a bound that its statement does not claim at a point stands in brackets."""
    statement = load(found.statement)
    given = ", ".join(f"{n} = {number(x)}" for n, x in fixed.items())
    what = asked_for(found).quantity or "expected bits of a message"
    lines = [f"{found.statement} · {statement.place}", *wrapped(f"{what}, at {given}", "  ")]
    lines += columns(gap_table(found, name, rows), "  ")
    lines += [f"  {note}" for note in gap_notes(rows)]
    return lines


def gap_table(found: Case, name: str, rows: Sequence[Row]) -> Sequence[tuple[str, ...]]:
    """The heading's cells, then those of every row; a side that no row has is left out."""
    sides = {side: written for side, written in _sides(found).items() if any(written(r) for r in rows)}
    chain = {side: value for side, value in _chain(found).items() if any(value(r) is not None for r in rows)}
    heading = (name, *sides, *(f"{above} ÷ {below}" for above, below in pairwise(chain)))
    return [heading, *(_cells(row, sides.values(), chain.values()) for row in rows)]


def _cells(
    row: Row, sides: Iterable[Callable[[Row], str]], chain: Iterable[Callable[[Row], float | None]]
) -> tuple[str, ...]:
    ratios = (_ratio(above(row), below(row)) for above, below in pairwise(chain))
    return (number(row.at), *(written(row) or "–" for written in sides), *ratios)


def _sides(found: Case) -> Mapping[str, Callable[[Row], str]]:
    """By its heading, how a row's side is written; empty where the row has none."""

    def worst(row: Row) -> str:
        proved = "*" if row.upper is None and row.numerical is not None else ""
        return f"{_known(row.worst)}{proved}"

    repaired = {"repaired": lambda row: _bracketed(row.repaired, row.repair_claimed)}
    return {
        "measured": lambda row: _known(row.measured),
        "attained": lambda row: _known(row.lower),
        "worst case": worst,
        "sharpened": lambda row: _known(row.sharpened),
        **(repaired if found.repaired else {}),
        "published": lambda row: _bracketed(row.published, row.claimed),
    }


def _chain(found: Case) -> Mapping[str, Callable[[Row], float | None]]:
    """The sides of which each is above the next, from the bound as it stands."""
    return {
        "repaired" if found.repaired else "published": lambda row: row.stands,
        "sharpened": lambda row: row.sharpened,
        "worst": lambda row: row.worst,
        "measured": lambda row: row.measured,
    }


def _known(value: float | None) -> str:
    return "" if value is None else number(value)


def _bracketed(value: float | None, claimed: bool | None) -> str:
    return _known(value) if claimed or value is None else f"({number(value)})"


def _ratio(above: float | None, below: float | None) -> str:
    return f"{above / below:.3g}" if above is not None and below else "–"


def gap_notes(rows: Sequence[Row]) -> list[str]:
    """What brackets and stars in the table mean, where there are any."""
    notes = []
    if any(not row.claimed or row.repair_claimed is False for row in rows):
        notes.append("( ) the statement's own conditions do not hold there: it claims nothing")
    if any(row.upper is None and row.numerical is not None for row in rows):
        notes.append("* numerical: no certificate was found")
    reasons = dict.fromkeys(row.why_no_lower for row in rows if row.lower is None)
    return [*notes, *(f"not attained: {why}" for why in reasons if why)]
