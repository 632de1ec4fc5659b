"""Worst-case certificates: all that the repository ships are checked, and what is changed is refused."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from commands import answer, refusal

from theory.proof.certificate_file import ENDING, checked
from theory.worst_case.certificate import question_data, read_question
from theory.worst_case.examples import FOLDER, examples

ROOT = Path(__file__).parents[1]
PACKAGES = ("theory", "toys", "empirical", "tightrope", "paper_figs", "docs", "notebooks")
SHIPPED = sorted(file for package in PACKAGES for file in (ROOT / package).rglob(f"*{ENDING}"))


def read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / f"{name}{ENDING}").read_text("utf-8"))
    return found


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.name.removesuffix(ENDING))
def test_every_certificate_of_the_repository_is_checked(file: Path) -> None:
    assert checked(file).proved


def test_every_example_is_shipped_with_both_bounds_close_together() -> None:
    names = {file.name.removesuffix(ENDING) for file in SHIPPED}
    for name, asked in examples().items():
        assert {name, f"{name}_world"} <= names
        upper, lower = read(name), read(f"{name}_world")
        assert upper["question"] == lower["question"] == json.loads(json.dumps(question_data(asked)))
        low, high = Fraction(lower["value"]), Fraction(upper["value"])
        assert low <= high <= low * (1 + Fraction(1, 10**4)), name


@pytest.mark.parametrize("name", list(examples()))
def test_questions_come_back_as_they_were(name: str) -> None:
    data = question_data(examples()[name])
    assert question_data(read_question(json.loads(json.dumps(data)), "question")) == data


def changed(tmp_path: Path, document: dict[str, Any]) -> Path:
    file = tmp_path / f"changed{ENDING}"
    file.write_text(json.dumps(document), "utf-8")
    return file


def less(fraction: str) -> str:
    return str(Fraction(fraction) * (1 - Fraction(1, 10**15)))


def more(fraction: str) -> str:
    return str(Fraction(fraction) * (1 + Fraction(1, 10**15)))


@pytest.mark.parametrize("name", ["gradient_descent", "gmc_theorem6", "qg_theoremC_7_display137"])
def test_a_better_value_is_not_proved(name: str, tmp_path: Path) -> None:
    upper, lower = read(name), read(f"{name}_world")
    assert not checked(changed(tmp_path, upper | {"value": less(upper["value"])})).proved
    assert not checked(changed(tmp_path, lower | {"value": more(lower["value"])})).proved
    assert checked(changed(tmp_path, upper | {"value": more(upper["value"])})).proved
    assert checked(changed(tmp_path, lower | {"value": less(lower["value"])})).proved


@pytest.mark.parametrize("name", ["gradient_descent", "ef", "def_lemmaA_2"])
def test_another_question_is_not_proved(name: str, tmp_path: Path) -> None:
    """The same multipliers with a step size that is a little larger, the same world with less smoothness."""
    upper, lower = read(name), read(f"{name}_world")
    parameters, functions = upper["question"]["parameters"], lower["question"]["functions"]
    larger = parameters | {"step_size": str(Fraction(parameters["step_size"]) * Fraction(11, 10))}
    flatter = functions | {"smoothness": str(Fraction(functions["smoothness"]) * Fraction(9, 10))}
    if Fraction(functions["curvature"]) < 0:
        flatter["curvature"] = "-" + flatter["smoothness"]
    for found, changes in ((upper, {"parameters": larger}), (lower, {"functions": flatter})):
        asked = found["question"] | changes
        assert not checked(changed(tmp_path, found | {"question": asked})).proved


def test_a_changed_multiplier_or_vector_is_not_proved(tmp_path: Path) -> None:
    upper, lower = read("heavy_ball"), read("heavy_ball_world")
    multipliers = [
        more(upper["multipliers"][0]) if m == upper["multipliers"][0] else m for m in upper["multipliers"]
    ]
    assert not checked(changed(tmp_path, upper | {"multipliers": multipliers})).proved
    vectors = [[str(Fraction(x) * Fraction(101, 100)) for x in row] for row in lower["vectors"]]
    assert not checked(changed(tmp_path, lower | {"vectors": vectors})).proved
    assert not checked(changed(tmp_path, lower | {"values": lower["values"][:-1]})).proved
    assert not checked(changed(tmp_path, upper | {"multipliers": upper["multipliers"][:-1]})).proved


def test_prove_says_what_is_proved(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    found = answer(capsys, "prove", FOLDER / f"ef{ENDING}")
    assert found.status == 0
    assert "lyapunov of ef after 1 step is at most 0.8848" in found.out
    assert "no solver" in found.out
    upper = read("ef")
    refused = answer(capsys, "prove", changed(tmp_path, upper | {"value": "1/2"}))
    assert refused.status == 1
    assert "NOT PROVED" in refused.out
    told = json.loads(answer(capsys, "prove", FOLDER / f"ef{ENDING}", "--json").out)
    assert told["proved"] is True
    assert Fraction(told["value"]) == Fraction(upper["value"])


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"schema": 2}, "schema: read 2; allowed: 1"),
        ({"multipliers": ["a"]}, "multipliers[0]"),
        ({"multiplier": []}, "did you mean multipliers"),
        ({"value": 1.5}, "value"),
        ({"question": 3}, "question: read 3"),
        ({"question": {"method": "ef"}}, "question: steps is missing"),
        ({"kind": "worst cases"}, "did you mean worst case"),
    ],
)
def test_what_is_no_certificate_is_refused(
    changes: dict[str, Any], named: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert named in refusal(capsys, "prove", changed(tmp_path, read("ef") | changes))


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"method": "gcm"}, "did you mean"),
        ({"step": 3}, "did you mean steps"),
        ({"steps": 190}, "take fewer steps"),
        ({"lyapunov": 1}, "allowed: true or false"),
        ({"parameters": {"step_size": 0.5}}, "step_size: read 0.5"),
        ({"functions": {"smoothness": "1"}}, "curvature is missing"),
        ({"contraction": "3"}, "contraction: read"),
        ({"mixing": [["1"]]}, "mixing[0][0]"),
    ],
)
def test_a_question_without_sense_is_refused(
    changes: dict[str, Any], named: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    found = read("ef")
    asked = found["question"] | changes
    assert named in refusal(capsys, "prove", changed(tmp_path, found | {"question": asked}))
