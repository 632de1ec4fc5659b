"""`tightrope hunt`."""

from __future__ import annotations

import sys
from typing import Annotated

from cyclopts import Parameter

from theory.errors import BadInput
from theory.hunt.search import Search
from tightrope.command_line import INTERRUPTED
from tightrope.hunt_text import hunt_json, hunt_text
from tightrope.hunting import Hunted, contradictions, hunts
from tightrope.output import Count, Json, print_json, say
from tightrope.progress import Progress

TRIES = 5000
SECONDS = 120.0

Seconds = Annotated[float, Parameter(help="how long one hunt may take")]


def hunt_(
    what: str | None = None,
    /,
    *,
    tries: Count = TRIES,
    seed: Count = 0,
    seconds: Seconds = SECONDS,
    as_json: Json = False,
) -> int:
    """Search for counterexamples; the status is 1 only where one contradicts what is proved.

    A statement is hunted by families of small problems that keep all its hypotheses, a step by its own. A
    point that is found is evaluated again exactly. Ctrl-C gives what was found so far.

    Parameters
    ----------
    what
        A paper, a statement such as def.lemmaA.2, or a step such as gmc.lemma4/058; everything by default.
    tries
        The points that one hunt draws.
    seed
        Of the random numbers: the same seed makes the same hunt.
    """
    _check(tries, seed, seconds)
    chosen, found = hunts(what), list[Hunted]()
    search: Search | None = None
    status = 0
    try:
        with Progress("hunts") as progress:
            for done, hunt in enumerate(chosen, start=1):
                search = Search(hunt.quarry, hunt.seed_name, seed)
                found.append(Hunted(hunt, search.trophy))
                search.run(tries, seconds)
                progress(done, len(chosen))
    except KeyboardInterrupt:
        status = INTERRUPTED
        sys.stderr.write(f"interrupted in hunt {len(found)} of {len(chosen)}; what was found so far:\n")
    if as_json:
        print_json(hunt_json(found))
    else:
        say(*hunt_text(found))
    return status or int(bool(contradictions(found)))


def _check(tries: int, seed: int, seconds: float) -> None:
    if tries < 1:
        raise BadInput(f"tries: read {tries}; allowed: 1 or more")
    if not 0 <= seed < 2**64:
        raise BadInput(f"seed: read {seed}; allowed: 0 to 2⁶⁴ − 1")
    if not seconds > 0:
        raise BadInput(f"seconds: read {seconds}; allowed: more than 0")
