"""`tightrope check`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any

from theory.admissible import Edge, edge
from theory.constants_file import read_constants
from theory.evaluate import applicability
from theory.papers import all_statements
from theory.statement import Check, Constraint, Statement, apply, needs
from tightrope.bounds_text import RELATION_SIGNS, SIGNS
from tightrope.json_form import check_json, edge_json
from tightrope.output import Json, columns, number, print_json, say

ASKED = ("momentum", "step_size")
"""The constants whose largest admissible value is given: what a user can choose."""


@dataclass(frozen=True)
class Report:
    """One constraint of one statement at the file's constants."""

    statement: Statement
    check: Check
    applies: bool | None
    edges: tuple[Edge, ...]
    range_end: float | None
    """The end of the exact range that the constraint has in closed form."""


def check_(file: Path, /, *, paper: str | None = None, as_json: Json = False) -> int:
    """Check the constraints alone: margins, largest admissible step size and momentum.

    The status is 1 if a constraint of a statement about the file's run fails (of any statement, where the
    file has no [run] table).

    Parameters
    ----------
    file
        A constants file.
    paper
        One paper only.
    """
    constants = read_constants(file)
    values = constants.values()
    reports = [
        _report(statement, check, applies, values, with_edges=as_json or applies is not False)
        for statement in all_statements(paper)
        for applies in (applicability(statement, constants)[0],)
        for check in statement.constraints(**values)
    ]
    if as_json:
        print_json({"constraints": [_json(r) for r in reports]})
    else:
        say(*_text(reports))
    return 1 if any(r.check.holds is False and r.applies is not False for r in reports) else 0


def _report(
    statement: Statement, check: Check, applies: bool | None, values: Mapping[str, float], with_edges: bool
) -> Report:
    """The text says nothing of statements about other runs, so their edges need not be found for it."""
    constraint = check.constraint
    edges = [edge(constraint, name, values) for name in ASKED if with_edges]
    return Report(
        statement,
        check,
        applies,
        tuple(e for e in edges if e is not None),
        _range_end(constraint, values),
    )


def _range_end(constraint: Constraint, values: Mapping[str, float]) -> float | None:
    solved = constraint.solved
    if solved is None or any(n not in values for n in needs(solved.formula)):
        return None
    try:
        end = float(apply(solved.formula, values))
    except ArithmeticError:
        return None
    return end if isfinite(end) else None


def _margin(check: Check) -> float | None:
    """Right minus left: how much room there is; None where a side has no value, or too large a one."""
    if check.lhs is None or check.rhs is None:
        return None
    try:
        margin = float(check.rhs) - float(check.lhs)
    except OverflowError:
        return None
    return margin if isfinite(margin) else None


def _json(report: Report) -> dict[str, Any]:
    constraint = report.check.constraint
    document = {
        "statement": report.statement.id,
        "variant": report.statement.variant,
        "applies": report.applies,
        **check_json(report.check),
        "relation": constraint.relation,
        "text": constraint.text,
        "place": constraint.place,
        "margin": _margin(report.check),
        "missing": list(report.check.missing),
        "largest": {e.name: edge_json(e) for e in report.edges},
    }
    if constraint.solved is not None:
        document["exact_range"] = {
            "constant": constraint.solved.name,
            "below": report.range_end,
            "formula": constraint.solved.text,
        }
    return document


def _text(reports: list[Report]) -> list[str]:
    lines: list[str] = []
    for statement in _distinct([r.statement for r in reports if r.applies is not False]):
        own = [r for r in reports if r.statement is statement]
        heading = f"{statement.id} ({statement.variant}) · {statement.place}"
        lines += [heading, *columns([_row(r) for r in own], "  ")]
        lines += [f"  {line}" for r in own for line in _range_lines(r)]
        lines.append("")
    others = dict.fromkeys(r.statement.id for r in reports if r.applies is False)
    return [*lines, *([f"Not about this run: {', '.join(others)}"] if others else [])]


def _distinct(statements: list[Statement]) -> list[Statement]:
    return list({id(s): s for s in statements}.values())


def _row(report: Report) -> tuple[str, ...]:
    check = report.check
    if check.missing:
        return (SIGNS[None], f"missing: {', '.join(check.missing)}", "", check.constraint.text, "")
    comparison = f"{number(check.lhs)} {RELATION_SIGNS[check.constraint.relation]} {number(check.rhs)}"
    largest = "; ".join(map(_edge_text, report.edges))
    return (
        SIGNS[check.holds],
        comparison,
        f"margin {number(_margin(check))}",
        check.constraint.text,
        largest,
    )


def _edge_text(edge: Edge) -> str:
    if edge.value is None:
        return f"no {edge.name} satisfies it"
    if edge.value == float("inf"):
        return f"any {edge.name}"
    return f"{edge.name} {'≤' if edge.attained else '<'} {edge.value:.6g}" + (
        "" if edge.how == "root" else " (bisection)"
    )


def _range_lines(report: Report) -> list[str]:
    solved = report.check.constraint.solved
    if solved is None or report.range_end is None:
        return []
    return [f"exactly: {solved.text}, here {report.range_end:.6g}"]
