"""What a bound is used for: sensitivity, course over a range, best step size, price of a target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, isinf, isnan
from pathlib import Path
from typing import Any

from theory.best_step import Best, Reached, best_step, reach, takes_over
from theory.constants import Constants
from theory.errors import BadInput, TightropeError
from theory.evaluate import Bound
from theory.sensitivity import elasticities
from theory.statement import Statement
from theory.sweep import Range, Swept, sweep
from tightrope.output import columns, number

SHOWN_POINTS = 9
"""Points of a sweep that the text shows; JSON and CSV have them all."""


def computable(bounds: Sequence[Bound]) -> list[Bound]:
    """The bounds that the options are about: of statements about the run, with a formula."""
    return [b for b in bounds if b.applies is not False and b.statement.formula is not None]


# Sensitivity


@dataclass(frozen=True)
class Sensitivity:
    """∂ log bound / ∂ log constant, and the best admissible step size at the file's other constants."""

    bound: Bound
    elasticities: dict[str, float | None]
    best: Best | None


def sensitivities(bounds: Sequence[Bound], constants: Constants) -> list[Sensitivity]:
    values = constants.values()
    return [
        Sensitivity(b, dict(elasticities(b.statement.formula, values)), _best(b.statement, values))
        for b in computable(bounds)
        if b.value is not None and b.statement.formula is not None
    ]


def _best(statement: Statement, values: dict[str, float]) -> Best | None:
    return best_step(statement, values) if statement.cost and not statement.attains else None


def sensitivity_json(found: Sensitivity) -> dict[str, Any]:
    document: dict[str, Any] = {
        "id": found.bound.statement.id,
        "variant": found.bound.statement.variant,
        "elasticities": found.elasticities,
    }
    if found.best is not None:
        finite = found.best.step_size is not None
        document["best_step_size"] = {
            "value": found.best.step_size,
            "bound": found.best.value if finite else None,
            "at_limit": found.best.at_limit,
            "why": found.best.why,
        }
    return document


def sensitivity_text(found: Sensitivity) -> list[str]:
    ordered = sorted(found.elasticities.items(), key=lambda item: -abs(item[1] or 0))
    lines = [f"{found.bound.statement.id}: ∂ log bound / ∂ log constant"]
    lines += columns([(name, "–" if x is None else f"{x:+.3f}") for name, x in ordered], "  ")
    if found.best is not None:
        lines.append("  " + best_text(found.best, found.bound))
    return [*lines, ""]


def best_text(best: Best, bound: Bound) -> str:
    if best.step_size is None:
        return f"no best step size: {best.why}"
    where = ", the largest admissible one" if best.at_limit else ""
    return (
        f"best step size {best.step_size:.4g}{where}: {number(best.value)} in place of {number(bound.value)}"
    )


# Sweep


def swept(bounds: Sequence[Bound], constants: Constants, along: Range) -> list[Swept]:
    values = constants.values()
    found = (sweep(b.statement, values, along) for b in computable(bounds))
    return [s for s in found if s is not None]


def sweep_json(found: Swept) -> dict[str, Any]:
    def listed(array: Any) -> list[float | None]:
        return [None if isnan(x) else float(x) for x in array]

    return {
        "id": found.statement.id,
        "variant": found.statement.variant,
        "why": found.why,
        "claimed_to": None if isinf(found.claimed_to) else found.claimed_to,
        "bound": None if found.total is None else listed(found.total),
        "terms": {name: listed(term) for name, term in found.terms.items()},
        "dominance": [] if found.total is None else [list(part) for part in found.dominance()],
    }


def sweep_text(found: Swept, along: Range) -> list[str]:
    heading = f"{found.statement.id} over {along.name} from {along.low:g} to {along.high:g}"
    if found.total is None:
        return [f"{heading}: {found.why}", ""]
    points = len(found.values)
    at = sorted({round(i * (points - 1) / (SHOWN_POINTS - 1)) for i in range(SHOWN_POINTS)})
    header = [along.name, "bound", *found.terms]
    rows = [
        [f"{found.values[i]:.4g}", *_cells([found.total[i], *(t[i] for t in found.terms.values())])]
        for i in at
    ]
    lines = [heading, *columns([header, *rows], "  ")]
    for low, high, term in found.dominance():
        lines.append(f"  {low:.4g} … {high:.4g}: " + (f"{term} dominates" if term else "void"))
    if found.claimed_to < along.high:
        lines.append(f"  the paper claims it up to {along.name} = {found.claimed_to:.4g}")
    return [*lines, ""]


def _cells(numbers: Sequence[float]) -> list[str]:
    return ["void" if isnan(x) else number(float(x)) for x in numbers]


def write_csv(found: Sequence[Swept], along: Range, path: Path) -> None:
    """One row a point and statement: the constant, the bound and each of its terms by name."""
    import csv
    import io

    from theory.constants_file import write_atomically

    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(["statement", "variant", along.name, "term", "value"])
    for s in found:
        for name, array in ({} if s.total is None else {**s.terms, "bound": s.total}).items():
            for x, y in zip(s.values, array, strict=True):
                writer.writerow(
                    [
                        s.statement.id,
                        s.statement.variant,
                        repr(float(x)),
                        name,
                        "" if isnan(y) else repr(float(y)),
                    ]
                )
    write_atomically(path, buffer.getvalue().encode())


# Target


def reached(bounds: Sequence[Bound], constants: Constants, target: float) -> list[Reached]:
    """What every paper's theorem needs at the same constants: this question is not about the file's run."""
    if not 0 < target < inf:
        raise BadInput(f"target: read {target}; allowed: a number > 0")
    values = constants.values()
    return [_reached(b.statement, values, target) for b in bounds if b.statement.cost]


def _reached(statement: Statement, values: dict[str, float], target: float) -> Reached:
    try:
        return reach(statement, values, target)
    except (TightropeError, ArithmeticError) as error:
        return Reached(statement, None, None, None, None, None, str(error))


def reached_json(found: Reached, constants: Constants) -> dict[str, Any]:
    lead = takes_over(found.statement, constants.values()) if found.steps is not None else None
    return {
        "id": found.statement.id,
        "variant": found.statement.variant,
        "steps": found.steps,
        "step_size": found.step_size,
        "bits": found.bits,
        "counted": found.statement.cost.text if found.statement.cost else None,
        "uncompressed_steps": found.dense_steps,
        "uncompressed_bits": found.dense_bits,
        "bits_ratio": found.bits_ratio,
        "leading_term": lead[0] if lead else None,
        "leading_from": lead[1] if lead else None,
        "why": found.why,
    }


def reached_text(found: Sequence[Reached], constants: Constants, target: float) -> list[str]:
    header = [
        "theorem",
        "steps",
        "step size",
        "bits",
        "uncompressed steps",
        "bits",
        "ratio",
        "leading terms from",
    ]
    rows, notes = [header], []
    for r in found:
        document = reached_json(r, constants)
        if r.steps is None:
            notes.append(f"  {r.statement.id}: {r.why}")
            continue
        lead = document["leading_term"]
        rows.append(
            [
                r.statement.id,
                *_cells_or_dash([r.steps, r.step_size, r.bits, r.dense_steps, r.dense_bits, r.bits_ratio]),
                f"{lead} leads from T = {document['leading_from']:.3g}" if lead else "–",
            ]
        )
    lines = [f"To promise an average squared gradient norm of {target:g}, each at its best step size:"]
    lines += columns(rows, "  ") if len(rows) > 1 else []
    lines += [
        f"  {r.statement.id} counts {r.statement.cost.text}" for r in found if r.steps and r.statement.cost
    ]
    losers = [r.statement.id for r in found if r.bits_ratio is not None and r.bits_ratio > 1]
    if losers:
        lines.append(f"  needs more than the compression saves (ratio above 1): {', '.join(losers)}")
    if notes:
        lines += ["  no number of steps:", *[f"  {n}" for n in notes]]
    return [*lines, ""]


def _cells_or_dash(numbers: Sequence[float | None]) -> list[str]:
    return ["–" if x is None else f"{x:.4g}" for x in numbers]
