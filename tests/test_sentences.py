"""The papers' empirical sentences: verdicts from numbers, the shipped table, and its cheapest runs again."""

from __future__ import annotations

import csv
import json
import os
import signal
import sys
import time
from math import inf, isfinite, nan
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
import torch
from commands import answer, contents, refusal
from scipy import stats

import empirical.sentences
from empirical.config import Config, configure
from empirical.sentences import FAMILIES, family, qprsgd_bandwidth, qprsgd_bytes
from empirical.sentences.sentence import ABOVE_ZERO, VERDICTS, Finding, Sentence, about, verdict
from empirical.sentences.table import COLUMNS, MEASURED, Measured, Provenance, as_csv, read_table, sentences
from empirical.sentences.tuned import SEEDS, SMALL, Tuned, accuracy, states, tuned
from paper_figs.sentences import draw
from theory.errors import BadInput
from toys.compressors.top import largest


def finding(*values: float, wanted: tuple[float, float] = ABOVE_ZERO, of: str = "fake-one.up") -> Finding:
    return Finding(of, "a case", "a difference", wanted, values)


YES, NO, OPEN = finding(1.0, 1.1, 0.9), finding(-1.0, -1.1, -0.9), finding(1.0, -1.0, 0.5)


def test_outcomes_follow_the_interval() -> None:
    assert [f.outcome for f in (YES, NO, OPEN)] == ["yes", "no", "open"]
    assert YES.interval == pytest.approx((1 - 0.2484, 1 + 0.2484), abs=1e-4)  # 4.3027·0.1/√3
    counted = finding(2.0, 2.0, 2.0, wanted=about(2.0))
    assert counted.interval == (2.0, 2.0)
    assert counted.outcome == "yes"
    assert finding(2.6, 2.6, wanted=about(2.0)).outcome == "no"
    assert finding(0.0, 0.0).outcome == "no"  # the range is open


@pytest.mark.parametrize("value", [inf, nan])
def test_what_is_not_finite_decides_nothing(value: float) -> None:
    assert finding(1.0, value, 1.0).outcome == "open"


def test_verdicts() -> None:
    assert verdict([YES, YES]) == "holds"
    assert verdict([YES, OPEN]) == verdict([YES, NO]) == "holds in part"
    assert verdict([NO, OPEN]) == verdict([NO]) == "does not hold here"
    assert verdict([OPEN]) == verdict([]) == "not checked"


# The table that ships


def shipped() -> list[dict[str, str]]:
    with MEASURED.open(newline="") as file:
        return list(csv.DictReader(file))


def test_the_shipped_table_is_whole() -> None:
    """Every sentence of every family is there, in order, with its spread and where it comes from."""
    rows = shipped()
    assert tuple(rows[0]) == COLUMNS
    assert list(dict.fromkeys(row["sentence"] for row in rows)) == list(sentences())
    for row in rows:
        assert row["verdict"] in VERDICTS
        assert len(row["seeds"].split()) == SEEDS
        assert len(row["values"].split()) == (0 if sentences()[row["sentence"]].unchecked else SEEDS)
        assert row["measure"]
        name = row["sentence"].partition(".")[0]
        assert row["command"] == f"tightrope sentences {name} --seeds {SEEDS}"
        assert float(row["seconds"]) >= 0
        assert time.strptime(row["date"], "%Y-%m-%d")
        assert row["version"]


def test_shipped_verdicts_are_what_the_numbers_say() -> None:
    """Found again here from values and ranges alone, with Student's factor."""
    of_sentence: dict[str, set[str]] = {}
    for row in shipped():
        if not row["values"]:
            assert row["verdict"] == "not checked"
            continue
        values = np.array(row["values"].split(), float)
        outcome = "open"
        if np.isfinite(values).all():
            mean, half = values.mean(), stats.t.ppf(0.975, SEEDS - 1) * values.std(ddof=1) / np.sqrt(SEEDS)
            assert float(row["mean"]) == pytest.approx(mean, rel=1e-4, abs=1e-9)
            low, high = float(row["above"] or -inf), float(row["below"] or inf)
            if low < mean - half and mean + half < high:
                outcome = "yes"
            elif mean + half <= low or high <= mean - half:
                outcome = "no"
        assert row["outcome"] == outcome, row
        of_sentence.setdefault(row["sentence"], set()).add(outcome)
    for row in shipped():
        outcomes = of_sentence.get(row["sentence"], {"open"})
        expected = {
            "holds": outcomes == {"yes"},
            "holds in part": "yes" in outcomes and len(outcomes) > 1,
            "does not hold here": "no" in outcomes and "yes" not in outcomes,
            "not checked": outcomes == {"open"},
        }
        assert expected[row["verdict"]], row["sentence"]


def test_the_shipped_table_is_what_its_findings_write() -> None:
    assert as_csv(read_table()).decode().splitlines() == MEASURED.read_text().splitlines()


def test_the_shipped_table_is_drawn() -> None:
    measured = read_table()
    figure = draw(measured)
    titles = [axes.get_title(loc="left").partition(":")[0] for axes in figure.axes]
    assert list(filter(None, titles)) == [
        s.name for one in measured for s in family(one.name).SENTENCES if one.of(s)
    ]


def test_a_table_that_is_none(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text("a,b\n1,2\n")
    with pytest.raises(BadInput, match="columns"):
        read_table(file)
    file.write_text(MEASURED.read_text().replace(shipped()[0]["values"], "much"))
    with pytest.raises(BadInput, match="cannot be read"):
        read_table(file)


# Runs


def test_the_cheapest_family_again() -> None:
    """Bits are counted, so the first seed's numbers are those of the table."""
    (before,) = (one for one in read_table() if one.name == "qprsgd-bytes")
    again = {(f.sentence, f.case): f.values[0] for f in qprsgd_bytes.measure(range(1))}
    assert again == pytest.approx({(f.sentence, f.case): f.values[0] for f in before.findings}, rel=1e-12)
    assert len(again) == len(before.findings)


SHORT = {**SMALL, "workers": 3, "steps": 4, "batch": 8, "split": "dirichlet:1"}


@pytest.mark.parametrize("method", [{"method": "gmc", "compressor": "top:1/64"}, {"method": "qg-n"}])
def test_an_axis_of_step_sizes_is_that_many_runs(method: dict[str, object]) -> None:
    """The grid's runs are those of the configuration with each step size, but for rounding."""
    config = configure(Config(), {**SHORT, **method, "schedule": "warm-up:2+step:3", "dtype": "float64"})
    *_, grid = states(config, (0.02, 0.2))
    assert grid.steps_done == 4
    for at, step_size in enumerate((0.02, 0.2)):
        *_, alone = states(configure(config, {"step_size": step_size}), ())
        torch.testing.assert_close(grid.model[:, at], alone.model, rtol=1e-9, atol=1e-12)


def test_what_is_seen_of_a_run() -> None:
    """Seeds are runs of their own, and the best step size is that of the lowest mean of last losses."""
    run = tuned({**SHORT, "method": "psgd"}, range(2), (accuracy,), (0, 4), (0.0001, 0.1))
    assert run.seen["loss"].shape == (2, 2, 2)
    assert run.best == 1
    assert str(run) == "0.1 (edge)"
    assert (run.seen["loss"][:, 0, 0] == run.seen["loss"][:, 0, 1]).all()
    assert run.seen["loss"][0, 0, 0] != run.seen["loss"][1, 0, 0]
    assert ((run.seen["accuracy"] >= 0) & (run.seen["accuracy"] <= 100)).all()
    assert run.bits.tolist() == [[0.0, 4 * 3 * 12730 * 32]] * 2


def test_a_diverged_step_size_is_never_the_best() -> None:
    ends = np.array([[[nan, 2.0, 1.5]], [[0.1, 2.0, inf]]])
    assert Tuned((0.1, 0.2, 0.3), {"loss": ends}, np.zeros((2, 1))).best == 1


def test_the_bandwidth_model_meets_the_times_that_it_is_fitted_to() -> None:
    """Where PSGD's hours are exactly a + b/B, the fit finds b/a."""
    hours = {"ring": {"PSGD": tuple(0.5 * (1 + 7.0 / mbps) for mbps in qprsgd_bandwidth.MBPS)}}
    before, qprsgd_bandwidth.HOURS = qprsgd_bandwidth.HOURS, hours
    try:
        assert qprsgd_bandwidth.exchange("ring") == pytest.approx(7.0)
    finally:
        qprsgd_bandwidth.HOURS = before


def test_ties_are_broken_only_where_they_are() -> None:
    """One vector has a tie at the last place kept, and the other none."""
    magnitude = torch.tensor([[1.0, 3.0, 3.0, 3.0], [4.0, 1.0, 3.0, 2.0]])
    assert [sorted(row) for row in largest(magnitude, 2).tolist()] == [[1, 2], [0, 2]]


# The command


PROVENANCE = Provenance("0 1 2", "1", "2026-01-01", "0", "tightrope sentences fake-one --seeds 3")


@pytest.fixture
def asked(monkeypatch) -> list[tuple[str, int]]:
    """Two families of one sentence each, alone in the table; what was asked of them."""
    calls: list[tuple[str, int]] = []
    for name in tuple(FAMILIES):
        monkeypatch.delitem(FAMILIES, name)
    for name in ("fake-one", "fake-two"):
        monkeypatch.setitem(FAMILIES, name, 1)
        register(monkeypatch, name, calls)
    return calls


def register(monkeypatch, name: str, calls: list[tuple[str, int]], kill: bool = False) -> None:
    module = ModuleType(f"empirical.sentences.{name.replace('-', '_')}")

    def measure(seeds: range):
        calls.append((name, len(seeds)))
        if kill:
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(10)
        yield finding(*(1.0 + 0.01 * seed for seed in seeds), of=f"{name}.up")
        yield finding(*(inf for _ in seeds), of=f"{name}.up")

    module.__dict__.update(
        SENTENCES=(
            Sentence(f"{name}.up", "it goes up", "section 1"),
            Sentence(f"{name}.far", "it goes far", "section 2", "needs a thousand workers"),
        ),
        measure=measure,
    )
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr(empirical.sentences, name.replace("-", "_"), module, raising=False)


def sentences_verb(capsys, out: Path, *arguments: object):
    return answer(capsys, "sentences", *arguments, "--jobs", 1, "--out", out)


def test_the_files_of_all_families(asked, tmp_path: Path, capsys) -> None:
    done = sentences_verb(capsys, tmp_path / "new", "--seeds", 4)
    assert done.status == 0
    assert asked == [("fake-one", 4), ("fake-two", 4)]
    names = {"fake-one.csv", "fake-two.csv", "measured.csv", "measured.svg", "measured.png"}
    assert contents(tmp_path / "new").keys() == names
    assert "fake-one.up: holds in part" in done.out
    assert "needs a thousand workers" in done.out
    assert "4 sentences: 2 holds in part, 2 not checked" in done.out
    both = read_table(tmp_path / "new" / "measured.csv")
    assert [one.name for one in both] == ["fake-one", "fake-two"]


def test_resume_takes_what_is_there_with_as_many_seeds(asked, tmp_path: Path, capsys) -> None:
    sentences_verb(capsys, tmp_path, "fake-one")
    sentences_verb(capsys, tmp_path, "--resume")
    assert asked == [("fake-one", SEEDS), ("fake-two", SEEDS)]
    sentences_verb(capsys, tmp_path, "fake-one", "--resume", "--seeds", 5)
    assert asked[2:] == [("fake-one", 5)]
    (tmp_path / "fake-one.csv").write_text("half a ta")
    sentences_verb(capsys, tmp_path, "fake-one", "--resume")
    assert asked[3:] == [("fake-one", SEEDS)]


def test_an_interruption_keeps_what_is_done(asked, tmp_path: Path, capsys, monkeypatch) -> None:
    register(monkeypatch, "fake-two", asked, kill=True)
    done = sentences_verb(capsys, tmp_path, "--json")
    assert done.status == 130
    document = json.loads(done.out)
    assert document["complete"] is False
    assert list(document["provenance"]) == ["fake-one"]
    assert contents(tmp_path).keys() == {"fake-one.csv"}


def test_the_document(asked, tmp_path: Path, capsys) -> None:
    document = json.loads(sentences_verb(capsys, tmp_path, "fake-two", "--json").out)
    up, far = document["sentences"]
    assert (up["name"], up["verdict"], far["verdict"]) == ("fake-two.up", "holds in part", "not checked")
    certain, blown_up = up["findings"]
    assert certain["wanted"] == [0.0, None]
    assert certain["outcome"] == "yes"
    assert blown_up["mean"] is None
    assert document["complete"] is True


def test_bad_input(asked, tmp_path: Path, capsys) -> None:
    assert "fake-one" in refusal(capsys, "sentences", "fake-on", "--out", tmp_path / "none")
    assert not (tmp_path / "none").exists()
    assert "seeds: read 1" in refusal(capsys, "sentences", "--seeds", 1, "--out", tmp_path)
    assert "jobs: read 0" in refusal(capsys, "sentences", "--jobs", 0, "--out", tmp_path)
    file = tmp_path / "file"
    file.write_text("")
    assert "cannot be made" in refusal(capsys, "sentences", "--out", file)


def test_a_finding_that_is_not_finite_survives_its_table(asked, tmp_path: Path) -> None:
    measured = Measured("fake-one", (finding(1.0, inf, 2.0, wanted=about(3.0)),), PROVENANCE)
    (tmp_path / "x.csv").write_bytes(as_csv([measured]))
    (again,) = read_table(tmp_path / "x.csv")
    assert again.findings[0].values == (1.0, inf, 2.0)
    assert again.findings[0].wanted == pytest.approx(about(3.0), rel=1e-5)
    assert not isfinite(again.findings[0].mean)
