"""The shipped configurations: each is read, those of full size ask for their data, the small ones run."""

from pathlib import Path

import pytest

import empirical
from empirical.config import Config, configure, parse_settings, read_config
from empirical.data import PLACES, SMALL
from empirical.experiment import Experiment, one_thread
from empirical.models import build
from empirical.models.asked import Asked
from empirical.setup import prepare
from theory.constants import PAPERS
from theory.errors import BadInput
from theory.methods import make
from toys.data import FOLDER

FOLDER_OF_CONFIGS = Path(empirical.__file__).with_name("configs")
FILES = {path.stem: path for path in sorted(FOLDER_OF_CONFIGS.glob("*.toml"))}
FULL = [name for name in FILES if not name.endswith("-small")]
SMALL_ONES = [f"{name}-small" for name in FULL]

CLASSES = {"cifar10": 10, "cifar100": 100}


def variants(name: str) -> list[Config]:
    """The configuration itself, and what its lines "# also:" change of it."""
    base = read_config(FILES[name])
    lines = FILES[name].read_text().splitlines()
    changes = [line.removeprefix("# also: ").split() for line in lines if line.startswith("# also: ")]
    return [base, *(configure(base, parse_settings(change)) for change in changes)]


def test_every_paper_has_experiments_in_both_sizes() -> None:
    assert {name.partition("-")[0] for name in FULL} == set(PAPERS)
    assert sorted(FULL + SMALL_ONES) == sorted(FILES)


@pytest.mark.parametrize("name", FULL)
def test_a_full_size_is_well_formed_and_asks_for_its_data(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Its networks are built without memory; without the data there is one message, which names it."""
    monkeypatch.setenv(FOLDER, str(tmp_path))
    every = variants(name)
    assert len(every) > 1
    for config in every:
        if config.problem != "network":
            continue
        flat = build(config.model, Asked((3, 32, 32), CLASSES[config.data], config.norm, config.width))
        assert flat.dimension > 10**5
        with pytest.raises(BadInput, match=f"data: {config.data} was not found") as refused:
            prepare(config)
        assert "\n" not in str(refused.value)


@pytest.mark.parametrize("name", SMALL_ONES)
def test_a_small_size_runs(name: str) -> None:
    """Two steps of the file's own method; every variant is a method with all that it needs."""
    one_thread()
    config, *others = variants(name)
    few = {"steps": 2, "observe_samples": 4} if config.problem == "network" else {"steps": 2}
    experiment = Experiment.begin(prepare(configure(config, few)))
    assert list(experiment.run()) == [1, 2]
    assert experiment.status == "complete"
    for other in others:
        make(other.method, other.preset, compressor=None, **{"step_size": 0.1, **other.hyper})


@pytest.mark.parametrize("name", FILES)
def test_the_same_experiment_in_both_sizes(name: str) -> None:
    """What a small size changes is size: network, data, numbers; neither method nor heterogeneity."""
    full, small = (read_config(FILES[n]) for n in (name.removesuffix("-small"), name))
    assert full.method == small.method
    assert full.split == small.split
    assert full.preset == small.preset
    if small.problem == "network" and name.endswith("-small"):
        assert small.data == SMALL
        assert full.data in PLACES
