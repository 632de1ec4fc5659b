"""`tightrope figures`."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from paper_figs.claims import as_csv
from paper_figs.figure import FIGURES, FOLDER, Made, checked, finished
from theory.constants import checked_count
from theory.constants_file import write_atomically
from theory.errors import BadInput, shown
from tightrope.command_line import INTERRUPTED
from tightrope.drawing import made_one_by_one, made_together
from tightrope.figures_text import claims_markdown, claims_text, files_text
from tightrope.output import Count, Json, print_json, say
from tightrope.progress import Progress
from tightrope.together import polite_kill_as_interruption

MOST_JOBS = 64
USUAL_JOBS = min(2, os.cpu_count() or 1)

Names = Annotated[
    str, Parameter(help=f"all of them by default; known: {', '.join(FIGURES)}", show_default=False)
]
Flag = Annotated[bool, Parameter(negative="")]


def figures_(
    *names: Names,
    claims: Flag = False,
    markdown: Flag = False,
    csv: Path | None = None,
    out: Path = FOLDER,
    jobs: Count = USUAL_JOBS,
    resume: Flag = False,
    as_json: Json = False,
) -> int:
    """Regenerate figures as SVG and PNG, each with what its paper says of it, judged (NAME.claims.json).

    A claim that does not reproduce is a finding: the status is 0. Ctrl-C leaves whole files and status 130.

    Parameters
    ----------
    claims
        Print the table of claims.
    markdown
        The table of claims for a document.
    csv
        Write the table of claims to this file; with all figures it is what ships, paper_figs/claims.csv.
    out
        The folder to write into.
    jobs
        How many processes work at a time.
    resume
        Take the figures that this version of Tightrope has finished in the folder as they are.
    """
    checked_count("jobs", jobs, 1, MOST_JOBS)
    wanted = tuple(dict.fromkeys(map(checked, names))) or tuple(FIGURES)
    if csv is not None and (csv.is_dir() or not csv.parent.is_dir()):
        raise BadInput(f"csv: read {shown(str(csv))}; allowed: a file in a folder that there is")
    made_folder(out)
    done = _finished(wanted, out) if resume else {}
    interrupted = _make(wanted, out, jobs, done)
    made = [done[name] for name in wanted if name in done]
    if csv is not None and not interrupted:
        write_atomically(csv, as_csv(made))
    if as_json:
        print_json({"figures": [m.document() for m in made], "complete": not interrupted})
    elif claims or markdown:
        say(*(claims_markdown(made) if markdown else claims_text(made)))
    else:
        say(*files_text(made))
    return INTERRUPTED if interrupted else 0


def _finished(wanted: Sequence[str], out: Path) -> dict[str, Made]:
    found = {name: finished(name, out) for name in wanted}
    return {name: made for name, made in found.items() if made is not None}


def _make(wanted: Sequence[str], out: Path, jobs: int, done: dict[str, Made]) -> bool:
    """Make those that are not done; whether that was interrupted."""
    left = [name for name in wanted if name not in done]
    together = min(jobs, len(left))
    with Progress("figures") as progress, polite_kill_as_interruption():
        try:
            making = made_together(left, out, together) if together > 1 else made_one_by_one(left, out)
            for made in making:
                done[made.name] = made
                progress(len(done), len(wanted))
        except KeyboardInterrupt:
            return True
    return False


def made_folder(out: Path) -> None:
    """Make the folder where it is not there; bad input where that cannot be."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInput(f"out: {out} cannot be made: {error.strerror}") from None
