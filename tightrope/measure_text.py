"""What `tightrope measure` says of a run that has ended."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from empirical.config import read_config
from empirical.folder import RunFolder
from empirical.parts import CONFIG, CONSTANTS
from empirical.setup import make_problem
from theory.constants import Constants, Estimate
from theory.constants_file import as_document, read_constants
from tightrope.met import met_json, met_text
from tightrope.output import columns, number


def _constants(folder: RunFolder) -> Constants | None:
    diverged = folder.read_status()["status"] == "diverged"
    return None if diverged else read_constants(folder.path / CONSTANTS)


def measured_json(folder: RunFolder) -> dict[str, Any]:
    """The run's folder, how it ended, and its constants as in the constants file."""
    constants, ended = _constants(folder), folder.read_status()
    document = {} if constants is None else as_document(constants)
    return {
        "run": str(folder.path),
        "status": ended["status"],
        "steps_done": ended["steps_done"],
        "diverged_at": ended.get("diverged_at"),
        "constants": document.get("constants"),
        "measured": document.get("measured"),
        "met": None if constants is None else met_json(constants),
    }


def measured_text(folder: RunFolder) -> list[str]:
    ended, path = folder.read_status(), folder.path
    constants = _constants(folder)
    if constants is None:
        seeds = ", ".join(map(str, ended["seeds"]))
        return [
            f"{path}: diverged at step {ended['diverged_at']} (seed {seeds}); no constants were written",
            "A smaller step size or momentum may help.",
        ]
    lines = [f"{path}: {ended['status']}, {ended['steps_done']} of {ended['steps']} steps", "", "Constants"]
    lines += _table({n: e for n, e in constants.known.items() if e.kind != "given"})
    lines += ["", "Measured", *_table(constants.measured), "", "Hypotheses of the problem"]
    known = make_problem(read_config(path / CONFIG)).hypotheses
    lines += columns([(name, state) for name, state in known.items()], "  ")
    lines += met_text(constants)
    if ended["status"] == "partial":
        lines += ["", f"Continue with: tightrope measure --resume {path}"]
    return [*lines, "", f"Next: tightrope bounds {path / CONSTANTS}"]


def _table(estimates: Mapping[str, Estimate]) -> list[str]:
    return columns(
        [(name, number(e.value), _interval(e), e.kind, e.how or "") for name, e in estimates.items()], "  "
    )


def _interval(estimate: Estimate) -> str:
    if estimate.interval is None:
        return ""
    return f"[{number(estimate.interval[0])}, {number(estimate.interval[1])}]"
