"""Runs on networks: settings, what is observed and when, and that a run resumes to the same bits."""

import json
import math
import signal
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from commands import refusal
from torch import Tensor

from empirical.conduct import conduct, resume_run
from empirical.config import Config, configure, read_config
from empirical.data import SMALL
from empirical.experiment import Experiment
from empirical.setup import make_network, prepare
from theory.constants_file import read_constants
from theory.errors import BadInput
from tightrope.command_line import run
from toys.stacked import Stacked

FEW = {
    "problem": "network",
    "model": "softmax",
    "workers": 4,
    "steps": 7,
    "observe_every": 3,
    "observe_samples": 20,
    "seeds": 2,
}


def configured(**changes: object) -> Config:
    return configure(Config(), {**FEW, **changes})


def silent(done: int, total: int) -> None:
    pass


def records(folder: Path) -> dict[str, np.ndarray]:
    with np.load(folder / "trajectory.npz", allow_pickle=False) as file:
        return dict(file)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("network") / "run"
    conduct(configured(), path, force=False, command="test", report=silent)
    return path


def test_what_is_expensive_is_observed_on_a_schedule(folder: Path) -> None:
    """At w_0, every third point, and the last; vectors one step later too; what is cheap at every point."""
    found = records(folder)
    for name in ("loss", "gradient_sq", "heterogeneity", "noise", "test_accuracy"):
        assert looked(found[name]) == [0, 3, 6, 7], name
    for name in ("virtual_gap_sq", "residual_mean_sq"):
        assert looked(found[name]) == [0, 1, 3, 4, 6, 7], name
    assert looked(found["moved_sq"]) == [1, 3, 4, 6, 7]
    for name in ("residual_sq", "bits", "finite"):
        assert looked(found[name]) == list(range(8)), name


def looked(column: np.ndarray) -> list[int]:
    """The points at which a column has numbers of both seeds."""
    assert column.shape == (8, 2)
    return np.flatnonzero(~np.isnan(column).any(axis=1)).tolist()


def test_a_step_that_nobody_looks_at_costs_no_exchange_and_no_vector(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The numbers of all observers and steps meet at once, and vectors too, where these are looked at."""
    asked: list[str] = []
    for name in ("gathered", "observed_mean"):
        usual = getattr(Stacked, name)

        def noted(self: Stacked, x: Tensor, name: str = name, usual: Callable = usual) -> Tensor:
            asked.append(name)
            return usual(self, x)

        monkeypatch.setattr(Stacked, name, noted)
    experiment = Experiment.begin(prepare(configured(method="def", observe_every=6)))
    for looked in (True, False, False, False, False, True):
        asked.clear()
        experiment.advance()
        assert asked.count("gathered") == looked
        assert (asked.count("observed_mean") > 1) == looked, "one is the method's own"
    assert [len(rows) for rows in experiment.records.values()] == [7] * len(experiment.records)


def test_what_waits_is_what_met_at_once() -> None:
    """Records have the same bits whenever processes meet, and everything is there where a run diverges."""
    rare, often = (Experiment.begin(prepare(configured(method="def", observe_every=6))) for _ in range(2))
    for _ in range(4):
        rare.advance()
        often.advance()
        assert len(often.records["bits"]) == often.steps_done + 1
    assert len(rare.waiting) == 3
    for name, rows in rare.records.items():
        np.testing.assert_array_equal(rows, often.records[name], name)
    rare.state = rare.state._replace(model=rare.state.model * math.nan)
    rare.advance()
    assert rare.status == "diverged"
    assert not rare.waiting
    np.testing.assert_array_equal(rare.columns["finite"].rows, [[1, 1]] * 5 + [[0, 0]])


def test_looks_fall_where_rounds_end() -> None:
    """Of a schedule that nobody has chosen; 48 steps are no whole number of rounds of five."""
    setup = prepare(configured(method="ar-qprsgd", local_steps=5, observe_every=0))
    assert setup.observe_every % 5 == setup.vectors_every % 5 == 0
    assert 48 <= setup.vectors_every < 53
    assert prepare(Config()).vectors_every == 1


def test_constants_say_what_they_are_from(folder: Path) -> None:
    constants = read_constants(folder / "constants.toml")
    found = records(folder)
    assert constants.known["noise"].value == np.nanmax(found["noise"])
    assert "first 20 samples of each worker" in str(constants.known["noise"].how)
    assert "about 16" in str(constants.known["noise"].how)
    average = constants.measured["average_gradient_sq"]
    assert average.value == pytest.approx(found["gradient_sq"][[0, 3, 6]].mean(), rel=1e-6)
    assert average.how == "mean over 3 of 7 t of ‖∇F(w_t)‖² on the first 20 samples of each worker"
    assert constants.known["gap"].value == pytest.approx(found["loss"][0, 0], rel=1e-6)
    assert constants.known["smoothness"].kind == "seen"
    assert constants.measured["test_accuracy"].value == pytest.approx(found["test_accuracy"][-1].mean())
    assert constants.run is not None
    assert constants.run["iid"] is True
    assert read_config(folder / "run.toml") == configured()


def test_interrupted_and_resumed(folder: Path, tmp_path: Path) -> None:
    """To the last bit, also of what was not observed."""

    def interrupt(done: int, total: int) -> None:
        if done == 4:
            signal.raise_signal(signal.SIGINT)

    path = tmp_path / "run"
    done = conduct(configured(), path, force=False, command="test", report=interrupt)
    assert done.experiment.status == "partial"
    resume_run(path, None, "test", silent)
    whole, again = records(folder), records(path)
    assert whole.keys() == again.keys()
    for name, column in whole.items():
        np.testing.assert_array_equal(again[name], column, err_msg=name)


def test_exact_mode_agrees(folder: Path, tmp_path: Path) -> None:
    conduct(configured(mode="exact", dtype="float64"), tmp_path / "e", False, "test", silent)
    conduct(configured(dtype="float64"), tmp_path / "b", False, "test", silent)
    np.testing.assert_allclose(records(tmp_path / "e")["loss"], records(tmp_path / "b")["loss"], rtol=1e-12)
    np.testing.assert_allclose(records(folder)["loss"], records(tmp_path / "b")["loss"], rtol=1e-4)


def test_divergence_is_found_where_nobody_looks_at_the_loss(tmp_path: Path) -> None:
    """A model that is no longer finite ends the run at once."""
    config = configured(model="mlp", step_size=1e15, compressor="identity", observe_every=100, steps=50)
    done = conduct(config, tmp_path / "run", False, "test", silent)
    assert done.experiment.status == "diverged"
    assert done.experiment.steps_done < 50
    assert not (tmp_path / "run" / "constants.toml").exists()


def test_observing_costs_less_than_a_tenth() -> None:
    """By the count of gradients and tests that the schedule is made from; fewer samples, more often."""
    auto = prepare(configure(Config(), {"problem": "network", "seeds": 1}))
    passes = (5000 + 8 * 1000 / 3) / (8 * 16)
    assert auto.observe_every == math.ceil(passes / 0.05)
    less = prepare(configure(Config(), {"problem": "network", "observe_samples": 50}))
    assert less.observe_every < auto.observe_every
    assert prepare(Config()).observe_every == 1


def test_weight_decay_is_the_methods_or_else_the_objectives() -> None:
    of_method = configured(method="def-a", weight_decay=0.1)
    of_problem = configured(method="gmc", weight_decay=0.1)
    assert make_network(of_method).decay == 0
    assert prepare(of_method).method.weight_decay == 0.1
    assert make_network(of_problem).decay == 0.1
    assert "weight_decay" not in configure(Config(), {}).used


def test_a_compressor_for_every_tensor() -> None:
    setup = prepare(configured(model="mlp", compressor="tensors:top:1/8"))
    assert setup.compressor is not None
    assert [length for length, _ in setup.compressor.segments] == [784 * 64, 64, 640, 10]
    with pytest.raises(BadInput, match="only a network's parameters are tensors"):
        prepare(configure(Config(), {"compressor": "tensors:top:1/8"}))


def test_data_follow_the_problem() -> None:
    assert configure(Config(), {"problem": "network"}).data == SMALL
    again = configure(configure(Config(), {"problem": "network"}), {"problem": "logistic"})
    assert again == Config()
    assert configure(Config(), {"problem": "network", "data": "cifar10"}).data == "cifar10"


REFUSED = {
    ("model=mpl",): "model: read 'mpl'; did you mean mlp",
    ("model=cnn", "norm=bm"): "norm: read 'bm'; did you mean bn",
    ("norm=bn",): "norm: gmc on network has no use for it",
    ("model=cnn", "width=0"): "width: read 0; allowed: a number > 0",
    ("augment=crop_flip",): "augment: read 'crop_flip'; did you mean crop-flip",
    ("dtype=float16",): "dtype: read 'float16'",
    ("device=gpu",): "device: read 'gpu'; did you mean cpu?",
    ("observe_samples=1",): "observe_samples: read 1",
    ("observe_every=-1",): "observe_every: read -1",
    ("data=fashion_mnist_smal",): f"did you mean {SMALL}",
    ("split=classes:1", "workers=2"): "allowed here: from classes:5 to classes:10",
    ("regulariser=1",): "regulariser: gmc on network has no use for it",
    ("model=cnn", "norm=bn", "workers=2000"): "norm: bn needs 4 samples on every worker",
}


@pytest.mark.parametrize("settings", REFUSED, ids=" ".join)
def test_bad_settings(settings: tuple[str, ...], capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = tmp_path / "out"
    message = refusal(
        capsys, "measure", "--problem", "network", "--out", out, *(f"--set={each}" for each in settings)
    )
    assert REFUSED[settings] in message
    assert not out.exists()


def test_the_command_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    settings = [f"--set={name}={value}" for name, value in FEW.items() if name not in ("problem", "workers")]
    arguments = ["measure", "--problem", "network", "--workers", "4", *settings]
    assert run([*arguments, "--out", str(tmp_path / "run"), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["status"] == "complete"
    assert 0 < found["measured"]["test_accuracy"]["value"] <= 1
