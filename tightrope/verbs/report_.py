"""`tightrope report`."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from theory.constants import PAPERS
from theory.constants_file import write_atomically
from theory.errors import BadInput, nearest, shown
from tightrope.output import Json, print_json, refuse_unwritable, say

ENDINGS = (".html", ".htm")


def report_(
    *runs: Path, out: Path = Path("report.html"), paper: str | None = None, as_json: Json = False
) -> int:
    """Write one page: what is proved, refuted and repaired, and runs beside it. An existing file is replaced.

    Parameters
    ----------
    runs
        Run folders, as `measure` leaves them.
    out
        The page, a file that ends in .html; it needs no other file and no network.
    paper
        One of gmc, def, cdadam, qprsgd, qg; all of them by default.
    """
    if paper is not None and paper not in PAPERS:
        raise BadInput(f"paper: read {shown(paper)}; {nearest(paper, PAPERS)}")
    _checked(out)
    from tightrope.report.page import page

    with _collecting_later():
        text = page(runs, paper).encode()
    write_atomically(out, text)
    if as_json:
        print_json({"out": str(out), "bytes": len(text)})
    else:
        say(f"{out}: {len(text) / 1e6:.1f} MB")
    return 0


@contextmanager
def _collecting_later() -> Iterator[None]:
    """Without looks for garbage: a page is millions of small objects, hardly any of them in a cycle, and
    to go through them again and again takes a tenth of the time.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _checked(out: Path) -> None:
    """Refuse, before anything is judged, what cannot be written."""
    if out.suffix.lower() not in ENDINGS:
        raise BadInput(f"out: read {shown(str(out))}; allowed: a file name that ends in .html")
    refuse_unwritable(out, "a file name that ends in .html")
