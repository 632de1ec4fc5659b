"""The errors that a user meets, each a sentence that says what to do next."""

from collections.abc import Iterable
from difflib import get_close_matches


class TightropeError(Exception):
    """Any error whose message is written for the user."""


class BadInput(TightropeError):
    """A file, an argument or a name that cannot be used; the command line answers it with status 2."""


class Silent(TightropeError):
    """An error that another process tells the user."""


class Void(TightropeError):
    """A bound that says nothing here, because a quantity that it divides by is not positive."""


class Undecided(TightropeError):
    """A reading that cannot tell, such as an interval that straddles the edge of a domain."""


class OutsideDomain(ValueError):
    """A function of floats where it has no real value, such as the root of a negative number."""


class UnlikeUnits(TightropeError):
    """A sum, comparison or function of quantities whose physical dimensions do not allow it."""


def nearest(word: str, known: Iterable[str], usual: Iterable[str] = ()) -> str:
    """Return a clause that names the known words closest to `word`, or all of them if there are few.

    Where no word is close, the `usual` ones stand for all, if there are such.
    """
    names = sorted(known)
    close = get_close_matches(word, names, n=3, cutoff=0.5)
    if close:
        return "did you mean " + " or ".join(close) + "?"
    names = sorted(usual) or names
    if len(names) <= 30:
        return "known: " + ", ".join(names)
    return f"{len(names)} names are known"


def shown(value: object) -> str:
    """A value as a message quotes it: on one line and short, whatever it is."""
    try:
        text = repr(value)
    except (ValueError, RecursionError):  # an integer of thousands of digits, brackets in thousands
        return f"a {type(value).__name__} too long to print"
    return text if len(text) <= 60 else text[:57] + "…"
