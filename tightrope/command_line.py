"""The command line: verbs registered by import string, so that a quick verb loads only what it needs."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path

from cyclopts import App, CycloptsError, UnusedCliTokensError

from theory.errors import Silent, TightropeError, shown
from tightrope import __version__

INTERRUPTED = 130
"""The status of a command that a signal ended: 128 + SIGINT, as shells have it."""

VERBS = {
    "list": "papers, statements, variants and verdicts",
    "bounds": "every bound computable from a constants file, term by term",
    "check": "the constraints alone: margins, largest step size and momentum",
    "show": "a statement in its paper's notation, with its hypotheses",
    "prove": "judge the steps of the proofs, now",
    "errata": "the findings of the proof ledger, by severity",
    "hunt": "search for counterexamples to statements and steps",
    "tighten": "a proof's free parameters optimised: the sharpest bound of its technique",
    "gap": "measured, worst case, sharpened and published bound side by side",
    "report": "one self-contained page: proofs, findings, runs",
    "cite": "a statement's paper as BibTeX",
    "measure": "run a method and measure the constants of its theory",
    "replay": "replay a toy with one method",
    "figures": "regenerate the papers' figures, and judge what the papers say of them",
    "sentences": "run what decides the papers' empirical sentences at small size",
}
"""The verbs, in the order of the help."""


def make_app() -> App:
    """The application; every verb is a function in tightrope.verbs that returns the exit status."""
    app = App(
        name="tightrope",
        help="A published convergence theorem held between machine proof and measurement.",
        version=__version__,
        result_action="return_value",
        help_format="plaintext",
    )
    for verb, purpose in VERBS.items():
        app.command(f"tightrope.verbs.{verb}_:{verb}_", name=verb, help=purpose)
    return app


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and exit: 0 done, 1 done but what was asked for does not hold, 2 bad input."""
    sys.exit(run(sys.argv[1:] if arguments is None else list(arguments)))


def run(arguments: Sequence[str]) -> int:
    """Run a command and return its exit status; bad input is one message on standard error."""
    try:
        status = make_app()(list(arguments), exit_on_error=False, print_error=False)
        sys.stdout.flush()
    except Silent:
        return 2
    except (TightropeError, CycloptsError) as error:
        return _failed(_told(error))
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()  # the reader of a pipe has gone; there is nobody to tell
        return 0
    except OSError as error:
        return _failed(f"{_named(error.filename)}: {error.strerror}")
    return status if isinstance(status, int) else 0


def _told(error: Exception) -> str:
    """What is wrong, in our words where the parser's are a programmer's."""
    if isinstance(error, UnusedCliTokensError) and error.unused_tokens:
        return f"read {' '.join(map(shown, error.unused_tokens))}, more arguments than there are; see --help"
    return re.sub(r": invalid literal for int.*?: ('.*')", r": read \1; allowed: an integer", str(error))


def _named(file: object) -> str:
    """The file that an error is about; one that is written under a temporary name by its own."""
    path = Path(str(file or "output"))
    found = re.fullmatch(r"\.(.+)\.\d+\.tmp", path.name)
    return str(path.with_name(found[1]) if found else path)


def _failed(message: str) -> int:
    print(f"tightrope: {' '.join(message.splitlines())}", file=sys.stderr)  # noqa: T201
    return 2
