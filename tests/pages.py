"""The code of the documents: their blocks, the files that these belong to, commands with their answers."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
_FENCE = re.compile(r"^```(\w*)(?: (\S+))?\n(.*?)^```$", flags=re.DOTALL | re.MULTILINE)
_FILE = re.compile(r"# (\S+\.py)\n")


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, the file that it belongs to, and its text."""

    language: str
    file: str | None
    text: str


@dataclass(frozen=True)
class Command:
    """A line after "$", and what stands below it."""

    line: str
    expected: str


def blocks(page: Path) -> tuple[Block, ...]:
    """The fenced blocks of a page; a file is named in the first line of Python, or after the language."""
    found = _FENCE.findall(page.read_text("utf-8"))
    return tuple(Block(language, file or _file(text), text) for language, file, text in found)


def _file(text: str) -> str | None:
    named = _FILE.match(text)
    return named[1] if named else None


def commands(text: str) -> Iterator[Command]:
    """The commands of a console block."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        line, _, expected = part.partition("\n")
        yield Command(line, expected.strip("\n"))


def as_described(expected: str, printed: str) -> bool:
    """Whether an answer is what a page says; … stands for anything, and any number of blanks for one."""
    parts = (re.escape(" ".join(part.split())) for part in expected.split("…"))
    return re.fullmatch(r"\s*.*\s*".join(parts), " ".join(printed.split()), flags=re.DOTALL) is not None


def run(arguments: Sequence[str], folder: Path, source: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run Python in a folder, with the source tree there or elsewhere."""
    environment = os.environ | {"PYTHONPATH": str(source), "OMP_NUM_THREADS": "1"}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def answer(command: Command, folder: Path, source: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run a command of a page: tightrope, or python with a file."""
    program, *arguments = re.findall(r"'[^']*'|\S+", command.line)
    arguments = [argument.strip("'") for argument in arguments]
    assert program in ("tightrope", "python"), command.line
    return run(["-m", "tightrope", *arguments] if program == "tightrope" else arguments, folder, source)
