"""A network on two ranks is the stacked one: in every bit, whatever its normalisation and numbers."""

from pathlib import Path

import numpy as np
import pytest
import ranks
import torch
import torch.distributed as dist

from empirical.experiment import Experiment
from empirical.ranked import Ranked
from empirical.setup import prepare

NETWORK = {"problem": "network", "observe_every": 2, "observe_samples": 8, "batch": 4}
CASES = [
    {**NETWORK, "method": "gmc", "model": "mlp", "compressor": "tensors:top:1/8", "weight_decay": 0.01},
    {**NETWORK, "method": "qg-n", "model": "cnn", "norm": "bn", "topology": "ring", "augment": "crop-flip"},
    {**NETWORK, "method": "def-a", "model": "cnn", "dtype": "float64", "compressor": "block:1/8"},
]
WORKERS = 2

BROKEN = {
    "residual": {"method": "gmc", "compressor": "top:1/8"},
    "model": {"method": "pr-sgd", "local_steps": 50},
}
"""What is made no number on one rank between two looks: a message spreads it, and a model stays alone."""


def run_all(rank: int, folder: str) -> None:
    torch.set_num_threads(1)
    store = dist.FileStore(f"{folder}/store", WORKERS)
    dist.init_process_group("gloo", store=store, rank=rank, world_size=WORKERS)
    for case in CASES:
        ranks._run(case, WORKERS, "exact", None, Path(folder))
    for name, case in BROKEN.items():
        _break(name, {**NETWORK, "model": "mlp", "observe_every": 50, **case}, rank, Path(folder))
    dist.barrier()
    dist.destroy_process_group()


def _break(name: str, case: dict, rank: int, folder: Path) -> None:
    experiment = Experiment.begin(prepare(ranks.configured(case, WORKERS, "exact"), Ranked))
    for done in experiment.run():
        if done == 3 and rank == 1:
            broken = getattr(experiment.state, name) * float("nan")
            experiment.state = experiment.state._replace(**{name: broken})
    met = {name: column.rows.tolist() for name, column in experiment.columns.items()}
    lengths = {len(rows) for rows in met.values()}
    said = (experiment.status, experiment.steps_done, lengths, experiment.waiting, met)
    (folder / f"{name}-{rank}").write_text(repr(said))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ranks")
    torch.multiprocessing.spawn(run_all, (str(path),), nprocs=WORKERS)
    return path


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["method"])
def test_exact_ranks_are_stacked_in_every_bit(folder: Path, case: dict) -> None:
    """Every field of the state, all counters, all records, observed or not."""
    torch.set_num_threads(1)
    with np.load(folder / f"{ranks.name_of(case, WORKERS, 'exact')}.npz", allow_pickle=False) as file:
        found = dict(file)
    expected = ranks.ran(Experiment.begin(prepare(ranks.configured(case, WORKERS, "exact"))))
    assert found.keys() - {"handed"} == expected.keys()
    assert np.isnan(found["record.loss"]).any()
    different = [name for name, x in expected.items() if found[name].tobytes() != x.tobytes()]
    assert not different


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_no_number_on_one_rank_ends_all_between_two_looks(folder: Path, name: str) -> None:
    """At the same step, with the same records, in which all steps have met."""
    said = [(folder / f"{name}-{rank}").read_text() for rank in range(WORKERS)]
    assert said[0].startswith("('diverged', 4, {5}, [], ")
    assert len(set(said)) == 1
