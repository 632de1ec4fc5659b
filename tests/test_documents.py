"""What the documents say is what the program does."""

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from paper_figs.figure import FIGURES
from theory.methods import METHODS
from theory.papers.verdicts import shipped
from tightrope.command_line import VERBS, run
from toys.scenes import TOYS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
INTERFACE = (ROOT / "docs" / "interface.md").read_text()


def test_readme_lists_all_statements(capsys) -> None:
    """The table is what `tightrope list --markdown` prints."""
    assert run(["list", "--markdown"]) == 0
    table = capsys.readouterr().out.strip()
    assert table
    assert README.rstrip().endswith(table)


def test_python_in_the_readme_runs() -> None:
    blocks = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)
    assert blocks
    for block in blocks:
        names: dict[str, object] = {}
        exec(compile(block, "README.md", "exec"), names)
        assert names["terms"].keys() == {"initial gap", "noise", "compression"}
        assert all(check.holds for check in names["checks"])


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_is_documented(verb: str) -> None:
    assert f"tightrope {verb}" in INTERFACE


def rows(heading: str) -> str:
    """The rows of the interface's table whose first column has this heading."""
    (found,) = re.findall(rf"^\| {heading} \|.*\n\|[-|]+\n((?:\|.*\n)+)", INTERFACE, flags=re.MULTILINE)
    return str(found)


@pytest.mark.parametrize(("heading", "names"), [("toy", TOYS), ("figure", FIGURES)])
def test_every_toy_and_figure_is_documented(heading: str, names: Mapping[str, str]) -> None:
    """In order, and nothing else."""
    assert re.findall(r"^\| `([^`]+)` \|", rows(heading), flags=re.MULTILINE) == list(names)


def test_every_method_is_documented() -> None:
    assert re.findall(r"`([^`]+)`", rows("group")) == list(METHODS)
    for document in (README, (ROOT / "CHANGELOG.md").read_text()):
        assert f" {len(METHODS)} names" in document


@pytest.mark.parametrize("verb", VERBS)
def test_every_option_is_documented(verb: str, capsys) -> None:
    """Every option of a quick verb's help occurs in the interface; those of measure are in its own help."""
    assert run([verb, "--help"]) == 0
    text = capsys.readouterr().out
    options = set(re.findall(r"--[a-z][a-z-]+", text)) - {"--help"}
    assert options
    if verb != "measure":
        assert all(option in INTERFACE for option in options), options


def test_readme_pictures_exist() -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)
    assert pictures
    assert all((ROOT / picture).is_file() for picture in pictures)


def test_readme_counts_the_ledger() -> None:
    """The numbers of steps are those of the shipped verdicts."""
    verdicts = Counter(step["verdict"] for steps in shipped()["steps"].values() for step in steps.values())
    counted = f"{verdicts.total()} steps: {verdicts['proved']} proved, {verdicts['refuted']} refuted"
    assert counted in README


def test_readme_counts_the_evidence() -> None:
    steps = [step for steps in shipped()["steps"].values() for step in steps.values()]
    by = Counter(step["confirmed_by"] for step in steps if "confirmed_by" in step)
    assert by.total() == sum(step["verdict"] == "proved" for step in steps)
    assert f"{by['certificate']} have exact certificates, {by['cvc5']} more are confirmed by cvc5" in README
    assert f"{by['z3 alone']} rest on z3 alone, {by['exact']} asked no solver" in README
