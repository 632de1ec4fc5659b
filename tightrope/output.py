"""What the command line prints: numbers, tables and JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from textwrap import fill
from typing import Annotated, Any
from unicodedata import combining

from cyclopts import Parameter, Token

from theory.errors import BadInput, shown

Json = Annotated[bool, Parameter(name="--json", negative="", help="one JSON document on standard output")]

SCHEMA = 1


def _whole(kind: Any, tokens: Sequence[Token]) -> int:
    """An integer as it is written: 2.5 is none."""
    return int(tokens[0].value)


Count = Annotated[int, Parameter(converter=_whole)]
"""An integer argument."""


def refuse_unwritable(out: Path, allowed: str = "a file name") -> None:
    """Refuse a file that cannot be written, before the work for it begins."""
    if out.is_dir():
        raise BadInput(f"out: {shown(str(out))} is a folder; allowed: {allowed}")
    if not out.parent.is_dir():
        raise BadInput(f"out: there is no folder {shown(str(out.parent))}; make it, or name a file elsewhere")


def number(x: Any) -> str:
    """Four significant digits, or as many as an integer has."""
    if x is None:
        return "–"
    if isinstance(x, int) or (float(x).is_integer() and abs(x) < 1e6):
        return str(int(x))
    return f"{x:.4g}"


def print_json(document: Mapping[str, Any]) -> None:
    """Print one JSON document; a number that JSON cannot hold is a bug, not a string."""
    json.dump({"schema": SCHEMA, **document}, sys.stdout, indent=2, ensure_ascii=False, allow_nan=False)
    sys.stdout.write("\n")


def say(*lines: str) -> None:
    """Print lines of text."""
    for line in lines:
        sys.stdout.write(line + "\n")


def columns(rows: Sequence[Sequence[str]], indent: str = "") -> list[str]:
    """Align rows in columns, each as wide as its widest cell."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    return [
        (
            indent + "  ".join(cell + " " * (w - width(cell)) for cell, w in zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def width(text: str) -> int:
    """The columns that a text takes; the accent of x̄ takes none."""
    return sum(not combining(character) for character in text)


def wrapped(text: str, indent: str = "", hanging: str = "") -> list[str]:
    """Break a paragraph into lines that a terminal shows whole; `hanging` indents all but the first."""
    return fill(
        text,
        100,
        initial_indent=indent,
        subsequent_indent=indent + hanging,
        break_on_hyphens=False,
        break_long_words=False,
    ).splitlines()
