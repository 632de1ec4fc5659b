"""What `tighten` prints: the parameters with the paper's choice and the best, and what the bound gains."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from theory.papers import load
from theory.technique import Technique
from theory.tighten import Tightened, sharpened
from tightrope.output import columns, number, wrapped


def technique_json(technique: Technique) -> dict[str, Any]:
    """The technique itself: its parameters and its ranges as formulas."""
    return {
        "id": technique.statement,
        "against": technique.against,
        "sharpened": {
            "id": technique.sharpened,
            "variant": sharpened(technique).variant,
            "verdict": sharpened(technique).verdict,
        },
        "parameters": [
            {
                "name": p.name,
                "letter": p.letter,
                "place": p.place,
                "domain": p.domain,
                "published": p.published_text,
                "best": p.best_text,
            }
            for p in technique.free
        ],
        "lost": technique.lost,
        "near": technique.near or None,
        "limit": technique.limit and {"constant": technique.limit.name, "text": technique.limit.text},
        "weakest": technique.weakest and {"constant": technique.weakest.name, "text": technique.weakest.text},
    }


def tightened_json(found: Tightened) -> dict[str, Any]:
    """The technique at one set of constants."""
    return {
        "constants": dict(found.constants),
        "published": found.published,
        "at_published_choice": found.at_published_choice,
        "value": found.certified,
        "numerical": found.numerical,
        "closed": found.closed,
        "gain": found.gain,
        "published_choice": dict(found.published_choice),
        "chosen": {name: str(x) for name, x in found.chosen.items()},
        "limit_value": found.limit,
        "weakest_value": found.weakest,
        "why": found.why,
    }


def _heading(technique: Technique) -> list[str]:
    statement, ours = load(technique.statement, technique.against), sharpened(technique)
    lines = [f"{technique.statement} · {statement.place}"]
    rows = [("  free", "where", "the paper's", "a good one" if technique.near else "the best")]
    rows += [(f"  {p.domain}", p.place, p.published_text, p.best_text) for p in technique.free]
    lines += columns(rows)
    choice = "at a good choice" if technique.near else "at the best"
    lines += wrapped(
        f"{choice}: {ours.id} ({ours.variant}, {ours.verdict}): {ours.says}",
        "  ",
        "  ",
    )
    if technique.limit and technique.weakest:
        lines += wrapped(
            f"range: {technique.limit.text} in the paper ({technique.against}); "
            f"{technique.weakest.text} under any choice",
            "  ",
            "  ",
        )
    lines += wrapped(f"besides the choice: {technique.lost}", "  ", "  ")
    return [*lines, *(wrapped(f"in closed form: {technique.near}", "  ", "  ") if technique.near else [])]


def tightened_text(found: Tightened) -> list[str]:
    """One set of constants."""
    technique = found.technique
    lines = [*_heading(technique), ""]
    if technique.limit and technique.weakest:
        name = technique.limit.name
        lines.append(
            f"  {name} {number(found.constants.get(name))}: up to {number(found.limit)} in the paper, "
            f"below {number(found.weakest)} under some choice"
        )
    if found.certified is None:
        return [*lines, f"  no choice gives a bound: {found.why}"]
    paper = found.published_choice
    lines += [
        f"  {p.letter} = {float(found.chosen[p.name]):.6g}  (the paper's: {number(paper[p.name])})"
        for p in technique.free
    ]
    rows = [
        (f"  {technique.against}", number(found.published)),
        ("  at the paper's choice", number(found.at_published_choice)),
        ("  sharpened, proved at these fractions", number(found.certified)),
        ("  in closed form", number(found.closed)),
        ("  gain", number(found.gain)),
    ]
    return [*lines, *columns(rows)]


def table_text(technique: Technique, rows: Sequence[Tightened]) -> list[str]:
    """The technique over its axis."""
    given = ", ".join(f"{name} = {number(x)}" for name, x in technique.given.items())
    limited = technique.limit
    at = f"; {limited.name} at half of what the paper allows" if limited else ""
    said = wrapped(f"at {given}{at}:", "  ", "  ")
    heading = [technique.axis]
    heading += [f"{limited.name} ≤", f"{limited.name} <"] if limited else []
    heading += [technique.against, "sharpened", "gain", *(p.letter for p in technique.free)]
    cells = [tuple(heading), *(_cells(row) for row in rows)]
    notes = ["≤ is the paper's range, < that of any choice."] if limited else []
    return [*_heading(technique), "", *said, *columns(cells, "  "), *(f"  {n}" for n in notes)]


def _cells(row: Tightened) -> tuple[str, ...]:
    technique = row.technique
    cells = [number(row.constants[technique.axis])]
    if technique.limit:
        cells += [number(row.limit), number(row.weakest)]
    cells += [number(row.published), number(row.certified), number(row.gain)]
    return (*cells, *(f"{float(row.chosen[p.name]):.4g}" if row.chosen else "–" for p in technique.free))
