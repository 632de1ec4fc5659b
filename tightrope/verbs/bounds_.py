"""`tightrope bounds`."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from theory.constants import Constants
from theory.constants_file import read_constants
from theory.errors import BadInput, nearest
from theory.evaluate import Bound, bounds
from theory.statement import VARIANTS
from tightrope.bounds_text import bounds_text
from tightrope.json_form import bound_json
from tightrope.output import Json, print_json, say

Flag = Annotated[bool, Parameter(negative="")]
Sweep = Annotated[str | None, Parameter(help="name=from:to:points, such as step_size=1e-4:1:200")]
APriori = Annotated[
    bool,
    Parameter(
        negative="", help="use the proved bounds over space, where known, in place of what the run saw"
    ),
]


def bounds_(
    file: Path,
    /,
    *,
    paper: str | None = None,
    variant: str | None = None,
    a_priori: APriori = False,
    sweep: Sweep = None,
    csv: Path | None = None,
    sensitivity: Flag = False,
    target: float | None = None,
    figure: Path | None = None,
    as_json: Json = False,
) -> int:
    """Evaluate every bound that a constants file allows, term by term.

    Parameters
    ----------
    file
        A constants file, such as the constants.toml of a run.
    paper
        One paper only.
    variant
        One variant only: published, repaired or strengthened.
    csv
        With --sweep: write all its points to this file.
    sensitivity
        For every bound ∂ log bound / ∂ log constant, exact, and the best admissible step size.
    target
        ε: the steps and bits that each paper's theorem needs to promise it, at the same constants.
    figure
        Draw to this .svg or .png: the sweep, or bounds beside what was measured.
    """
    if variant is not None and variant not in VARIANTS:
        raise BadInput(f"variant: read {variant!r}; {nearest(variant, VARIANTS)}")
    constants = read_constants(file)
    found = bounds(constants.a_priori() if a_priori else constants, paper, variant)
    _use(found, constants, sweep, csv, sensitivity, target, figure, as_json)
    return 0 if any(b.value is not None or b.log10_value is not None for b in found) else 1


def _use(
    found: Sequence[Bound],
    constants: Constants,
    sweep: str | None,
    csv: Path | None,
    sensitivity: bool,
    target: float | None,
    figure: Path | None,
    as_json: bool,
) -> None:
    """Print the bounds, and what the options ask of them; what an option needs is loaded only with it."""
    if csv is not None and sweep is None:
        raise BadInput("csv: goes with --sweep name=from:to:points, whose points it writes")
    document: dict[str, Any] = {"bounds": [bound_json(b) for b in found]}
    plain = sweep is None and target is None and not sensitivity
    lines = bounds_text(found, has_run=constants.run is not None) if plain else []
    if not plain:
        from tightrope import uses
    if sensitivity:
        changes = uses.sensitivities(found, constants)
        document["sensitivity"] = [uses.sensitivity_json(c) for c in changes]
        lines += [line for c in changes for line in uses.sensitivity_text(c)]
    if sweep is not None:
        lines += _swept(found, constants, sweep, csv, figure, document)
    elif figure is not None:
        _drawn(figure, "draw_terms", found)
        lines += ["", f"Written: {figure}"]
    if target is not None:
        needed = uses.reached(found, constants, target)
        document["target"] = {"value": target, "theorems": [uses.reached_json(r, constants) for r in needed]}
        lines += uses.reached_text(needed, constants, target)
    if as_json:
        print_json(document)
    else:
        say(*lines)


def _swept(
    found: Sequence[Bound],
    constants: Constants,
    sweep: str,
    csv: Path | None,
    figure: Path | None,
    document: dict[str, Any],
) -> list[str]:
    from theory.sweep import parse_range
    from tightrope import uses

    along = parse_range(sweep)
    curves = uses.swept(found, constants, along)
    document["sweep"] = {
        "name": along.name,
        "values": [float(x) for x in along.values()],
        "bounds": [uses.sweep_json(s) for s in curves],
    }
    lines = [line for s in curves for line in uses.sweep_text(s, along)]
    if not curves:
        lines.append(f"No bound about this run depends on {along.name}.")
    if csv is not None:
        uses.write_csv(curves, along, csv)
        lines.append(f"Written: {csv}")
    if figure is not None:
        _drawn(figure, "draw_sweep", curves, along)
        lines.append(f"Written: {figure}")
    return lines


def _drawn(path: Path, drawing: str, *data: Any) -> None:
    """Draw with a function of paper_figs.bounds, which loads matplotlib."""
    from paper_figs import bounds as drawings
    from paper_figs.style import write

    write(getattr(drawings, drawing)(*data), path, shlex.join(["tightrope", *sys.argv[1:]]))
