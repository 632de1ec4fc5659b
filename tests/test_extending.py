"""docs/extending.md, carried out in a copy of the source tree: a paper, a method, a compressor, a measure."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from pages import ROOT, Block, Command, answer, as_described, blocks, commands, run

BLOCKS = blocks(ROOT / "docs" / "extending.md")
COPIED = ("theory", "toys", "empirical")
"""The packages that the page changes; the others are only linked to."""


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source tree with all that the page adds to it."""
    folder = tmp_path_factory.mktemp("extended")
    for package in COPIED:
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    for package in ("tightrope", "paper_figs"):
        (folder / package).symlink_to(ROOT / package)
    for block in BLOCKS:
        _carried_out(block, folder)
    return folder


def _carried_out(block: Block, folder: Path) -> None:
    if block.language == "diff":
        _changed(block.text, folder)
    elif block.file is not None:
        path = folder / block.file
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.read_text("utf-8") if block.language == "csv" else ""
        path.write_text(before + block.text.removeprefix(f"# {block.file}\n"), "utf-8")


def _changed(diff: str, folder: Path) -> None:
    """Every line after - occurs once in the file after ---, and the lines after + come in its place."""
    for part in re.split(r"^--- ", diff, flags=re.MULTILINE)[1:]:
        name, _, changes = part.partition("\n")
        text = (folder / name).read_text("utf-8")
        for old, new in re.findall(r"^-(.*\n)((?:\+.*\n)+)", changes, flags=re.MULTILINE):
            assert len(re.findall(f"^{re.escape(old)}", text, flags=re.MULTILINE)) == 1, (name, old)
            text = text.replace(old, re.sub(r"^\+", "", new, flags=re.MULTILINE))
        (folder / name).write_text(text, "utf-8")


@pytest.mark.parametrize(
    "command", [c for b in BLOCKS if b.language == "console" for c in commands(b.text)], ids=lambda c: c.line
)
def test_commands_print_what_the_page_says(command: Command, tree: Path) -> None:
    done = answer(command, tree, source=tree)
    assert done.returncode == 0, done.stderr
    assert as_described(command.expected, done.stdout), done.stdout


def test_nothing_on_the_page_is_passed_over() -> None:
    assert {block.language for block in BLOCKS} == {"python", "diff", "csv", "console"}
    assert all(block.file for block in BLOCKS if block.language in ("python", "csv"))


def test_the_additions_are_as_tidy_as_the_rest(tree: Path) -> None:
    added = [block.file for block in BLOCKS if block.language == "python" and block.file]
    settings = ["--config", str(ROOT / "pyproject.toml"), "--ignore", "T201,INP001"]
    done = run(["-m", "ruff", "check", *settings, *added], tree)
    assert done.returncode == 0, done.stdout
    assert run(["-m", "ruff", "format", "--check", *settings[:2], *added], tree).returncode == 0


@pytest.mark.parametrize(
    ("said", "printed", "same"),
    [
        ("a …\n…", "a  1\nb", True),
        ("a 1", "a   1\n", True),
        ("a 1", "a 2", False),
        ("…\nb", "a\nc", False),
        ("", "a", False),
    ],
)
def test_answers_are_compared(said: str, printed: str, same: bool) -> None:
    assert as_described(said, printed) is same
