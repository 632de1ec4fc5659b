"""Gaps that are shipped, since each takes half a minute: `tightrope gap STATEMENT --csv` wrote them."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

from toys.gap import Row
from toys.gap_cases import CASES

FOLDER = Path(__file__).with_name("gaps")


def shipped() -> Sequence[str]:
    """The statements whose rows are shipped, by the names that `gap` knows them by."""
    return [name for name in CASES if (FOLDER / f"{name}.csv").exists()]


@cache
def shipped_rows(statement: str) -> Sequence[Row]:
    """The rows of a statement's own toy along its own axis."""
    with (FOLDER / f"{statement}.csv").open(encoding="utf-8", newline="") as lines:
        table = csv.reader(lines)
        names = ("at", *next(table)[1:])
        return [Row(**dict(zip(names, map(_read, names, cells), strict=True))) for cells in table]


_KINDS = {field.name: str(field.type) for field in fields(Row)}


def _read(name: str, text: str) -> Any:
    """An empty cell is a side without a value."""
    kind = _KINDS[name]
    if kind == "str":
        return text
    if not text:
        return None
    return text == "True" if "bool" in kind else float(text)
