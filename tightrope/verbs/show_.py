"""`tightrope show`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from theory.constants_file import read_constants
from theory.errors import BadInput, nearest
from theory.evaluate import evaluate
from theory.papers import all_statements, load
from theory.shown import Shown
from theory.statement import VARIANTS, Statement
from tightrope.output import Json, print_json, say
from tightrope.show_json import show_json
from tightrope.show_latex import show_latex
from tightrope.show_text import show_text

Latex = Annotated[
    bool,
    Parameter(negative="", help="the inequality as LaTeX; with --constants also its numbers and a table row"),
]


def show_(
    statement: str,
    /,
    *,
    variant: str | None = None,
    latex: Latex = False,
    constants: Path | None = None,
    as_json: Json = False,
) -> int:
    """Show a statement in its paper's notation: inequality, constants, hypotheses, what it uses.

    Parameters
    ----------
    statement
        A statement's id, such as gmc.theorem6.
    variant
        published, repaired or strengthened; as published, where the statement has that.
    constants
        A constants file, at which the statement is evaluated.
    """
    shown = Shown(_chosen(statement, variant))
    bound = None if constants is None else evaluate(shown.statement, read_constants(constants))
    if as_json:
        print_json(show_json(shown, bound))
    elif latex:
        say(*show_latex(shown, None if constants is None else read_constants(constants)))
    else:
        say(*show_text(shown, bound))
    return 0


def _chosen(name: str, variant: str | None) -> Statement:
    """The statement; without a variant, the first that it has."""
    if variant is not None and variant not in VARIANTS:
        raise BadInput(f"variant: read {variant!r}; {nearest(variant, VARIANTS)}")
    has = {s.variant for s in all_statements() if s.id == name}
    return load(name, variant or next((v for v in VARIANTS if v in has), VARIANTS[0]))
