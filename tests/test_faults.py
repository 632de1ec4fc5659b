"""A run ended anywhere goes on to the same bits; a lost rank is named, a damaged checkpoint refused."""

from __future__ import annotations

import json
import os
import shutil
import signal
import time
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from signal import SIGINT, SIGKILL, SIGSTOP, SIGTERM

import numpy as np
import pytest
from commands import answer, contents, refusal
from victims import GRACE, TIMEOUT, WRITING, Attempt, Blow, start

from empirical import conduct as conducting
from empirical import digests
from empirical.column import Column
from empirical.conduct import conduct, resume_run
from empirical.config import Config, configure
from empirical.folder import RunFolder
from theory.errors import BadInput

LAST = 6
COMMON = {"workers": 2, "steps": LAST, "seeds": 2, "mode": "exact", "split": "dirichlet:0.5"}
METHODS: Mapping[str, Mapping[str, object]] = {
    "gmc": {**COMMON, "method": "gmc", "compressor": "random:1/8", "momentum": 0.6},
    "dcd-psgd": {**COMMON, "method": "dcd-psgd", "compressor": "qsgd:4", "topology": "ring"},
}
"""Every worker's residual and momentum under a random choice; neighbours' copies under random rounding."""


def unseen(done: int, total: int) -> None:
    """Progress that nobody looks at."""


def left_by(folder: Path) -> Mapping[str, bytes | None]:
    """What a run has found, all but its provenance."""
    found = {name: content for name, content in contents(folder).items() if name != "run.toml"}
    constants = found["constants.toml"] or b""
    return {**found, "constants.toml": constants.partition(b"[provenance]")[0]}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """The folder of each method's run that nothing befell."""
    place = tmp_path_factory.mktemp("whole")
    for name, settings in METHODS.items():
        conduct(configure(Config(), settings), place / name, False, "test", unseen)
    return {name: place / name for name in METHODS}


# The matrix

STOPS = {
    1: [Blow(0, SIGINT), Blow(0, SIGTERM), Blow(0, SIGKILL)],
    2: [
        Blow(0, SIGINT, (1,)),
        Blow(0, SIGTERM, (0,)),
        Blow(0, SIGKILL, (1,)),
        Blow(0, SIGKILL, (0,)),
        Blow(0, SIGKILL, (0, 1)),
    ],
}
"""By the number of processes."""

CASES = [
    *((n, replace(blow, step=step)) for n, blows in STOPS.items() for blow in blows for step in (1, 3, LAST)),
    *((n, Blow(4, SIGKILL, (0,), writing)) for n in STOPS for writing in WRITING),
]


def name_of(case: tuple[int, Blow]) -> str:
    processes, blow = case
    ranks = "".join(map(str, blow.ranks))
    return f"{processes}-{blow.signal.name}-{ranks}-{blow.writing or 'step'}-{blow.step}"


@pytest.mark.parametrize("number", range(len(CASES)), ids=map(name_of, CASES))
def test_a_run_that_is_ended_goes_on(whole: Mapping[str, Path], tmp_path: Path, number: int) -> None:
    """The methods take turns; a run of one process is resumed by one, a run of ranks by ranks."""
    processes, blow = CASES[number]
    name = [*METHODS][number % len(METHODS)]
    attempt = Attempt(tmp_path / "run", METHODS[name], blow=blow)
    ended(attempt, processes)
    if processes == 1:
        seen: list[int] = []
        if RunFolder(attempt.folder).read_status()["status"] != "complete":
            resume_run(attempt.folder, None, "test", lambda done, total: seen.append(done))
            assert seen == [*range(begins_after(blow), LAST + 1)]
    elif RunFolder(attempt.folder).read_status()["status"] != "complete":
        again = start([Attempt(attempt.folder, METHODS[name], resumes=True)] * processes)
        assert again.ended() == [0] * processes
    assert left_by(attempt.folder) == left_by(whole[name])


def begins_after(blow: Blow) -> int:
    """The first step that is done again: a signal that can be heard leaves a checkpoint of the last one."""
    heard = blow.signal != SIGKILL or blow.writing == "removal"
    return blow.step + heard


def ended(attempt: Attempt, processes: int) -> None:
    """Start a run, and see that the blow has ended all of it, in the way in which it should."""
    blow = attempt.blow
    assert blow is not None
    found = start([attempt] * processes).ended()
    status = RunFolder(attempt.folder).read_status()
    if blow.signal != SIGKILL:
        ends = ("complete", 0) if blow.step == LAST else ("partial", 130)
        assert (status["status"], found) == (ends[0], [ends[1]] * processes)
        assert status["steps_done"] == blow.step
        return
    left = [rank for rank in range(processes) if rank not in blow.ranks]
    assert found == [2 if rank in left else -SIGKILL for rank in range(processes)]
    if not left:
        assert status["status"] == "running"
        return
    why = f"rank {blow.ranks[0]} has ended without a word"
    assert (status["status"], status["lost"], status["why"]) == ("partial", list(blow.ranks), why)
    assert attempt.said(left[0]).read_text().startswith(f"{why}; the run ends here; --resume continues it")


# A rank that hangs, one that differs, one whose numbers are none


def test_a_rank_that_hangs_ends_the_run(whole: Mapping[str, Path], tmp_path: Path) -> None:
    attempt = Attempt(tmp_path / "run", METHODS["gmc"], blow=Blow(3, SIGSTOP, (1,)))
    started = start([attempt] * 2)
    first, hung = started.ranks
    while not stopped(hung.pid):
        time.sleep(0.05)
    began = time.monotonic()
    first.join(30)
    took = time.monotonic() - began
    hung.kill()
    assert started.ended() == [2, -SIGKILL]
    assert took < TIMEOUT + GRACE + 5
    why = f"rank 1 has not answered for {TIMEOUT} seconds (timeout)"
    assert attempt.said(0).read_text().startswith(f"{why}; ")
    status = RunFolder(attempt.folder).read_status()
    assert (status["status"], status["lost"], status["why"]) == ("partial", [1], why)
    assert status["steps_done"] == 2
    resume_run(attempt.folder, None, "test", unseen)
    assert left_by(attempt.folder) == left_by(whole["gmc"])


def stopped(number: int) -> bool:
    return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] == "T"


def test_a_rank_without_numbers_stops_all(tmp_path: Path) -> None:
    """At the same step; the run is marked, and has no constants."""
    attempt = partial(Attempt, tmp_path / "run", METHODS["gmc"])
    assert start([attempt(), attempt(nan_at=2)]).ended() == [1, 1]
    status = RunFolder(tmp_path / "run").read_status()
    assert (status["status"], status["diverged_at"], status["seeds"]) == ("diverged", 3, [0, 1])
    assert not (tmp_path / "run" / "constants.toml").exists()


def test_ranks_that_differ_refuse_to_start(tmp_path: Path) -> None:
    """Each says why or keeps silent, and nothing is written."""
    for place, sample in (("a", "1 1:1\n-1 2:1\n"), ("b", "1 1:1\n-1 2:2\n")):
        (tmp_path / place).mkdir()
        (tmp_path / place / "two.svm").write_text(sample)
    settings = {"data": "two.svm", "workers": 2, "steps": 3, "batch": 1, "compressor": "top:1"}
    first = Attempt(Path("run"), settings, place=tmp_path / "a")
    for what, other in {
        "the configuration": Attempt(Path("run"), {**settings, "step_size": 0.1}, place=tmp_path / "a"),
        "steps or timeout": Attempt(Path("run"), {**settings, "steps": 4}, place=tmp_path / "a"),
        "the code": Attempt(Path("run"), settings, place=tmp_path / "a", code="other"),
        "the data": Attempt(Path("run"), settings, place=tmp_path / "b"),
    }.items():
        assert start([first, other]).ended() == [2, 3]
        why = f"rank 1: not as on rank 0: {what}; all ranks of a run need the same\n"
        assert first.said(0).read_text() == why
        assert not (tmp_path / "a" / "run").exists()


def test_ranks_that_find_other_checkpoints_refuse(cut: Path, tmp_path: Path) -> None:
    for place in ("a", "b"):
        shutil.copytree(cut, tmp_path / place / "run")
    shutil.rmtree(tmp_path / "b" / "run" / "checkpoint" / "0000000004")
    both = [Attempt(Path("run"), {}, resumes=True, place=tmp_path / place) for place in ("a", "b")]
    assert start(both).ended() == [2, 3]
    why = "rank 1: not as on rank 0: the checkpoint; all ranks of a run need the same\n"
    assert both[0].said(0).read_text() == why


# Checkpoints


@pytest.fixture(scope="module")
def cut(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run that was interrupted after step 4, with its checkpoints of steps 3 and 4."""
    path = tmp_path_factory.mktemp("cut") / "run"

    def interrupt(done: int, total: int) -> None:
        if done == 4:
            signal.raise_signal(SIGINT)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(conducting, "CHECKPOINT_SECONDS", 0.0)
        patch.setattr(conducting, "CHECKPOINT_SHARE", float("inf"))
        conduct(configure(Config(), METHODS["gmc"]), path, False, "test", interrupt)
    return path


@pytest.fixture
def copy(cut: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(cut, tmp_path / "run"))


def test_two_checkpoints_are_kept(cut: Path) -> None:
    assert sorted(contents(cut / "checkpoint")) == [
        f"000000000{step}{part}" for step in (3, 4) for part in ("", "/manifest.json", "/state.safetensors")
    ]
    manifest = json.loads((cut / "checkpoint" / "0000000004" / "manifest.json").read_text())
    assert manifest.keys() == {"schema", "steps_done", "identity", "versions", "files", "sha256"}
    assert manifest["identity"].keys() == {"the configuration", "the code", "the data"}


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def altered(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def rewritten(path: Path) -> None:
    path.write_text(path.read_text().replace('"steps_done": 4', '"steps_done": 5'))


STATE, MANIFEST = "state.safetensors", "manifest.json"
DAMAGES = [(part, how) for part in (STATE, MANIFEST) for how in (truncated, altered, emptied, Path.unlink)]


@pytest.mark.parametrize(("part", "damage"), [*DAMAGES, (MANIFEST, rewritten)])
def test_a_damaged_checkpoint_is_refused(
    whole: Mapping[str, Path], copy: Path, caplog: pytest.LogCaptureFixture, part: str, damage: object
) -> None:
    """In one line, and the one before it is used."""
    damage(copy / "checkpoint" / "0000000004" / part)
    seen: list[int] = []
    resume_run(copy, None, "test", lambda done, total: seen.append(done))
    assert seen == [4, 5, 6]
    assert len(caplog.messages) == 1
    line = caplog.messages[0]
    assert line.startswith(f"{copy}/checkpoint/0000000004 is refused: {part} ")
    assert line.endswith("; the run goes on from step 3")
    assert "\n" not in line
    assert left_by(copy) == left_by(whole["gmc"])


def test_a_damaged_checkpoint_is_overtaken(copy: Path) -> None:
    """It does not count as one of the two that are kept, and no part of a killed write stays."""
    checkpoints = copy / "checkpoint"
    shutil.copytree(checkpoints / "0000000004", checkpoints / "0000000009")
    truncated(checkpoints / "0000000009" / STATE)
    (checkpoints / ".0000000004.77.tmp").mkdir()

    def interrupt(done: int, total: int) -> None:
        signal.raise_signal(SIGINT)

    resume_run(copy, None, "test", interrupt)
    assert sorted(p.name for p in checkpoints.iterdir()) == ["0000000004", "0000000005"]


def test_the_run_that_a_killed_one_replaced_is_removed(copy: Path) -> None:
    """Once the new one, continued, has its results."""
    for name in (".run.77.replaced", ".run2.77.replaced"):
        shutil.copytree(copy, copy.with_name(name))
    resume_run(copy, None, "test", unseen)
    assert {path.name for path in copy.parent.iterdir()} == {"run", ".run2.77.replaced"}


def refused_and_untouched(capsys: pytest.CaptureFixture[str], run: Path) -> str:
    before = contents(run)
    said = refusal(capsys, "measure", "--resume", run)
    assert contents(run) == before
    return said


def test_only_damaged_checkpoints(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for step in (3, 4):
        truncated(copy / "checkpoint" / f"000000000{step}" / "state.safetensors")
    said = refused_and_untouched(capsys, copy)
    assert said.startswith("resume: no checkpoint is whole: ")
    assert said.count("state.safetensors has not the SHA-256 that manifest.json says") == 2
    assert said.endswith("; start the run again")


@pytest.mark.parametrize(("schema", "other"), [(1, "an earlier"), (3, "a newer"), ("x", "a newer")])
def test_another_schema(copy: Path, capsys: pytest.CaptureFixture[str], schema: object, other: str) -> None:
    path = copy / "checkpoint" / "0000000004"
    manifest = json.loads((path / "manifest.json").read_text())
    (path / "manifest.json").write_text(json.dumps({**manifest, "schema": schema}))
    why = f"schema {schema!r}; this Tightrope reads 2: continue the run with {other} one, or start it again"
    assert refused_and_untouched(capsys, copy) == f"resume: {path} has {why}"


def test_a_checkpoint_without_a_manifest(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The first schema; such a run can be replaced."""
    shutil.rmtree(copy / "checkpoint")
    (copy / "checkpoint").mkdir()
    (copy / "checkpoint" / "state.safetensors").write_bytes(b"tensors")
    assert "checkpoint has schema 1; " in refused_and_untouched(capsys, copy)
    assert answer(capsys, "measure", copy / "run.toml", "--out", copy, "--force").status == 0


def test_a_run_that_would_be_another_is_not_continued(
    copy: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    config = (copy / "run.toml").read_text()
    path, after = copy / "checkpoint" / "0000000004", "; restore what it was (tightrope "
    (copy / "run.toml").write_text(config.replace("momentum = 0.6", "momentum = 0.5"))
    said = refused_and_untouched(capsys, copy)
    assert said.startswith(f"resume: not as when {path} was written: the configuration{after}")
    (copy / "run.toml").write_text(config)
    monkeypatch.setattr(digests, "code", lambda: "other")
    said = refused_and_untouched(capsys, copy)
    assert said.startswith(f"resume: not as when {path} was written: the code{after}")


def test_data_that_have_changed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupt(done: int, total: int) -> None:
        signal.raise_signal(SIGINT)

    data, run = tmp_path / "four.svm", tmp_path / "run"
    data.write_text("1 1:1\n-1 2:1\n1 1:2\n-1 2:3\n")
    config = configure(
        Config(), {"data": str(data), "workers": 2, "steps": 3, "batch": 1, "compressor": "top:1"}
    )
    conduct(config, run, False, "test", interrupt)
    data.write_text("1 1:1\n-1 2:1\n1 1:2\n-1 2:4\n")
    assert "was written: the data; " in refused_and_untouched(capsys, run)


def test_a_complete_run_has_nothing_left(whole: Mapping[str, Path], capsys) -> None:
    said = refused_and_untouched(capsys, whole["gmc"])
    assert (
        said
        == f"resume: {whole['gmc']} has no checkpoint, as the run is complete; start it again to change it"
    )


def test_checkpoints_take_a_share_of_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that has taken 3 seconds is written every 300, a quick one every 20."""
    monkeypatch.setattr(time, "monotonic", lambda: 1000.0)
    assert conducting._next_due(3.0) == 1300.0
    assert conducting._next_due(0.001) == 1020.0


def test_a_write_that_fails_keeps_the_checkpoint_before(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the device is full, the message says so, and the run can be continued once there is room."""

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    def interrupt(done: int, total: int) -> None:
        signal.raise_signal(SIGINT)

    monkeypatch.setattr(conducting, "CHECKPOINT_SECONDS", 0.0)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(BadInput, match="cannot be written: No space left on device"):
            conduct(configure(Config(), METHODS["gmc"]), copy.with_name("new"), False, "test", unseen)
        assert not copy.with_name("new").exists()
        with pytest.raises(BadInput, match="cannot be written: No space left on device"):
            resume_run(copy, None, "test", interrupt)
    assert sorted(p.name for p in (copy / "checkpoint").iterdir()) == ["0000000003", "0000000004"]
    resume_run(copy, None, "test", unseen)


def test_a_column_holds_its_rows() -> None:
    rows = [np.array([t, -t], dtype=np.float32) for t in range(37)]
    column = Column((2,))
    for row in rows[:9]:
        column.append(row[None])
    column = Column.of(column.rows)
    for some in (rows[9:10], rows[10:36], rows[36:]):
        column.append(np.array(some))
    np.testing.assert_array_equal(column.rows, rows)
    assert column.rows.dtype == np.float64
    assert column.rows.base.nbytes <= 2 * column.rows.nbytes
