"""What it takes to go on with an experiment as if nothing had happened, whoever holds its workers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch

from empirical.experiment import Experiment
from theory.errors import BadInput


def saved(experiment: Experiment) -> dict[str, np.ndarray]:
    """States, counters and records of all workers, which their processes gather together."""
    setup = experiment.setup
    comm = setup.comm
    arrays = {f"record.{name}": array for name, array in experiment.records.items()}
    for prefix, state in (("state", experiment.state), ("before", experiment.before)):
        for name, x in state._asdict().items():
            arrays[f"{prefix}.{name}"] = _array(comm.gathered(x) if name in setup.local else x)
    if experiment.earlier is not None:
        model, gradients = experiment.earlier
        arrays |= {"earlier.model": _array(model), "earlier.gradients": _array(comm.gathered(gradients))}
    sent = comm.gathered(comm.sent[..., None])
    return arrays | {"sent": _array(sent), "answered": _array(comm.answered)}


def _array(x: torch.Tensor) -> np.ndarray:
    """A copy without gaps, as a file holds it."""
    return x.cpu().contiguous().numpy()


def put_back(experiment: Experiment, arrays: Mapping[str, np.ndarray]) -> None:
    """Set an experiment that has just begun to where another one was saved.

    Raises BadInput where something is missing, or where nothing is left to do.
    """
    try:
        _put_back(experiment, arrays)
    except KeyError as missing:
        raise BadInput(
            f"resume: the checkpoint does not fit the run's configuration: it lacks {missing}"
        ) from None
    if experiment.steps_done >= experiment.setup.config.steps:
        raise BadInput(
            f"resume: the run is complete at step {experiment.steps_done}; a larger --steps lengthens it"
        )


def _put_back(experiment: Experiment, arrays: Mapping[str, np.ndarray]) -> None:
    comm, kind = experiment.setup.comm, type(experiment.state)

    def tensor(name: str) -> torch.Tensor:
        return torch.from_numpy(arrays[name]).to(comm.device)

    def state(prefix: str) -> Any:
        return kind(**{name: comm.held(tensor(f"{prefix}.{name}")) for name in kind._fields})

    experiment.state, experiment.before = state("state"), state("before")
    experiment.earlier = tensor("earlier.model"), comm.held(tensor("earlier.gradients"))
    comm.sent, comm.answered = comm.held(tensor("sent"))[..., 0], tensor("answered")
    experiment.columns = {name: list(arrays[f"record.{name}"]) for name in experiment.columns}
    experiment.steps_done = len(experiment.columns["loss"]) - 1
