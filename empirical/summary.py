"""What a run leaves for the theory: its constants, what ran, and the left-hand sides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from empirical.config import COMPLETE, Config
from empirical.experiment import Experiment
from empirical.measure import (
    accuracy,
    consensus,
    contraction,
    detached,
    effective_step,
    gradient,
    loss,
    markov,
    momentum_spread,
    noise,
    noise_final,
    quantisation,
    residual,
    ring,
    smoothness,
    stochastic_gradient,
    traffic,
    virtual_gap,
)
from empirical.setup import Setup
from theory.constants import GLOSSARY, Constants, Estimate
from theory.methods.asked import steps_between_points
from toys.compressors.compressor import stated
from toys.compressors.message import bits_of
from toys.topologies import constants


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
    """What was chosen, not measured, and what follows from the choice."""
    setup = experiment.setup
    config, problem = setup.config, setup.problem
    of_method = {name: value for name, value in config.hyper.items() if name in GLOSSARY}
    rounds = experiment.steps_done // of_method.get("local_steps", 1)
    chosen: dict[str, float | None] = {
        "momentum": 0.0,
        "detach": 0.0,
        **of_method,
        "workers": problem.workers,
        "dimension": problem.dimension,
        "float_bits": bits_of(problem.start()),
        "steps": rounds or None,
        "batch": max(config.batch, 1) if problem.finite_sum else 1,
        "samples": sum(problem.samples(k) for k in range(problem.workers)),
        "kept": getattr(setup.compressor, "kept", None),
        "levels": getattr(setup.compressor, "levels", None),
        **_step_sizes(config),
    }
    of_topology = {} if setup.comm.topology is None else constants(setup.comm.topology)
    return {**of_topology, **{name: Estimate(v) for name, v in chosen.items() if v is not None}}


def _step_sizes(config: Config) -> dict[str, float | None]:
    """η where it is one number, and c where it is c/(t+1)."""
    first = config.hyper["step_size"]
    if config.schedule == "constant":
        return {"step_size": first}
    return {"step_size": None, "schedule_c": first if config.schedule == "harmonic" else None}


def _estimates(experiment: Experiment) -> dict[str, Estimate]:
    found: dict[str, Estimate] = {}
    snapshot, records = experiment.snapshot, experiment.records
    for module in (
        smoothness,
        contraction,
        gradient,
        stochastic_gradient,
        noise,
        loss,
        traffic,
        effective_step,
    ):
        found |= module.constants(snapshot, records)
    return found


def _measured(experiment: Experiment) -> dict[str, Estimate]:
    records, problem, config = experiment.records, experiment.setup.problem, experiment.setup.config
    local_steps = config.hyper.get("local_steps", 1)
    whole_rounds = experiment.steps_done // local_steps * local_steps or experiment.steps_done
    every = steps_between_points(config.method, local_steps)
    return {
        **gradient.measured(records, whole_rounds, getattr(problem, "looked_at", "all data"), every),
        **residual.measured(records),
        **virtual_gap.measured(records),
        **detached.measured(experiment.snapshot, records),
        **detached.best(records),
        **consensus.measured(records),
        **momentum_spread.measured(records),
        **markov.measured(records),
        **quantisation.measured(records),
        **ring.measured(records),
        **effective_step.measured(records),
        **noise_final.measured(experiment.snapshot),
        **traffic.measured(records),
        **loss.measured(records, problem.lower_bound()),
        **accuracy.measured(records),
    }


def what_ran(setup: Setup) -> dict[str, Any]:
    """The [run] table, in the words in which statements say what they are about."""
    config = setup.config
    return {
        "method": _STATED_AS.get(config.method, config.method),
        "schedule": "1/t" if config.schedule == "harmonic" else config.schedule,
        "topology": setup.comm.topology.name if setup.comm.topology else COMPLETE,
        "nesterov": bool(getattr(setup.method, "nesterov", "n" in config.method.split("-"))),
        "iid": "split" in config.used and config.split == "iid",
        "compressor": stated(setup.compressor),
    }


_STATED_AS = {"psgd": "sgd", "qg-n": "qg"}
"""Methods whose statements name them otherwise: Nesterov's momentum is said apart."""
