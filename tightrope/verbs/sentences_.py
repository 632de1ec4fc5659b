"""`tightrope sentences`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from empirical.sentences import FAMILIES, checked
from empirical.sentences.table import Measured, as_csv
from empirical.sentences.tuned import SEEDS
from paper_figs.sentences import draw
from paper_figs.style import save
from theory.constants import checked_count
from theory.constants_file import write_atomically
from tightrope.command_line import INTERRUPTED
from tightrope.output import Count, Json, print_json, say
from tightrope.progress import Progress
from tightrope.sentences_text import sentences_json, sentences_text
from tightrope.sentencing import decide, decided, longest_first
from tightrope.together import one_by_one, polite_kill_as_interruption, together
from tightrope.verbs.figures_ import MOST_JOBS, USUAL_JOBS, made_folder

FOLDER = Path("sentences")
"""Where tables are written unless another folder is named."""
TABLE = "measured"
LEAST_SEEDS, MOST_SEEDS = 2, 1000
"""One seed has no spread."""

Names = Annotated[
    str, Parameter(help=f"all of them by default; known: {', '.join(FAMILIES)}", show_default=False)
]
Flag = Annotated[bool, Parameter(negative="")]


def sentences_(
    *names: Names,
    out: Path = FOLDER,
    jobs: Count = USUAL_JOBS,
    seeds: Count = SEEDS,
    resume: Flag = False,
    as_json: Json = False,
) -> int:
    """Run what decides the papers' empirical sentences, each with a verdict and a spread over seeds.

    Every family of sentences is written as NAME.csv when it is done, and at the end all of them as
    measured.csv with its picture. Ctrl-C keeps what is written, with status 130. A sentence that does not
    hold here is a finding: the status is 0. All of them take about a quarter of an hour of one core.

    Parameters
    ----------
    out
        The folder to write into.
    jobs
        How many processes work at a time.
    seeds
        How many runs of everything; intervals of the mean over them narrow as they grow.
    resume
        Take the families that this version of Tightrope has finished in the folder, with as many seeds.
    """
    checked_count("jobs", jobs, 1, MOST_JOBS)
    checked_count("seeds", seeds, LEAST_SEEDS, MOST_SEEDS)
    wanted = tuple(dict.fromkeys(map(checked, names))) or tuple(FAMILIES)
    made_folder(out)
    done: dict[str, Measured] = {}
    for name in wanted:
        if resume and (found := decided(name, out, seeds)):
            done[name] = found
    interrupted = _decide(wanted, partial(decide, folder=out, seeds=seeds), jobs, done)
    measured = [done[name] for name in wanted if name in done]
    if measured and not interrupted:
        write_atomically(out / f"{TABLE}.csv", as_csv(measured))
        save(draw(measured), out / TABLE, "tightrope sentences")
    if as_json:
        print_json({**sentences_json(measured), "complete": not interrupted})
    else:
        say(*sentences_text(measured))
    return INTERRUPTED if interrupted else 0


def _decide(
    wanted: Sequence[str], work: Callable[[str], Measured], jobs: int, done: dict[str, Measured]
) -> bool:
    """Decide those that are not done; whether that was interrupted."""
    left = longest_first([name for name in wanted if name not in done])
    at_once = min(jobs, len(left))
    with Progress("seconds of one core") as progress, polite_kill_as_interruption():
        try:
            for measured in together(work, left, at_once) if at_once > 1 else one_by_one(work, left):
                done[measured.name] = measured
                progress(_seconds(done), _seconds(wanted))
        except KeyboardInterrupt:
            return True
    return False


def _seconds(names: Sequence[str] | dict[str, Measured]) -> int:
    return sum(FAMILIES[name] for name in names)
