"""`tightrope bounds`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from theory.constants_file import read_constants
from theory.errors import BadInput, nearest
from theory.evaluate import bounds
from theory.statement import VARIANTS
from tightrope.bounds_text import bounds_text
from tightrope.json_form import bound_json
from tightrope.output import Json, print_json, say

APriori = Annotated[
    bool,
    Parameter(
        negative="", help="use the proved bounds over space, where known, in place of what the run saw"
    ),
]


def bounds_(
    file: Path,
    /,
    *,
    paper: str | None = None,
    variant: str | None = None,
    a_priori: APriori = False,
    as_json: Json = False,
) -> int:
    """Evaluate every bound that a constants file allows, term by term.

    Parameters
    ----------
    file
        A constants file, such as the constants.toml of a run.
    paper
        One paper only.
    variant
        One variant only: published, repaired or strengthened.
    """
    if variant is not None and variant not in VARIANTS:
        raise BadInput(f"variant: read {variant!r}; {nearest(variant, VARIANTS)}")
    constants = read_constants(file)
    found = bounds(constants.a_priori() if a_priori else constants, paper, variant)
    if as_json:
        print_json({"bounds": [bound_json(b) for b in found]})
    else:
        say(*bounds_text(found, has_run=constants.run is not None))
    return 0 if any(b.value is not None or b.log10_value is not None for b in found) else 1
