"""Tasks in processes of their own: a polite kill ends all of them at once."""

import os
import signal
import time
from functools import partial
from pathlib import Path
from threading import Thread

import pytest

from tightrope.together import polite_kill_as_interruption, together

JOBS, LONG, SOON = 2, 60.0, 30.0
"""Seconds that a task takes, and within which all must have ended after the kill."""


def slow(task: str, folder: Path) -> str:
    """A task that tidies up, whatever ends it."""
    (folder / f"began-{task}").touch()
    try:
        time.sleep(LONG)
    finally:
        (folder / f"tidied-{task}").touch()
    return task


def quick(task: str) -> str:
    return task


def kill_when_all_have_begun(folder: Path) -> None:
    while len(list(folder.glob("began-*"))) < JOBS:
        time.sleep(0.05)
    (folder / "killed").touch()
    os.kill(os.getpid(), signal.SIGTERM)


def test_one_polite_kill_ends_every_process_and_begins_no_other_task(tmp_path: Path) -> None:
    """Also the task that is handed out already while all processes are at work."""
    killer = Thread(target=kill_when_all_have_begun, args=(tmp_path,), daemon=True)
    killer.start()
    with pytest.raises(KeyboardInterrupt), polite_kill_as_interruption():
        list(together(partial(slow, folder=tmp_path), "abcdef", JOBS))
    assert time.time() - (tmp_path / "killed").stat().st_mtime < SOON
    (tmp_path / "killed").unlink()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["began-a", "began-b", "tidied-a", "tidied-b"]


def test_what_is_done_comes_back_in_any_order() -> None:
    assert sorted(together(quick, "abc", JOBS)) == ["a", "b", "c"]
