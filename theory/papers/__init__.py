"""What the papers claim: one package a paper, loaded when it is asked for."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec

from theory.constants import PAPERS
from theory.errors import BadInput, nearest
from theory.papers.verdicts import judged
from theory.statement import Paper, Statement

_PACKAGES = {"def": "def_"}
"""A paper's package where it is not named as the paper: `def` is a word of Python's."""


def encoded() -> tuple[str, ...]:
    """The papers whose statements are encoded, in the order that holds everywhere."""
    return tuple(p for p in PAPERS if find_spec(f"theory.papers.{package(p)}"))


def package(paper: str) -> str:
    """The name of a paper's package."""
    return _PACKAGES.get(paper, paper)


def load_paper(paper: str) -> Paper:
    """Return a paper with its statements; an unknown name is bad input."""
    if paper not in PAPERS:
        raise BadInput(f"paper: read {paper!r}; {nearest(paper, PAPERS)}")
    if paper not in encoded():
        raise BadInput(f"paper: {paper!r} is not encoded yet; encoded: {', '.join(encoded())}")
    return _loaded(paper)


@cache
def _loaded(paper: str) -> Paper:
    return judged(import_module(f"theory.papers.{package(paper)}.statements").PAPER)


def all_statements(paper: str | None = None) -> tuple[Statement, ...]:
    """The statements of one paper, or of all that are encoded."""
    papers = encoded() if paper is None else (paper,)
    return tuple(statement for p in papers for statement in load_paper(p).statements)


def parts_of(statement: str) -> tuple[Statement, ...]:
    """The parts of a statement that is printed in several: "def.theorem4.6" means its parts 1 to 4."""
    paper = statement.partition(".")[0]
    known = all_statements(paper) if paper in encoded() else ()
    found = tuple(s for s in known if s.id.startswith(f"{statement}."))
    return found if all(s.id.removeprefix(f"{statement}.").isdigit() for s in found) else ()


def load(statement: str, variant: str = "published") -> Statement:
    """Return a statement by its id, such as "gmc.theorem6"; an unknown one gets the nearest ids."""
    paper = statement.partition(".")[0]
    known = all_statements(paper if paper in encoded() else None)
    same = [s for s in known if s.id == statement]
    parts = [s.id for s in parts_of(statement)]
    if not same and parts:
        raise BadInput(f"statement: {statement!r} has parts: {', '.join(parts)}; name one of them")
    if not same:
        raise BadInput(f"statement: {statement!r} is not known; {nearest(statement, {s.id for s in known})}")
    for candidate in same:
        if candidate.variant == variant:
            return candidate
    variants = ", ".join(s.variant for s in same)
    raise BadInput(f"variant: {statement} has no variant {variant!r}; it has {variants}")
