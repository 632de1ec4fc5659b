"""`tightrope figures`: whole files or none, taken again with --resume, and the table of claims."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest
from commands import answer, contents, refusal
from matplotlib.figure import Figure

import paper_figs
from paper_figs.claims import read_claims
from paper_figs.figure import FIGURES, SLOWEST, Claim, finished, main, make
from tightrope.drawing import slowest_first

LONG = "the quantity that was computed over a scan of many starts and step sizes, of which most agree"


def fake(name: str, calls: list[str], **more: object) -> ModuleType:
    """A figure of one line whose one claim reproduces."""

    def claims(data: list[float]) -> tuple[Claim, ...]:
        return (Claim(f"{name}.falls", "it | falls", "section 1", LONG, "reproduces under", "η < 1"),)

    def data() -> list[float]:
        calls.append(name)
        return [2.0, 1.0]

    def draw(data: list[float]) -> Figure:
        figure = Figure(figsize=(2, 1))
        figure.subplots().plot(data)
        return figure

    module = ModuleType(f"paper_figs.{name}")
    module.__dict__.update({"data": data, "draw": draw, "claims": claims, **more})
    return module


@pytest.fixture
def calls(monkeypatch) -> list[str]:
    """Two fake figures, alone in the table; the names of those that were computed."""
    computed: list[str] = []
    for name in tuple(FIGURES):
        monkeypatch.delitem(FIGURES, name)
    for name in ("fake_one", "fake_two"):
        monkeypatch.setitem(FIGURES, name, "a line")
        register(monkeypatch, fake(name, computed))
    return computed


def register(monkeypatch, module: ModuleType) -> None:
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr(paper_figs, module.__name__.rpartition(".")[2], module, raising=False)


def figures(capsys, out: Path, *arguments: str):
    return answer(capsys, "figures", *arguments, "--jobs", 1, "--out", out)


def test_all_figures_and_their_files(calls, tmp_path: Path, capsys) -> None:
    done = figures(capsys, tmp_path / "new" / "folder")
    assert done.status == 0
    names = {f"fake_{n}{e}" for n in ("one", "two") for e in (".svg", ".png", ".claims.json")}
    assert contents(tmp_path / "new" / "folder").keys() == names
    assert done.out.count("1 reproduces under") == 2
    assert calls == ["fake_one", "fake_two"]


def test_the_same_bytes_again(calls, tmp_path: Path, capsys) -> None:
    for folder in ("a", "b"):
        figures(capsys, tmp_path / folder, "fake_one")
    a, b = (contents(tmp_path / folder) for folder in ("a", "b"))
    assert a["fake_one.svg"] == b["fake_one.svg"]
    assert a["fake_one.png"] == b["fake_one.png"]


def test_resume_takes_what_is_finished(calls, tmp_path: Path, capsys) -> None:
    figures(capsys, tmp_path, "fake_one")
    done = figures(capsys, tmp_path, "--resume", "--claims")
    assert calls == ["fake_one", "fake_two"]
    assert "2 claims: 2 reproduces under" in done.out


@pytest.mark.parametrize("spoil", ["version", "claims", "picture", "not JSON"])
def test_resume_makes_again_what_is_not_whole(spoil: str, calls, tmp_path: Path, capsys) -> None:
    figures(capsys, tmp_path, "fake_one")
    file = tmp_path / "fake_one.claims.json"
    assert finished("fake_one", tmp_path) is not None
    if spoil == "picture":
        (tmp_path / "fake_one.png").unlink()
    elif spoil == "not JSON":
        file.write_text("{")
    else:
        document = json.loads(file.read_text())
        document[spoil] = {"version": "0.0.0", "claims": [{"id": "x"}]}[spoil]
        file.write_text(json.dumps(document))
    assert finished("fake_one", tmp_path) is None
    figures(capsys, tmp_path, "fake_one", "--resume")
    assert calls == ["fake_one", "fake_one"]
    assert finished("fake_one", tmp_path) is not None


def test_the_claims_table_fits_the_terminal(calls, tmp_path: Path, capsys, monkeypatch) -> None:
    monkeypatch.setenv("COLUMNS", "72")
    out = figures(capsys, tmp_path, "--claims").out
    assert max(map(len, out.splitlines())) <= 72
    assert out.index("fake_one") < out.index("fake_two")
    assert {"claim", "falls", "(section", "reproduces", "under", "agree;", "η"} <= set(out.split())


def test_the_claims_as_markdown_and_json(calls, tmp_path: Path, capsys) -> None:
    rows = figures(capsys, tmp_path, "--markdown").out.splitlines()
    assert len(rows) == 4
    assert rows[2] == f"| `fake_one.falls` | it \\| falls (section 1) | reproduces under | {LONG}; η < 1 |"
    document = json.loads(figures(capsys, tmp_path, "fake_two", "--json").out)
    assert document["complete"] is True
    (figure,) = document["figures"]
    assert figure["name"] == "fake_two"
    assert figure["claims"][0]["condition"] == "η < 1"
    assert [Path(file).exists() for file in figure["files"]] == [True, True]


def test_an_interruption_keeps_what_is_done(calls, tmp_path: Path, capsys, monkeypatch) -> None:
    """SIGTERM while the second figure is computed: the first is whole, of the second there is nothing."""

    def killed() -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(10)

    register(monkeypatch, fake("fake_two", calls, data=killed))
    done = figures(capsys, tmp_path, "--json")
    assert done.status == 130
    assert json.loads(done.out)["complete"] is False
    assert [f["name"] for f in json.loads(done.out)["figures"]] == ["fake_one"]
    assert all(name.startswith("fake_one") for name in contents(tmp_path))


def test_a_claim_with_a_condition_says_it() -> None:
    with pytest.raises(ValueError, match="condition"):
        Claim("x.y", "it falls", "section 1", "1 < 2", "reproduces under")


def test_bad_names(calls, tmp_path: Path, capsys) -> None:
    message = refusal(capsys, "figures", "fake_on", "--out", tmp_path / "none")
    assert "did you mean fake_one" in message
    assert not (tmp_path / "none").exists()
    assert "jobs: read 0" in refusal(capsys, "figures", "--jobs", 0)
    file = tmp_path / "file"
    file.touch()
    assert "cannot be made" in refusal(capsys, "figures", "--out", file)


def test_help_lists_the_figures(calls, capsys) -> None:
    """The names of the real table, which the verb reads when it is loaded."""
    text = answer(capsys, "figures", "--help").out
    assert "--resume" in text
    assert "known:" in text


SLOW_FIGURES = """
import sys, time
from pathlib import Path
import paper_figs.figure as figure
from test_figures_verb import fake
for name in ("fast", "slow"):
    figure.FIGURES[name] = "a line"
    module = fake(name, [])
    sys.modules[module.__name__] = module
def forever():
    Path("started").touch()
    time.sleep(60)
sys.modules["paper_figs.slow"].data = forever
"""


def test_ctrl_c_ends_the_processes(tmp_path: Path) -> None:
    """Two processes, one figure done and one at work when Ctrl-C comes to the whole group."""
    (tmp_path / "slow_figures.py").write_text(SLOW_FIGURES)
    (tmp_path / "main.py").write_text(
        "import slow_figures\nfrom tightrope.command_line import main\n"
        "if __name__ == '__main__': main(['figures', 'slow', 'fast', '--jobs', '2', '--json'])\n"
    )
    places = os.pathsep.join([str(tmp_path), *sys.path])
    process = subprocess.Popen(
        [sys.executable, "main.py"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": places},
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    done = [tmp_path / "started", tmp_path / "figures" / "fast.claims.json"]
    until = time.monotonic() + 60
    while not all(path.exists() for path in done) and time.monotonic() < until:
        time.sleep(0.1)
    time.sleep(0.5)
    os.killpg(process.pid, signal.SIGINT)
    out, _ = process.communicate(timeout=20)
    assert process.returncode == 130
    assert [f["name"] for f in json.loads(out)["figures"]] == ["fast"]
    assert contents(tmp_path / "figures").keys() == {"fast.svg", "fast.png", "fast.claims.json"}
    assert ended(process.pid, time.monotonic() + 10)


def ended(group: int, until: float) -> bool:
    """Whether no process of the group is left, waiting a while for the last to go."""
    while time.monotonic() < until:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


def test_the_slowest_figures_begin_first() -> None:
    assert set(SLOWEST) <= set(FIGURES)
    begun = slowest_first(tuple(FIGURES))
    assert tuple(begun[: len(SLOWEST)]) == SLOWEST
    assert begun[len(SLOWEST) :] == [name for name in FIGURES if name not in SLOWEST]


def test_a_figures_module_takes_no_arguments(calls, tmp_path: Path, capsys, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["fake_one.py", "--out"])
    with pytest.raises(SystemExit) as ended:
        main("fake_one")
    assert ended.value.code == 2
    assert "--out" in capsys.readouterr().err
    assert calls == []
    monkeypatch.setattr(sys, "argv", ["fake_one.py"])
    main("fake_one")
    assert "fake_one.falls: reproduces under" in capsys.readouterr().out
    assert finished("fake_one", Path("figures")) is not None


def test_make_needs_no_command(calls, tmp_path: Path) -> None:
    """What `python -m paper_figs.NAME` calls."""
    made = make("fake_one", tmp_path)
    assert finished("fake_one", tmp_path) == made


def test_the_table_of_claims_as_csv(calls, tmp_path: Path, capsys) -> None:
    done = figures(capsys, tmp_path / "figures", "--csv", tmp_path / "claims.csv")
    assert done.status == 0
    (one, two) = read_claims(tmp_path / "claims.csv")
    assert (one.figure, two.figure) == ("fake_one", "fake_two")
    assert one.claims == (
        Claim("fake_one.falls", "it | falls", "section 1", LONG, "reproduces under", "η < 1"),
    )
    assert one.command == "tightrope figures fake_one --claims"


def test_a_place_without_a_folder_is_refused_before_anything_is_computed(
    calls, tmp_path: Path, capsys
) -> None:
    for place in (tmp_path / "none" / "claims.csv", tmp_path):
        message = refusal(capsys, "figures", "--csv", place, "--out", tmp_path / "figures")
        assert message.startswith("csv: ")
    assert not calls
