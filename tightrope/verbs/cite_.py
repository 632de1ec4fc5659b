"""`tightrope cite`."""

from __future__ import annotations

from theory.papers import load, load_paper, parts_of
from tightrope.output import Json, print_json, say


def cite_(statement: str, /, *, as_json: Json = False) -> int:
    """Print the BibTeX of the paper that a statement is from.

    Parameters
    ----------
    statement
        A statement's id, such as gmc.theorem6, or a paper's, such as gmc.
    """
    place = None
    if "." in statement:
        found = (parts_of(statement) or (load(statement),))[0]
        paper, place = load_paper(found.paper), found.place
    else:
        paper = load_paper(statement)
    if as_json:
        print_json({"id": statement, "paper": paper.id, "place": place, "bibtex": paper.bibtex})
    else:
        say(*([f"% {place}"] if place else []), paper.bibtex)
    return 0
