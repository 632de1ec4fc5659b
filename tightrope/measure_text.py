"""What `tightrope measure` says of a run that has ended."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from empirical.conduct import Conducted
from empirical.folder import CONSTANTS
from theory.constants import Constants, Estimate
from theory.constants_file import as_document, read_constants
from tightrope.output import columns, number


def _constants(done: Conducted) -> Constants | None:
    path = done.folder.path / CONSTANTS
    return None if done.experiment.status == "diverged" else read_constants(path)


def measured_json(done: Conducted) -> dict[str, Any]:
    """The run's folder, how it ended, and its constants as in the constants file."""
    constants = _constants(done)
    document = {} if constants is None else as_document(constants)
    return {
        "run": str(done.folder.path),
        "status": done.experiment.status,
        "steps_done": done.experiment.steps_done,
        "diverged_at": done.experiment.steps_done if constants is None else None,
        "constants": document.get("constants"),
        "measured": document.get("measured"),
    }


def measured_text(done: Conducted) -> list[str]:
    experiment, path = done.experiment, done.folder.path
    steps = f"{experiment.steps_done} of {experiment.setup.config.steps} steps"
    constants = _constants(done)
    if constants is None:
        seeds = ", ".join(map(str, experiment.diverged_seeds()))
        return [
            f"{path}: diverged at step {experiment.steps_done} (seed {seeds}); no constants were written",
            "A smaller step size or momentum may help.",
        ]
    lines = [f"{path}: {experiment.status}, {steps}", "", "Constants"]
    lines += _table({n: e for n, e in constants.known.items() if e.kind != "given"})
    lines += ["", "Measured", *_table(constants.measured), "", "Hypotheses of the problem"]
    known = experiment.setup.problem.hypotheses
    lines += columns([(name, state) for name, state in known.items()], "  ")
    if experiment.status == "partial":
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
