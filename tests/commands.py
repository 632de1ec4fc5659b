"""The command line run in this process, and what every refusal has in common."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from tightrope.command_line import run


class Answer(NamedTuple):
    """An exit status and what was printed."""

    status: int
    out: str
    err: str


def answer(capsys: pytest.CaptureFixture[str], *arguments: object) -> Answer:
    """Run a command. An exception that escapes is what a user would see as a traceback."""
    capsys.readouterr()
    status = run([str(a) for a in arguments])
    return Answer(status, *capsys.readouterr())


def message_of(refused: Answer) -> str:
    """The message of a refusal: status 2, one line on standard error, nothing on standard output."""
    assert refused.status == 2, refused
    assert refused.out == ""
    assert len(refused.err.splitlines()) == 1, refused.err
    assert refused.err.startswith("tightrope: ")
    assert refused.err.endswith("\n")
    return refused.err.removeprefix("tightrope: ").rstrip("\n")


def refusal(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    """Run a command that must be refused, and return its message."""
    return message_of(answer(capsys, *arguments))


def contents(folder: Path) -> Mapping[str, bytes | None]:
    """Everything below a folder: a file's name with its bytes, a folder's with None."""
    return {str(p.relative_to(folder)): None if p.is_dir() else p.read_bytes() for p in folder.rglob("*")}
