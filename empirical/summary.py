"""What a run leaves for the theory: its constants, what ran, and the left-hand sides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from empirical.experiment import Experiment
from empirical.measure import contraction, gradient, loss, noise, residual, traffic, virtual_gap
from empirical.measure.smoothness import smoothness
from empirical.setup import Setup
from theory.constants import GLOSSARY, Constants, Estimate


def constants_of(experiment: Experiment, provenance: Mapping[str, Any]) -> Constants:
    """The constants file of a run that was not found to diverge, up to the step that it reached."""
    known = {**_settings(experiment), **_estimates(experiment)}
    return Constants(
        known={name: known[name] for name in GLOSSARY if name in known},
        run=what_ran(experiment.setup),
        measured=_measured(experiment),
        provenance=provenance,
    )


def _settings(experiment: Experiment) -> dict[str, Estimate]:
    """What was chosen, not measured."""
    setup = experiment.setup
    config, problem = setup.config, setup.problem
    chosen: dict[str, float] = {
        "workers": problem.workers,
        "dimension": problem.dimension,
        "steps": experiment.steps_done,
        "step_size": config.step_size,
        "batch": max(config.batch, 1) if problem.finite_sum else 1,
        "samples": sum(problem.samples(k) for k in range(problem.workers)),
        "momentum": getattr(setup.method, "momentum", 0.0),
        "detach": getattr(setup.method, "detach", 0.0),
    }
    kept = getattr(setup.compressor, "kept", None)
    return {name: Estimate(value) for name, value in chosen.items()} | (
        {"kept": Estimate(kept)} if kept else {}
    )


def _estimates(experiment: Experiment) -> dict[str, Estimate]:
    found: dict[str, Estimate] = {"smoothness": smoothness(experiment.setup.problem)}
    snapshot, records = experiment.snapshot, experiment.records
    for module in (contraction, gradient, noise, loss, traffic):
        found |= module.constants(snapshot, records)
    return found


def _measured(experiment: Experiment) -> dict[str, Estimate]:
    records, problem = experiment.records, experiment.setup.problem
    return {
        **gradient.measured(records, experiment.steps_done),
        **residual.measured(records),
        **virtual_gap.measured(records),
        **traffic.measured(records),
        **loss.measured(records, problem.lower_bound()),
    }


def what_ran(setup: Setup) -> dict[str, Any]:
    """The [run] table."""
    compressor = setup.compressor
    return {
        "method": setup.config.method,
        "schedule": "constant",
        "topology": "complete",
        "nesterov": False,
        "iid": setup.config.problem == "logistic" and setup.config.split == "iid",
        "compressor": {
            "name": compressor.name if compressor else "identity",
            "linear": compressor.linear if compressor else True,
            "unbiased": compressor.unbiased if compressor else True,
            "shared_seed": compressor.shared_seed if compressor else False,
            "sparsifying": compressor.sparsifying if compressor else True,
        },
    }
