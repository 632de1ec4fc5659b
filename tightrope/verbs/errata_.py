"""`tightrope errata`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from theory.constants import PAPERS
from theory.constants_file import write_atomically
from theory.errors import BadInput, nearest, shown
from theory.papers import encoded
from theory.proof.ledger import Judged
from theory.proof.step import SEVERITIES
from tightrope.output import Json, print_json, refuse_unwritable, say, wrapped
from tightrope.prove_text import step_json
from tightrope.report.errata import DOUBTFUL, TITLES, document
from tightrope.report.facts import Facts, facts
from tightrope.report.overview import is_sure

ENDINGS = {"text": (".txt",), "html": (".html", ".htm"), "md": (".md",), "latex": (".tex",)}
"""The formats, and the file names that mean them."""
Format = Annotated[
    str | None,
    Parameter(
        name="--format", help="text, html, md or latex; by default what the name in --out ends in, or text"
    ),
]


def errata_(
    paper: str | None = None,
    /,
    *,
    format: Format = None,  # noqa: A002 - the option's name
    out: Path | None = None,
    as_json: Json = False,
) -> int:
    """List the findings of the proof ledger by severity: what is printed, the witness, and what is right.

    As html, md and latex they are a document for the authors: with the place of each, why it fails, whether
    its result survives, and how all of it was checked.

    Parameters
    ----------
    paper
        One of gmc, def, cdadam, qprsgd, qg; all of them by default.
    out
        The file to write, in place of standard output. An existing one is replaced.
    """
    if paper is not None and paper not in PAPERS:
        raise BadInput(f"paper: read {shown(paper)}; {nearest(paper, PAPERS)}")
    chosen = _format(format, out, as_json=as_json)
    papers = encoded() if paper is None else (paper,)
    known = facts(papers)
    if as_json:
        print_json({"findings": [step_json(one) for one in known.refuted()]})
    elif out is None:
        say(*_written(chosen, papers, known))
    else:
        text = "\n".join([*_written(chosen, papers, known), ""])
        write_atomically(out, text.encode())
    return 0


def _format(named: str | None, out: Path | None, *, as_json: bool) -> str:
    """The format that is asked for; refuse, before anything is judged, what cannot be written."""
    if named is not None and named not in ENDINGS:
        raise BadInput(f"format: read {shown(named)}; {nearest(named, ENDINGS)}")
    if out is not None:
        refuse_unwritable(out)
    by_ending = {ending: name for name, endings in ENDINGS.items() for ending in endings}
    ending = "" if out is None else out.suffix.lower()
    if named is None and ending and ending not in by_ending:
        allowed = f"without --format, allowed: a name that ends in {', '.join(by_ending)}"
        raise BadInput(f"out: read {shown(str(out))}; {allowed}")
    if as_json and (named or out):
        raise BadInput("json: read beside --format or --out; allowed: --json alone, or one of these")
    return named or by_ending.get(ending, "text")


def _written(chosen: str, papers: Sequence[str], known: Facts) -> Iterator[str]:
    if chosen == "text":
        yield from _text(known)
    else:
        from tightrope.report.documents import FORMATS

        yield FORMATS[chosen]([document(paper, known) for paper in papers]).rstrip("\n")


# As text


def _text(known: Facts) -> Iterator[str]:
    findings = list(known.refuted())
    sure = [one for one in findings if is_sure(one)]
    for severity in SEVERITIES:
        yield from _section(TITLES[severity], [one for one in sure if one.step.severity == severity])
    yield from _section(DOUBTFUL, [one for one in findings if not is_sure(one)])
    yield f"{len(findings)} findings in {len(known.ledger)} steps"


def _section(title: str, found: list[Judged]) -> Iterator[str]:
    if found:
        yield title
        for one in found:
            yield from _entry(one)
        yield ""


def _entry(one: Judged) -> list[str]:
    step, witness = one.step, one.finding.witness
    lines = [f"  {step.id}", *wrapped(f"printed: {step.says}", "    ", "      ")]
    if witness is not None:
        lines += wrapped(f"at {witness.text}", "    ", "      ")
    lines += wrapped(step.note, "    ") if step.note else []
    return [*lines, *([f"    repaired: {step.repair}"] if step.repair else [])]
