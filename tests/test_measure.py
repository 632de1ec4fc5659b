"""A measured run: what it writes, and that it is interruptible, resumable, reproducible to the last bit."""

import json
import os
import signal
from pathlib import Path

import numpy as np
import pytest
import tomli_w

from empirical.conduct import conduct, resume_run
from empirical.config import Config, as_document, configure, read_config
from empirical.experiment import Experiment
from empirical.setup import prepare
from theory.constants import GLOSSARY
from theory.constants_file import read_constants
from theory.errors import BadInput
from theory.evaluate import bounds
from theory.methods import METHODS, defaults, hyper_parameters
from theory.methods.asked import needs_topology
from theory.methods.parameters import PARAMETERS
from tightrope.command_line import run

SMALL = {"steps": 30, "seeds": 3, "workers": 4}


def silent(done: int, total: int) -> None:
    pass


def measured(path: Path, report=silent, **changes):
    return conduct(
        configure(Config(), {**SMALL, **changes}), path, force=False, command="test", report=report
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("measure") / "run"
    measured(path)
    return path


def test_the_folder(folder: Path) -> None:
    assert sorted(p.name for p in folder.iterdir()) == [
        "constants.toml",
        "run.toml",
        "status.json",
        "trajectory.npz",
    ]
    assert json.loads((folder / "status.json").read_text()) == {
        "status": "complete",
        "steps_done": 30,
        "steps": 30,
    }
    assert read_config(folder / "run.toml") == configure(Config(), SMALL)


def test_every_constant_says_what_it_is(folder: Path) -> None:
    """A supremum over the trajectory is `seen`, never `exact`; what holds everywhere is never `seen`."""
    known = read_constants(folder / "constants.toml").known
    kinds = {name: known[name].kind for name in ("noise", "gradient_sq", "smoothness", "contraction", "gap")}
    assert kinds == {
        "noise": "seen",
        "gradient_sq": "seen",
        "smoothness": "exact",
        "contraction": "exact",
        "gap": "upper",
    }
    assert all(e.how for e in known.values() if e.kind != "given")
    assert known["contraction"].value == 11 / 112
    assert known["contraction"].seen["minimum"] >= 11 / 112
    assert "F ≥ 0" in known["gap"].how
    for name in ("noise", "gradient_sq"):
        assert known[name].value < known[name].upper


def test_constants_are_those_of_the_trajectory(folder: Path) -> None:
    constants = read_constants(folder / "constants.toml")
    with np.load(folder / "trajectory.npz", allow_pickle=False) as file:
        records = dict(file)
    assert all(len(column) == 31 for column in records.values())
    assert constants.known["noise"].value == records["noise"].max()
    assert constants.known["gradient_sq"].value == records["largest_local_gradient_sq"].max()
    average = records["gradient_sq"][:30].mean(axis=0)
    left = constants.measured["average_gradient_sq"]
    assert left.value == pytest.approx(average.mean(), rel=1e-15)
    assert left.seeds == 3
    # Student's 97.5 % quantile with two degrees of freedom is 4.302652729911275
    half = 4.302652729911275 * average.std(ddof=1) / 3**0.5
    assert left.interval == pytest.approx((average.mean() - half, average.mean() + half), rel=1e-12)
    worst = records["residual_sq"].mean(axis=1).max()
    assert constants.measured["average_residual_sq"].value == pytest.approx(worst, rel=1e-15)


def test_measured_is_below_bound(folder: Path) -> None:
    """Inside the constraints each of gmc's inequalities holds for what was measured."""
    found = {
        b.statement.id: b for b in bounds(read_constants(folder / "constants.toml"), "gmc") if b.tightness
    }
    assert {"gmc.lemma4", "gmc.lemma5", "gmc.theorem6"} <= set(found)
    for bound in found.values():
        assert not bound.unmet
        assert bound.tightness > 1
        assert set(bound.a_posteriori) == {"noise", "gradient_sq"}


def test_a_run_repeats_to_the_last_bit(folder: Path, tmp_path: Path) -> None:
    measured(tmp_path / "again")
    assert (tmp_path / "again" / "constants.toml").read_bytes() == (folder / "constants.toml").read_bytes()


def test_a_seed_does_not_depend_on_the_others(folder: Path, tmp_path: Path) -> None:
    """Seed 2 alone, on the split of seed 0, walks as it did among three: to rounding, as shapes differ."""
    with np.load(folder / "trajectory.npz") as file:
        among = file["loss"][:, 2]
    measured(tmp_path / "alone", mode="exact", seeds=3)
    with np.load(tmp_path / "alone" / "trajectory.npz") as file:
        np.testing.assert_allclose(file["loss"][:, 2], among, rtol=1e-12)


def test_interrupted_and_resumed(folder: Path, tmp_path: Path) -> None:
    """A signal leaves a partial run with constants; resumed, it ends where an uninterrupted one ends."""
    path = tmp_path / "run"

    def interrupt(done: int, total: int) -> None:
        if done == 11:
            os.kill(os.getpid(), signal.SIGINT)

    assert measured(path, interrupt).experiment.status == "partial"
    assert json.loads((path / "status.json").read_text())["steps_done"] == 11
    partial = read_constants(path / "constants.toml")
    assert partial.known["steps"].value == 11
    assert any(b.value is not None for b in bounds(partial))
    resume_run(path, None, "test", silent)
    assert (path / "constants.toml").read_bytes() == (folder / "constants.toml").read_bytes()
    with np.load(path / "trajectory.npz") as resumed, np.load(folder / "trajectory.npz") as whole:
        for name in whole.files:
            np.testing.assert_array_equal(resumed[name], whole[name])
    with pytest.raises(BadInput, match="no checkpoint"):
        resume_run(path, None, "test", silent)


def test_a_diverging_run_is_no_number(tmp_path: Path, capsys) -> None:
    path = tmp_path / "run"
    arguments = [
        "measure",
        "--problem",
        "quadratic",
        "--workers",
        "2",
        "--compressor",
        "top:1",
        "--step-size",
        "5",
    ]
    assert run([*arguments, "--out", str(path)]) == 1
    assert "diverged at step" in capsys.readouterr().out
    status = json.loads((path / "status.json").read_text())
    assert status["status"] == "diverged"
    assert status["diverged_at"] < 2000
    assert not (path / "constants.toml").exists()


@pytest.mark.parametrize("method", METHODS)
def test_every_method_can_be_measured(method: str, tmp_path: Path) -> None:
    """Its constants are those that it has, and an interrupted run ends where an uninterrupted one does."""
    settings = {"method": method, "steps": 6, "step_size": 0.01, "problem": "quadratic", "dimension": 16}
    if "compressor" in hyper_parameters(method):
        settings["compressor"] = "top:1/4"  # keeps one of the four components of a ring's part
    settings |= {"topology": "ring"} if needs_topology(method) else {}
    measured(tmp_path / "run", **settings)
    constants = read_constants(tmp_path / "run" / "constants.toml")
    assert {*defaults(method)} & {*GLOSSARY} <= {*constants.known}
    assert ("consensus" in constants.known) is needs_topology(method)
    assert constants.run["topology"] == ("ring:4" if needs_topology(method) else "complete")
    assert constants.measured["bits"].value > 0
    theorem = {b.statement.id: b for b in bounds(constants, "gmc")}["gmc.theorem12"]
    assert theorem.applies is (method == "gmc+")
    assert (theorem.tightness is not None) is (method == "gmc+")

    def interrupt(done: int, total: int) -> None:
        if done == 3:
            os.kill(os.getpid(), signal.SIGINT)

    assert measured(tmp_path / "cut", interrupt, **settings).experiment.status == "partial"
    resume_run(tmp_path / "cut", None, "test", silent)
    both = [(tmp_path / name / "constants.toml").read_bytes() for name in ("cut", "run")]
    assert both[0] == both[1]


def test_hyper_parameters_have_addresses_and_defaults() -> None:
    """What is given counts before a preset, that before an earlier value, that before a usual one."""
    gmc = configure(Config(), {"momentum": 0.5})
    assert gmc.hyper["momentum"] == 0.5
    adam = configure(gmc, {"method": "cdadam"})
    assert adam.hyper["momentum"] == 0.5
    assert adam.hyper["momentum2"] == PARAMETERS["momentum2"].usual
    theirs = configure(adam, {"preset": "authors_code"})
    assert theirs.hyper["bias_correction"] is True
    mine = configure(theirs, {"bias_correction": False, "steps": 3})
    assert mine.hyper["bias_correction"] is False
    assert configure(mine, {"steps": 4}).hyper == mine.hyper


@pytest.mark.parametrize("method", METHODS)
def test_a_configuration_is_read_back(method: str, tmp_path: Path) -> None:
    """A run.toml has what its run uses, and nothing else."""
    config = configure(Config(), {"method": method, "seeds": 2})
    (tmp_path / "run.toml").write_text(tomli_w.dumps(as_document(config, {})))
    again = read_config(tmp_path / "run.toml")
    assert again.hyper == config.hyper
    assert as_document(again, {}) == as_document(config, {})
    assert set(as_document(config, {})) == {*config.used, "schema", "provenance"}


def test_an_optional_compressor(tmp_path: Path) -> None:
    """CSER's second compressor is a setting of its own; without it nothing is sent between resets."""
    bits = []
    for more in ({}, {"gradient_compressor": "top:1/10"}):
        measured(tmp_path / f"run{len(bits)}", method="cser", steps=6, local_steps=3, **more)
        constants = read_constants(tmp_path / f"run{len(bits)}" / "constants.toml")
        bits.append(constants.measured["bits"].value)
    assert bits[1] == 4 * bits[0]
    with pytest.raises(BadInput, match="no setting of a run"):
        configure(Config(), {"gradient_compressor": "top:1/10"})


def test_a_schedule_is_said_truly(tmp_path: Path) -> None:
    """Under c/(t+1) there is a c and no step size; under another there is neither."""
    found = {}
    for schedule in ("constant", "harmonic", "cosine:5"):
        path = tmp_path / schedule
        measured(path, schedule=schedule, steps=5, step_size=0.1)
        found[schedule] = read_constants(path / "constants.toml")
    assert [c.run["schedule"] for c in found.values()] == ["constant", "1/t", "cosine:5"]
    assert [c.known.keys() & {"step_size", "schedule_c"} for c in found.values()] == [
        {"step_size"},
        {"schedule_c"},
        set(),
    ]
    assert found["harmonic"].known["schedule_c"].value == 0.1
    with np.load(tmp_path / "cosine:5" / "trajectory.npz") as file:
        assert not np.array_equal(file["loss"][-1], file["loss"][0])


def test_consensus_is_that_of_local_models(folder: Path, tmp_path: Path) -> None:
    """Workers that mix on a ring differ; on the complete graph they agree; a shared model has none."""
    assert "consensus_sq" not in read_constants(folder / "constants.toml").measured
    found = []
    for topology in ("ring:8", "complete"):
        measured(tmp_path / topology, method="dsgd", topology=topology, workers=8, split="dirichlet:0.5")
        found.append(read_constants(tmp_path / topology / "constants.toml"))
    ring, complete = found
    assert ring.measured["consensus_sq"].value > 1e-6
    assert complete.measured["consensus_sq"].value < 1e-25
    assert complete.known["consensus"].value == 1
    third = (1 + 2 * np.cos(2 * np.pi / 8)) / 3
    assert ring.known["lambda2"].value == pytest.approx(third, rel=1e-12)


def test_a_servers_answers_are_counted(tmp_path: Path) -> None:
    """Without compression a server answers as many numbers as it hears."""
    measured(tmp_path / "run", method="amsgrad", steps=5)
    constants = read_constants(tmp_path / "run" / "constants.toml")
    assert constants.measured["bits"].value == 2 * 5 * 4 * 112 * 64
    assert constants.known["sent"].value == 112


def test_local_steps_make_a_round(tmp_path: Path) -> None:
    """`steps` counts synchronisations, and nothing is sent between them."""
    measured(tmp_path / "run", method="pr-sgd", steps=8, local_steps=4)
    constants = read_constants(tmp_path / "run" / "constants.toml")
    assert constants.known["steps"].value == 2
    assert constants.known["sent"].value == 112 / 4


def test_messages_are_told_where_rounds_end_and_no_number_stands_between() -> None:
    """Also of points that meet in one exchange."""
    settings = {"method": "g-qprsgd", "compressor": "qsgd:4", "topology": "ring", "local_steps": 4}
    network = {"problem": "network", "model": "mlp", "width": 1 / 16, "workers": 4}
    run = Experiment.begin(prepare(configure(Config(), {**network, **settings, "steps": 30})))
    for _ in run.run():
        pass
    shares = run.records["contraction"]
    assert shares.shape == (31, 1, 4)
    ends = np.arange(31) % 4 == 0
    ends[0] = False
    assert np.isfinite(shares[ends]).all()
    assert np.isnan(shares[~ends]).all()


@pytest.mark.parametrize(("method", "points"), [("ar-qprsgd", slice(0, 8)), ("g-qprsgd", slice(0, 8, 4))])
def test_gradients_are_averaged_where_the_theorem_has_them(
    method: str, points: slice, tmp_path: Path
) -> None:
    """x̄_{n,k} in qprsgd's Theorem 1, x̄_n in its Theorem 2: of whole rounds."""
    graph = {"topology": "ring"} if method == "g-qprsgd" else {}
    measured(tmp_path / "run", method=method, compressor="qsgd:4", steps=11, local_steps=4, **graph)
    with np.load(tmp_path / "run" / "trajectory.npz", allow_pickle=False) as file:
        squares = file["gradient_sq"]
    found = read_constants(tmp_path / "run" / "constants.toml").measured["average_gradient_sq"]
    assert found.value == pytest.approx(squares[points].mean(), rel=1e-12)
    assert ("at which rounds begin" in found.how) == (method == "g-qprsgd")


def test_nesterov_is_said(tmp_path: Path) -> None:
    for nesterov in (False, True):
        measured(tmp_path / str(nesterov), method="sgdm", steps=2, nesterov=nesterov)
        constants = read_constants(tmp_path / str(nesterov) / "constants.toml")
        assert constants.run["nesterov"] is nesterov


def test_a_split_by_label_is_more_heterogeneous(folder: Path, tmp_path: Path) -> None:
    measured(tmp_path / "run", split="dirichlet:0.1")
    assert not read_constants(tmp_path / "run" / "constants.toml").run["iid"]
    spread = [
        read_constants(p / "constants.toml").known["heterogeneity"].value for p in (folder, tmp_path / "run")
    ]
    assert spread[1] > 10 * spread[0]


def test_full_gradients_have_no_noise(tmp_path: Path) -> None:
    measured(tmp_path / "run", batch=0, seeds=2)
    constants = read_constants(tmp_path / "run" / "constants.toml")
    assert constants.known["noise"].value == 0
    assert constants.known["noise"].kind == "exact"
    low, high = constants.measured["average_gradient_sq"].interval
    assert low == high


def test_force_replaces_a_run_and_nothing_else(folder: Path, tmp_path: Path) -> None:
    config = configure(Config(), {**SMALL, "steps": 2})
    path = tmp_path / "run"
    conduct(config, path, force=False, command="test", report=silent)
    with pytest.raises(BadInput, match="exists"):
        conduct(config, path, force=False, command="test", report=silent)
    conduct(config, path, force=True, command="test", report=silent)
    (path / "mine.txt").write_text("precious")
    with pytest.raises(BadInput, match=r"mine\.txt"):
        conduct(config, path, force=True, command="test", report=silent)
    assert (path / "mine.txt").read_text() == "precious"


def test_force_replaces_a_run_of_another_version_but_no_configuration_of_the_user(tmp_path: Path) -> None:
    """As `make demo` meets them where it was run before an update."""
    config = configure(Config(), {**SMALL, "steps": 2})
    path = tmp_path / "run"
    conduct(config, path, force=False, command="test", report=silent)
    kept = (path / "run.toml").read_text()
    (path / "run.toml").write_text(f"forgotten = 1\n{kept}")
    conduct(config, path, force=True, command="test", report=silent)
    assert (path / "run.toml").read_text() == kept
    (path / "run.toml").write_text("forgotten = 1\n")
    for status in ("null", "{}", "mine"):
        (path / "status.json").write_text(status)
        with pytest.raises(BadInput, match="forgotten"):
            conduct(config, path, force=True, command="test", report=silent)
    assert (path / "run.toml").read_text() == "forgotten = 1\n"


def test_a_failed_write_gives_the_earlier_run_back(tmp_path: Path, monkeypatch) -> None:
    """--force replaces a run only once the new one has its results."""
    path = tmp_path / "run"
    measured(path, steps=2)
    before = {p.name: p.read_bytes() for p in path.iterdir()}
    monkeypatch.setattr(Path, "write_bytes", lambda self, content: (_ for _ in ()).throw(OSError(28, "full")))
    with pytest.raises(BadInput, match="No space left"):
        conduct(configure(Config(), {**SMALL, "steps": 3}), path, force=True, command="test", report=silent)
    assert {p.name: p.read_bytes() for p in path.iterdir()} == before
    assert [p.name for p in tmp_path.iterdir()] == ["run"]


def test_check_of_a_run_inside_its_constraints(folder: Path, capsys) -> None:
    """Status 0: constraints of statements about other methods do not count."""
    assert run(["check", str(folder / "constants.toml")]) == 0
    assert "FAILS" not in capsys.readouterr().out
