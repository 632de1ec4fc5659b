"""Tightrope: a published convergence theorem held between machine proof and measurement.

The Python API, which stays as it is documented in docs/interface.md:

- `load(statement, variant)` returns a `Statement`;
- `read_constants(path)` reads a constants file;
- `bounds(constants)` evaluates every bound that it allows;
- `replay(toy, method, …)` replays a toy with one method;
- `show(statement, variant)` is what the report says of a statement, as a notebook shows it.
"""

from typing import TYPE_CHECKING, Any

from theory.constants_file import read_constants
from theory.evaluate import bounds
from theory.papers import load

if TYPE_CHECKING:
    from tightrope.report.markup import Section
    from toys.replay import Replay

__all__ = ["bounds", "load", "read_constants", "replay", "show"]
__version__ = "0.1.0"


def replay(toy: str, method: str | None = None, **how: Any) -> "Replay":
    """Replay a toy with one method; see `toys.replay.replay`, which is loaded, with torch, only here."""
    from toys.replay import replay as replayed

    return replayed(toy, method, **how)


def show(statement: str, variant: str = "published") -> "Section":
    """What the report says of a statement: does it hold, its formula, its proof step by step."""
    from tightrope.report.facts import facts_of
    from tightrope.report.markup import Section, anchor
    from tightrope.report.statement_part import statement_part

    found = load(statement, variant)
    return Section(anchor(statement, variant), found.place, statement_part(found, facts_of(found)))
