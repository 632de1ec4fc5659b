"""Quick verbs are quick because of what they do not load: no framework, no plots, no computer algebra.

Each command runs in a fresh interpreter, which says at its end what it has loaded.
"""

from __future__ import annotations

import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest
from mutations import VALID

import theory

SLOW = ("torch", "matplotlib", "sympy", "networkx")

RUN = f"""
import sys
from tightrope.command_line import run
status = run(sys.argv[1:])
print(status, *(name for name in {SLOW} if name in sys.modules), file=sys.stderr)
"""
"""Ends with the command's status and the slow packages that are loaded, on the last line of errors."""

QUICK = {
    "list": ["list"],
    "list of a paper": ["list", "gmc"],
    "bounds": ["bounds", "constants.toml"],
    "bounds of a paper": ["bounds", "constants.toml", "--paper", "gmc", "--variant", "published"],
    "bounds a priori": ["bounds", "constants.toml", "--a-priori"],
    "check": ["check", "constants.toml"],
    "check of a paper": ["check", "constants.toml", "--paper", "gmc"],
    "cite a statement": ["cite", "gmc.theorem6"],
    "cite a paper": ["cite", "gmc"],
}


@pytest.fixture
def constants(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "constants.toml").write_text(VALID)
    return tmp_path / "constants.toml"


def interpreter(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run code in a fresh interpreter that finds the packages where this one does."""
    places = [str(Path(theory.__file__).parents[1]), *sys.path]
    code = f"import sys; sys.path[:0] = {places}\n{code}"
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False
    )


def status_and_slow(*arguments: str) -> list[str]:
    """The status of a command, and the slow packages that it has loaded."""
    done = interpreter(RUN, *arguments)
    assert done.returncode == 0, done.stderr
    assert done.stdout
    return done.stderr.splitlines()[-1].split()


@pytest.mark.usefixtures("constants")
@pytest.mark.parametrize("more", [(), ("--json",)], ids=["text", "json"])
@pytest.mark.parametrize("case", QUICK)
def test_a_quick_verb_loads_nothing_slow(case: str, more: tuple[str, ...]) -> None:
    """The status of `check` is 1 where a constraint fails, as one may; of the others it is 0."""
    status, *slow = status_and_slow(*QUICK[case], *more)
    assert slow == []
    assert status in ({"0", "1"} if QUICK[case][0] == "check" else {"0"})


@pytest.mark.usefixtures("constants")
def test_a_quick_answer_beyond_floats_loads_nothing_slow(constants: Path) -> None:
    """Nor where floats do not suffice and balls decide."""
    constants.write_text(
        VALID.replace("gap = 0.6931", "gap = 1.7e308").replace("step_size = 0.05", "step_size = 1e-9")
    )
    assert status_and_slow("bounds", "constants.toml") == ["0"]
    assert "exceeds a float" in interpreter(RUN, "bounds", "constants.toml").stdout


@pytest.mark.usefixtures("constants")
def test_what_is_slow_is_seen() -> None:
    """The look at what was loaded sees a verb that is not quick, and each of the packages."""
    assert "torch" in status_and_slow("replay", "gmc-quadratic", "--steps", "2")
    after_all = interpreter(f"import torch, matplotlib, sympy, networkx\n{RUN}", "list")
    assert after_all.stderr.splitlines()[-1].split() == ["0", *SLOW]


IMPORT = """
import sys
from importlib import import_module
for name in sys.argv[1:]:
    import_module(name)
print(*(name for name in ("torch", "matplotlib") if name in sys.modules))
"""


def modules() -> list[str]:
    """Every module of the theory."""
    return [m.name for m in pkgutil.walk_packages(theory.__path__, "theory.")]


def test_the_theory_loads_no_framework() -> None:
    """All of it in one interpreter: neither torch nor matplotlib."""
    names = modules()
    assert {"theory.evaluate", "theory.papers.gmc.statements", "theory.readings.symbolic"} <= set(names)
    done = interpreter(IMPORT, *names)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split() == []
    assert interpreter(IMPORT, "toys.replay").stdout.split()[:1] == ["torch"]


def test_the_statements_load_no_computer_algebra() -> None:
    """What a quick verb reads of every paper leaves SymPy alone; the symbolic reading is what loads it."""
    look = IMPORT.replace('("torch", "matplotlib")', repr(SLOW))
    statements = [name for name in modules() if name.endswith(".statements")]
    assert "theory.papers.gmc.statements" in statements
    assert interpreter(look, *statements).stdout.split() == []
    assert "sympy" in interpreter(look, "theory.readings.symbolic").stdout.split()
