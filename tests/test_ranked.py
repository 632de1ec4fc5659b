"""One worker on every rank is Stacked: in exact mode in every bit, else to rounding; and it really sends."""

from pathlib import Path

import numpy as np
import pytest
import ranks

from empirical.experiment import Experiment
from empirical.setup import prepare


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
