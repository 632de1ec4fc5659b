"""One worker on every rank is Stacked: in exact mode in every bit, else to rounding; and it really sends."""

from pathlib import Path

import numpy as np
import pytest
import ranks
import torch
import torch.distributed as dist

from empirical.experiment import Experiment
from empirical.ranked import Ranked
from empirical.setup import prepare
from toys.stacked import Stacked


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What two and four ranks have left of every case."""
    path = tmp_path_factory.mktemp("ranks")
    ranks.spawn(path)
    return path


def both(folder: Path, case: dict, workers: int, mode: str) -> tuple[dict, dict]:
    with np.load(folder / f"{ranks.name_of(case, workers, mode)}.npz", allow_pickle=False) as file:
        found = dict(file)
    experiment = Experiment.begin(prepare(ranks.configured(case, workers, mode)))
    return found, dict(ranks.ran(experiment))


def cases(mode: str) -> list:
    return [
        pytest.param(case, workers, id=f"{workers}-" + "-".join(map(str, case.values())))
        for workers in ranks.WORLDS
        for case in ranks.cases(workers, mode)
    ]


@pytest.mark.parametrize(("case", "workers"), cases("exact"))
def test_exact_ranks_are_stacked_in_every_bit(folder: Path, case: dict, workers: int) -> None:
    """Every field of the state, all counters, all records."""
    found, expected = both(folder, case, workers, "exact")
    assert found.keys() - {"handed"} == expected.keys()
    different = [name for name, x in expected.items() if found[name].tobytes() != x.tobytes()]
    assert not different


@pytest.mark.parametrize(("case", "workers"), cases("batched"))
def test_fast_ranks_are_stacked_to_rounding(folder: Path, case: dict, workers: int) -> None:
    """All but the number of components that have changed, which a change in the last bit changes."""
    found, expected = both(folder, case, workers, "batched")
    for name, x in expected.items():
        if name == "record.changed":
            continue
        np.testing.assert_allclose(found[name], x, rtol=1e-12, atol=1e-12, err_msg=name)
    assert found["bits"].tolist() == expected["bits"].tolist()


@pytest.mark.parametrize(("case", "workers"), cases("exact"))
def test_bytes_on_the_wire_are_those_of_the_formula(folder: Path, case: dict, workers: int) -> None:
    """Counted where they are handed to a collective, and within 2 % of the bits that are counted.

    Beyond these are the bits that fill the last byte, and eight bytes for a length that receivers cannot
    know; in the short vectors of mushrooms, of 112 components, that is much of a message.
    """
    for mode in ranks.MODES:
        path = folder / f"{ranks.name_of(case, workers, mode)}.npz"
        if path.exists():
            with np.load(path) as file:
                counted = np.array([file["bits"].sum(), file["answered"].sum()]) / 8
                handed = file["handed"]
            assert (handed >= counted).all()
            assert (handed <= (1.02 if "dimension" in case else 1.6) * counted).all()


def test_ranks_stop_and_refuse_together(folder: Path) -> None:
    """A worker that is no number ends the run of all at that step; where one refuses, rank 0 says why."""
    said = [(folder / f"said-{rank}").read_text().splitlines() for rank in range(4)]
    assert {lines[0] for lines in said} == {"diverged at 5"}
    why = "not as on rank 0: data; all ranks of a run need the same"
    assert [lines[1] for lines in said] == [f"BadInput: rank 2: {why}", *[f"Silent: {why}"] * 3]
    why = "data: it is not here"
    assert [lines[2] for lines in said] == [f"BadInput: rank 2: {why}", *[f"Silent: {why}"] * 3]


@pytest.mark.skipif(
    not (torch.cuda.is_available() and dist.is_nccl_available()), reason="no CUDA and NCCL here"
)
def test_a_card_computes_as_the_processor_does() -> None:
    """The run of one rank over NCCL is that of the processor to rounding."""
    dist.init_process_group("nccl", store=dist.HashStore(), rank=0, world_size=1)
    try:
        case = {"method": "cdadam", "compressor": "sign"}
        found, expected = (
            ranks.ran(
                Experiment.begin(prepare(ranks.configured({**case, "device": device}, 1, "batched"), meet))
            )
            for device, meet in (("cuda", Ranked), ("cpu", Stacked))
        )
    finally:
        dist.destroy_process_group()
    for name, x in expected.items():
        if name != "record.changed":
            np.testing.assert_allclose(found[name], x, rtol=1e-9, atol=1e-12, err_msg=name)
