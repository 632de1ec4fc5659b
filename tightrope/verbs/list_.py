"""`tightrope list`."""

from __future__ import annotations

from typing import Annotated, Any

from cyclopts import Parameter

from theory.constants import PAPERS
from theory.errors import BadInput, nearest
from theory.papers import encoded, load_paper
from tightrope.output import Json, columns, print_json, say

Flag = Annotated[bool, Parameter(negative="")]


def list_(paper: str | None = None, /, *, markdown: Flag = False, as_json: Json = False) -> int:
    """List papers, statements, variants and verdicts.

    Parameters
    ----------
    paper
        One of gmc, def, cdadam, qprsgd, qg; all of them by default.
    markdown
        As the table that docs/reading.md has.
    """
    if paper is not None and paper not in PAPERS:
        raise BadInput(f"paper: read {paper!r}; {nearest(paper, PAPERS)}")
    wanted = [p for p in PAPERS if paper in (None, p)]
    if as_json:
        print_json({"papers": [_json(p) for p in wanted]})
    elif markdown:
        say(*(line for p in wanted if p in encoded() for line in _markdown(p)))
    else:
        for p in wanted:
            say(*_text(p))
    return 0


def _json(paper: str) -> dict[str, Any]:
    if paper not in encoded():
        return {"id": paper, "encoded": False, "statements": []}
    loaded = load_paper(paper)
    statements = [
        {
            "id": s.id,
            "variant": s.variant,
            "place": s.place,
            "quantity": s.quantity,
            "verdict": s.verdict,
            "says": s.says,
        }
        for s in loaded.statements
    ]
    return {"id": paper, "encoded": True, "title": loaded.title, "statements": statements}


def _markdown(paper: str) -> list[str]:
    """A folded table of a paper's statements, one row each."""
    loaded = load_paper(paper)
    rows = [
        f"| `{s.id}` | {s.place} | {s.quantity or ''} | {s.variant}: {s.verdict} |" for s in loaded.statements
    ]
    summary = f"<details><summary><code>{paper}</code>: {loaded.title}, {len(rows)} statements</summary>"
    return [
        summary,
        "",
        "| statement | place | bounds | verdict |",
        "|---|---|---|---|",
        *rows,
        "",
        "</details>",
        "",
    ]


def _text(paper: str) -> list[str]:
    if paper not in encoded():
        return [f"{paper}: not encoded yet", ""]
    loaded = load_paper(paper)
    rows = [(s.id, s.variant, s.verdict, s.quantity or "–", s.place) for s in loaded.statements]
    heading = f"{paper}: {loaded.title} ({loaded.authors})"
    return [heading, *columns([("statement", "variant", "verdict", "bounds", "place"), *rows], "  "), ""]
