"""Runs on the page: read as data whatever state they are in, and followed by the bounds as `measure` says."""

from __future__ import annotations

import json
import os
import pickle
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import html5lib
import numpy as np
import pytest

from empirical.conduct import conduct
from empirical.config import Config, configure
from empirical.experiment import STATUSES, Status
from empirical.folder import RunFolder
from empirical.parts import VERIFY_COLUMNS
from theory.constants import KINDS, Constants
from tightrope.met import Met, met
from tightrope.report import numbers
from tightrope.report.along import SERIES, along
from tightrope.report.lines import Axis
from tightrope.report.run_charts import trajectories
from tightrope.report.run_files import ENDINGS, read_run
from tightrope.report.runs import KIND_MEANS, RunPart, runs
from tightrope.verifying import held_against

SMALL = {"workers": 4, "steps": 24, "seeds": 2}
SETTINGS: Mapping[str, Mapping[str, Any]] = {
    "gmc": {},
    "def": {"method": "def", "compressor": "block:1/10", "momentum": 0.0, "step_size": 0.005},
    "cdadam": {"method": "cdadam", "compressor": "top:1/2", "momentum": 0.9},
    "qg": {"method": "qg", "topology": "ring"},
    "ar-qprsgd": {"method": "ar-qprsgd", "compressor": "qsgd:8", "local_steps": 4, "step_size": 0.01},
    "g-qprsgd": {"method": "g-qprsgd", "compressor": "qsgd:200", "local_steps": 4, "step_size": 0.001}
    | {"topology": "ring"},
}


def quiet(done: int, last: int) -> None:
    """Nobody looks."""


def measured(path: Path, report: Callable[[int, int], None] = quiet, **settings: Any) -> Path:
    config = configure(Config(), {**SMALL, **settings})
    return conduct(config, path, force=False, command="tightrope measure", report=report).folder.path


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Mapping[str, Path]:
    """A run of each method, one that diverges, and one that Ctrl-C ends after its tenth step."""
    folder = tmp_path_factory.mktemp("runs")

    def interrupt(done: int, last: int) -> None:
        if done == 10:
            os.kill(os.getpid(), signal.SIGINT)

    found = {name: measured(folder / name, **settings) for name, settings in SETTINGS.items()}
    quadratic = {"problem": "quadratic", "compressor": "top:1", "step_size": 1000.0}
    return found | {
        "diverged": measured(folder / "diverged", **quadratic, steps=400),
        "partial": measured(folder / "partial", interrupt),
    }


def shown(*folders: Path) -> str:
    return str(runs(folders).body)


@pytest.mark.parametrize("name", SETTINGS)
def test_at_the_last_step_a_bound_is_followed_to_what_measure_says(made, name: str) -> None:
    """The mean and the least so far end at the run's; what a lemma bounds at every t is worst where it is."""
    files = read_run(made[name])
    assert files.constants is not None
    found, _ = met(files.constants)
    followed = along(found, files.records, files.constants)
    assert [a.met for a in followed] == [m for m in found if m.bound.statement.quantity in SERIES]
    for one in followed:
        bound = one.met.bound
        if "steps" in bound.statement.needs:
            assert one.ratio[-1] == pytest.approx(bound.tightness)
        else:
            assert np.nanmin(one.ratio) == pytest.approx(bound.tightness)
        assert one.leaders[-1][1] == bound.dominant
        assert one.times[-1] == SMALL["steps"]


def test_every_series_is_what_measure_measures(made) -> None:
    """Each left side that the page follows, against the estimate of some run; none goes without."""
    tried = set()
    for path in made.values():
        files = read_run(path)
        for quantity in set(SERIES) & set(files.constants.measured if files.constants else {}):
            series = SERIES[quantity](files.records, files.constants)
            assert series is not None, quantity
            mean = series[1][np.isfinite(series[1]).all(axis=1)].mean(axis=1)
            ends = (mean[-1], mean.max(), mean[1:].max())
            value = files.constants.measured[quantity].value
            if quantity == "detach_distance_sq" and files.config["method"] == "gmc":
                continue  # a gradient there, and no statement bounds it
            assert any(end == pytest.approx(value) for end in ends), quantity
            tried.add(quantity)
    assert tried == set(SERIES)


def test_which_term_leads_changes_along_a_run(made) -> None:
    """Theorem 6 with a gap whose term, which falls with T, meets the next one at T = 6."""
    files = read_run(made["gmc"])
    assert files.constants is not None

    def theorem6(constants: Constants) -> Met:
        return next(m for m in met(constants)[0] if m.bound.statement.id == "gmc.theorem6")

    terms = theorem6(files.constants).bound.terms
    first, second = "initial gap", "compression"
    scale = (6 / SMALL["steps"]) * terms[second] / terms[first]
    gap = replace(files.constants.known["gap"], value=scale * files.constants.known["gap"].value)
    constants = replace(files.constants, known={**files.constants.known, "gap": gap})
    theorem = theorem6(constants)
    (one,) = along([theorem], files.records, constants)
    assert [name for _, name in one.leaders] == [first, second]
    assert one.leaders[1][0] in (6, 7)
    said = RunPart("run-1", files, [theorem], followed=[one]).leaders(theorem)
    assert said == f"{first} from step 1 on, {second} from step {one.leaders[1][0]} on"


def test_a_run_has_all_its_parts(made) -> None:
    page = shown(made["gmc"])
    for part in ("Observed along the run", "Sent:", "Theory met", "Bound ÷ measured", "Measured constants"):
        assert part in page
    assert "2 seeds" in page
    assert '<a href="#gmc.theorem6"><code>gmc.theorem6</code></a>' in page
    assert "gmc on logistic, data mushrooms" in page


def test_broken_conditions_are_told_with_the_statements_that_do_not_claim_their_number(
    made,
) -> None:
    page = shown(made["qg"])
    assert "Broken at the unfavourable ends: η ≤ ρ/(7L): " in page
    assert page.count("not claimed here") > 1
    assert "Broken" not in shown(made["cdadam"])


def test_statements_of_papers_that_the_page_leaves_out_are_no_links(made) -> None:
    assert 'href="#gmc.' not in str(runs([made["gmc"]], papers=("qg",)).body)


def test_a_run_that_no_statement_is_about_says_so(made, tmp_path: Path) -> None:
    path = shutil.copytree(made["gmc"], tmp_path / "gmc")
    replaced("constants.toml", 'method = "gmc"', 'method = "slowmo"')(path)
    page = shown(path)
    assert "No statement that bounds something measured here is about this run" in page
    assert "÷" not in page


def test_a_diverged_run_shows_how_it_went(made) -> None:
    page = shown(made["diverged"])
    assert "Diverged" in page
    assert re.search(r"diverged at step \d+", page)
    assert "a smaller step size or momentum may help" in page
    assert "<polyline" in page
    assert "Theory met" not in page


def test_an_interrupted_run_shows_what_it_has_and_how_to_go_on(made) -> None:
    page = shown(made["partial"])
    assert "Interrupted" in page
    assert "10 of 24 steps" in page
    assert "tightrope measure --resume partial" in page
    assert "Theory met" in page


def test_lemmas_that_were_held_against_a_run_are_told_at_their_worst(made, tmp_path: Path) -> None:
    path = shutil.copytree(made["gmc"], tmp_path / "gmc")
    report = held_against(RunFolder(path))
    page = shown(path)
    assert "Lemmas held against the run" in page
    worst = next(v for v in report.verified if v.statement.id == "gmc.lemma4")
    assert f'<td class="numeric">{numbers.written(worst.ratio[worst.worst])}</td>' in page


def replaced(file: str, old: str, new: str) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        text = (path / file).read_text()
        assert old in text
        (path / file).write_text(text.replace(old, new))

    return change


def written(file: str, content: bytes) -> Callable[[Path], None]:
    return lambda path: (path / file).write_bytes(content) and None


def removed(file: str) -> Callable[[Path], None]:
    return lambda path: (path / file).unlink()


def cut(path: Path) -> None:
    whole = (path / "trajectory.npz").read_bytes()
    (path / "trajectory.npz").write_bytes(whole[: len(whole) // 2])


def columns(**found: np.ndarray) -> Callable[[Path], None]:
    return lambda path: np.savez(path / "trajectory.npz", **found)


class Bomb:
    """What a pickle would run."""

    def __reduce__(self) -> tuple[Any, ...]:
        return os._exit, (3,)


VERIFY_HEAD = ",".join(VERIFY_COLUMNS)
DAMAGE: Mapping[str, tuple[Callable[[Path], None], str, str]] = {
    "no configuration": (removed("run.toml"), "not a run", "has no run.toml; name a folder that"),
    "configuration is no TOML": (written("run.toml", b"steps = = 3"), "not a run", "is not valid TOML"),
    "configuration is binary": (written("run.toml", b"\xff\xfe\x00"), "not a run", "not a text file"),
    "newer configuration": (
        replaced("run.toml", "schema = 1", "schema = 2"),
        "not a run",
        "run.toml: schema: read 2; this Tightrope knows 1: this file needs a newer one",
    ),
    "another file's configuration": (written("run.toml", b"a = 1"), "not a run", "names no method"),
    "newer constants": (
        replaced("constants.toml", "schema = 1", "schema = 7"),
        "complete",
        "constants.toml: schema: read 7; this Tightrope knows 1",
    ),
    "constants that nobody knows": (
        replaced("constants.toml", "[measured.bits]", "[measured.butes]"),
        "complete",
        "is not a known name; did you mean",
    ),
    "no constants": (removed("constants.toml"), "complete", "constants.toml: there is no such file"),
    "no trajectory": (removed("trajectory.npz"), "complete", "trajectory.npz: there is no such file"),
    "half a trajectory": (cut, "complete", "is not a whole trajectory"),
    "empty trajectory": (written("trajectory.npz", b""), "complete", "is not a whole trajectory"),
    "text for a trajectory": (written("trajectory.npz", b"hello"), "complete", "is not a whole trajectory"),
    "a pickle for a trajectory": (
        written("trajectory.npz", pickle.dumps(Bomb())),
        "complete",
        "is not a whole trajectory",
    ),
    "pickled columns": (
        columns(loss=np.array([[Bomb()]], dtype=object)),
        "complete",
        "is not a whole trajectory",
    ),
    "words for columns": (columns(loss=np.array([["a"]])), "complete", "is not a trajectory"),
    "columns of different lengths": (
        columns(loss=np.ones((3, 1)), bits=np.ones((4, 1))),
        "complete",
        "is not a trajectory",
    ),
    "no points": (columns(loss=np.ones((0, 1))), "complete", "is not a trajectory"),
    "no loss": (columns(bits=np.ones((3, 1))), "complete", "is not a trajectory"),
    "status is no JSON": (written("status.json", b"{"), "unknown", "status.json: is not valid JSON"),
    "status is a list": (written("status.json", b"[1]"), "unknown", "read the status None"),
    "another status": (replaced("status.json", "complete", "fine"), "unknown", "read the status 'fine'"),
    "no steps": (
        replaced("status.json", '"steps_done": 24', '"steps_done": "x"'),
        "unknown",
        "steps_done: read 'x'",
    ),
    "no status": (removed("status.json"), "unknown", "status.json: there is no such file"),
    "still running": (
        replaced("status.json", "complete", "running"),
        "running, or killed",
        "--resume gmc continues it from its start",
    ),
    "lemmas of another table": (written("verify.csv", b"a,b\n1,2\n"), "complete", "a table with the columns"),
    "lemmas without numbers": (
        written("verify.csv", f"{VERIFY_HEAD}\na,b,c,d,e,f,g,h\n".encode()),
        "complete",
        "a row that cannot be read",
    ),
}


@pytest.mark.parametrize("case", DAMAGE)
def test_what_cannot_be_read_is_a_named_row_that_says_what_it_is(made, tmp_path: Path, case: str) -> None:
    """Never an exception, never silence; what can be read is shown, and the run beside it is untouched."""
    change, ended, said = DAMAGE[case]
    path = shutil.copytree(made["gmc"], tmp_path / "gmc")
    change(path)
    files = read_run(path)
    assert files.ended == ended
    assert any(said in note for note in files.notes), files.notes
    page = shown(path, made["cdadam"])
    assert "Run 1: <bdi>gmc</bdi>" in page
    assert "Run 2: <bdi>cdadam</bdi>" in page
    assert str(tmp_path) not in page


def test_what_is_no_folder_of_a_run_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "empty").mkdir()
    page = shown(tmp_path / "file", tmp_path / "empty", tmp_path / "nowhere", tmp_path / ("n" * 300))
    assert "This is a file, not a run folder" in page
    assert "This folder has no run.toml" in page
    assert "There is nothing of this name" in page
    assert page.count("Not a run") == 4
    assert "tightrope measure" in shown()


NAMES = ("<script>alert(1)", '"><img src=x onerror=alert(1)>', "a&amp;b", "x\x01\x1by")


@pytest.mark.parametrize("name", NAMES)
def test_a_name_stays_text(made, tmp_path: Path, name: str) -> None:
    path = shutil.copytree(made["gmc"], tmp_path / name)
    replaced("run.toml", 'data = "mushrooms"', 'data = "<script>alert(2)</script>\\u0007"')(path)
    page = shown(path)
    tree = html5lib.HTMLParser(namespaceHTMLElements=False, strict=False).parse(page)
    assert not list(tree.iter("script"))
    assert not list(tree.iter("img"))
    readable = re.sub("[\x00-\x1f]", "\N{REPLACEMENT CHARACTER}", name)
    assert any(readable == "".join(bdi.itertext()) for bdi in tree.iter("bdi"))
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f]", page)


def test_a_name_that_is_no_text_is_a_row_too() -> None:
    page = shown(Path(os.fsdecode(b"caf\xe9")))
    page.encode()
    assert "Not a run" in page


def test_the_same_runs_give_the_same_bytes(made) -> None:
    assert shown(*made.values()) == shown(*made.values())


def test_curves_without_numbers_are_left_out() -> None:
    """Infinite, absent and constant columns: no warning, and an axis around what is left."""
    steps = np.arange(10.0)[:, None]
    found = trajectories(
        "run-1",
        {
            "loss": np.where(steps > 4, np.inf, steps),
            "gradient_sq": np.full((10, 2), np.nan),
            "residual_sq": np.zeros((10, 2)),
            "consensus_sq": 10.0 ** (30 * steps),
        },
    )
    assert len(found) == 3
    points = [re.findall(r'<polyline[^>]*points="([^"]*)"', picture)[0].split() for picture in found]
    assert list(map(len, points)) == [5, 10, 5]
    assert not any(word in picture for picture in found for word in ("nan", "inf"))


def test_words_for_every_kind_and_status() -> None:
    assert tuple(KIND_MEANS) == KINDS
    assert set(ENDINGS) == set(get_args(Status)) == {*STATUSES, "running"}


def test_runs_are_read_without_a_framework(made) -> None:
    """A page that shows runs needs neither torch nor what a run needs."""
    code = (
        "import sys; from pathlib import Path; from tightrope.report.runs import runs;"
        f"runs([Path({str(made['gmc'])!r})]); print(json.dumps(sorted(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", f"import json; {code}"], capture_output=True, text=True, check=True
    )
    assert not {"torch", "matplotlib", "z3"} & set(json.loads(done.stdout))


def test_numbers_are_written_with_raised_powers_of_ten() -> None:
    wanted = {
        1016: "1016",
        0.056451: "0.05645",
        -0.5: "−0.5",
        11452.3: "1.145·10⁴",
        -1e-9: "−10⁻⁹",
        1e-9: "10⁻⁹",
    }
    assert {x: numbers.written(x) for x in wanted} == wanted
    assert numbers.written(None) == "–"


def test_statements_about_the_method_but_not_the_run_say_why(made, tmp_path: Path) -> None:
    """Theorem 4.3's analysis has no momentum: a run with one is told so."""
    path = shutil.copytree(made["def"], tmp_path / "def")
    file = path / "constants.toml"
    before = file.read_text("utf-8")
    after = re.sub(r"\nmomentum = [\d.]+\n", "\nmomentum = 0.5\n", before)
    assert after != before
    file.write_text(after, "utf-8")
    why = "About the method, but not about this run (the analysis has no momentum"
    assert why in shown(path)
    assert why not in shown(made["def"])


def test_marks_of_an_axis_are_round_and_inside() -> None:
    def labels(low: float, high: float, **more: bool) -> list[str]:
        axis = Axis(low, high, 0.0, 100.0, **{"log": False, **more})
        assert all(-0.1 <= place <= 100.1 for place, _ in axis.ticks)
        return [label for _, label in axis.ticks]

    assert labels(0, 2, whole=True) == ["0", "1", "2"]
    assert labels(0, 200, whole=True) == ["0", "50", "100", "150", "200"]
    assert labels(0.41, 0.69) == ["0.45", "0.5", "0.55", "0.6", "0.65"]
    assert labels(0, 6e7)[1:3] == ["1·10⁷", "2·10⁷"]
    assert labels(1, 1000, log=True) == ["1", "10", "100", "10³"]
    assert labels(1e-12, 1, log=True)[0] == "10⁻¹²"
    assert len(labels(1e-12, 1, log=True)) <= 7
    assert labels(30, 90, log=True) == ["30", "40", "50", "60", "70", "80", "90"]
