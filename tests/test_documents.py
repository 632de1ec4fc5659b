"""What the documents say is what the program does."""

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pages
import pytest
from pages import ROOT, answer, as_described, blocks, commands

from empirical.sentences import FAMILIES
from paper_figs.figure import FIGURES
from theory.axioms import AXIOMS
from theory.methods import METHODS
from theory.papers import encoded, load
from theory.papers.verdicts import shipped
from theory.proof.coverage import coverage
from tightrope.command_line import VERBS, run
from toys.scenes import TOYS

README = (ROOT / "README.md").read_text()
INTERFACE = (ROOT / "docs" / "interface.md").read_text()
READING = (ROOT / "docs" / "reading.md").read_text()
TRUSTED = (ROOT / "docs" / "trusted.md").read_text()
PAGES = {page.name: page for page in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))}
ELSEWHERE = {"extending.md": "test_extending carries it out in a copy of the source tree"}
"""Pages whose code another test runs."""
NOT_RUN = {
    "make": "sets itself up in a fresh clone, which continuous integration does",
    "tightrope measure": "test_launch and test_ranked run it on ranks",
    "torchrun": "needs several nodes; test_launch starts it on one",
    "--rdzv-backend": "the same",
    "-m empirical": "the same",
    "pip install": "needs the network",
    "python -m tightrope.tightness": "takes minutes; test_tightness has its rows and the shipped table",
    "python -m empirical.slurm": "needs a cluster; test_launch looks at what it submits",
    "#": "a script for Slurm",
    "first=": "the same",
    "srun": "the same",
}
"""Why a line of a shell block is not run, by how it begins."""


def test_all_statements_are_listed(capsys) -> None:
    """The table is what `tightrope list --markdown` prints."""
    assert run(["list", "--markdown"]) == 0
    table = capsys.readouterr().out.strip()
    assert table
    assert READING.rstrip().endswith(table)


@pytest.mark.parametrize("page", [name for name in PAGES if name not in ELSEWHERE])
def test_code_on_the_pages_runs(page: str, tmp_path: Path) -> None:
    """From top to bottom in one folder; what a command prints is what stands below it."""
    (tmp_path / "theory").symlink_to(ROOT / "theory")
    for block in blocks(PAGES[page]):
        if block.file is not None:
            (tmp_path / block.file).write_text(block.text)
        elif block.language == "python":
            done = pages.run(["-c", block.text], tmp_path)
            assert done.returncode == 0, done.stderr
        elif block.language == "console":
            for command in commands(block.text):
                done = answer(command, tmp_path)
                assert done.returncode == 0, done.stderr
                assert as_described(command.expected, done.stdout), done.stdout
        else:
            assert block.language == "sh", block
            for line in filter(None, map(str.strip, block.text.splitlines())):
                assert any(line.startswith(known) for known in NOT_RUN), line


def test_every_reason_not_to_run_is_needed() -> None:
    text = [line.strip() for page in PAGES.values() for b in blocks(page) for line in b.text.splitlines()]
    assert all(any(line.startswith(known) for line in text) for known in NOT_RUN)
    assert PAGES.keys() >= ELSEWHERE.keys()


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    """To a file that is there and, in a page, to one of its headings."""
    text = re.sub(r"```.*?```", "", PAGES[page].read_text(), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if target.startswith("https://"):
            continue
        name, _, heading = target.partition("#")
        path = PAGES[page].parent / name if name else PAGES[page]
        assert path.exists(), target
        headings = re.findall(r"^#+ (.*)$", path.read_text(), flags=re.MULTILINE) if heading else []
        slugs = [re.sub(r"[^\w -]", "", h.lower()).replace(" ", "-") for h in headings]
        assert not heading or heading in slugs, target


def test_the_front_page_says_what_holds() -> None:
    """Its rows are theorems, each with the verdict that is shipped, and those of its variants."""
    rows = re.findall(r"^\| `([\w.]+)` \| (\w+) \| (.*) \|$", README, flags=re.MULTILINE)
    assert len(rows) > 5
    for name, verdict, rest in rows:
        assert load(name).verdict == verdict
        for variant, claimed in re.findall(r"(repaired|strengthened): (\w+)", rest):
            assert load(name, variant).verdict == claimed


def test_the_front_page_is_one_screen() -> None:
    assert len(README.splitlines()) <= 60


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_is_documented(verb: str) -> None:
    assert f"tightrope {verb}" in INTERFACE


def rows(heading: str) -> str:
    """The rows of the interface's table whose first column has this heading."""
    (found,) = re.findall(rf"^\| {heading} \|.*\n\|[-|]+\n((?:\|.*\n)+)", INTERFACE, flags=re.MULTILINE)
    return str(found)


@pytest.mark.parametrize(("heading", "names"), [("toy", TOYS), ("figure", FIGURES), ("family", FAMILIES)])
def test_every_toy_figure_and_family_is_documented(heading: str, names: Mapping[str, object]) -> None:
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
    assert counted in " ".join(README.split())


def test_readme_counts_the_displayed_lines() -> None:
    found = [coverage(paper) for paper in encoded()]
    inside, aside = sum(len(c.encoded) for c in found), sum(len(c.set_aside) for c in found)
    assert not any(c.waiting for c in found)
    assert f"All {inside + aside} displayed lines" in README
    assert f"({inside}) or set aside for a reason ({aside})" in README


def test_the_trusted_base_is_counted() -> None:
    assert f"{len(AXIOMS)} inequalities and rules" in TRUSTED


def test_the_evidence_is_counted() -> None:
    told = " ".join(TRUSTED.split())
    steps = [step for steps in shipped()["steps"].values() for step in steps.values()]
    by = Counter(step["confirmed_by"] for step in steps if "confirmed_by" in step)
    assert by.total() == sum(step["verdict"] == "proved" for step in steps)
    assert f"{by['certificate']} have exact certificates, {by['cvc5']} more are confirmed by cvc5" in told
    assert f"{by['z3 alone']} rest on z3 alone, {by['exact']} asked no solver" in told
