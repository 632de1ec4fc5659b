"""The gap: every side on its own side of the others, and a verb that says what it cannot do."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from tests.commands import answer, refusal
from theory.sweep import Range
from tightrope.verbs import gap_
from toys.gap import CASES, Case, Row, case, points, row
from toys.wells import Wells, find_worst, wells

SMALL = {
    "gmc.theorem6": Range("steps", 2, 3, 2),
    "gmc.lemma4": Range("contraction", 0.2, 0.8, 2),
    "def.theorem4.3": Range("detach", 0.2, 0.9, 2),
    "qg.theoremC.7": Range("step_size", 0.02, 0.06, 2),
}
FEW = {"steps": 2.0}


def rows(name: str) -> list[Row]:
    found, along = case(name), SMALL[name]
    fixed = FEW if along.name != "steps" else {}
    return [row(found, along.name, point) for point in points(found, along, fixed)]


@pytest.mark.parametrize("name", CASES)
def test_measured_is_below_the_worst_case_and_that_below_the_bounds(name: str) -> None:
    for one in rows(name):
        assert one.upper is not None
        assert one.measured <= one.upper
        assert one.lower is not None
        assert one.lower <= one.upper
        assert one.lower >= 0.9 * one.upper or name != "gmc.theorem6"
        assert one.sharpened is not None
        assert one.upper <= one.sharpened
        stands = one.repaired if one.repair_claimed else one.published
        assert stands is not None
        assert one.sharpened <= stands


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


def test_bad_input_of_gap(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
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
