"""`tightrope tighten`."""

from __future__ import annotations

from pathlib import Path

from theory.constants_file import read_constants
from theory.tighten import table, technique, tighten
from tightrope.output import Json, print_json, say
from tightrope.tighten_text import table_text, technique_json, tightened_json, tightened_text


def tighten_(statement: str, file: Path | None = None, /, *, as_json: Json = False) -> int:
    """Optimise the free parameters of a statement's proof: the sharpest bound that its technique gives.

    The status is 1 where no choice of the parameters gives a bound at the file's constants.

    Parameters
    ----------
    statement
        A statement whose proof's parameters are declared, such as gmc.lemma4 or qprsgd.lemma6.
    file
        A constants file; without one, a table over δ, or another constant, at constants that are said.
    """
    asked = technique(statement)
    if file is None:
        rows = table(asked)
        if as_json:
            print_json({**technique_json(asked), "table": [tightened_json(row) for row in rows]})
        else:
            say(*table_text(asked, rows))
        return 0
    found = tighten(asked, read_constants(file).values())
    if as_json:
        print_json({**technique_json(asked), **tightened_json(found)})
    else:
        say(*tightened_text(found))
    return 0 if found.certified is not None else 1
