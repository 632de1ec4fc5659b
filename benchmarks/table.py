"""Rows as a table of text."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.timing import Judged, Row, Spread, Target
from tightrope.output import columns

_PREFIXES = ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns"))
_SIGNS = {"<": "<", "<=": "≤", ">=": "≥"}
_UNITS = {
    "seconds": " s",
    "ratio": " ×",
    "times faster": " × faster",
    "per second": " /s",
    "gigabytes": " GB",
    "bytes": " ×",
}
_HEADING = (
    "what",
    "ours",
    "peer",
    "its time",
    "per",
    "median [quartiles]",
    "target",
    "met",
    "rounds",
    "differ",
)


def seconds(x: float) -> str:
    """A time with three digits, in the largest unit of which it has at least one."""
    scale, name = next((p for p in _PREFIXES if x >= p[0]), _PREFIXES[-1])
    return f"{x / scale:#.3g} {name}"


def _amount(x: float, judged: Judged) -> str:
    if judged in ("gigabytes", "bytes"):
        return f"{x / 1e6:.0f} MB" if x >= 1e7 else f"{x / 1e3:.1f} kB"
    return seconds(x)


def _spread(figure: Spread, unit: str) -> str:
    return f"{figure.median:.3g}{unit} [{figure.low:.3g}, {figure.high:.3g}]"


def _target(target: Target | None, unit: str) -> str:
    return "–" if target is None else f"{_SIGNS[target.relation]} {target.limit:g}{unit}"


def _cells(row: Row) -> tuple[str, ...]:
    unit = _UNITS[row.judged]
    return (
        row.what,
        _amount(row.ours.median, row.judged),
        row.peer,
        _amount(row.peers.median, row.judged),
        row.unit,
        _spread(row.figure, unit),
        _target(row.target, unit),
        {True: "yes", False: "NO", None: "–"}[row.met],
        str(row.rounds),
        "–" if row.difference is None else f"{row.difference:.0e}",
    )


def table(rows: Sequence[Row]) -> list[str]:
    """The lines of the table of one benchmark, its name above them."""
    return [rows[0].benchmark, *columns([_HEADING, *map(_cells, rows)], "  ")]
