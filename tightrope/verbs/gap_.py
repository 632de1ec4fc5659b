"""`tightrope gap`."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from theory.constants_file import read_constants, write_atomically
from theory.errors import BadInput
from theory.sweep import parse_range
from theory.worst_case.question import Question
from theory.worst_case.size import feasible_size
from theory.worst_case.statements import question
from tightrope.command_line import INTERRUPTED
from tightrope.gap_text import gap_csv, gap_json, gap_text
from tightrope.output import Json, print_json, say
from tightrope.progress import Progress
from toys.gap import Case, Row, case, points, row, standing

LONG = 60.0
"""Seconds from which an estimate is said."""

Along = Annotated[str | None, Parameter(help="name=from:to:points, such as steps=1:8:8")]
Force = Annotated[bool, Parameter(negative="", help="also where a worst case would take long")]


def gap_(
    statement: str,
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
        gmc.theorem6, gmc.lemma4, def.theorem4.3 or qg.theoremC.7.
    file
        A constants file, whose constants replace those of the statement's toy.
    csv
        Write the rows to this file.
    figure
        Draw to this .svg or .png.
    """
    if figure is not None and figure.suffix not in (".svg", ".png"):
        raise BadInput(f"figure: read {figure.name!r}; allowed: a name that ends in .svg or .png")
    found = case(statement)
    axis = parse_range(along, "along") if along else found.along
    wanted = points(found, axis, read_constants(file).values() if file else {})
    _estimate([question(standing(found), point) for point in wanted], force=force)
    rows, status = list[Row](), 0
    try:
        with Progress("points") as progress:
            for done, point in enumerate(wanted, start=1):
                rows.append(row(found, axis.name, point, force))
                progress(done, len(wanted))
    except KeyboardInterrupt:
        status = INTERRUPTED
        sys.stderr.write(f"interrupted at point {len(rows) + 1} of {len(wanted)}; what is done so far:\n")
    fixed = {name: x for name, x in wanted[0].items() if name != axis.name}
    _write(found, axis.name, rows, csv, figure)
    if as_json:
        print_json(gap_json(found, axis.name, fixed, rows))
    else:
        written = [f"Written: {path}" for path in (csv, figure) if path is not None]
        say(*gap_text(found, axis.name, fixed, rows), *written)
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
