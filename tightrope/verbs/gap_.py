"""`tightrope gap`."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from theory.constants_file import read_constants, write_atomically
from theory.errors import BadInput, shown
from theory.sweep import parse_range
from theory.worst_case.question import Question
from theory.worst_case.size import feasible_size
from tightrope.command_line import INTERRUPTED
from tightrope.gap_table import table_csv, table_json, table_points, table_row, table_text
from tightrope.gap_text import gap_csv, gap_json, gap_text
from tightrope.output import Json, print_json, say
from tightrope.progress import Progress
from toys.gap import Row, asked, case, points, row
from toys.gap_cases import Case, Numbers

LONG = 60.0
"""Seconds from which an estimate is said."""

Along = Annotated[str | None, Parameter(help="name=from:to:points, such as steps=1:8:8")]
Force = Annotated[bool, Parameter(negative="", help="also where a worst case would take long")]


def gap_(
    statement: str | None = None,
    file: Path | None = None,
    /,
    *,
    along: Along = None,
    csv: Path | None = None,
    figure: Path | None = None,
    force: Force = False,
    as_json: Json = False,
) -> int:
    """Measured, worst case, sharpened and published bound side by side, along one constant.

    The worst case is proved from above, by a certificate checked in fractions, and attained from below. What
    is measured is the worst of a few small problems that have the constants. Ctrl-C keeps what is done.

    Parameters
    ----------
    statement
        A main theorem, such as gmc.theorem6; without one, a table of all of them at three settings each.
    file
        A constants file, whose constants replace those of the statement's toy.
    csv
        Write the rows to this file.
    figure
        Draw to this .svg or .png.
    """
    if figure is not None and figure.suffix not in (".svg", ".png"):
        raise BadInput(f"figure: read {figure.name!r}; allowed: a name that ends in .svg or .png")
    if statement is None:
        return _table(along, csv, figure, force, as_json)
    found = case(statement)
    axis = parse_range(along, "along") if along else found.along
    wanted = points(found, axis, read_constants(file).values() if file else {})
    _estimate([each for point in wanted if (each := asked(found, point))], force=force)
    rows, status = _each([(found, point) for point in wanted], lambda one, at: row(one, axis.name, at, force))
    fixed = {name: x for name, x in wanted[0].items() if name not in (axis.name, *found.derived)}
    _write(found, axis.name, rows, csv, figure)
    if as_json:
        print_json(gap_json(found, axis.name, fixed, rows))
    else:
        written = [f"Written: {path}" for path in (csv, figure) if path is not None]
        say(*gap_text(found, axis.name, fixed, rows), *written)
    return status


def _each(
    wanted: Sequence[tuple[Case, Numbers]], of: Callable[[Case, Numbers], Row]
) -> tuple[list[Row], int]:
    """All rows that were done, and the exit status."""
    rows = list[Row]()
    try:
        with Progress("points") as progress:
            for done, (found, point) in enumerate(wanted, start=1):
                rows.append(of(found, point))
                progress(done, len(wanted))
    except KeyboardInterrupt:
        sys.stderr.write(f"interrupted at point {len(rows) + 1} of {len(wanted)}; what is done so far:\n")
        return rows, INTERRUPTED
    return rows, 0


def _table(along: str | None, csv: Path | None, figure: Path | None, force: bool, as_json: bool) -> int:
    """Every main theorem at three settings."""
    for name, given in (("along", along), ("figure", figure)):
        if given is not None:
            raise BadInput(f"{name}: read {shown(str(given))} without a statement; allowed: with one")
    wanted = table_points()
    rows, status = _each(
        [(found, point) for _, _, found, point in wanted], lambda found, point: table_row(found, point, force)
    )
    entries = [(name, at, point, one) for (name, at, _, point), one in zip(wanted, rows, strict=False)]
    if csv is not None:
        write_atomically(csv, table_csv(entries).encode())
    if as_json:
        print_json(table_json(entries))
    else:
        say(*table_text(entries), *([f"Written: {csv}"] if csv is not None else []))
    return status


def _write(found: Case, name: str, rows: Sequence[Row], csv: Path | None, figure: Path | None) -> None:
    """The rows as a table and as a picture, where a path asks for it."""
    if csv is not None:
        write_atomically(csv, gap_csv(name, rows).encode())
    if figure is not None:
        from paper_figs import gap as drawings
        from paper_figs.style import write

        write(drawings.draw(found, name, rows), figure, shlex.join(["tightrope", *sys.argv[1:]]))


def _estimate(questions: Sequence[Question], force: bool) -> None:
    """Refuse what is too large before anything starts, and say how long it may take where that is long."""
    seconds = sum(feasible_size(asked, force).seconds for asked in questions)
    if seconds > LONG:
        sys.stderr.write(f"about {seconds / 60:.0f} minutes at most, for {len(questions)} worst cases\n")
