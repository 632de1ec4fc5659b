"""Ranks that are started, alone or in groups that find each other, stopped, killed, hung, and continued."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import tomli_w
import torch
from commands import refusal

import theory
from empirical import launch, slurm
from empirical.conduct import conduct, resume_run
from empirical.config import Config, configure
from empirical.folder import RunFolder

SETTINGS = {"workers": 2, "steps": 12, "seeds": 2, "mode": "exact", "split": "dirichlet:0.5"}
PLACES = os.pathsep.join((str(Path(theory.__file__).parents[1]), os.environ.get("PYTHONPATH", "")))
"""Where the packages are that this process has."""

LONG = 20_000
"""Steps that nobody waits for."""


def unseen(done: int, total: int) -> None:
    """Progress that nobody looks at."""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config.toml").write_text(tomli_w.dumps(SETTINGS))
    return tmp_path


def start(module: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", module, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": PLACES},
    )


def measure(*arguments: object) -> subprocess.Popen[str]:
    return start("tightrope", "measure", *arguments, "--ranks", 2)


def answered(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Its status, and what it has said on standard error."""
    _, said = process.communicate(timeout=200)
    return process.returncode, said


def stacked(path: Path, **changes: object) -> Mapping[str, np.ndarray]:
    conduct(configure(Config(), {**SETTINGS, **changes}), path, False, "test", unseen)
    return trajectory(path)


def trajectory(path: Path) -> Mapping[str, np.ndarray]:
    with np.load(path / "trajectory.npz", allow_pickle=False) as file:
        return dict(file)


def assert_same(found: Mapping[str, np.ndarray], expected: Mapping[str, np.ndarray]) -> None:
    assert found.keys() == expected.keys()
    assert not [name for name, x in expected.items() if found[name].tobytes() != x.tobytes()]


def when_under_way(path: Path) -> None:
    """Wait until ranks have begun to step."""
    deadline = time.monotonic() + 100
    while not (path / "status.json").exists():
        assert time.monotonic() < deadline
        time.sleep(0.1)
    time.sleep(1)


def when_ended(path: Path) -> Mapping[str, object]:
    """Wait until the run is marked; its status."""
    deadline = time.monotonic() + 100
    while (ended := RunFolder(path).read_status())["status"] == "running":
        assert time.monotonic() < deadline
        time.sleep(0.1)
    return ended


def rank_process(launcher: subprocess.Popen[str], rank: int) -> int:
    """The process of a rank that a launcher has started."""
    for place in Path("/proc").glob("[0-9]*/environ"):
        try:
            parent = (place.parent / "stat").read_text().rpartition(")")[2].split()[1]
            if int(parent) == launcher.pid and f"RANK={rank}" in place.read_text().split("\0"):
                return int(place.parent.name)
        except OSError:
            continue
    raise AssertionError(f"no process has rank {rank}")


def test_a_launched_run_is_the_run(here: Path) -> None:
    """And an interrupted one goes on where it was, with one process or with several."""
    expected = stacked(here / "whole")
    status, said = answered(measure("config.toml", "--out", "ranked"))
    assert (status, said) == (0, "")
    assert_same(trajectory(here / "ranked"), expected)
    constants = [(here / name / "constants.toml").read_text() for name in ("whole", "ranked")]
    assert constants[0].partition("[provenance]")[0] == constants[1].partition("[provenance]")[0]

    def interrupt(done: int, total: int) -> None:
        if done == 5:
            os.kill(os.getpid(), signal.SIGINT)

    conduct(configure(Config(), SETTINGS), here / "cut", False, "test", interrupt)
    assert answered(measure("--resume", "cut")) == (0, "")
    assert_same(trajectory(here / "cut"), expected)


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_ranks_stop_at_the_same_step(here: Path, stop: signal.Signals) -> None:
    """Whether the launcher is told to stop, or one of its ranks; then one process goes on."""
    launcher = measure("config.toml", "--out", "run", "--steps", LONG)
    when_under_way(here / "run")
    os.kill(launcher.pid if stop == signal.SIGINT else rank_process(launcher, 1), stop)
    assert answered(launcher) == (130, "")
    ended = RunFolder(here / "run").read_status()
    assert ended["status"] == "partial"
    steps = ended["steps_done"] + 3
    resume_run(here / "run", steps, "test", unseen)
    assert_same(trajectory(here / "run"), stacked(here / "whole", steps=steps))


@pytest.mark.parametrize(
    ("what", "ranks", "says"),
    [
        (signal.SIGKILL, [1], "rank 1 has ended without a word"),
        (signal.SIGKILL, [0, 1], "rank 0 was ended by SIGKILL"),
        (signal.SIGSTOP, [1], "rank 1 has not answered for 2 seconds (timeout)"),
    ],
)
def test_a_rank_that_is_lost_is_named(here: Path, what: signal.Signals, ranks: list[int], says: str) -> None:
    """In one line, whether a rank that is left says it or the launcher; and the run is marked."""
    launcher = measure("config.toml", "--out", "run", "--steps", LONG, "--set", "timeout=2")
    when_under_way(here / "run")
    processes = [rank_process(launcher, rank) for rank in (0, 1)]
    for rank in ranks:
        os.kill(processes[rank], what)
    ended = when_ended(here / "run")
    assert (ended["status"], ended["lost"], ended["why"]) == ("partial", ranks, says)
    if what == signal.SIGSTOP:  # the agent would wait for another 30 seconds once rank 0 has spoken
        while Path(f"/proc/{processes[0]}").exists():
            time.sleep(0.1)
        os.kill(processes[1], signal.SIGKILL)
    status, said = answered(launcher)
    assert status == 2
    assert len(said.splitlines()) == 1
    assert said.startswith(f"tightrope: {says}")


def groups(here: Path, configs: tuple[str, str]) -> list[tuple[int, str]]:
    """Two torchruns of one rank each, as on two nodes, that meet at a port of this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    agent = ("--nnodes", 2, "--nproc-per-node", 1, "--rdzv-id", "test", "--rdzv-backend", "c10d")
    agent += ("--rdzv-endpoint", f"127.0.0.1:{port}", "--local-addr", "127.0.0.1")
    both = [start("torch.distributed.run", *agent, "-m", "empirical", c, "--out", "run") for c in configs]
    return [answered(one) for one in both]


@pytest.mark.parametrize(
    "left", [None, {"status": "running"}, {"status": "partial", "lost": [1], "why": "hung"}]
)
def test_an_interrupt_before_ranks_have_begun(here: Path, left: Mapping[str, object] | None) -> None:
    """What a lost rank has left in the folder says nothing about those that were to go on."""
    (here / "run").mkdir()
    if left is not None:
        (here / "run" / "status.json").write_text(json.dumps(left))
    with pytest.raises(KeyboardInterrupt):
        launch._judged(RunFolder(here / "run"), {})


def test_two_groups_of_ranks_meet(here: Path) -> None:
    (here / "same.toml").write_text((here / "config.toml").read_text())
    ended = groups(here, ("config.toml", "same.toml"))
    assert [status for status, _ in ended] == [0, 0], ended
    assert_same(trajectory(here / "run"), stacked(here / "whole"))


def test_ranks_that_disagree_refuse(here: Path) -> None:
    """One line names the rank and what differs; torchrun's own report stands beside it."""
    (here / "other.toml").write_text(tomli_w.dumps({**SETTINGS, "seed": 5, "split": "iid"}))
    ended = groups(here, ("config.toml", "other.toml"))
    assert all(status for status, _ in ended)
    said = [line for _, text in ended for line in text.splitlines() if line.startswith("tightrope: ")]
    assert said == [
        "tightrope: rank 1: not as on rank 0: the configuration, the data; all ranks of a run need the same"
    ]
    assert not (here / "run").exists()


# What is refused before anything is started


def test_as_many_workers_as_ranks(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for ranks, why in {
        "3": "workers: read 2; allowed: 3, the number of ranks",
        "0": "ranks: read 0; allowed: 2, the number of workers",
    }.items():
        assert refusal(capsys, "measure", "config.toml", "--ranks", ranks, "--out", "run") == why
    assert not (here / "run").exists()


def test_more_ranks_than_samples(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "two.svm").write_text("1 1:1\n-1 2:1\n")
    asked = ("measure", "--data", "two.svm", "--workers", "3", "--ranks", "3", "--batch", "1")
    assert refusal(capsys, *asked) == "workers: read 3; the data has 2 samples, fewer than one for each"


def test_more_ranks_than_nodes(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("measure", "--method", "dsgd", "--workers", "4", "--ranks", "4", "--set", "topology=ring:3")
    assert "topology: " in refusal(capsys, *asked)


def test_a_port_in_use(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        said = refusal(capsys, "measure", "config.toml", "--ranks", "2", "--port", port)
    why = "it cannot be had: Address already in use; without --port a free one is taken"
    assert said == f"port: read {port}; {why}"
    said = refusal(capsys, "measure", "config.toml", "--ranks", "2", "--port", "70000")
    assert said == "port: read 70000; allowed: up to 65535, or 0 for a free one"


def test_ranks_and_a_port_that_nobody_would_use(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = refusal(capsys, "measure", "config.toml", "--port", "29400")
    assert said == "port: read 29400; it is where ranks meet, so that it needs --ranks"
    said = refusal(capsys, "measure", "--verify", "--ranks", "2")
    assert said == "ranks: read 2; the families of --verify run in one process; name a --method"


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a CUDA device")
def test_cuda_asked_for_and_absent(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for more in ((), ("--ranks", "2")):
        said = refusal(capsys, "measure", "config.toml", "--set", "device=cuda", *more)
        assert said == "device: read cuda; torch finds no CUDA device here; allowed: cpu"


def test_a_rank_that_nobody_has_started(here: Path) -> None:
    status, said = answered(start("empirical", "config.toml"))
    assert status == 2
    assert said.startswith("tightrope: ranks: RANK is not set; a rank is started by torchrun")
    assert len(said.splitlines()) == 1


# Slurm


class Executor:
    """What submitit gives, remembering what it is asked for."""

    asked: dict = {}  # noqa: RUF012

    def __init__(self, folder: str) -> None:
        self.asked["folder"] = folder

    def update_parameters(self, **parameters: object) -> None:
        self.asked |= parameters

    def submit(self, function: list[str]) -> SimpleNamespace:
        self.asked["command"] = function
        return SimpleNamespace(job_id="77")


FAKE = SimpleNamespace(AutoExecutor=Executor, helpers=SimpleNamespace(CommandFunction=list))


def test_a_slurm_job(here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Every node runs torchrun with its share of the ranks; what bash makes of the line is what is meant."""
    monkeypatch.setitem(sys.modules, "submitit", FAKE)
    asked = ["config.toml", "--out", "a run", "--nodes", "2", "--ranks-per-node", "1"]
    assert slurm.main(asked) == 0
    assert capsys.readouterr().out == "77\n"
    assert Executor.asked["nodes"] == 2
    assert Executor.asked["tasks_per_node"] == 1
    assert Executor.asked["gpus_per_node"] == 0
    (here / "scontrol").write_text("#!/bin/sh\necho node1\necho node2\n")
    (here / "scontrol").chmod(0o755)
    shell, option, line = Executor.asked["command"]
    shown = line.replace(f"exec {sys.executable}", "printf '%s\\n'")
    told = {"PATH": f"{here}:{os.environ['PATH']}", "SLURM_JOB_ID": "9", "SLURM_JOB_NODELIST": "node[1-2]"}
    words = subprocess.run([shell, option, shown], env=told, capture_output=True, text=True, check=True)
    assert words.stdout.splitlines() == [
        *("-m", "torch.distributed.run", "--nnodes", "2", "--nproc-per-node", "1", "--rdzv-backend", "c10d"),
        *("--rdzv-id", "9", "--rdzv-endpoint", "node1:29400"),
        *("-m", "empirical", str(here / "config.toml"), "--out", str(here / "a run")),
    ]


def test_a_slurm_job_that_cannot_be(here: Path, monkeypatch, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["config.toml", "--out", "run", "--ranks-per-node", "2"]
    monkeypatch.setitem(sys.modules, "submitit", None)
    assert slurm.main(asked) == 2
    assert capsys.readouterr().err.startswith("tightrope: slurm: submitit is not installed; pip install")
    assert slurm.main([*asked, "--nodes", "2"]) == 2
    assert "workers: read 2; allowed: 4" in capsys.readouterr().err
