"""Bounds and checks as the JSON that docs/interface.md fixes."""

from __future__ import annotations

from typing import Any

from theory.admissible import Edge
from theory.evaluate import Bound
from theory.statement import Check


def check_json(check: Check) -> dict[str, Any]:
    return {"id": check.constraint.id, "holds": check.holds, "lhs": check.lhs, "rhs": check.rhs}


def bound_json(bound: Bound) -> dict[str, Any]:
    statement = bound.statement
    document = {
        "id": statement.id,
        "variant": statement.variant,
        "quantity": statement.quantity,
        "unit": statement.unit,
        "value": bound.value,
        "interval": bound.interval,
        "terms": dict(bound.terms),
        "dominant": bound.dominant,
        "applies": bound.applies,
        "why": bound.why,
        "constraints": [check_json(check) for check in bound.constraints],
        "outputs": dict(bound.outputs),
        "measured": bound.measured,
        "tightness": bound.tightness,
        "verdict": statement.verdict,
        "missing": list(bound.missing),
        "a_posteriori": list(bound.a_posteriori),
        "dimension_finding": statement.dimension_finding,
    }
    if bound.log10_value is not None:
        document["log10_value"] = bound.log10_value
    return document


def edge_json(edge: Edge) -> dict[str, Any]:
    """An edge; a value of null with `unlimited` true means that the constraint sets no limit."""
    unlimited = edge.value == float("inf")
    return {
        "value": None if unlimited else edge.value,
        "unlimited": unlimited,
        "attained": edge.attained,
        "how": edge.how,
    }
