"""Bounds as text: for each statement its terms, constraints and tightness."""

from __future__ import annotations

from collections.abc import Sequence

from theory.evaluate import Bound
from theory.statement import Check
from tightrope.output import columns, number, wrapped

SIGNS = {True: "holds", False: "FAILS", None: "unknown"}
RELATION_SIGNS = {"<": "<", "<=": "≤", "==": "="}


def bounds_text(bounds: Sequence[Bound], has_run: bool) -> list[str]:
    """Bounds about the run in full, then what could not be had, in one line each."""
    shown = [
        b for b in bounds if b.applies is not False and (b.terms or b.log10_value or b.statement.quantity)
    ]
    computable = [b for b in shown if not _only_missing(b)]
    lines = [line for b in computable for line in bound_text(b)]
    lacking = [f"  {b.statement.id}: missing: {', '.join(b.missing)}" for b in shown if _only_missing(b)]
    if lacking:
        lines += ["Not computable from this file:", *lacking, ""]
    others = _misfits(bounds)
    if others:
        lines += ["Not about this run:", *others, ""]
    if not has_run:
        lines += [
            "The file has no [run] table: nothing is assumed about a run, and no tightness is given.",
            "",
        ]
    return lines[:-1]


def _misfits(bounds: Sequence[Bound]) -> list[str]:
    """The statements that are about something else, under the reason that they share."""
    reasons: dict[str, list[str]] = {}
    for bound in bounds:
        if bound.applies is False:
            reasons.setdefault(bound.misfit or "", []).append(bound.statement.id)
    lines = []
    for reason, ids in reasons.items():
        lines += [f"  {reason}:", *wrapped(", ".join(ids), "    ")]
    return lines


def _only_missing(bound: Bound) -> bool:
    """Whether the file gives nothing of a statement: neither its bound nor any of its outputs."""
    nothing = not bound.terms and bound.log10_value is None and not any(bound.outputs.values())
    return nothing and bool(bound.missing)


def bound_text(bound: Bound) -> list[str]:
    """One statement: heading, terms with the dominant one marked, outputs, constraints, tightness."""
    s = bound.statement
    heading = f"{s.id} ({s.variant}, {s.verdict}) · {s.place}"
    rows = [
        (f"  {name}", number(value), "← dominant" if _leads(bound, name) else "")
        for name, value in bound.terms.items()
    ]
    if bound.value is not None:
        rows.append((f"{s.quantity or 'bound'} ≤", number(bound.value), "" if s.unit == "1" else s.unit))
    body = columns(rows, "  ") if rows else []
    if bound.interval is not None:
        low, high = map(number, bound.interval)
        body.append(f"  over the intervals of its constants: [{low}, {high}]")
    if bound.value is None:
        body.append(f"  {s.quantity or 'bound'}: {bound.why_no_value}")
    if s.dimension_finding is not None:
        body.append(f"  the printed formula's units do not agree: {s.dimension_finding}")
    outputs = [f"{name} = {number(value)}" for name, value in bound.outputs.items() if value is not None]
    if outputs:
        body.append("  with " + ", ".join(outputs))
    return [heading, *body, *constraint_lines(bound.constraints), *_tightness(bound), ""]


def _leads(bound: Bound, name: str) -> bool:
    return len(bound.terms) > 1 and name == bound.dominant


def constraint_lines(checks: Sequence[Check]) -> list[str]:
    rows = [
        (
            SIGNS[check.holds],
            f"{number(check.lhs)} {RELATION_SIGNS[check.constraint.relation]} {number(check.rhs)}",
            check.constraint.text,
        )
        for check in checks
    ]
    return columns(rows, "  ") if rows else []


def _tightness(bound: Bound) -> list[str]:
    lines = []
    if bound.tightness is not None:
        lines.append(
            f"  measured {number(bound.measured)}: the bound is {number(bound.tightness)} times that"
        )
        if bound.unmet:
            failing = ", ".join(c.constraint.id for c in bound.unmet)
            lines.append(f"  the paper does not claim this number: {failing} fails")
    if bound.a_posteriori and bound.value is not None:
        names = ", ".join(bound.a_posteriori)
        lines.append(f"  a posteriori, about this run only: {names} are suprema over its points")
    return lines
