"""What `gap` prints without a statement: every main theorem at three settings, as text, CSV and JSON."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from io import StringIO
from itertools import pairwise
from typing import Any

from tightrope.output import columns, number, wrapped
from toys.gap import Row, row, settings
from toys.gap_cases import CASES, Case, Numbers

Entry = tuple[str, int, Numbers, Row]
"""A theorem's name, the number of the setting, its constants and all sides there."""
SIDES = (
    "measured",
    "lower",
    "worst",
    "upper",
    "sharpened",
    "repaired",
    "repair_claimed",
    "published",
    "claimed",
)
RATIOS = ("published/sharpened", "sharpened/worst", "worst/measured", "published/measured")


def table_points() -> Sequence[tuple[str, int, Case, Numbers]]:
    """Every setting of every main theorem."""
    return [
        (name, setting, found, point)
        for name, found in CASES.items()
        for setting, point in enumerate(settings(found), start=1)
    ]


def table_row(found: Case, point: Numbers, force: bool = False) -> Row:
    """All sides at one setting."""
    return row(found, next(iter(found.given)), point, force)


def ratios(one: Row) -> tuple[float | None, ...]:
    """The neighbours in the chain of sides, and its ends; None where a side is missing."""
    chain = (one.stands, one.sharpened, one.worst, one.measured)
    return (*(_ratio(above, below) for above, below in pairwise(chain)), _ratio(one.stands, one.measured))


def _ratio(above: float | None, below: float | None) -> float | None:
    return None if above is None or not below else above / below


def table_text(entries: Sequence[Entry]) -> list[str]:
    """A line for every setting."""
    heading = ("theorem", "", "measured", "attained", "worst case", "sharpened", "as it stands", "published")
    lines: list[tuple[str, ...]] = [(*heading, "÷ sharpened", "÷ worst", "÷ measured", "in all")]
    for name, setting, _, one in entries:
        sides = (one.measured, one.lower, one.worst, one.sharpened, one.stands, one.published)
        lines.append((name, str(setting), *map(number, (*sides, *ratios(one)))))
    note = (
        "as it stands: repaired where the published one is refuted; –: no worst case is asked for, as the "
        "method is not linear or its quantiser draws, or there is no strengthened variant; --csv has the "
        "constants"
    )
    return [*columns(lines), *wrapped(note)]


def table_json(entries: Sequence[Entry]) -> dict[str, Any]:
    """The same with the constants of every setting."""
    return {"settings": [_document(*entry) for entry in entries]}


def _document(name: str, setting: int, point: Numbers, one: Row) -> dict[str, Any]:
    sides = {side: getattr(one, side) for side in SIDES}
    return {
        "theorem": name,
        "setting": setting,
        **sides,
        **dict(zip(RATIOS, ratios(one), strict=True)),
        "constants": dict(point),
    }


def table_csv(entries: Sequence[Entry]) -> str:
    """A line for every setting, under one that says where the numbers are from."""
    text = StringIO()
    made = ", ".join(f"{name} {version(name)}" for name in ("tightrope", "torch", "numpy", "clarabel"))
    text.write(f"# tightrope gap --csv; {made}\n")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["theorem", "setting", *SIDES, *RATIOS, "constants"])
    for entry in entries:
        found = _document(*entry)
        writer.writerow(
            [*(found[name] for name in ("theorem", "setting", *SIDES, *RATIOS)), _given(entry[2])]
        )
    return text.getvalue()


def _given(point: Mapping[str, Any]) -> str:
    return "; ".join(f"{name} = {value!r}" for name, value in point.items())
