"""The gap: every side on its own side of the others, and a verb that says what it cannot do."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from tests.commands import answer, refusal
from theory.papers import load
from theory.statement import Statement, apply, total
from theory.sweep import Range
from tightrope.gap_table import table_points
from tightrope.verbs import gap_
from toys.gap import Row, asked, case, measure, points, row, settings
from toys.gap_cases import CASES, Case
from toys.quantised_wells import find_worst_quantised
from toys.wells import Wells, find_worst, wells

SMALL = {
    "gmc.theorem6": Range("steps", 2, 3, 2),
    "gmc.lemma4": Range("contraction", 0.2, 0.8, 2),
    "def.theorem4.3": Range("detach", 0.2, 0.9, 2),
    "qg.theoremC.7": Range("step_size", 0.02, 0.06, 2),
    "gmc.theorem12": Range("detach", 0.2, 0.9, 2),
    "qg.theorem3.1": Range("steps", 2, 3, 2),
}
FEW = {"steps": 2.0}
COMMITTED = Path(__file__).parents[1] / "docs" / "gap.csv"
EQUAL = {"rel": 1e-9, "abs": 0}


def rows(name: str) -> list[Row]:
    found, along = case(name), SMALL[name]
    fixed = FEW if along.name != "steps" else {}
    return [row(found, along.name, point) for point in points(found, along, fixed)]


def committed() -> list[dict[str, str]]:
    with COMMITTED.open(encoding="utf-8") as lines:
        assert next(lines).startswith("# tightrope gap --csv; tightrope ")
        return list(csv.DictReader(lines))


def same(text: str, value: float | bool | None) -> bool:
    if isinstance(value, bool) or value is None or not text:
        return text == ("" if value is None else str(value))
    return float(text) == pytest.approx(value, **EQUAL)


def test_the_committed_table_has_three_settings_of_every_main_theorem() -> None:
    lines = committed()
    shown = [(name, str(at)) for name, found in CASES.items() if found.settings for at in (1, 2, 3)]
    assert [(line["theorem"], line["setting"]) for line in lines] == shown
    for line, (_, _, found, point) in zip(lines, table_points(), strict=True):
        assert line["constants"] == "; ".join(f"{n} = {x!r}" for n, x in point.items())
        assert len({line["constants"] for line in lines if line["theorem"] == found.statement}) in (0, 3)


def test_the_committed_bounds_are_those_of_the_statements() -> None:
    """Every bound again, and the ratios from the sides; measurements are repeated where they are cheap."""
    for line, (name, _, found, point) in zip(committed(), table_points(), strict=True):
        for variant, side in (("published", "published"), (found.repaired, "repaired")):
            statement = load(found.statement, variant) if variant else None
            bound = None
            if statement and statement.formula:
                bound = float(total(apply(statement.formula, point)))  # type: ignore[arg-type]
            assert same(line[side], bound), (name, side)
        sharper = [float(total(apply(s.formula, point))) for s in strengthened(found)]  # type: ignore[arg-type]
        assert same(line["sharpened"], min(sharper, default=None)), name
        stands = line["repaired"] or line["published"]
        assert same(line["published/measured"], float(stands) / float(line["measured"]))
        assert float(line["measured"]) <= float(line["worst"] or line["sharpened"] or stands)
        assert bool(line["worst"]) == (asked(found, point) is not None)


def strengthened(found: Case) -> list[Statement]:
    return [load(name, "strengthened") for name in found.sharpened]


@pytest.mark.parametrize("name", ["qprsgd.theorem3", "qprsgd.theorem2", "qg.theorem3.1", "gmc.theorem6"])
def test_the_committed_measurements_are_repeated(name: str) -> None:
    lines = [line for line in committed() if line["theorem"] == name]
    for line, point in zip(lines[:1], settings(CASES[name]), strict=False):
        assert same(line["measured"], measure(CASES[name], point))


def test_a_quantiser_with_many_levels_measures_what_no_quantiser_does() -> None:
    """One worker, one local step, no noise: gradient descent on the wells, whose average is known."""
    run = {"workers": 2, "batch": 1, "dimension": 4, "levels": 2**20, "steps": 6, "local_steps": 1}
    constants = {**run, "step_size": 0.1, "smoothness": 1, "noise": 0, "heterogeneity": 0, "gap": 1}
    descent = find_worst("sgd", {"step_size": 0.1}, "average_gradient_sq", constants)
    assert find_worst_quantised("ar-qprsgd", constants, False) == pytest.approx(descent, rel=1e-4)
    coarse = find_worst_quantised("ar-qprsgd", {**constants, "levels": 1}, False)
    assert abs(coarse / descent - 1) > 1e-3


def test_the_starts_of_rounds_are_other_points_than_all_local_steps() -> None:
    constants = {**CASES["qprsgd.theorem1"].given, "noise": 0, "local_steps": 5, "steps": 2}
    starts = find_worst_quantised("ar-qprsgd", constants, starts_only=True)
    assert starts > find_worst_quantised("ar-qprsgd", constants, starts_only=False)


def test_the_least_squared_gradient_is_below_their_average() -> None:
    constants = {"workers": 2, "smoothness": 1, "gap": 1, "noise": 0, "steps": 5, "gradient_sq": 1}
    least, average = (
        find_worst("sgd", {"step_size": 0.2}, measure, constants)
        for measure in ("minimum_gradient_sq", "average_gradient_sq")
    )
    assert least < average


@pytest.mark.parametrize("name", SMALL)
def test_measured_is_below_the_worst_case_and_that_below_the_bounds(name: str) -> None:
    for one in rows(name):
        assert one.upper is not None
        assert one.measured <= one.upper
        assert one.lower is not None
        assert one.lower <= one.upper
        assert one.lower >= 0.9 * one.upper or name != "gmc.theorem6"
        assert one.sharpened is not None
        assert one.upper <= one.sharpened
        assert one.stands is not None
        assert one.sharpened <= one.stands


def test_the_wells_have_their_constants() -> None:
    constants = {"workers": 3, "smoothness": 2.0, "gap": 1.5, "gradient_sq": 4.0}
    found: Wells = wells(constants, identical=False)
    start = found.start
    mean = found.mean_gradient(start)
    height = np.where(abs(2 * start) <= found.slope, start**2, found.slope * abs(start) - found.slope**2 / 4)
    assert height == pytest.approx(np.full_like(height, 1.5))
    assert float((found.tilt.mean(0)).abs().max()) == pytest.approx(0, abs=1e-15)
    far = found.gradient(0 * start + 1e6)
    assert float((far**2).max()) <= 4.0 * (1 + 1e-12)
    assert float(mean.abs().max()) <= 2.0
    assert len(found.slope) == found.tilt.shape[1]


def test_heterogeneity_of_the_wells_is_exact() -> None:
    found = wells({"workers": 4, "smoothness": 1.0, "gap": 1.0, "heterogeneity": 0.3}, identical=False)
    assert found.tilt.square().mean(0).numpy() == pytest.approx(np.full(found.tilt.shape[1], 0.3))


def test_noise_is_an_expectation_over_all_coins() -> None:
    """One step of SGD (GMC without momentum and compression): E‖∇F(x₁)‖² = (1−η)²x₀² + η²σ²/K on Lx²/2."""
    constants = {"workers": 2, "smoothness": 1.0, "gap": 0.5, "gradient_sq": 100.0, "noise": 0.25, "steps": 2}
    found = find_worst(
        "gmc", {"step_size": 0.1, "momentum": 0.0}, "average_gradient_sq", {**constants, "contraction": 1.0}
    )
    assert found == pytest.approx((1 + 0.81 + 0.01 * 0.25 / 2) / 2)


def test_gap_writes_its_table_and_its_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table, picture = tmp_path / "gap.csv", tmp_path / "gap.svg"
    arguments = ("gap", "gmc.lemma4", "--along", "steps=1:2:2", "--csv", table, "--figure", picture, "--json")
    found = answer(capsys, *arguments)
    document = json.loads(found.out)
    assert found.status == 0
    assert [one["at"] for one in document["rows"]] == [1, 2]
    assert document["along"] == "steps"
    with table.open(encoding="utf-8") as lines:
        read = list(csv.DictReader(lines))
    assert [float(line["upper"]) for line in read] == [one["upper"] for one in document["rows"]]
    assert picture.read_text("utf-8").startswith("<?xml")
    text = answer(capsys, "gap", "gmc.lemma4", "--along", "contraction=0.1:0.2:2").out
    assert "it claims nothing" in text


def test_ctrl_c_keeps_what_is_done(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    done = list[float]()

    def interrupted(found: Case, name: str, point: dict[str, float], force: bool) -> Row:
        if done:
            raise KeyboardInterrupt
        done.append(point[name])
        return row(found, name, point, force)

    monkeypatch.setattr(gap_, "row", interrupted)
    found = answer(capsys, "gap", "gmc.lemma4", "--along", "steps=1:2:2", "--json")
    assert found.status == 130
    assert [one["at"] for one in json.loads(found.out)["rows"]] == [1]
    assert "interrupted at point 2 of 2" in found.err


def test_the_table_is_written_and_kept_at_ctrl_c(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(found: Case, point: dict[str, float], force: bool) -> Row:
        if found is not CASES["gmc.theorem6"]:
            raise KeyboardInterrupt
        return row(found, "workers", {**point, "steps": 2}, force)

    monkeypatch.setattr(gap_, "table_row", interrupted)
    found = answer(capsys, "gap", "--csv", tmp_path / "table.csv")
    assert found.status == 130
    assert "in all" in found.out
    lines = (tmp_path / "table.csv").read_text("utf-8").splitlines()
    assert len(lines) == 2 + 3
    assert "interrupted at point 4 of 30" in found.err


def test_bad_input_of_gap(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "without a statement" in refusal(capsys, "gap", "--along", "steps=1:2:2")
    assert "did you mean gmc.theorem6" in refusal(capsys, "gap", "gmc.theorem66")
    assert "allowed: steps" in refusal(capsys, "gap", "gmc.lemma4", "--along", "noise=1:2:2")
    assert "take fewer steps, or force it" in refusal(
        capsys, "gap", "gmc.theorem6", "--along", "steps=1:100:2"
    )
    figure = tmp_path / "gap.pdf"
    assert "ends in .svg or .png" in refusal(
        capsys, "gap", "gmc.lemma4", "--along", "steps=1:2:2", "--figure", figure
    )
    assert not figure.exists()
