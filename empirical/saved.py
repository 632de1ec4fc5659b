"""What it takes to go on with an experiment as if nothing had happened, whoever holds its workers."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import torch

from empirical.column import Column
from empirical.experiment import Experiment
from theory.errors import BadInput


def saved(experiment: Experiment) -> dict[str, np.ndarray]:
    """The state, counters and records of all workers, which their processes gather together.

    What is drawn depends on the step alone, and the state before this one is what the next step forgets.
    """
    setup = experiment.setup
    comm = setup.comm
    arrays = {f"record.{name}": rows for name, rows in experiment.records.items()}
    for name, x in experiment.state._asdict().items():
        arrays[f"state.{name}"] = _array(comm.gathered(x) if name in setup.local else x)
    if experiment.earlier is not None:
        model, gradients = experiment.earlier
        arrays |= {"earlier.model": _array(model), "earlier.gradients": _array(comm.gathered(gradients))}
    sent = comm.gathered(comm.sent[..., None])
    return arrays | {"sent": _array(sent), "answered": _array(comm.answered)}


def _array(x: torch.Tensor) -> np.ndarray:
    """Without gaps, as a file holds it."""
    return x.cpu().contiguous().numpy()


def put_back(experiment: Experiment, arrays: Mapping[str, np.ndarray]) -> None:
    """Set an experiment that has just begun to where another one of the same configuration was saved.

    Raises BadInput where nothing is left to do.
    """
    comm, kind = experiment.setup.comm, type(experiment.state)

    def tensor(name: str) -> torch.Tensor:
        return torch.from_numpy(arrays[name]).to(comm.device)

    experiment.state = kind(**{name: comm.held(tensor(f"state.{name}")) for name in kind._fields})
    experiment.before = experiment.state
    experiment.earlier = tensor("earlier.model"), comm.held(tensor("earlier.gradients"))
    comm.sent, comm.answered = comm.held(tensor("sent"))[..., 0], tensor("answered")
    experiment.columns = {name: Column.of(arrays[f"record.{name}"]) for name in experiment.columns}
    experiment.steps_done = len(experiment.columns["loss"].rows) - 1
    if experiment.steps_done >= experiment.setup.config.steps:
        raise BadInput(
            f"resume: the run is complete at step {experiment.steps_done}; a larger --steps lengthens it"
        )
